"""People who publish at the same moment; the race beside its control, which has no guard."""

from __future__ import annotations

import secrets
import threading

import pytest
from sqlalchemy.exc import IntegrityError

from app import impact
from app.impact import Publication, PublicationState
from app.shared import clock, states
from app.shared.database import session, transaction
from app.shared.states import MoveRefused
from tests import world
from tests.impact.publishing import head, over, prepared, province, staff

pytestmark = pytest.mark.usefixtures("app")


def prepare(key: str, by: int) -> None:
    with transaction():
        impact.prepare(over(), key, by)


def sign(publication_id: int, by: int) -> None:
    with transaction():
        impact.sign(publication_id, by)


def kept() -> list[PublicationState]:
    world.fresh()
    return [one.state for one in impact.publications(50)]


def test_of_four_who_prepare_the_same_month_one_does(app):
    province()
    people = [staff() for _ in range(4)]

    outcomes = world.at_once(app, *[lambda one=one: prepare(secrets.token_hex(8), one) for one in people])

    assert outcomes.count(None) == 1, outcomes
    assert sum(isinstance(one, impact.AlreadyPrepared) for one in outcomes) == 3, outcomes
    assert kept() == [PublicationState.PREPARED]


def test_one_form_that_is_sent_four_times_at_once_prepares_once(app):
    province()
    who = staff()

    outcomes = world.at_once(app, *[lambda: prepare("the same", who)] * 4)

    assert outcomes == [None] * 4
    assert kept() == [PublicationState.PREPARED]


def test_of_four_who_sign_at_the_same_moment_one_has_signed(app):
    province()
    publication_id, heads = prepared().id, [head() for _ in range(4)]

    outcomes = world.at_once(app, *[lambda one=one: sign(publication_id, one) for one in heads])

    assert outcomes.count(None) == 1, outcomes
    assert sum(isinstance(one, MoveRefused) for one in outcomes) == 3, outcomes
    assert [step.became for step in states.history("publication", publication_id)] == ["prepared", "signed"]


def test_without_turns_two_who_saw_nothing_both_write_and_only_the_database_stops_one(app):
    """The control: each looks before the other writes, so that no rule finds anything to refuse."""
    province()
    one, both_have_seen, people = prepared(), threading.Barrier(2, timeout=10), [staff(), staff()]
    figures = one.figures
    with transaction():
        impact.discard(one.id, people[0])

    def look_then_write(by: int) -> None:
        seen = [one for one in impact.publications(50) if one.waits]
        session().rollback()
        both_have_seen.wait()
        with transaction():
            assert not seen
            now = clock.now()
            found = Publication(
                month=str(over()), state=PublicationState.PREPARED, figures=figures, as_of=now, form_key=str(by),
                prepared_by=by, prepared_at=now,
            )  # fmt: skip
            states.begin(found, by)

    outcomes = world.at_once(app, *[lambda one=one: look_then_write(one) for one in people])

    assert outcomes.count(None) == 1
    assert sum(isinstance(one, IntegrityError) for one in outcomes) == 1, outcomes
