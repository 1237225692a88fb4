"""The outbox: what happened is told, once, also when something breaks in between."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from app.shared import clock, outbox
from app.shared.database import session, transaction, writing
from app.shared.outbox import FIRST_WAIT, LEASE, MOST_TRIES
from tests import world
from tests.shared.listening import BellRang, CodeSent, Doings, Killed, LetterWritten, doings, happened, row, written

pytestmark = pytest.mark.usefixtures("app")
NOW = datetime(2026, 11, 1, 9, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@pytest.fixture(autouse=True)
def _nine_o_clock() -> Iterator[None]:
    vars(doings).update(vars(Doings()))
    with clock.at(NOW):
        yield


def break_down() -> None:
    raise OSError("the bank's line is dead")


def die() -> None:
    raise Killed


def drain_at(moment: datetime) -> int:
    world.fresh()
    with clock.at(moment):
        return outbox.drain()


def test_a_reaction_happens_once_however_often_the_worker_looks():
    happened(BellRang(1))

    tried = [drain_at(NOW), drain_at(NOW), drain_at(NOW + LEASE * 2)]

    assert tried == [1, 0, 0]
    assert written("rang") == 1
    assert row().delivered_at == NOW
    assert outbox.waiting() == 0


def test_nothing_is_told_of_what_was_not_kept():
    with suppress(ZeroDivisionError), transaction():
        outbox.announce(BellRang(1))
        raise ZeroDivisionError

    assert drain_at(NOW) == 0
    assert written("rang") == 0


def test_events_are_told_in_the_order_in_which_they_happened():
    for number in (3, 1, 2):
        happened(BellRang(number))

    drain_at(NOW)

    told = session().scalars(text("SELECT subject_id FROM audit WHERE act = 'rang' ORDER BY id")).all()
    assert told == [3, 1, 2]


def test_a_code_that_somebody_waits_for_goes_before_everything_else():
    happened(LetterWritten(1))
    happened(CodeSent("09171234567", "482913"))

    outbox.drain(most=1)

    assert doings.outside == ["09171234567 482913"]


def test_what_was_delivered_a_month_ago_is_forgotten_and_nothing_else():
    happened(BellRang(1))
    drain_at(NOW)
    happened(BellRang(2))

    for days, left in ((29, 2), (31, 1)):
        with clock.at(NOW + timedelta(days=days)):
            assert bool(outbox.stale()) == (days > 30)
            with transaction():
                outbox.forget()
            assert session().scalar(text("SELECT count(*) FROM outbox")) == left
        world.fresh()
    assert outbox.waiting() == 1


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_worker_that_dies_in_a_reaction_leaves_it_to_the_next_and_it_happens_once(when):
    happened(BellRang(1))
    setattr(doings, when, die)
    with pytest.raises(Killed):
        drain_at(NOW)
    assert written("rang") == 0

    setattr(doings, when, lambda: None)
    tried = [drain_at(NOW + LEASE - SECOND), drain_at(NOW + LEASE + SECOND), drain_at(NOW + LEASE * 3)]

    assert tried == [0, 1, 0]
    assert written("rang") == 1


def test_an_errand_cut_off_after_its_work_is_done_again_under_the_same_key():
    happened(LetterWritten(1))
    doings.after = die
    with pytest.raises(Killed):
        drain_at(NOW)

    doings.after = lambda: None
    drain_at(NOW + LEASE + SECOND)

    assert doings.outside == [row().key] * 2
    assert written("sent") == 1


def test_an_errand_works_with_no_transaction_open():
    happened(LetterWritten(1))
    doings.before = lambda: doings.outside.append(f"writing: {writing()}")

    drain_at(NOW)

    assert doings.outside[0] == "writing: False"


def test_nobody_takes_a_row_that_another_worker_has_in_hand():
    happened(LetterWritten(1))
    doings.before = lambda: doings.outside.append(f"others found {outbox.drain()}")

    drain_at(NOW)

    assert doings.outside[0] == "others found 0"
    assert written("sent") == 1


def test_a_listener_that_fails_is_tried_again_later_and_later():
    happened(LetterWritten(1))
    doings.before = break_down
    moment, waits = NOW, []

    for _ in range(5):
        assert drain_at(moment) == 1
        waits.append(row().next_try_at - moment)
        assert drain_at(row().next_try_at - SECOND) == 0
        moment = row().next_try_at

    assert waits == [FIRST_WAIT * 2**power for power in range(5)]
    assert row().last_error == "OSError: the bank's line is dead"
    assert row().attempts == 5


def test_what_fails_keeps_nothing_and_works_once_it_is_mended():
    happened(BellRang(1))
    doings.after = break_down
    drain_at(NOW)
    assert written("rang") == 0

    doings.after = lambda: None
    drain_at(NOW + FIRST_WAIT)

    assert written("rang") == 1
    assert row().last_error is None


def fail_to_death() -> datetime:
    """Let the listener fail as often as it may; when it was given up."""
    doings.before = break_down
    moment = NOW
    for _ in range(MOST_TRIES):
        drain_at(moment)
        moment = row().next_try_at
    doings.before = lambda: None
    return moment


def test_after_twelve_tries_it_is_a_dead_letter_and_nobody_tries_again():
    happened(LetterWritten(1))

    moment = fail_to_death()

    assert row().attempts == MOST_TRIES
    assert [letter.id for letter in outbox.dead_letters()] == [row().id]
    assert outbox.waiting() == 0
    assert drain_at(moment + timedelta(days=30)) == 0
    assert doings.outside == []


def test_a_dead_letter_that_is_revived_is_delivered_and_is_no_dead_letter_any_more():
    happened(LetterWritten(1))
    moment = fail_to_death()
    key, letter_id = row().key, row().id

    with clock.at(moment), transaction():
        outbox.revive(letter_id)
    drain_at(moment)

    assert doings.outside == [key]
    assert written("sent") == 1
    assert outbox.dead_letters() == []


def test_what_is_delivered_or_waiting_can_not_be_revived():
    happened(BellRang(1))
    drain_at(NOW)
    told_id = row().id

    with transaction():
        outbox.revive(told_id)
        outbox.revive(10**9)

    assert drain_at(NOW + LEASE) == 0
    assert written("rang") == 1


def test_one_broken_listener_does_not_keep_the_others_from_their_work():
    happened(LetterWritten(1))
    happened(BellRang(2))
    troubles = [break_down]
    doings.before = lambda: troubles.pop()() if troubles else None

    drain_at(NOW)

    assert (written("sent"), written("rang")) == (0, 1)


def test_a_secret_is_encrypted_while_it_waits_and_wiped_once_it_is_told():
    happened(CodeSent("09171234567", "482913"))
    waiting = row().payload

    drain_at(NOW)

    assert waiting is not None
    assert "482913" not in waiting
    assert "0917" not in waiting
    assert doings.outside == ["09171234567 482913"]
    assert row().payload is None


def test_a_secret_stays_encrypted_when_it_fails():
    happened(CodeSent("09171234567", "482913"))
    doings.before = break_down

    drain_at(NOW)

    assert row().payload is not None
    assert "482913" not in f"{row().payload} {row().last_error}"


def test_a_secret_copied_into_another_row_does_not_open():
    happened(CodeSent("09171234567", "482913"))
    stolen = row().payload
    with transaction():
        session().execute(text("UPDATE outbox SET delivered_at = created_at"))
    happened(CodeSent("09179999999", "111111"))
    with transaction():
        session().execute(text("UPDATE outbox SET payload = :stolen WHERE delivered_at IS NULL"), {"stolen": stolen})

    drain_at(NOW)

    assert doings.outside == []
    assert "WontOpen" in session().scalars(text("SELECT last_error FROM outbox WHERE delivered_at IS NULL")).one()


def test_a_made_up_past_tells_nobody_that_it_was_told_to_leave_out():
    with outbox.without("test."):
        happened(BellRang(1))
    happened(BellRang(2))

    assert drain_at(NOW) == 1
    assert written("rang") == 1


def test_no_more_than_asked_for_is_delivered_at_a_time():
    for number in range(5):
        happened(BellRang(number))

    assert outbox.drain(most=2) == 2
    assert outbox.waiting() == 3


def test_an_event_knows_its_listeners():
    assert outbox.listeners_of(BellRang) == ["test.count_bell"]


def test_two_modules_can_not_listen_under_one_name():
    with pytest.raises(ValueError, match=r"two listeners are named test\.count_bell"):
        outbox.reaction(BellRang, "test.count_bell")(break_down)
