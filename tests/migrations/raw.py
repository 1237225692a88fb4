"""Statements as somebody with a database console would try them, past all of the program."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Boolean, Date, DateTime, Integer, TypeDecorator, text
from sqlalchemy.exc import DBAPIError

from app.shared.database import db
from tests import world


def tried(*statements: str) -> str:
    """What the database says to these statements, kept together; empty when it takes them. Nothing stays of them."""
    world.fresh()
    with db.engines[None].connect() as connection:
        try:
            for statement in statements:
                connection.execute(text(statement))
            if connection.dialect.name == "postgresql":
                connection.execute(text("SET CONSTRAINTS ALL IMMEDIATE"))
        except DBAPIError as refusal:
            return str(refusal.orig)
        finally:
            connection.rollback()
    return ""


def not_refused(statements: Iterable[str], *, because: str) -> list[str]:
    """Statements to which the database did not say `because`."""
    return [f"{statement} -> {said}" for statement in statements if because not in (said := tried(statement))]


def value(question: str) -> int:
    """The one figure that answers a question."""
    with db.engines[None].connect() as connection:
        return int(connection.execute(text(question)).scalar_one())


def another_value(table: str, column: str) -> str:
    """A literal of the column's kind that no row has; for yes and no the other one."""
    kind = db.metadata.tables[table].c[column].type
    kind = kind.impl_instance if isinstance(kind, TypeDecorator) else kind
    if isinstance(kind, Boolean):
        return f'NOT "{column}"'
    if isinstance(kind, Date | DateTime):
        return "'2001-01-01'"
    return "987654321" if isinstance(kind, Integer) else "'zz'"


def changes(table: str, columns: Iterable[str], where: str = "true") -> list[str]:
    """A statement for each column that changes it."""
    return [f'UPDATE "{table}" SET "{column}" = {another_value(table, column)} WHERE {where}' for column in columns]
