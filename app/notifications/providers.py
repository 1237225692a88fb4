"""Ways of sending an SMS, behind one port. They speak to the outside: no transaction may be open."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

import httpx

from app.shared import clock, running

TIMEOUT = httpx.Timeout(10, connect=5)
# At INFO httpx logs whole addresses, and Kavenegar's hold the operator's key.
logging.getLogger("httpx").setLevel(logging.WARNING)


class NotSent(Exception):
    """The provider did not take the message; it is tried again later."""


class SmsProvider(Protocol):
    name: str

    def send(self, to: str, body: str, key: str) -> str:
        """Send `body` to a mobile number; the provider's reference. Raises NotSent."""


class DevelopmentOutbox:
    """Keeps messages as files under DATA_DIR, for /dev/outbox. Never in production: it shows codes to anybody."""

    name = "outbox"

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def send(self, to: str, body: str, key: str) -> str:
        return self.keep("sms", to, body, key)

    def keep(self, channel: str, to: str, body: str, key: str) -> str:
        self.folder.mkdir(parents=True, exist_ok=True)
        now = clock.now()
        message = {"channel": channel, "to": to, "body": body, "key": key, "at": now.isoformat()}
        name = f"{now.timestamp():.6f}-{key[:12]}.json"
        (self.folder / name).write_text(json.dumps(message, ensure_ascii=False), encoding="utf-8")
        return name

    def newest(self, most: int = 100) -> list[dict[str, str]]:
        """What was sent, newest first."""
        files = sorted(self.folder.glob("*.json"), reverse=True)[:most] if self.folder.exists() else []
        return [json.loads(file.read_text(encoding="utf-8")) for file in files]


class Kavenegar:
    """Kavenegar's REST API v1. An HTTP 200 can carry a failure; the body decides. The key is part of the address."""

    name = "kavenegar"

    def __init__(self, base_url: str, api_key: str) -> None:
        self.base_url, self.api_key = base_url, api_key

    def send(self, to: str, body: str, key: str) -> str:
        address = f"{self.base_url}/v1/{self.api_key}/sms/send.json"
        local_id = int(key[:12], 16) % 2_000_000_000
        try:
            response = httpx.post(
                address, data={"receptor": to, "message": body, "localid": str(local_id)}, timeout=TIMEOUT
            )
            answer = response.json()
            if answer["return"]["status"] != 200:
                raise NotSent(f"status {answer['return']['status']}")
            return str(answer["entries"][0]["messageid"])
        except (httpx.HTTPError, ValueError, KeyError, IndexError, TypeError) as fault:
            raise NotSent(type(fault).__name__) from None


class SmsIr:
    """SMS.ir's API v1, `send/bulk`: `status` 1 in the body is success, whatever the HTTP status."""

    name = "smsir"

    def __init__(self, base_url: str, api_key: str, line: str) -> None:
        self.base_url, self.api_key, self.line = base_url, api_key, line

    def send(self, to: str, body: str, key: str) -> str:
        asked = {"lineNumber": int(self.line), "messageText": body, "mobiles": [to], "sendDateTime": None}
        try:
            response = httpx.post(
                f"{self.base_url}/v1/send/bulk", json=asked, headers={"X-API-KEY": self.api_key}, timeout=TIMEOUT
            )
            answer = response.json()
            if answer["status"] != 1:
                raise NotSent(f"status {answer['status']}")
            return str(answer["data"]["messageIds"][0])
        except (httpx.HTTPError, ValueError, KeyError, IndexError, TypeError) as fault:
            raise NotSent(type(fault).__name__) from None


class MeliPayamak:
    """MeliPayamak's REST, `SendSMS`: `RetStatus` 1 in the body is success; `Value` is the message's number."""

    name = "melipayamak"

    def __init__(self, base_url: str, username: str, password: str, line: str) -> None:
        self.base_url, self.username, self.password, self.line = base_url, username, password, line

    def send(self, to: str, body: str, key: str) -> str:
        asked = {
            "username": self.username,
            "password": self.password,
            "to": to,
            "from": self.line,
            "text": body,
            "isflash": "false",
        }
        try:
            response = httpx.post(f"{self.base_url}/api/SendSMS/SendSMS", data=asked, timeout=TIMEOUT)
            answer = response.json()
            if answer["RetStatus"] != 1:
                raise NotSent(f"status {answer['RetStatus']}")
            return str(answer["Value"])
        except (httpx.HTTPError, ValueError, KeyError, TypeError) as fault:
            raise NotSent(type(fault).__name__) from None


def development_outbox() -> DevelopmentOutbox:
    return DevelopmentOutbox(running.settings().data_dir / "outbox")


def sms_providers() -> list[SmsProvider]:
    """The providers that the operator chose, the first one being the usual one."""
    settings = running.settings()
    makers: dict[str, Callable[[], SmsProvider]] = {
        "outbox": development_outbox,
        "kavenegar": lambda: Kavenegar(settings.kavenegar_base_url, settings.kavenegar_api_key),
        "smsir": lambda: SmsIr(settings.smsir_base_url, settings.smsir_api_key, settings.smsir_line),
        "melipayamak": lambda: MeliPayamak(
            settings.melipayamak_base_url,
            settings.melipayamak_username,
            settings.melipayamak_password,
            settings.melipayamak_line,
        ),
    }
    return [makers[name]() for name in settings.sms_providers]
