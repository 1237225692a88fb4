"""E-mail: the same words as the SMS, once, by the mail server where there is one."""

from __future__ import annotations

import logging
import traceback

import pytest
from bs4 import BeautifulSoup

from app import orders
from app.notifications import Channel, Letter, NotSent, deliver, mailing
from app.shared import running
from app.shared.database import transaction
from tests import world
from tests.conftest import Store
from tests.fakes.mail import FakeMail
from tests.notifications.scene import drain, mailing_by, messages, rows
from tests.web.browsing import PRODUCTION, shop_with

TO = "sara@example.ir"
BODY = "سفارشِ BU-1 فرستاده شد.\nکدِ رهگیری: 1\n\nhttp://127.0.0.1:8000/o/t"
KEY = "ab" * 32
PASSWORD = "mail-password-4321"


def send(mail: FakeMail, store: Store, body: str = BODY, language: str = "fa", **more: str) -> str:
    with mailing_by(store, mail, **more):
        return mailing.send(TO, body, language, KEY)


def buyer(bank: object, email: str = TO, language: str = "fa") -> int:
    """An order that was paid by a buyer with an e-mail address."""
    to = world.recipient()
    to = orders.Recipient(**{**to.__dict__, "email": email})
    return world.paid(bank, {world.variant(world.maker()): 1}, recipient=to, language=language)  # type: ignore[arg-type]


def mails() -> list[tuple[str, str]]:
    return [(one.template, one.to) for one in messages() if one.channel is Channel.EMAIL]


def test_a_mail_goes_out_with_its_words_as_text_and_as_a_page(app, store, mail):
    send(mail, store)

    taken = mail.taken[0]
    assert (taken.sender, taken.to) == ("shop@bazar.example", [TO])
    assert taken.message["Subject"] == "سفارشِ BU-1 فرستاده شد."
    assert taken.part("plain").strip() == BODY
    page = BeautifulSoup(taken.part("html"), "html.parser")
    assert [link["href"] for link in page.find_all("a")] == ["http://127.0.0.1:8000/o/t"]
    assert page.find("p").get_text() == "سفارشِ BU-1 فرستاده شد."


@pytest.mark.parametrize(("language", "direction"), [("fa", "rtl"), ("ar", "rtl"), ("en", "ltr")])
def test_the_page_runs_in_its_readers_direction(app, store, mail, language, direction):
    send(mail, store, language=language)

    page = BeautifulSoup(mail.taken[0].part("html"), "html.parser")
    assert (page.html["lang"], page.html["dir"]) == (language, direction)


def test_signs_in_words_do_not_become_a_page(app, store, mail):
    send(mail, store, body='Zahra & <b>Sons</b>\nhttp://x/"><script>')

    page = BeautifulSoup(mail.taken[0].part("html"), "html.parser")
    assert page.find("script") is None
    assert page.find("p").get_text() == "Zahra & <b>Sons</b>"


def test_the_same_key_is_the_same_mail_to_the_server(app, store, mail):
    send(mail, store)
    send(mail, store)

    assert mail.taken[0].message["Message-ID"] == mail.taken[1].message["Message-ID"]


def test_the_shop_logs_in_with_what_the_address_says(app, store, mail):
    url = mail.url.replace("//", "//shop%40bazar:mail%2Dpassword-4321@")

    send(mail, store, SMTP_URL=url)

    assert mail.logins == [("shop@bazar", PASSWORD)]
    assert len(mail.taken) == 1


REFUSALS = {
    "the sender": {"MAIL": "550 no"},
    "the reader": {"RCPT": "550 no such mailbox"},
    "the message": {"DATA": "451 later"},
    "the words": {"END": "554 spam"},
    "the greeting": {"EHLO": "421 busy", "HELO": "421 busy"},
}


@pytest.mark.parametrize("what", REFUSALS)
def test_what_the_server_refuses_is_not_sent(app, store, mail, what):
    mail.refuse = REFUSALS[what]

    with pytest.raises(NotSent):
        send(mail, store)

    assert mail.taken == []


@pytest.mark.parametrize("when", ["EHLO", "RCPT", "DATA"])
def test_a_server_that_falls_silent_has_not_sent(app, store, mail, monkeypatch, when):
    monkeypatch.setattr("app.notifications.mailing.SECONDS", 0.3)
    mail.hang = when

    with pytest.raises(NotSent):
        send(mail, store)


def test_a_server_that_is_not_there_has_not_sent(app, store, mail):
    with pytest.raises(NotSent):
        send(mail, store, SMTP_URL="smtp://127.0.0.1:1")


@pytest.mark.parametrize("scheme", ["smtps", "smtp+starttls"])
def test_where_safety_was_asked_for_nothing_goes_out_without(app, store, mail, scheme, monkeypatch):
    monkeypatch.setattr("app.notifications.mailing.SECONDS", 1)

    with pytest.raises(NotSent):
        send(mail, store, SMTP_URL=mail.url.replace("smtp:", f"{scheme}:").replace("//", f"//u:{PASSWORD}@"))

    assert (mail.taken, mail.logins) == ([], [])


@pytest.mark.parametrize("refuse", [{"AUTH": f"535 {PASSWORD} is wrong"}, {"RCPT": f"550 <{TO}> is unknown"}])
def test_no_failure_tells_the_password_or_the_address(app, store, mail, caplog, refuse):
    caplog.set_level(logging.INFO)
    mail.refuse = refuse

    with pytest.raises(NotSent) as refusal:
        send(mail, store, SMTP_URL=mail.url.replace("//", f"//shop:{PASSWORD}@"))

    told = caplog.text + "".join(traceback.format_exception(refusal.value))
    assert [secret for secret in (PASSWORD, TO) if secret in told] == []


def test_a_buyer_with_an_address_is_told_by_both_ways_in_the_same_words(app, store, bank, mail):
    buyer(bank)
    with mailing_by(store, mail):
        drain()

        told = {one.channel: one.body for one in messages() if one.template == "order_paid"}
    assert mails() == [("order_paid", TO)]
    assert told[Channel.SMS] == told[Channel.EMAIL]
    assert mail.taken[0].part("plain").strip() == told[Channel.EMAIL]


def test_a_mail_is_sent_once_however_often_the_worker_comes(app, store, bank, mail):
    buyer(bank)
    with mailing_by(store, mail):
        drain()
        drain()

    assert len(mail.taken) == len(mails()) == 1


def test_a_mail_in_trouble_is_tried_again_and_the_sms_does_not_wait(app, store, bank, mail):
    buyer(bank)
    mail.refuse = {"RCPT": "450 later"}
    with mailing_by(store, mail):
        drain()
        first = [one.channel for one in messages() if one.template == "order_paid"]
        mail.refuse = {}
        with world.later(seconds=11):
            drain()

    assert first == [Channel.SMS]
    assert mails() == [("order_paid", TO)]


def test_a_mail_in_trouble_writes_no_address_into_the_outbox(app, store, bank, mail, caplog):
    caplog.set_level(logging.INFO)
    buyer(bank)
    mail.refuse = {"RCPT": f"550 <{TO}> is unknown"}
    with mailing_by(store, mail):
        drain()

    told = [f"{one.last_error} {one.payload}" for one in rows()]
    assert any("SMTPRecipientsRefused" in one for one in told)
    assert TO not in caplog.text + "".join(told)


@pytest.mark.parametrize("language", ["fa", "en", "ar"])
def test_a_buyers_mail_speaks_her_language(app, store, bank, mail, language):
    buyer(bank, language=language)
    with mailing_by(store, mail):
        drain()

    assert f'lang="{language}"' in mail.taken[0].part("html")


def test_a_buyer_without_an_address_gets_no_mail(app, store, bank, mail):
    buyer(bank, email="")
    with mailing_by(store, mail):
        drain()

    assert (mail.taken, mails()) == ([], [])


def test_makers_get_no_mail(app, store, bank, mail):
    buyer(bank)
    with mailing_by(store, mail):
        drain()

    assert {one.channel for one in messages() if one.template == "new_parcel"} == {Channel.SMS}


def test_without_a_server_development_keeps_mail_as_it_keeps_sms(app, bank):
    buyer(bank)
    drain()

    box = (running.settings().data_dir / "outbox").glob("*.json")
    assert mails() == [("order_paid", TO)]
    assert any(TO in file.read_text() and '"email"' in file.read_text() for file in box)


def test_a_shop_without_a_mail_server_mails_nothing(app, store, bank):
    with shop_with(store, SMS_PROVIDER="kavenegar", KAVENEGAR_API_KEY="k") as shop, shop.app_context():
        assert not mailing.possible()
    with shop_with(store, **PRODUCTION) as shop, shop.app_context():
        assert not mailing.possible()


def test_no_transaction_is_open_while_the_mail_server_is_spoken_to(app, store, mail):
    with mailing_by(store, mail), pytest.raises(RuntimeError), transaction():
        deliver(Letter("order_paid", TO, "fa", {"code": "BU-1", "token": "t"}, channel=Channel.EMAIL), "one-key")

    assert mail.taken == []
