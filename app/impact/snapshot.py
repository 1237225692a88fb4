"""A month's figures as they may be told: counts by standing and group, hidden where they would find somebody out.

What comes out holds no number that is hidden. `suppression` says what that protects against. Money is told of groups
of `fewest` earners and more, to two leading digits, and only where it says nothing of a hidden number: that so many
earned in the month must follow already from the standings that are shown.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import median
from typing import Any

from app import places, programme
from app.impact import rules
from app.impact.cuts import GROUPS_OF, Cut
from app.impact.errors import FiguresUnsafe
from app.impact.keeping import earned_as_of, rounded
from app.impact.livelihood import Livelihood
from app.impact.models import Goal, Indicator
from app.impact.queries import goals, thresholds
from app.impact.ruling import rules_of
from app.impact.standings import Stand, Standings, standings
from app.impact.suppression import Key, Network, Told, grid, protect, single
from app.shared import rulebook
from app.shared.calendar import JalaliMonth, months_between

FEWEST = rulebook.define(
    "publication.fewest", 5, "people", "capability A13: public pages suppress cells under 5", least=3
)
CUTS = (Cut.COUNTY, Cut.TRADE, Cut.PLACE, Cut.SEX, Cut.COHORT)
# Cuts whose small groups are told as one.
_GATHERED = (Cut.TRADE, Cut.COHORT)
_WITH_MONEY = (Cut.COUNTY, Cut.PLACE, Cut.SEX)
_SELLING = (Livelihood.SUSTAINED, Livelihood.EMERGING, Livelihood.AT_RISK, Livelihood.ACTIVE)
# Of which indicators goals are told.
_TOLD = (Indicator.INCOME, Indicator.SELLING, Indicator.EARNING)
OTHERS, TOGETHER = "others", "together"
LANGUAGES = ("fa", "en", "ar")
VERSION = 1

Figures = dict[str, Any]


@dataclass(frozen=True)
class Before:
    """An edition of the same month that is public: its figures, and as of when they were read."""

    figures: Figures
    as_of: datetime


def snapshot(month: JalaliMonth, as_of: datetime, earlier: Sequence[Before] = ()) -> Figures:
    """The figures of a month, which together with those of `earlier` editions find nobody out. Raises FiguresUnsafe."""
    return _Press(month, as_of, earlier).figures()


def hidden_numbers(figures: Figures) -> dict[str, int]:
    """How many numbers are hidden, in the totals and in each table."""
    found = {"states": sum(one["people"] is None for one in figures["states"])}
    for table in figures["tables"]:
        numbers = [count for row in table["rows"] for count in (*row["counts"], row["people"])]
        found[table["cut"]] = sum(one is None for one in numbers)
    return found


class _Press:
    """Makes the figures of one month."""

    def __init__(self, month: JalaliMonth, as_of: datetime, earlier: Sequence[Before]) -> None:
        self.month, self.as_of = month, as_of
        self.now = standings(month, as_of)
        self.fewest = rulebook.number(FEWEST, as_of)
        self.earlier = [(one.figures, standings(month, one.as_of)) for one in earlier]
        self.whole = self._whole()
        self.together = _hidden_states(self.whole)

    def figures(self) -> Figures:
        whole = self.whole
        money = self._money(self.now.stands, self._sellers()) | {"income_month": self.now.limits.month_rial}
        return {
            "version": VERSION,
            "month": str(self.month),
            "as_of": self.as_of.isoformat(timespec="seconds"),
            "fewest": self.fewest,
            "people": len(self.now.stands),
            "states": [{"state": one.value, "people": whole.shown(("", one.value))} for one in Livelihood],
            "noughts_hidden": whole.floor == 0,
            "together": None if not self.together else self._together(),
            "money": money,
            "tables": [self._table(cut) for cut in CUTS],
            "goals": self._goals(money["earners"]),
            "rules": rules_of(self.month, self.as_of, frozenset({FEWEST.name})),
        }

    def _together(self) -> int:
        """How many stand where the number of none is told."""
        return sum(value for (_, state), value in self.whole.values.items() if state in self.together)

    def _sellers(self) -> int | None:
        return _shown_sellers(self.whole, "", len(self.now.stands), self.together)

    def _whole(self) -> Told:
        """How many stand where, in all."""
        if len(self.now.stands) < self.fewest:
            raise FiguresUnsafe("few")
        before = []
        for figures, stands in self.earlier:
            shown = {("", one["state"]): one["people"] for one in figures["states"]}
            told = _as_told(_whole_values(stands), shown, noughts_hidden=figures["noughts_hidden"])
            if told is None:
                raise FiguresUnsafe("earlier")
            before.append(told)
        found = protect(single([one.value for one in Livelihood]), _whole_values(self.now), self.fewest, before)
        if found is None:
            raise FiguresUnsafe("earlier" if before else "few")
        return found

    def _table(self, cut: Cut) -> Figures:
        """People by group and standing; nothing of it where it can't be told safely."""
        columns = [one.value for one in Livelihood if one.value not in self.together]
        columns += [TOGETHER] if self.together else []
        shown = [(one, stands) for one, stands in self._told_before(cut) if not one["withheld"]]
        alike = all(one["columns"] == columns for one, _ in shown)
        codes = [row["code"] for row in shown[-1][0]["rows"]] if shown else self._codes(cut)
        values = self._values(self.now, cut, codes, columns)
        before = [_as_told(self._values(was, cut, codes, columns), *_read(one)) for one, was in shown if alike]
        told = None
        if alike and None not in before:
            told = protect(_network(values), values, self.fewest, [one for one in before if one is not None])
        names = _names(cut)
        rows = [] if told is None else [self._row(cut, code, columns, told, names) for code in _rows_of(values)]
        return {
            "cut": cut.value,
            "withheld": told is None,
            "noughts_hidden": told is not None and told.floor == 0,
            "columns": columns,
            "rows": rows,
        }

    def _told_before(self, cut: Cut) -> list[tuple[Figures, Standings]]:
        return [
            (next(table for table in figures["tables"] if table["cut"] == cut.value), stands)
            for figures, stands in self.earlier
        ]

    def _codes(self, cut: Cut) -> list[str]:
        """Groups of a table; small ones of many are told as one."""
        sizes: dict[str, int] = {}
        for one in self.now.stands:
            sizes[_group(one, cut)] = sizes.get(_group(one, cut), 0) + 1
        known = list(GROUPS_OF.get(cut, _names(cut)))
        least = self.fewest if cut in _GATHERED else 1 if cut is not Cut.COUNTY else 0
        told = [code for code in known if sizes.get(code, 0) >= least]
        return told if set(sizes) <= set(told) else [*told, OTHERS]

    def _values(self, known: Standings, cut: Cut, codes: Sequence[str], columns: Sequence[str]) -> dict[Key, int]:
        """True counts by row and column, and the total of each row."""
        own = [code for code in codes if code != OTHERS]
        elsewhere = any(_group(one, cut) not in own for one in known.stands)
        rows = [*own, OTHERS] if elsewhere or OTHERS in codes else own
        values = {(row, column): 0 for row in rows for column in [*columns, ""]}
        for one in known.stands:
            row = _group(one, cut) if _group(one, cut) in own else OTHERS
            column = one.livelihood.value if one.livelihood.value not in self.together else TOGETHER
            values[row, column] += 1
            values[row, ""] += 1
        return values

    def _row(
        self, cut: Cut, code: str, columns: Sequence[str], told: Told, names: Mapping[str, Mapping[str, str]]
    ) -> Figures:
        row: Figures = {
            "code": code,
            "name": dict(names.get(code, {})),
            "counts": [told.shown((code, column)) for column in columns],
            "people": told.shown((code, "")),
        }
        if cut in _WITH_MONEY:
            stands = [one for one in self.now.stands if _group(one, cut) == code]
            follows = _shown_sellers(told, code, row["people"], self.together)
            row["median_income"] = self._money(stands, follows)["median"]
        return row

    def _money(self, stands: Sequence[Stand], follows: int | None) -> Figures:
        """What these earned in the month. `follows`: so many who sold are shown; None: nothing is hidden at all."""
        incomes = [int(one.incomes[-1]) for one in stands if one.incomes[-1] > 0]
        enough = len(incomes) >= self.fewest and (follows is None or follows >= self.fewest)
        counted = self._countable(len(incomes), len(stands), follows)
        return {
            "earners": len(incomes) if counted else None,
            "income": int(rounded(sum(incomes))) if enough else None,
            "median": int(rounded(int(median(incomes)))) if enough else None,
        }

    def _countable(self, count: int, of: int, follows: int | None) -> bool:
        """Whether so many of so many may be told: neither they nor the others are few, and it follows anyway."""
        few = any(0 < one < self.fewest for one in (count, of - count))
        return not few and (follows is None or follows >= count)

    def _goals(self, earners: int | None) -> list[Figures]:
        """The province's goals; of numbers of people that nest, none that tells few by its difference to another."""
        told = [self._goal(one) for one in _told_goals(self.month)]
        people = [one for one in told if one["indicator"] != Indicator.INCOME and one["actual"] is not None]
        before = [] if earners is None else [earners]
        fit = apart([*before, *(one["actual"] for one in people)], self.fewest)[len(before) :]
        for one, fits in zip(people, fit, strict=True):
            one["actual"] = one["actual"] if fits else None
        return told

    def _goal(self, one: Goal) -> Figures:
        """What the province set itself and how far it is; None where that would be told of few."""
        months = months_between(one.first, min(one.last, self.month))
        people = {stand.trainee_id for stand in self.now.stands}
        earned = {number: row for number, row in earned_as_of(months, self.as_of).items() if number in people}
        limits = thresholds(months, self.as_of)
        reached = rules.count(one.indicator, earned, limits)
        follows = self._sellers()
        if one.indicator is Indicator.INCOME:
            sellers = rules.count(Indicator.SELLING, earned, limits)
            told = sellers >= self.fewest and (follows is None or follows >= self.fewest)
            reached = int(rounded(max(0, reached)))
        else:
            told = self._countable(reached, len(people), follows)
        return {
            "indicator": one.indicator.value,
            "first": one.first_month,
            "last": one.last_month,
            "target": one.target,
            "actual": int(reached) if told else None,
        }


def _network(values: Mapping[Key, int]) -> Network:
    return grid(_rows_of(values), list(dict.fromkeys(column for _, column in values if column)))


def _rows_of(values: Mapping[Key, int]) -> list[str]:
    return list(dict.fromkeys(row for row, _ in values))


def _whole_values(known: Standings) -> dict[Key, int]:
    values = {("", one.value): 0 for one in Livelihood}
    for one in known.stands:
        values["", one.livelihood.value] += 1
    return values


def _hidden_states(whole: Told) -> frozenset[str]:
    """Standings of which not even the number in the province is told; tables tell them as one."""
    return frozenset(state for _, state in whole.hidden)


def _shown_sellers(told: Told, row: str, whole: int | None, together: Collection[str]) -> int | None:
    """How many who sold follow from what a row shows, `whole` being its people; None where nothing of it is hidden."""
    sold = {one.value for one in _SELLING} | ({TOGETHER} if set(together) <= set(_SELLING) else set())
    columns = {column: told.shown((row, column)) for at, column in told.values if at == row and column}
    if whole is not None and None not in columns.values():
        return None
    others = [one for column, one in columns.items() if column not in sold]
    if whole is not None and None not in others:
        return whole - sum(one or 0 for one in others)
    return sum(one or 0 for column, one in columns.items() if column in sold)


def _group(one: Stand, cut: Cut) -> str:
    """The group somebody is counted in: of several cohorts the newest, so that each is counted once."""
    return max(one.groups[cut], key=int) if cut is Cut.COHORT else one.groups[cut][0]


def _read(table: Figures) -> tuple[dict[Key, int | None], bool]:
    """What an edition shows of a table."""
    shown: dict[Key, int | None] = {}
    for row in table["rows"]:
        shown |= {(row["code"], column): one for column, one in zip(table["columns"], row["counts"], strict=True)}
        shown[row["code"], ""] = row["people"]
    return shown, table["noughts_hidden"]


def _as_told(values: dict[Key, int], shown: Mapping[Key, int | None], noughts_hidden: bool) -> Told | None:
    """An earlier edition with the numbers behind it, read anew; None where they are no longer those that it told."""
    floor = 0 if noughts_hidden else 1
    told = Told(values, frozenset(key for key, one in shown.items() if one is None), floor)
    true = set(shown) <= set(values) and all(shown.get(key, 0) in {None, one} for key, one in values.items())
    return told if true and all(values[key] >= floor for key in told.hidden) else None


def _names(cut: Cut) -> dict[str, dict[str, str]]:
    """What groups are called in each language, where they have a name of their own, in order."""
    if cut is Cut.COUNTY:
        by_language = {one: places.county_names(one) for one in LANGUAGES}
        return {code: {one: by_language[one][code] for one in LANGUAGES} for code in by_language["fa"]}
    if cut is Cut.TRADE:
        return {one.code: {language: one.called(language) for language in LANGUAGES} for one in programme.trades()}
    if cut is Cut.COHORT:
        return {str(one.id): dict.fromkeys(LANGUAGES, one.name) for one in programme.cohorts()}
    return {}


def _told_goals(month: JalaliMonth) -> list[Goal]:
    """Goals of the whole province that have begun; of those of one indicator that overlap, the last to end alone.

    Figures of nested periods would tell by their difference who is new. A goal of a group would be one more table, and
    one on sustained livings the number that the standings may have to hide: neither is told here, nor what a month's
    end tells, of which an edition holds all that may be told.
    """
    told: list[Goal] = []
    for one in goals():
        whole = one.county_code is None and one.cohort_id is None and one.cut is None
        counted = whole and one.indicator in _TOLD
        if counted and one.first <= month and not _overlaps(one, told):
            told.append(one)
    return told


def apart(counts: Sequence[int], fewest: int) -> list[bool]:
    """Which of these numbers of people may stand side by side, each nested in another: none tells few by subtraction.

    The first is told anyway.
    """
    told: list[int] = []
    kept = []
    for one in counts:
        fits = all(one == other or abs(one - other) >= fewest for other in told)
        kept.append(fits or not told)
        if kept[-1]:
            told.append(one)
    return kept


def _overlaps(one: Goal, others: Iterable[Goal]) -> bool:
    return any(
        one.indicator is other.indicator and one.first <= other.last and other.first <= one.last for other in others
    )
