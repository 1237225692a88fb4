from __future__ import annotations

import pytest
from flask import Flask

from tests.conftest import Store
from tests.drill.ground import Ground
from tests.fakes.bank import FakeBank


@pytest.fixture
def ground(program: Flask, store: Store, bank: FakeBank) -> Ground:
    return Ground(program, store, bank, swift=True)
