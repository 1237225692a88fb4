"""Listing a product: one question a page, photo first, nothing ever lost."""

from __future__ import annotations

import pytest
from flask import Flask
from webtest import TestApp, Upload

from app import catalogue, vouching
from app.catalogue import VersionState
from app.shared.database import session
from tests import world
from tests.web.browsing import deliver, faults_of, form_of, logged_in, token_of, words_of
from tests.web.wizard import NAME, PRICE, SIZE, STANDARD, STOCK, new_product, photo, step_form, take, upload, walk
from tests.world import Ware


@pytest.fixture
def maker(app: Flask) -> int:
    return world.maker("1801", name="خاتون")


@pytest.fixture
def browser(app: Flask, maker: int) -> TestApp:
    return logged_in(app, world.person_of(maker))


@pytest.fixture
def draft(browser: TestApp) -> str:
    return new_product(browser)


def version_of(draft: str) -> catalogue.Version:
    world.fresh()
    return catalogue.version(int(draft.rpartition("/")[2]))


def test_the_first_question_is_the_photo(browser, draft):
    page = browser.get(draft, status=303).follow()

    assert page.request.path.endswith("/photo")
    assert "گامِ ۱ از ۸" in words_of(page)


def test_a_walk_through_all_steps_ends_with_the_mentor(browser, draft):
    review = walk(browser, draft)
    deliver()

    page = form_of(browser.get(f"{draft}/review"), "", having="do").submit("do", value="send", status=303).follow()

    assert "زنبیلِ دسته‌دار" in words_of(review)
    assert "۴۰۰٬۰۰۰ تومان" in words_of(review)
    assert "پیشران تا ۴۸ ساعت می‌بیند" in words_of(page)
    assert version_of(draft).state is VersionState.SUBMITTED


def test_back_after_sending_leads_to_where_it_stands_now(browser, draft):
    walk(browser, draft)
    deliver()
    form_of(browser.get(f"{draft}/review"), "", having="do").submit("do", value="send", status=303)

    for address in (draft, f"{draft}/review", f"{draft}/price"):
        page = browser.get(address, status=303).follow()
        assert page.request.path == "/workshop/products"
        assert "این‌جا دیگر ویرایش نمی‌شود" in words_of(page)


@pytest.mark.parametrize(
    ("step", "typed"), [("name", NAME), ("size", SIZE), ("stock", STOCK), ("standard", STANDARD), ("price", PRICE)]
)
def test_every_step_is_kept_as_soon_as_it_is_sent(browser, draft, step, typed):
    answer = take(browser, draft, step, **typed)

    form = step_form(browser, draft, step)
    kept = {name: form[name].value.replace("\r\n", "\n") for name in typed}
    assert answer.status_code == 303
    assert kept == typed


def test_she_can_stop_and_go_on_where_something_is_missing(browser, draft):
    upload(browser, draft, photo())
    take(browser, draft, "kind", good="B001")

    answer = take(browser, draft, "name", do="later", **NAME)

    assert answer.headers["Location"] == "/workshop/"
    assert "کالایی نیمه‌کاره دارید" in words_of(answer.follow())
    assert browser.get(draft, status=303).headers["Location"].endswith("/size")


def test_she_can_go_back_a_step_without_losing_the_later_ones(browser, draft):
    walk(browser, draft)
    back = browser.get(f"{draft}/size").html.find("a", string="بازگشت")["href"]

    take(browser, draft, back.rpartition("/")[2], title="سبدِ میوه", description="")

    version = version_of(draft)
    assert (version.title, version.weight_g, version.price_rial) == ("سبدِ میوه", 600, 4_000_000)


def test_an_unfinished_draft_names_what_is_missing_and_is_not_sent(browser, draft):
    take(browser, draft, "name", **NAME)

    page = form_of(browser.get(f"{draft}/review"), "", having="do").submit("do", value="send", status=422)

    assert "این‌ها هنوز مانده است" in words_of(page)
    assert f"{draft}/photo" in [link["href"] for link in page.html.select(".notice a")]
    assert version_of(draft).state is VersionState.DRAFT


def test_a_name_is_cleaned_of_what_would_turn_the_page_around(browser, draft):
    title = "كوزهٔ \u202eسبز\u202c\u200f\u2066يك\u2069"
    take(browser, draft, "name", title=title, description="دو\x00 سطر\r\n\r\nاین‌جا")

    version = version_of(draft)
    assert version.title == "کوزهٔ سبزیک"
    assert version.description == "دو سطر\n\nاین‌جا"


PRICES = ["250000", "۲۵۰۰۰۰", "٢٥٠٠٠٠", "250,000", "۲۵۰٬۰۰۰", "۲۵۰،۰۰۰", "250.000", "۲۵۰/۰۰۰", "250 000", "۲۵۰٫۰۰۰"]
PRICES += ["۲۵۰ ۰۰۰ تومان", "2,500,000 ریال"]


def test_a_price_is_read_however_it_is_written(browser, draft):
    read = []
    for typed in PRICES:
        take(browser, draft, "price", price="1000")
        take(browser, draft, "price", price=typed)
        read.append((typed, int(version_of(draft).price_rial)))

    assert read == [(typed, 2_500_000) for typed in PRICES]


NO_PRICES = {
    "": "قیمت را با عدد بنویسید",
    "گران": "مبلغ را با عدد بنویسید",
    "-250000": "مبلغ را با عدد بنویسید",
    "۲٫۵": "مبلغ را با عدد بنویسید",
    "۲/۵ میلیون": "مبلغ را با عدد بنویسید",
    "999": "دست‌کم ۱٬۰۰۰ تومان",
    "250050": "به صد تومان رُند کنید",
    "9" * 14: "بیش از اندازه بزرگ است",
    "9" * 400: "مبلغ را با عدد بنویسید",
}


def test_a_price_that_is_none_is_told_at_its_field_and_kept_as_typed(browser, draft):
    for typed, words in NO_PRICES.items():
        page = take(browser, draft, "price", price=typed)

        assert page.status_code == 422
        assert words in faults_of(page)["price"]
        assert form_of(page, "", having="do")["price"].value == typed
    assert version_of(draft).price_rial == 0


@pytest.mark.parametrize("typed", ["4,000,000", "40000"])
def test_a_price_five_times_off_is_asked_once_more_in_words(browser, draft, typed):
    for _ in range(3):
        world.product(world.maker("1802"), Ware(price=2_000_000 if typed == "40000" else 4_000_000))
    take(browser, draft, "kind", good="B001")

    asked = take(browser, draft, "price", price=typed)

    assert asked.status_code == 422
    assert "خیلی دور است" in faults_of(asked)["price"]
    assert ("چهار میلیون تومان" if typed == "4,000,000" else "چهل هزار تومان") in words_of(asked)
    assert version_of(draft).price_rial == 0
    form = form_of(asked, "", having="do")
    form["sure"] = True
    assert form.submit("do", value="next").status_code == 303
    assert version_of(draft).price_rial == int(typed.replace(",", "")) * 10


def test_being_sure_of_one_price_is_not_being_sure_of_another(browser, draft):
    for _ in range(3):
        world.product(world.maker("1802"))
    take(browser, draft, "kind", good="B001")
    form = form_of(take(browser, draft, "price", price="4000000"), "", having="do")
    form["sure"], form["price"] = True, "40000000"

    page = form.submit("do", value="next", status=422)

    assert "چهل میلیون تومان" in words_of(page)


def test_an_ordinary_price_is_shown_in_words_when_asked(browser, draft):
    page = take(browser, draft, "price", do="words", price="۲۵۰٬۰۰۰")

    assert "دویست و پنجاه هزار تومان" in words_of(page)


LONG = {
    "name": {"title": 120, "description": 3000},
    "size": {"materials": 300, "size_words": 120, "care": 500},
    "standard": {"mark": 120, "missing_mark": 200, "why": 600, "varies": 600, "deviation_words": 200},
}


@pytest.mark.parametrize("step", LONG)
def test_a_text_that_is_too_long_is_told_at_its_field_and_kept(browser, draft, step):
    right = {"name": NAME, "size": SIZE, "standard": STANDARD}[step]
    long = {name: "ن" * (most + 1) for name, most in LONG[step].items()}

    page = take(browser, draft, step, **(right | long))

    assert page.status_code == 422
    assert {name for name, words in faults_of(page).items() if "کوتاه‌تر بنویسید" in words} == set(long)
    form = form_of(page, "", having="do")
    assert {name: form[name].value for name in long} == long


FAULTY: list[tuple[str, dict[str, str], str]] = [
    ("name", {"title": " \u200c "}, "title"),
    ("size", {"weight_g": "سبک"}, "weight_g"),
    ("size", {"weight_g": "0"}, "weight_g"),
    ("size", {"weight_g": str(10**20)}, "weight_g"),
    ("size", {"materials": ""}, "materials"),
    ("stock", {"mode": ""}, "mode"),
    ("stock", {"mode": "counted", "on_hand": "0"}, "on_hand"),
    ("stock", {"mode": "counted", "on_hand": "-1"}, "on_hand"),
    ("stock", {"mode": "made_to_order", "lead_days": ""}, "lead_days"),
    ("stock", {"mode": "made_to_order", "lead_days": "400"}, "lead_days"),
    ("standard", {"grade": ""}, "grade"),
    ("standard", {"grade": "conforms", "mark": ""}, "mark"),
    ("standard", {"grade": "visible"}, "deviation_words"),
    ("standard", {"grade": "visible", "missing_mark": "نشان ندارد"}, "deviation_words"),
    ("standard", {"grade": "visible", "deviation_words": "کج"}, "deviation_kind"),
    ("standard", {"grade": "visible", "deviation_words": "کج", "deviation_kind": "shape"}, "deviation_photo"),
    ("standard", {"grade": "seconds", "missing_mark": "نشان ندارد"}, "sound_price"),
    ("standard", {"grade": "seconds", "missing_mark": "نشان ندارد", "sound_price": "زیاد"}, "sound_price"),
]


def test_a_faulty_answer_is_told_at_its_field(browser, draft):
    told = []
    for step, typed, field in FAULTY:
        page = take(browser, draft, step, **typed)
        told.append((step, typed, field if page.status_code == 422 and field in faults_of(page) else faults_of(page)))

    assert told == FAULTY


def test_what_law_forbids_is_said_before_it_is_sent(browser, draft):
    walk(browser, draft)
    form = form_of(browser.get(f"{draft}/kind", {"category": "herb"}), "", having="do")
    form["good"].force_value("B096")
    form.submit("do", value="next", status=303)
    deliver()

    page = form_of(browser.get(f"{draft}/review"), "", having="do").submit("do", value="send", status=422)

    assert "مجاز نیست" in words_of(page)


def test_a_good_that_needs_a_paper_asks_for_number_dates_and_a_photo(browser, draft):
    take(browser, draft, "kind", good="B060")
    without = take(browser, draft, "standard", **STANDARD)
    paper = STANDARD | {"permit_number": "۱۲۳"} | day("permit_issued", 1405)
    wrong = take(browser, draft, "standard", **paper, **day("permit_expires", 1404))
    bare = take(browser, draft, "standard", **paper, **day("permit_expires", 1406))
    photographed = paper | {"permit_photo": Upload("p.jpg", photo(), "image/jpeg")}
    right = take(browser, draft, "standard", **photographed, **day("permit_expires", 1406))
    again = take(browser, draft, "standard", **paper, **day("permit_expires", 1406))

    assert "permit_photo" in faults_of(bare)
    assert "۱۲۳" in bare.text
    assert again.status_code == 303
    assert {"permit_number", "permit_expires"} <= set(faults_of(without))
    assert "پس از تاریخِ صدور" in faults_of(wrong)["permit_expires"]
    assert right.status_code == 303
    assert version_of(draft).permit_number == "123"


def day(name: str, year: int) -> dict[str, str]:
    return {f"{name}-day": "۱", f"{name}-month": "1", f"{name}-year": str(year)}


@pytest.mark.parametrize("year", ["99999999999999999999", "0", "abc"])
def test_a_day_that_is_in_no_calendar_is_told(browser, draft, year):
    take(browser, draft, "kind", good="B060")
    odd = {"permit_issued-day": "۳۲", "permit_issued-month": "1", "permit_issued-year": year}

    page = take(browser, draft, "standard", **STANDARD, permit_number="۱۲۳", **odd, **day("permit_expires", 1406))

    assert page.status_code == 422
    assert "permit_issued" in faults_of(page) or "permit_expires" in faults_of(page)


def test_what_lies_with_the_mentor_is_not_written_into(browser, maker):
    review = world.submitted(maker)
    version = session().get_one(vouching.Review, review).version_id

    typed = {"csrf_token": token_of(browser), **NAME}
    page = browser.post(f"/workshop/drafts/{version}/name", typed, status=409)

    assert "نزدِ پیشران است" in words_of(page)
    assert catalogue.version(version).title != NAME["title"]


@pytest.mark.parametrize("step", ["no-such", "review/x", "%00"])
def test_a_step_that_is_none_is_not_there(browser, draft, step):
    browser.get(f"{draft}/{step}", status=404)
