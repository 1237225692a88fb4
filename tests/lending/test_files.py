"""From a permission and a line to the bank's answer: who may ask, what is bound, and what stays as it was."""

from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from app import lending, programme
from app.accounts import Role
from app.lending import Condition, LineKind, LoanState, PaperKind, WhyRefused
from app.shared import audit, clock
from app.shared.calendar import today
from app.shared.database import session, transaction
from app.shared.money import Rial
from app.shared.states import MoveRefused
from tests import world
from tests.lending import scene


def test_from_a_draft_to_a_loan_that_the_line_knows(app):
    line_id = scene.line()
    file_id = scene.granted(line_id)

    file, row = scene.found(file_id), scene.row(line_id)
    assert (file.state, file.granted_rial, file.answered_on) == (LoanState.GRANTED, scene.LOAN, today())
    assert (row.committed_rial, row.granted_rial, row.left) == (0, 500_000_000, 9_500_000_000)
    acts = [one.act for one in audit.of("loan_file", file_id)]
    assert acts == ["loan_file_opened", "loan_paper_seen", "loan_paper_seen", "loan_referred", "loan_granted"]
    assert world.broken_promises() == []


def test_no_file_is_opened_before_a_province_may_and_after_its_permission_lapsed(app):
    line_id, trainee = scene.line(), world.maker()
    with pytest.raises(lending.NotPermitted) as never:
        scene.ask(line_id, trainee)
    last = today() - timedelta(days=5)
    scene.permission(last=last)
    scene.permission(province="07")
    with pytest.raises(lending.NotPermitted) as lapsed:
        scene.ask(line_id, trainee)
    scene.permission(first=today())

    assert (never.value.since, lapsed.value.since) == (None, last)
    assert scene.state_of(scene.ask(line_id, trainee)) is LoanState.DRAFT


def test_a_permission_for_one_kind_of_line_opens_no_other(app):
    home, trainee = scene.line(), world.maker()
    kind = lending.line(home).row.kind
    other = next(one for one in LineKind if one is not kind)
    scene.permission(kind=other)
    assert lending.permitted("18", today()) == {other}
    with pytest.raises(lending.NotPermitted):
        scene.ask(home, trainee)
    scene.permission(kind=kind)

    assert scene.state_of(scene.ask(home, trainee)) is LoanState.DRAFT


def test_an_ended_permission_holds_to_its_last_day_and_stays_readable(app):
    permission_id = scene.permission()
    by = world.person()
    with transaction():
        lending.end_permission(lending.permission(permission_id), today(), "نامهٔ ۹۹", by)

    one = lending.permission(permission_id)
    assert lending.permitted("18", today())
    assert not lending.permitted("18", today() + timedelta(days=1))
    assert (one.last_day, one.ended_why, one.source) == (today(), "نامهٔ ۹۹", "نامهٔ ۱۲۰")
    with pytest.raises(lending.EndDayWrong), transaction():
        lending.end_permission(lending.permission(permission_id), today() - timedelta(days=9), "باز", by)
    with pytest.raises(DBAPIError), transaction():
        session().execute(text("UPDATE plan_permission SET last_day = NULL"))


def test_villages_and_fields_have_lines_of_their_own(app):
    scene.permission()
    rural = scene.line(LineKind.RURAL, village_only=True)
    craft = scene.line(LineKind.HANDICRAFT, trades=frozenset({"mats", "rugs"}))
    of_town, of_village, weaver = world.maker(), scene.villager(), scene.of_trade("mats")

    with pytest.raises(lending.NotEntitled) as no_village:
        scene.ask(rural, of_town)
    with pytest.raises(lending.NotEntitled) as no_field:
        scene.ask(craft, of_village)

    assert no_village.value.condition is Condition.VILLAGE
    assert no_field.value.condition is Condition.FIELD
    assert scene.state_of(scene.ask(rural, of_village)) is LoanState.DRAFT
    assert scene.state_of(scene.ask(craft, weaver)) is LoanState.DRAFT


def test_one_open_file_of_a_line_at_a_time_and_the_same_form_is_one(app):
    scene.permission()
    line_id, trainee = scene.line(), world.maker()
    first = scene.ask(line_id, trainee, form_key="once")

    assert scene.ask(line_id, trainee, form_key="once") == first
    with pytest.raises(lending.FileOpen):
        scene.ask(line_id, trainee)
    scene.step(first, lending.withdraw, "نمی‌خواهم")
    assert scene.ask(line_id, trainee) != first


@pytest.mark.parametrize(("rials", "months"), [(2_000_000_001, 36), (0, 36), (1_000, 61), (1_000, 0)])
def test_nobody_asks_for_more_than_a_line_lends_to_one(app, rials, months):
    scene.permission()
    with pytest.raises(lending.AboveTheCap):
        scene.ask(scene.line(), world.maker(), rials, months=months)


def test_a_file_keeps_the_terms_that_it_was_opened_under(app):
    line_id = scene.line()
    file_id = scene.complete(line_id)
    scene.change(line_id, fee_bps=1800, months=12, papers=frozenset(PaperKind))

    kept = lending.lines_of([scene.found(file_id)])[file_id]
    assert (kept.terms.version, kept.terms.fee_bps) == (1, 400)
    assert set(kept.papers) == scene.PAPERS
    assert lending.line(line_id).terms.version == 2
    assert [one.version for one in lending.versions_of(line_id)] == [2, 1]
    with pytest.raises(lending.AboveTheCap):
        scene.ask(line_id, world.maker(), months=36)
    with pytest.raises(DBAPIError), transaction():
        session().execute(text("UPDATE credit_terms SET fee_bps = 0"))


def test_a_budget_never_becomes_less_than_what_is_promised(app):
    line_id = scene.line()
    scene.referred(line_id)

    with pytest.raises(lending.BoundAlready) as refused:
        scene.change(line_id, budget=Rial(499_999_999))
    scene.change(line_id, budget=scene.LOAN)

    assert refused.value.bound == scene.LOAN
    assert scene.row(line_id).left == 0
    assert world.broken_promises() == []


def test_a_file_goes_to_the_bank_with_all_its_papers_and_not_before(app):
    scene.permission()
    file_id = scene.ask(scene.line(), world.maker())
    scene.step(file_id, lending.see_paper, PaperKind.GUARANTOR)
    scene.step(file_id, lending.see_paper, PaperKind.TRAINING)
    with pytest.raises(lending.PapersMissing):
        scene.step(file_id, lending.refer, "۱")
    scene.step(file_id, lending.see_paper, PaperKind.NATIONAL_CARD)
    assert scene.state_of(file_id) is LoanState.COMPLETE
    scene.step(file_id, lending.unsee_paper, PaperKind.GUARANTOR)
    assert scene.state_of(file_id) is LoanState.DRAFT
    scene.step(file_id, lending.see_paper, PaperKind.GUARANTOR)
    scene.step(file_id, lending.refer, "۱")

    with pytest.raises(MoveRefused):
        scene.step(file_id, lending.unsee_paper, PaperKind.GUARANTOR)
    assert set(lending.papers_seen(scene.found(file_id))) == scene.PAPERS


def test_what_the_bank_refuses_or_lends_less_is_free_again(app):
    line_id = scene.line(budget=Rial(1_000_000_000))
    scene.bank_refused(line_id)
    assert scene.row(line_id).left == 1_000_000_000
    less = scene.referred(line_id)
    assert scene.row(line_id).left == 500_000_000
    with pytest.raises(lending.GrantOutOfRange):
        scene.step(less, lending.grant, Rial(500_000_001), today())
    scene.step(less, lending.grant, Rial(300_000_000), today())

    assert scene.row(line_id).left == 700_000_000
    gone = scene.referred(line_id)
    scene.step(gone, lending.withdraw, "ضامن پشیمان شد")
    assert scene.row(line_id).left == 700_000_000
    assert world.broken_promises() == []


def test_no_refusal_without_words_and_each_is_counted_by_reason_line_and_county(app):
    line_id = scene.line()
    here, there = scene.refused(line_id), scene.bank_refused(line_id, world.maker("1802"))
    silent = scene.complete(line_id)
    with pytest.raises(lending.ReasonNeeded):
        scene.step(silent, lending.refuse, WhyRefused.OTHER, "  ")

    counted = {(one.county_code, one.by, one.why): one.files for one in lending.refusals(None)}
    assert counted == {
        ("1801", LoanState.REFUSED, WhyRefused.PLAN): 1,
        ("1802", LoanState.BANK_REFUSED, WhyRefused.BANK_RECORD): 1,
    }
    assert [one.county_code for one in lending.refusals(frozenset({"1802"}))] == ["1802"]
    assert scene.found(here).ended_why == "طرح درآمدی ندارد"
    with pytest.raises(MoveRefused):
        scene.step(there, lending.grant, scene.LOAN, today())


def test_the_bank_does_not_answer_before_it_was_asked_nor_tomorrow(app):
    file_id = scene.referred()
    for day in (today() - timedelta(days=1), today() + timedelta(days=1)):
        with pytest.raises(lending.AnswerDayWrong):
            scene.step(file_id, lending.grant, scene.LOAN, day)


def test_pressed_twice_it_is_referred_and_lent_once(app):
    line_id = scene.line()
    file_id, by = scene.complete(line_id), world.person()
    for _ in range(2):
        scene.step(file_id, lending.refer, "۵", by=by)
    for _ in range(2):
        scene.step(file_id, lending.grant, scene.LOAN, today())

    assert (scene.row(line_id).committed_rial, scene.row(line_id).granted_rial) == (0, scene.LOAN)
    assert world.broken_promises() == []


def test_a_file_that_nobody_touches_lapses_and_one_at_the_bank_waits(app):
    with clock.at(clock.now() - timedelta(days=200)):
        scene.permission()
        line_id = scene.line()
        draft, at_bank = scene.ask(line_id, world.maker()), scene.referred(line_id)
    fresh = scene.ask(line_id, world.maker())

    world.work()

    assert [scene.state_of(one) for one in (draft, at_bank, fresh)] == [
        LoanState.LAPSED,
        LoanState.REFERRED,
        LoanState.DRAFT,
    ]
    assert scene.found(draft).ended_why == lending.FORGOTTEN


def test_figures_count_villagers_and_never_another_county(app):
    line_id = scene.line()
    scene.granted(line_id, scene.villager())
    scene.granted(line_id)
    scene.referred(line_id, world.maker("1802"))

    [here] = lending.figures(frozenset({"1801"}))
    assert (here.state, here.files, here.rural, here.granted) == (LoanState.GRANTED, 2, 1, 1_000_000_000)
    assert len(lending.figures(None)) == 2


def test_the_database_too_lets_nothing_that_is_over_change(app):
    scene.granted()
    for change in (
        "UPDATE loan_file SET granted_rial = 1",
        "UPDATE loan_file SET asked_rial = asked_rial + 1",
        "DELETE FROM loan_file",
        "DELETE FROM loan_paper",
        "UPDATE credit_line SET granted_rial = budget_rial + 1",
    ):
        with pytest.raises(DBAPIError), transaction():
            session().execute(text(change))


def test_a_file_of_somebody_who_stands_still_lapses_so_many_days_later(app):
    with clock.at(clock.now() - timedelta(days=200)):
        scene.permission()
        line_id, hers = scene.line(), world.maker()
        still, other = scene.ask(line_id, hers), scene.ask(line_id, world.maker())
    first, staff = today() - timedelta(days=100), world.official(Role.STAFF)
    with transaction():
        birth = programme.NewPause("زایمان", first, first + timedelta(days=29), "k", trainee_id=hers)
        programme.pause(birth, staff)

    world.work()
    now = [scene.state_of(one) for one in (still, other)]
    with world.later(days=15):
        world.work()

    assert now == [LoanState.DRAFT, LoanState.LAPSED]
    assert scene.state_of(still) is LoanState.LAPSED
