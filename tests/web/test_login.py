"""Logging in by a code that comes as an SMS."""

from __future__ import annotations

from datetime import timedelta

import pytest
from webtest import TestApp

from app import accounts
from app.accounts import Role
from app.shared import clock, rulebook
from app.shared.database import transaction
from tests import world
from tests.conftest import browser_of
from tests.web.browsing import ask_for_code, code_sent, faults_of, form_of, messages_to, press, words_of, write_code

PERSIAN = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")
ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


def name_on(browser: TestApp) -> str:
    return str(browser.get("/account").html.find("h1").get_text())


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06d}"


def test_the_code_from_the_sms_logs_her_in(app, visitor):
    mobile = world.mobile_number()
    world.person("مریم", "تنگستانی", mobile)

    page = ask_for_code(visitor, mobile).follow()
    answer = write_code(visitor, code_sent(app, mobile))

    assert "کدی که پیامک شد" in words_of(page)
    assert answer.status_code == 303
    assert name_on(visitor) == "مریم تنگستانی"


@pytest.mark.parametrize("digits", [PERSIAN, ARABIC])
def test_digits_of_any_keyboard_are_read(app, visitor, digits):
    mobile = world.mobile_number()
    ask_for_code(visitor, f"  {mobile[:4]} {mobile[4:]}".translate(digits))
    code = code_sent(app, mobile)

    answer = write_code(visitor, f"{code[:3]} {code[3:]}".translate(digits))

    assert answer.status_code == 303
    assert visitor.get("/account").status_code == 200


@pytest.mark.parametrize("typed", ["+98 {0}", "0098{0}", "98{0}", "{0}"])
def test_a_number_may_be_written_as_people_do(app, visitor, typed):
    mobile = world.mobile_number()

    ask_for_code(visitor, typed.format(mobile[1:]))

    assert code_sent(app, mobile)


@pytest.mark.parametrize("typed", ["", "0917", "02112345678", "هزار", "0917000000000", "0" * 5000])
def test_a_number_that_is_none_is_asked_again_and_kept(visitor, typed):
    page = ask_for_code(visitor, typed)

    assert page.status_code == 422
    assert "mobile" in faults_of(page)
    assert form_of(page, "/login")["mobile"].value == typed


def test_a_wrong_code_says_so_and_keeps_the_number(app, visitor):
    mobile = world.mobile_number()
    ask_for_code(visitor, mobile)
    code = code_sent(app, mobile)

    page = write_code(visitor, wrong(code))

    assert page.status_code == 422
    assert "کد درست نیست" in faults_of(page)["code"]
    assert mobile.translate(PERSIAN) in words_of(page)
    assert write_code(visitor, code).status_code == 303


def test_a_code_lapses_after_two_minutes(app, visitor):
    mobile = world.mobile_number()
    ask_for_code(visitor, mobile)
    code = code_sent(app, mobile)

    with clock.at(clock.now() + timedelta(seconds=121)):
        page = write_code(visitor, code)

    assert page.status_code == 422
    assert "زمانِ این کد گذشته است" in faults_of(page)["code"]


def test_a_code_is_good_once(app, visitor):
    mobile = world.mobile_number()
    ask_for_code(visitor, mobile)
    code = code_sent(app, mobile)
    copy = browser_of(app)
    for cookie in visitor.cookiejar:
        copy.cookiejar.set_cookie(cookie)
    write_code(visitor, code)

    assert write_code(copy, code).status_code == 422


def test_after_five_tries_even_the_right_code_waits(app, visitor):
    mobile = world.mobile_number()
    ask_for_code(visitor, mobile)
    code = code_sent(app, mobile)
    for _ in range(5):
        write_code(visitor, wrong(code))

    page = write_code(visitor, code)

    assert page.status_code == 422
    assert "code" in faults_of(page)
    assert visitor.get("/account", status=303)


def test_a_new_code_does_not_give_five_new_tries(app, visitor):
    mobile, start = world.mobile_number(), clock.now().replace(second=1)
    for seconds in (0, 61):
        with clock.at(start + timedelta(seconds=seconds)):
            ask_for_code(visitor, mobile)
            code = code_sent(app, mobile)
            for _ in range(3):
                write_code(visitor, wrong(code))

    with clock.at(start + timedelta(seconds=62)):
        page = write_code(visitor, code)

    assert page.status_code == 422
    assert "پنج دقیقه صبر کنید" in faults_of(page)["code"]


def test_a_code_works_in_the_browser_that_asked_alone(app, visitor):
    mobile = world.mobile_number()
    ask_for_code(visitor, mobile)
    code = code_sent(app, mobile)
    other = browser_of(app)
    ask_for_code(other, mobile)

    assert write_code(other, code).status_code == 422
    assert other.get("/account", expect_errors=True).status_code == 303


def test_another_code_comes_after_a_minute_and_not_before(app, visitor):
    mobile = world.mobile_number()
    page = ask_for_code(visitor, mobile).follow()
    first = code_sent(app, mobile)

    too_soon = form_of(page, "/login/resend").submit(expect_errors=True)
    with clock.at(clock.now() + timedelta(seconds=61)):
        form_of(visitor.get("/login/code"), "/login/resend").submit(status=303)
        second = code_sent(app, mobile)
        old, new = write_code(visitor, first), write_code(visitor, second)

    assert too_soon.status_code == 429
    assert "ثانیهٔ دیگر" in words_of(too_soon)
    assert old.status_code == 422 or first == second
    assert new.status_code == 303


def test_a_number_gets_five_codes_an_hour(app, visitor):
    mobile, start = world.mobile_number(), clock.now().replace(minute=0, second=0)

    answers = []
    for minutes in range(7):
        with clock.at(start + timedelta(minutes=2 * minutes)):
            answers.append(ask_for_code(visitor, mobile).status_code)

    assert answers == [303] * 5 + [429] * 2


def test_an_address_gets_twenty_codes_an_hour(app):
    start = clock.now().replace(minute=1, second=0)
    with clock.at(start):
        answers = [ask_for_code(browser_of(app), world.mobile_number()).status_code for _ in range(22)]

    assert answers == [303] * 20 + [429] * 2


def test_the_days_budget_of_messages_is_kept(app):
    with transaction():
        budget = next(rule for rule in rulebook.all_rules() if rule.name == "login.codes_per_day")
        rulebook.set_rule(budget, 2, source="test", by=None)

    answers = [ask_for_code(browser_of(app), world.mobile_number()).status_code for _ in range(3)]

    assert answers == [303, 303, 429]


def test_nobody_learns_whether_a_number_is_known(app):
    known, unknown = world.mobile_number(), world.mobile_number()
    world.person(mobile=known)

    def told(mobile: str) -> tuple[int, str, str, str]:
        browser = browser_of(app)
        answer = ask_for_code(browser, mobile)
        page = answer.follow()
        wrong_code = write_code(browser, "000000")
        return (
            answer.status_code,
            answer.headers["Location"],
            _plain(page.text, mobile),
            _plain(wrong_code.text, mobile),
        )

    assert told(known) == told(unknown)
    world.work()
    assert len(messages_to(app, known)) == len(messages_to(app, unknown)) == 1


def _plain(text: str, mobile: str) -> str:
    """A page without what differs for every visitor."""
    lines = text.replace(mobile, "MOBILE").replace(mobile.translate(PERSIAN), "MOBILE").split("csrf_token")
    return "".join(line.split(">", 1)[-1] for line in lines)


def test_a_new_number_gets_an_account(app, visitor):
    mobile = world.mobile_number()
    ask_for_code(visitor, mobile)

    write_code(visitor, code_sent(app, mobile))

    assert [one.mobile for one in accounts.accounts_on(mobile)] == [mobile]


def test_without_a_number_there_is_no_code_page(visitor):
    assert visitor.get("/login/code", status=303).headers["Location"] == "/login"
    assert visitor.get("/login/who", status=303).headers["Location"] == "/login"


@pytest.mark.parametrize(
    ("role", "home"),
    [(Role.STAFF, "/staff/"), (Role.FINANCE, "/finance/"), (Role.OFFICER, "/office/")],
)
def test_everybody_begins_in_her_own_room(app, visitor, role, home):
    mobile = accounts.person(world.official(role)).mobile
    ask_for_code(visitor, mobile)

    assert write_code(visitor, code_sent(app, mobile)).headers["Location"] == home


def test_makers_and_mentors_begin_in_theirs(app):
    homes = []
    for mobile in (mobile_of_maker(), mobile_of_mentor()):
        browser = browser_of(app)
        ask_for_code(browser, mobile)
        homes.append(write_code(browser, code_sent(app, mobile)).headers["Location"])

    assert homes == ["/workshop/", "/desk/"]


def mobile_of_maker() -> str:
    mobile = world.mobile_number()
    world.maker(mobile=mobile)
    return mobile


def mobile_of_mentor() -> str:
    mobile = world.mobile_number()
    world.mentor(mobile=mobile)
    return mobile


def test_the_sms_is_in_the_language_of_the_page(app, visitor):
    mobile = world.mobile_number()
    press(visitor.get("/login"), "/language", "language", "en")
    ask_for_code(visitor, mobile)

    assert messages_to(app, mobile)[0].splitlines()[0].isascii()
