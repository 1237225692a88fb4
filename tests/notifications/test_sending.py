"""Sending: once, and again under the same key when the provider did not take it."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select
from werkzeug import Request, Response

from app import accounts
from app.notifications import DevelopmentOutbox, Kavenegar, Letter, Message, NotSent, deliver
from app.shared import clock, outbox
from app.shared.database import session, transaction
from app.shared.outbox import OutboxRow
from tests import world
from tests.conftest import Store
from tests.fakes.serving import Served
from tests.fakes.sms import FakeKavenegar
from tests.web.browsing import shop_with

KEY = "key-of-the-shop"
MOBILE = "09121234567"


@contextmanager
def sending_by(store: Store, url: str) -> Iterator[Flask]:
    """The shop with this provider."""
    settings = {"SMS_PROVIDER": "kavenegar", "KAVENEGAR_BASE_URL": url, "KAVENEGAR_API_KEY": KEY}
    with shop_with(store, **settings) as shop, shop.app_context():
        yield shop


@contextmanager
def answering(answer: Callable[[Request], Response]) -> Iterator[str]:
    """A provider that answers so; its address."""
    with Served(Request.application(answer)) as served:
        yield served.url


def ask_for_code(language: str = "fa") -> None:
    with transaction():
        assert accounts.request_code(MOBILE, "browser", "127.0.0.1", language) == 0


def change_sheba() -> int:
    """A message that holds no secret; whose it is."""
    person = world.person(mobile=MOBILE)
    with transaction():
        accounts.set_sheba(accounts.person(person), world.valid_sheba(), "x", None)
    return person


def work() -> None:
    """What a worker does in a few rounds, without waiting for the next try."""
    world.fresh()
    for _ in range(4):
        outbox.drain()
    world.fresh()


def letter_rows() -> list[OutboxRow]:
    world.fresh()
    kinds = ("notifications.code", "notifications.send")
    return list(session().scalars(select(OutboxRow).where(OutboxRow.reaction.in_(kinds)).order_by(OutboxRow.id)))


def count_messages() -> int:
    world.fresh()
    return session().scalar(select(func.count()).select_from(Message)) or 0


@pytest.fixture
def provider(kavenegar: FakeKavenegar) -> FakeKavenegar:
    kavenegar.sent.clear()
    kavenegar.status = 200
    return kavenegar


def test_a_message_goes_out_as_the_provider_documents_it(app, store, provider):
    ask_for_code()

    with sending_by(store, provider.url):
        work()

    assert len(provider.sent) == 1
    sent = provider.sent[0]
    assert sent["path"] == f"/v1/{KEY}/sms/send.json"
    assert sent["receptor"] == MOBILE
    assert sent["message"].endswith(sent["message"][-6:])
    assert sent["localid"].isdigit()


def test_a_message_is_sent_once_and_written_down_once(app, store, provider):
    change_sheba()

    with sending_by(store, provider.url):
        work()
        work()

    assert len(provider.sent) == count_messages() == 1


def test_the_same_key_is_not_sent_again(app, store, provider):
    letter = Letter("released", MOBILE, "fa", {"code": "BU-1", "name": "x"})
    with sending_by(store, provider.url):
        record = deliver(letter, "one-key")
        assert record is not None
        with transaction():
            record()

        again = deliver(letter, "one-key")

    assert again is None
    assert len(provider.sent) == 1


@pytest.mark.parametrize("status", [400, 411, 418, 500])
def test_what_the_provider_did_not_take_is_tried_again_under_the_same_key(app, store, provider, status):
    change_sheba()
    with sending_by(store, provider.url):
        provider.status = status
        work()
        waiting = letter_rows()[-1]
        failed = (waiting.attempts, waiting.delivered_at, waiting.last_error)

        provider.status = 200
        with clock.at(clock.now() + timedelta(seconds=11)):
            work()

    assert failed[:2] == (1, None)
    assert failed[2]
    assert len(provider.sent) == count_messages() == 1


def told(status: int, *, http: int = 200, entries: object = None) -> Callable[[Request], Response]:
    body = {"return": {"status": status, "message": "x"}, "entries": entries}
    return lambda _request: Response(json.dumps(body), http, mimetype="application/json")


NOT_TAKEN: dict[str, Callable[[Request], Response]] = {
    "a failure in the body of a good answer": told(411, entries=[{"messageid": 1}]),
    "a failure by its status": told(418, http=418),
    "taken but no number": told(200, entries=[]),
    "no entries": told(200),
    "a page": lambda _request: Response("<html>maintenance</html>", mimetype="text/html"),
    "nothing": lambda _request: Response(""),
    "a list": lambda _request: Response("[1, 2]", mimetype="application/json"),
    "a number": lambda _request: Response("7", mimetype="application/json"),
    "null": lambda _request: Response("null", mimetype="application/json"),
    "broken JSON": lambda _request: Response('{"return": {', mimetype="application/json"),
    "a redirect": lambda _request: Response("", 302, {"Location": "http://127.0.0.1:1/"}),
}


@pytest.mark.parametrize("how", NOT_TAKEN)
def test_any_answer_but_the_right_one_means_not_sent(how):
    with answering(NOT_TAKEN[how]) as url, pytest.raises(NotSent) as refusal:
        Kavenegar(url, KEY).send(MOBILE, "words", "0123456789abcdef")

    assert KEY not in str(refusal.value)
    assert MOBILE not in str(refusal.value)


def test_a_provider_that_is_not_there_means_not_sent():
    with pytest.raises(NotSent):
        Kavenegar("http://127.0.0.1:1", KEY).send(MOBILE, "words", "0123456789abcdef")


def test_the_same_key_is_the_same_number_at_the_provider(provider):
    service = Kavenegar(provider.url, KEY)
    for key in ("0123456789abcdef", "0123456789abcdef", "f" * 64):
        service.send(MOBILE, "words", key)

    numbers = [sent["localid"] for sent in provider.sent]
    assert numbers[0] == numbers[1] != numbers[2]


def test_a_worker_that_died_after_sending_repeats_the_same_key(app, store, provider):
    person = change_sheba()
    with sending_by(store, provider.url):
        outbox.drain(most=1)
        row = letter_rows()[-1]
        deliver(Letter("sheba_changed", MOBILE, "fa", {"last4": "1234", "name": str(person)}), row.key)
        work()

    assert [sent["localid"] for sent in provider.sent] == [provider.sent[0]["localid"]] * 2
    assert count_messages() == 1


def test_after_twelve_tries_it_waits_for_a_person(app, store, provider):
    change_sheba()
    provider.status = 500
    now = clock.now()
    with sending_by(store, provider.url):
        for hours in range(14):
            with clock.at(now + timedelta(hours=5 * hours)):
                work()

    row = letter_rows()[-1]
    assert row.attempts == outbox.MOST_TRIES
    assert row.dead_at is not None
    assert [one.id for one in outbox.dead_letters()] == [row.id]


def test_neither_key_nor_number_is_in_the_log(app, store, provider, caplog):
    caplog.set_level(logging.INFO)
    ask_for_code()
    with sending_by(store, provider.url):
        provider.status = 500
        work()
        provider.status = 200
        with clock.at(clock.now() + timedelta(seconds=11)):
            work()

    assert provider.sent
    assert KEY not in caplog.text
    assert MOBILE not in caplog.text


def test_a_secret_is_kept_in_no_table(app, store, provider):
    ask_for_code()
    sealed = letter_rows()[-1].payload
    with sending_by(store, provider.url):
        work()

    code = provider.sent[0]["message"].rpartition("#")[2]
    row = letter_rows()[-1]
    assert code not in sealed
    assert (row.payload, session().scalars(select(Message)).one().body) == (None, None)


def test_what_is_no_secret_is_kept_as_it_was_sent(app, store, provider):
    change_sheba()
    with sending_by(store, provider.url):
        work()

    message = session().scalars(select(Message)).one()
    assert message.body == provider.sent[0]["message"]
    assert (message.to, message.provider, message.provider_ref) == (MOBILE, "kavenegar", "8792344")


def test_no_transaction_is_open_while_the_provider_is_asked(app, store):
    with answering(told(200, entries=[{"messageid": 1}])) as url, sending_by(store, url):
        letter = Letter("released", MOBILE, "fa", {"code": "BU-1", "name": "x"})

        with pytest.raises(RuntimeError), transaction():
            deliver(letter, "one-key")


def test_the_development_outbox_keeps_files_newest_first(tmp_path):
    box = DevelopmentOutbox(tmp_path / "outbox")
    for number in range(3):
        with clock.at(clock.now() + timedelta(seconds=number)):
            box.send(MOBILE, f"سلام {number}", f"{number:064d}")

    assert [one["body"] for one in box.newest()] == ["سلام 2", "سلام 1", "سلام 0"]
    assert len(box.newest(2)) == 2
    assert DevelopmentOutbox(tmp_path / "nothing").newest() == []
