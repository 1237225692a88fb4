"""A referral goes from a draft to an answer with its reason, and bodies are counted by what they answered."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from app import outreach, programme
from app.accounts import Role
from app.outreach import BodyAnswer, BodyClosed, BodyKnown, NewReferral, ReferralIncomplete, ReferralState, Reply
from app.shared.calendar import today
from app.shared.database import session, transaction
from app.shared.errors import NotFound
from app.shared.states import MoveRefused
from tests import world
from tests.outreach import told
from tests.support import told as reports

pytestmark = pytest.mark.usefixtures("app")
HOME, ELSEWHERE = "1801", "1805"


def test_from_a_draft_to_an_answer_that_she_and_the_counts_know():
    hers, by = world.maker(), world.official(Role.STAFF)
    number = told.referral(hers, by)
    before = outreach.referrals_of(hers, sent=True)
    with transaction():
        outreach.send(outreach.referral(number, None), "12/34", today() - timedelta(days=4), by)
    told.answered(number, BodyAnswer.NO, by, "بودجه نیست")
    world.fresh()
    counts = next(one for one in outreach.by_body(None) if one.body.id == told.body())

    assert before == []
    assert outreach.referrals_of(hers, sent=True)[0].reply_words == "بودجه نیست"
    assert (counts.sent, counts.answered, counts.outcomes[BodyAnswer.NO], counts.days) == (1, 1, 1, 4)
    assert counts.reasons == ("بودجه نیست",)


@pytest.mark.parametrize("outcome", [BodyAnswer.NO, BodyAnswer.PART])
def test_no_refusal_is_kept_without_a_reason(outcome):
    by = world.official(Role.STAFF)
    number = told.sent(world.maker(), by)
    with pytest.raises(ReferralIncomplete):
        told.answered(number, outcome, by)
    told.answered(number, BodyAnswer.YES, by)


def test_an_answer_is_due_by_the_rule_and_overdue_after_it():
    by = world.official(Role.STAFF)
    number = told.sent(world.maker(), by)
    world.fresh()
    early = outreach.count_late(None)
    with world.later(days=16):
        found = outreach.referral(number, None)

        assert found.late
        assert outreach.count_late(None) == 1
        assert outreach.count_late(frozenset({ELSEWHERE})) == 0
    assert early == 0


def test_nothing_skips_its_letter_and_what_is_over_stays_over():
    by = world.official(Role.STAFF)
    draft, sent = told.referral(world.maker(), by), told.sent(world.maker(), by)
    with pytest.raises(MoveRefused):
        told.answered(draft, BodyAnswer.YES, by)
    with pytest.raises(ReferralIncomplete), transaction():
        outreach.send(outreach.referral(draft, None), " ", today(), by)
    with pytest.raises(ReferralIncomplete), transaction():
        outreach.withdraw(outreach.referral(draft, None), "", by)
    told.answered(sent, BodyAnswer.YES, by)
    with pytest.raises(MoveRefused), transaction():
        outreach.withdraw(outreach.referral(sent, None), "نه", by)
    for statement in (
        "UPDATE referral SET asked = 'x'",
        f"UPDATE referral SET letter_no = 'x' WHERE id = {sent}",
        f"UPDATE referral SET reply_words = 'x' WHERE id = {sent}",
        "DELETE FROM referral",
    ):
        with pytest.raises(DatabaseError), transaction():
            session().execute(text(statement))


def test_an_answer_is_not_older_than_its_letter_nor_of_tomorrow():
    by = world.official(Role.STAFF)
    number = told.sent(world.maker(), by)
    for day in (today() - timedelta(days=1), today() + timedelta(days=1)):
        with pytest.raises(ReferralIncomplete), transaction():
            outreach.answer(outreach.referral(number, None), Reply(BodyAnswer.YES, day), by)


def test_it_is_about_her_own_obstacle_and_paper_and_never_a_complaint():
    hers, other, by = world.maker(), world.maker(), world.official(Role.STAFF)
    mine = reports.obstacle(world.person_of(hers))
    complaint = reports.complaint(world.person_of(hers), reports.of(world.person()))
    paper = world.sent_permit(other)
    told.referral(hers, by, obstacle_id=mine)
    for about in ({"obstacle_id": complaint}, {"permit_id": paper}):
        with pytest.raises(NotFound):
            told.referral(hers, by, **about)
    with pytest.raises(NotFound):
        told.referral(other, by, obstacle_id=mine)


def test_a_body_is_added_once_and_takes_nobody_after_its_last_day():
    by = world.official(Role.STAFF)
    with transaction():
        number = outreach.add_body(("ادارهٔ شیلات", "Fisheries", ""), by).id
    with pytest.raises(BodyKnown), transaction():
        outreach.add_body(("ادارهٔ شیلات", "", ""), by)
    with world.later(days=2), transaction():
        outreach.close_body(number, by)
    hers = world.maker()
    with world.later(days=3), pytest.raises(BodyClosed), transaction():
        outreach.refer(programme.trainee(hers), NewReferral(number, "پروانهٔ صید", "k"), by)


def test_a_form_that_arrives_twice_is_one_referral():
    hers, by = world.maker(), world.official(Role.STAFF)
    numbers = set()
    for _ in range(2):
        with transaction():
            new = NewReferral(told.body(), "پروانه", "same")
            numbers.add(outreach.refer(programme.trainee(hers), new, by).id)

    assert len(numbers) == 1
    assert outreach.referral(numbers.pop(), frozenset({HOME})).state is ReferralState.DRAFT


def test_the_nine_bodies_come_with_the_program():
    assert [one.code for one in outreach.bodies()] == [
        "health", "heritage", "agriculture", "veterinary", "standard", "omid", "women", "labour", "governorate",
    ]  # fmt: skip
