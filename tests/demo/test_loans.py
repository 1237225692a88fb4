"""The demo's credit lines: files at every turn, and none that the line would not lend."""

from collections import Counter
from datetime import timedelta

import pytest

from app import lending, programme
from app.accounts import Role
from app.demo.diary import Diary
from app.demo.loans import Loans
from app.lending import LineKind
from app.shared import clock
from app.shared.database import transaction
from tests import world
from tests.lending import scene

pytestmark = pytest.mark.usefixtures("app")


def test_files_stand_at_every_turn():
    now = clock.now()
    with clock.at(now - timedelta(days=200)):
        makers = {county: [scene.villager(county) for _ in range(8)] for county in ("1801", "1802")}
        with transaction():
            for trainee_id in makers["1802"]:
                programme.trainee(trainee_id).trade_code = "mats"
        staff, diary = [world.official(Role.STAFF) for _ in range(2)], Diary()

    Loans(diary, makers, staff, now).plan(now - timedelta(days=180))
    diary.live(now)

    world.fresh()
    told = Counter(one.state.value for one in lending.figures(None) for _ in range(one.files))
    assert told == {
        "granted": 3,
        "bank_refused": 1,
        "refused": 1,
        "withdrawn": 1,
        "referred": 2,
        "complete": 2,
        "draft": 2,
    }
    assert {one.row.kind for one in lending.lines()} == {LineKind.HOME, LineKind.RURAL, LineKind.HANDICRAFT}
    assert world.broken_promises() == []
