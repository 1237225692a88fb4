"""A bill that is spelled otherwise is told to whoever approves, and she says why it is not the other."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from webtest import TestApp

from app import funding, programme
from app.accounts import Role
from app.funding import Bill, FundState, look_alike
from app.shared.database import transaction
from tests import world
from tests.funding import scene
from tests.web.browsing import faults_of, form_of, logged_in, press, words_of


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        (Bill("چاپِ خلیج", "", "12/34"), Bill("شرکت چاپ خليج", "", "الف-۹۹"), True),
        (Bill("چاپ خلیج", "", "0012-34"), Bill("دیگری", "", "۱۲/۳۴"), True),
        (Bill("چاپ خلیج فارس بوشهر", "", "1"), Bill("چاپخانه خلیج فارس", "", "2"), True),
        (Bill("الف", "10380284790", "1"), Bill("ب", "10380284790", "2"), True),
        (Bill("چاپ خلیج", "", "1234"), Bill("نشانِ نخل", "", "1235"), False),
        (Bill("آب", "", "1"), Bill("گلاب", "", "2"), False),
        (Bill("شرکت", "", "1"), Bill("مؤسسه", "", "2"), False),
    ],
)
def test_bills_of_one_seller_or_number_look_alike_in_any_spelling(one, other, alike):
    assert look_alike(one, other) is alike


bills = st.builds(Bill, st.text(max_size=12), st.just(""), st.text(max_size=8))


@given(bills, bills)
def test_who_looks_like_whom_is_mutual_and_everybody_like_herself(one, other):
    assert look_alike(one, other) == look_alike(other, one)
    assert look_alike(one, one) or not one.seller


def twice(**second: str) -> tuple[int, int]:
    """Two cooperatives bring a bill of one day and amount; the second is to be approved. Both numbers."""
    first = scene.draft()
    scene.bill(first, seller="چاپِ خلیج", number="120", days="5")
    scene.submit(first)
    later = scene.draft()
    scene.bill(later, **{"seller": "شرکت چاپ خلیج", "number": "A-77", "days": "5", **second})
    scene.submit(later)
    return first, later


def test_nobody_approves_before_it_is_said_why_two_bills_are_not_one(app):
    _, later = twice()
    by = world.official(Role.STAFF)

    with pytest.raises(funding.BillsAlike), transaction():
        funding.approve_first(scene.found(later), by)
    [one] = funding.likenesses(later)
    with pytest.raises(funding.WhyMissing), transaction():
        funding.tell_bills_apart(scene.found(later), (one.invoice.id, one.other.id), " ", by)
    for _ in range(2):
        with transaction():
            funding.tell_bills_apart(scene.found(later), (one.invoice.id, one.other.id), "دو سفارش بود", by)
    with transaction():
        funding.approve_first(scene.found(later), by)

    world.fresh()
    assert scene.found(later).state is FundState.FIRST_OK
    assert [one.told and one.told.why for one in funding.likenesses(later)] == ["دو سفارش بود"]


def test_another_day_or_amount_or_a_bill_that_was_struck_is_no_likeness(app):
    assert funding.likenesses(twice(days="13")[1]) == []
    first = scene.draft()
    scene.bill(first, 70_000_000, number="1", days="5")
    number = scene.bill(first, 60_000_000, number="2", days="5")
    scene.bill(first, 60_000_000, number="3", days="5")
    scene.submit(first)
    before, by = len(funding.likenesses(first)), world.official(Role.STAFF)
    with transaction():
        funding.strike(funding.invoice_in(first, number), "همان است", by)

    assert (before, funding.likenesses(first)) == (1, [])


@pytest.mark.parametrize(
    ("second", "alike"),
    [
        ({"days": "12"}, 1),
        ({"days": "13"}, 0),
        ({"days": "70", "number": "A-120"}, 1),
        ({"days": "70", "number": "A-120", "seller": "نشانِ نخل"}, 0),
    ],
)
def test_a_day_written_otherwise_hides_no_bill(app, second, alike):
    assert len(funding.likenesses(twice(**second)[1])) == alike


def test_one_number_of_one_seller_is_told_whatever_the_amount(app):
    first, later = scene.draft(), scene.draft()
    scene.bill(first, 70_000_000, seller="چاپِ خلیج", number="120", days="5")
    scene.submit(first)
    scene.bill(later, 80_000_000, seller="شرکت چاپ خلیج", number="A-120", days="50")
    scene.submit(later)

    assert len(funding.likenesses(later)) == 1


def test_whoever_wrote_it_does_not_say_why(app):
    _, later = twice()
    [one] = funding.likenesses(later)

    writer = scene.found(later).written_by

    with pytest.raises(funding.SameHand), transaction():
        funding.tell_bills_apart(scene.found(later), (one.invoice.id, one.other.id), "دوتاست", writer)


def test_the_approver_reads_the_warning_answers_it_and_goes_on(app):
    _, later = twice()
    staff = logged_in(app, world.official(Role.STAFF))
    page = staff.get(f"/staff/fund/{later}")

    token = form_of(page, having="other")["csrf_token"].value
    refused = staff.post(f"/staff/fund/{later}", {"csrf_token": token, "do": "first"}, status=422)
    form = form_of(page, having="other")
    [place] = faults_of(silent := form.submit("do", value="alike", status=422))
    form["why"] = "دو سفارش بود"
    page = form.submit("do", value="alike", status=303).follow()
    agreed = press(page, f"/staff/fund/{later}", "do", "first").follow()

    assert "فاکتورهایی که به فاکتورِ دیگری می‌مانند" in words_of(staff.get(f"/staff/fund/{later}"))
    assert "پیش از تأیید بنویسید چرا یکی نیست" in words_of(refused)
    assert "یکی نیست دو سفارش بود" in words_of(page)
    assert scene.found(later).state is FundState.FIRST_OK
    assert silent.html.find(id=place)["name"] == "why"
    assert agreed.status_code == 200


def member(app: object, cooperative: int) -> TestApp:
    maker = world.maker()
    with transaction():
        programme.join_cooperative(programme.trainee(maker), programme.cooperative(cooperative))
    return logged_in(app, world.person_of(maker))  # type: ignore[arg-type]


def test_a_member_reads_her_cooperatives_applications_and_nobody_elses(app):
    first, later = twice()
    hers = member(app, scene.found(first).cooperative_id)
    draft = scene.draft(scene.found(first).cooperative_id)

    page = words_of(hers.get("/workshop/").click(href="/workshop/cooperative"))
    other = words_of(member(app, scene.found(later).cooperative_id).get("/workshop/cooperative"))
    nobody = logged_in(app, world.person_of(world.maker())).get("/workshop/cooperative")

    assert "چاپِ خلیج" in page
    assert page.count("نشانه و برچسب") == 1
    assert draft
    assert "شرکت چاپ خلیج" not in page
    assert "شرکت چاپ خلیج" in other
    assert "عضوِ تعاونی نیستید" in words_of(nobody)
