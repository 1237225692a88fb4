"""Groups that make together: how they share what one of them sells for all. What holds at a sale is frozen with it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from app import programme
from app.ledger import chart
from app.orders.errors import SharesOutOfRange
from app.orders.models import Parcel, ParcelShare, ShareOf, ShareRule
from app.shared import audit, clock, text
from app.shared.database import session
from app.shared.dated import JUST_NOW
from app.shared.errors import NotFound
from app.shared.money import Rial, allocate, split_remaining

WHOLE = 10_000


@dataclass(frozen=True)
class Sharing:
    """A rule with its parts: (trainee, basis points), in the order in which they were told."""

    rule: ShareRule
    parts: tuple[tuple[int, int], ...]


def set_shares(
    maker_id: int, parts: Sequence[tuple[int, int]], valid_from: datetime, source: str, by: int
) -> ShareRule:
    """From a moment on, what this maker sells is shared so; the rule before it ends there. No sale changes.

    Raises SharesOutOfRange unless the parts make 10,000 basis points, each member once, the seller among them.
    """
    members = [member for member, _ in parts]
    if sum(bps for _, bps in parts) != WHOLE or any(bps <= 0 for _, bps in parts):
        raise SharesOutOfRange("sum")
    if len(set(members)) != len(members) or maker_id not in members or len(programme.trainees(members)) != len(members):
        raise SharesOutOfRange("members")
    if valid_from < clock.now() - JUST_NOW:
        raise SharesOutOfRange("day")
    for before in _open_after(maker_id, valid_from):
        before.valid_to = max(valid_from, before.valid_from)
    rule = ShareRule(
        maker_id=maker_id,
        valid_from=valid_from,
        source=text.clean(source)[:300],
        set_by=by,
        set_at=clock.now(),
    )
    session().add(rule)
    session().flush()
    session().add_all(
        ShareOf(rule_id=rule.id, trainee_id=member, position=position, bps=bps)
        for position, (member, bps) in enumerate(parts)
    )
    audit.note("shares_set", "share_rule", rule.id, by, maker=maker_id, members=len(parts))
    return rule


def _open_after(maker_id: int, moment: datetime) -> list[ShareRule]:
    query = select(ShareRule).where(ShareRule.maker_id == maker_id, ShareRule.ends_after(moment))
    return list(session().scalars(query))


def end_shares(rule_id: int, by: int) -> None:
    """From now on the seller keeps all. Raises NotFound; nothing happens the second time."""
    rule = session().get(ShareRule, rule_id)
    if rule is None:
        raise NotFound
    if rule.end():
        audit.note("shares_ended", "share_rule", rule.id, by)


def sharings() -> list[Sharing]:
    """All rules that were ever made, the newest first."""
    rules = list(session().scalars(select(ShareRule).order_by(ShareRule.id.desc()).limit(200)))
    parts = _parts(rule.id for rule in rules)
    return [Sharing(rule, tuple(parts.get(rule.id, ()))) for rule in rules]


def _parts(rule_ids: Iterable[int]) -> dict[int, list[tuple[int, int]]]:
    found: dict[int, list[tuple[int, int]]] = {}
    query = select(ShareOf).where(ShareOf.rule_id.in_(set(rule_ids))).order_by(ShareOf.rule_id, ShareOf.position)
    for one in session().scalars(query):
        found.setdefault(one.rule_id, []).append((one.trainee_id, one.bps))
    return found


def freeze_shares(parcels: Iterable[Parcel]) -> None:
    """Write down with each parcel how it is shared, where its maker sells for a group."""
    wanted = list(parcels)
    query = select(ShareRule).where(
        ShareRule.maker_id.in_({parcel.maker_id for parcel in wanted}), ShareRule.holds_at(clock.now())
    )
    rules = {rule.maker_id: rule.id for rule in session().scalars(query.order_by(ShareRule.id))}
    parts = _parts(rules.values())
    session().add_all(
        ParcelShare(parcel_id=parcel.id, trainee_id=member, position=position, bps=bps)
        for parcel in wanted
        if parcel.maker_id in rules
        for position, (member, bps) in enumerate(parts[rules[parcel.maker_id]])
    )


def shares_of(parcel_ids: Iterable[int]) -> dict[int, list[ParcelShare]]:
    """The frozen shares of parcels that are shared, in their order."""
    found: dict[int, list[ParcelShare]] = {}
    query = select(ParcelShare).where(ParcelShare.parcel_id.in_(set(parcel_ids)))
    for one in session().scalars(query.order_by(ParcelShare.parcel_id, ParcelShare.position)):
        found.setdefault(one.parcel_id, []).append(one)
    return found


def earn(parcel: Parcel, amount: int) -> dict[str, int]:
    """Credit so much to the maker, or to the members by largest remainder; the legs of it."""
    shares = shares_of([parcel.id]).get(parcel.id)
    if not shares:
        return {chart.maker(parcel.maker_id): -amount}
    given = allocate(amount, [share.bps for share in shares])
    for share, rials in zip(shares, given, strict=True):
        share.released_rial = share.released_rial + rials
    return _legs(shares, [-rials for rials in given])


def take_back(parcel: Parcel, amount: int) -> dict[str, int]:
    """Debit so much to the maker, or to the members over what each still has of this parcel; the legs of it.

    It is spread over what is left, not as a difference of two divisions, which can turn negative. Below zero (a small
    refund that saves a larger fee) it is earned.
    """
    if amount < 0:
        return earn(parcel, -amount)
    shares = shares_of([parcel.id]).get(parcel.id)
    if not shares:
        return {chart.maker(parcel.maker_id): amount}
    taken = split_remaining(amount, [share.released_rial - share.taken_back_rial for share in shares])
    for share, rials in zip(shares, taken, strict=True):
        share.taken_back_rial = share.taken_back_rial + rials
    return _legs(shares, [int(rials) for rials in taken])


def _legs(shares: Sequence[ParcelShare], amounts: Sequence[int]) -> dict[str, int]:
    return {chart.maker(share.trainee_id): rials for share, rials in zip(shares, amounts, strict=True) if rials}


def share_of(amount: int, shares: Sequence[ParcelShare], trainee_id: int) -> Rial:
    """What one member would get of so much."""
    given = allocate(amount, [share.bps for share in shares])
    return next((rials for share, rials in zip(shares, given, strict=True) if share.trainee_id == trainee_id), Rial(0))
