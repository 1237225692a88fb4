"""From each figure that counts people to these people, without an amount; the look is kept."""

from __future__ import annotations

import pytest
from flask import Flask
from webtest import TestApp

from app import impact
from app.accounts import Role
from app.consent import Purpose
from app.impact import Cut, Group, Measure
from app.shared import audit, clock
from tests import world
from tests.web.browsing import deliver, logged_in, words_of
from tests.web.test_consents import refuses
from tests.web.test_livelihood import over, steady


@pytest.fixture
def officer(app: Flask) -> TestApp:
    return logged_in(app, world.official(Role.OFFICER))


def sellers_and_others() -> list[int]:
    """Two who earn, of two counties, one who has never sold, and one who has no place yet."""
    found = [steady("1801", "گلنار"), steady("1803", "شهربانو")]
    with clock.at(over(3).starts):
        found += [world.maker("1803", name="ماه‌منیر")]
        world.applicant()
    deliver()
    return found


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize("cut", [None, Cut.COUNTY, Cut.PLACE, Cut.SEX, Cut.HEAD, Cut.TRADE, Cut.COHORT])
def test_of_every_figure_as_many_are_listed_as_it_counts(cut):
    sellers_and_others()
    listed = 0
    for value, figures in impact.figures(over(), cut).items():
        for measure in impact.WITH_PEOPLE:
            group = Group(over(), None, cut, None if cut is None else value)
            found = impact.holders(measure, group, 1, 30)
            one = figures[measure]
            assert found.whole == len(found.people)
            assert found.whole == (one.n if one.numerator is None else one.numerator), (measure, value)
            listed += found.whole
    assert listed > 10


def test_a_figure_leads_to_its_people_without_amounts_and_each_look_is_kept(officer):
    first, _, idle = sellers_and_others()
    page = officer.get("/office/indicators?of=earning&by=county")
    everybody = page.click(href=r"people\?.*of=earning&by=county$")
    of_county = page.click(href=r"people\?.*of=earning.*group=1801")

    assert "گلنار" in words_of(everybody)
    assert "شهربانو" in words_of(everybody)
    assert "ماه‌منیر" not in words_of(everybody)
    assert "تومان" not in words_of(everybody)
    assert "شهربانو" not in words_of(of_county)
    assert "ماه‌منیر" in words_of(officer.get("/office/indicators/people?of=no_sale"))
    world.fresh()
    assert [row.act for row in audit.of("trainee", first)].count("livelihood_seen") == 1
    assert [row.act for row in audit.of("trainee", idle)].count("livelihood_seen") == 1


def test_who_is_not_to_be_named_is_left_out_and_counted(officer):
    out, _, _ = sellers_and_others()
    refuses(out, Purpose.NAMED)
    page = words_of(officer.get("/office/indicators/people?of=selling"))

    assert "گلنار" not in page
    assert "شهربانو" in page
    assert "۱ نفر از این گروه در عدد هستند و در این فهرست نه" in page
    world.fresh()
    assert "livelihood_seen" not in [row.act for row in audit.of("trainee", out)]


def test_an_officer_of_a_county_sees_its_people_alone(app):
    sellers_and_others()
    officer = logged_in(app, world.official(Role.OFFICER, county="1803"))

    for measure in sorted(impact.WITH_PEOPLE):
        assert "گلنار" not in words_of(officer.get(f"/office/indicators/people?of={measure}&by=county&group=1801"))
        assert "گلنار" not in words_of(officer.get(f"/office/indicators/people?of={measure}"))


def test_sums_of_money_have_no_list(officer):
    sellers_and_others()
    for measure in {*Measure} - impact.WITH_PEOPLE:
        officer.get(f"/office/indicators/people?of={measure}", status=404)
    assert officer.get("/office/indicators/people?of=selling&page=99&month=x&by=y&group=z").status_code == 200
