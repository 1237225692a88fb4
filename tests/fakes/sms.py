"""Three SMS providers that answer as their documentation says, or misbehave.

Kavenegar's `sms/send.json` (https://kavenegar.com/rest.html), SMS.ir's `send/bulk` (https://sms.ir/rest-api), and
MeliPayamak's `SendSMS` (https://www.melipayamak.com/api/sendsms2).
"""

from __future__ import annotations

import json
import time
from typing import Any, ClassVar

from werkzeug import Request, Response

from tests.fakes.serving import Served

_PAGE = Response("<html>maintenance</html>", mimetype="text/html")


class FakeProvider(Served):
    """`sent` is what would have gone out, `asked` how often it was called.

    `status` is the provider's own code, `good` when all is well and 0 for a page instead of JSON. `http` is the status
    of the answer where it is not the usual one. It answers after `delay` seconds.
    """

    good: ClassVar[int] = 1

    def __init__(self) -> None:
        self.behave()
        super().__init__(Request.application(self._answer))

    def behave(self) -> None:
        """Forget what was sent, and answer well from now on."""
        self.sent: list[dict[str, str]] = []
        self.asked = 0
        self.status = self.good
        self.http: int | None = None
        self.delay = 0.0

    def _answer(self, request: Request) -> Response:
        self.asked += 1
        time.sleep(self.delay)
        if self.status == 0:
            return _PAGE
        if self.status == self.good and self.http is None:
            self.sent.append({**self._read(request), "path": request.path})
        body = self._told(self.status == self.good)
        return Response(json.dumps(body), self.http or self._usual(), mimetype="application/json")

    def _usual(self) -> int:
        return 200

    def _read(self, request: Request) -> dict[str, str]:
        return {**request.args.to_dict(), **request.form.to_dict()}

    def _told(self, well: bool) -> dict[str, Any]:
        raise NotImplementedError


class FakeKavenegar(FakeProvider):
    good = 200

    def _usual(self) -> int:
        return self.status

    def _told(self, well: bool) -> dict[str, Any]:
        entry = {"messageid": 8792343 + len(self.sent), "status": 1, "cost": 1200}
        return {"return": {"status": self.status, "message": "تایید شد"}, "entries": [entry] if well else []}


class FakeSmsIr(FakeProvider):
    """Its failures come with HTTP 400, 401, 429 or 500; `status` in the body is 1 for success."""

    def _usual(self) -> int:
        return 200 if self.status == self.good else 400

    def _read(self, request: Request) -> dict[str, str]:
        body = request.get_json()
        return {
            "to": ",".join(body["mobiles"]),
            "message": body["messageText"],
            "line": str(body["lineNumber"]),
            "key": request.headers.get("X-API-KEY", ""),
        }

    def _told(self, well: bool) -> dict[str, Any]:
        data = {"packId": "2b99e63c-9bf5-4a24-b1b1-3b1c3d0f3f5e", "messageIds": [89545112], "cost": 1.0}
        return {"status": self.status, "message": "موفق" if well else "ناموفق", "data": data if well else None}


class FakeMeliPayamak(FakeProvider):
    """Its failures come with HTTP 200: only `RetStatus` tells them."""

    def _told(self, well: bool) -> dict[str, Any]:
        value = "5041273840193847561" if well else "0"
        return {"Value": value, "RetStatus": self.status, "StrRetStatus": "Ok" if well else "InvalidData"}
