"""A buyer over HTTP: a browser without JavaScript, as light as it can be."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from html import unescape
from urllib.parse import urlsplit

import httpx

_INPUT = re.compile(r"<input\b[^>]*>")
_NAMED = re.compile(r'\b(name|value|type)="([^"]*)"')
PATIENCE_SECONDS = 120
Sent = dict[str, str]


def connection(address: str) -> httpx.Client:
    """One connection to the shop. Several buyers use it one after the other."""
    return httpx.Client(base_url=address, timeout=60, verify=False, follow_redirects=False)


def fields_of(page: str, action: str) -> Sent:
    """What the form that goes to `action` would send: first radios chosen, every box ticked. Empty without a form."""
    start = page.find(f'action="{action}"')
    if start < 0:
        return {}
    sent: Sent = {}
    for found in _INPUT.findall(page[start : page.index("</form>", start)]):
        told = {name: unescape(value) for name, value in _NAMED.findall(found)}
        if "name" in told and (told.get("type") != "radio" or told["name"] not in sent):
            sent[told["name"]] = told.get("value", "")
    return sent


@dataclass
class Buyer:
    """Somebody new at this connection, with cookies of her own.

    A patient one asks again and again while the shop is down. `faults`: answers of 500 and more.
    """

    shop: httpx.Client
    mobile: str
    cookies: dict[str, str] = field(default_factory=dict)
    patient: bool = False
    cut_off: int = 0
    faults: list[str] = field(default_factory=list)

    def get(self, address: str) -> httpx.Response:
        return self._asked("GET", address, {})

    def post(self, address: str, sent: Sent) -> httpx.Response:
        return self._asked("POST", address, sent)

    def _asked(self, method: str, address: str, sent: Sent) -> httpx.Response:
        self.shop.cookies.clear()
        carried = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        headers = {"Cookie": carried} if carried else {}
        answer = self._answer(lambda: self.shop.request(method, address, data=sent or None, headers=headers))
        self.cookies |= dict(answer.cookies)
        if answer.status_code >= 500:
            self.faults.append(f"{method} {address}: {answer.status_code}")
        return answer

    def _answer(self, ask: Callable[[], httpx.Response]) -> httpx.Response:
        until = time.monotonic() + PATIENCE_SECONDS
        while True:
            try:
                return ask()
            except httpx.TransportError:
                self.cut_off += 1
                if not self.patient or time.monotonic() > until:
                    raise
                time.sleep(0.1)

    def to_review(self, variant_id: int, quantity: int = 1) -> Sent:
        """From an empty basket to the last form before the bank; empty when the goods are gone meanwhile."""
        token = fields_of(self.get("/badges").text, "/theme").get("csrf_token", "")
        mine = {"csrf_token": token}
        added = self.post("/basket/add", mine | {"variant": str(variant_id), "quantity": str(quantity)})
        if added.status_code != 303:
            return {}
        to = {
            "mobile": self.mobile,
            "name": "سارا احمدی",
            "area": "1801",
            "city": "بوشهر",
            "address": "خیابان سنگی، کوچهٔ ۳، پلاک ۷",
            "postcode": "",
            "email": "",
        }
        self.post("/checkout", mine | to)
        return fields_of(self.get("/checkout/review").text, "/checkout/pay")

    def pay(self, form: Sent) -> httpx.Response:
        """The last press."""
        return self.post("/checkout/pay", form)


def leads_to(answer: httpx.Response) -> str:
    """Where a redirect leads, without the origin; empty for a page."""
    parts = urlsplit(answer.headers.get("location", ""))
    return f"{parts.path}?{parts.query}" if parts.query else parts.path
