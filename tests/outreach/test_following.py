"""An officer for women's affairs follows and advises; and every written refusal is counted without a name."""

from __future__ import annotations

import pytest

from app import accounts, outreach, programme, support
from app.accounts import Body, Role
from app.outreach import BodyAnswer, CommentMissing, RefusalKind
from app.shared.calendar import JalaliMonth
from app.shared.database import transaction
from app.shared.errors import NotFound
from tests import world
from tests.lending import scene as loans
from tests.outreach import told
from tests.support import told as reports

pytestmark = pytest.mark.usefixtures("app")
HOME, ELSEWHERE = "1801", "1805"


def test_a_case_is_followed_once_until_she_says_otherwise():
    officer, number = world.official(Role.OFFICER, body=Body.WOMEN), told.woman()
    for _ in range(2):
        with transaction():
            outreach.follow(programme.trainee(number), officer)
    listed = outreach.followed(officer, 1)[0]
    with transaction():
        outreach.unfollow(programme.trainee(number), officer)

    assert listed == 1
    assert outreach.followed(officer, 1)[0] == 0


def test_only_women_of_her_counties_are_there():
    man, far = world.maker(), told.woman(ELSEWHERE)
    with pytest.raises(NotFound):
        outreach.woman(man, None)
    with pytest.raises(NotFound):
        outreach.woman(far, frozenset({HOME}))
    name = accounts.person(world.person_of(far)).family_name

    assert [one.id for one in outreach.women_called(name, None)] == [far]
    assert outreach.women_called(name, frozenset({HOME})) == []


def test_a_comment_has_words_and_is_kept_once():
    officer, number = world.official(Role.OFFICER, body=Body.WOMEN), told.woman()
    with pytest.raises(CommentMissing), transaction():
        outreach.comment(programme.trainee(number), " ", "k", officer)
    for _ in range(2):
        with transaction():
            outreach.comment(programme.trainee(number), "صبح‌ها بهتر است", "k", officer)

    assert [one.words for one in outreach.comments_of(number)] == ["صبح‌ها بهتر است"]


def counted(counties: frozenset[str] | None = None) -> dict[RefusalKind, outreach.RefusedThings]:
    world.fresh()
    return {one.kind: one for one in outreach.refusals(counties, JalaliMonth.current())}


def test_refusals_are_counted_by_kind_and_month_with_their_reasons():
    by = world.official(Role.STAFF)
    for number in range(5):
        applied = world.applicant()
        with transaction():
            programme.deny(programme.engagement(applied), "جا نیست" if number else "سن", by)
    report = reports.obstacle(world.person_of(world.maker()))
    complaint = reports.complaint(world.person_of(world.maker()), reports.of(world.person()))
    with transaction():
        support.decline(support.obstacle(report), "بودجه نیست", by)
        support.decline(support.obstacle(complaint), "چنین نبود", by)
    told.answered(told.sent(world.maker(ELSEWHERE), by), BodyAnswer.NO, by, "سهمیه نیست")
    world.refused(world.submitted(world.maker()))
    found = counted()

    assert found[RefusalKind.PLACE].by_month == {JalaliMonth.current(): 5}
    assert found[RefusalKind.PLACE].reasons == [("جا نیست", 4), ("سن", 1)]
    assert (found[RefusalKind.OBSTACLE].total, found[RefusalKind.OBSTACLE].reasons) == (1, [])
    assert (found[RefusalKind.LISTING].total, found[RefusalKind.REFERRAL].total) == (1, 1)
    assert counted(frozenset({HOME}))[RefusalKind.REFERRAL].total == 0


def test_refused_loans_are_counted_by_who_refused_with_their_reasons():
    line_id = loans.line()
    loans.refused(line_id)
    for _ in range(5):
        loans.bank_refused(line_id)
    loans.granted(line_id)
    found = counted()

    assert found[RefusalKind.LOAN].total == 1
    assert found[RefusalKind.BANK].reasons == [("چکِ برگشتی دارد", 5)]
    assert counted(frozenset({ELSEWHERE}))[RefusalKind.BANK].total == 0
