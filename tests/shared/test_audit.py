"""Who did or saw what."""

import json
from datetime import UTC, datetime

import pytest

from app.shared import audit, clock
from app.shared.database import transaction
from tests import world

pytestmark = pytest.mark.usefixtures("app")


def test_an_act_is_kept_with_when_who_and_what():
    by, moment = world.person(), datetime(2026, 11, 1, 9, tzinfo=UTC)

    with clock.at(moment), transaction():
        audit.note("sheba_shown", "trainee", 7, by, last4="1234", why="تماسِ او")

    (row,) = audit.of("trainee", 7)
    assert (row.at, row.by_id, row.act) == (moment, by, "sheba_shown")
    assert json.loads(row.facts) == {"last4": "1234", "why": "تماسِ او"}


def test_acts_are_told_in_their_order_and_of_one_subject_alone():
    with transaction():
        for act, subject_id in (("first", 7), ("other", 8), ("second", 7)):
            audit.note(act, "trainee", subject_id, None)
        audit.note("of another kind", "mentor", 7, None)

    assert [row.act for row in audit.of("trainee", 7)] == ["first", "second"]
