"""Briefings: whom local contacts asked, who came without a place in any course, and what that tells of contacts."""

from __future__ import annotations

import pytest
from flask import Flask
from webtest import TestApp

from app import accounts, programme
from app.accounts import Role
from app.programme import Asked, Contact, NewBriefing, Way
from app.shared.calendar import today
from app.shared.database import session, transaction
from tests import world
from tests.web.browsing import faults_of, form_of, logged_in, statements, token_of, words_of


@pytest.fixture
def staff(app: Flask) -> TestApp:
    return logged_in(app, world.official(Role.STAFF))


def registered(name: str, county: str = "1801") -> int:
    """Somebody who is registered and has applied for nothing."""
    with transaction():
        one = accounts.add_person(world.mobile_number(), name, "تنگسیری")
        trainee = programme.new_trainee(one, county, programme.Background())
        session().flush()
        return trainee.id


def briefing(county: str = "1801", key: str = "one") -> int:
    staff = world.official(Role.STAFF)
    with transaction():
        return programme.brief(NewBriefing(county, today(), "مسجدِ جامع", key), staff).id


def test_registrants_are_asked_by_a_contact_and_it_is_written_who_came(staff):
    came, missed = registered("زهرا"), registered("مریم")
    form = form_of(staff.get("/staff/briefings"), having="place")
    form["county"], form["place"] = "1801", "مدرسهٔ چغادک"
    page = form.submit(status=303).follow()
    form.submit(status=303)

    form = form_of(page, having="contact")
    form["who"] = [str(came), str(missed)]
    form["contact"], form["contact_name"], form["way"] = "village", "بی‌بی سکینه", "phone"
    page = form.submit(status=303).follow()
    form = form_of(page, having=f"came-{came}")
    form[f"came-{came}"], form[f"came-{missed}"] = "yes", "no"
    form.submit(status=303)

    page = words_of(staff.get("/staff/briefings"))
    assert page.count("مدرسهٔ چغادک") == 1
    assert "بی‌بی سکینه ۲ دعوت، ۱ نفر آمدند" in page
    case = words_of(staff.get(f"/staff/trainees/{came}"))
    assert "جلسهٔ توجیهی، مدرسهٔ چغادک" in case
    assert "دعوت: بی‌بی سکینه، با تلفن آمد" in case


def test_who_asked_is_named_unless_she_came_by_herself(staff):
    number, hers = briefing(), registered("زهرا")
    form = form_of(staff.get(f"/staff/briefings/{number}"), having="contact")
    form["who"], form["contact"] = [str(hers)], "mentor"

    answer = form.submit(expect_errors=True)
    form["contact"] = "nobody"
    form.submit(status=303)

    assert list(faults_of(answer)) == ["contact_name"]
    world.fresh()
    [(one, _)] = programme.invited_to(number)
    assert (one.contact, one.contact_name, one.came) == (Contact.NOBODY, "", True)


def test_asked_twice_is_asked_once_by_the_first(app):
    number, hers, who = briefing(), registered("زهرا"), world.official(Role.STAFF)
    for name in ("سکینه", "گوهر"):
        with transaction():
            found = programme.briefing_of(number, None)
            programme.invite(found, [programme.trainee(hers)], Asked(Contact.TRAINEE, name, Way.PHONE), who)

    world.fresh()
    assert [one.contact_name for one, _ in programme.invited_to(number)] == ["سکینه"]


def test_nobody_of_another_county_is_written_down(staff):
    number, elsewhere = briefing(), registered("زهرا", "1803")
    form = form_of(staff.get(f"/staff/briefings/{number}"), having="contact")
    token = form["csrf_token"].value
    typed = {"csrf_token": token, "who": str(elsewhere), "contact": "nobody", "way": "phone"}

    staff.post(f"/staff/briefings/{number}/invite", typed, status=303)

    world.fresh()
    assert programme.invited_to(number) == []


def test_the_pages_ask_no_more_as_more_are_asked(app, staff):
    number, who, counts = briefing(), world.official(Role.STAFF), []
    for more in (2, 9):
        for _ in range(more):
            hers = registered("زهرا")
            briefing(key=f"k{hers}")
            with transaction():
                found = programme.briefing_of(number, None)
                programme.invite(
                    found, [programme.trainee(hers)], Asked(Contact.VILLAGE, f"رابط {hers}", Way.PHONE), who
                )
                new = programme.NewGuest(f"مهمان {hers}", None, "چغادک", f"g{hers}")
                programme.invite_guest(found, new, Asked(Contact.VILLAGE, f"رابط {hers}", Way.PHONE), who)
                known = programme.NewGuest(f"آشنا {hers}", None, "چغادک", f"t{hers}")
                tied = programme.invite_guest(found, known, Asked(Contact.VILLAGE, "رابط", Way.PHONE), who)
                programme.tie_guest(found, tied.id, programme.trainee(hers), who)
        sent = []
        for address in ("/staff/briefings", f"/staff/briefings/{number}"):
            staff.get(address)
            with statements() as told:
                staff.get(address)
            sent.append(len(told))
        counts.append(sent)

    assert counts[0] == counts[1]


def test_somebody_who_is_not_registered_is_asked_comes_and_is_tied_when_she_registers(staff):
    number, mobile = briefing(), world.mobile_number()
    page = staff.get(f"/staff/briefings/{number}").click(href="/guests")
    form = form_of(page, having="guest")
    form["contact_name"] = "بی‌بی سکینه"

    nameless = form.submit(expect_errors=True)
    form["guest"], form["mobile"], form["village"] = "زهرا دشتی", mobile, "چغادک"
    page = form.submit(status=303).follow()
    form.submit(status=303)
    guest = programme.guests_of(number)[0].guest.id
    came = form_of(page, having=f"guest-{guest}")
    came[f"guest-{guest}"] = "yes"
    came.submit(status=303)

    assert set(faults_of(nameless)) == {"guest", "village"}
    assert len(programme.guests_of(number)) == 1
    told = words_of(page)
    assert "زهرا دشتی هنوز ثبت‌نام نکرده" in told
    assert mobile not in str(page.body)
    assert "بی‌بی سکینه ۱ دعوت، ۱ نفر آمدند" in words_of(staff.get("/staff/briefings"))
    with transaction():
        one = accounts.add_person(mobile, "زهرا", "دشتی")
        programme.new_trainee(one, "1801", programme.Background())
    told = words_of(staff.get("/staff/briefings"))
    assert "بی‌بی سکینه ۱ دعوت، ۱ نفر آمدند، ۱ نفر پس از آن ثبت‌نام کردند" in told
    assert "۱ نفر پس از دعوت ثبت‌نام کرد" in words_of(staff.get(f"/staff/briefings/{number}"))


def test_a_bad_number_is_told_at_its_field_and_nothing_typed_is_lost(staff):
    number = briefing()
    form = form_of(staff.get(f"/staff/briefings/{number}/guests"), having="guest")
    form["guest"], form["mobile"], form["contact_name"] = "زهرا", "۱۲۳", "سکینه"

    answer = form.submit(expect_errors=True)

    assert answer.status_code == 422
    assert "mobile" in faults_of(answer)
    assert form_of(answer, having="guest")["guest"].value == "زهرا"
    assert programme.guests_of(number) == []


def unnumbered(number: int, name: str = "زهرا تنگسیری") -> int:
    """A guest of a briefing who left no number."""
    who = world.official(Role.STAFF)
    with transaction():
        new = programme.NewGuest(name, None, "چغادک", f"g-{number}")
        asked = Asked(Contact.VILLAGE, "بی‌بی سکینه", Way.PHONE)
        return programme.invite_guest(programme.briefing_of(number, None), new, asked, who).id


def test_staff_find_who_a_guest_without_a_number_is_tie_her_and_take_it_back(staff):
    number, hers, elsewhere = briefing(), registered("زهرا"), registered("زهرا", "1805")
    registered("مریم")
    guest = unnumbered(number)
    address = f"/staff/briefings/{number}/guests/{guest}"

    page = staff.get(f"/staff/briefings/{number}").click(description="ثبت‌نام کرده است؟")
    form = form_of(page, having="trainee")
    unchosen = form.submit(expect_errors=True)
    form["trainee"] = str(hers)
    page = form.submit(status=303).follow()

    assert (unchosen.status_code, set(faults_of(unchosen))) == (422, {"trainee"})
    assert {option for option, _, _ in form["trainee"].options} == {str(hers), str(elsewhere)}
    assert "نوشته شد: این مهمان، زهرا تنگسیری است." in words_of(page)
    assert "ثبت‌نام کرده است؟" not in words_of(page)
    assert "جلسهٔ توجیهی، مسجدِ جامع" in words_of(staff.get(f"/staff/trainees/{hers}"))

    page = form_of(page.click(description="او نیست؟"), having="do").submit("do", status=303).follow()
    assert page.request.path == address
    assert "از ثبت‌نامی جدا شد" in words_of(page)
    assert "جلسهٔ توجیهی، مسجدِ جامع" not in words_of(staff.get(f"/staff/trainees/{hers}"))
    found = form_of(page, having="who")
    found["who"] = "تنگسیری زهرا"
    form = form_of(found.submit(), having="trainee")
    form["trainee"] = str(elsewhere)
    form.submit(status=303)

    assert [who.id for _, who in programme.invited_to(number)] == [elsewhere]
    told = words_of(staff.get("/staff/record"))
    assert "مهمانِ جلسه‌ای به ثبت‌نامش بسته شد" in told
    assert "مهمانِ جلسه‌ای از ثبت‌نامی جدا شد" in told


def test_staff_of_a_county_tie_nobody_of_another(app):
    number, other = briefing(), registered("زهرا", "1805")
    guest = unnumbered(number)
    local = logged_in(app, world.official(Role.STAFF, county="1801"))
    address = f"/staff/briefings/{number}/guests/{guest}"
    page = local.get(address)

    local.post(address, {"trainee": str(other), "csrf_token": token_of(local)}, status=404)

    assert "ثبت‌نام‌شده‌ای با این نام نیست" in words_of(page)
    assert programme.invited_to(number) == []
