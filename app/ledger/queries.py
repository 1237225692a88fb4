"""Reading the books. Balances are as bookkeepers write them: debit positive, credit negative."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, case, func, or_, select
from sqlalchemy.orm import aliased

from app.ledger import chart
from app.ledger.models import INCOME_KINDS, Account, Entry, Journal, JournalKind
from app.shared.calendar import JalaliMonth
from app.shared.database import session
from app.shared.money import Rial, total


def balance(code: str) -> Rial:
    """The balance of an account; zero for one that was never used."""
    query = select(func.sum(Entry.amount)).join(Account, Account.id == Entry.account_id).where(Account.code == code)
    return Rial(int(session().scalar(query) or 0))


def balances(prefix: str) -> dict[str, Rial]:
    """Balances of all accounts below a prefix, such as `liab:maker`."""
    rows = session().execute(
        select(Account.code, func.sum(Entry.amount))
        .join(Entry, Entry.account_id == Account.id)
        .where(or_(Account.code == prefix, Account.code.startswith(f"{prefix}:")))
        .group_by(Account.code)
        .order_by(Account.code)
    )
    return {code: Rial(int(amount)) for code, amount in rows}


def trial_balance() -> list[tuple[str, Rial]]:
    """Every account's balance, by code, in what it is kept; of each currency their sum is zero."""
    rows = session().execute(
        select(Account.code, func.sum(Entry.amount))
        .join(Entry, Entry.account_id == Account.id)
        .group_by(Account.code)
        .order_by(Account.code)
    )
    return [(code, Rial(int(amount))) for code, amount in rows]


def owed_to(maker_ids: Iterable[int]) -> dict[int, Rial]:
    """What the shop owes each maker now, in rials; negative where she owes."""
    rows = session().execute(
        select(Account.maker_id, func.sum(Entry.amount))
        .join(Entry, Entry.account_id == Account.id)
        .where(Account.maker_id.in_(set(maker_ids)))
        .group_by(Account.maker_id)
    )
    return {maker_id: Rial(-int(amount)) for maker_id, amount in rows if maker_id is not None}


@dataclass(frozen=True)
class StatementLine:
    """One change of a maker's account; `amount` is in her favour when positive.

    `fee` is the commission that the same journal took of it (below zero: gave back), `before` the amount without it;
    neither is told apart (`sale`) where several makers share what the journal is about.
    """

    at: datetime
    kind: JournalKind
    about: tuple[str, int]
    memo: str
    amount: Rial
    fee: Rial
    shared: bool

    @property
    def before(self) -> Rial:
        return self.amount + self.fee

    @property
    def sale(self) -> bool:
        """Whether a commission belongs to it: money of her own sale, or of one that was taken back."""
        return not self.shared and self.kind in {JournalKind.RELEASE, JournalKind.CLAWBACK}


@dataclass(frozen=True)
class Statement:
    """A maker's Jalali month: what she had, every change, what she has then."""

    month: JalaliMonth
    opening: Rial
    lines: tuple[StatementLine, ...]

    @property
    def closing(self) -> Rial:
        return self.opening + total(line.amount for line in self.lines)


def statement(maker_id: int, month: JalaliMonth) -> Statement:
    """The maker's account in a month, to the rial; closing of the newest month is the ledger's balance."""
    opening = session().scalar(
        select(func.sum(Entry.amount))
        .join(Account, Account.id == Entry.account_id)
        .join(Journal, Journal.id == Entry.journal_id)
        .where(Account.code == chart.maker(maker_id), Journal.occurred_at < month.starts)
    )
    leg, of = aliased(Entry), aliased(Account)
    legs = select(leg).join(of, of.id == leg.account_id).where(leg.journal_id == Journal.id).correlate(Journal)
    fee = legs.with_only_columns(func.coalesce(func.sum(leg.amount), 0)).where(of.code == chart.COMMISSION)
    makers = legs.with_only_columns(func.count(of.maker_id.distinct()))
    rows = session().execute(
        select(
            Journal.occurred_at,
            Journal.kind,
            Journal.ref_type,
            Journal.ref_id,
            Journal.memo,
            Entry.amount,
            fee.scalar_subquery(),
            makers.scalar_subquery(),
        )
        .join(Account, Account.id == Entry.account_id)
        .join(Journal, Journal.id == Entry.journal_id)
        .where(
            Account.code == chart.maker(maker_id),
            Journal.occurred_at >= month.starts,
            Journal.occurred_at < month.ends,
        )
        .order_by(Journal.occurred_at, Entry.id)
    )
    lines = tuple(
        StatementLine(at, kind, (ref_type, ref_id), memo, -amount, Rial(-int(taken)), sharing > 1)
        for at, kind, ref_type, ref_id, memo, amount, taken, sharing in rows
    )
    return Statement(month, Rial(-int(opening or 0)), lines)


@dataclass(frozen=True)
class Movement:
    """What one journal did to one maker's months: her income, and what buyers paid for it (less refunds)."""

    occurred_at: datetime
    posted_at: datetime
    income: int
    sold: int


@dataclass(frozen=True)
class Later:
    """Makers to whose income of a time something was added, or of which something was taken, after it had ended."""

    added: frozenset[int]
    taken: frozenset[int]


def moved_later(window: Window) -> Later:
    """Whose income of a time is another by journals that were posted after its end; one query."""
    columns = (Account.maker_id, Entry.amount < 0)
    rows = session().execute(
        select(*columns)
        .select_from(Entry)
        .join(Account, Account.id == Entry.account_id)
        .join(Journal, Journal.id == Entry.journal_id)
        .where(*_within(window), Journal.posted_at > window.end)
        .distinct()
    )
    found = [(int(maker_id or 0), bool(hers)) for maker_id, hers in rows]
    return Later(
        frozenset(maker_id for maker_id, hers in found if hers),
        frozenset(maker_id for maker_id, hers in found if not hers),
    )


def movements(maker_ids: Iterable[int]) -> dict[int, list[Movement]]:
    """Everything that ever moved the income of these makers, in the order of posting; one query."""
    part, whose = aliased(Entry), aliased(Account)
    sold = (
        select(func.sum(part.amount))
        .join(whose, whose.id == part.account_id)
        .where(part.journal_id == Journal.id, or_(whose.maker_id.is_not(None), whose.code == chart.COMMISSION))
        .correlate(Journal)
        .scalar_subquery()
    )
    rows = session().execute(
        select(Account.maker_id, Journal.occurred_at, Journal.posted_at, Entry.amount, sold)
        .select_from(Entry)
        .join(Account, Account.id == Entry.account_id)
        .join(Journal, Journal.id == Entry.journal_id)
        .where(Account.maker_id.in_(set(maker_ids)), Journal.kind.in_(INCOME_KINDS))
        .order_by(Journal.id)
    )
    found: dict[int, list[Movement]] = {}
    for maker_id, occurred_at, posted_at, amount, paid in rows:
        found.setdefault(int(maker_id or 0), []).append(Movement(occurred_at, posted_at, -int(amount), -int(paid)))
    return found


def first_sales(by: datetime) -> dict[int, datetime]:
    """When money of a sale was first released to each maker, of those who had sold by then; one query."""
    query = (
        select(Account.maker_id, func.min(Journal.occurred_at))
        .select_from(Entry)
        .join(Account, Account.id == Entry.account_id)
        .join(Journal, Journal.id == Entry.journal_id)
        .where(Account.maker_id.is_not(None), Journal.kind == JournalKind.RELEASE, Entry.amount < 0)
        .where(Journal.occurred_at < by)
        .group_by(Account.maker_id)
    )
    return {int(row[0] or 0): row[1] for row in session().execute(query)}


@dataclass(frozen=True)
class IncomeRow:
    """What one journal did to one maker's income; positive is earned."""

    maker_id: int
    at: datetime
    about: tuple[str, int]
    amount: Rial


@dataclass(frozen=True)
class Window:
    """A time from `start` to before `end`, as the books stood at `as_of` (now, if none is given)."""

    start: datetime
    end: datetime
    as_of: datetime | None = None


def _within(window: Window) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = [
        Account.maker_id.is_not(None),
        Journal.kind.in_(INCOME_KINDS),
        Journal.occurred_at >= window.start,
        Journal.occurred_at < window.end,
    ]
    if window.as_of is not None:
        conditions.append(Journal.posted_at <= window.as_of)
    return conditions


def income_by_month(months: Sequence[JalaliMonth], as_of: datetime | None = None) -> dict[int, list[Rial]]:
    """Net income by maker in each of these months, in their order; one query."""
    if not months:
        return {}
    query = (
        select(Account.maker_id, *_by_month(Entry, months))
        .select_from(Entry)
        .join(Account, Account.id == Entry.account_id)
        .join(Journal, Journal.id == Entry.journal_id)
        .where(*_within(_whole(months, as_of)))
        .group_by(Account.maker_id)
    )
    return _turned(session().execute(query))


def opened_at() -> datetime | None:
    """When the first thing that the books know of happened."""
    return session().scalar(select(func.min(Journal.occurred_at)))


def sales_by_month(months: Sequence[JalaliMonth], as_of: datetime | None = None) -> dict[int, list[Rial]]:
    """What buyers paid for goods that reached them, less refunds: income and fee together, by maker; one query."""
    if not months:
        return {}
    part, whose = aliased(Entry), aliased(Account)
    query = (
        select(Account.maker_id, *_by_month(part, months))
        .select_from(Entry)
        .join(Account, Account.id == Entry.account_id)
        .join(Journal, Journal.id == Entry.journal_id)
        .join(part, part.journal_id == Journal.id)
        .join(whose, whose.id == part.account_id)
        .where(*_within(_whole(months, as_of)), or_(whose.maker_id.is_not(None), whose.code == chart.COMMISSION))
        .group_by(Account.maker_id)
    )
    return _turned(session().execute(query))


def _by_month(entry: type[Entry], months: Sequence[JalaliMonth]) -> list[ColumnElement[int]]:
    """A sum of amounts for each month."""
    return [
        func.sum(
            case((and_(Journal.occurred_at >= month.starts, Journal.occurred_at < month.ends), entry.amount), else_=0)
        )
        for month in months
    ]


def _turned(rows: Iterable[Row[Any]]) -> dict[int, list[Rial]]:
    """Sums by maker, in her favour when positive."""
    return {int(row[0]): [Rial(-int(amount)) for amount in tuple(row)[1:]] for row in rows}


def _whole(months: Sequence[JalaliMonth], as_of: datetime | None) -> Window:
    return Window(min(month.starts for month in months), max(month.ends for month in months), as_of)


def income_rows(window: Window, maker_ids: Iterable[int]) -> list[IncomeRow]:
    """The journals behind an income figure, newest first."""
    rows = session().execute(
        select(Account.maker_id, Journal.occurred_at, Journal.ref_type, Journal.ref_id, Entry.amount)
        .select_from(Entry)
        .join(Account, Account.id == Entry.account_id)
        .join(Journal, Journal.id == Entry.journal_id)
        .where(*_within(window), Account.maker_id.in_(set(maker_ids)))
        .order_by(Journal.occurred_at.desc(), Entry.id.desc())
    )
    return [IncomeRow(maker_id, at, (kind, ref), -amount) for maker_id, at, kind, ref, amount in rows if maker_id]


def moved_by_kind(start: datetime, end: datetime) -> dict[JournalKind, Rial]:
    """How many rials journals of each kind moved in a time."""
    rows = session().execute(
        select(Journal.kind, func.sum(Entry.amount))
        .join(Entry, Entry.journal_id == Journal.id)
        .where(Journal.occurred_at >= start, Journal.occurred_at <= end, Entry.amount > 0)
        .group_by(Journal.kind)
    )
    return {row[0]: Rial(int(row[1])) for row in rows}


def by_memo(kind: JournalKind, memos: Iterable[str]) -> list[tuple[int, str, int]]:
    """Journals of a kind by their memo: number, memo, and what they brought to our bank account."""
    rows = session().execute(
        select(Journal.id, Journal.memo, Entry.amount)
        .join(Entry, Entry.journal_id == Journal.id)
        .join(Account, Account.id == Entry.account_id)
        .where(Journal.kind == kind, Journal.memo.in_(set(memos)), Account.code == chart.BANK)
    )
    return [(journal_id, memo, int(amount)) for journal_id, memo, amount in rows]


def journal(journal_id: int) -> Journal | None:
    return session().get(Journal, journal_id)


def legs_of(journal_id: int) -> list[tuple[str, Rial]]:
    """The accounts that a journal touched, with how much."""
    query = (
        select(Account.code, Entry.amount)
        .join(Account, Account.id == Entry.account_id)
        .where(Entry.journal_id == journal_id)
        .order_by(Entry.id)
    )
    return [(code, amount) for code, amount in session().execute(query)]


def makers_with_accounts() -> list[int]:
    """Makers who were ever owed anything, or owed."""
    return list(session().scalars(select(Account.maker_id).where(Account.maker_id.is_not(None)).order_by(Account.id)))


@dataclass(frozen=True)
class JournalLine:
    """One leg of a journal as an accountant reads it; the amount is in what its account is kept."""

    number: int
    at: datetime
    kind: JournalKind
    about: tuple[str, int]
    memo: str
    account: str
    amount: Rial

    @property
    def currency(self) -> str:
        return chart.currency_of(self.account)


def journal_lines(start: datetime, end: datetime) -> list[JournalLine]:
    """Every leg of every journal of a time, in the order in which they happened."""
    rows = session().execute(
        select(
            Journal.id,
            Journal.occurred_at,
            Journal.kind,
            Journal.ref_type,
            Journal.ref_id,
            Journal.memo,
            Account.code,
            Entry.amount,
        )
        .join(Entry, Entry.journal_id == Journal.id)
        .join(Account, Account.id == Entry.account_id)
        .where(Journal.occurred_at >= start, Journal.occurred_at < end)
        .order_by(Journal.occurred_at, Journal.id, Entry.id)
    )
    return [
        JournalLine(number, at, kind, (ref_type, ref_id), memo, code, amount)
        for number, at, kind, ref_type, ref_id, memo, code, amount in rows
    ]


def overpaid_makers() -> int:
    """Makers to whom more went out than was ever released to them; refunds and debts after it do not count."""
    out = (JournalKind.PAYOUT, JournalKind.PAYOUT_RETURNED)
    moved = (
        select(Account.maker_id, Journal.kind, func.sum(Entry.amount))
        .select_from(Entry)
        .join(Account, Account.id == Entry.account_id)
        .join(Journal, Journal.id == Entry.journal_id)
        .where(Account.maker_id.is_not(None))
        .group_by(Account.maker_id, Journal.kind)
    )
    paid: dict[int, int] = {}
    earned: dict[int, int] = {}
    for maker_id, kind, amount in session().execute(moved):
        if maker_id is not None and kind not in {JournalKind.CLAWBACK, JournalKind.CASH_COMMISSION}:
            column = paid if kind in out else earned
            column[maker_id] = column.get(maker_id, 0) + int(amount)
    return sum(amount > -earned.get(maker_id, 0) for maker_id, amount in paid.items())


def journals_about(ref_type: str, ref_id: int) -> list[Journal]:
    query = select(Journal).where(Journal.ref_type == ref_type, Journal.ref_id == ref_id)
    return list(session().scalars(query.order_by(Journal.id)))


def told_of(ref_type: str, ref_id: int) -> bool:
    """Whether there is any journal about it."""
    query = select(Journal.id).where(Journal.ref_type == ref_type, Journal.ref_id == ref_id)
    return session().scalar(query.limit(1)) is not None


def undone(journal_id: int) -> bool:
    """Whether a journal has its mirror image."""
    return session().scalar(select(Journal.id).where(Journal.reverses_id == journal_id)) is not None


def journal_by_key(key: str) -> Journal | None:
    return session().scalar(select(Journal).where(Journal.idem_key == key))


def invariants() -> list[tuple[str, int]]:
    """Broken promises of the books, by name, with how many; all zero in healthy books."""
    unbalanced = select(func.count()).select_from(
        select(Entry.journal_id)
        .join(Account, Account.id == Entry.account_id)
        .group_by(Entry.journal_id, Account.currency)
        .having(func.sum(Entry.amount) != 0)
        .subquery()
    )
    checks = {
        "R1 ledger.sum": select(func.coalesce(func.abs(func.sum(Entry.amount)), 0)),
        "I6 ledger.unbalanced_journals": unbalanced,
        "R1 ledger.unsealed": select(func.count()).where(Journal.sealed.is_(False)),
        "R11 ledger.rounding": select(func.coalesce(func.abs(func.sum(Entry.amount)), 0))
        .select_from(Entry)
        .join(Account, Account.id == Entry.account_id)
        .where(Account.code == chart.ROUNDING),
    }
    return [(name, int(session().scalar(query) or 0)) for name, query in checks.items()]
