"""Two mentors, declared ties, who follows whom, the rubric: at the desk and in the executor's room."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import func, select
from webtest import TestApp, Upload

from app import catalogue, programme, vouching
from app.accounts import Role
from app.catalogue import Shelf
from app.shared import rulebook
from app.shared.database import session, transaction
from app.vouching import Review
from app.vouching.rules import SECOND_PRICE
from tests import world
from tests.web.browsing import address_of, deliver, faults_of, form_of, logged_in, look, statements, words_of
from tests.world import Ware

SEEN = {"seen": True, "basis": "in_person", "checked": "بافت و دسته"}


def desk_of(app: Flask, mentor_id: int) -> TestApp:
    return logged_in(app, programme.mentor(mentor_id).person_id)


def vouch_in(browser: TestApp, address: str, *, seen: bool = True, **typed: object) -> object:
    form = form_of(browser.get(address), "", having="basis")
    if seen:
        look(form)
    for name, value in (SEEN | typed).items():
        form[name] = value
    return form.submit("do", value="vouch", expect_errors=True)


@pytest.fixture
def dear(app) -> int:
    """A review of something for which two mentors are asked."""
    with transaction():
        rulebook.set_rule(SECOND_PRICE, 1_000, source="test", by=None)
    return world.submitted(world.maker(), Ware(title="گبهٔ بزرگ"))


def test_two_mentors_look_one_after_the_other(app, dear):
    first, second = desk_of(app, world.mentor()), desk_of(app, world.mentor())
    assert "این کالا دو پیشران می‌خواهد" in words_of(first.get(f"/desk/review/{dear}"))

    said = words_of(vouch_in(first, f"/desk/review/{dear}").follow())
    assert "پیشرانِ دومی هم باید ببیند" in said
    assert "گبهٔ بزرگ" not in words_of(first.get("/desk/queue"))

    assert "نظرِ دوم می‌خواهد" in words_of(second.get("/desk/queue"))
    assert "پیشرانِ نخست" in words_of(second.get(f"/desk/review/{dear}"))
    vouch_in(second, f"/desk/review/{dear}")
    deliver()

    world.fresh()
    product = catalogue.product(world.product_of(dear))
    assert product.state is Shelf.ON_SALE
    page = words_of(second.get(address_of(product.id)))
    assert "هم دیده و پذیرفته است" in page


def test_a_slip_in_the_form_costs_neither_marks_nor_photos(app):
    mentor, review = world.mentor(), world.submitted(world.maker())
    browser = desk_of(app, mentor)

    again = vouch_in(browser, f"/desk/review/{review}", checked="")

    assert again.status_code == 422
    form = form_of(again, "", having="basis")
    marks = [name for name in form.fields if name and name.startswith("mark-")]
    assert {form[name].value for name in marks} == {"met"}
    assert "۱ عکس نگه داشته شد" in words_of(again)
    form["checked"] = "بافت"
    assert form.submit("do", value="vouch").status_code == 303
    version = session().get_one(Review, review).version_id
    assert len(vouching.evidence_of([version])[version]) == 1


def test_what_was_not_marked_is_asked_for_at_its_line(app):
    review = world.submitted(world.maker())

    page = vouch_in(desk_of(app, world.mentor()), f"/desk/review/{review}", seen=False)

    assert page.status_code == 422
    lines = vouching.rubric_for(catalogue.version(session().get_one(Review, review).version_id).category_code)
    assert {f"mark-{one.id}" for one in lines} <= set(faults_of(page))


@pytest.mark.parametrize("value", ["nonsense", "", "met"])
def test_marks_of_lines_that_are_not_there_are_nothing(app, value):
    review, browser = world.submitted(world.maker()), desk_of(app, world.mentor())
    form = form_of(browser.get(f"/desk/review/{review}"), "", having="basis")
    typed = {"mark-999999": value, "mark-x": value, "mark-۱": value}

    answer = browser.post(
        f"/desk/review/{review}",
        {"csrf_token": form["csrf_token"].value, "do": "vouch", **typed},
        expect_errors=True,
    )

    assert answer.status_code == 422


def test_no_picture_is_told_at_its_field(app):
    review, browser = world.submitted(world.maker()), desk_of(app, world.mentor())
    form = form_of(browser.get(f"/desk/review/{review}"), "", having="basis")
    look(form)
    form["evidence"] = [Upload("x.jpg", b"no picture", "image/jpeg")]
    for name, value in SEEN.items():
        form[name] = value

    page = form.submit("do", value="vouch", expect_errors=True)

    assert page.status_code == 422
    assert "evidence" in faults_of(page)


def test_a_tie_is_declared_from_the_review_and_shown(app):
    mentor, maker = world.mentor(), world.maker()
    review, browser = world.submitted(maker), desk_of(app, mentor)
    form = form_of(browser.get(f"/desk/review/{review}"), f"/desk/review/{review}/tie")
    form["tie"], form["words"] = "family", "دخترخاله‌ام"

    form.submit(status=303)

    browser.get(f"/desk/review/{review}", status=404)
    page = browser.get("/desk/interests")
    assert "خویشاوند" in words_of(page)
    assert "دخترخاله‌ام" in words_of(page)


def test_a_tie_is_declared_by_the_makers_page_and_ended(app):
    mentor, maker = world.mentor(), world.maker()
    browser = desk_of(app, mentor)
    form = form_of(browser.get("/desk/interests"), having="maker")
    form["maker"] = f"https://bazar.example/m/{programme.trainee(maker).slug}/"
    assert form.submit(status=422)

    form["kind"] = "resale"
    form.submit(status=303)
    world.fresh()
    [(tie, _)] = vouching.interests_of(mentor)
    form_of(browser.get("/desk/interests"), f"/desk/interests/{tie.id}/end").submit(status=303)

    assert vouching.interests_of(mentor) == []


def test_a_maker_that_nobody_knows_is_told_at_the_field(app):
    browser = desk_of(app, world.mentor())
    form = form_of(browser.get("/desk/interests"), having="maker")
    form["maker"], form["kind"] = "هیچ‌کس", "family"

    page = form.submit(status=422)

    assert "maker" in faults_of(page)
    assert form_of(page, having="maker")["maker"].value == "هیچ‌کس"


def test_staff_let_a_mentor_go_and_another_follows(app):
    leaver, successor, review = world.mentor("1801"), world.mentor("1801"), world.submitted(world.maker("1801"))
    given = world.vouch(review, leaver)
    staff = logged_in(app, world.official(Role.STAFF))
    gone = logged_in(app, programme.mentor(leaver).person_id)
    gone.get("/desk/", status=200)

    form_of(staff.get(f"/staff/mentors/{leaver}"), f"/staff/mentors/{leaver}/leave").submit(status=303)

    gone.get("/desk/", status=403)
    assert "رفته است" in words_of(staff.get("/staff/mentors"))
    browser = desk_of(app, successor)
    assert f"/desk/followings/{given}" in browser.get("/desk/followings").text
    vouch_in(browser, f"/desk/followings/{given}")
    world.fresh()
    statement = vouching.statements([session().get_one(Review, review).version_id])
    assert [one.mentor.id for one in statement.values() if one.mentor] == [successor]
    assert "جانشین نمی‌خواهد" in words_of(browser.get("/desk/followings"))


def test_staff_keep_the_rubric(app):
    staff = logged_in(app, world.official(Role.STAFF))
    form = form_of(staff.get("/staff/rubric"), having="words")
    form["words"], form["category"], form["must"] = "گره‌ها شمرده شده است", "rug", True
    form.submit(status=303)
    world.fresh()
    added = [one for one in vouching.rubric_for("rug") if one.words_fa.startswith("گره‌ها")]
    assert [one.must for one in added] == [True]

    form_of(staff.get("/staff/rubric"), f"/staff/rubric/{added[0].id}/retire").submit(status=303)

    world.fresh()
    assert added[0].id not in {one.id for one in vouching.rubric_for("rug")}


@pytest.mark.parametrize("typed", [{"words": ""}, {"category": "nowhere"}])
def test_a_line_that_is_not_right_is_told_at_its_field(app, typed):
    staff = logged_in(app, world.official(Role.STAFF))
    page = staff.get("/staff/rubric")
    form = form_of(page, having="words")
    fields = {"csrf_token": form["csrf_token"].value, "words": "چیزی", "category": ""} | typed

    answer = staff.post("/staff/rubric", fields, expect_errors=True)

    assert answer.status_code == 422
    assert set(typed) <= set(faults_of(answer))


def test_two_thousand_waiting_cost_no_more_queries_than_twelve(app):
    maker = world.maker()
    template = world.submitted(maker)
    for _ in range(11):
        world.submitted(maker)
    browser = desk_of(app, world.mentor())
    browser.get("/desk/queue")
    with statements() as few:
        browser.get("/desk/queue")
    _many(template, 1_990)

    with statements() as many:
        page = browser.get("/desk/queue?page=150")

    assert len(many) == len(few)
    assert len(page.html.select(".line")) == 10
    assert session().scalar(select(func.count()).select_from(Review)) == 2_002


def _many(review_id: int, count: int) -> None:
    """As many more products that wait, as rows."""
    with transaction():
        found = session().get_one(Review, review_id)
        version = catalogue.version(found.version_id)
        product = catalogue.product(version.product_id)
        tables = {one: one.__table__ for one in (catalogue.Product, catalogue.Version, Review)}
        plain = {kind: {c.key: getattr(row, c.key) for c in tables[kind].c} for kind, row in (
            (catalogue.Product, product), (catalogue.Version, version), (Review, found)
        )}  # fmt: skip
        rows: dict[object, list[dict[str, object]]] = {kind: [] for kind in tables}
        for number in range(100_000, 100_000 + count):
            rows[catalogue.Product].append(plain[catalogue.Product] | {"id": number, "sku": f"M{number}"})
            rows[catalogue.Version].append(plain[catalogue.Version] | {"id": number, "product_id": number})
            rows[Review].append(plain[Review] | {"id": number, "version_id": number})
        for kind, table in tables.items():
            session().execute(table.insert(), rows[kind])
