"""A phone: a code is asked for, comes by SMS, and is written on the log-in page."""

from __future__ import annotations

from app import accounts
from app.accounts import CodeAnswer
from app.notifications import development_outbox
from app.shared import outbox
from app.shared.database import transaction

MOBILE = "09171234567"


def ask(mobile: str = MOBILE, browser: str = "hers", address: str = "10.0.0.1") -> int:
    """Seconds to wait; 0 when the code is on its way."""
    with transaction():
        return accounts.request_code(mobile, browser, address, "fa")


def code_to(mobile: str = MOBILE) -> str:
    """The code in the newest SMS to this number that holds one."""
    while outbox.drain():
        pass
    body = next(one["body"] for one in development_outbox().newest() if one["to"] == mobile and "#" in one["body"])
    return body.rpartition("#")[2].strip()


def write(code: str, mobile: str = MOBILE, browser: str = "hers") -> CodeAnswer:
    with transaction():
        return accounts.check_code(mobile, browser, code)
