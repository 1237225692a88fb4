"""The demo's livings: some are at risk, a month is told anew, statements are kept, somebody has leave for a reason."""

import random
from datetime import timedelta

import pytest

from app import accounts, impact, livings, programme
from app.accounts import Role, Sight
from app.demo.cast import Cast
from app.demo.promises import Promises
from app.impact import Cause, Livelihood
from app.livings import Grade
from app.shared import clock, rulebook
from app.shared.database import transaction
from tests import world
from tests.impact.scene import earn, recounted
from tests.web.test_livelihood import ENOUGH, over

pytestmark = pytest.mark.usefixtures("app")


def test_some_are_at_risk_a_month_is_told_anew_and_statements_are_kept():
    staff, head = world.official(Role.STAFF), world.official(Role.OFFICER)
    month = over()
    with clock.at(month.plus(-8).starts):
        makers = [world.maker("1801") for _ in range(3)]
        with transaction():
            rulebook.set_rule(livings.COUNTS[Grade.PAPER], 10_000, source="told", by=None)
    earn(makers[0], 1_000, month.starts + timedelta(days=2))
    for step in (1, 2):
        earn(makers[1], ENOUGH, month.plus(-step).starts + timedelta(days=2))
    promises = Promises(staff, (head,), Cast(random.Random(1)), clock.now())

    promises.tell()
    recounted()
    promises.ask()

    world.fresh()
    [told] = impact.then_and_now(month).values()
    assert (told.now.of(Livelihood.AT_RISK), told.now.of(Livelihood.EMERGING)) == (1, 1)
    assert (told.then.of(Livelihood.AT_RISK), told.then.of(Livelihood.EMERGING)) == (1, 0)
    assert impact.causes(month) == {Cause.BESIDE: 1}
    kept = impact.statements(10)
    assert len(kept) >= 2
    assert all(one.made_at and one.asked_by == head for one in kept)
    given = [one for grants in accounts.sights_of(_staff()).values() for one in grants if one.given_by == staff]
    assert [(one.sight, bool(one.last_day)) for one in given] == [(Sight.INCOMES, True)]
    assert programme.trainee(makers[2])


def _staff() -> list[int]:
    return [one.id for one in accounts.people_with(Role.STAFF)]
