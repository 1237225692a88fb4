"""One fresh database for a module of tests that only look."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask

from tests import world
from tests.conftest import Store


@pytest.fixture(scope="module")
def official_lists(program: Flask, store: Store) -> Iterator[Flask]:
    """The program with the official lists and nothing else, shared by tests that change nothing."""
    with world.one_shop(program, store) as shop:
        yield shop
