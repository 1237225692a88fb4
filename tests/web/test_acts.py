"""One page of the record: acts by day, kind and person, the newest first, with names of officials alone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from webtest import TestApp

from app import accounts
from app.accounts import Body, Role
from app.shared import audit, chain, clock
from app.shared.calendar import jalali, today
from app.shared.database import transaction
from tests import world
from tests.web.browsing import logged_in, words_of


@pytest.fixture
def staff(app: Flask) -> TestApp:
    return logged_in(app, world.official(Role.STAFF))


def name_of(person_id: int) -> str:
    return accounts.names([person_id])[person_id]


def acts_of(page: TestApp) -> list[str]:
    return [row.select("td")[0].get_text().strip() for row in page.html.select("tbody tr")]


def written(act: str, by: int | None, *, days_ago: int = 0, times: int = 1) -> None:
    with clock.at(clock.now() - timedelta(days=days_ago)), transaction():
        for number in range(times):
            audit.note(act, "trainee", 100 + number, by, secret="گلنار")


def test_acts_are_told_with_who_and_of_what_but_no_fact_and_no_makers_name(staff):
    official, maker = world.official(Role.FINANCE), world.person_of(world.maker(name="شهربانو"))
    written("told_by_official", official)
    written("told_by_maker", maker)
    written("told_by_nobody", None)
    world.work()
    page = staff.get("/staff/record")
    told = words_of(page)

    assert acts_of(page)[:3] == ["told_by_nobody", "told_by_maker", "told_by_official"]
    assert name_of(official) in told
    assert "شهربانو" not in told
    assert "گلنار" not in told
    assert "خودِ کاربر" in told
    assert chain.end().hash[:12] in told


def test_acts_are_found_by_kind_person_and_day(staff):
    first, second = world.official(Role.FINANCE), world.official(Role.STAFF)
    written("one", first, days_ago=3)
    written("two", second, days_ago=3)
    written("one", second)
    year, month, day = jalali(today() - timedelta(days=3))
    on = f"day-day={day}&day-month={month}&day-year={year}"

    assert acts_of(staff.get("/staff/record?act=one")) == ["one", "one"]
    assert acts_of(staff.get(f"/staff/record?who={second}")) == ["one", "two"]
    assert acts_of(staff.get(f"/staff/record?{on}")) == ["two", "one"]
    assert acts_of(staff.get(f"/staff/record?{on}&act=one&who={first}")) == ["one"]
    for nonsense in ("who=x&before=y", "act=%00", "day-day=40&day-month=13&day-year=1"):
        staff.get(f"/staff/record?{nonsense}", expect_errors=True)


def test_older_acts_are_a_page_away(staff):
    written("many", world.official(Role.STAFF), times=60)
    first = staff.get("/staff/record?act=many")
    second = first.click(href="before=")

    assert (len(acts_of(first)), len(acts_of(second))) == (50, 10)


def test_the_head_of_acecr_reads_it_and_others_do_not(app):
    head = logged_in(app, world.official(Role.OFFICER, body=Body.ACECR))
    written("seen", None)

    assert "/office/record" in head.get("/office/").text
    assert "seen" in acts_of(head.get("/office/record"))
    for how in ({"body": Body.LABOUR}, {"body": Body.WOMEN}, {"body": Body.ACECR, "county": "1801"}):
        other = logged_in(app, world.official(Role.OFFICER, **how))
        assert "/office/record" not in other.get("/office/").text
        other.get("/office/record", status=404)
    logged_in(app, world.official(Role.STAFF, county="1801")).get("/staff/record", status=404)


def test_acts_are_told_in_words_of_the_readers_language(app, staff):
    written("income_seen", world.official(Role.FINANCE))

    assert acts_of(staff.get("/staff/record"))[0] == "درآمدِ کسی دیده شد"
    assert "فراگیر ۱۰۰" in words_of(staff.get("/staff/record?act=income_seen"))


def test_the_last_look_at_the_whole_chain_is_told_with_what_it_found(app, staff):
    before = words_of(staff.get("/staff/record"))
    written("income_seen", world.official(Role.FINANCE), times=3)
    world.work()
    after = words_of(staff.get("/staff/record"))
    with transaction():
        chain.keep_check(7, 2)

    assert "هنوز وارسی نشده" in before
    assert "همه همان است که نوشته شد" in after
    assert "۷ حلقه. ۲ ایراد یافت شد" in words_of(staff.get("/staff/record"))
