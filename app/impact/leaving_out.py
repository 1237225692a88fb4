"""Keeping who is left out of lists beside those who asked not to be named; `companions` says why and how."""

from __future__ import annotations

from collections.abc import Hashable

from sqlalchemy import func, insert, select

from app import consent
from app.consent import Purpose
from app.impact.companions import Companion, companions_for, hidden_names
from app.impact.counting import may_count, standing_after
from app.impact.cuts import Cut, groups
from app.impact.months import places_by
from app.impact.snapshot import FEWEST, OTHERS
from app.impact.trainee_month import TraineeMonth
from app.shared import clock, rulebook, vault
from app.shared.calendar import JalaliMonth
from app.shared.database import session, take_turns


def missing_companions() -> list[int]:
    """Who has to be left out besides, as things stand now; four queries, one where everybody may be named."""
    if not consent.refused(Purpose.NAMED):
        return []
    wanted = companions_for(
        _groups(), hidden_names(), rulebook.number(FEWEST), lambda one: vault.fingerprint(str(one), "list")
    )
    return sorted(wanted)


def keep_companions() -> int:
    """Leave them out from now on; how many are new. Inside a transaction."""
    take_turns("companions")
    now = clock.now()
    rows = [{"trainee_id": one, "since": now} for one in missing_companions()]
    if rows:
        session().execute(insert(Companion), rows)
    return len(rows)


def small_trades(month: JalaliMonth) -> set[tuple[str, str]]:
    """County and trade of groups of fewer than `publication.fewest` people after a month; one query."""
    trade = func.coalesce(TraineeMonth.trade_code, "")
    query = (
        select(TraineeMonth.county_code, trade)
        .where(standing_after(month), may_count())
        .group_by(TraineeMonth.county_code, trade)
        .having(func.count() < rulebook.number(FEWEST))
    )
    return {(row[0], row[1]) for row in session().execute(query)}


def _groups() -> dict[int, set[Hashable]]:
    """The groups of everybody who is counted now: each cut within her county, and her cohorts.

    Trades of few people in a county are one: by themselves their counts are told to nobody (`small_trades`).
    """
    few = small_trades(JalaliMonth.current())
    month = JalaliMonth.current()
    columns = (TraineeMonth.county_code, TraineeMonth.trade_code, TraineeMonth.village, TraineeMonth.sex)
    query = select(TraineeMonth.trainee_id, *columns, TraineeMonth.head).where(standing_after(month), may_count())
    found: dict[int, set[Hashable]] = {}
    for one, code, trade, village, sex, head in session().execute(query):
        hers = groups(code, trade, village, sex, head)
        county = hers[Cut.COUNTY]
        told = {**hers, Cut.TRADE: OTHERS} if (county, hers[Cut.TRADE]) in few else hers
        found[one] = {(county, cut.value, value) for cut, value in told.items()}
    for one, cohort_id in session().execute(places_by(clock.now())):
        if one in found:
            found[one].add(("", Cut.COHORT.value, cohort_id))
    return found
