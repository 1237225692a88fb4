"""Kavenegar's `sms/send.json`: answers as its documentation says (https://kavenegar.com/rest.html), or misbehaves."""

from __future__ import annotations

import json

from werkzeug import Request, Response

from tests.fakes.serving import Served


class FakeKavenegar(Served):
    """`sent` is what would have gone out; `status` what it answers, 0 for a page instead of JSON."""

    def __init__(self) -> None:
        self.sent: list[dict[str, str]] = []
        self.status = 200
        super().__init__(Request.application(self._answer))

    def _answer(self, request: Request) -> Response:
        if self.status == 0:
            return Response("<html>maintenance</html>", mimetype="text/html")
        if self.status != 200:
            return _told(self.status, [])
        self.sent.append({**request.args.to_dict(), **request.form.to_dict(), "path": request.path})
        return _told(200, [{"messageid": 8792343 + len(self.sent), "status": 1, "cost": 1200}])


def _told(status: int, entries: list[dict[str, int]]) -> Response:
    body = {"return": {"status": status, "message": "تایید شد"}, "entries": entries}
    return Response(json.dumps(body), status=200 if status == 200 else status, mimetype="application/json")
