"""Was it carried out well? A year's scorecard: each figure with its page, as of a moment, and on paper."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

from flask import render_template
from werkzeug.wrappers import Response

from app import impact, planning, programme
from app.accounts import Role
from app.impact import Unit
from app.planning import Scorecard
from app.shared.calendar import JalaliMonth
from app.shared.errors import NotFound
from app.web.access import INCOMES, allow, me
from app.web.office.dashboard import blueprint, goal_scope, reach
from app.web.office.few import keep_looks
from app.web.office.indicators import shown
from app.web.office.sheets import COUNT, Number, Place, Row, of_figure, of_goal, sheet
from app.web.pages import Page
from app.web.papers import sheet as paper
from app.web.shop import county_names
from app.words import formats, gettext, name_of


@blueprint.get("/scorecard", defaults={"year": None})
@blueprint.get("/scorecard/<int:year>")
@allow(INCOMES)
def scorecard(year: int | None) -> Page:
    card = _card(year)
    page = render_template("office/scorecard.html", may_copy=Role.STAFF in me().roles, **_facts(card))
    keep_looks(impact.few_behind(actual for actual, _ in card.goals))
    return page


def _card(year: int | None) -> Scorecard:
    """The scorecard of a year, of this one where none is named. Raises NotFound for one that has not begun."""
    now = JalaliMonth.current().year
    if year is not None and not planning.EARLIEST <= year <= now:
        raise NotFound
    return planning.scorecard(year or now, reach())


def _facts(card: Scorecard) -> dict[str, Any]:
    now = JalaliMonth.current().year
    return {
        "card": card,
        "verdicts": planning.SCORED,
        "years": [one for one in (now, now - 1, now - 2) if one >= planning.EARLIEST],
        "names": county_names(),
        "cohorts": {one.id: one for one in programme.cohorts()},
        "shown": shown,
        "mine": reach(),
    }


@blueprint.get("/scorecard/<int:year>/scorecard.pdf")
@allow(INCOMES)
def scorecard_pdf(year: int) -> Response:
    """The same on a sheet of A4, without sums of rials of few."""
    card = _card(year)
    goals = tuple((impact.on_paper(actual), verdict) for actual, verdict in card.goals)
    return paper("scorecard", f"scorecard-{year}", **_facts(replace(card, goals=goals)))


@blueprint.get("/scorecard/<int:year>/scorecard.csv")
@allow(INCOMES)
def scorecard_csv(year: int) -> Response:
    """Every number of the page."""
    card = _card(year)
    keep_looks(impact.few_behind(actual for actual, _ in card.goals))
    return sheet(f"scorecard-{year}", card.as_of, [*_of_goals(card), *_of_year(card)])


def _of_goals(card: Scorecard) -> list[Row]:
    names, cohorts = county_names(), {one.id: one for one in programme.cohorts()}
    found: list[Row] = [
        (Place("verdicts", card.year), Number(one.value, name_of(one), card.count(one), COUNT, _of_work()))
        for one in planning.SCORED
    ]
    for actual, verdict in card.goals:
        scope = f"{goal_scope(actual.goal, names, cohorts)}{formats.comma()}{name_of(verdict)}"
        found += [(Place("goals", card.year, str(actual.goal.id), scope), one) for one in of_goal(actual)]
    return found


def _of_work() -> str:
    return gettext("هدف‌هایی که دربارهٔ فعالیت‌اند (نام‌نویسی، آموزش، جا گرفتن) در این شمارش نیستند؛ هیچ‌کدام شغل نیست.")


def _of_year(card: Scorecard) -> list[Row]:
    """What stood in the way, what was promised, owed, spent and lent, each under its own name; indicators first."""
    figures: list[Row] = [(Place("indicators", card.month), of_figure(one)) for one in card.figures]
    parts: dict[str, tuple[str, Any]] = {
        "obstacles": (gettext("مانع‌ها"), card.in_the_way),
        "promised": (gettext("قول‌ها"), card.promised),
        "owed": (gettext("تعهدهای قراردادها"), card.owed),
        "fund": (gettext("بودجهٔ برندسازی"), card.spent),
        "loans": (gettext("اعتبارهای وام"), card.lent),
    }
    told = [
        (Place(table, card.year, name=name), _number(field.name, getattr(part, field.name)))
        for table, (name, part) in parts.items()
        for field in fields(part)
    ]
    return [*figures, *told]


def _number(name: str, value: int | None) -> Number:
    titles = {
        "told": gettext("گفته‌شده در سال"),
        "open": gettext("هنوز باز"),
        "old": gettext("از روزش گذشته"),
        "solved": gettext("حل‌شده"),
        "declined": gettext("پذیرفته نشد"),
        "days": gettext("میانهٔ روزها تا پاسخ"),
        "kept": gettext("به‌هنگام انجام شد"),
        "late": gettext("دیر انجام شد"),
        "dropped": gettext("کنار گذاشته شد"),
        "overdue": gettext("از روزش گذشته"),
        "waiting": gettext("روزش نرسیده"),
        "amount": gettext("اعتبار"),
        "committed": gettext("تأییدشده"),
        "spent": gettext("واریزشده"),
        "at_bank": gettext("نزدِ بانک"),
        "lent": gettext("داده‌شده"),
        "refused": gettext("رد شد"),
    }
    unit = Unit.RIAL.value if name in _RIALS else Unit.DAYS.value if name == "days" else COUNT
    return Number(name, titles[name], value, unit)


_RIALS = frozenset({"amount", "committed", "spent", "at_bank", "lent"})
