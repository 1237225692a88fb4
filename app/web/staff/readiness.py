"""Is next year ready? What the program sees, what somebody says, and a cycle made out of the one before."""

from __future__ import annotations

from flask import render_template, request, url_for

from app import impact, planning
from app.impact import Actual
from app.planning import ByHand, Check, Checked, NextCycle, Word
from app.shared.calendar import JalaliMonth
from app.shared.database import transaction
from app.shared.errors import NotFound
from app.shared.text import only_digits
from app.web.access import STAFF, STAFF_OF_INCOMES, allow, me
from app.web.office.dashboard import goal_scope
from app.web.office.few import keep_looks
from app.web.pages import Page, done, go, row_number
from app.web.reporting import form_key
from app.web.shop import county_names
from app.web.staff.door import blueprint, whole_province
from app.words import formats, gettext, goal_reached, ngettext, say

# Where what is missing is mended.
_MENDED = {
    Check.MENTORS: "office.network",
    Check.TRADES: "office.network",
    Check.STAFF: "staff.mentors",
    Check.BUDGET: "staff.fund",
    Check.CREDIT: "staff.credit",
    Check.OBSTACLES: "staff.obstacles",
    Check.WAGE: "staff.rules",
    Check.GOALS: "office.goals",
    Check.COHORTS: "staff.cohorts",
    Check.HELD: "staff.cohorts",
    Check.PERMITS: "staff.permits",
}


_FEW = 6


def _next() -> int:
    return JalaliMonth.current().year + 1


def _year(year: int) -> int:
    """This year or the next. Raises NotFound for others."""
    if year not in {_next() - 1, _next()}:
        raise NotFound
    return year


@blueprint.get("/readiness", defaults={"year": None})
@blueprint.get("/readiness/<int:year>")
@allow(STAFF)
def readiness(year: int | None) -> Page:
    return _page(_year(year or _next()), [])


def _page(year: int, faults: list[tuple[str, str]]) -> Page:
    whole_province()
    found = planning.readiness(year)
    page = render_template(
        "staff/readiness.html",
        found=found,
        lines=[(one, _told(one), url_for(_MENDED[one.check])) for one in found.checked],
        people=planning.names_of_those_who_said(found),
        faults=faults,
        typed=request.form,
        form_key=form_key(),
        years=[_next(), _next() - 1],
    )
    return (page, 422) if faults else page


def _some(names: tuple[str, ...]) -> str:
    """The first of these, and how many more there are."""
    told, more = names[:_FEW], len(names) - _FEW
    if more > 0:
        told += (ngettext("%(n)s دورهٔ دیگر", "%(n)s دورهٔ دیگر", more, n=formats.num(more)),)
    return formats.comma().join(told)


def _told(one: Checked) -> str:
    """What stands behind an item, in words."""
    names, n = county_names(), formats.num(one.count)
    where = formats.comma().join(names.get(code, "") for code in one.where)
    roles = {
        "staff": gettext("مجری"),
        "finance": gettext("دو نفر در امور مالی"),
        "labour": gettext("مسئولِ ادارهٔ کار"),
        "acecr": gettext("مسئولِ جهاد دانشگاهی"),
    }
    lacking = formats.comma().join(roles.get(name, "") for name in one.where)
    return {
        Check.MENTORS: gettext("شهرستان‌هایی که جا کم دارند: %(where)s", where=where) if one.where else "",
        Check.TRADES: gettext("%(n)s رسته پیشران ندارد: %(where)s", n=n, where=where) if one.where else "",
        Check.STAFF: gettext("کسی نیست: %(who)s", who=lacking) if one.where else "",
        Check.BUDGET: gettext("بودجه‌ای که روزِ نخستِ سال باز است و چیزی در آن مانده: %(n)s", n=n),
        Check.CREDIT: gettext("اعتباری که روزِ نخستِ سال باز است و چیزی در آن مانده: %(n)s", n=n),
        Check.OBSTACLES: gettext("مانعِ باز که از روزش گذشته: %(n)s", n=n),
        Check.WAGE: gettext("حداقلِ مزدِ ماه برای این سال: %(n)s بار نوشته شده", n=n),
        Check.GOALS: _goals_told(one.count, one.outcomes),
        Check.COHORTS: gettext("دوره‌هایی که در این سال آغاز می‌شوند: %(n)s", n=n),
        Check.HELD: gettext("دوره‌هایی که پیشران ندارند: %(which)s", which=_some(one.where)) if one.where else "",
        Check.PERMITS: gettext("پروانه‌هایی که به‌زودی پایان می‌یابند: %(n)s", n=n),
    }[one.check]


def _goals_told(goals: int, outcomes: int) -> str:
    """How many goals a year has, and how many of them are of what came of the work."""
    return gettext(
        "هدف‌های این سال: %(n)s؛ %(outcomes)s دربارهٔ نتیجهٔ کار، %(others)s دربارهٔ فعالیت (نام‌نویسی، آموزش، جا گرفتن).",
        n=formats.num(goals), outcomes=formats.num(outcomes), others=formats.num(goals - outcomes),
    )  # fmt: skip


@blueprint.post("/readiness/<int:year>")
@allow(STAFF)
def say_readiness(year: int) -> Page:
    """Somebody says whether a thing is ready."""
    whole_province()
    named, by = request.form.get("item", ""), me().person.id
    if named not in {*ByHand}:
        raise NotFound
    ready, words = request.form.get("do") == "ready", request.form.get("words", "")
    try:
        with transaction():
            planning.say_ready(_year(year), Word(ByHand(named), ready, words, f"{by}:{named}:{form_key()}"), by)
    except planning.MissingInWords as refusal:
        return _page(year, [(f"words-{named}", say(refusal).sentence)])
    done(gettext("نوشته شد."))
    return go(".readiness", year=year)


def _asked_year() -> int:
    typed = only_digits(request.values.get("year", ""))[:4]
    return _year(int(typed)) if typed else _next()


@blueprint.get("/cycles/copy")
@allow(STAFF_OF_INCOMES)
def cycle() -> Page:
    """What the next year would begin with, before anything is made."""
    whole_province()
    found = planning.next_cycle(_asked_year())
    page = render_template(
        "staff/cycle.html",
        found=found,
        names=county_names(),
        goals_told=_goals_told(len(found.goals), found.outcomes),
        scopes=_scopes(found),
    )
    keep_looks(impact.few_behind(one.actual for one in found.goals))
    return page


def _scopes(found: NextCycle) -> dict[int, str]:
    """Whom each goal is for; a cohort by the name that it is to have."""
    names, plans = county_names(), {one.cohort.id: one.plan for one in found.cohorts}
    return {one.goal_id: goal_scope(one.actual.goal, names, plans) for one in found.goals}


@blueprint.post("/cycles/copy")
@allow(STAFF_OF_INCOMES)
def copy_cycle() -> Page:
    whole_province()
    year = _asked_year()
    found = planning.next_cycle(year, {row_number(one) for one in request.form.getlist("also")[:100]})
    with transaction():
        planning.copy_cycle(found, _reached, me().person.id)
    done(gettext("ساخته شد؛ دوره‌ها و هدف‌ها را ببینید و درست کنید."))
    return go(".cycle", year=year)


def _reached(one: Actual) -> str:
    """From where the new goal sets out, in words for whoever reads the goal; nothing where that is not to be told."""
    told = impact.on_paper(one)
    return gettext("پایه: در دورهٔ پیش به %(n)s رسید.", n=goal_reached(told)) if told.known else ""
