"""Meetings from page to page: planned, held, decided, owed, done; read by officials, written by staff."""

from __future__ import annotations

import pytest

from app import accounts, support
from app.accounts import Role
from app.shared import printing
from app.shared.calendar import jalali, today
from app.shared.database import transaction
from tests import world
from tests.support import told
from tests.web.browsing import faults_of, form_of, logged_in, press, words_of

HOME = "1801"


def written(form, name, day):
    for part, value in zip(("year", "month", "day"), jalali(day), strict=True):
        form[f"{name}-{part}"] = str(value)


def risen(words="وام نمی‌دهند", name="نادرپور"):
    who = world.person_of(world.maker(HOME))
    with transaction():
        accounts.change_names(accounts.person(who), "پروانه", name)
    number = told.obstacle(who, words)
    told.before_group(number)
    return number


def test_from_a_plan_to_a_decision_that_is_done(app):
    number = risen()
    staff, officer = logged_in(app, world.official(Role.STAFF)), logged_in(app, world.official(Role.OFFICER))
    form = form_of(staff.get("/office/meetings"), having="place")
    form["place"] = "سالنِ فرمانداری"
    written(form, "held_on", today())
    page = form.submit(status=303).follow()
    address = page.request.path
    assert form.submit(status=303).follow().request.path == address
    form = form_of(page, f"{address}/decisions")
    form["obstacle"], form["what"], form["owed_by"] = str(number), "نامه به بانک", "ادارهٔ کار"
    written(form, "due_on", today())
    form.submit(status=303)
    press(staff.get(address), None, "do", "hold").follow()
    seen = officer.get(address)
    owed = form_of(staff.get(f"/office/commitments/{support.open_commitments()[1][0].id}"), having="words")
    assert "words" in faults_of(owed.submit("do", value="drop", status=422))
    owed["words"] = "نامه رفت"
    owed.submit("do", value="done", status=303)

    assert "وام نمی‌دهند" in words_of(seen)
    assert "نادرپور" not in seen.text
    assert "نامه به بانک" in words_of(seen)
    assert "نامه رفت" in words_of(officer.get(f"/office/commitments/{support.decided_of(number)[0].id}"))
    assert "تصمیم‌های کارگروه نامه به بانک" in words_of(staff.get(f"/staff/obstacles/{number}"))


def test_bad_input_is_told_at_its_field(app):
    staff = logged_in(app, world.official(Role.STAFF))
    meeting = told.meeting(world.official(Role.STAFF), in_days=4)
    form = form_of(staff.get("/office/meetings"), having="place")
    form["held_on-year"] = "1400"
    assert set(faults_of(form.submit(status=422))) == {"place"}
    form["place"] = "سالن"
    assert set(faults_of(form.submit(status=422))) == {"held_on"}
    form = form_of(staff.get(f"/office/meetings/{meeting}"), f"/office/meetings/{meeting}/decisions")
    form["what"] = "نامه"
    answer = form.submit(status=422)

    assert set(faults_of(answer)) == {"owed_by"}
    assert 'value="نامه"' in answer.text
    form = form_of(staff.get(f"/office/meetings/{meeting}"), having="why")
    assert "why" in faults_of(form.submit("do", value="cancel", status=422))


@pytest.mark.parametrize("who", ["officer", "staff of a county"])
def test_others_read_and_do_not_write(app, who):
    keeper = world.official(Role.STAFF)
    meeting = told.meeting(keeper)
    number = told.decision(meeting, keeper)
    role = Role.OFFICER if who == "officer" else Role.STAFF
    browser = logged_in(app, world.official(role, county=None if who == "officer" else HOME))

    for address in ("/office/meetings", f"/office/meetings/{meeting}", f"/office/commitments/{number}"):
        page = browser.get(address)
        assert 'method="post"' not in page.text.split("<main")[1].split("</main")[0]


@pytest.mark.skipif(not printing.possible(), reason="no Pango here")
def test_the_agenda_is_a_page_on_paper_without_a_reporters_name(app):
    risen()
    meeting = told.meeting(world.official(Role.STAFF))
    answer = logged_in(app, world.official(Role.OFFICER)).get(f"/office/meetings/{meeting}/agenda.pdf")

    assert answer.content_type == "application/pdf"
    assert answer.body.startswith(b"%PDF")
