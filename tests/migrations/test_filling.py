"""Columns that a migration fills from what was there before."""

from __future__ import annotations

import importlib

import pytest
from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import text

from app import search
from app.shared.database import db
from app.vouching import DeviationKind
from tests import world
from tests.world import Ware


@pytest.mark.usefixtures("app")
def test_lists_know_of_differences_from_before_they_did():
    maker = world.maker()
    kinds = (DeviationKind.SIZE, DeviationKind.COLOUR)
    differing, sound = world.product(maker, Ware(kinds=kinds)), world.product(maker, Ware(differs=""))
    world.work()
    written = {number: search.row_of(number).differs for number in (differing, sound)}
    db.session.remove()

    with db.engine.begin() as connection, Operations.context(MigrationContext.configure(connection)):
        step = importlib.import_module("migrations.versions.0036_differs")
        step.downgrade()
        step.upgrade()
        filled = dict(connection.execute(text("SELECT product_id, differs FROM shelf_row")).all())

    assert written == filled == {differing: "colour size", sound: ""}
