"""Providers that stand in for the real ones, a shop that sends by them, and what it has sent."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from flask import Flask
from sqlalchemy import select

from app import accounts, finance
from app.finance import TaskKind
from app.notifications import Message
from app.shared import outbox
from app.shared.database import session, transaction
from app.shared.outbox import OutboxRow
from tests import world
from tests.conftest import Store
from tests.fakes.mail import FakeMail
from tests.fakes.sms import FakeKavenegar, FakeMeliPayamak, FakeProvider, FakeSmsIr
from tests.web.browsing import shop_with

MOBILE = "09121234567"
SECRETS = {
    "KAVENEGAR_API_KEY": "kave-key-5791",
    "SMSIR_API_KEY": "smsir-key-8642",
    "MELIPAYAMAK_USERNAME": "meli-user-1234",
    "MELIPAYAMAK_PASSWORD": "meli-password-9753",
}
LINES = {"SMSIR_LINE": "30004505000017", "MELIPAYAMAK_LINE": "50004001"}
ALL = "kavenegar,smsir,melipayamak"


@dataclass
class Providers:
    """The three, in the order in which the shop asks them."""

    kavenegar: FakeKavenegar = field(default_factory=FakeKavenegar)
    smsir: FakeSmsIr = field(default_factory=FakeSmsIr)
    melipayamak: FakeMeliPayamak = field(default_factory=FakeMeliPayamak)

    @property
    def all(self) -> list[FakeProvider]:
        return [self.kavenegar, self.smsir, self.melipayamak]

    @property
    def asked(self) -> list[int]:
        return [one.asked for one in self.all]

    def fail(self) -> None:
        for one in self.all:
            one.status = 500


@contextmanager
def sending_by(store: Store, providers: Providers, names: str = ALL, **more: str) -> Iterator[Flask]:
    """The shop with these providers, in this order."""
    addresses = {
        "KAVENEGAR_BASE_URL": providers.kavenegar.url,
        "SMSIR_BASE_URL": providers.smsir.url,
        "MELIPAYAMAK_BASE_URL": providers.melipayamak.url,
    }
    with shop_with(store, SMS_PROVIDER=names, **SECRETS, **LINES, **addresses, **more) as shop, shop.app_context():
        yield shop


@contextmanager
def mailing_by(store: Store, mail: FakeMail, **more: str) -> Iterator[Flask]:
    """The shop that sends mail by this server."""
    settings = {"SMTP_URL": mail.url, "MAIL_FROM": "بازار <shop@bazar.example>"} | more
    with shop_with(store, **settings) as shop, shop.app_context():
        yield shop


def change_sheba() -> int:
    """A message that holds no secret; whose it is."""
    person = world.person(mobile=MOBILE)
    with transaction():
        accounts.set_sheba(accounts.person(person), world.valid_sheba(), "x", None)
    return person


def drain() -> None:
    world.fresh()
    while outbox.drain():
        pass
    world.fresh()


def tries(count: int) -> None:
    """So many tries of what is due, each late enough for the wait before it."""
    for number in range(count):
        with world.later(hours=5 * number):
            drain()


def rows() -> list[OutboxRow]:
    """Letters in the outbox, oldest first."""
    world.fresh()
    kinds = ("notifications.code", "notifications.send")
    return list(session().scalars(select(OutboxRow).where(OutboxRow.reaction.in_(kinds)).order_by(OutboxRow.id)))


def row() -> OutboxRow:
    return rows()[-1]


def messages() -> list[Message]:
    world.fresh()
    return list(session().scalars(select(Message).order_by(Message.id)))


def message_tasks() -> list[str]:
    world.fresh()
    return [task.ref for task in finance.open_tasks() if task.kind is TaskKind.MESSAGE]
