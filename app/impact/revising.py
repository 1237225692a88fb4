"""What became known of a month after it had ended: where everybody stood then and now, and what the difference is of.

Both are of the same people, those who may be counted now. So nobody's refusing makes a difference between two numbers,
by which her own standing would be told.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import func

from app import ledger, livings
from app.impact.counting import Group, Wanted
from app.impact.cuts import Cut
from app.impact.livelihood import Livelihood, asked_after
from app.impact.months import RULES
from app.impact.standings import Tally
from app.impact.trainee_month import TraineeMonth
from app.ledger import Window
from app.shared import rulebook
from app.shared.calendar import JalaliMonth, months_between
from app.shared.database import session


class Cause(StrEnum):
    """What somebody's standing of a month that was over is another of.

    What a piece had cost is none of them: the cost that counts is the one that was said when the piece was ordered.
    Neither is a move to another place or trade: a month keeps the groups of its end.

    - REFUND: something was taken back of a month that was over.
    - LATE_INCOME: something was added to it.
    - BESIDE: income beside the shop, or insurance, was told of it.
    - RULE: a rule was written that had begun before its end.
    - OTHER: none of these is found.
    """

    REFUND = "refund"
    LATE_INCOME = "late_income"
    BESIDE = "beside"
    RULE = "rule"
    OTHER = "other"


@dataclass(frozen=True)
class ThenNow:
    """How many of a group stood where, as it was known when the month ended, and as it is known now."""

    then: Tally
    now: Tally

    @property
    def revised(self) -> bool:
        return any(self.then.of(one) != self.now.of(one) for one in Livelihood)


def then_and_now(
    month: JalaliMonth, cut: Cut | None = None, counties: Collection[str] | None = None
) -> dict[str, ThenNow]:
    """Each group (all, without a cut) after a month that is over; one query."""
    wanted = Wanted(Group(month, counties, cut))
    known_then = func.coalesce(TraineeMonth.known_then, TraineeMonth.livelihood)
    columns = (wanted.value, known_then, TraineeMonth.livelihood)
    then: dict[str, Counter[Livelihood]] = {}
    now: dict[str, Counter[Livelihood]] = {}
    for value, was, became, people in session().execute(wanted.of(*columns, func.count()).group_by(*columns)):
        then.setdefault(str(value), Counter())[Livelihood(was)] += people
        now.setdefault(str(value), Counter())[became] += people
    return {value: ThenNow(Tally(then[value]), Tally(now[value])) for value in now}


def causes(month: JalaliMonth, counties: Collection[str] | None = None) -> Counter[Cause]:
    """Of how many people the standing after a month is another now, by cause; who has two is in both."""
    wanted = Wanted(Group(month, counties))
    wanted.only(TraineeMonth.known_then.is_not(None) & (TraineeMonth.known_then != TraineeMonth.livelihood))
    revised = set(session().scalars(wanted.of(TraineeMonth.trainee_id)))
    if not revised:
        return Counter()
    months = months_between(month.plus(1 - asked_after(month).looked_at), month)
    late = ledger.moved_later(Window(months[0].starts, month.ends))
    found = {
        Cause.REFUND: revised & late.taken,
        Cause.LATE_INCOME: revised & late.added,
        Cause.BESIDE: revised & livings.told_later(months, month.ends),
    }
    rest = revised.difference(*found.values())
    found[Cause.RULE if rulebook.backdated_since(RULES, month.ends) else Cause.OTHER] = rest
    return Counter({cause: len(people) for cause, people in found.items() if people})
