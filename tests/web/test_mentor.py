"""The mentor's queue: one product at a time, a reason for every return, her name under every vouch."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select
from webtest import Form, TestApp, TestResponse

from app import accounts, catalogue, programme, vouching
from app.catalogue import Shelf, VersionState
from app.shared import clock
from app.shared.calendar import today
from app.shared.database import session, transaction
from tests import world
from tests.web.browsing import deliver, faults_of, form_of, logged_in, look, messages_to, words_of
from tests.web.wizard import NAME, take
from tests.world import Ware

TICKED = {"seen": True}
SEEN = TICKED | {"basis": "in_person", "checked": "بافت و دسته", "words": "تمیز است"}


@pytest.fixture
def mentor(app: Flask) -> TestApp:
    return logged_in(app, programme.mentor(world.mentor("1801")).person_id)


def review_form(mentor: TestApp, review: int) -> Form:
    return form_of(mentor.get(f"/desk/review/{review}"), "", having="basis")


def decide(mentor: TestApp, review: int, do: str, **typed: object) -> TestResponse:
    form = review_form(mentor, review)
    if do == "vouch":
        look(form)
    for name, value in typed.items():
        form[name] = value
    return form.submit("do", value=do, expect_errors=True)


def version_of(review: int) -> catalogue.Version:
    world.fresh()
    return catalogue.version(session().get_one(vouching.Review, review).version_id)


def tick(form: Form, part: str, reason: str, words: str = "") -> None:
    """Tick a part, choose a reason, say it in words."""
    for box in form.fields["part"]:
        if box._value == part:
            box.checked = True
    form[f"reason-{part}"], form[f"words-{part}"] = reason, words


def test_an_empty_queue_says_so(mentor):
    assert "صف خالی است" in words_of(mentor.get("/desk/queue"))
    assert "صف خالی است" in words_of(mentor.get("/desk/"))


def test_the_oldest_waits_first_and_is_one_press_away(mentor):
    maker = world.maker()
    with clock.at(clock.now() - timedelta(days=3)):
        old = world.submitted(maker, Ware(title="قدیمی"))
    world.submitted(maker, Ware(title="تازه"))

    desk, queue = mentor.get("/desk/"), words_of(mentor.get("/desk/queue"))

    assert desk.html.select_one("section.next a")["href"] == f"/desk/review/{old}"
    assert queue.index("قدیمی") < queue.index("تازه")
    assert "از مهلت گذشته" in queue


def test_a_vouch_puts_the_product_on_sale_under_her_name(mentor):
    maker = world.maker()
    review = world.submitted(maker, Ware(title="زنبیل"))

    answer = decide(mentor, review, "vouch", **SEEN)
    deliver()

    assert answer.status_code == 303
    assert "تأیید کردید. کالا روی بازار است" in words_of(answer.follow())
    assert version_of(review).state is VersionState.PUBLISHED
    assert "زنبیل" in words_of(mentor.get("/products"))


HALF: list[tuple[dict[str, object], str]] = [
    ({"basis": None}, "basis"),
    ({"seen": False}, "seen"),
    ({"checked": ""}, "checked"),
    ({"checked": "ب" * 601}, "checked"),
    ({"seen_on-day": "۳۲"}, "seen_on"),
    ({"seen_on-year": "۱۵۰۰"}, "seen_on"),
    ({"seen_on-day": "", "seen_on-month": "", "seen_on-year": ""}, "seen_on"),
]


def test_a_vouch_is_whole_or_none(mentor):
    review = world.submitted(world.maker())

    for changes, field in HALF:
        typed = {name: value for name, value in (SEEN | changes).items() if value is not None}
        page = decide(mentor, review, "vouch", **typed)

        assert page.status_code == 422
        assert list(faults_of(page)) == [field]
        assert form_of(page, "", having="basis")["words"].value == "تمیز است"
    assert version_of(review).state is VersionState.SUBMITTED


def test_photos_alone_do_not_carry_the_best_grade(mentor):
    review = world.submitted(world.maker(), Ware(differs=""))

    page = decide(mentor, review, "vouch", **(SEEN | {"basis": "photos"}))

    assert page.status_code == 422
    assert "تنها با دیدنِ عکس نمی‌شود" in words_of(page)


def test_a_return_names_the_part_and_the_maker_sees_it_there(app, mentor):
    maker = world.maker()
    review = world.submitted(maker, Ware(title="زنبیل"))
    form = review_form(mentor, review)
    tick(form, "name", "unclear_name", "بگویید چند دسته دارد")
    tick(form, "photo", "unclear_photo")
    answer = form.submit("do", value="return", status=303)
    browser = logged_in(app, world.person_of(maker))

    home = words_of(browser.get("/workshop/"))
    product = version_of(review).product_id
    page = browser.get(f"/workshop/products/{product}")
    opened = form_of(page, f"/workshop/products/{product}/edit").submit(status=303).headers["Location"]
    draft, _, step = opened.rpartition("/")
    assert step in {"name", "photo"}, "she begins where something was asked"
    name, price = browser.get(f"{draft}/name"), browser.get(f"{draft}/price")

    assert "برای اصلاح برگشت" in words_of(answer.follow())
    assert "پیشران خواسته است چیزی را درست کنید" in home
    assert "بگویید چند دسته دارد" in words_of(page)
    assert "نام گویا نیست. بگویید چند دسته دارد" in words_of(name)
    assert "نام گویا نیست" not in words_of(price)


def test_nobody_vouches_with_one_part_ticked_for_mending(app, mentor):
    review = world.submitted(world.maker(), Ware(title="زنبیل"))
    form = review_form(mentor, review)
    for name, value in SEEN.items():
        form[name].force_value(value)
    tick(form, "name", "unclear_name", "بگویید چند دسته دارد")

    answer = form.submit("do", value="vouch", expect_errors=True)

    assert "نشان زده‌اید" in faults_of(answer)["part"]
    assert version_of(review).state is VersionState.SUBMITTED


def test_what_was_returned_comes_back_and_can_be_vouched_for(app, mentor):
    maker = world.maker()
    review = world.submitted(maker)
    form = review_form(mentor, review)
    tick(form, "name", "unclear_name")
    form.submit("do", value="return", status=303)
    browser = logged_in(app, world.person_of(maker))
    product = version_of(review).product_id
    page = browser.get(f"/workshop/products/{product}")
    opened = form_of(page, f"/workshop/products/{product}/edit").submit(status=303).headers["Location"]
    draft = opened.rpartition("/")[0]
    take(browser, draft, "name", **NAME)
    form_of(browser.get(f"{draft}/review"), "", having="do").submit("do", value="send", status=303)

    again = session().scalar(select(func.max(vouching.Review.id)))
    assert "از آن پس این‌ها عوض شده است: نام" in words_of(mentor.get(f"/desk/review/{again}"))
    decide(mentor, again, "vouch", **SEEN)

    world.fresh()
    assert again != review
    assert catalogue.product(product).state is Shelf.ON_SALE
    assert version_of(again).title == NAME["title"]


@pytest.mark.parametrize("do", ["return", "refuse"])
def test_no_return_without_a_reason(mentor, do):
    review = world.submitted(world.maker())

    page = review_form(mentor, review).submit("do", value=do, status=422)

    assert "بگویید چه چیزی باید درست شود" in faults_of(page)["part"]
    assert version_of(review).state is VersionState.SUBMITTED


def test_words_too_long_for_a_request_are_told_and_not_cut(mentor):
    review = world.submitted(world.maker())
    form = review_form(mentor, review)
    tick(form, "size", "wrong_size", "و" * 601)

    page = form.submit("do", value="return", status=422)

    assert "تا ۶۰۰ نویسه" in faults_of(page)["part"]
    again = form_of(page, "", having="basis")
    assert again["words-size"].value == "و" * 601
    again["words-size"] = "و" * 600
    again.submit("do", value="return", status=303)
    assert [len(one.words) for one in vouching.remarks_of([review])[review]] == [600]


@pytest.mark.parametrize(("chosen", "days"), [(None, 365), ("2", 182), ("4", 91), ("99", 365)])
def test_she_says_until_when_she_answers_for_it(mentor, chosen, days):
    review = world.submitted(world.maker())
    form = review_form(mentor, review)
    look(form)
    for name, value in SEEN.items():
        form[name] = value
    if chosen is not None:
        form["lasts"].force_value(chosen)
    form.submit("do", value="vouch", status=303)

    world.fresh()
    given = session().scalar(select(vouching.Vouch))
    assert (given.valid_until - today()).days == days


def test_what_was_asked_before_and_what_became_of_it_is_seen(mentor):
    maker = world.maker()
    first = world.submitted(maker, Ware(title="زنبیل"))
    form = review_form(mentor, first)
    tick(form, "size", "wrong_size", "وزن را دوباره بکشید")
    form.submit("do", value="return", status=303)
    world.fresh()
    with transaction():
        draft = vouching.open_draft(version_of(first), None)
    unchanged = world.into_queue(draft.id)

    page = words_of(mentor.get(f"/desk/review/{unchanged}"))
    queue = words_of(mentor.get("/desk/queue"))

    assert "اندازه یا وزن نمی‌خواند. وزن را دوباره بکشید" in page
    assert "از آن پس هیچ چیز عوض نشده است" in page
    assert "از نو فرستاده" in queue


def test_an_edit_that_changes_nothing_says_so(mentor):
    product = world.product(world.maker(), Ware(title="زنبیل"))
    with transaction():
        draft = vouching.open_draft(catalogue.newest_version(product), None)
    review = world.into_queue(draft.id)

    assert "هیچ چیزِ آن عوض نشده است" in words_of(mentor.get(f"/desk/review/{review}"))
    assert "ویرایش" in words_of(mentor.get("/desk/queue"))


def test_a_refusal_ends_it_with_its_reason(app, mentor):
    maker = world.maker()
    review = world.submitted(maker, Ware(title="زنبیل"))
    form = review_form(mentor, review)
    tick(form, "kind", "not_home_made", "کارخانه‌ای است")
    form.submit("do", value="refuse", status=303)

    page = logged_in(app, world.person_of(maker)).get(f"/workshop/products/{version_of(review).product_id}")

    assert "پیشران این کالا را رد کرد" in words_of(page)
    assert "کارخانه‌ای است" in words_of(page)
    assert version_of(review).state is VersionState.REFUSED


def test_what_she_wrote_stays_when_the_return_was_not_taken(mentor):
    review = world.submitted(world.maker())
    form = review_form(mentor, review)
    form["words-size"] = "وزن را دوباره بکشید"

    page = form.submit("do", value="return", status=422)

    assert form_of(page, "", having="basis")["words-size"].value == "وزن را دوباره بکشید"


def test_of_two_mentors_one_decides_and_the_other_is_told(app, mentor):
    review = world.submitted(world.maker())
    second = logged_in(app, programme.mentor(world.mentor("1801")).person_id)
    form = review_form(second, review)
    look(form)
    for name, value in SEEN.items():
        form[name] = value
    decide(mentor, review, "vouch", **SEEN)

    page = form.submit("do", value="vouch", status=422)

    assert "پیشرانِ دیگری پیش از شما" in words_of(page)


def test_two_mentors_at_the_same_moment_give_one_vouch(app):
    review = world.submitted(world.maker())
    forms = []
    for _ in range(2):
        form = review_form(logged_in(app, programme.mentor(world.mentor("1801")).person_id), review)
        look(form)
        for name, value in SEEN.items():
            form[name] = value
        forms.append(form)

    press = [lambda one=one: one.submit("do", value="vouch", expect_errors=True) for one in forms]
    answers = world.at_once(app, *press)

    assert sorted(answer.status_code for answer in answers) == [303, 422]
    assert session().scalar(select(func.count()).select_from(vouching.Vouch)) == 1


def test_a_mentor_does_not_judge_her_household(app):
    mobile = world.mobile_number()
    mentor = logged_in(app, programme.mentor(world.mentor("1801", mobile=mobile)).person_id)
    review = world.submitted(world.maker("1801", mobile=mobile))

    page = decide(mentor, review, "vouch", **SEEN)

    assert "شمارهٔ همراهِ شما و سازنده یکی است" in words_of(page)
    assert version_of(review).state is VersionState.SUBMITTED


def test_taking_a_vouch_back_takes_the_product_off_sale(app):
    mentor_id = world.mentor("1801")
    product = world.product(world.maker(), by=mentor_id)
    browser = logged_in(app, programme.mentor(mentor_id).person_id)
    link = browser.get("/desk/vouches").html.find("a", string="پس می‌گیرم")["href"]
    form = form_of(browser.get(link), having="why")
    without = form.submit(status=422)
    form["why"] = "رنگ پس داد"

    page = form.submit(status=303).follow()

    assert "دلیل را بنویسید" in faults_of(without)["why"]
    assert "کالا از بازار برداشته شد" in words_of(page)
    assert catalogue.product(product).state is Shelf.WITHDRAWN


def test_the_maker_is_told_by_sms(app, mentor):
    mobile = world.mobile_number()
    review = world.submitted(world.maker("1801", mobile=mobile), Ware(title="زنبیل"))

    decide(mentor, review, "vouch", **SEEN)

    assert any("تأیید کرد. روی بازار است" in message for message in messages_to(app, mobile))


def test_an_edit_shows_the_mentor_what_changed(app, mentor):
    maker = world.maker()
    product = world.product(maker, Ware(title="زنبیل"))
    browser = logged_in(app, world.person_of(maker))
    page = browser.get(f"/workshop/products/{product}")
    draft = form_of(page, f"/workshop/products/{product}/edit").submit(status=303).headers["Location"]
    photo = world.ready_picture()
    with transaction():
        version = catalogue.version(int(draft.rpartition("/")[2]))
        worse = vouching.Difference(vouching.DeviationKind.FINISH, "بیشترش شکسته است", "", photo)
        vouching.disclose(version, vouching.Told(vouching.Grade.VISIBLE, differences=[worse]))
    take(browser, draft, "name", **NAME)
    form_of(browser.get(f"{draft}/review"), "", having="do").submit("do", value="send", status=303)
    review = session().scalar(select(func.max(vouching.Review.id)))

    page = words_of(mentor.get(f"/desk/review/{review}"))

    assert "چه چیزی عوض شده است" in page
    assert NAME["title"] in page
    assert "تفاوتِ کوچکِ دست‌ساز ← نقصِ پیدا" in page
    assert "بیشترش شکسته است" in page


def mobile_of(maker: int) -> str:
    return accounts.person(world.person_of(maker)).mobile


# ---- appeals --------------------------------------------------------------------------------------------------


def refused(mentor: TestApp, maker: int) -> int:
    review = world.submitted(maker, Ware(title="زنبیل"))
    form = review_form(mentor, review)
    tick(form, "photo", "unclear_photo", "تار است")
    form.submit("do", value="refuse", status=303)
    return review


def test_from_a_refusal_to_the_second_mentor_s_vouch(app, mentor):
    maker, second = world.maker(), logged_in(app, programme.mentor(world.mentor("1801")).person_id)
    review = refused(mentor, maker)
    hers = logged_in(app, world.person_of(maker))
    page = f"/workshop/products/{version_of(review).product_id}"

    empty = form_of(hers.get(page), having="plea").submit(status=422)
    assert "دلیلتان را" in str(faults_of(empty)["plea"])
    form = form_of(hers.get(page), having="plea")
    form["plea"] = "عکس روشن است"
    assert "اعتراضتان نزدِ پیشرانِ دیگری است" in words_of(form.submit(status=303).follow())
    assert 'name="plea"' not in hers.get(page).text
    assert "زنبیل" not in words_of(mentor.get("/desk/appeals"))

    told = words_of(second.get("/desk/appeals"))
    assert "زنبیل" in told
    address = second.get("/desk/appeals").html.select_one('a[href^="/desk/appeals/"]')["href"]
    page = second.get(address)
    assert all(words in words_of(page) for words in ("عکس روشن است", "تار است"))
    mentor.get(address, status=404)

    form = form_of(page, having="basis")
    look(form)
    for name, value in SEEN.items():
        form[name] = value
    assert "روی بازار است" in words_of(form.submit("do", value="vouch", status=303).follow())
    deliver()

    assert version_of(review).state is VersionState.PUBLISHED
    assert any("تأیید کرد" in text for text in messages_to(app, mobile_of(maker)))


def test_a_kept_decision_comes_back_to_the_maker_with_its_reason(app, mentor):
    maker, second = world.maker(), logged_in(app, programme.mentor(world.mentor("1801")).person_id)
    review = refused(mentor, maker)
    hers = logged_in(app, world.person_of(maker))
    page = f"/workshop/products/{version_of(review).product_id}"
    form = form_of(hers.get(page), having="plea")
    form["plea"] = "عکس روشن است"
    form.submit(status=303)
    address = second.get("/desk/appeals").html.select_one('a[href^="/desk/appeals/"]')["href"]

    bare = form_of(second.get(address), having="reason").submit("do", value="keep", status=422)
    assert "دلیلتان را" in str(faults_of(bare)["reason"])
    form = form_of(bare, having="reason")
    form["reason"] = "من هم دیدم؛ تار است"
    form.submit("do", value="keep", status=303)
    deliver()

    assert "من هم دیدم" in words_of(hers.get(page))
    assert version_of(review).state is VersionState.REFUSED
    assert any("تصمیمِ نخست ماند" in text for text in messages_to(app, mobile_of(maker)))
