"""Staff write down a paper that they hold, for a maker who cannot show it on her phone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select
from webtest import TestApp, TestResponse, Upload

from app import accounts, catalogue, vouching
from app.accounts import Role
from app.catalogue import HealthRoute, Paper, Permit, PermitState, Shelf
from app.notifications import Message
from app.shared import audit, calendar
from app.shared.calendar import today
from app.shared.database import session, transaction
from tests import world
from tests.web.browsing import faults_of, form_of, logged_in, words_of

NUMBER = "۷۵/۱۲۳-۱۴۰۵"


@pytest.fixture
def officer(app) -> tuple[TestApp, int]:
    person = world.official(Role.STAFF)
    return logged_in(app, person), person


def write_down(browser: TestApp, maker: int, *, photo: bool = True, days: int = 365, **typed: str) -> TestResponse:
    """The form as an officer fills it, Persian digits and all."""
    form = form_of(browser.get(f"/staff/trainees/{maker}/permits/new"), having="number")
    form["route"], form["number"] = "workshop_id", NUMBER
    for name, day in (("issued_on", today() - timedelta(days=30)), ("expires_on", today() + timedelta(days=days))):
        year, month, number = calendar.jalali(day)
        form[f"{name}-day"], form[f"{name}-month"] = str(number).translate(_PERSIAN), str(month)
        form[f"{name}-year"] = str(year).translate(_PERSIAN)
    if photo:
        form["permit_photo"] = Upload("paper.jpg", world.jpeg(), "image/jpeg")
    for name, value in typed.items():
        form[name].force_value(value)
    answer = form.submit(expect_errors=True)
    world.work()
    world.fresh()
    return answer


_PERSIAN = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")


def papers(maker: int) -> list[Permit]:
    world.fresh()
    return catalogue.permits_of(maker)


def told() -> list[str]:
    return list(session().scalars(select(Message.template).where(Message.template == "permit_checked")))


def test_it_is_accepted_at_once_and_who_wrote_it_down_stays_on_it(app, officer):
    maker, (browser, person) = world.maker(), officer

    page = write_down(browser, maker).follow()

    [one] = papers(maker)
    assert (one.state, one.number, one.recorded_by, one.checked_by) == (
        PermitState.ACCEPTED, "75/123-1405", person, person,
    )  # fmt: skip
    assert page.html.select_one("dl.specs").get_text().count(accounts.person(person).name) == 2
    assert one.number in words_of(browser.get(f"/staff/trainees/{maker}")).translate(_LATIN)
    assert [row.by_id for row in audit.of("permit", one.id)] == [person]
    assert told() == ["permit_checked"]
    hers = logged_in(app, world.person_of(maker)).get(f"/workshop/permits/{one.id}")
    assert f"این پروانه را {accounts.person(person).name}" in words_of(hers)


_LATIN = str.maketrans("۰۱۲۳۴۵۶۷۸۹", "0123456789")


def test_what_waited_for_it_can_be_vouched_for_and_sold(app, officer):
    maker, (browser, _) = world.maker(), officer
    write_down(browser, maker)
    draft = world.draft_under(maker, papers(maker)[0].id)
    with transaction():
        review = vouching.submit(catalogue.version(draft), world.person_of(maker)).id

    world.vouch(review, world.mentor())

    world.fresh()
    assert catalogue.product(world.product_of(review)).state is Shelf.ON_SALE


def test_her_own_form_of_the_draft_knows_it(app, officer):
    maker, (browser, _) = world.maker(), officer
    write_down(browser, maker)
    draft = world.draft(maker, world.Ware(good=world.TAHINI, title="ارده", permit=False))

    form = form_of(logged_in(app, world.person_of(maker)).get(f"/workshop/drafts/{draft}/standard"), having="grade")

    assert form["permit_number"].value.translate(_LATIN) == "75/123-1405"


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ({"photo": False}, "permit_photo"),
        ({"number": " "}, "number"),
        ({"route": "none"}, "route"),
        ({"days": -1}, "expires_on"),
        ({"expires_on-day": "۴۰"}, "expires_on"),
    ],
)
def test_what_is_missing_is_told_at_its_field_and_nothing_is_kept(officer, typed, fault):
    maker = world.maker()

    page = write_down(officer[0], maker, **typed)

    assert page.status_code == 422
    assert fault in faults_of(page)
    assert papers(maker) == []


def test_pressed_twice_it_is_one_paper_and_one_message(officer):
    maker = world.maker()
    for _ in range(2):
        assert write_down(officer[0], maker).status_code == 303

    assert len(papers(maker)) == 1
    assert told() == ["permit_checked"]


def test_at_the_same_moment_it_is_one_paper(app):
    maker, staff = world.maker(), [world.official(Role.STAFF) for _ in range(2)]
    paper = Paper(HealthRoute.WORKSHOP_ID, "12", today(), today() + timedelta(days=100), world.ready_paper())

    def record(by: int) -> None:
        with transaction():
            catalogue.record_permit(maker, paper, by)

    done = world.at_once(app, *(lambda by=by: record(by) for by in staff))

    assert done == [None, None]
    assert len(papers(maker)) == 1


def test_one_that_she_sent_and_that_was_refused_is_accepted_with_the_photo_from_the_desk(officer):
    maker, (_, person) = world.maker(), officer
    sent, other = world.sent_permit(maker), world.official(Role.STAFF)
    with transaction():
        catalogue.refuse_permit(catalogue.permit(sent), "خوانا نیست", other)
    known, photo = catalogue.permit(sent), world.ready_paper()
    again = Paper(known.route, known.number, known.issued_on, known.expires_on, photo)

    with transaction():
        catalogue.record_permit(maker, again, person)

    world.fresh()
    after = catalogue.permit(sent)
    assert (after.state, after.picture_id, after.checked_by) == (PermitState.ACCEPTED, photo, person)


def test_nobody_writes_her_own_paper_down(app):
    maker = world.maker()
    with transaction():
        accounts.give_role(accounts.person(world.person_of(maker)), Role.STAFF, by=None)

    page = write_down(logged_in(app, world.person_of(maker)), maker)

    assert page.status_code == 422
    assert "همکارِ دیگری" in words_of(page)
    assert papers(maker) == []


def test_staff_of_another_county_do_not_find_her(app):
    maker = world.maker("1801")
    browser = logged_in(app, world.official(Role.STAFF, county="1805"))

    browser.get(f"/staff/trainees/{maker}/permits/new", status=404)
