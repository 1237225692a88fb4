"""A listing that a mentor or the staff write for a trainee, and her yes to it by a code on her own phone."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from webtest import TestApp

from app import accounts, catalogue, programme, vouching
from app.accounts import Role
from app.catalogue import VersionState
from app.shared.database import transaction
from tests import world
from tests.conftest import browser_of
from tests.vouching.assisting import handed_over
from tests.web.browsing import code_sent, deliver, form_of, logged_in, messages_to, press, token_of, words_of
from tests.web.wizard import take, walk


@pytest.fixture
def maker(app: Flask) -> int:
    return world.maker("1801", name="خاتون")


@pytest.fixture
def mentor(app: Flask) -> int:
    return world.mentor("1801")


def desk_of(app: Flask, mentor: int) -> TestApp:
    return logged_in(app, programme.mentor(mentor).person_id)


def mobile_of(maker: int) -> str:
    world.fresh()
    return accounts.person(world.person_of(maker)).mobile


def written(app: Flask, maker: int, browser: TestApp, start: str = "/desk/assist") -> str:
    """Walk through the whole wizard for her and send her the SMS; the draft's address."""
    form = form_of(browser.get(start), start, having="trainee")
    form["trainee"].force_value(str(maker))
    draft = form.submit(status=303).headers["Location"].rpartition("/")[0]
    walk(browser, draft)
    deliver()
    form_of(browser.get(f"{draft}/review"), "", having="do").submit("do", value="send", status=303)
    return draft


def version_of(draft: str) -> catalogue.Version:
    world.fresh()
    return catalogue.version(int(draft.rpartition("/")[2]))


def link_to(app: Flask, maker: int) -> str:
    return re.findall(r"/assisted/\S+", "\n".join(messages_to(app, mobile_of(maker))))[0]


def confirmed(app: Flask, browser: TestApp, address: str, maker: int, **more: str):
    """Ask for the code, read it off her phone, write it; the answer."""
    press(browser.get(address), "", "do", "ask").follow()
    form = form_of(browser.get(address), "", having="code")
    form["code"] = code_sent(app, mobile_of(maker))
    for name, value in more.items():
        form[name] = value
    return form.submit("do", value="confirm", expect_errors=True)


def test_a_mentor_writes_it_the_trainee_confirms_by_the_link_without_logging_in(app, maker, mentor):
    draft = written(app, maker, desk_of(app, mentor))
    before = version_of(draft).state, desk_of(app, world.mentor("1801")).get("/desk/queue")
    phone = browser_of(app)

    page = phone.get(link_to(app, maker))
    answer = confirmed(app, phone, link_to(app, maker), maker)

    assert before[0] is VersionState.DRAFT
    assert "صف خالی است" in words_of(before[1])
    assert "این کالا را برایتان آماده کرده است" in words_of(page)
    assert "زنبیلِ دسته‌دار" in words_of(page)
    assert answer.status_code == 303
    assert version_of(draft).state is VersionState.SUBMITTED


def test_both_names_are_shown_to_the_mentor_who_looks_at_it(app, maker, mentor):
    draft = written(app, maker, desk_of(app, mentor))
    confirmed(app, browser_of(app), link_to(app, maker), maker)
    queue = desk_of(app, world.mentor("1801")).get("/desk/queue")

    review = queue.click(description="زنبیلِ دسته‌دار")
    own = logged_in(app, world.person_of(maker)).get(f"/workshop/products/{version_of(draft).product_id}")

    for page in (review, own):
        assert "برای سازنده نوشته است" in words_of(page)
        assert "با کدِ گوشیِ خودش تأیید کرده است" in words_of(page)
    assert "صف خالی است" in words_of(desk_of(app, mentor).get("/desk/queue"))


def test_the_trainee_sees_it_in_her_workshop_changes_it_and_confirms(app, maker, mentor):
    draft = written(app, maker, desk_of(app, mentor))
    browser = logged_in(app, world.person_of(maker))
    home = browser.get("/workshop/")
    page = home.click(description="می‌بینم و تأیید می‌کنم")
    wizard = page.click(description="چیزی را عوض می‌کنم").follow()
    take(browser, wizard.request.path.rpartition("/")[0], "name", title="نامی که خودش گذاشت", description="")

    answer = confirmed(app, browser, page.request.path, maker)

    assert "کالایی را برایتان آماده کرده است" in words_of(home)
    assert answer.headers["Location"] == "/workshop/products"
    version = version_of(draft)
    assert (version.state, version.title) == (VersionState.SUBMITTED, "نامی که خودش گذاشت")


def test_sending_it_from_the_wizard_leads_her_to_the_code(app, maker, mentor):
    number = version_of(written(app, maker, desk_of(app, mentor))).id
    browser = logged_in(app, world.person_of(maker))

    form = form_of(browser.get(f"/workshop/drafts/{number}/review"), "", having="do")
    answer = form.submit("do", value="send", status=303)

    assert answer.headers["Location"] == f"/workshop/prepared/{number}"


def test_a_wrong_code_is_told_at_its_field_and_nothing_is_sent(app, maker, mentor):
    draft = written(app, maker, desk_of(app, mentor))
    phone = browser_of(app)
    address = link_to(app, maker)
    press(phone.get(address), "", "do", "ask")
    form = form_of(phone.get(address), "", having="code")
    form["code"] = "000000"

    page = form.submit("do", value="confirm", status=422)

    assert "کد درست نیست" in words_of(page)
    assert version_of(draft).inert


def test_a_shared_phones_pin_is_asked_for_by_the_link(app, maker, mentor):
    with transaction():
        accounts.set_pin(accounts.person(world.person_of(maker)), "4271")
    draft = written(app, maker, desk_of(app, mentor))
    phone = browser_of(app)

    wrong = confirmed(app, phone, link_to(app, maker), maker, pin="1234")
    form = form_of(phone.get(link_to(app, maker)), "", having="code")
    form["code"], form["pin"] = code_sent(app, mobile_of(maker)), "4271"
    form.submit("do", value="confirm", status=303)

    assert wrong.status_code == 422
    assert version_of(draft).state is VersionState.SUBMITTED


def test_she_can_lay_it_aside(app, maker, mentor):
    draft = written(app, maker, desk_of(app, mentor))
    phone = browser_of(app)
    address = link_to(app, maker)

    press(phone.get(address), "", "do", "discard")

    phone.get(address, status=404)
    assert version_of(draft).title not in logged_in(app, world.person_of(maker)).get("/workshop/products").text
    assert "هنوز فرستاده نشده" not in words_of(desk_of(app, mentor).get("/desk/assist"))


def test_staff_begin_from_the_trainees_page(app, maker):
    browser = logged_in(app, world.official(Role.STAFF))

    form = form_of(browser.get(f"/staff/trainees/{maker}"), "/staff/assist")
    draft = form.submit(status=303).headers["Location"].rpartition("/")[0]
    walk(browser, draft)
    deliver()
    form_of(browser.get(f"{draft}/review"), "", having="do").submit("do", value="send", status=303)

    assert "منتظرِ تأییدِ سازنده" in words_of(browser.get("/staff/assist"))
    assert vouching.unconfirmed_of(maker)[0].told_at is not None


def test_a_mentor_elsewhere_cannot_begin_or_open_it(app, maker, mentor):
    version_id = handed_over(maker, programme.mentor(mentor).person_id)
    elsewhere = desk_of(app, world.mentor("1805"))
    page = elsewhere.get("/desk/assist")
    token = token_of(elsewhere)

    assert "هنوز فراگیرِ پذیرفته‌ای" in words_of(page)
    elsewhere.post("/desk/assist", {"csrf_token": token, "trainee": str(maker)}, status=404)
    elsewhere.get(f"/desk/assist/drafts/{version_id}/name", status=404)
