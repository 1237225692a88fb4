"""What belongs to somebody else is not there."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select
from webtest import TestApp

from app import impact, orders, payouts, programme
from app.accounts import Role
from app.impact import Aim, Indicator
from app.shared import gallery
from app.shared.calendar import JalaliMonth
from app.shared.database import session, transaction
from tests import world
from tests.conftest import browser_of
from tests.fakes.bank import FakeBank
from tests.web import scene
from tests.web.browsing import logged_in, token_of, words_of
from tests.web.test_csrf import everything

HOME, ELSEWHERE = scene.COUNTY, "1805"


Asked = list[str]

WORKSHOP: Asked = [
    "GET /workshop/orders/{parcel_id}",
    "GET /workshop/orders/{parcel_id}/slip",
    "POST /workshop/orders/{parcel_id}/accept",
    "POST /workshop/orders/{parcel_id}/decline?why=no",
    "POST /workshop/orders/{parcel_id}/send?tracking_no=123456",
    "GET /workshop/products/{product_id}",
    "POST /workshop/products/{product_id}/edit",
    "POST /workshop/products/{product_id}/appeal?plea=no",
    "POST /workshop/products/{product_id}/copy",
    "POST /workshop/products/{product_id}/cost?cost-material=100",
    "POST /workshop/products/{product_id}/shelf?do=pause",
    "POST /workshop/products/{product_id}/variants?label=big&price=400000&on_hand=1",
    "POST /workshop/variants/{variant_id}/stock?number=0",
    "POST /workshop/variants/{variant_id}/price?price=400000",
    "POST /workshop/variants/{variant_id}/making?v{variant_id}-weekly_capacity=1",
    "POST /workshop/leave/{leave_id}/end",
    "GET /workshop/drafts/{version_id}",
    "GET /workshop/drafts/{version_id}/photo",
    "POST /workshop/drafts/{version_id}/name?title=mine",
    "POST /workshop/drafts/{version_id}/photo?do=remove-1",
    "POST /workshop/drafts/{version_id}/review",
    "GET /workshop/sheet/{sheet_id}",
    "POST /workshop/sheet/{sheet_id}",
    "GET /workshop/prepared/{prepared_id}",
    "POST /workshop/prepared/{prepared_id}?do=ask",
    "POST /workshop/prepared/{prepared_id}?do=discard",
    "POST /workshop/coupons/{own_coupon_id}/end",
    "GET /workshop/permits/{permit_id}",
    "GET /workshop/certificates/{certificate_id}.pdf",
    "GET /workshop/permits/{permit_id}/photo",
    "POST /workshop/permits/{permit_id}",
    "GET /workshop/claims/{claim_id}",
    "POST /workshop/claims/{claim_id}?do=agree",
    "POST /workshop/claims/{claim_id}?do=offer&amount=100",
    "POST /workshop/claims/{claim_id}?do=contest&words=no",
    "GET /workshop/questions/{question_id}",
    "POST /workshop/questions/{question_id}?words=no",
    "GET /workshop/opinions/{opinion_id}",
    "POST /workshop/opinions/{opinion_id}?do=answer&words=no",
    "POST /workshop/opinions/{opinion_id}?do=report&why=no",
    "POST /workshop/support/act?do=thank&number={undertaking_id}&thanks=no",
    "POST /workshop/support/act?do=off&number={undertaking_id}",
    "POST /workshop/support/act?do=drop&number={need_id}",
    "POST /obstacles/{obstacle_id}/unsolved?why=no",
    "POST /obstacles/{complaint_id}/unsolved?why=no",
    "POST /workshop/spaces/cancel?number={booking_id}",
    "POST /workshop/stories/{story_id}?do=back",
    "GET /workshop/credit/{file_id}",
    "POST /workshop/credit/{file_id}/withdraw?why=no",
    "GET /ideas/{idea_id}",
    "GET /ideas/{draft_idea_id}",
    "POST /ideas/{draft_idea_id}?do=send&title=mine&making=x",
    "POST /ideas/{draft_idea_id}?do=discard",
]
DESK: Asked = [
    "POST /desk/assist?trainee={trainee_id}",
    "GET /desk/assist/drafts/{prepared_id}",
    "GET /desk/assist/drafts/{prepared_id}/name",
    "POST /desk/assist/drafts/{prepared_id}/name?title=mine",
    "POST /desk/assist/drafts/{prepared_id}/review",
    "POST /desk/assist/drafts/{prepared_id}/discard",
    "GET /desk/review/{review_id}",
    "POST /desk/review/{review_id}?do=refuse&part=photo&reason-photo=other",
    "GET /desk/review/{food_review_id}/permit",
    "GET /desk/appeals/{appeal_id}",
    "POST /desk/appeals/{appeal_id}?do=keep&reason=no",
    "POST /desk/review/{review_id}/tie?tie=family",
    "GET /desk/followings/{leaving_id}",
    "POST /desk/followings/{leaving_id}?basis=photos",
    "POST /desk/interests/{interest_id}/end",
    "GET /desk/questions/{question_id}",
    "POST /desk/questions/{question_id}?words=no",
    "GET /desk/vouches/{vouch_id}/withdraw",
    "POST /desk/vouches/{vouch_id}/withdraw?why=no",
    "POST /desk/vouches/{vouch_id}/withdraw?why=no&became=seconds",
    "POST /desk/support/act?do=gave&number={undertaking_id}&hours=1",
    "POST /desk/support/act?do=off&number={undertaking_id}&reason=no",
    "POST /desk/support/act?do=answer&number={need_id}",
    "POST /desk/support/act?do=close&number={offer_id}",
    "GET /desk/obstacles/{obstacle_id}",
    "POST /desk/obstacles/{obstacle_id}?do=solve&answer=no",
    "GET /desk/obstacles/{complaint_id}",
    "GET /desk/obstacles/new/{trainee_id}",
    "POST /desk/obstacles/new/{trainee_id}?topic=loan&words=no",
    "POST /desk/spaces?trainee={trainee_id}&slot={slot_id}",
    "POST /desk/spaces/cancel?number={booking_id}",
    "GET /desk/trainees/{trainee_id}/story",
    "POST /desk/trainees/{trainee_id}/story?title=no&words=no",
]
CARE: Asked = [
    "GET /desk/calls/{call_task_id}",
    "POST /desk/calls/{call_task_id}?result=will_come&reached=yes&way=phone",
    "GET /desk/trainees/{trainee_id}",
    "POST /desk/trainees/{trainee_id}?place=home&seen=no&visited_on-day=1&visited_on-month=1&visited_on-year=1404",
    "POST /desk/trainees/{trainee_id}/steps/{visit_id}",
    "GET /desk/trainees/{trainee_id}/visits/{visit_id}/photo",
    "GET /desk/sessions/{lesson_id}",
    "POST /desk/sessions/{lesson_id}?mark-{trainee_id}=absent",
    "GET /desk/ideas/{idea_id}",
    "POST /desk/ideas/{idea_id}?do=aside&words=no",
    "GET /desk/ideas/new/{trainee_id}",
    "POST /desk/ideas/new/{trainee_id}?title=x&making=x",
]
ORDER: Asked = [
    "GET /assisted/{unknown}",
    "POST /assisted/{unknown}?do=discard",
    "GET /o/{unknown}",
    "POST /o/{unknown}/pay",
    "POST /o/{unknown}/cancel",
    "POST /o/{unknown}/unvouched/{parcel_id}",
    "POST /o/{sold_token}/unvouched/{parcel_id}",
    "POST /o/{unknown}/received/{parcel_id}",
    "POST /o/{sold_token}/received/{parcel_id}",
    "GET /o/{unknown}/claim/{parcel_id}",
    "GET /o/{sold_token}/claim/{parcel_id}",
    "POST /o/{sold_token}/claim/{parcel_id}?reason=damaged&words=x",
    "POST /o/{unknown}/claims/{claim_id}?do=take_back",
    "POST /o/{order_token}/claims/{claim_id}?do=take_back",
    "GET /o/{sold_token}/opinion/{line_id}",
    "POST /o/{sold_token}/opinion/{line_id}?stars=1&as_told=no",
    "GET /o/{unknown}/opinion/{line_id}",
    "POST /o/{order_token}/refunds/{refund_id}/credit",
    "POST /o/{order_token}/refunds/{refund_id}?sheba=IR062960000000100324200001&holder=x",
]
STAFF: Asked = [
    "GET /staff/mentors/{mentor_id}",
    "POST /staff/mentors/{mentor_id}/leave",
    "POST /staff/mentors/{mentor_id}/return",
    "POST /staff/assist?trainee={trainee_id}",
    "GET /staff/assist/drafts/{staff_prepared_id}/name",
    "POST /staff/assist/drafts/{staff_prepared_id}/name?title=mine",
    "POST /staff/assist/drafts/{prepared_id}/discard",
    "POST /staff/trainees/{trainee_id}/checklist?do=waive&code=licence_seen&why=x",
    "GET /staff/checklist/{item_code}",
    "POST /staff/voices?place=name&language=fa",
    "POST /staff/voices/{recording_id}/remove",
    "POST /staff/checklist/{item_code}?do=retire",
    "GET /staff/trainees/{trainee_id}",
    "GET /staff/trainees/{trainee_id}/consent",
    "POST /staff/trainees/{trainee_id}/consent?consent_figures=no",
    "GET /staff/trainees/{trainee_id}/living",
    "POST /staff/trainees/{trainee_id}/living?do=income&month=1405-07&kind=wage&amount=1",
    "POST /staff/trainees/{trainee_id}/apply?cohort={cohort_id}",
    "POST /staff/trainees/{trainee_id}/national-code",
    "POST /staff/engagements/{engagement_id}?do=accept",
    "POST /staff/import/{run_id}/apply",
    "GET /staff/rules/{name}",
    "GET /staff/orders/{order_code}",
    "POST /staff/orders/{order_code}/lines/{line_id}/refund?amount=10&why=x&form_key=k",
    "POST /staff/orders/{order_code}/parcels/{parcel_id}?do=cancel",
    "GET /staff/trainees/{trainee_id}/permits/new",
    "POST /staff/trainees/{trainee_id}/permits/new?route=workshop_id",
    "GET /staff/permits/{permit_id}",
    "GET /staff/permits/{permit_id}/photo",
    "POST /staff/permits/{permit_id}?do=accept",
    "GET /staff/recalls/new/{product_id}",
    "POST /staff/recalls/new/{product_id}?reason=x",
    "GET /staff/recalls/{recall_id}",
    "POST /staff/recalls/{recall_id}/end?why=x",
    "POST /office/goals/{goal_id}/drop",
    "POST /office/publications?month={told_month}&reason=x",
    "POST /office/publications/{publication_id}/discard",
    "GET /staff/mentors/{mentor_id}",
    "POST /staff/mentors/{mentor_id}/cases?trainee={trainee_id}",
    "POST /staff/mentors/{mentor_id}/cases/{trainee_id}/end",
    "POST /staff/mentors/{mentor_id}/hand-over?to={mentor_id}",
    "GET /staff/claims/{claim_id}",
    "POST /staff/claims/{claim_id}?what=refuse&words=no",
    "GET /staff/vouches/{vouch_id}",
    "GET /staff/vouches/{vouch_id}/withdraw",
    "POST /staff/vouches/{vouch_id}/withdraw?why=no&instead=danger",
    "GET /staff/questions/{question_id}",
    "POST /staff/questions/{question_id}?words=no",
    "POST /staff/questions/{question_id}?do=hide&reason=advert",
    "POST /staff/questions/{question_id}?do=original",
    "POST /staff/questions/{question_id}?do=show&why=x",
    "GET /staff/opinions/{opinion_id}",
    "POST /staff/opinions/{opinion_id}?do=hide&reason=advert",
    "POST /staff/opinions/{opinion_id}?do=keep",
    "POST /staff/opinions/{opinion_id}?do=original",
    "GET /staff/support/thanks/{undertaking_id}",
    "POST /staff/support/thanks/{undertaking_id}?do=hide&reason=advert",
    "POST /staff/support/thanks/{undertaking_id}?do=show",
    "POST /staff/opinions/{opinion_id}?do=show&why=x",
    "GET /staff/obstacles/{obstacle_id}",
    "POST /staff/obstacles/{obstacle_id}?do=decline&answer=no",
    "GET /staff/obstacles/{complaint_id}",
    "GET /staff/obstacles/new/{trainee_id}",
    "POST /staff/obstacles/new/{trainee_id}?topic=loan&words=no",
    "GET /office/complaints/{complaint_id}",
    "POST /office/complaints/{complaint_id}?do=decline&answer=no",
    "POST /office/complaints/{complaint_id}/who?who=outside",
    "POST /office/meetings?place=x&held_on-day=1&held_on-month=1&held_on-year=1420",
    "POST /office/meetings/{meeting_id}?do=hold",
    "POST /office/meetings/{meeting_id}/decisions?what=x&owed_by=x&due_on-day=1&due_on-month=1&due_on-year=1420",
    "POST /office/commitments/{commitment_id}?do=done",
    "GET /staff/ideas/{idea_id}",
    "POST /staff/ideas/{idea_id}?do=aside&words=no",
    "GET /staff/ideas/new/{trainee_id}",
    "POST /staff/ideas/new/{trainee_id}?title=x&making=x",
    "POST /staff/documents?title=x&kind=law&readers=public&address=https://a.ir/x",
    "POST /staff/documents/{document_id}?changed=x&address=https://a.ir/x",
    "POST /staff/documents/{document_id}/1/withdraw?why=x",
    "POST /office/agreements?title=x&parties=y",
    "POST /office/agreements/{contract_id}?what=x&timing=undefined",
    "POST /office/levels/{level_id}?timing=undefined",
    "POST /office/levels/{level_id}/dues?about=x",
    "POST /office/dues/{due_id}?do=waive&words=x",
    "POST /office/ambiguities?question=x",
    "POST /office/ambiguities/{ambiguity_id}?do=close&why=x",
    "GET /staff/cooperatives/{cooperative_id}",
    "POST /staff/cooperatives/{cooperative_id}?name=x",
    "POST /staff/cooperatives/{cooperative_id}/members?who={trainee_id}",
    "POST /staff/cooperatives/{cooperative_id}/members/{trainee_id}/leave",
    "GET /staff/fund/{application_id}",
    "GET /staff/fund/{application_id}/invoices/{invoice_id}/photo",
    "POST /staff/fund/{application_id}?do=first",
    "POST /staff/fund/{application_id}?do=pay&tracking_no=1",
    "POST /staff/fund/{application_id}/submit?type_seen=y",
    "POST /staff/fund/{application_id}/invoices/{invoice_id}?why=x",
    "POST /staff/fund/{application_id}/invoices/{invoice_id}/drop",
    "GET /staff/spaces/{space_id}",
    "POST /staff/spaces/{space_id}?do=off&why=x",
    "POST /staff/spaces/{space_id}/bookings/{booking_id}?do=off",
    "GET /staff/trainees/{trainee_id}/spaces",
    "POST /staff/trainees/{trainee_id}/spaces?slot={slot_id}",
    "POST /staff/trainees/{trainee_id}/spaces/cancel?number={booking_id}",
    "POST /staff/bazaars/{bazaar_id}?do=closed",
    "POST /staff/stories/{story_id}?do=publish",
    "GET /staff/trainees/{trainee_id}/story",
    "POST /staff/trainees/{trainee_id}/story?title=no&words=no",
    "GET /staff/mentors/{mentor_id}/hours.pdf",
    "POST /staff/needs?county={code}&year={year}",
    "GET /staff/needs/{study_id}",
    "POST /staff/needs/{study_id}?do=keep&roads=4",
    "GET /staff/suppliers/{partner_id}",
    "POST /staff/suppliers/{partner_id}?do=end",
    "POST /staff/suppliers/{partner_id}/ties?whom=m{mentor_id}",
    "GET /staff/readiness/{year}",
    "POST /staff/readiness/{year}?item=rooms&do=ready",
    "GET /staff/cycles/copy",
    "POST /staff/cycles/copy?year={year}",
    "GET /staff/credit/files/{file_id}",
    "GET /staff/credit/files/{file_id}/letter.pdf",
    "POST /staff/credit/files/{file_id}?do=withdraw&why=no",
    "POST /staff/credit/files/{file_id}/papers?do=unsee&paper=guarantor",
    "GET /staff/credit/lines/new",
    "GET /staff/credit/lines/{credit_line_id}",
    "POST /staff/credit/lines/{credit_line_id}?budget=1",
    "GET /staff/credit/permissions",
    "POST /staff/credit/permissions?province=18",
    "POST /staff/credit/permissions/{permission_id}/end?why=no",
    "GET /staff/calls/{call_task_id}",
    "POST /staff/calls/{call_task_id}?result=will_come&reached=yes&way=phone",
    "GET /staff/referrals/{referral_id}",
    "POST /staff/referrals/{referral_id}?do=withdraw&why=x",
    "GET /staff/referrals/{referral_id}/letter.pdf",
    "GET /staff/referrals/new/{trainee_id}",
    "POST /staff/referrals/new/{trainee_id}?body={body_id}&asked=x",
    "POST /staff/bodies?name=x",
    "POST /staff/bodies/{body_id}/close",
    "GET /staff/colleagues",
    "GET /staff/sights",
    "POST /staff/sights?sight=incomes&reason=x",
    "POST /staff/sights/{sight_id}/end",
    "GET /staff/colleagues/{colleague_id}/hand-over",
    "POST /staff/colleagues/{colleague_id}/hand-over?close=1",
    "GET /staff/trainees/{trainee_id}?income=1",
    "GET /staff/pauses?trainee={trainee_id}",
    "POST /staff/pauses/{pause_id}/end",
    "GET /staff/briefings/{briefing_id}",
    "GET /staff/certificates/{certificate_id}.pdf",
    "POST /staff/engagements/{engagement_id}?do=certify",
    "POST /staff/briefings/{briefing_id}/invite?contact=nobody&way=phone",
    "POST /staff/briefings/{briefing_id}/came",
    "GET /staff/briefings/{briefing_id}/guests",
    "GET /staff/briefings/{briefing_id}/guests/{guest_id}",
    "POST /staff/briefings/{briefing_id}/guests/{guest_id}?trainee={trainee_id}",
    "POST /staff/briefings/{briefing_id}/guests/{guest_id}?do=untie",
    "GET /staff/callers/{person_id}/report",
    "POST /staff/callers/{person_id}/report?topic=market&words=no",
    "GET /staff/trainees/{trainee_id}/credit",
    "GET /staff/trainees/{trainee_id}/credit/{credit_line_id}",
    "POST /staff/trainees/{trainee_id}/credit/{credit_line_id}?amount=1000000&months=12&purpose=x&agreed=paper",
    "POST /staff/briefings/{briefing_id}/guests?guest=x&village=y&contact=nobody&way=phone",
    "GET /staff/import/sessions/{list_id}",
    "POST /staff/import/sessions/{list_id}/apply",
    "GET /staff/import/courses/{courses_list_id}",
    "POST /staff/import/courses/{courses_list_id}/apply",
    "GET /staff/trades",
    "POST /staff/trades?code=x&name_fa=x&name_en=x&name_ar=x",
    "GET /staff/trades/{trade_code}",
    "POST /staff/trades/{trade_code}?do=close",
    "POST /staff/mentors/{mentor_id}/work?capacity=3&sells=y",
    "POST /staff/engagements/{engagement_id}?do=withdrawn&kind=family&why=x",
    "GET /staff/differences/advice/size",
    "GET /staff/record",
    "POST /staff/differences/advice/size?fa=x&source=x",
]
OFFICE: Asked = [
    "GET /office/needs/{code}/{year}",
    "GET /office/needs/{code}/{year}/trades.csv",
    "GET /office/fund/{application_id}",
    "GET /office/fund/{application_id}/invoices/{invoice_id}/photo",
    "POST /office/fund/{application_id}?do=refuse&why=x",
    "POST /office/fund/{application_id}/invoices/{invoice_id}?why=x",
    "GET /office/calls/{call_task_id}",
    "POST /office/calls/{call_task_id}?result=will_come",
    "GET /office/women",
    "GET /office/women/{trainee_id}",
    "POST /office/women/{trainee_id}?do=follow",
    "GET /office/trainees/{trainee_id}",
    "GET /office/record",
    "GET /office/terms",
    "GET /office/terms/lines/new",
    "GET /office/terms/lines/{credit_line_id}",
    "POST /office/terms/lines/{credit_line_id}?budget=1",
    "GET /office/terms/rules/{fund_rule}",
    "POST /office/terms/rules/{fund_rule}?value=1&source=x",
]
ANOTHER_ORDER: Asked = [
    "POST /staff/orders/{sold_code}/lines/{line_id}/refund?amount=10&why=x&form_key=k",
    "POST /staff/orders/{sold_code}/parcels/{parcel_id}?do=cancel",
]
PAYOUT: Asked = ["POST /finance/payouts/{other_batch}/items?do-{item_id}=paid&tracking-{item_id}=1"]


def refused(browser: TestApp, values: dict[str, object], *asked: str) -> list[tuple[str, int]]:
    """Which of these requests (`GET /…` or `POST /…`) were not answered with 404."""
    token = token_of(browser)
    answers = []
    for line in asked:
        method, address = line.format(**values).split(" ", 1)
        if method == "GET":
            answer = browser.get(address, expect_errors=True)
        else:
            path, _, typed = address.partition("?")
            fields = dict(pair.split("=", 1) for pair in typed.split("&") if pair)
            answer = browser.post(path, {"csrf_token": token, **fields}, expect_errors=True)
        answers.append((line, answer.status_code))
    return [(line, status) for line, status in answers if status != 404]


def other_maker(app: Flask) -> TestApp:
    return logged_in(app, world.person_of(world.maker(HOME)))


def another_batch(bank: FakeBank, builder: int) -> int:
    maker = world.maker(HOME)
    world.bank_account(maker)
    world.sold(bank, {world.variant(maker): 1})
    with transaction():
        return payouts.build(builder).id


def test_what_belongs_to_somebody_else_is_not_there_and_stays_as_it_is(app, bank):
    found = scene.build(bank)
    sold = session().scalars(select(orders.Order).order_by(orders.Order.id)).first()
    values = found.values | {"unknown": "A" * 27, "sold_token": sold.token, "sold_code": sold.code}
    values["other_batch"] = another_batch(bank, found.people["finance"])
    strangers = {
        "another maker": (other_maker(app), WORKSHOP),
        "a mentor elsewhere": (logged_in(app, programme.mentor(world.mentor(ELSEWHERE)).person_id), DESK),
        "another mentor": (logged_in(app, programme.mentor(world.mentor(HOME)).person_id), CARE),
        "a guest": (browser_of(app), ORDER),
        "staff elsewhere": (logged_in(app, world.official(Role.STAFF, county=ELSEWHERE)), STAFF),
        "an officer elsewhere": (logged_in(app, world.official(Role.OFFICER, county=ELSEWHERE)), OFFICE),
        "staff with another order": (logged_in(app, found.people["staff"]), ANOTHER_ORDER),
        "finance with another batch": (logged_in(app, found.people["finance"]), PAYOUT),
    }
    before = everything()

    left = {who: refused(browser, values, *asked) for who, (browser, asked) in strangers.items()}

    assert [who for who in strangers if left[who]] == []
    assert everything() == before


def test_another_makers_picture_cannot_be_taken_into_a_draft(app):
    mine, hers = world.maker(HOME), world.maker(HOME)
    draft, picture = world.draft(mine), world.ready_picture()
    world.draft(hers)
    browser = logged_in(app, world.person_of(mine))

    browser.post(f"/workshop/drafts/{draft}/photo", {"csrf_token": token_of(browser), "do": f"first-{picture}"})

    world.fresh()
    page = browser.get(f"/workshop/drafts/{draft}/photo")
    assert f"remove-{picture}" not in page.text
    assert "remove-" in page.text


def test_money_page_shows_her_own_sales_alone(app, bank):
    found = scene.build(bank)
    sold = session().scalars(select(orders.Order).order_by(orders.Order.id)).first()

    own = logged_in(app, found.people["trainee"]).get("/workshop/money")
    other = other_maker(app).get("/workshop/money")

    assert sold.code in own.text
    assert sold.code not in other.text


def test_a_county_limits_what_lists_show(app, bank):
    found = scene.build(bank)
    mentor = logged_in(app, programme.mentor(world.mentor(ELSEWHERE)).person_id)
    staff = logged_in(app, world.official(Role.STAFF, county=ELSEWHERE))

    assert "صف خالی است" in words_of(mentor.get("/desk/queue"))
    assert str(found.values["order_code"]) not in staff.get("/staff/orders").text
    assert not staff.get("/staff/claims").html.select("table a")


def test_an_officer_of_a_county_sees_that_county_alone(app, bank):
    found = scene.build(bank)
    month = JalaliMonth.current()
    with transaction():
        aim = Aim(Indicator.SELLING, 5, month, month, county_code=ELSEWHERE)
        goal = impact.set_goal(aim, found.people["staff"]).id
    browser = logged_in(app, found.people["officer of a county"])

    left = refused(
        browser,
        {"goal": goal},
        f"GET /office/counties/{ELSEWHERE}",
        f"GET /office/counties/{ELSEWHERE}/parcels",
        "GET /office/goals/{goal}",
    )

    assert left == []
    assert f"/office/counties/{ELSEWHERE}" not in browser.get("/office/").text
    assert ELSEWHERE not in browser.get("/office/sales.csv").text
    assert HOME in browser.get("/office/sales.csv").text
    assert browser.get(f"/office/counties/{HOME}").status_code == 200


@pytest.mark.parametrize("address", ["/workshop/orders/{}", "/workshop/products/{}", "/workshop/drafts/{}"])
def test_a_number_beyond_any_row_is_simply_not_there(app, address):
    browser = other_maker(app)

    browser.get(address.format(9**25), status=404)


def test_uploads_and_masters_are_not_served(app):
    key = gallery.keep(world.jpeg())
    _, folder, name = key.split("/")
    browser = browser_of(app)

    browser.get(f"/media/{folder}/{name}", status=404)
    browser.get(f"/media/..%2Fuploads%2F{folder}/{name}", status=404)
    browser.get(f"/static/../data/files/{key}", status=404)


def test_somebody_elses_page_says_so_in_words(app):
    page = other_maker(app).get("/workshop/orders/424242", status=404)

    assert "این صفحه را نیافتیم" in words_of(page)
