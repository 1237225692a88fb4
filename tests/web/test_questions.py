"""Questions on the pages; what old orders tell of a vouch that ended; and badges with products to look at."""

from __future__ import annotations

import json

from app import catalogue, opinions, orders, programme, vouching
from app.accounts import Role
from app.shared import audit
from app.shared.database import transaction
from tests import world
from tests.conftest import browser_of
from tests.web.browsing import address_of, form_of, logged_in, token_of, words_of


def test_a_question_goes_from_the_products_page_to_the_workshop_and_back(app):
    maker, mentor = world.maker(), world.mentor()
    product = world.product(maker, by=mentor)
    buyer = logged_in(app, world.person())

    form = form_of(buyer.get(address_of(product)).click("پرسشی دارم"), having="words")
    form["words"] = "دسته دارد؟ ۰۹۱۷۱۲۳۴۵۶۷"
    form.submit(status=303)

    workshop = logged_in(app, world.person_of(maker))
    assert "۱ پرسش منتظرِ پاسخ است" in words_of(workshop.get("/workshop/"))
    desk = logged_in(app, programme.mentor(mentor).person_id)
    for browser, page, said in ((workshop, "/workshop/questions", "دارد"), (desk, "/desk/questions", "خودم دیدم")):
        answer = form_of(browser.get(page).click(href=f"{page}/1"), having="words")
        answer["words"] = said
        answer.submit("do", status=303)
    staff = logged_in(app, world.official(Role.STAFF))
    staff.post("/staff/questions/1", {"csrf_token": token_of(staff), "words": "درست است"}, status=303)

    shown = words_of(browser_of(app).get(address_of(product)))
    assert "دسته دارد؟ •••" in shown
    for voice in ("سازنده", "پیشرانی که تأیید کرده", "کارشناسِ بازار"):
        assert voice in shown


def test_a_guest_is_asked_to_log_in_and_comes_back_to_the_question(app):
    product = world.product(world.maker())

    answer = browser_of(app).get(f"{address_of(product)}/ask", status=303)

    assert "/login?next=" in answer.headers["Location"]


def test_nobody_asks_more_often_than_the_rule_says(app):
    product = world.product(world.maker())
    buyer = logged_in(app, world.person())
    token = token_of(buyer)

    statuses = [
        buyer.post(
            f"{address_of(product)}/ask", {"csrf_token": token, "words": f"پرسشِ {n}"}, expect_errors=True
        ).status_code
        for n in range(6)
    ]

    assert statuses == [303] * 5 + [429]


def test_staff_hide_a_question_for_a_reason_and_see_the_original(app):
    product = world.product(world.maker())
    question = world.question(product, "زنگ بزنید ۰۹۱۷۱۲۳۴۵۶۷")
    staff = logged_in(app, world.official(Role.STAFF))
    address, token = f"/staff/questions/{question}", token_of(staff)

    assert "۰۹۱۷" not in staff.get(address).text
    assert "۰۹۱۷۱۲۳۴۵۶۷" in staff.post(address, {"csrf_token": token, "do": "original"}).text
    staff.post(address, {"csrf_token": token, "do": "hide"}, status=422)
    staff.post(address, {"csrf_token": token, "do": "hide", "reason": "personal"}, status=303)

    assert "زنگ بزنید" not in words_of(browser_of(app).get(address_of(product)))


def test_staff_show_a_question_again_and_the_record_says_why(app):
    product = world.product(world.maker())
    question, person = world.question(product, "دسته‌اش چرمی است؟"), world.official(Role.STAFF)
    staff = logged_in(app, person)
    address, token = f"/staff/questions/{question}", token_of(staff)
    staff.post(address, {"csrf_token": token, "do": "hide", "reason": "advert"}, status=303)

    without = form_of(staff.get(address), having="why").submit("do", value="show", expect_errors=True)
    hidden = words_of(browser_of(app).get(address_of(product)))
    form = form_of(staff.get(address), having="why")
    form["why"] = "تبلیغ نبود"
    form.submit("do", value="show", status=303)

    world.fresh()
    assert without.status_code == 422
    assert "چرمی" not in hidden
    assert "چرمی" in words_of(browser_of(app).get(address_of(product)))
    [_, shown] = audit.of("question", question)
    assert (shown.act, shown.by_id, json.loads(shown.facts)) == ("question_shown", person, {"why": "تبلیغ نبود"})


def test_staff_show_one_answer_again_and_the_others_stay_as_they_are(app):
    maker = world.maker()
    product = world.product(maker)
    question, staff = world.question(product), logged_in(app, world.official(Role.STAFF))
    address, token = f"/staff/questions/{question}", token_of(staff)
    hers = logged_in(app, world.person_of(maker))
    hers.post(f"/workshop/questions/{question}", {"csrf_token": token_of(hers), "words": "چرمی است"}, status=303)
    staff.post(address, {"csrf_token": token, "words": "کارشناس هم دید"}, status=303)
    world.fresh()
    answers = [str(one.id) for one in opinions.staffs_question(None, question).answers]
    for one in answers:
        staff.post(address, {"csrf_token": token, "do": "hide", "reason": "insult", "answer": one}, status=303)

    form = form_of(staff.get(address), having="why")
    assert [value for value, _, _ in form["answer"].options] == answers
    form["answer"], form["why"] = answers[0], "توهین نبود"
    form.submit("do", value="show", status=303)

    page = words_of(browser_of(app).get(address_of(product)))
    assert "چرمی است" in page
    assert "کارشناس هم دید" not in page
    assert [row.act for row in audit.of("answer", int(answers[0]))] == ["answer_hidden", "answer_shown"]


def test_an_old_order_tells_that_the_mentor_answers_for_it_no_more(app, bank):
    told = {}
    for why in ("دیگر چنین نیست", "expired"):
        mentor = world.mentor()
        product = world.product(world.maker(), by=mentor)
        variant = catalogue.variants_of([product])[product][0].id
        order = world.sold(bank, {variant: 1})
        with transaction():
            vouching.withdraw_vouch(vouching.own_vouch(mentor, vouching.vouches_by(mentor)[0][0].id), why, None)
        world.fresh()
        told[why] = words_of(browser_of(app).get(f"/o/{orders.order(order).token}"))

    assert "دیگر پاسخگوی این کالا نیست" in told["دیگر چنین نیست"]
    assert "دیگر پاسخگوی" not in told["expired"]
    assert "چیزی از خریدِ شما عوض نمی‌شود" in told["expired"]
    for words in told.values():
        assert "اندازه یکی نیست" in words


def test_badges_are_shown_on_products_that_can_be_bought(app):
    product = world.product(world.maker())
    world.work()

    page = browser_of(app).get("/badges")

    assert page.html.select(f'.card a[href="{address_of(product)}"]')
    assert "اکنون کالایی با این درجه نداریم" in words_of(page)
