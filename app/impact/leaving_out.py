"""Keeping who is left out of lists beside those who asked not to be named; `companions` says why and how."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Sequence
from typing import Any

from sqlalchemy import func, insert, select

from app import consent
from app.consent import Purpose
from app.impact.companions import Companion, companions_for, hidden_names
from app.impact.counting import may_count, standing_after
from app.impact.cuts import Cut, groups
from app.impact.months import places_by
from app.impact.snapshot import FEWEST, OTHERS
from app.impact.suppression import with_the_smallest
from app.impact.trainee_month import TraineeMonth
from app.shared import clock, rulebook, vault
from app.shared.calendar import JalaliMonth, months_between
from app.shared.database import session, take_turns


def missing_companions() -> list[int]:
    """Who has to be left out besides: for every kept month, as pages open each of them.

    One query where everybody may be named, else four for each month; slow with many people, so the worker asks.
    """
    if not consent.refused(Purpose.NAMED):
        return []
    fewest, hidden, added = rulebook.number(FEWEST), set(hidden_names()), set[int]()
    for month in _kept_months():
        # In an order that nobody outside can compute: it would tell who was chosen and who asked for it.
        more = companions_for(_groups(month), hidden | added, fewest, lambda one: vault.fingerprint(str(one), "list"))
        added |= more
    return sorted(added)


def keep_companions(wanted: Iterable[int]) -> None:
    """Leave these out from now on, beside those who are already. In a transaction."""
    take_turns("companions")
    known, now = set(session().scalars(select(Companion.trainee_id))), clock.now()
    rows = [{"trainee_id": one, "since": now} for one in wanted if one not in known]
    if rows:
        session().execute(insert(Companion), rows)


def _kept_months() -> list[JalaliMonth]:
    """Every month that is kept, the newest first."""
    first = session().scalar(select(func.min(TraineeMonth.month)))
    return [] if first is None else months_between(JalaliMonth.parse(first), JalaliMonth.current())[::-1]


def small_trades(month: JalaliMonth) -> set[tuple[str, str]]:
    """County and trade of groups that are told to nobody by themselves after a month; one query.

    Those of fewer than `publication.fewest` people, and as many of the next larger of their county as hide them: what
    the county less the others would tell is of as many people.
    """
    trade = func.coalesce(TraineeMonth.trade_code, "")
    query = select(TraineeMonth.county_code, trade, func.count()).where(standing_after(month), may_count())
    sizes: dict[str, dict[str, int]] = {}
    for county, code, people in session().execute(query.group_by(TraineeMonth.county_code, trade)):
        sizes.setdefault(county, {})[code] = people
    fewest = rulebook.number(FEWEST)
    return {(county, one) for county, trades in sizes.items() for one in with_the_smallest(trades, fewest)}


def _groups(month: JalaliMonth) -> dict[int, frozenset[Hashable]]:
    """The groups of everybody who is counted in a month: each cut and each course within her county, and her courses.

    Trades of few people in a county are one: by themselves their counts are told to nobody (`small_trades`).
    """
    few, at = small_trades(month), str(month)
    columns = (TraineeMonth.county_code, TraineeMonth.trade_code, TraineeMonth.village, TraineeMonth.sex)
    query = select(TraineeMonth.trainee_id, *columns, TraineeMonth.head).where(standing_after(month), may_count())
    found: dict[int, frozenset[Hashable]] = {}
    county_of: dict[int, str] = {}
    same: dict[Hashable, frozenset[Hashable]] = {}
    for one, *facts in session().execute(query):
        county_of[one], key = str(facts[0]), tuple(facts)
        if key not in same:
            same[key] = _within(at, facts, few)
        found[one] = same[key]
    for one, cohort_id in session().execute(places_by(min(month.ends, clock.now()))):
        if one in found:
            joined = (found[one], cohort_id)
            if joined not in same:
                places = {(at, code, Cut.COHORT.value, cohort_id) for code in ("", county_of[one])}
                same[joined] = found[one] | places
            found[one] = same[joined]
    return found


def _within(at: str, facts: Sequence[Any], few: Collection[tuple[str, str]]) -> frozenset[Hashable]:
    """The groups of somebody with these facts, within her county."""
    hers = groups(*facts)
    county = hers[Cut.COUNTY]
    told = {**hers, Cut.TRADE: OTHERS} if (county, hers[Cut.TRADE]) in few else hers
    return frozenset((at, county, cut.value, value) for cut, value in told.items())
