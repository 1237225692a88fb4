"""Posting. There is no other way to write into the books, and none to change them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select, text, update

from app.ledger import chart
from app.ledger.errors import AlreadyPosted, Unbalanced
from app.ledger.events import IncomeMoved
from app.ledger.models import INCOME_KINDS, Account, Entry, Journal, JournalKind
from app.shared import clock
from app.shared.database import LOCK, session
from app.shared.money import Rial
from app.shared.outbox import announce


@dataclass(frozen=True)
class Posting:
    """A journal to be posted: amounts by account code, debit positive, credit negative; zeros are left out.

    `key` makes it idempotent: the same posting under the same key is posted once.
    """

    key: str
    kind: JournalKind
    about: tuple[str, int]
    legs: Mapping[str, int]
    by: int | None = None
    memo: str = ""
    occurred_at: datetime | None = field(default=None)


def post(posting: Posting) -> Journal:
    """Write a journal and seal it. Raises Unbalanced, and AlreadyPosted for another journal under the same key."""
    legs = {code: Rial(amount) for code, amount in posting.legs.items() if amount != 0}
    if len(legs) < 2 or sum(legs.values()) != 0:
        raise Unbalanced(f"{posting.key}: {dict(legs)}")
    known = session().scalar(select(Journal).where(Journal.idem_key == posting.key))
    if known is not None:
        return _same(known, legs)
    now = clock.now()
    journal = Journal(
        idem_key=posting.key,
        kind=posting.kind,
        ref_type=posting.about[0],
        ref_id=posting.about[1],
        occurred_at=posting.occurred_at or now,
        posted_at=now,
        by_id=posting.by,
        memo=posting.memo,
        sealed=False,
    )
    _write(journal, legs)
    return journal


def _write(journal: Journal, legs: Mapping[str, Rial]) -> None:
    accounts = {code: _account(code) for code in sorted(legs)}
    session().add(journal)
    session().flush()
    session().add_all(
        Entry(journal_id=journal.id, account_id=accounts[code], amount=legs[code]) for code in sorted(legs)
    )
    session().flush()
    session().execute(
        update(Journal).where(Journal.id == journal.id).values(sealed=True),
        execution_options={"synchronize_session": "fetch"},
    )
    if journal.kind in INCOME_KINDS:
        for maker_id in filter(None, map(chart.maker_id_of, accounts)):
            announce(IncomeMoved(maker_id))


_OPEN_ACCOUNT = text(
    "INSERT INTO account (code, kind, currency, maker_id) VALUES (:code, :kind, :currency, :maker_id) "
    "ON CONFLICT (code) DO NOTHING"
)


def _account(code: str) -> int:
    """The account's number; a new one is opened, also when two postings open it at the same moment."""
    query = select(Account.id).where(Account.code == code)
    known = session().scalar(query)
    if known is not None:
        return known
    facts = {
        "code": code,
        "kind": chart.kind_of(code).value,
        "currency": chart.currency_of(code),
        "maker_id": chart.maker_id_of(code),
    }
    session().execute(_OPEN_ACCOUNT, facts)
    return session().scalars(query).one()


def hold(code: str) -> None:
    """Whoever holds an account, too, waits until the transaction ends: what is posted by its balance is posted once."""
    session().execute(select(Account.id).where(Account.code == code).with_for_update(**LOCK))


def _same(journal: Journal, legs: Mapping[str, Rial]) -> Journal:
    rows = session().execute(
        select(Account.code, Entry.amount)
        .join(Account, Account.id == Entry.account_id)
        .where(Entry.journal_id == journal.id)
    )
    if {row[0]: row[1] for row in rows} != dict(legs):
        raise AlreadyPosted(journal.idem_key)
    return journal


def reverse(journal: Journal, by: int | None, memo: str) -> Journal:
    """Undo a journal by its mirror image; a journal is reversed once."""
    rows = session().execute(
        select(Account.code, Entry.amount)
        .join(Account, Account.id == Entry.account_id)
        .where(Entry.journal_id == journal.id)
    )
    mirrored = {code: -amount for code, amount in rows}
    now = clock.now()
    mirror = Journal(
        idem_key=f"reverse:{journal.idem_key}"[:80],
        kind=journal.kind,
        ref_type=journal.ref_type,
        ref_id=journal.ref_id,
        occurred_at=now,
        posted_at=now,
        by_id=by,
        memo=memo,
        reverses_id=journal.id,
        sealed=False,
    )
    _write(mirror, mirrored)
    return mirror
