"""What counties need, from page to page: begun, answered, final by staff; read side by side by officials."""

from __future__ import annotations

import pytest

from app import planning, programme
from app.accounts import Role
from app.planning import Question
from app.shared.database import transaction
from tests import world
from tests.planning import told
from tests.web.browsing import faults_of, form_of, logged_in, words_of

HOME, ELSEWHERE = "1801", "1805"


def test_staff_begin_answer_and_finish_and_an_official_reads_it(app):
    staff, officer = logged_in(app, world.official(Role.STAFF)), logged_in(app, world.official(Role.OFFICER))
    list_page = staff.get("/staff/needs")
    begin = next(one for one in list_page.forms.values() if "county" in one.fields and one["county"].value == HOME)
    page = begin.submit(status=303).follow()
    address = page.request.path
    form = form_of(page, having="material")
    form["material_words"] = "نخل هست"
    assert "material" in faults_of(form.submit("do", value="keep", status=422))
    form["material"] = "4"
    assert "material" in faults_of(form.submit("do", value="finish", status=422))
    for one in Question:
        form[one.value] = "4" if one is Question.MATERIAL else "2"
    kept = form.submit("do", value="keep", status=303).follow()
    assert kept.request.path == address
    seen = form_of(kept, having="material").submit("do", value="finish", status=303).follow()

    assert "نهایی شده است" in words_of(seen)
    assert 'method="post"' not in staff.get(address).text.split("<main")[1].split("</main")[0]
    page = words_of(officer.get(f"/office/needs/{HOME}/{told.year()}"))
    assert "نخل هست" in page
    assert "۶۵" in page
    assert "۶۵" in words_of(officer.get("/office/needs"))


def test_numbers_of_few_people_are_on_no_page_and_in_no_file(app):
    for trade, count in (("mats", 2), ("dates", 9)):
        for _ in range(count):
            number = world.applicant(HOME)
            with transaction():
                programme.trainee(programme.engagement(number).trainee_id).trade_code = trade
    officer = logged_in(app, world.official(Role.OFFICER))
    page = officer.get(f"/office/needs/{HOME}/{told.year()}")
    rows = officer.get(f"/office/needs/{HOME}/{told.year()}/trades.csv").text.splitlines()

    assert "…" in words_of(page)
    assert "حصیر و کپوبافی …" in words_of(page)
    columns = rows[0].lstrip("\ufeff").split(",")
    mats = next(row.split(",") for row in rows if ",mats," in row)
    assert mats[columns.index("registrants")] == ""
    assert len(officer.get("/office/needs.csv").text.splitlines()) >= 3


@pytest.mark.parametrize("role", [Role.OFFICER, Role.STAFF])
def test_a_county_is_seen_by_its_own_people_alone(app, role):
    theirs = logged_in(app, world.official(role, county=ELSEWHERE))
    table = theirs.get("/office/needs").text.split("</table>")[0]

    assert f"/office/needs/{HOME}/" not in table
    assert f"/office/needs/{ELSEWHERE}/" in table
    theirs.get(f"/office/needs/{HOME}/{told.year()}", status=404)
    theirs.get(f"/office/needs/{HOME}/{told.year()}/trades.csv", status=404)


def test_a_year_to_come_has_no_page_and_nonsense_is_this_year(app):
    officer = logged_in(app, world.official(Role.OFFICER))
    officer.get(f"/office/needs/{HOME}/{told.year() + 1}", status=404)
    officer.get("/office/needs/0101/1404", status=404)

    for nonsense in ("1500", "x", "0"):
        assert f"/office/needs/{HOME}/{told.year()}" in officer.get(f"/office/needs?year={nonsense}").text


def test_who_begins_twice_comes_to_the_same_study(app):
    staff = logged_in(app, world.official(Role.STAFF))
    page = staff.get("/staff/needs")
    begin = next(one for one in page.forms.values() if "county" in one.fields and one["county"].value == HOME)

    assert begin.submit(status=303).location == begin.submit(status=303).location
    assert planning.study_of(HOME, told.year()) is not None
