"""The figures of a month as the dashboard shows them and the brief prints them; what stands out comes first."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import url_for

from app import impact, support
from app.impact import Actual, CountyFigures, Indicator, Livelihood, Tally, Thresholds, ToldRule
from app.shared import clock
from app.shared.calendar import JalaliMonth
from app.web.office.charts import Line
from app.web.office.ruling import rules_beside, wage_of_another_year
from app.words import formats, gettext, goal_reached, name_of

MONTHS_SHOWN, GOAL_MONTHS = 8, 12
# In percent: how far a goal may be behind its time, and how much less a county may earn, before it stands out.
BEHIND, FALL = 15, 30


@dataclass(frozen=True)
class Exceptional:
    """Something that somebody should look at, and where."""

    words: str
    address: str


@dataclass(frozen=True)
class Overview:
    """What is known of these counties in a month and in those before it."""

    month: JalaliMonth
    months: Sequence[JalaliMonth]
    names: dict[str, str]
    by_month: dict[JalaliMonth, list[CountyFigures]]
    goals: list[Actual]
    standing: Tally
    limits: Thresholds
    rules: list[ToldRule]
    as_of: datetime

    @property
    def shown(self) -> JalaliMonth:
        """The month after which standings are told: this one if it is over, or else the last."""
        return min(self.month, JalaliMonth.current().plus(-1))

    @property
    def newest(self) -> bool:
        """Whether it is the month that runs or the last that is over: goals are known as of now."""
        return self.month >= JalaliMonth.current().plus(-1)

    @property
    def counties(self) -> list[CountyFigures]:
        return self.by_month[self.month]

    @property
    def incomes(self) -> list[int]:
        return [sum(int(one.income) for one in self.by_month[month]) for month in self.months]

    @property
    def sales(self) -> list[int]:
        return [sum(int(one.sales) for one in self.by_month[month]) for month in self.months]

    @property
    def trainees(self) -> int:
        return sum(one.trainees for one in self.counties)

    @property
    def selling(self) -> int:
        return sum(one.selling for one in self.counties)

    @property
    def earning(self) -> int:
        return sum(one.earning for one in self.counties)

    def few(self) -> frozenset[int]:
        """Of whom the sums of these months and goals tell nearly what they earned: to be kept. One more query."""
        return impact.few_behind(self.goals, self.months, self.names)

    @property
    def sustained(self) -> int:
        return self.standing.of(Livelihood.SUSTAINED)

    @property
    def change(self) -> int | None:
        """How much more or less than in the month before, in percent; None where there was nothing then."""
        before, now = self.incomes[-2:]
        return impact.percent(abs(now - before), before) if before > 0 else None

    def line(self, goal: Sequence[float | None] = ()) -> Line:
        """Sales and income of the months, in millions of toman, with what the goal asks of each."""
        incomes, first, last = self.incomes, self.months[0], self.months[-1]
        return Line(
            title=gettext("فروش و رسیده به سازندگان، ماه به ماه"),
            finding=gettext(
                "رسیده به سازندگان از %(first)s میلیون تومان در %(from_month)s به %(last)s میلیون تومان در "
                "%(to_month)s.",
                first=formats.million_toman(incomes[0]),
                from_month=formats.month(first),
                last=formats.million_toman(incomes[-1]),
                to_month=formats.month(last),
            ),
            labels=[formats.month_name(one.month) for one in self.months],
            values=[amount / 10_000_000 for amount in incomes],
            columns=[amount / 10_000_000 for amount in self.sales],
            goal=goal or [None] * len(self.months),
        )

    def target(self, name: str) -> Actual | None:
        """The goal of all that is shown, for a figure's tile: the one that runs, the last to end."""
        indicator, here = Indicator(name), next(iter(self.names)) if len(self.names) == 1 else None
        return next(
            (
                one
                for one in self.goals
                if one.goal.indicator is indicator
                and (one.goal.county_code, one.goal.cohort_id, one.goal.cut) == (here, None, None)
                and one.goal.first <= self.month <= one.goal.last
            ),
            None,
        )


def overview(month: JalaliMonth, names: dict[str, str], reach: frozenset[str] | None) -> Overview:
    """Read it: eight queries and those of `impact.actuals`, however many people and goals.

    Goals are those that have begun by this month and did not end more than a year before it.
    """
    months = [month.plus(step) for step in range(1 - MONTHS_SHOWN, 1)]
    shown, as_of = min(month, JalaliMonth.current().plus(-1)), impact.known_at()
    return Overview(
        month,
        months,
        names,
        impact.counties_by_month(months, names),
        impact.actuals(impact.goals(reach, (month.plus(-GOAL_MONTHS), month)), as_of),
        impact.told(shown, counties=names).get("", Tally({})),
        impact.thresholds([month]),
        rules_beside(shown),
        as_of,
    )


def exceptions(read: Overview, reach: frozenset[str] | None, scope: Callable[[Actual], str]) -> list[Exceptional]:
    """What stands out, the gravest first: goals missed and behind, counties that fell, what waits for too long.

    Of a month long over, the counties that fell in it alone: goals and what waits are known as of now.
    """
    if not read.newest:
        return _fallen(read)
    return [
        *_old_wage(read),
        *_missed(read, scope),
        *_behind(read.goals, scope),
        *_fallen(read),
        *waiting(reach),
        *_at_risk(read),
    ]


def _old_wage(read: Overview) -> list[Exceptional]:
    if not wage_of_another_year(read.rules, read.shown):
        return []
    words = gettext(
        "حداقلِ مزدِ سالِ %(year)s هنوز نوشته نشده است؛ ماه‌های درآمدِ این سال با عددِ دیگری شمرده می‌شود.",
        year=formats.digits(read.shown.year),
    )
    return [Exceptional(words, url_for("office.livelihood", month=read.shown))]


def _missed(read: Overview, scope: Callable[[Actual], str]) -> list[Exceptional]:
    over = JalaliMonth.current()
    return [
        Exceptional(_missed_words(one, scope(one)), url_for("office.goal", goal_id=one.goal.id))
        for one in read.goals
        if over.plus(-12) <= one.goal.last < over and one.known and not one.met and not one.goal.afterwards
    ]


def _missed_words(one: Actual, scope: str) -> str:
    goal, month = name_of(one.goal.indicator), formats.month(one.goal.last)
    if one.goal.of_nothing:
        return gettext(
            "هدفِ «%(goal)s» (%(scope)s) این بود که هیچ نباشد؛ در %(month)s تمام شد و %(n)s بود.",
            goal=goal,
            scope=scope,
            month=month,
            n=goal_reached(one),
        )
    return gettext(
        "هدفِ «%(goal)s» (%(scope)s) در %(month)s تمام شد و به %(n)s رسید.",
        goal=goal,
        scope=scope,
        month=month,
        n=formats.percent(one.percent),
    )


def _behind(goals: Collection[Actual], scope: Callable[[Actual], str]) -> list[Exceptional]:
    now = clock.now()
    found = []
    for one in goals:
        starts, ends = one.goal.first.starts, one.goal.last.ends
        if not starts < now < ends or one.met or not one.known:
            continue
        gone = int(100 * (now - starts) / (ends - starts))
        if one.percent + BEHIND < gone:
            words = Exceptional(_behind_words(one, scope(one), gone), url_for("office.goal", goal_id=one.goal.id))
            found.append((one.percent - gone, words))
    return [one for _, one in sorted(found, key=lambda pair: pair[0])]


def _behind_words(one: Actual, scope: str, gone: int) -> str:
    goal = name_of(one.goal.indicator)
    if one.goal.of_nothing:
        return gettext(
            "هدفِ «%(goal)s» (%(scope)s) این است که هیچ نباشد؛ %(gone)s از مدتش گذشته و اکنون %(n)s است.",
            goal=goal,
            scope=scope,
            gone=formats.percent(gone),
            n=goal_reached(one),
        )
    return gettext(
        "هدفِ «%(goal)s» (%(scope)s) عقب است: %(gone)s از مدتش گذشته و %(n)s از آن رسیده.",
        goal=goal,
        scope=scope,
        gone=formats.percent(gone),
        n=formats.percent(one.percent),
    )


def _fallen(read: Overview) -> list[Exceptional]:
    """Counties whose last whole month brought much less than the one before, or nothing.

    How much less is told of no county in which so few earned that it would be somebody's own.
    """
    whole = [month for month in read.months if month < JalaliMonth.current()][-2:]
    if len(whole) < 2:
        return []
    found = []
    for before, now in zip(*(read.by_month[month] for month in whole), strict=True):
        where, address = read.names[now.county_code], url_for("office.county", code=now.county_code, month=whole[1])
        if now.trainees and not now.selling:
            words = gettext("%(county)s: در %(month)s هیچ فروشی نداشت.", county=where, month=formats.month(whole[1]))
            found.append(Exceptional(words, address))
        elif min(before.earners, now.earners) < impact.FEWEST_INCOMES:
            continue
        elif before.income > 0 and 100 * now.income < (100 - FALL) * before.income:
            less = formats.percent(impact.percent(int(before.income - now.income), int(before.income)))
            words = gettext(
                "%(county)s: رسیده به سازندگان در %(month)s %(n)s کمتر از ماهِ پیشش بود.",
                county=where,
                month=formats.month(whole[1]),
                n=less,
            )
            found.append(Exceptional(words, address))
    return found


def waiting(reach: frozenset[str] | None) -> list[Exceptional]:
    """Promises of meetings past their day and obstacles open for too long."""
    found = []
    if overdue := support.count_overdue():
        words = gettext("%(n)s تعهدِ نشست‌ها از روزش گذشته است.", n=formats.num(overdue))
        found.append(Exceptional(words, url_for("office.meetings")))
    if old := support.old_ones(reach).total:
        words = gettext("%(n)s مانع بیش از اندازه باز مانده است.", n=formats.num(old))
        found.append(Exceptional(words, url_for("office.obstacles")))
    return found


def _at_risk(read: Overview) -> list[Exceptional]:
    if not (people := read.standing.of(Livelihood.AT_RISK)):
        return []
    words = gettext("%(n)s نفر درآمدی داشتند که در خطر است.", n=formats.num(people))
    address = url_for("office.livelihood_people", month=read.shown, by="county", state=Livelihood.AT_RISK.value)
    return [Exceptional(words, address)]
