"""PDFs: the shop's own files and nothing else; without pango, words."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest

from app.shared import printing
from app.shared.database import NoTransaction, transaction
from config import ROOT
from tests.shared.bare import bare
from tests.shared.printed import ink, inside, needs_printer, page_count, page_size

SECRET = "a secret that lies beside the shop"
PAGE = '<!doctype html><html lang="fa" dir="rtl"><head><link rel="stylesheet" href="static:css/print.css">{}</head>{}'
BODY = "<body><h1>صورت‌حساب</h1></body>"


@pytest.fixture(autouse=True)
def _program(tmp_path: Path) -> Iterator[None]:
    with bare(tmp_path).app_context():
        yield


@contextmanager
def opened() -> Iterator[list[str]]:
    """The files that are opened within the block, by their absolute paths."""
    paths: list[str] = []
    _listeners.append(paths)
    try:
        yield paths
    finally:
        _listeners.remove(paths)


_listeners: list[list[str]] = []


def _hear(event: str, arguments: tuple[object, ...]) -> None:
    if _listeners and event == "open" and isinstance(arguments[0], str | bytes):
        for paths in _listeners:
            paths.append(os.path.abspath(os.fsdecode(arguments[0])))


sys.addaudithook(_hear)


@pytest.fixture
def calls() -> Iterator[tuple[str, list[str]]]:
    """A server on this machine: its address, and what it was asked for."""
    asked: list[str] = []

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"body{color:red}")

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Answer)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", asked
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    """A file of this machine that no paper may show."""
    file = tmp_path / "secret.svg"
    file.write_text(f'<svg xmlns="http://www.w3.org/2000/svg"><text>{SECRET}</text></svg>')
    return file


# ---- addresses ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["css/print.css", "fonts/vazirmatn-fa.woff2"])
def test_the_shop_s_own_files_are_found(name):
    assert printing.own_file(f"static:{name}") == ROOT / "static" / name
    assert printing.own_file(f"static:/{name}") == ROOT / "static" / name


@pytest.mark.parametrize(
    "address",
    [
        "",
        "static",
        "static:",
        "static:css",
        "static:css/",
        "static:css/nothing.css",
        "static:js/site.js",
        "static:../config.py",
        "static:../templates/layout.html",
        "static:css/../../config.py",
        "static:/../config.py",
        "static:..\\config.py",
        "static:%2e%2e/config.py",
        "static:css/print.css%00.svg",
        "static:css/print.css?x",
        "static://css/print.css@127.0.0.1/",
        "css/print.css",
        "/etc/passwd",
        "file:///etc/passwd",
        "file:css/print.css",
        "http://127.0.0.1/css/print.css",
        "https://127.0.0.1/css/print.css",
        "HTTP://127.0.0.1/",
        "//127.0.0.1/css/print.css",
        "ftp://127.0.0.1/css/print.css",
        "data:text/css,body{}",
        "jar:static:css/print.css",
        "STATIC:css/print.css",
    ],
)
def test_what_is_not_a_file_of_the_shop_is_refused(address):
    with pytest.raises(ValueError, match="not a file of the shop"):
        printing.own_file(address)


# ---- paper ----------------------------------------------------------------------------------------------------


@needs_printer
def test_a_page_is_printed_on_a4_in_the_shop_s_own_font():
    printing.unpacked.cache_clear()  # a paper that was printed before has read it
    with opened() as paths:
        made = printing.pdf(PAGE.format("", BODY))

    assert made.startswith(b"%PDF-")
    assert (page_count(made), page_size(made)) == (1, (210, 297))
    assert ink(made)[0] > 0
    assert str(ROOT / "static" / "fonts" / "vazirmatn-fa.woff2") in paths
    fonts = re.findall(rb"/BaseFont\s*/[A-Z]{6}\+(\w+)", inside(made))
    assert fonts
    assert set(fonts) <= {b"V", b"VL"}
    assert b"/FontFile" in inside(made)


@needs_printer
def test_an_empty_page_has_no_ink():
    assert ink(printing.pdf("<html><body></body></html>")) == [0.0]


def naming(address: str) -> dict[str, str]:
    """Pages that name an address, in each way in which HTML and CSS can."""
    return {
        "picture": PAGE.format("", f'<img src="{address}">'),
        "sheet": PAGE.format(f'<link rel="stylesheet" href="{address}">', BODY),
        "import": PAGE.format(f'<style>@import "{address}";</style>', BODY),
        "font": PAGE.format(f"<style>@font-face{{font-family:Q;src:url({address})}}p{{font-family:Q}}</style>", "<p>x"),
        "background": PAGE.format(f"<style>body{{background:url({address})}}</style>", BODY),
        "content": PAGE.format(f"<style>h1::before{{content:url({address})}}</style>", BODY),
        "bullet": PAGE.format("", f'<ul style="list-style-image:url({address})"><li>x</ul>'),
        "object": PAGE.format("", f'<object data="{address}" type="image/svg+xml"></object>'),
        "embed": PAGE.format("", f'<embed src="{address}" type="image/svg+xml">'),
        "frame": PAGE.format("", f'<iframe src="{address}"></iframe>'),
        "attachment": PAGE.format(f'<link rel="attachment" href="{address}">', BODY),
        "linked attachment": PAGE.format("", f'<a rel="attachment" href="{address}">x</a>'),
        "drawing": PAGE.format("", f'<svg width="9" height="9"><image href="{address}" width="9" height="9"/></svg>'),
        "used": PAGE.format("", f'<svg width="9" height="9"><use href="{address}#a"/></svg>'),
        "base": f'<html><head><base href="{address}"></head><body><img src="x.svg"><h1>x</h1></body></html>',
        "set": PAGE.format("", f'<img srcset="{address} 2x" src="{address}">'),
        "script": PAGE.format(f'<script src="{address}"></script>', BODY),
    }


@needs_printer
def test_nothing_is_fetched_from_a_server_however_it_is_named(calls):
    address, asked = calls
    for page in naming(f"{address}/x.svg").values():
        assert printing.pdf(page).startswith(b"%PDF-")

    assert asked == []


@needs_printer
@pytest.mark.parametrize("form", ["file://{}", "static:../../../../../../../../..{}", "{}"])
def test_no_other_file_of_the_machine_is_opened_however_it_is_named(secret, form):
    told = []
    for way, page in naming(form.format(secret)).items():
        with opened() as paths:
            made = printing.pdf(page)
        if str(secret) in paths or SECRET.encode() in inside(made):
            told.append(way)

    assert told == []


@needs_printer
def test_the_listener_would_have_heard_a_file_that_is_opened(secret):
    with opened() as paths:
        secret.read_text()

    assert str(secret) in paths


@needs_printer
def test_nothing_is_printed_inside_a_transaction():
    with pytest.raises(NoTransaction), transaction():
        printing.pdf(BODY)


# ---- without pango --------------------------------------------------------------------------------------------

ASK = """
from pathlib import Path
from app.shared import printing
from tests.shared.bare import bare
import tempfile
with bare(Path(tempfile.mkdtemp())).app_context():
    print(printing.possible())
    try:
        printing.pdf("<p>x")
    except printing.NoPrinter as refusal:
        print(type(refusal).__name__, type(refusal.__cause__).__name__)
"""


def without_pango(folder: Path) -> dict[str, str]:
    """The environment of a machine on which WeasyPrint finds no pango, as it says so itself."""
    package = folder / "weasyprint"
    package.mkdir()
    said = "cannot load library 'libpango-1.0-0': cannot open shared object file"
    (package / "__init__.py").write_text(f'raise OSError("{said}")\n')
    return {**os.environ, "PYTHONPATH": f"{folder}{os.pathsep}{ROOT}"}


def test_without_pango_the_program_runs_and_says_what_is_missing(tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", ASK], env=without_pango(tmp_path), cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert done.stdout.split("\n")[:2] == ["False", "NoPrinter OSError"], done.stderr


@needs_printer
@pytest.mark.parametrize(("language", "digit"), [("fa", "۱"), ("ar", "١"), ("en", "1")])
def test_pages_are_numbered_in_the_digits_of_the_papers_language(language: str, digit: str):
    page = PAGE.replace('lang="fa"', f'lang="{language}"').format("", "<body><h1>-</h1></body>")
    written = subprocess.run(["pdftotext", "-", "-"], input=printing.pdf(page), capture_output=True, check=True)

    assert set(written.stdout.decode()) & set("۱١1") == {digit}
