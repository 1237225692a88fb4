"""Goals: set by staff, reached by sales; each figure opens to the makers and parcels behind it."""

from __future__ import annotations

from typing import Any

from flask import render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import Form

from app import impact, offshop, orders, programme
from app.accounts import Role
from app.impact import Aim, Cut, Goal, Indicator, Measure, Unit
from app.shared import audit
from app.shared.calendar import JalaliMonth
from app.shared.database import transaction
from app.shared.errors import NotFound
from app.shared.sheets import Cell
from app.web.access import GOAL_SETTERS, INCOMES, allow, me, my_id
from app.web.forms.fields import fault_list
from app.web.forms.staff import GoalForm
from app.web.office.dashboard import blueprint, goal_scope, group_of, reach
from app.web.office.few import behind_goals, keep_looks
from app.web.office.groups import listed, names_of_groups
from app.web.office.ruling import rules_of_goal
from app.web.office.trainee import addresses
from app.web.pages import Page, csv_answer, done, go, page_number, pages_of, row_number
from app.web.shop import county_names
from app.words import gettext, goal_meaning, goal_reached, goal_share, in_unit, name_of, unit_called


@blueprint.get("/goals")
@allow(INCOMES)
def goals() -> Page:
    actuals = impact.actuals(impact.goals(reach()))
    page = render_template(
        "office/goals.html",
        actuals=actuals,
        names=county_names(),
        cohorts={one.id: one for one in programme.cohorts()},
        may_set=Role.STAFF in me().roles,
    )
    keep_looks(behind_goals(actuals))
    return page


_GOAL_HEADINGS = [
    "as_of", "goal", "indicator", "title", "kind", "county", "cohort", "cut", "group", "scope", "first", "last",
    "target", "reached", "unit", "less_is_more", "of", "percent", "met", "baseline", "baseline_source", "note",
    "definition",
]  # fmt: skip


@blueprint.get("/goals.csv")
@allow(INCOMES)
def goals_csv() -> Response:
    """Every goal with what is reached of it, each in its own unit (money in rials), and what kind of thing it counts.

    What is of too few to be told, or not known yet, is empty with the number that it is about. Rows of
    the kind `activity` count no work: they are not to be added to the others.
    """
    names, cohorts = county_names(), {one.id: one for one in programme.cohorts()}
    found = impact.actuals(impact.goals(reach()))
    rows = [_goal_row(one, goal_scope(one.goal, names, cohorts)) for one in found]
    keep_looks(behind_goals(found))
    return csv_answer(f"goals-{JalaliMonth.current()}", _GOAL_HEADINGS, rows)


def _goal_row(one: impact.Actual, scope: str) -> tuple[Cell, ...]:
    goal, indicator = one.goal, one.goal.indicator
    kind = "activity" if indicator.activity else "service" if indicator.of_shop else "work"
    return (
        *(one.as_of.isoformat(timespec="seconds"), goal.id, indicator.value, name_of(indicator), kind),
        *(goal.county_code or "", goal.cohort_id or "", goal.cut.value if goal.cut else "", goal.value or "", scope),
        *(goal.first_month, goal.last_month, goal.target, one.numerator if one.known else ""),
        *(impact.unit_of(indicator).value, int(indicator.lower_is_better), one.denominator if one.known else ""),
        *(one.percent if one.known else "", int(one.met)),
        *("" if goal.baseline is None else goal.baseline, goal.baseline_source, goal.note),
        goal_meaning(indicator, one.limits),
    )


@blueprint.route("/goals/new", methods=["GET", "POST"])
@allow(GOAL_SETTERS)
def new_goal() -> Page:
    now = JalaliMonth.current()
    form = GoalForm(
        request.form if request.method == "POST" else None,
        data={"indicator": Indicator.SELLING.value, "first": str(now), "last": str(now.plus(2))},
    )
    if request.method == "POST" and form.validate():
        with transaction():
            impact.set_goal(_aim(form), me().person.id)
        done(gettext("هدف گذاشته شد."))
        return go(".goals")
    return _form_page(form, now)


def _form_page(form: Form, now: JalaliMonth) -> Page:
    mine = me().counties(Role.STAFF)
    names = {code: name for code, name in county_names().items() if mine is None or code in mine}
    page = render_template(
        "office/goal_new.html",
        form=form,
        faults=fault_list(form),
        indicators=[(one.value, name_of(one), _hint(one)) for one in Indicator],
        months=[now.plus(step) for step in range(-12, 13)],
        names=names,
        groups=_groups(),
        cohorts=[one for one in programme.cohorts() if mine is None or one.county_code in mine],
        whole_province=mine is None,
    )
    return (page, 422) if request.method == "POST" else page


def _hint(one: Indicator) -> str:
    """What is counted, in what unit, and which way is better."""
    unit = gettext("واحد: %(unit)s.", unit=unit_called(impact.unit_of(one)))
    less = gettext("کمترش بهتر است؛ هدف می‌تواند ۰ باشد.") if one.lower_is_better else ""
    return f"{goal_meaning(one).rstrip('.')}. {unit} {less}".rstrip()


def _typed(indicator: Indicator, number: int) -> int:
    """A number typed in an indicator's unit, as it is kept: rials for toman, tenths for whole jobs."""
    return number * (10 if impact.unit_of(indicator) in {Unit.RIAL, Unit.TENTHS} else 1)


def _aim(form: GoalForm) -> Aim:
    kind, _, number = str(form.scope.data).partition("-")
    mine = me().counties(Role.STAFF)
    county = number if kind == "county" and number in county_names() else None
    cohort = programme.cohort(row_number(number)) if kind == "cohort" else None
    reached = county or (cohort.county_code if cohort else None)
    if mine is not None and reached not in mine:
        raise NotFound
    indicator = Indicator(form.indicator.data)
    source = form.baseline_source.data or ""
    cut, value, _ = _groups().get(str(form.group.data), (None, None, ""))
    return Aim(
        indicator,
        _typed(indicator, form.target.data),
        JalaliMonth.parse(str(form.first.data)),
        JalaliMonth.parse(str(form.last.data)),
        county_code=county,
        cohort_id=None if cohort is None else cohort.id,
        note=form.note.data or "",
        cut=cut,
        value=value,
        baseline=None if form.baseline.data is None else (_typed(indicator, form.baseline.data), source),
    )


def _groups() -> dict[str, tuple[Cut, str, str]]:
    """Groups that a goal can be narrowed to, by what the form says: cut, value and name."""
    names = {cut: names_of_groups(cut) for cut in (Cut.PLACE, Cut.SEX, Cut.HEAD, Cut.TRADE)}
    return {
        f"{cut.value}-{value}": (cut, value, name)
        for cut, groups in names.items()
        for value, name in groups.items()
        if value
    }


PARCELS_A_PAGE, MAKERS_SHOWN = 100, 200


def within_reach(goal_id: int) -> Goal:
    """A goal of a county that the visitor may look into. Raises NotFound."""
    found = impact.goal(goal_id)
    mine = reach()
    if mine is not None and impact.county_of(found) not in mine:
        raise NotFound
    return found


def _named(found: Goal) -> tuple[list[impact.Behind], int]:
    """Makers behind a goal who may stand in a list by name; and how many may not."""
    behind = impact.makers_behind(found)
    named, nameless = listed([one.maker_id for one in behind])
    return [one for one in behind if one.maker_id in named], nameless


@blueprint.get("/goals/<int:goal_id>")
@allow(INCOMES)
def goal(goal_id: int) -> Page:
    """A goal's figure with its definition and where it set out from, and the way to what is behind it."""
    found = within_reach(goal_id)
    if impact.of_month_end(found.indicator):
        told, people, now = impact.told_in(found), _people(found), JalaliMonth.current()
        return render_template("office/goal_at_end.html", told=told, people=people, this_month=now, **_facts(found))
    return _page_of_period(found)


def _facts(found: Goal) -> dict[str, Any]:
    """What the pages of all goals tell."""
    actual = impact.actual(found)
    return {
        "aside": impact.aside_of(found),
        "actual": actual,
        "before": impact.before(found),
        "group": group_of(found),
        "names": county_names(),
        "cohort": programme.cohort(found.cohort_id) if found.cohort_id else None,
        "may_set": Role.STAFF in me().roles,
        "meaning": goal_meaning(found.indicator, actual.limits),
        "rules": rules_of_goal(found),
        "rules_month": min(found.last, JalaliMonth.current().plus(-1)),
    }


def _people(found: Goal) -> str:
    """The list of the people in a goal's figure, where the page of indicators has one of just them."""
    month, measure = impact.told_in(found), Measure(found.indicator.value)
    scopes = [
        (Cut.COUNTY.value, found.county_code),
        (Cut.COHORT.value, found.cohort_id),
        (found.cut.value if found.cut else "", found.value),
    ]
    narrowed = [(cut, value) for cut, value in scopes if value is not None]
    over = month is not None and month < JalaliMonth.current()
    if not over or measure not in impact.WITH_PEOPLE or len(narrowed) > 1:
        return ""
    by, group = narrowed[0] if narrowed else (Cut.COUNTY.value, None)
    return url_for(".indicator_people", month=month, of=measure.value, by=by, group=group)


def _page_of_period(found: Goal) -> Page:
    """The page of a goal that counts makers or what they earned, with these makers and their parcels."""
    behind, unnamed = _named(found)
    every = impact.parcels_behind(found.first, found.last, [one.maker_id for one in behind])
    page = min(page_number(), pages_of(len(every), PARCELS_A_PAGE))
    rows = every[(page - 1) * PARCELS_A_PAGE : page * PARCELS_A_PAGE]
    shown = behind[:MAKERS_SHOWN]
    with transaction():
        seen = {one.maker_id for one in shown} | {row.maker_id for row in rows}
        audit.note_looks("income_seen", "trainee", sorted(seen), my_id(), goal=found.id)
    facts, outside = _facts(found), impact.goals_outside(found)
    told = render_template(
        "office/goal.html",
        shown=shown,
        addresses=addresses([one.maker_id for one in shown]),
        unnamed=unnamed,
        behind=behind,
        rows=rows,
        parcels=len(every),
        whole=sum(int(row.amount) for row in every),
        page=page,
        pages=pages_of(len(every), PARCELS_A_PAGE),
        views={view.parcel.id: view for view in orders.parcel_views(row.about[1] for row in rows)},
        makers=programme.trainees(one.maker_id for one in behind),
        outside=impact.by_evidence(outside),
        grades=offshop.STRONGEST_FIRST,
        months=[found.first.plus(step) for step in range(len(behind[0].months))] if behind else [],
        **facts,
    )
    keep_looks(facts["actual"].few, facts["before"].few, impact.few_outside(outside))
    return told


@blueprint.get("/goals/<int:goal_id>/parcels.csv")
@allow(INCOMES)
def goal_csv(goal_id: int) -> Response:
    """Every release and refund behind a goal's figure, in rials."""
    found = within_reach(goal_id)
    if impact.of_month_end(found.indicator):
        raise NotFound
    behind, _ = _named(found)
    every = impact.parcels_behind(found.first, found.last, [one.maker_id for one in behind])
    with transaction():
        audit.note_looks("income_seen", "trainee", sorted({row.maker_id for row in every}), my_id(), goal=goal_id)
    views = {view.parcel.id: view for view in orders.parcel_views(row.about[1] for row in every)}
    codes = {number: view.order.code for number, view in views.items()}
    rows = [(row.at.isoformat(), row.maker_id, codes.get(row.about[1], ""), int(row.amount)) for row in every]
    return csv_answer(f"goal-{goal_id}", ["at", "maker", "order", "income_rial"], rows)


@blueprint.post("/goals/<int:goal_id>/drop")
@allow(GOAL_SETTERS)
def drop_goal(goal_id: int) -> Page:
    with transaction():
        found = impact.goal(goal_id)
        mine = me().counties(Role.STAFF)
        if mine is not None and impact.county_of(found) not in mine:
            raise NotFound
        impact.drop_goal(found, me().person.id)
    done(gettext("هدف برداشته شد."))
    return go(".goals")


@blueprint.app_template_global("amount_of")
def amount_of(indicator: Indicator, number: int) -> str:
    """A figure in its indicator's unit."""
    return in_unit(impact.unit_of(indicator), number)


@blueprint.app_template_global("target_of")
def target_of(one: Goal | Aim) -> str:
    """What is to be reached; where less is more, the most that there may be."""
    amount = amount_of(one.indicator, one.target)
    return gettext("دستِ بالا %(n)s", n=amount) if one.indicator.lower_is_better and one.target else amount


blueprint.add_app_template_global(goal_reached, "reached_of")
blueprint.add_app_template_global(goal_share, "share_of")
