"""Whoever chooses one of thousands finds her by name or number, and has a few to choose from."""

from __future__ import annotations

import pytest
from webtest import TestApp, TestResponse

from app import planning, programme
from app.accounts import Role
from app.planning import PartnerKind
from app.shared.database import transaction
from app.shared.text import localized
from tests import world
from tests.planning import told
from tests.spaces import scene
from tests.web.browsing import faults_of, form_of, logged_in, words_of

HOME, ELSEWHERE = "1801", "1805"
LISTS = {"/desk/spaces": "trainee", "/desk/orders": "maker", "/desk/assist": "trainee"}


def offered(page: TestResponse, field: str) -> list[str]:
    """Whom a form lets choose, in their order."""
    return [value for value, _, _ in form_of(page, having=field)[field].options if value]


def sought(browser: TestApp, address: str, words: str) -> TestResponse:
    form = form_of(browser.get(address), having="who")
    form["who"] = words
    return form.submit()


@pytest.fixture
def crowd(app) -> list[int]:
    """More trainees of one county than a list shows, by name."""
    cohort = world.cohort()
    made = [world.maker(name=3 * letter, into=cohort) for letter in "ابپتثجچحخدذرزژسشصضطظعغ"]
    return sorted(made, key=lambda one: programme.trainee(one).sort_key)


def named(name: str, crowd: list[int]) -> int:
    return next(one for one in crowd if programme.trainee(one).display_name.startswith(name))


@pytest.mark.parametrize("address", LISTS)
def test_a_mentor_finds_one_of_many(app, crowd, address):
    mentor = world.mentor()
    last, other = named("غغغ", crowd), world.maker(ELSEWHERE, name="غغغ")
    with transaction():
        programme.take_case(programme.trainee(crowd[-2]), programme.mentor(mentor), None)
    scene.workshop()
    browser, field = logged_in(app, programme.mentor(mentor).person_id), LISTS[address]
    first = browser.get(address)

    assert offered(first, field) == [str(one) for one in (crowd[-2], *crowd[: programme.FEW - 1])]
    assert "تنها چند نفرِ نخست" in words_of(first)
    assert offered(sought(browser, address, "غغغ"), field) == [str(last)]
    assert offered(sought(browser, address, localized(str(last), "fa")), field) == [str(last)]
    for nobody in ("نیست‌چنین‌کسی", str(other), "9" * 30, "%%"):
        assert "کسی با این نام یا شماره نیست" in words_of(sought(browser, address, nobody))


@pytest.mark.parametrize("address", LISTS)
def test_where_there_are_few_nobody_is_asked_to_search(app, address):
    mentor, maker = world.mentor(), world.maker()
    scene.workshop()
    page = logged_in(app, programme.mentor(mentor).person_id).get(address)

    assert offered(page, LISTS[address]) == [str(maker)]
    assert 'name="who" type="search"' not in page.text


def test_a_refused_booking_keeps_what_was_sought_and_chosen(app, crowd):
    slot = scene.slot(scene.open_to_all(needs_permit=True))
    browser = logged_in(app, programme.mentor(world.mentor()).person_id)
    form = form_of(sought(browser, "/desk/spaces", "غغغ"), having="trainee")
    form["food"] = True
    page = form.submit(expect_errors=True)

    assert page.status_code == 422
    assert form_of(page, having="trainee")["trainee"].value == str(named("غغغ", crowd))
    assert scene.taken(slot) == 0


def test_staff_find_a_maker_or_a_mentor_for_an_outlet(app, crowd):
    for one in crowd:
        world.product(one)
    last = named("غغغ", crowd)
    silent, far, mentor = world.maker(name="غغغ"), world.maker(ELSEWHERE, name="غغغ"), world.mentor()
    world.product(far)
    shop = told.partner()
    address = f"/staff/suppliers/{shop}"
    staff = logged_in(app, world.official(Role.STAFF))
    first = offered(staff.get(address), "whom")

    assert [sum(one.startswith(kind) for one in first) for kind in "mt"] == [programme.FEW] * 2
    assert offered(sought(staff, address, "غغغ"), "whom") == [f"t{last}"]
    assert f"m{mentor}" in offered(sought(staff, address, str(mentor)), "whom")
    form = form_of(sought(staff, address, str(last)), having="whom")
    form["whom"] = f"t{last}"
    assert programme.trainee(last).display_name in words_of(form.submit().follow())
    for nobody in (f"t{silent}", f"t{far}", "t0", "m999999", "x1", ""):
        form["whom"].force_value(nobody)
        assert set(faults_of(form.submit(status=422))) == {"whom"}
    assert len(planning.ties_of(shop)) == 1


def test_a_supplier_is_tied_to_mentors_alone(app):
    world.product(world.maker())
    mentor, supplier = world.mentor(), told.partner(PartnerKind.SUPPLIER)
    staff = logged_in(app, world.official(Role.STAFF))

    assert offered(staff.get(f"/staff/suppliers/{supplier}"), "whom") == [f"m{one}" for one in range(1, mentor + 1)]
