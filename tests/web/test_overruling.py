"""Staff take a vouch back in a mentor's place: as when she does it, and everybody reads who it was."""

from __future__ import annotations

from urllib.parse import quote

from flask import Flask
from sqlalchemy import select
from webtest import TestApp, TestResponse

from app import accounts, catalogue, orders, programme, vouching
from app.accounts import Role
from app.catalogue import Shelf
from app.notifications import Message
from app.orders import ParcelState
from app.shared import audit
from app.shared.database import session, transaction
from tests import world
from tests.fakes.bank import FakeBank
from tests.web.browsing import faults_of, form_of, logged_in, words_of
from tests.world import Ware

WHY = "در دو نمونه میخِ زنگ‌زده دیدیم"


def accepted(bank: FakeBank, mentor_id: int) -> int:
    """An order whose parcel its maker has accepted."""
    product = world.product(world.maker("1801"), Ware(differs="کج است"), by=mentor_id)
    order_id = world.paid(bank, {catalogue.variants_of([product])[product][0].id: 1})
    with transaction():
        orders.accept(world.parcel(world.parcels(order_id)[0]), None)
    return order_id


def vouch_of(order_id: int) -> vouching.Vouch:
    world.fresh()
    return vouching.vouch_by_id(world.lines(order_id)[0].vouch_id or 0)


def staff_of(app: Flask, county: str | None = None) -> tuple[TestApp, int]:
    person = world.official(Role.STAFF, county=county)
    return logged_in(app, person), person


def overrule(browser: TestApp, order_id: int, **typed: str) -> TestResponse:
    address = f"/staff/vouches/{vouch_of(order_id).id}/withdraw"
    form = form_of(browser.get(address), having="instead")
    for name, value in ({"instead": "danger", "why": WHY} | typed).items():
        form[name] = value
    answer = form.submit(expect_errors=True)
    world.work()
    world.fresh()
    return answer


def told(template: str) -> list[str]:
    return [one.body or "" for one in session().scalars(select(Message).where(Message.template == template))]


def product_of(order_id: int) -> catalogue.Product:
    world.fresh()
    return catalogue.product(catalogue.version(world.lines(order_id)[0].version_id).product_id)


def test_it_goes_off_sale_and_the_record_says_who_did_it_and_why(app, bank):
    order_id = accepted(bank, world.mentor())
    browser, person = staff_of(app)

    assert overrule(browser, order_id).status_code == 303

    given = vouch_of(order_id)
    [row] = audit.of("vouch", given.id)
    page = browser.get(f"/staff/vouches/{given.id}").html.select_one("section.notice").get_text()
    assert product_of(order_id).state is Shelf.WITHDRAWN
    assert (row.act, row.by_id, '"danger"' in row.facts) == ("vouch_withdrawn", person, True)
    assert accounts.person(person).name in page
    assert WHY in page
    assert "خطر یا فریب" in page
    assert given.id in [one.vouch.id for one in vouching.overruled_in(None)]
    assert vouching.broken_seals() == []
    assert world.broken_promises() == []


def test_buyer_maker_and_mentor_are_told_and_the_buyer_calls_it_off(app, bank, visitor):
    order_id = accepted(bank, world.mentor())
    overrule(staff_of(app)[0], order_id)
    page = visitor.get(f"/o/{orders.order(order_id).token}")

    form_of(page, f"/o/{orders.order(order_id).token}/unvouched/{world.parcels(order_id)[0]}").submit(status=303)

    assert WHY in words_of(page)
    assert "به تصمیمِ بازار" in words_of(page)
    assert world.parcel(world.parcels(order_id)[0]).state is ParcelState.CANCELLED
    letters = [told(one) for one in ("vouch_withdrawn", "vouch_off", "vouch_off_mentor")]
    assert [len(one) for one in letters] == [1, 1, 1]
    assert all("بازار" in one[0] for one in letters)
    assert not any("پیشران تأییدش را" in one[0] for one in letters)


def test_no_public_page_says_that_the_mentor_did_it(app, bank, visitor):
    mentor = world.mentor()
    order_id = accepted(bank, mentor)
    maker = world.lines(order_id)[0].maker_id
    world.product(maker, by=world.mentor())
    overrule(staff_of(app)[0], order_id)

    product = words_of(visitor.get(f"/p/{quote(world.slug(product_of(order_id).id))}"))
    others = [f"/m/{quote(programme.trainee(maker).slug)}", f"/mentors/{quote(programme.mentor(mentor).slug)}"]

    assert "بازار تأییدِ پیشران" in product
    assert "تأییدش را" not in product
    assert all("به تصمیمِ بازار برداشته شد" in words_of(visitor.get(one)) for one in others)
    hers = logged_in(app, world.person_of(maker)).get(f"/workshop/products/{product_of(order_id).id}")
    assert "بازار تأییدِ این کالا را برداشت" in words_of(hers)
    assert WHY in words_of(hers)


def test_it_can_go_down_to_a_lower_grade_instead(app, bank):
    order_id = accepted(bank, world.mentor())

    overrule(staff_of(app)[0], order_id, became="seconds")

    version = catalogue.of_maker(world.lines(order_id)[0].maker_id)[0].newest
    disclosure = vouching.disclosure_of(version.id)
    assert version.state is catalogue.VersionState.DRAFT
    assert disclosure is not None
    assert disclosure.grade is vouching.Grade.SECONDS
    assert "بازار درجهٔ" in told("vouch_off")[0]


def test_without_reason_and_words_each_is_asked_for_and_nothing_happens(app, bank):
    order_id = accepted(bank, world.mentor())
    browser, _ = staff_of(app)
    address = f"/staff/vouches/{vouch_of(order_id).id}/withdraw"

    page = form_of(browser.get(address), having="why").submit(expect_errors=True)

    assert page.status_code == 422
    assert set(faults_of(page)) == {"instead", "why"}
    assert vouch_of(order_id).withdrawn_at is None


def test_pressed_twice_it_is_done_once_by_who_was_first(app, bank):
    order_id = accepted(bank, world.mentor())
    browser, person = staff_of(app)
    form = form_of(browser.get(f"/staff/vouches/{vouch_of(order_id).id}/withdraw"), having="why")
    form["instead"], form["why"] = "unreachable", WHY
    overrule(browser, order_id)

    again = form.submit(expect_errors=True)

    assert again.status_code == 303
    assert "پیش‌تر" in words_of(again.follow())
    assert [row.by_id for row in audit.of("vouch", vouch_of(order_id).id)] == [person]


def test_staff_of_another_county_find_nothing(app, bank):
    order_id = accepted(bank, world.mentor())
    browser, _ = staff_of(app, "1805")
    near, _ = staff_of(app, "1801")
    sku = product_of(order_id).sku

    assert browser.get("/staff/vouches").html.select("ul.tasks a") == []
    assert browser.get(f"/staff/vouches?sku={sku}").html.select("ul.tasks a") == []
    browser.get(f"/staff/vouches/{vouch_of(order_id).id}", status=404)
    [found] = near.get(f"/staff/vouches?sku={sku.lower()}").html.select("ul.tasks a")
    assert found["href"] == f"/staff/vouches/{vouch_of(order_id).id}"


def test_her_figures_tell_what_the_market_took_from_what_she_took_back(app, bank):
    mentor = world.mentor()
    order_id = accepted(bank, mentor)
    overrule(staff_of(app)[0], order_id)

    record = vouching.record_of(mentor)

    assert (record.given, record.withdrawn, record.overruled, record.standing) == (1, 1, 1, 0)
    page = logged_in(app, programme.mentor(mentor).person_id).get("/desk/figures")
    assert "۱ تا را بازار برداشته" in words_of(page)
    assert WHY in words_of(page)
