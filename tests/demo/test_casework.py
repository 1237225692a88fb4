"""The demo's case work: briefings with guests, a pause that holds, certificates, costs, and trades without a mentor."""

import pytest

from app import catalogue, planning, programme
from app.accounts import Role
from app.demo.casework import Casework
from app.programme import Mark
from app.shared import clock
from app.shared.calendar import today
from app.shared.database import transaction
from tests import world

pytestmark = pytest.mark.usefixtures("app")


def test_every_page_of_case_work_has_something_to_show():
    cohort = world.cohort()
    mentors = {"1801": world.mentor("1801"), "1805": world.mentor("1805")}
    makers = {county: [world.maker(county, into=cohort) for _ in range(2)] for county in mentors}
    for _ in range(3):
        world.applicant("1801", into=cohort)
    product, staff = world.product(makers["1801"][0], by=mentors["1801"]), world.official(Role.STAFF)
    with transaction():
        programme.trainee(makers["1801"][0]).trade_code = "dates"
        for maker in makers["1801"]:
            lesson = programme.hold_lesson(programme.cohort(cohort), today(), f"درس {maker}", staff)
            programme.mark(lesson, {maker: Mark.PRESENT}, staff)

    Casework(mentors, makers, [staff], world.mobile_number(), clock.now()).all(cohort)

    world.fresh()
    asked = programme.briefings(None, 1)[1]
    assert sum(one.asked for one in asked) > sum(one.came for one in asked) > 0
    assert programme.count_guests(None).asked == 3
    tied = [
        one.guest.tied_by for seen in asked for one in programme.guests_of(seen.briefing.id) if one.guest.trainee_id
    ]
    assert tied == [staff]
    assert programme.cohort(cohort).mentor_id == mentors["1801"]
    assert [one.holds_on(today()) for one in programme.pauses(None)].count(True) == 1
    assert len(programme.certificates_of(makers["1801"][0])) == 1
    assert catalogue.cost_of(product) is not None
    hub = next(one for one in planning.network(None).hubs if one.county_code == "1801")
    assert hub.unmentored == ("dates",)
