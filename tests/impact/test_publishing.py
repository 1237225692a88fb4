"""Publishing a month: prepared by one, signed by another, frozen, corrected and never overwritten."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from app import impact, programme
from app.accounts import Body, Role
from app.impact import Cut, Figures, Indicator, Publication, PublicationState
from app.impact.snapshot import apart
from app.impact.suppression import Told
from app.shared import audit, clock, states
from app.shared.calendar import JalaliMonth
from app.shared.database import session, transaction
from app.shared.errors import NotFound
from app.shared.states import MoveRefused
from tests import world
from tests.impact.attacking import possible
from tests.impact.publishing import ENOUGH, head, makers, over, prepared, province, signed, staff
from tests.impact.scene import correct, counted, earn, goal


def figures(one: Publication) -> Figures:
    return impact.figures_of(one)


def table(one: Publication, cut: str) -> Figures:
    return next(found for found in figures(one)["tables"] if found["cut"] == cut)


def row(one: Publication, cut: str, code: str) -> dict[str, int | None]:
    """What a row tells by column, and of how many people."""
    found = table(one, cut)
    told = next(line for line in found["rows"] if line["code"] == code)
    return dict(zip(found["columns"], told["counts"], strict=True)) | {"people": told["people"]}


@pytest.mark.usefixtures("app")
def test_figures_of_a_month_tell_who_stands_where_by_group():
    province()
    one = prepared()

    told = figures(one)
    assert told["people"] == 31
    assert {state["state"]: state["people"] for state in told["states"]}["sustained"] == 13
    assert [found["cut"] for found in told["tables"]] == ["county", "trade", "place", "sex", "cohort"]
    assert row(one, "county", "1801")["people"] == 15
    assert row(one, "county", "1805")["sustained"] is None
    assert row(one, "county", "1802")["people"] == 0
    assert told["money"] == {"earners": 13, "income": 520_000_000, "median": 40_000_000, "income_month": 31_197_000}


@pytest.mark.usefixtures("app")
def test_groups_add_up_to_the_whole_and_each_is_counted_once():
    everybody = province()
    cohorts = [world.cohort(), world.cohort()]
    for cohort in cohorts:
        with clock.at(over(3).starts), transaction():
            for one in everybody["1801"][:6]:
                place = programme.apply(programme.trainee(one), programme.cohort(cohort), None)
                programme.accept(place, None)
    one = prepared()

    for cut in ("county", "place", "sex", "cohort"):
        people = [line["people"] for line in table(one, cut)["rows"]]
        assert None in people or sum(people) == 31
    assert {line["code"]: line["people"] for line in table(one, "cohort")["rows"]}[str(cohorts[1])] in {6, None}
    assert str(cohorts[0]) not in {line["code"] for line in table(one, "cohort")["rows"]}


@pytest.mark.usefixtures("app")
def test_no_small_number_is_in_what_is_kept_anywhere():
    province()
    one = prepared()

    kept = session().execute(text("SELECT figures FROM publication")).scalar_one()
    assert json.loads(kept) == figures(one)
    for cut in ("county", "place", "sex", "cohort", "trade"):
        found = table(one, cut)
        numbers = [count for line in found["rows"] for count in (*line["counts"], line["people"])]
        assert not any(count is not None and 0 < count < 5 for count in numbers)


@pytest.mark.usefixtures("app")
def test_who_tries_everything_finds_nobody_in_what_was_published():
    makers(3, "1801", 2)
    makers(3, "1803", 2)
    makers(3, "1801")
    makers(2, "1803")
    one = prepared()

    found = table(one, "county")
    values = {}
    for line in found["rows"]:
        if line["code"] in {"1801", "1803"}:
            counts = dict(zip(found["columns"], line["counts"], strict=True))
            for column in ("active", "not_yet"):
                values[line["code"], column] = counts[column]
            values[line["code"], ""] = line["people"]
    true = {("1801", "active"): 3, ("1801", "not_yet"): 3, ("1801", ""): 6}
    true |= {("1803", "active"): 3, ("1803", "not_yet"): 2, ("1803", ""): 5}
    told = Told(true, frozenset(key for key, shown in values.items() if shown is None), 1 - found["noughts_hidden"])

    assert told.hidden == {key for key in values if key[1]}
    assert all(len(ways) >= 4 for ways in possible(told).values())


@pytest.mark.usefixtures("app")
def test_incomes_are_told_of_five_and_more_and_never_exactly():
    with clock.at(over(20).starts):
        earlier = [world.maker("1803") for _ in range(5)]
    for one in earlier:
        earn(one, ENOUGH, over(1).starts + timedelta(days=2))
    for place, one in enumerate(makers(5, "1801", 1) + makers(4, "1803", 1)):
        earn(one, 1_234_567 * (place + 1), over().starts + timedelta(days=4))
    one = prepared()

    medians = {line["code"]: line["median_income"] for line in table(one, "county")["rows"]}
    assert medians["1803"] is None
    assert medians["1801"] == 44_000_000
    assert figures(one)["money"]["income"] == 420_000_000


@pytest.mark.usefixtures("app")
def test_a_median_does_not_tell_of_a_hidden_number():
    """Five earn in a county where five are active and one has left: the median would say that the five are five."""
    makers(5, "1801", 1)
    with clock.at(over(20).starts):
        gone = [world.maker(county) for county in ("1801", "1803", "1803", "1803", "1803")]
    for one in gone:
        earn(one, ENOUGH, over(8).starts + timedelta(days=2))
    makers(6, "1803", 1)
    one = prepared()

    told = row(one, "county", "1801")
    medians = {line["code"]: line["median_income"] for line in table(one, "county")["rows"]}
    assert (told["active"] is not None) or medians["1801"] is None


@pytest.mark.usefixtures("app")
def test_a_month_that_runs_and_a_province_of_few_are_not_told():
    makers(4, "1801")
    with pytest.raises(impact.MonthNotOver):
        prepared(JalaliMonth.current())
    with pytest.raises(impact.FiguresUnsafe):
        prepared()


@pytest.mark.usefixtures("app")
def test_goals_of_the_province_are_told_and_those_of_few_hidden():
    province()
    goal(Indicator.SELLING, 20, first=over(), last=over().plus(2))
    goal(Indicator.INCOME, 900_000_000, first=over(1), last=over())
    goal(Indicator.SELLING, 3, first=over(5), last=over())
    goal(Indicator.SELLING, 3, first=over(), last=over(), county_code="1801")
    told = figures(prepared())["goals"]

    assert [(one["indicator"], one["target"], one["actual"]) for one in told] == [
        ("selling", 20, 13), ("income", 900_000_000, 1_000_000_000),
    ]  # fmt: skip


@pytest.mark.usefixtures("app")
def test_rules_in_force_stand_beside_the_figures_with_their_source():
    province()
    told = {one["name"]: one for one in figures(prepared())["rules"]}

    assert told["publication.fewest"]["value"] == "5"
    assert told["wage.minimum_month_rial"]["source"]
    assert told["livelihood.window_months"]["unit"] == "months"


@pytest.mark.usefixtures("app")
def test_only_the_head_of_the_acecr_signs_and_never_her_own():
    province()
    one, head_of_all = prepared(), head()
    county_head = world.official(Role.OFFICER, county="1801", body=Body.ACECR)
    for person in (staff(), world.official(Role.OFFICER), county_head):
        with pytest.raises(impact.NotTheSigner), transaction():
            impact.sign(one.id, person)
    with transaction():
        impact.sign(one.id, head_of_all)
    mine = prepared(over(1), by=head_of_all).id
    with pytest.raises(impact.OwnFigures), transaction():
        impact.sign(mine, head_of_all)

    assert [(found.month, found.edition) for found in impact.editions(50)] == [(str(over()), 1)]
    assert [found.act for found in audit.of("publication", one.id)] == ["figures_prepared", "figures_signed"]


@pytest.mark.usefixtures("app")
def test_figures_that_were_read_before_are_those_that_are_kept():
    province()
    who, drawn = staff(), impact.draw(over())
    with world.later(minutes=5), transaction():
        kept = impact.prepare(over(), "one", who, "", drawn)
        assert (figures(kept), kept.as_of) == (drawn.figures, drawn.as_of)


@pytest.mark.usefixtures("app")
def test_where_an_edition_became_public_meanwhile_the_figures_are_read_beside_it():
    province()
    who, drawn = staff(), impact.draw(over())
    signed()
    with world.later(minutes=5):
        world.fresh()
        with transaction():
            kept = impact.prepare(over(), "one", who, "دو نفر جا مانده بودند", drawn)
            assert kept.as_of > drawn.as_of
        with transaction():
            other = impact.prepare(over(), "one", who, "دو نفر جا مانده بودند", drawn)
            assert other.id == kept.id


@pytest.mark.usefixtures("app")
def test_pressing_twice_prepares_and_signs_once():
    province()
    who, signer = staff(), head()
    with transaction():
        first, second = (impact.prepare(over(), "same", who).id for _ in range(2))
    with transaction():
        for _ in range(2):
            impact.sign(first, signer)

    assert first == second
    assert [step.became for step in states.history("publication", first)] == ["prepared", "signed"]
    other = head()
    with pytest.raises(MoveRefused), transaction():
        impact.sign(first, other)


@pytest.mark.usefixtures("app")
def test_what_is_prepared_is_not_public_and_waits_alone():
    province()
    one = prepared()

    assert impact.editions(50) == []
    with pytest.raises(NotFound):
        impact.edition(over(), 1)
    with pytest.raises(impact.AlreadyPrepared):
        prepared()
    who, signer = staff(), head()
    with transaction():
        impact.discard(one.id, who)
    with pytest.raises(MoveRefused), transaction():
        impact.sign(one.id, signer)
    assert prepared().id != one.id


@pytest.mark.usefixtures("app")
def test_a_correction_supersedes_and_the_old_edition_stays_as_it_was():
    everybody = province()
    first = signed()
    before = first.figures
    for one in everybody["1801"][:3] + everybody["1803"][:2]:
        correct(one, -ENOUGH, over().starts + timedelta(days=2), clock.now())
    with pytest.raises(impact.CorrectionNeedsReason):
        prepared()
    second = signed(reason="دو واریز برگشته بود")

    assert (second.edition, second.reason) == (2, "دو واریز برگشته بود")
    old = impact.edition(over(), 1)
    assert (old.state, old.figures) == (PublicationState.SUPERSEDED, before)
    assert impact.edition(over(), 2).state is PublicationState.SIGNED
    assert figures(second)["money"]["earners"] == 8


@pytest.mark.usefixtures("app")
def test_a_correction_hides_what_was_hidden_and_shows_no_number_that_stood_for_one():
    everybody = province()
    first = signed()
    for one in everybody["1805"][1:3]:
        for back in range(6):
            correct(one, ENOUGH, over(back).starts + timedelta(days=2), clock.now())
    second = signed(reason="فروشِ نگفته")

    for cut in ("county", "place", "sex"):
        if table(second, cut)["withheld"] or table(first, cut)["withheld"]:
            continue
        for line in table(first, cut)["rows"]:
            now = row(second, cut, line["code"])
            for column, count in row(first, cut, line["code"]).items():
                assert count is not None or now[column] in {None, 0}


@pytest.mark.usefixtures("app")
def test_who_moved_since_is_told_where_she_was_at_the_months_end():
    everybody = province()
    counted()
    first = signed()
    with transaction():
        for one in everybody["1801"][:3]:
            session().execute(text("UPDATE trainee SET county_code = '1803' WHERE id = :id"), {"id": one})
    counted()
    second = signed(reason="شهرستان‌ها اصلاح شد")

    assert table(second, "county")["rows"] == table(first, "county")["rows"] != []


@pytest.mark.usefixtures("app")
def test_a_group_that_moved_before_the_month_was_kept_is_not_told_again():
    """Where she lived at its end is known of kept months alone: what the first edition told can't be read again."""
    everybody = province()
    signed()
    with transaction():
        for one in everybody["1801"][:3]:
            session().execute(text("UPDATE trainee SET county_code = '1803' WHERE id = :id"), {"id": one})
    second = signed(reason="شهرستان‌ها اصلاح شد")

    assert table(second, "county")["withheld"]
    assert table(second, "county")["rows"] == []
    assert not table(second, "sex")["withheld"]


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize(
    "change",
    [
        "UPDATE publication SET figures = '{}'",
        "UPDATE publication SET reason = 'x'",
        "UPDATE publication SET month = '1400-01'",
        "UPDATE publication SET edition = 7",
        "UPDATE publication SET state = 'prepared', edition = NULL, signed_by = NULL, signed_at = NULL",
        "DELETE FROM publication",
    ],
)
@pytest.mark.parametrize("of", [prepared, signed])
def test_the_database_lets_nobody_rewrite_what_was_published(of, change):
    province()
    kept = of().figures
    if of is prepared and ("edition" in change):
        change = "UPDATE publication SET prepared_by = signed_by"
    with pytest.raises(DatabaseError), transaction():
        session().execute(text(change))
    world.fresh()

    assert impact.publications(50)[0].figures == kept


def test_figures_stay_the_same_whatever_happens_later(app: Flask):
    everybody = province()
    one = signed()
    before = one.figures
    earn(everybody["1801"][0], 10 * ENOUGH)
    with clock.at(clock.now() + timedelta(days=40)):
        world.fresh()
        assert impact.edition(over(1), 1).figures == before


@pytest.mark.usefixtures("app")
def test_goals_of_groups_and_of_sustained_livings_are_not_told_here():
    province()
    goal(Indicator.SUSTAINED, 20, first=over(), last=over().plus(2))
    goal(Indicator.SELLING, 20, first=over(), last=over().plus(2), cut=Cut.PLACE, value="village")
    for indicator in (one for one in Indicator if impact.of_month_end(one)):
        goal(indicator, 20, first=over(), last=over().plus(2))

    assert figures(prepared())["goals"] == []


@given(st.lists(st.integers(0, 40), max_size=8))
def test_numbers_that_stand_side_by_side_tell_nobody_few_by_subtraction(counts: list[int]):
    told = [one for one, fits in zip(counts, apart(counts, 5), strict=True) if fits]

    assert told[:1] == counts[:1]
    assert all(one == other or abs(one - other) >= 5 for one in told for other in told)
