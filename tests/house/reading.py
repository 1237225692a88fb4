"""The program's own source, read as text. A law looks at sources and names what breaks it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from config import ROOT

OPEN_TO_ALL = "shared"


@dataclass(frozen=True)
class Source:
    """A module of the program: where it is, such as `app/orders/placing.py`, and what it says."""

    path: str
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text)

    @property
    def package(self) -> str:
        """The floor's package that it belongs to; empty for the program's table of contents."""
        parts = Path(self.path).parts
        return parts[1] if parts[0] == "app" and len(parts) > 2 else ""

    @property
    def name(self) -> str:
        return Path(self.path).stem

    def breach(self, node: ast.AST, what: str) -> str:
        return f"{self.path}:{getattr(node, 'lineno', 0)} {what}"

    def calls(self) -> Iterator[tuple[ast.Call, str]]:
        """Every call, with the name by which it is called: `commit` for `session().commit()`."""
        yield from calls_in(self.tree)


def calls_in(tree: ast.AST) -> Iterator[tuple[ast.Call, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield node, ast.unparse(node.func).rpartition(".")[2]


@cache
def program() -> tuple[Source, ...]:
    """Every Python file of the program."""
    files = [*(ROOT / "app").rglob("*.py"), *(ROOT / "migrations").rglob("*.py"), ROOT / "config.py", ROOT / "wsgi.py"]
    return tuple(Source(str(file.relative_to(ROOT)), file.read_text()) for file in sorted(files))


@cache
def packages() -> dict[str, frozenset[str]]:
    """What each package shows at its front door."""
    return {
        source.package: frozenset(shown(source.tree))
        for source in program()
        if source.name == "__init__" and source.package and len(Path(source.path).parts) == 3
    }


def shown(tree: ast.Module) -> list[str]:
    """The names in `__all__`."""
    for node in tree.body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__":
            return list(ast.literal_eval(node.value))
    return []


def templates() -> list[Source]:
    folder = ROOT / "templates"
    return [Source(str(file.relative_to(ROOT)), file.read_text()) for file in sorted(folder.rglob("*.html"))]


def styles() -> list[Source]:
    folder = ROOT / "static" / "css"
    return [Source(str(file.relative_to(ROOT)), file.read_text()) for file in sorted(folder.rglob("*.css"))]
