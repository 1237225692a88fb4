"""A visit written where there is no line: it stays on the phone, is sent by itself, once, and log-out erases it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from app import programme
from app.shared.database import transaction
from tests import world
from tests.browser.conftest import RunningShop, Somebody, await_true

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("keeping")]

Make = Callable[..., Somebody]
SEEN = "سه سبد آماده است"


def visits(trainee_id: int) -> list[str]:
    world.fresh()
    return [visit.seen for visit, _ in programme.visits_of(trainee_id)]


def at_her_form(somebody: Make, mentor: int = 0) -> tuple[Somebody, int]:
    mentor = mentor or world.mentor()
    trainee = world.cared_for(mentor)
    one = somebody()
    one.log_in(programme.mentor(mentor).person_id)
    one.go(f"/desk/trainees/{trainee}")
    return one, trainee


def write(one: Somebody) -> None:
    one.page.locator("input[name='place'][value='home']").check()
    one.fill(seen=SEEN)


def kept(one: Somebody) -> int:
    return int(one.page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('keep:')).length"))


def test_a_visit_written_without_a_line_is_sent_once_when_the_line_is_back(shop: RunningShop, somebody: Make) -> None:
    one, trainee = at_her_form(somebody)
    write(one)
    one.context.set_offline(True)
    one.press("می‌نویسم")
    one.sees("اینترنت نیست")
    before = visits(trainee)

    one.context.set_offline(False)
    await_true(lambda: SEEN in visits(trainee))

    one.page.locator("article").get_by_text(SEEN).wait_for()
    assert kept(one) == 0
    assert SEEN not in before
    assert visits(trainee).count(SEEN) == 1
    one.complaints.clear()


def test_what_was_typed_is_there_again_after_the_page_was_left(shop: RunningShop, somebody: Make) -> None:
    one, trainee = at_her_form(somebody)
    write(one)
    one.go("/desk/")
    one.go(f"/desk/trainees/{trainee}")

    assert one.page.locator("[name='seen']").input_value() == SEEN
    assert one.page.locator("input[name='place'][value='home']").is_checked()

    one.press("می‌نویسم")
    await_true(lambda: SEEN in visits(trainee))
    one.page.locator("article").get_by_text(SEEN).wait_for()
    assert kept(one) == 0


def test_what_the_server_asks_for_is_shown_and_what_was_typed_stays(shop: RunningShop, somebody: Make) -> None:
    one, trainee = at_her_form(somebody)
    write(one)
    one.fill(next_step="عکسِ روشن")
    one.press("می‌نویسم")

    one.page.locator(".err-sum").wait_for()
    assert one.page.locator("[name='seen']").input_value() == SEEN
    assert SEEN not in visits(trainee)
    one.complaints.clear()


def test_log_out_leaves_nothing_of_it_on_the_phone(shop: RunningShop, somebody: Make) -> None:
    one, _ = at_her_form(somebody)
    write(one)
    assert kept(one) == 1

    one.go("/account")
    with one.page.expect_navigation():
        one.page.locator("form[data-logout] button").first.click()

    assert kept(one) == 0


def test_a_lapsed_session_loses_nothing_and_it_is_sent_after_she_logged_in_again(
    shop: RunningShop, somebody: Make
) -> None:
    mentor = world.mentor()
    one, trainee = at_her_form(somebody, mentor)
    write(one)
    one.context.clear_cookies()
    one.press("می‌نویسم")
    one.page.wait_for_url("**/login**")
    assert kept(one) == 1
    assert SEEN not in visits(trainee)

    one.log_in(programme.mentor(mentor).person_id)
    one.go(f"/desk/trainees/{trainee}")
    await_true(lambda: SEEN in visits(trainee))

    one.page.locator("article").get_by_text(SEEN).wait_for()
    assert kept(one) == 0
    assert visits(trainee).count(SEEN) == 1
    one.complaints.clear()


def test_who_uses_the_same_phone_after_her_neither_sees_nor_sends_it(shop: RunningShop, somebody: Make) -> None:
    mentor, other = world.mentor(), world.mentor()
    one, trainee = at_her_form(somebody, mentor)
    write(one)
    with transaction():
        programme.hand_over_cases(programme.mentor(mentor), [programme.mentor(other)], None)

    one.context.clear_cookies()
    one.log_in(programme.mentor(other).person_id)
    one.go(f"/desk/trainees/{trainee}")

    assert one.page.locator("[name='seen']").input_value() == ""
    assert SEEN not in visits(trainee)
