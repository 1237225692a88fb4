"""Commission rules: who pays what share of a sale, from when to when. What holds at the sale is frozen on its line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from app import catalogue, programme
from app.orders import rules
from app.orders.errors import CommissionOutOfRange
from app.orders.models import CommissionRule, Line, Order, OrderState, Parcel
from app.orders.rules import Fee, Scope
from app.shared import audit, clock, rulebook
from app.shared.database import session
from app.shared.dated import JUST_NOW
from app.shared.errors import NotFound
from app.shared.money import Rial, total


@dataclass(frozen=True)
class Sale:
    """What decides about a line's commission: whose it is, and what kind of thing."""

    maker_id: int
    category_code: str | None


def fees_for(sales: Iterable[Sale], at: datetime | None = None) -> dict[Sale, tuple[int | None, Fee]]:
    """The rule (None: the programme's usual share) and the fee that hold for each of these sales at a moment."""
    moment, wanted = at or clock.now(), set(sales)
    known = [(row.id, _scope(row), Fee(row.bps, row.fixed_rial), row.valid_from) for row in _in_force(moment)]
    usual = Fee(rulebook.number(rules.COMMISSION_BPS, moment), Rial(0))
    cohorts = programme.cohorts_of(sale.maker_id for sale in wanted) if known else {}
    return {
        sale: rules.pick(known, sale.maker_id, cohorts.get(sale.maker_id, frozenset()), sale.category_code)
        or (None, usual)
        for sale in wanted
    }


def _scope(row: CommissionRule) -> Scope:
    return Scope(row.maker_id, row.cohort_id, row.category_code)


def _in_force(moment: datetime) -> list[CommissionRule]:
    return list(session().scalars(select(CommissionRule).where(CommissionRule.holds_at(moment))))


def commission_rules() -> list[CommissionRule]:
    """All that were ever made: those that hold or will hold first, the newest before the others."""
    query = select(CommissionRule).order_by(CommissionRule.valid_to.is_not(None), CommissionRule.valid_from.desc())
    return list(session().scalars(query))


@dataclass(frozen=True)
class NewCommission:
    """A rule to be: for whom (nobody named: for all), which share of the price, how much a piece, from when."""

    scope: Scope
    fee: Fee
    valid_from: datetime
    source: str


def add_commission(wanted: NewCommission, by: int) -> CommissionRule:
    """From its day on it holds for whom it names; the one before it for the same ends there.

    One that is set for later still begins on its own day. No sold line changes.

    Raises CommissionOutOfRange for a day that has passed, or a share above all.
    """
    if not 0 <= wanted.fee.bps <= 10_000 or wanted.fee.fixed < 0 or wanted.valid_from < clock.now() - JUST_NOW:
        raise CommissionOutOfRange
    same = select(CommissionRule).where(
        CommissionRule.maker_id == wanted.scope.maker_id,
        CommissionRule.cohort_id == wanted.scope.cohort_id,
        CommissionRule.category_code == wanted.scope.category_code,
        CommissionRule.ends_after(wanted.valid_from),
    )
    found = session().scalars(same.order_by(CommissionRule.valid_from)).all()
    for before in found:
        if before.valid_from <= wanted.valid_from:
            before.valid_to = wanted.valid_from
    later = [one.valid_from for one in found if one.valid_from > wanted.valid_from]
    row = CommissionRule(
        maker_id=wanted.scope.maker_id,
        cohort_id=wanted.scope.cohort_id,
        category_code=wanted.scope.category_code,
        bps=wanted.fee.bps,
        fixed_rial=wanted.fee.fixed,
        valid_from=wanted.valid_from,
        valid_to=later[0] if later else None,
        source=wanted.source,
        set_by=by,
        set_at=clock.now(),
    )
    session().add(row)
    session().flush()
    audit.note("commission_set", "commission_rule", row.id, by, bps=row.bps, fixed=int(row.fixed_rial))
    return row


def end_commission(rule_id: int, by: int) -> None:
    """From this moment on it holds no more. Raises NotFound; nothing happens the second time."""
    row = session().get(CommissionRule, rule_id)
    if row is None:
        raise NotFound
    if row.end():
        audit.note("commission_ended", "commission_rule", row.id, by)


@dataclass(frozen=True)
class Preview:
    """What a rule would have taken of the sales of the last days, beside what was taken."""

    lines: int
    goods: Rial
    taken: Rial
    would_be: Rial


def preview(scope: Scope, fee: Fee, since: datetime) -> Preview:
    """The sales since a moment that this rule would have touched; those for which a narrower one held stay its own."""
    query = (
        select(Line)
        .join(Parcel, Parcel.id == Line.parcel_id)
        .join(Order, Order.id == Parcel.order_id)
        .where(Order.state == OrderState.PAID, Order.paid_at >= since)
    )
    narrower = [row.id for row in session().scalars(select(CommissionRule)) if _scope(row).rank > scope.rank]
    lines = [line for line in session().scalars(query) if line.net_rial and line.commission_rule_id not in narrower]
    kinds = _categories(lines) if scope.category_code else {}
    cohorts = programme.cohorts_of({line.maker_id for line in lines}) if scope.cohort_id else {}
    touched = [
        line
        for line in lines
        if scope.covers(line.maker_id, cohorts.get(line.maker_id, frozenset()), kinds.get(line.version_id))
    ]
    return Preview(
        lines=len(touched),
        goods=total(line.net_rial for line in touched),
        taken=total(line.fee_now for line in touched),
        would_be=total(fee.of(line.net_rial, line.quantity - line.refunded_quantity) for line in touched),
    )


def _categories(lines: Iterable[Line]) -> Mapping[int, str | None]:
    return {one.id: one.category_code for one in catalogue.versions({line.version_id for line in lines}).values()}
