"""What a product differs in is chosen from pictures, also at a helper's door; staff keep the pictures."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select
from webtest import TestApp, Upload

from app import catalogue, programme, vouching
from app.accounts import Role
from app.shared.audit import AuditRow
from app.shared.database import session, transaction
from app.vouching import CHOICE_ICONS, DeviationChoice, DeviationKind, NewChoice
from app.web.forms.choices import PICTURES
from config import ROOT
from tests import world
from tests.vouching.assisting import prepared
from tests.web.browsing import faults_of, form_of, logged_in, words_of
from tests.web.wizard import STANDARD, new_product, photo, take
from tests.world import Ware

WORDS = "در آن ترکِ ریز هست"


@pytest.fixture
def browser(app: Flask) -> TestApp:
    return logged_in(app, world.person_of(world.maker("1801")))


@pytest.fixture
def draft(browser: TestApp) -> str:
    """A basket of palm leaf, not yet disclosed."""
    address = new_product(browser)
    take(browser, address, "kind", good="B001")
    return address


def offered(words: str = WORDS, category: str | None = "mat_palm") -> int:
    with transaction():
        new = NewChoice(DeviationKind.DURABILITY, "bolt", words, "It has a small crack", category_code=category)
        return vouching.add_choice(new, None).id


def told_of(draft: str) -> list[tuple[DeviationKind, str, bool]]:
    world.fresh()
    found = vouching.deviations_of(int(draft.rpartition("/")[2]))
    return [(one.kind, one.words, one.picture_id is not None) for one in found]


def values_of(browser: TestApp, draft: str) -> list[str]:
    form = form_of(browser.get(f"{draft}/standard"), "", having="do")
    return [value for value, _, _ in form["deviation_choice"].options]


def test_a_picture_supplies_kind_and_words(browser, draft):
    told = {"deviation_choice": str(offered()), "deviation_photo": Upload("a.jpg", photo(), "image/jpeg")}

    answer = take(browser, draft, "standard", **(STANDARD | {"missing_mark": ""}), **told)

    assert answer.status_code == 303
    assert told_of(draft) == [(DeviationKind.DURABILITY, WORDS, True)]


def test_her_own_words_go_before_those_of_the_picture(browser, draft):
    chosen = {"deviation_choice": str(offered()), "deviation_words": "کنارِ دسته ترک دارد"}

    take(browser, draft, "standard", **STANDARD, **chosen)

    assert told_of(draft) == [(DeviationKind.DURABILITY, "کنارِ دسته ترک دارد", False)]


def test_without_a_picture_she_writes_herself(browser, draft):
    own = {"deviation_choice": "", "deviation_words": "بوی نم می‌دهد", "deviation_kind": "other"}

    take(browser, draft, "standard", **STANDARD, **own)

    assert told_of(draft) == [(DeviationKind.OTHER, "بوی نم می‌دهد", False)]


def test_a_picture_told_twice_is_one_difference_and_its_photo_may_come_later(browser, draft):
    told = STANDARD | {"deviation_choice": str(offered())}
    take(browser, draft, "standard", **told)
    take(browser, draft, "standard", **told, deviation_photo=Upload("a.jpg", photo(), "image/jpeg"))

    assert told_of(draft) == [(DeviationKind.DURABILITY, WORDS, True)]


def test_below_the_top_grade_a_picture_without_a_photo_asks_for_one_and_stays_chosen(browser, draft):
    page = take(browser, draft, "standard", grade="visible", deviation_choice=str(offered()))

    assert page.status_code == 422
    assert "deviation_photo" in faults_of(page)


@pytest.mark.parametrize("typed", ["0", "-1", "none", "۱", "9" * 30, "1 OR 1=1"])
def test_a_picture_that_is_not_offered_is_refused_at_its_field(browser, draft, typed):
    page = take(browser, draft, "standard", **STANDARD, deviation_choice=typed)

    assert page.status_code == 422
    assert "deviation_choice" in faults_of(page)
    assert told_of(draft) == []


def test_another_categorys_and_a_retired_picture_are_not_offered(browser, draft):
    rugs, old = offered(category="rug"), offered("دیگر نمی‌پرسیم")
    with transaction():
        vouching.retire_choice(old, None)

    shown = values_of(browser, draft)
    refused = [take(browser, draft, "standard", **STANDARD, deviation_choice=str(one)) for one in (rugs, old)]

    assert not {str(rugs), str(old)} & set(shown)
    assert [page.status_code for page in refused] == [422, 422]


def test_a_product_keeps_what_was_chosen_when_the_picture_goes(browser, draft):
    choice = offered()
    take(browser, draft, "standard", **STANDARD, deviation_choice=str(choice))
    with transaction():
        vouching.retire_choice(choice, None)

    assert told_of(draft) == [(DeviationKind.DURABILITY, WORDS, False)]
    assert WORDS in words_of(browser.get(f"{draft}/standard"))


@pytest.mark.usefixtures("app")
def test_every_category_has_pictures_of_its_own_and_then_those_of_all():
    lists = {one.code: vouching.choices_for(one.code) for one in catalogue.categories()}
    everyones = [one.id for one in vouching.choices_for(None)]

    assert everyones
    for code, choices in lists.items():
        own = [one for one in choices if one.category_code == code]
        assert own, code
        assert [one.id for one in choices] == [*(one.id for one in own), *everyones]
    assert all(one.words_en and one.words_ar for choices in lists.values() for one in choices)


def test_who_writes_for_a_maker_has_the_pictures_of_the_category_too(app):
    mentor, maker = world.mentor("1801"), world.maker("1801")
    person = programme.mentor(mentor).person_id
    version = prepared(maker, person)
    helper, choice = logged_in(app, person), offered(category=None)
    form = form_of(helper.get(f"/desk/assist/drafts/{version}/standard"), "", having="do")
    form["deviation_choice"] = str(choice)

    form.submit("do", value="stay", status=303)

    assert (DeviationKind.DURABILITY, WORDS, False) in told_of(f"/{version}")


def test_staff_add_a_picture_and_take_it_back(app):
    staff = logged_in(app, world.official(Role.STAFF))
    form = form_of(staff.get("/staff/differences"), having="words")
    form["words"], form["category"], form["kind"], form["icon"] = "نخ‌کش شده است", "rug", "finish", "scissors"
    form.submit(status=303)
    world.fresh()
    [added] = [one for one in vouching.choices_for("rug") if one.words_fa == "نخ‌کش شده است"]

    form_of(staff.get("/staff/differences"), f"/staff/differences/{added.id}/retire").submit(status=303)
    staff.get("/staff/differences")

    world.fresh()
    assert added.id not in {one.id for one in vouching.choices_for("rug")}
    rows = session().scalars(select(AuditRow.act).where(AuditRow.act.like("choice_%")))
    assert list(rows) == ["choice_added", "choice_retired"]


@pytest.mark.parametrize(
    "typed", [{"words": " \u200c"}, {"words": "ن" * 121}, {"category": "nowhere"}, {"kind": "nothing"}, {"icon": "x"}]
)
def test_a_picture_that_is_not_right_is_told_at_its_field(app, typed):
    staff = logged_in(app, world.official(Role.STAFF))
    form = form_of(staff.get("/staff/differences"), having="words")
    fields = {"csrf_token": form["csrf_token"].value, "words": "نخ‌کش", "kind": "size", "icon": "bolt"} | typed
    before = session().scalars(select(DeviationChoice.id)).all()

    answer = staff.post("/staff/differences", fields, expect_errors=True)

    assert answer.status_code == 422
    assert set(faults_of(answer)) == set(typed)
    world.fresh()
    assert session().scalars(select(DeviationChoice.id)).all() == before


@pytest.mark.usefixtures("app")
def test_every_picture_that_is_offered_can_be_drawn_and_has_a_name():
    drawn = (ROOT / "static/icons/differences.svg").read_text()

    assert set(CHOICE_ICONS) == set(PICTURES)
    assert {one.icon for one in vouching.all_choices()} <= set(CHOICE_ICONS)
    assert [name for name in (*CHOICE_ICONS, "pencil") if f'id="{name}"' not in drawn] == []


def test_what_products_on_sale_differ_in_is_counted_and_found_by_its_words(app, visitor):
    for _ in range(2):
        world.product(world.maker(), Ware(differs="گوشه‌اش پریدگی دارد"))
    world.submitted(world.maker(), Ware(differs="گوشه‌اش پریدگی دارد"))
    world.work()
    staff = logged_in(app, world.official(Role.STAFF))

    assert "کالاهای بازار در چه فرق دارند: اندازه ۲" in words_of(staff.get("/staff/differences"))
    assert len(visitor.get("/products", {"q": "پریدگی"}).html.select("li.card")) == 2
