"""Ideas from page to page: kept as a draft, sent, answered by her mentor, told by telephone."""

from __future__ import annotations

from app import ideas, programme
from app.accounts import Role
from tests import world
from tests.ideas import box
from tests.web.browsing import faults_of, form_of, logged_in, words_of


def test_a_draft_is_written_on_sent_and_answered_by_her_mentor(app):
    mentor = world.mentor()
    trainee = world.cared_for(mentor)
    who = world.person_of(trainee)
    hers, desk = logged_in(app, who), logged_in(app, programme.mentor(mentor).person_id)
    form = form_of(hers.get("/workshop/ideas"), having="title")
    form["title"] = "حصیرِ رنگی"
    page = form.submit("do", value="keep", status=303).follow()
    assert form.submit("do", value="keep", status=303)
    number = ideas.of_person(who).found[0].id
    assert ideas.of_person(who).total == 1
    assert "حصیرِ رنگی" not in words_of(desk.get("/desk/ideas"))
    form = form_of(page.click(href=f"/ideas/{number}"), having="making")
    assert set(faults_of(form.submit("do", value="send", status=422))) == {"making"}
    form["making"], form["lacking"] = "حصیرِ گرد", "رنگ"
    form.submit("do", value="send", status=303)
    form = form_of(desk.get("/desk/ideas").click(href=f"/desk/ideas/{number}"), having="words")
    assert set(faults_of(form.submit("do", value="further", status=422))) == {"words"}
    form["words"], form["way"] = "رنگرز را می‌شناسم", "need"
    form.submit("do", value="further", status=303)

    seen = words_of(hers.get("/workshop/ideas"))
    assert "دنبال می‌شود" in seen
    assert "رنگرز را می‌شناسم" in seen
    assert "حصیرِ رنگی: رنگ" in words_of(hers.get("/workshop/support"))


def test_staff_write_what_a_trainee_told_by_telephone_and_set_it_aside(app):
    trainee = world.maker("1801")
    staff = logged_in(app, world.official(Role.STAFF))
    form = form_of(staff.get(f"/staff/ideas/new/{trainee}"), having="title")
    form["title"] = "ترشیِ کم‌نمک"
    assert set(faults_of(form.submit(status=422))) == {"making"}
    form["making"] = "برای همسایه‌ها"
    form.submit(status=303)
    number = ideas.for_staff(None).found[0].id
    assert "ایده‌های منتظرِ پاسخ ۱" in words_of(staff.get("/staff/"))
    form = form_of(staff.get(f"/staff/ideas/{number}"), having="words")
    form["words"] = "پس از پروانه"
    form.submit("do", value="aside", status=303)

    hers = words_of(logged_in(app, world.person_of(trainee)).get("/workshop/ideas"))
    assert "برای وقتِ دیگر ماند" in hers
    assert "پس از پروانه" in hers


def test_anybody_has_a_box_and_sends_at_once(app):
    who = world.person()
    browser = logged_in(app, who)
    form = form_of(browser.get("/ideas"), having="title")
    form["title"], form["making"] = "دوزندگیِ گروهی", "سه نفره"
    form.submit("do", value="send", status=303)

    assert "فرستاده شد" in words_of(browser.get("/ideas"))
    assert [one.person_id for one in ideas.for_staff(None).found] == [who]


def test_a_desk_sees_its_own_trainees_alone(app):
    number = box.sent(world.person_of(world.cared_for(world.mentor())))
    other = logged_in(app, programme.mentor(world.mentor()).person_id)

    other.get(f"/desk/ideas/{number}", status=404)
    assert "هنوز ایده‌ای نرسیده است" in words_of(other.get("/desk/ideas"))
