"""Staff open a loan file for somebody who calls: by a code to her own telephone or on paper, and both names stay."""

from __future__ import annotations

import pytest
from flask import Flask
from webtest import Form, TestApp

from app import accounts, lending, programme
from app.accounts import Role
from app.lending import Agreed
from app.shared import audit
from app.shared.database import transaction
from tests import world
from tests.lending import scene
from tests.web.browsing import code_sent, faults_of, form_of, logged_in, messages_to, words_of


@pytest.fixture
def staff(app: Flask) -> TestApp:
    return logged_in(app, world.official(Role.STAFF))


@pytest.fixture
def hers(app: Flask) -> tuple[int, str]:
    """A trainee who may ask, and the page of her loan."""
    scene.permission()
    line, trainee = scene.line(), world.maker()
    return trainee, f"/staff/trainees/{trainee}/credit/{line}"


def filled(browser: TestApp, address: str) -> Form:
    form = form_of(browser.get(address), having="purpose")
    form["amount"], form["months"], form["purpose"] = "۵۰٬۰۰۰٬۰۰۰", "۳۶", "چرخِ خیاطی"
    return form


def mobile_of(trainee: int) -> str:
    return accounts.person(programme.trainee(trainee).person_id).mobile


def test_by_a_code_to_her_own_telephone_both_names_stay(app, staff, hers):
    trainee, address = hers
    form = filled(staff, address)
    wrong = form.submit("do", value="open", expect_errors=True)

    page = form.submit("do", value="ask")
    told = " ".join(messages_to(app, mobile_of(trainee)))
    form = form_of(page, having="code")
    form["code"] = code_sent(app, mobile_of(trainee))
    page = form.submit("do", value="open", status=303).follow()
    form.submit("do", value="open", status=303)

    assert list(faults_of(wrong)) == ["code"]
    assert "کدِ پذیرفتنِ پروندهٔ وام" in told
    assert "۵۰٬۰۰۰٬۰۰۰ تومان" in told
    assert lending.open_lines()[0].terms.name in told
    [file] = lending.files_of(trainee)
    assert (file.agreed, file.opened_by != programme.trainee(trainee).person_id) == (Agreed.CODE, True)
    assert "از زبانِ او، با کدی که به گوشیِ خودش رفت" in words_of(page)
    own = logged_in(app, world.person_of(trainee)).get(f"/workshop/credit/{file.id}")
    assert "از زبانِ شما باز شد" in words_of(own)
    assert "loan_file_opened" in [one.act for one in audit.of("loan_file", file.id)]


def test_on_paper_no_code_is_asked_and_the_same_limits_hold(staff, hers):
    trainee, address = hers
    form = filled(staff, address)
    form["agreed"], form["amount"] = "paper", "۹۰۰٬۰۰۰٬۰۰۰٬۰۰۰"
    too_much = form.submit("do", value="open", expect_errors=True)
    form["amount"] = "۵۰٬۰۰۰٬۰۰۰"
    form.submit("do", value="open", status=303)
    again = filled(staff, f"/staff/trainees/{world.maker()}/credit/{address.rsplit('/', 1)[1]}")
    assert again["purpose"].value == "چرخِ خیاطی"

    assert too_much.status_code == 422
    assert form_of(too_much, having="purpose")["purpose"].value == "چرخِ خیاطی"
    assert [one.agreed for one in lending.files_of(trainee)] == [Agreed.PAPER]
    assert "اکنون نمی‌شود" in words_of(staff.get(f"/staff/trainees/{trainee}/credit"))


def test_of_two_presses_at_the_same_moment_both_lead_to_her_file(app, staff, hers):
    trainee, address = hers
    form = form_of(filled(staff, address).submit("do", value="ask"), having="code")
    form["code"] = code_sent(app, mobile_of(trainee))

    answers = world.at_once(app, *[lambda: form.submit("do", value="open", expect_errors=True)] * 2)

    [file] = lending.files_of(trainee)
    assert [str(one.location).rpartition("/")[2] for one in answers] == [str(file.id)] * 2


def test_a_code_for_one_amount_opens_no_file_of_another(app, staff, hers):
    trainee, address = hers
    page = filled(staff, address).submit("do", value="ask")
    form = form_of(page, having="code")
    form["code"], form["amount"] = code_sent(app, mobile_of(trainee)), "۶۰٬۰۰۰٬۰۰۰"

    assert "code" in faults_of(form.submit("do", value="open", expect_errors=True))
    assert lending.files_of(trainee) == []


def test_nobody_opens_one_for_somebody_on_her_own_telephone_or_of_another_county(app, hers):
    trainee, address = hers
    staff = world.official(Role.STAFF)
    with transaction():
        accounts.person(staff).mobile = accounts.person(programme.trainee(trainee).person_id).mobile
    form = filled(logged_in(app, staff), address)
    form["agreed"] = "paper"

    assert "شمارهٔ او شمارهٔ شما هم هست" in words_of(form.submit("do", value="open", expect_errors=True))
    elsewhere = logged_in(app, world.official(Role.STAFF, county="1805"))
    elsewhere.get(address, status=404)
    elsewhere.get(address.rsplit("/", 1)[0], status=404)


@pytest.mark.parametrize("spent", [False, True])
def test_nobody_is_sent_a_code_for_what_could_not_be_opened(app, staff, hers, spent):
    trainee, address = hers
    form = filled(staff, address)
    if spent:
        with transaction():
            line = lending.open_lines()[0].row
            line.committed_rial = line.budget_rial
    else:
        form["amount"] = "۹۰۰٬۰۰۰٬۰۰۰٬۰۰۰"

    refused = form.submit("do", value="ask", status=422)

    assert "amount" in faults_of(refused)
    assert not any("کد" in one for one in messages_to(app, mobile_of(trainee)))


def test_of_a_code_that_is_wrong_or_old_she_reads_what_to_do_now(app, staff, hers):
    trainee, address = hers
    form = form_of(filled(staff, address).submit("do", value="ask"), having="code")
    again = form.submit("do", value="ask", status=422)
    right = code_sent(app, mobile_of(trainee))
    form["code"] = "۰۰۰۰۰۰" if right != "000000" else "۱۱۱۱۱۱"
    wrong = [faults_of(form.submit("do", value="open", status=422))["code"] for _ in range(5)]
    form["code"] = right
    worn = faults_of(form.submit("do", value="open", status=422))["code"]

    assert not any(digit in faults_of(again)["code"] for digit in "0123456789")
    assert "اگر مبلغ یا ماه‌ها را عوض کرده‌اید" in wrong[2]
    assert "کدِ تازه‌ای برایش بفرستید" in worn
    assert lending.files_of(trainee) == []


def test_a_code_that_is_too_old_opens_nothing_and_a_new_one_does(app, staff, hers):
    trainee, address = hers
    form = form_of(filled(staff, address).submit("do", value="ask"), having="code")
    form["code"] = code_sent(app, mobile_of(trainee))
    with world.later(seconds=121):
        late = form.submit("do", value="open", status=422)
        form.submit("do", value="ask", status=200)
        form["code"] = code_sent(app, mobile_of(trainee))
        form.submit("do", value="open", status=303)

    assert "دیگر کار نمی‌کند" in faults_of(late)["code"]
    assert len(lending.files_of(trainee)) == 1


def test_enter_in_the_code_opens_the_file_and_sends_no_other_code(staff, hers):
    _, address = hers
    form = form_of(staff.get(address), having="code")

    assert next(one.value_if_submitted() for one in form.fields["do"]) == "open"


def test_staff_are_told_of_her_and_she_is_told_of_herself(app, staff, hers):
    trainee, address = hers
    line = lending.open_lines()[0].row.id
    to_staff = words_of(staff.get(address))
    form = filled(staff, address)
    form["agreed"] = "paper"
    form.submit("do", value="open", status=303)
    again = words_of(staff.get(address))
    own = words_of(logged_in(app, world.person_of(trainee)).get(f"/workshop/credit/lines/{line}"))

    for told in (to_staff, again):
        assert "شده است" in told
        assert not [one for one in told.split() if one in {"شما", "شده‌اید", "ندارید", "می‌دهید", "می‌کنید"}]
    assert "پروندهٔ بازِ دیگری از همین اعتبار ندارد" in again
    assert "در برنامه پذیرفته شده‌اید" in own
