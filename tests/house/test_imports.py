"""A package is entered by its front door, rules know no database, and files are named for what they hold."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.reading import OPEN_TO_ALL, Source, packages, program

FORBIDDEN_NAMES = {
    "util", "utils", "helper", "helpers", "common", "misc", "manager", "managers", "handler", "handlers", "base",
    "constants",
}  # fmt: skip
DATABASE = ("sqlalchemy", "flask_sqlalchemy", "app.shared.database", "app.shared.states", "app.shared.outbox")


def imports(source: Source) -> Iterator[tuple[ast.AST, str, str]]:
    """Every import: the module, and the name taken from it (empty for a plain import)."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Import):
            yield from ((node, one.name, "") for one in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from ((node, "." * node.level + str(node.module or ""), one.name) for one in node.names)


def back_doors(source: Source) -> list[str]:
    """Imports of another package's insides."""
    found = []
    for node, module, name in imports(source):
        _, _, inside = module.partition("app.")
        package, _, deeper = inside.partition(".")
        if module.startswith("."):
            found.append(source.breach(node, "a relative import hides which package is meant"))
        elif not module.startswith("app.") or package in {source.package, OPEN_TO_ALL}:
            continue
        elif deeper or not name:
            found.append(source.breach(node, f"enters {package} by {module}"))
        elif name not in packages().get(package, frozenset()) or name.startswith("_"):
            found.append(source.breach(node, f"{package} does not show {name}"))
    return found


def peeping(source: Source) -> list[str]:
    """Uses such as `catalogue.stock.reserve`, of what the package `catalogue` does not show at its door."""
    known = {
        one.asname or one.name: one.name
        for node in source.tree.body
        if isinstance(node, ast.ImportFrom) and node.module == "app"
        for one in node.names
        if one.name not in {source.package, OPEN_TO_ALL}
    }
    return [
        source.breach(node, f"{ast.unparse(node)} is not at the front door")
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in known
        if node.attr not in packages()[known[node.value.id]]
    ]


def impure_rules(source: Source) -> list[str]:
    """Imports of a `rules.py` through which it could ask the database, and readings of the rulebook."""
    if source.name != "rules":
        return []
    found = []
    for node, module, name in imports(source):
        whole = f"{module}.{name}"
        own = whole.removeprefix(f"app.{source.package}.").partition(".")[0]
        if whole.startswith(DATABASE) or own in {"queries", "actions"} or name == "database":
            found.append(source.breach(node, f"rules import {whole}"))
    asks = {"rulebook.number", "rulebook.words", "rulebook.current"}
    return found + [source.breach(call, "rules ask") for call, _ in source.calls() if ast.unparse(call.func) in asks]


def badly_named(source: Source) -> list[str]:
    names = {part.removesuffix(".py") for part in Path(source.path).parts}
    return [f"{source.path} is named for nothing: {name}" for name in names & FORBIDDEN_NAMES]


LAWS = (back_doors, peeping, impure_rules, badly_named)


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.__name__)
def test_the_program_keeps_the_law(law):
    assert [breach for source in program() for breach in law(source)] == []


@pytest.mark.parametrize(
    ("law", "path", "text"),
    [
        (back_doors, "app/orders/placing.py", "from app.catalogue.actions import reserve"),
        (back_doors, "app/orders/placing.py", "from app.catalogue import stock"),
        (back_doors, "app/orders/placing.py", "from app.catalogue import _sweeps"),
        (back_doors, "app/orders/placing.py", "import app.catalogue.stock"),
        (back_doors, "app/web/shop.py", "def show():\n    from app.search.engine import backend"),
        (back_doors, "app/orders/placing.py", "from ..catalogue import actions"),
        (peeping, "app/orders/placing.py", "from app import catalogue\n\ncatalogue.stock.reserve(1)"),
        (peeping, "app/cli/books.py", "from app import ledger as books\n\nbooks.actions.post"),
        (impure_rules, "app/orders/rules.py", "from sqlalchemy import select"),
        (impure_rules, "app/orders/rules.py", "from app.shared.database import session"),
        (impure_rules, "app/orders/rules.py", "from app.shared import database"),
        (impure_rules, "app/orders/rules.py", "from app.orders.queries import order"),
        (impure_rules, "app/orders/rules.py", "from app.shared import rulebook\n\nrulebook.number(FEE)"),
        (badly_named, "app/orders/utils.py", ""),
        (badly_named, "app/web/helpers/forms.py", ""),
    ],
)
def test_a_breach_is_found(law, path, text):
    assert law(Source(path, text))


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (
            "app/orders/placing.py",
            "from app import catalogue\nfrom app.catalogue import OutOfStock\n\ncatalogue.reserve",
        ),
        ("app/orders/placing.py", "from app.orders.models import Order\nfrom app.shared.money import Rial"),
        ("app/orders/rules.py", "from app.shared import rulebook\n\nFEE = rulebook.define('fee', 1, 'rial', 'us')"),
    ],
)
def test_what_is_allowed_is_not_called_a_breach(path, text):
    assert [breach for law in LAWS for breach in law(Source(path, text))] == []
