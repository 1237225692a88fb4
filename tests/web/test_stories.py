"""A story on its pages: written for her, agreed on her phone, shown, bundled for the press, taken back."""

from __future__ import annotations

import io
import json
import zipfile

from webtest import TestResponse

from app import programme, stories
from app.accounts import Role
from tests import world
from tests.conftest import browser_of
from tests.impact import publishing
from tests.stories import told
from tests.web.browsing import faults_of, form_of, logged_in, press, words_of

WORDS = "با یک سبد آغاز کردم و حالا سه نفریم."


def written(page: TestResponse, **changes: str) -> TestResponse:
    form = form_of(page, having="words")
    for name, value in {"title": "از یک سبد", "words": WORDS, **changes}.items():
        form[name] = value
    return form.submit(expect_errors=True)


def bundle(app: object) -> dict[str, str]:
    answer = browser_of(app).get("/stories/press.zip")
    with zipfile.ZipFile(io.BytesIO(answer.body)) as packed:
        return {name: packed.read(name).decode() for name in packed.namelist()}


def test_from_her_mentors_pen_over_her_own_yes_to_the_public_page_and_back(app):
    maker, mentor = world.maker(), world.mentor()
    hers = logged_in(app, world.person_of(maker))
    written(logged_in(app, programme.mentor(mentor).person_id).get(f"/desk/trainees/{maker}/story"))
    story = stories.of_trainee(maker)[0].id
    staff = logged_in(app, world.official(Role.STAFF))
    assert 'value="publish"' not in staff.get("/staff/stories").text
    assert WORDS not in staff.get("/stories").text

    page = hers.get("/workshop/stories")
    assert WORDS in words_of(page)
    press(page, f"/workshop/stories/{story}", "do", "agree")
    press(staff.get("/staff/stories"), f"/staff/stories/{story}", "do", "publish")
    assert WORDS in words_of(browser_of(app).get("/stories"))

    press(hers.get("/workshop/stories"), f"/workshop/stories/{story}", "do", "back")
    assert WORDS not in browser_of(app).get("/stories").text
    assert WORDS not in bundle(app)["stories.json"]


def test_a_figure_without_its_source_is_said_beside_its_field(app):
    maker = world.maker()
    page = written(logged_in(app, world.person_of(maker)).get("/workshop/stories"), figure="ماهی دو میلیون تومان")

    assert set(faults_of(page)) == {"figure_source"}
    assert WORDS in page.text
    assert stories.of_trainee(maker) == []


def test_staff_take_a_story_off_with_a_reason_alone(app):
    story = told.published(words=WORDS)
    staff, where = logged_in(app, world.official(Role.STAFF)), f"/staff/stories/{story}"

    page = form_of(staff.get("/staff/stories"), where, having="why").submit("do", expect_errors=True)
    assert faults_of(page) == {f"why-{story}": "بنویسید چرا برداشته می‌شود."}
    form = form_of(page, where, having="why")
    form["why"] = "نامِ همسایه در آن است"
    form.submit("do")

    assert told.state(story) == "taken_off"
    assert WORDS not in browser_of(app).get("/stories").text


def test_the_press_has_the_days_stories_and_the_signed_figures_in_one_bundle(app):
    told.published(words=WORDS, figure="ماهی دو میلیون تومان", figure_source="پروندهٔ خودش")
    told.write(world.maker(), words="هنوز نپذیرفته")
    assert set(bundle(app)) == {"stories.csv", "stories.json"}
    publishing.makers(6, "1801")
    edition = publishing.signed()

    found = bundle(app)

    assert [one["words"] for one in json.loads(found["stories.json"])["stories"]] == [WORDS]
    assert "پروندهٔ خودش" in found["stories.csv"]
    assert "هنوز نپذیرفته" not in "".join(found.values())
    assert json.loads(found["figures.json"])["month"] == str(edition.month)
