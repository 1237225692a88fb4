"""A claim on the pages: the buyer's by the order's link, the maker's, the staff's; and who is told of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select
from webtest import Form, TestApp, TestResponse, Upload

from app import accounts, claims, orders, payments
from app.accounts import Role
from app.claims import Claim, ClaimState, Reason
from app.orders import ParcelState
from app.shared import clock, rulebook
from app.shared.database import session, transaction
from tests import world
from tests.claims.scene import POST, PRICE, Sale, delivered, paid, released, sent, state
from tests.conftest import browser_of
from tests.fakes.bank import FakeBank
from tests.orders.money import sent_back
from tests.web.browsing import deliver, faults_of, form_of, logged_in, messages_to, press, token_of, words_of
from tests.world import TAHINI, Ware, verdict

BUYER = "09121234567"
NOT_A_PICTURE = "این پرونده عکس نیست"
TWO = (Ware(), Ware(title="حصیر", price=1_000_000))


@pytest.fixture
def sale(app: Flask, bank: FakeBank) -> Sale:
    """Three pieces each of two wares, with the buyer."""
    return delivered(bank, 3, TWO)


def link(sale: Sale) -> str:
    world.fresh()
    return f"/o/{orders.order(sale.order_id).token}"


def claim_page(sale: Sale) -> str:
    return f"{link(sale)}/claim/{sale.parcel_id}"


def form(browser: TestApp, sale: Sale, **typed: str) -> Form:
    """The buyer's form, filled in."""
    found = form_of(browser.get(claim_page(sale)), having="reason")
    for name, value in typed.items():
        found[name.replace("_", "-")] = value
    return found


def pieces(sale: Sale, *typed: str) -> dict[str, str]:
    return {f"pieces_{line.id}": value for line, value in zip(sale.lines, typed, strict=True)}


def count() -> int:
    world.fresh()
    return session().scalar(select(func.count()).select_from(Claim)) or 0


def newest() -> claims.ClaimView:
    world.fresh()
    return claims.view(session().scalars(select(Claim).order_by(Claim.id.desc())).first())  # type: ignore[arg-type]


def fault_at(page: TestResponse, field: str) -> str:
    """What the field itself says, or nothing."""
    found = page.html.find(id=f"{field}-err")
    return found.get_text() if found else ""


# ---- the buyer says so ----------------------------------------------------------------------------------------


def test_the_buyer_claims_from_the_order_s_page(visitor, sale):
    page = visitor.get(link(sale)).click("ثبتِ مشکل یا پس‌دادن")
    found = form_of(page, having="reason")
    found["reason"], found["words"] = "damaged", "دسته‌اش شکسته است"
    found[f"pieces-{sale.lines[0].id}"] = "۲"

    went = found.submit(status=303)

    assert went.location.endswith(f"{link(sale)}#parcel-{sale.parcel_id}")
    told = words_of(went.follow())
    assert "دسته‌اش شکسته است" in told
    assert "شکسته یا خراب رسید" in told
    assert "منتظرِ پاسخِ سازنده" in told
    assert [(line.id, n) for line, n in newest().lines] == [(sale.lines[0].id, 2)]


@pytest.mark.parametrize("typed", ["2", "۲", "٢", " ۲ "])
def test_pieces_are_read_in_any_digits(visitor, sale, typed):
    form(visitor, sale, reason="missing", words="کم است", **pieces(sale, typed, "")).submit(status=303)

    assert [n for _, n in newest().lines] == [2]


def test_what_was_said_of_it_when_it_was_sold_is_shown_beside_it(visitor, bank):
    sale = delivered(bank, 1, (Ware(differs="دسته‌اش کج است"),))

    page = words_of(visitor.get(claim_page(sale)))

    assert "دسته‌اش کج است" in page
    assert "آن‌طور که نوشته بود نیست" in page


def test_of_one_line_all_pieces_are_written_already(visitor, bank):
    sale = delivered(bank, 3)

    assert form(visitor, sale)[f"pieces-{sale.line_id}"].value == "۳"


def test_why_something_is_exempt_is_shown_and_the_right_is_not_offered(visitor, bank):
    sale = delivered(bank, 1, (Ware(good=TAHINI, title="ارده"),))
    page = visitor.get(claim_page(sale))

    assert {one["value"] for one in page.html.select("input[name=reason]")} == {
        "not_as_described",
        "damaged",
        "missing",
    }
    assert page.html.select(".line-told p.hint")


FAULTY: list[tuple[dict[str, str], tuple[str, str], str]] = [
    ({"words": "کج"}, ("1", ""), "reason"),
    ({"reason": "damaged"}, ("1", ""), "words"),
    ({"reason": "damaged", "words": "\u200c"}, ("1", ""), "words"),
    ({"reason": "damaged", "words": "x" * 2001}, ("1", ""), "words"),
    ({"reason": "damaged", "words": "کج"}, ("", ""), "pieces"),
    ({"reason": "damaged", "words": "کج"}, ("0", "۰"), "pieces"),
    ({"reason": "damaged", "words": "کج"}, ("4", ""), "pieces"),
    ({"reason": "damaged", "words": "کج"}, ("-1", ""), "pieces"),
    ({"reason": "damaged", "words": "کج"}, ("هیچ", "1"), "pieces"),
    ({"reason": "damaged", "words": "کج"}, ("1.5", ""), "pieces"),
    ({"reason": "damaged", "words": "کج"}, ("9" * 30, ""), "pieces"),
]


def test_a_slip_is_told_at_its_field_and_opens_nothing(visitor, sale):
    wrong = []
    for typed, numbers, field in FAULTY:
        page = form(visitor, sale, **typed, **pieces(sale, *numbers)).submit(expect_errors=True)
        if page.status_code != 422 or set(faults_of(page)) != {field} or not fault_at(page, field):
            wrong.append((typed, numbers, field, page.status, faults_of(page)))

    assert wrong == []
    assert (count(), sale.frozen) == (0, False)


def test_a_reason_that_is_none_is_told_too(visitor, sale):
    found = form(visitor, sale, words="کج", **pieces(sale, "1", ""))
    found["reason"].force_value("eaten")

    page = found.submit(status=422)

    assert set(faults_of(page)) == {"reason"}


def test_what_was_typed_is_kept(visitor, sale):
    first, second = sale.lines
    page = form(visitor, sale, reason="missing", words="یکی کم است", **pieces(sale, "۲", "9")).submit(status=422)

    again = form_of(page, having="reason")
    assert again["reason"].value == "missing"
    assert again["words"].value == "یکی کم است"
    assert [again[f"pieces-{line.id}"].value for line in (first, second)] == ["۲", "9"]
    again[f"pieces-{second.id}"] = "1"
    again.submit(status=303)
    assert [n for _, n in newest().lines] == [2, 1]


def test_a_withdrawal_needs_no_words(visitor, sale):
    form(visitor, sale, reason="withdrawal", **pieces(sale, "1", "")).submit(status=303)

    assert newest().claim.state is ClaimState.RETURNING
    assert "هزینهٔ پس‌فرستادن با شماست" in words_of(visitor.get(link(sale)))


def test_a_parcel_that_has_not_come_needs_no_pieces(visitor, bank):
    sale = sent(bank, 2, TWO)
    with world.later(days=9):
        form(visitor, sale, reason="not_arrived", words="نیامده").submit(status=303)

    assert sorted(n for _, n in newest().lines) == [2, 2]


def test_a_line_of_another_order_in_the_form_is_not_taken(visitor, bank, sale):
    other = delivered(bank)
    token = token_of(visitor)
    typed = {"csrf_token": token, "reason": "damaged", "words": "کج", f"pieces-{other.line_id}": "1"}

    page = visitor.post(claim_page(sale), typed, status=422)

    assert set(faults_of(page)) == {"pieces"}
    assert count() == 0


@pytest.mark.parametrize("name", ["pieces-x", "pieces-", "pieces-²", "pieces-" + "9" * 40, "pieces"])
def test_fields_that_are_no_lines_are_no_fault(visitor, sale, name):
    token = token_of(visitor)

    page = visitor.post(
        claim_page(sale), {"csrf_token": token, "reason": "damaged", "words": "کج", name: "1"}, status=422
    )

    assert set(faults_of(page)) == {"pieces"}


def test_an_exempt_line_in_a_withdrawal_is_told_at_the_field(visitor, bank):
    sale = delivered(bank, 1, (Ware(), Ware(good=TAHINI, title="ارده")))

    page = form(visitor, sale, reason="withdrawal", **pieces(sale, "1", "1")).submit(status=422)

    assert "از حقِ پشیمانی بیرون است" in faults_of(page)["reason"]
    assert count() == 0
    assert "از حقِ پشیمانی بیرون است" in fault_at(page, "reason")


def test_an_appeal_goes_to_staff_and_says_so(app, visitor, sale, disputed):
    world.decide(disputed, verdict())
    page = visitor.get(claim_page(sale))
    again = form(visitor, sale, reason="not_as_described", words="این آن نیست که نوشته بود", **pieces(sale, "1", ""))

    assert "یک بارِ دیگر، با نکته‌ای تازه" in words_of(page)
    assert "چه چیزِ تازه‌ای هست" in fault_at(again.submit(status=422), "words")
    again["words"] = "عکسِ آگهی را نگه داشته‌ام"
    again.submit(status=303)

    assert "کارشناسِ بازار تصمیم می‌گیرد" in last(app, sale)[0]
    assert "نزدِ کارشناسِ بازار است" in last(app, sale)[1]


def test_who_refused_it_is_told_that_another_must_decide(app, visitor, sale, disputed):
    judge = world.official(Role.STAFF)
    world.decide(disputed, verdict(), by=judge)
    again = form(visitor, sale, reason="not_as_described", words="عکسِ آگهی را نگه داشته‌ام", **pieces(sale, "1", ""))
    again.submit(status=303)

    browser = logged_in(app, judge)
    page = form_of(browser.get(f"/staff/claims/{newest().claim.id}"), having="words")
    page["what"], page["words"] = "refuse", "باز هم نه"
    answer = page.submit(status=422)

    assert "همکارِ دیگری باید تصمیم بگیرد" in fault_at(answer, "words")
    assert form_of(answer, having="words")["words"].value == "باز هم نه"


# ---- photos ---------------------------------------------------------------------------------------------------


def photo(content: bytes, name: str = "photo.jpg") -> Upload:
    return Upload(name, content, "image/jpeg")


def test_photos_are_kept_and_shown_to_all_three(app, visitor, sale):
    found = form(visitor, sale, reason="damaged", words="کج", **pieces(sale, "1", ""))
    found["photo"] = [photo(world.jpeg())]
    found.submit(status=303)
    assert "عکس آماده می‌شود" in words_of(visitor.get(link(sale)))
    deliver()

    claim_id = newest().claim.id
    pages = [
        visitor.get(link(sale)),
        logged_in(app, world.person_of(sale.maker_id)).get(f"/workshop/claims/{claim_id}"),
        logged_in(app, world.official(Role.STAFF)).get(f"/staff/claims/{claim_id}"),
    ]

    shots = [page.html.select_one("ul.shots img") for page in pages]
    assert all(shots)
    assert visitor.get(shots[0]["src"]).status_code == 200


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"%PDF-1.7 " + b"x" * 3000, "photo.jpg", NOT_A_PICTURE),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "photo.jpg", NOT_A_PICTURE),
        (b"", "photo.jpg", "پروندهٔ عکس خالی است"),
    ],
    ids=["pdf", "svg", "empty"],
)
def test_a_file_that_is_no_photo_is_told_and_opens_nothing(visitor, sale, content, name, words):
    found = form(visitor, sale, reason="damaged", words="دسته شکسته", **pieces(sale, "1", ""))
    found["photo"] = [photo(content, name)]

    page = found.submit(status=422)

    assert words in fault_at(page, "photo")
    assert form_of(page, having="reason")["words"].value == "دسته شکسته"
    assert (count(), sale.frozen) == (0, False)


def test_one_bad_photo_among_good_ones_keeps_none(visitor, sale):
    fields = {
        "csrf_token": token_of(visitor),
        "reason": "damaged",
        "words": "کج",
        f"pieces-{sale.lines[0].id}": "1",
    }
    files = [("photo", "one.jpg", world.jpeg()), ("photo", "other.jpg", b"%PDF-1.7 " + b"x" * 3000)]

    page = visitor.post(claim_page(sale), fields, upload_files=files, status=422)

    assert NOT_A_PICTURE in fault_at(page, "photo")
    assert count() == 0


def test_four_photos_are_kept(visitor, sale):
    fields = {
        "csrf_token": token_of(visitor),
        "reason": "damaged",
        "words": "کج",
        f"pieces-{sale.lines[0].id}": "1",
    }
    files = [("photo", f"{n}.jpg", world.jpeg(800 + n)) for n in range(4)]

    visitor.post(claim_page(sale), fields, upload_files=files, status=303)
    deliver()

    assert [one.width for one in newest().pictures] == [800, 801, 802, 803]


def test_a_fifth_photo_is_refused_at_its_field_and_what_was_typed_stays(visitor, sale):
    fields = {
        "csrf_token": token_of(visitor),
        "reason": "damaged",
        "words": "دسته‌اش کج است",
        f"pieces-{sale.lines[0].id}": "2",
    }
    files = [("photo", f"{n}.jpg", world.jpeg()) for n in range(5)]

    page = visitor.post(claim_page(sale), fields, upload_files=files, status=422)

    assert "تا ۴ عکس" in fault_at(page, "photo")
    assert set(faults_of(page)) == {"photo"}
    again = form_of(page, having="reason")
    assert (again["reason"].value, again["words"].value) == ("damaged", "دسته‌اش کج است")
    assert again[f"pieces-{sale.lines[0].id}"].value == "2"
    assert count() == 0


# ---- twice, too often, not hers -------------------------------------------------------------------------------


def test_pressed_twice_it_is_one_claim(visitor, sale):
    found = form(visitor, sale, reason="damaged", words="کج", **pieces(sale, "1", ""))
    found.submit(status=303)

    found.submit(expect_errors=True)

    assert count() == 1


def test_pressed_twice_she_is_shown_her_claim(visitor, sale):
    found = form(visitor, sale, reason="damaged", words="کج", **pieces(sale, "1", ""))
    found.submit(status=303)

    assert found.submit(expect_errors=True).status_code == 303


def test_pressed_in_two_windows_at_the_same_moment_it_is_one_claim(app, sale):
    forms = [form(browser_of(app), sale, reason="damaged", words="کج", **pieces(sale, "1", "")) for _ in range(3)]

    answers = world.at_once(app, *[lambda one=one: one.submit(expect_errors=True) for one in forms])

    assert sorted(answer.status_code for answer in answers) == [303, 422, 422]
    assert count() == 1
    assert world.broken_promises() == []


def test_claims_from_one_address_are_slowed_down(visitor, bank, sale):
    with clock.at(clock.now().replace(minute=1)):
        for _ in range(10):
            form(visitor, sale, reason="damaged", words="کج", **pieces(sale, "9", "")).submit(status=422)

        answer = form(visitor, sale, reason="damaged", words="کج", **pieces(sale, "1", "")).submit(expect_errors=True)

    assert answer.status_code == 429
    assert count() == 0


def test_slips_of_the_pen_are_not_counted(visitor, sale):
    with clock.at(clock.now().replace(minute=1)):
        for _ in range(12):
            form(visitor, sale, reason="damaged", **pieces(sale, "1", "")).submit(status=422)

        form(visitor, sale, reason="damaged", words="کج", **pieces(sale, "1", "")).submit(status=303)


def test_somebody_elses_parcel_is_not_there(visitor, bank, sale):
    other = delivered(bank)
    token = token_of(visitor)

    for address in (f"{link(sale)}/claim/{other.parcel_id}", f"/o/{'A' * 27}/claim/{sale.parcel_id}"):
        visitor.get(address, status=404)
        visitor.post(address, {"csrf_token": token, "reason": "damaged", "words": "کج"}, status=404)
    visitor.get(f"{link(sale)}/claim/{9**25}", status=404)

    assert count() == 0


def test_an_unpaid_order_has_nothing_to_claim(visitor):
    order_id = world.place({world.variant(world.maker()): 1})

    visitor.get(f"/o/{orders.order(order_id).token}/claim/{world.parcels(order_id)[0]}", status=404)


def test_before_it_is_sent_there_is_nothing_to_claim(visitor, bank):
    sale = paid(bank)
    page = visitor.get(claim_page(sale))

    assert "چیزی برای ثبت نیست" in words_of(page)
    assert "/claim/" not in visitor.get(link(sale)).text


@pytest.mark.parametrize("do", ["accept", "decline", "take_back", "sent"])
def test_somebody_elses_claim_is_not_there(visitor, bank, sale, do):
    other = delivered(bank)
    claim_id = world.complain(sale.parcel_id)
    fields = {"csrf_token": token_of(visitor), "do": do, "tracking_no": "1"}

    for address in (f"{link(other)}/claims/{claim_id}", f"/o/{'A' * 27}/claims/{claim_id}", f"{link(sale)}/claims/999"):
        visitor.post(address, fields, status=404)

    assert state(claim_id) is ClaimState.OPEN


def test_an_act_that_is_none_is_not_there(visitor, sale):
    claim_id = world.complain(sale.parcel_id)

    visitor.post(f"{link(sale)}/claims/{claim_id}", {"csrf_token": token_of(visitor), "do": "eat"}, status=404)


def test_who_looked_the_order_up_may_look_and_not_act(visitor, sale):
    claim_id = world.complain(sale.parcel_id)
    world.in_claim(claim_id, claims.offer, 1_000_000, "ببخشید")
    order = orders.order(sale.order_id)
    found = form_of(visitor.get("/track"), having="code")
    found["code"], found["mobile"] = order.code, order.mobile

    page = found.submit()

    assert "مشکلی که ثبت کردید" in words_of(page)
    assert "این آن نیست که نوشته بود" not in words_of(page)
    assert order.token not in page.text
    assert "/claim" not in page.text
    assert not page.html.select("section.claim form, section.claim button")


# ---- her turn -------------------------------------------------------------------------------------------------


def turn(browser: TestApp, sale: Sale, claim_id: int, do: str) -> TestResponse:
    return press(browser.get(link(sale)), f"{link(sale)}/claims/{claim_id}", "do", do)


def test_she_takes_an_offer(visitor, sale):
    claim_id = world.complain(sale.parcel_id)
    world.in_claim(claim_id, claims.offer, 1_000_000, "ببخشید")
    assert "۱۰۰٬۰۰۰ تومان" in words_of(visitor.get(link(sale)))

    page = turn(visitor, sale, claim_id, "accept").follow()

    assert "پول در راهِ بازگشت است" in words_of(page)
    assert sum(amount for _, amount in sent_back(sale.order_id)) == 1_000_000


def test_taking_it_twice_gives_it_once(visitor, sale):
    claim_id = world.complain(sale.parcel_id)
    world.in_claim(claim_id, claims.offer, 1_000_000, "ببخشید")
    page = visitor.get(link(sale))
    press(page, f"{link(sale)}/claims/{claim_id}", "do", "accept")

    again = [one for one in page.forms.values() if one.action.endswith(f"/claims/{claim_id}")][-1]
    answer = again.submit("do", value="accept", expect_errors=True)

    assert answer.status_code == 409
    assert len(payments.refunds_of(sale.order_id)) == 1


def test_she_leaves_an_offer(visitor, sale):
    claim_id = world.complain(sale.parcel_id)
    world.in_claim(claim_id, claims.offer, 1_000_000, "ببخشید")

    page = turn(visitor, sale, claim_id, "decline").follow()

    assert "کارشناسِ بازار تصمیم می‌گیرد" in words_of(page)
    assert state(claim_id) is ClaimState.DISPUTED


def test_she_sends_the_goods_back(visitor, sale):
    claim_id = world.complain(sale.parcel_id, Reason.WITHDRAWAL)
    found = form_of(visitor.get(link(sale)), f"{link(sale)}/claims/{claim_id}", having="tracking_no")
    found["tracking_no"] = "۲۱۰۰۰"

    page = found.submit("do", value="sent", status=303).follow()

    assert "21000" in words_of(page)
    assert "tracking_no" not in page.text


def test_whoever_sends_goods_back_is_told_where_and_never_to_a_makers_home(visitor, sale):
    world.complain(sale.parcel_id, Reason.WITHDRAWAL)
    before = words_of(visitor.get(link(sale)))
    with transaction():
        rulebook.set_rule(claims.RETURN_ADDRESS, "بوشهر، دفترِ برنامه", source="برنامه", by=None)
    page = words_of(visitor.get(link(sale)))

    assert "نشانی را از ما بپرسید" in before
    assert "به این نشانی: بوشهر، دفترِ برنامه. روی بسته بنویسید: BU-" in page
    assert "روی بسته بنویسید" not in words_of(visitor.get("/"))


def test_goods_without_a_number_are_not_sent(visitor, sale):
    claim_id = world.complain(sale.parcel_id, Reason.WITHDRAWAL)
    found = form_of(visitor.get(link(sale)), f"{link(sale)}/claims/{claim_id}", having="tracking_no")

    page = found.submit("do", value="sent", status=303).follow()

    assert "کدِ رهگیریِ پست را بنویسید" in page.text
    assert claims.claim(claim_id).return_tracking == ""


def test_goods_are_sent_back_once(visitor, sale):
    claim_id = world.complain(sale.parcel_id, Reason.WITHDRAWAL)
    found = form_of(visitor.get(link(sale)), f"{link(sale)}/claims/{claim_id}", having="tracking_no")
    found["tracking_no"] = "21000"
    found.submit("do", value="sent", status=303)
    world.fresh()
    due = claims.claim(claim_id).due_at

    with clock.at(clock.now() + timedelta(days=13)):
        found.submit("do", value="sent", expect_errors=True)

    world.fresh()
    assert claims.claim(claim_id).due_at == due


def test_all_is_well_after_all(visitor, sale):
    claim_id = world.complain(sale.parcel_id)

    turn(visitor, sale, claim_id, "take_back")

    assert (state(claim_id), sale.frozen) == (ClaimState.TAKEN_BACK, False)


def test_a_claim_stands_in_the_way_of_releasing_the_money(visitor, sale):
    world.complain(sale.parcel_id)
    page = visitor.get(link(sale))

    assert "/received/" not in page.text
    visitor.post(f"{link(sale)}/received/{sale.parcel_id}", {"csrf_token": token_of(visitor)}, status=409)
    assert sale.state is ParcelState.DELIVERED


def test_a_faulty_act_out_of_turn_is_told_in_words(visitor, sale):
    claim_id = world.complain(sale.parcel_id)
    fields = {"csrf_token": token_of(visitor), "do": "accept"}

    page = visitor.post(f"{link(sale)}/claims/{claim_id}", fields, status=409)

    assert "وضعش عوض شده است" in words_of(page)


# ---- the maker ------------------------------------------------------------------------------------------------


@pytest.fixture
def maker(app: Flask, sale: Sale) -> TestApp:
    return logged_in(app, world.person_of(sale.maker_id))


@pytest.fixture
def told(sale: Sale) -> int:
    """One piece of the first line is claimed."""
    return world.complain(sale.parcel_id, pieces={sale.lines[0].id: 1})


def test_a_claim_is_the_first_thing_to_do(maker, sale, told):
    home = maker.get("/workshop/")

    assert "منتظرِ پاسخِ شماست" in words_of(home)
    page = home.click("می‌بینم چه می‌گوید")
    assert page.request.path == f"/workshop/claims/{told}"
    assert "این آن نیست که نوشته بود" in words_of(page)


def test_her_claims_are_listed_the_open_ones_first(maker, sale, told):
    world.in_claim(told, claims.take_back)
    second = world.complain(sale.parcel_id, Reason.DAMAGED)

    links = [one["href"] for one in maker.get("/workshop/claims").html.select("ul.tasks a")]

    assert links == [f"/workshop/claims/{second}", f"/workshop/claims/{told}"]


@pytest.mark.parametrize(("do", "became"), [("agree", ClaimState.GRANTED), ("agree_back", ClaimState.RETURNING)])
def test_she_agrees(maker, told, do, became):
    page = answer(maker, told, do)

    assert page.status_code == 303
    assert state(told) is became


def answering(browser: TestApp, claim_id: int, do: str) -> Form:
    """The maker's form that has this button."""
    page = browser.get(f"/workshop/claims/{claim_id}")
    for one in page.forms.values():
        if do in [button.value_if_submitted() for button in one.fields.get("do", [])]:
            return one
    raise AssertionError(f"no button {do}")


def answer(browser: TestApp, claim_id: int, do: str) -> TestResponse:
    return answering(browser, claim_id, do).submit("do", value=do, expect_errors=True)


def test_she_offers_a_part_in_toman(maker, told):
    found = form_of(maker.get(f"/workshop/claims/{told}"), having="amount")
    found["amount"], found["words"] = "۱۰۰٬۰۰۰", "ببخشید"

    found.submit("do", value="offer", status=303)

    assert (state(told), claims.claim(told).offered_rial) == (ClaimState.OFFERED, 1_000_000)


@pytest.mark.parametrize("amount", ["", "0", "زیاد", "-5", "400001", "9" * 30])
def test_a_faulty_offer_is_told_at_its_field_with_what_was_typed(maker, told, amount):
    found = form_of(maker.get(f"/workshop/claims/{told}"), having="amount")
    found["amount"], found["words"] = amount, "ببخشید"

    page = found.submit("do", value="offer", status=422)

    assert set(faults_of(page)) == {"amount"}
    assert fault_at(page, "amount")
    again = form_of(page, having="amount")
    assert (again["amount"].value, again["words"].value) == (amount, "ببخشید")
    assert state(told) is ClaimState.OPEN


@pytest.mark.parametrize("words", ["", " \u200c "])
def test_who_contests_says_why(maker, told, words):
    found = answering(maker, told, "contest")
    found["words"] = words

    assert set(faults_of(found.submit("do", value="contest", status=422))) == {"words"}
    found["words"] = "همان است"
    found.submit("do", value="contest", status=303)
    assert state(told) is ClaimState.DISPUTED


@pytest.mark.parametrize("do", ["came", "came_sellable"])
def test_she_says_that_the_goods_are_back(maker, sale, told, do):
    answer(maker, told, "agree_back")

    answer(maker, told, do)

    assert state(told) is ClaimState.GRANTED
    assert sum(amount for _, amount in sent_back(sale.order_id)) == PRICE


def test_an_answer_pressed_twice_counts_once(maker, sale, told):
    found = answering(maker, told, "agree")
    found.submit("do", value="agree", status=303)

    assert found.submit("do", value="agree", expect_errors=True).status_code == 409
    assert len(payments.refunds_of(sale.order_id)) == 1


@pytest.mark.parametrize("do", ["agree", "agree_back", "offer", "contest", "came", "came_sellable"])
def test_another_maker_s_claim_is_not_there(app, told, do):
    other = logged_in(app, world.person_of(world.maker()))
    fields = {"csrf_token": token_of(other), "do": do, "amount": "100", "words": "x"}

    other.get(f"/workshop/claims/{told}", status=404)
    other.post(f"/workshop/claims/{told}", fields, status=404)

    assert state(told) is ClaimState.OPEN
    assert str(told) not in [one["href"].rpartition("/")[2] for one in other.get("/workshop/claims").html.select("a")]


@pytest.mark.parametrize("number", [999, 9**25])
def test_a_claim_that_is_none_is_not_there(maker, number):
    maker.get(f"/workshop/claims/{number}", status=404)


def test_an_answer_that_is_none_is_not_there(maker, told):
    maker.post(f"/workshop/claims/{told}", {"csrf_token": token_of(maker), "do": "eat"}, status=404)


def test_what_never_came_is_not_asked_back(app, bank):
    sale = sent(bank)
    with world.later(days=9):
        claim_id = world.complain(sale.parcel_id, Reason.NOT_ARRIVED, {})
    maker = logged_in(app, world.person_of(sale.maker_id))

    assert "agree_back" not in maker.get(f"/workshop/claims/{claim_id}").text


def test_her_money_page_says_what_is_held_and_why(app, bank):
    held, hers = delivered(bank), None
    world.complain(held.parcel_id)
    hers = released(bank, maker_id=held.maker_id)
    world.complain(hers.parcel_id)

    page = words_of(logged_in(app, world.person_of(held.maker_id)).get("/workshop/money"))

    assert "خریدار می‌گوید چیزی درست نیست" in page
    assert "تا روشن‌شدنِ شکایتِ خریدار می‌ماند" in page


# ---- staff ----------------------------------------------------------------------------------------------------


@pytest.fixture
def staff(app: Flask) -> TestApp:
    return logged_in(app, world.official(Role.STAFF))


@pytest.fixture
def disputed(sale: Sale, told: int) -> int:
    world.in_claim(told, claims.contest, "همان است که نوشته بودم")
    return told


def decision(browser: TestApp, claim_id: int, **typed: str) -> TestResponse:
    found = form_of(browser.get(f"/staff/claims/{claim_id}"), having="what")
    found["amount"] = found["delivery"] = ""
    for name, value in typed.items():
        found[name] = value
    return found.submit(expect_errors=True)


def test_staff_find_what_waits_for_them(staff, disputed):
    assert "مشکل‌هایی که تصمیمِ شما را می‌خواهند" in words_of(staff.get("/staff/"))
    page = staff.get("/staff/claims", {"state": "disputed"})

    assert [one["href"] for one in page.html.select("table a")] == [f"/staff/claims/{disputed}"]
    assert not staff.get("/staff/claims", {"state": "granted"}).html.select("table a")


@pytest.mark.parametrize("asked", [{"state": "x"}, {"page": "9" * 9}, {"page": "-1"}, {"state": "'"}])
def test_odd_questions_are_answered(staff, disputed, asked):
    assert staff.get("/staff/claims", asked).status_code == 200


def test_both_sides_and_what_was_promised_are_before_them(staff, disputed):
    page = words_of(staff.get(f"/staff/claims/{disputed}"))

    assert "این آن نیست که نوشته بود" in page
    assert "همان است که نوشته بودم" in page
    assert "اندازه یکی نیست" in page
    assert "سازنده نپذیرفت" in page


def test_staff_pay_a_part(staff, sale, disputed):
    answer = decision(staff, disputed, what="pay", amount="۱۰۰٬۰۰۰", delivery="۵۰٬۰۰۰", words="نیم‌به‌نیم")

    assert answer.status_code == 303
    assert sum(amount for _, amount in sent_back(sale.order_id)) == 1_000_000 + POST
    assert "نیم‌به‌نیم" in words_of(answer.follow())


def test_the_form_proposes_what_is_claimed(staff, disputed):
    found = form_of(staff.get(f"/staff/claims/{disputed}"), having="what")

    assert (found["amount"].value, found["delivery"].value) == ("۴۰۰٬۰۰۰", "")


@pytest.mark.parametrize(("what", "became"), [("return", ClaimState.RETURNING), ("refuse", ClaimState.REFUSED)])
def test_staff_send_it_back_or_refuse(staff, sale, disputed, what, became):
    decision(staff, disputed, what=what, amount="400000", words="دیدم")

    assert state(disputed) is became
    assert sent_back(sale.order_id) == []


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"amount": "100", "words": "x"}, "what"),
        ({"what": "pay", "words": "x"}, "amount"),
        ({"what": "pay", "amount": "0", "words": "x"}, "amount"),
        ({"what": "pay", "amount": "زیاد", "words": "x"}, "amount"),
        ({"what": "pay", "amount": "400001", "words": "x"}, "amount"),
        ({"what": "pay", "amount": "-1", "words": "x"}, "amount"),
        ({"what": "pay", "amount": "1"}, "words"),
        ({"what": "refuse", "words": "\u200c"}, "words"),
        ({"what": "refuse", "words": "x" * 2001}, "words"),
    ],
)
def test_a_faulty_decision_is_told_at_its_field_with_what_was_typed(staff, sale, disputed, typed, field):
    page = decision(staff, disputed, **typed)

    assert page.status_code == 422
    assert set(faults_of(page)) == {field}
    again = form_of(page, having="what")
    assert all(again[name].value == value.replace("\u200c", "") for name, value in typed.items())
    assert (state(disputed), sent_back(sale.order_id)) == (ClaimState.DISPUTED, [])


def test_too_much_of_the_delivery_is_told_at_its_own_field(staff, disputed):
    page = decision(staff, disputed, what="pay", amount="1", delivery="50001", words="x")

    assert page.status_code == 422
    assert set(faults_of(page)) == {"delivery"}


def test_staff_are_not_offered_to_have_sent_back_what_never_came(staff, bank):
    sale = sent(bank)
    with world.later(days=9):
        claim_id = world.dispute(sale.parcel_id, Reason.NOT_ARRIVED, {})

    page = staff.get(f"/staff/claims/{claim_id}")

    assert "return" not in [one["value"] for one in page.html.select("input[name=what]")]


def test_a_decision_pressed_twice_pays_once(staff, sale, disputed):
    found = form_of(staff.get(f"/staff/claims/{disputed}"), having="what")
    found["what"], found["amount"], found["words"] = "pay", "100000", "دیدم"
    found.submit(status=303)

    assert found.submit(expect_errors=True).status_code == 409
    assert len(payments.refunds_of(sale.order_id)) == 1


def test_two_officials_who_decide_at_the_same_moment_pay_once(app, sale, disputed):
    found = []
    for _ in range(3):
        one = form_of(logged_in(app, world.official(Role.STAFF)).get(f"/staff/claims/{disputed}"), having="what")
        one["what"], one["amount"], one["words"] = "pay", "100000", "دیدم"
        found.append(one)

    answers = world.at_once(app, *[lambda one=one: one.submit(expect_errors=True) for one in found])

    assert sorted(answer.status_code for answer in answers) == [303, 409, 409]
    assert len(payments.refunds_of(sale.order_id)) == 1
    assert world.broken_promises() == []


def test_what_is_not_disputed_has_no_decision_to_make(staff, told):
    assert not staff.get(f"/staff/claims/{told}").html.select("input[name=what]")
    fields = {"csrf_token": token_of(staff), "what": "pay", "amount": "100", "words": "x"}

    staff.post(f"/staff/claims/{told}", fields, status=409)


def test_a_claim_of_another_county_is_not_there(app, disputed):
    elsewhere = logged_in(app, world.official(Role.STAFF, county="1805"))
    here = logged_in(app, world.official(Role.STAFF, county="1801"))
    fields = {"csrf_token": token_of(elsewhere), "what": "refuse", "words": "x"}

    elsewhere.get(f"/staff/claims/{disputed}", status=404)
    elsewhere.post(f"/staff/claims/{disputed}", fields, status=404)

    assert state(disputed) is ClaimState.DISPUTED
    assert not elsewhere.get("/staff/claims").html.select("table a")
    assert here.get("/staff/claims").html.select("table a")
    assert here.get(f"/staff/claims/{disputed}").status_code == 200


# ---- who is told ----------------------------------------------------------------------------------------------


def numbers(app: Flask, sale: Sale) -> tuple[int, int]:
    mobile = accounts.person(world.person_of(sale.maker_id)).mobile
    return len(messages_to(app, BUYER)), len(messages_to(app, mobile))


def last(app: Flask, sale: Sale) -> tuple[str, str]:
    mobile = accounts.person(world.person_of(sale.maker_id)).mobile
    return messages_to(app, BUYER)[0], messages_to(app, mobile)[0]


def test_both_are_told_of_a_claim_with_the_way_to_it(app, sale, told):
    to_buyer, to_maker = last(app, sale)

    code = orders.order(sale.order_id).code
    assert code in to_buyer
    assert to_buyer.strip().endswith(link(sale))
    assert "تا روشن نشود، پولش آزاد نمی‌شود" in to_buyer
    assert "چیزی درست نیست. پاسخ دهید" in to_maker
    assert to_maker.strip().endswith(f"/workshop/claims/{told}")


@dataclass(frozen=True)
class Step:
    """What somebody does, and what buyer and maker read then (nothing: not told)."""

    act: Callable[..., None]
    how: tuple[object, ...] = ()
    more: tuple[tuple[str, bool], ...] = ()
    buyer: str = ""
    maker: str = ""


STEPS = {
    "an offer": Step(claims.offer, (1_000, "x"), (), "پیشنهادی داده است"),
    "goods wanted back": Step(claims.agree, (), (("goods_back", True),), "کالا را پس بفرستید", "کالا را پس می‌فرستد"),
    "contested": Step(claims.contest, ("نه",), (), "کارشناسِ بازار تصمیم می‌گیرد", "نزدِ کارشناسِ بازار است"),
    "agreed": Step(claims.agree, (), (("goods_back", False),), "پول در راهِ بازگشت است", "پول به خریدار برمی‌گردد"),
    "taken back": Step(claims.take_back, maker="خریدار حرفش را پس گرفت"),
}


@pytest.mark.parametrize("name", STEPS)
def test_each_step_tells_whom_it_concerns_once(app, sale, told, name):
    step, before = STEPS[name], numbers(app, sale)

    world.in_claim(told, step.act, *step.how, **dict(step.more))

    fresh = [count - was for count, was in zip(numbers(app, sale), before, strict=True)]
    refunded = int(name == "agreed")
    assert fresh == [bool(step.buyer) + refunded, bool(step.maker)]
    assert any(step.buyer in one for one in messages_to(app, BUYER)[: 1 + refunded])
    assert step.maker in last(app, sale)[1]


def test_a_refusal_tells_both(app, sale, disputed):
    world.decide(disputed, verdict())

    to_buyer, to_maker = last(app, sale)
    assert "درخواستتان پذیرفته نشد. دلیلش را بخوانید" in to_buyer
    assert "حق را به شما دادیم" in to_maker


def test_a_withdrawal_tells_the_maker_that_goods_are_coming(app, sale):
    world.complain(sale.parcel_id, Reason.WITHDRAWAL)

    assert "کالا را پس می‌فرستد" in last(app, sale)[1]


def test_a_withdrawal_tells_the_buyer_to_send_the_goods(app, sale):
    world.complain(sale.parcel_id, Reason.WITHDRAWAL)

    assert "کالا را پس بفرستید" in last(app, sale)[0]


def test_silence_tells_both(app, sale, told):
    deliver()
    with world.later(hours=73):
        world.work()
        to_buyer, to_maker = last(app, sale)

    assert "کارشناسِ بازار تصمیم می‌گیرد" in to_buyer
    assert "نزدِ کارشناسِ بازار است" in to_maker


def test_a_claim_that_was_refused_tells_nobody(app, sale, told):
    before = numbers(app, sale)

    with pytest.raises(claims.ClaimNotPossible):
        world.complain(sale.parcel_id)

    assert numbers(app, sale) == before


def test_what_staff_send_back_again_can_be_sent_again(app, visitor, sale, told):
    world.in_claim(told, claims.agree, goods_back=True)
    world.in_claim(told, claims.sent_back, "1")
    world.in_claim(told, claims.contest, "این آن نیست")
    before = numbers(app, sale)[0]

    world.decide(told, verdict(goods_back=True))

    assert numbers(app, sale)[0] == before + 1
    assert "tracking_no" in visitor.get(link(sale)).text
