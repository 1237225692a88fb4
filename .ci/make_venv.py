"""Make `.venv` with the pinned packages of a requirements file: `python3 .ci/make_venv.py requirements.txt`.

Debian splits `venv` and `pip` off its Python. Where they are missing, the environment is made without pip, and pip's
own wheel, which runs where it lies, comes from the package index.
"""

from __future__ import annotations

import html.parser
import os
import subprocess
import sys
import urllib.parse
import urllib.request
import venv
from pathlib import Path

HERE = Path(__file__).resolve().parent.parent
HOME = HERE / ".venv"
PYTHON = HOME / "bin" / "python"
INDEX = os.environ.get("PIP_INDEX_URL", "https://pypi.org/simple").rstrip("/")


class _Links(html.parser.HTMLParser):
    """All addresses on a page of the package index."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self.found += [value for name, value in attrs if name == "href" and value]


def main(requirements: str) -> None:
    if sys.version_info < (3, 11):
        sys.exit(f"Python 3.11 or newer is needed; this is {sys.version.split()[0]}. Name one: make PYTHON=python3.12")
    if not PYTHON.exists():
        venv.create(HOME, with_pip=False, symlinks=True)
    pip = _pip()
    if not (HOME / "bin" / "uv").exists():
        subprocess.run([*pip, "install", "--quiet", "--disable-pip-version-check", "uv"], check=False)
    installer = [str(HOME / "bin" / "uv"), "pip", "install", "--quiet", "--compile-bytecode", "--python", str(PYTHON)]
    if not (HOME / "bin" / "uv").exists():
        installer = [*pip, "install", "--quiet", "--disable-pip-version-check"]
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment["PYTHONWARNINGS"] = "ignore::SyntaxWarning"  # of whoosh, when its files are compiled
    sys.exit(subprocess.run([*installer, "-r", str(HERE / requirements)], check=False, env=environment).returncode)


def _pip() -> list[str]:
    """How to call pip inside the environment."""
    if _works([str(PYTHON), "-m", "pip", "--version"]):
        return [str(PYTHON), "-m", "pip"]
    if _works([str(PYTHON), "-m", "ensurepip"]):
        return [str(PYTHON), "-m", "pip"]
    wheel = HOME / _newest_wheel("pip").rsplit("/", 1)[-1]
    if not wheel.exists():
        with urllib.request.urlopen(_newest_wheel("pip"), timeout=60) as answer:
            wheel.write_bytes(answer.read())
    return [str(PYTHON), f"{wheel}/pip"]


def _works(command: list[str]) -> bool:
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def _newest_wheel(name: str) -> str:
    page = f"{INDEX}/{name}/"
    with urllib.request.urlopen(page, timeout=60) as answer:
        links = _Links()
        links.feed(answer.read().decode())
    wheels = [link.partition("#")[0] for link in links.found if ".whl" in link]
    return urllib.parse.urljoin(page, wheels[-1])


if __name__ == "__main__":
    main(sys.argv[1])
