"""Two at the same moment: no line is overdrawn, and nobody has two files of one line."""

from datetime import timedelta

from app import lending
from app.lending import LoanState, WhyRefused
from app.shared.calendar import today
from app.shared.database import transaction
from app.shared.money import Rial
from app.shared.states import MoveRefused
from tests import world
from tests.lending import scene


def test_two_who_refer_at_the_same_moment_never_go_over_the_line(app):
    line_id = scene.line(budget=scene.LOAN)
    files, by = [scene.complete(line_id) for _ in range(2)], world.person()

    outcomes = world.at_once(app, *(lambda one=one: scene.step(one, lending.refer, "۷", by=by) for one in files))

    assert sum(outcome is None for outcome in outcomes) == 1, outcomes
    assert sum(isinstance(outcome, lending.LineSpent) for outcome in outcomes) == 1, outcomes
    assert scene.row(line_id).left == 0
    assert world.broken_promises() == []


def test_without_their_guard_the_line_would_be_overdrawn(app):
    line_id = scene.line(budget=scene.LOAN)
    copy = f"SELECT budget_rial - committed_rial AS left_over FROM credit_line WHERE id = {line_id}"

    assert world.unguarded(app, copy, int(scene.LOAN)) == -int(scene.LOAN)


def test_two_files_of_one_line_sent_at_the_same_moment_are_one(app):
    scene.permission()
    line_id, trainee = scene.line(), world.maker()

    outcomes = world.at_once(app, *(lambda: scene.ask(line_id, trainee) for _ in range(3)))

    assert sum(isinstance(outcome, int) for outcome in outcomes) == 1, outcomes
    assert sum(isinstance(outcome, lending.FileOpen) for outcome in outcomes) == 2, outcomes


def test_lent_and_refused_at_the_same_moment_is_one_of_them(app):
    line_id = scene.line()
    file_id, by = scene.referred(line_id), world.person()

    outcomes = world.at_once(
        app,
        lambda: scene.step(file_id, lending.grant, scene.LOAN, today(), by=by),
        lambda: scene.step(file_id, lending.bank_refuses, WhyRefused.PLAN, "نه", today(), by=by),
    )

    assert sum(isinstance(outcome, MoveRefused) for outcome in outcomes) == 1, outcomes
    lent = scene.state_of(file_id) is LoanState.GRANTED
    assert scene.row(line_id).granted_rial == (scene.LOAN if lent else 0)
    assert world.broken_promises() == []


def test_terms_changed_while_a_file_goes_to_the_bank_leave_the_line_whole(app):
    line_id = scene.line(budget=scene.LOAN)
    file_id, by = scene.complete(line_id), world.person()
    less = scene.terms(budget=Rial(1_000_000), last_day=today() + timedelta(days=9))

    outcomes = world.at_once(
        app,
        lambda: scene.step(file_id, lending.refer, "۷", by=by),
        lambda: change(line_id, less, by),
    )

    assert sum(outcome is not None for outcome in outcomes) == 1, outcomes
    assert world.broken_promises() == []


def change(line_id: int, less: lending.NewTerms, by: int) -> None:
    with transaction():
        lending.change_terms(scene.row(line_id), less, 1, by)
