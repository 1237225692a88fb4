"""What is said to each SMS provider, to the letter, and what is made of every answer."""

from __future__ import annotations

import json
import logging
import traceback
from collections.abc import Callable

import httpx
import pytest
from werkzeug import Request, Response

from app.notifications import Kavenegar, MeliPayamak, NotSent, SmsIr
from app.notifications.providers import SmsProvider
from tests.fakes.serving import Served
from tests.fakes.sms import FakeProvider
from tests.notifications.scene import LINES, MOBILE, SECRETS, Providers

KEY = "0123456789abcdef"
BODY = "سلام؛ سفارشِ BU-1 & «زنبیل» + 1"
NAMES = ["kavenegar", "smsir", "melipayamak"]
NOWHERE = "http://127.0.0.1:1"


def adapter(name: str, url: str) -> SmsProvider:
    made: dict[str, Callable[[], SmsProvider]] = {
        "kavenegar": lambda: Kavenegar(url, SECRETS["KAVENEGAR_API_KEY"]),
        "smsir": lambda: SmsIr(url, SECRETS["SMSIR_API_KEY"], LINES["SMSIR_LINE"]),
        "melipayamak": lambda: MeliPayamak(
            url, SECRETS["MELIPAYAMAK_USERNAME"], SECRETS["MELIPAYAMAK_PASSWORD"], LINES["MELIPAYAMAK_LINE"]
        ),
    }
    return made[name]()


def fake(providers: Providers, name: str) -> FakeProvider:
    found: FakeProvider = getattr(providers, name)
    return found


def send(name: str, url: str) -> str:
    return adapter(name, url).send(MOBILE, BODY, KEY)


@pytest.fixture(params=NAMES)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_sms_ir_is_told_as_it_documents(providers):
    reference = send("smsir", providers.smsir.url)

    assert reference == "89545112"
    assert providers.smsir.sent == [
        {
            "to": MOBILE,
            "message": BODY,
            "line": LINES["SMSIR_LINE"],
            "key": SECRETS["SMSIR_API_KEY"],
            "path": "/v1/send/bulk",
        }
    ]


def test_melipayamak_is_told_as_it_documents(providers):
    reference = send("melipayamak", providers.melipayamak.url)

    assert reference == "5041273840193847561"
    assert providers.melipayamak.sent == [
        {
            "username": SECRETS["MELIPAYAMAK_USERNAME"],
            "password": SECRETS["MELIPAYAMAK_PASSWORD"],
            "to": MOBILE,
            "from": LINES["MELIPAYAMAK_LINE"],
            "text": BODY,
            "isflash": "false",
            "path": "/api/SendSMS/SendSMS",
        }
    ]


def test_kavenegar_is_told_as_it_documents(providers):
    reference = send("kavenegar", providers.kavenegar.url)

    sent = providers.kavenegar.sent[0]
    assert reference == "8792344"
    assert (sent["receptor"], sent["message"]) == (MOBILE, BODY)
    assert sent["path"] == f"/v1/{SECRETS['KAVENEGAR_API_KEY']}/sms/send.json"


@pytest.mark.parametrize("http", [200, 400, 401, 429, 500, 503])
def test_a_failure_is_a_failure_whatever_its_http_status(providers, name, http):
    provider = fake(providers, name)
    provider.status, provider.http = 35, http

    with pytest.raises(NotSent):
        send(name, provider.url)


REFUSED_WITH_A_NUMBER = """{"status": 10, "data": {"messageIds": [1]}, "RetStatus": 35, "Value": "1",
    "return": {"status": 411}, "entries": [{"messageid": 1}]}"""


def test_a_failure_that_gives_a_number_is_a_failure(name):
    told = Request.application(lambda _: Response(REFUSED_WITH_A_NUMBER, mimetype="application/json"))

    with Served(told) as served, pytest.raises(NotSent):
        send(name, served.url)


def test_a_page_is_no_answer(providers, name):
    provider = fake(providers, name)
    provider.status = 0

    with pytest.raises(NotSent):
        send(name, provider.url)


def test_a_provider_that_is_silent_has_not_sent(providers, name, monkeypatch):
    monkeypatch.setattr("app.notifications.providers.TIMEOUT", httpx.Timeout(0.2))
    provider = fake(providers, name)
    provider.delay = 0.6

    with pytest.raises(NotSent):
        send(name, provider.url)


def test_a_provider_that_is_not_there_has_not_sent(name):
    with pytest.raises(NotSent):
        send(name, NOWHERE)


ANSWERS: dict[str, str] = {
    "nothing": "",
    "a list": "[1, 2]",
    "a number": "7",
    "null": "null",
    "an empty object": "{}",
    "broken JSON": '{"status": 1, "RetStatus": 1, "ret',
    "success without a number": '{"status": 1, "data": {}, "return": {"status": 200}, "RetStatus": 1}',
    "success with nothing in it": '{"status": 1, "data": {"messageIds": []}, "return": {"status": 200}, "entries": []}',
    "success with null in it": '{"status": 1, "data": null, "return": {"status": 200}, "entries": null}',
    "text for an object": '{"status": 1, "data": "x", "return": "x", "entries": "x"}',
}


@pytest.mark.parametrize("how", ANSWERS)
def test_any_answer_but_the_right_one_has_not_sent(name, how):
    told = Request.application(lambda _: Response(ANSWERS[how], mimetype="application/json"))

    with Served(told) as served, pytest.raises(NotSent):
        send(name, served.url)


@pytest.mark.parametrize("http", [301, 302, 307])
def test_no_key_follows_a_redirect(providers, name, http):
    elsewhere = fake(providers, name)
    leads_away = Request.application(lambda _: Response("", http, {"Location": elsewhere.url}))

    with Served(leads_away) as served, pytest.raises(NotSent):
        send(name, served.url)

    assert elsewhere.asked == 0


def failed(name: str, url: str) -> str:
    """Everything that a log would hold of the failure."""
    with pytest.raises(NotSent) as refusal:
        send(name, url)
    return "".join(traceback.format_exception(refusal.value))


def echo(request: Request) -> Response:
    """A provider that repeats what it was told in its failure."""
    told = f"{request.url} {request.get_data(as_text=True)} {dict(request.headers)}"
    body = {"return": {"status": 411, "message": told}, "status": 10, "message": told, "RetStatus": 35, "Value": told}
    return Response(json.dumps(body), 400, mimetype="application/json")


@pytest.mark.parametrize("trouble", ["nowhere", "echo", "page"])
def test_no_failure_tells_a_secret_a_number_or_the_words(providers, name, caplog, trouble):
    caplog.set_level(logging.INFO)
    fake(providers, name).status = 0
    with Served(Request.application(echo)) as served:
        url = {"nowhere": NOWHERE, "echo": served.url, "page": fake(providers, name).url}[trouble]
        told = failed(name, url) + caplog.text

    assert [secret for secret in (*SECRETS.values(), MOBILE, BODY) if secret in told] == []


def test_a_success_tells_no_secret_and_no_number_to_the_log(providers, name, caplog):
    caplog.set_level(logging.INFO)

    send(name, fake(providers, name).url)

    assert [secret for secret in (*SECRETS.values(), MOBILE) if secret in caplog.text] == []
