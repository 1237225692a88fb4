"""Tables belong to one package, keys point down, money is whole rials."""

import ast
import re
import tomllib

import pytest
from sqlalchemy import BigInteger, Column, DateTime, Float, ForeignKey, MetaData, Numeric, Table
from sqlalchemy.types import TypeDecorator

from app import create_app
from app.shared.database import Base, RialColumn, UtcDateTime, db
from config import ROOT
from tests.conftest import settings_for
from tests.house.reading import Source, packages, program


@pytest.fixture(scope="module", autouse=True)
def _whole_program(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Every model is known once the program is made."""
    create_app(settings_for(tmp_path_factory.mktemp("house")))


def floors() -> dict[str, int]:
    """How high each package lives; the ground is 0."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    layers = next(one["layers"] for one in contracts if one["type"] == "layers")
    return {name: height for height, floor in enumerate(reversed(layers)) for name in floor.split(" | ")}


def owners() -> dict[str, str]:
    """The package of each table."""
    return {mapper.local_table.name: mapper.class_.__module__.split(".")[1] for mapper in Base.registry.mappers}


def upward_keys(metadata: MetaData, owner: dict[str, str]) -> list[str]:
    height = floors()
    return [
        f"{table.name}.{key.parent.name} points at {key.column.table.name}"
        for table in metadata.tables.values()
        for key in table.foreign_keys
        if owner[key.column.table.name] != owner[table.name]
        and height[owner[key.column.table.name]] >= height[owner[table.name]]
    ]


def inexact(metadata: MetaData) -> list[str]:
    """Money that is no rial, figures with a fraction, moments without a zone."""
    found = []
    for column in (column for table in metadata.tables.values() for column in table.columns):
        plain = column.type.impl_instance if isinstance(column.type, TypeDecorator) else column.type
        if column.name.endswith(("_rial", "amount")) and "words" not in column.table.columns:
            found += [] if isinstance(column.type, RialColumn) else [f"{column} is no amount of rials"]
        if isinstance(plain, Float | Numeric):
            found.append(f"{column} can hold a fraction")
        if isinstance(plain, DateTime) and not isinstance(column.type, UtcDateTime):
            found.append(f"{column} is a moment without a zone")
    return found


def crossing(source: Source) -> list[str]:
    """relationship() to a class that its own package does not have."""
    mine = {
        node.name
        for other in program()
        if other.package == source.package
        for node in other.tree.body
        if isinstance(node, ast.ClassDef)
    }
    calls = [call for call, name in source.calls() if name == "relationship"]
    named = [(call, ast.unparse(call.args[0]).strip("'\"") if call.args else "nobody named") for call in calls]
    return [source.breach(call, f"relationship to {target}") for call, target in named if target not in mine]


def test_a_foreign_key_points_down_or_stays_at_home():
    assert len(owners()) > 40
    assert upward_keys(db.metadata, owners()) == []


def test_an_upward_key_is_found():
    planted = MetaData()
    Table("order", planted, Column("id", BigInteger, primary_key=True))
    Table("person", planted, Column("order_id", ForeignKey("order.id")))

    assert upward_keys(planted, {"order": "orders", "person": "accounts"}) == ["person.order_id points at order"]


def test_money_is_whole_rials_and_moments_know_their_zone():
    assert inexact(db.metadata) == []


def test_inexact_columns_are_found():
    planted = MetaData()
    Table("x", planted, Column("price_rial", BigInteger), Column("share", Numeric(5, 2)), Column("at", DateTime))

    assert len(inexact(planted)) == 3


def test_relationships_never_cross_packages():
    assert [breach for source in program() for breach in crossing(source)] == []


@pytest.mark.parametrize("text", ["lines = relationship('Version')", "maker: Mapped[Trainee] = relationship()"])
def test_a_crossing_relationship_is_found(text):
    assert crossing(Source("app/orders/models.py", text))
    assert crossing(Source("app/orders/models.py", "lines = relationship('Line')")) == []


@pytest.mark.parametrize("package", sorted(packages()))
def test_every_front_door_says_which_tables_are_behind_it(package):
    door = next(source for source in program() if source.path == f"app/{package}/__init__.py")
    told = re.search(r"Owns (.*?)(?:\.\s|\.$|, which|, all|$)", ast.get_docstring(door.tree) or "", re.DOTALL)

    assert told, f"{package} does not say what it owns"
    assert set(re.findall(r"`(\w+)`", told[1])) == {table for table, owner in owners().items() if owner == package}
