"""What is asked of makers, at the wizard's end, in her workshop, and in the executor's room."""

from __future__ import annotations

from app import programme, vouching
from app.accounts import Role
from app.shared.database import transaction
from tests import world
from tests.web.browsing import deliver, faults_of, form_of, logged_in, press, token_of, words_of
from tests.web.wizard import new_product, walk


def marks_of(maker: int) -> list[str]:
    world.fresh()
    points = programme.checklist_of(programme.trainee(maker))
    return [f"{one.item.code}:{one.mark.kind}" for one in points if one.mark is not None]


def require_licence() -> None:
    staff = world.official(Role.STAFF)
    with transaction():
        item = programme.item_of("licence_seen")
        programme.edit_item("licence_seen", programme.NewItem((item.words_fa, "", ""), True, 1), staff)


def test_she_ticks_that_she_made_it_at_the_first_sending_and_never_again(app):
    maker = world.maker(attested=False)
    browser = logged_in(app, world.person_of(maker))
    draft = new_product(browser)
    review = walk(browser, draft)
    deliver()

    without = form_of(browser.get(f"{draft}/review"), "", having="do").submit("do", value="send", status=422)
    form = form_of(browser.get(f"{draft}/review"), "", having="attest")
    form["attest"] = True
    form.submit("do", value="send", status=303)
    second = walk(browser, new_product(browser))

    assert "این‌ها را خودم ساخته‌ام" in words_of(review)
    assert "پیش از فرستادن، این‌ها مانده است: «این‌ها را خودم ساخته‌ام»" in words_of(without)
    assert marks_of(maker) == ["made_by_me:attested"]
    assert "این‌ها را خودم ساخته‌ام" not in words_of(second)


def test_her_first_page_lists_what_is_asked_once(app):
    maker = world.maker(attested=False)
    browser = logged_in(app, world.person_of(maker))

    home = words_of(browser.get("/workshop/"))
    press(browser.get("/workshop/checklist"), "", "attest", "made_by_me").follow()

    assert home.count("این‌ها را خودم ساخته‌ام") == home.count("شمارهٔ شبا را بنویسید") == 1
    assert "پیش از فروش لازم است" in home
    assert marks_of(maker) == ["made_by_me:attested"]


def test_staff_ask_more_and_waive_it_for_one_by_name_and_reason(app):
    maker = world.maker()
    staff = logged_in(app, world.official(Role.STAFF))
    item = staff.get("/staff/checklist/licence_seen")
    form = form_of(item, "", having="words_fa")
    form["required"] = True
    form.submit("do", value="save", status=303)
    hers = logged_in(app, world.person_of(maker))
    asked = words_of(hers.get("/workshop/checklist"))

    action = f"/staff/trainees/{maker}/checklist"
    for form in staff.get(f"/staff/trainees/{maker}").forms.values():
        if form.action == action and form["code"].value == "licence_seen":
            silent = form.submit("do", value="waive").follow()
            form["why"] = "کارِ حصیر پروانه نمی‌خواهد"
            form.submit("do", value="waive", status=303)
            break

    told = words_of(hers.get("/workshop/checklist"))
    assert "پروانهٔ کار دیده شود" in asked
    assert "بنویسید چرا معاف می‌شود" in silent.text
    assert "شما را معاف کرده است: کارِ حصیر پروانه نمی‌خواهد" in told
    assert "licence_seen:waived" in marks_of(maker)


def test_an_item_without_words_is_told_at_its_field(app):
    staff = logged_in(app, world.official(Role.STAFF))
    form = form_of(staff.get("/staff/checklist"), "", having="words_fa")

    page = form.submit(status=422)

    assert "به فارسی بنویسید" in faults_of(page)["words_fa"]


def test_staff_of_a_county_mark_their_own_makers_and_change_no_list(app):
    maker = world.maker("1805")
    staff = logged_in(app, world.official(Role.STAFF, county="1801"))
    page = staff.get("/staff/checklist")
    token = token_of(staff)

    staff.get("/staff/checklist/licence_seen", status=404)
    asked = {"csrf_token": token, "do": "waive", "code": "licence_seen", "why": "x"}
    staff.post(f"/staff/trainees/{maker}/checklist", asked, status=404)

    assert "چیزِ دیگری هم بخواهیم" not in words_of(page)
    assert marks_of(maker) == ["made_by_me:attested"]


def test_a_required_paper_keeps_products_from_the_queue(app):
    maker = world.maker()
    require_licence()
    browser = logged_in(app, world.person_of(maker))
    draft = new_product(browser)
    walk(browser, draft)
    deliver()

    page = form_of(browser.get(f"{draft}/review"), "", having="do").submit("do", value="send", status=422)

    assert "پروانهٔ کار دیده شود" in words_of(page)
    assert vouching.queue(programme.mentor(world.mentor()), None)[0] == 0
