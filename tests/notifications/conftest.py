"""Providers and a mail server on ports of their own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from tests.fakes.mail import FakeMail
from tests.notifications.scene import Providers


@pytest.fixture(scope="session")
def all_providers() -> Iterator[Providers]:
    providers = Providers()
    with ExitStack() as open_ones:
        for one in providers.all:
            open_ones.enter_context(one)
        yield providers


@pytest.fixture
def providers(all_providers: Providers) -> Providers:
    for one in all_providers.all:
        one.behave()
    return all_providers


@pytest.fixture(scope="session")
def open_mail() -> Iterator[FakeMail]:
    with FakeMail() as server:
        yield server


@pytest.fixture
def mail(open_mail: FakeMail) -> Iterator[FakeMail]:
    open_mail.behave()
    yield open_mail
    open_mail.released.set()
