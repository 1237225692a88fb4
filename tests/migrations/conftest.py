"""A database with nothing in it, and programs that find it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from flask import Flask

from app import create_app
from app.shared.database import db
from tests.conftest import Store, settings_for


@pytest.fixture
def empty(worker_id: str) -> Iterator[Store]:
    """An empty database of its own, of the kind that the tests run on."""
    made = Store(f"{worker_id}_empty")
    made.create()
    yield made
    made.drop()


@contextmanager
def program_on(store: Store) -> Iterator[Flask]:
    """A program whose database that is, its context open."""
    program = create_app(settings_for(store.folder, DATABASE_URL=store.url))
    with program.app_context():
        yield program
        db.session.remove()
        for engine in db.engines.values():
            engine.dispose()
