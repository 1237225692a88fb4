"""Where a buyer wants a refund by hand: sealed, known for that refund alone, looked at with a trace."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from app import accounts, payments
from app.accounts import Role
from app.orders import ParcelState, call_off
from app.payments import Refund, RefundState
from app.shared import audit, vault
from app.shared.database import db, session, transaction
from app.shared.errors import NotFound
from app.shared.states import MoveRefused
from tests import world
from tests.fakes.bank import FakeBank

SHEBA = "IR062960000000100324200001"


def looks(back: int) -> list[audit.AuditRow]:
    """Who has looked at a whole account."""
    return [row for row in audit.of("refund", back) if row.act == "refund_account_shown"]


def waiting(bank: FakeBank, *, by_hand: bool = True) -> int:
    """A refund of a whole order; `by_hand`: the bank would not make it."""
    order_id = world.paid(bank, {world.variant(world.maker()): 1})
    if by_hand:
        bank.book.refund(str(payments.attempts_of(order_id)[-1].authority), 4_500_000, "by hand at the bank")
    with transaction():
        call_off(world.parcel(world.parcels(order_id)[0]), ParcelState.REJECTED, None)
    if by_hand:
        world.work()
    world.fresh()
    back = payments.refunds_of(order_id)[0]
    assert back.state is (RefundState.MANUAL if by_hand else RefundState.QUEUED)
    return back.id


@pytest.fixture
def back(app: object, bank: FakeBank) -> int:
    return waiting(bank)


def refund(refund_id: int) -> Refund:
    return payments.refund_by_id(refund_id)


def tell(refund_id: int, typed: str = SHEBA, holder: str = "سارا احمدی") -> None:
    world.fresh()
    with transaction():
        payments.tell_account(refund(refund_id), typed, holder)


def reveal(refund_id: int, by: int) -> tuple[str, str]:
    world.fresh()
    with transaction():
        return payments.reveal_account(refund_id, by)


def everything_kept() -> str:
    """All that lies in the database, as text."""
    with db.engines[None].connect() as connection:
        tables = [f'SELECT * FROM "{name}"' for name in db.metadata.tables]
        return "\n".join(repr(connection.execute(text(table)).all()) for table in tables)


def test_the_account_is_sealed_and_its_end_alone_is_readable(back):
    tell(back)
    world.work()

    kept = everything_kept()
    found = payments.accounts_for([refund(back)])[back]
    assert SHEBA not in kept
    assert SHEBA[2:] not in kept
    assert SHEBA[6:22] not in kept
    assert (found.last4, found.holder) == ("0001", "سارا احمدی")
    assert vault.open_text(found.sheba_sealed, f"refund_account:sheba:{back}") == SHEBA


def test_it_is_shown_whole_to_who_pays_and_that_is_written_down(back):
    tell(back)
    by = world.official(Role.FINANCE)

    shown = reveal(back, by)

    rows = looks(back)
    assert shown == (SHEBA, "سارا احمدی")
    assert [(row.act, row.by_id) for row in rows] == [("refund_account_shown", by)]
    assert "0001" in rows[0].facts
    assert SHEBA[2:] not in rows[0].facts


def test_every_look_is_written_down(back):
    tell(back)
    people = [world.official(Role.FINANCE) for _ in range(2)]

    for person in (*people, people[0]):
        reveal(back, person)

    assert [row.by_id for row in looks(back)] == [*people, people[0]]


@pytest.mark.parametrize(
    "typed",
    [
        "ir06 2960 0000 0010 0324 2000 01",
        "062960000000100324200001",
        "IR۰۶۲۹۶۰۰۰۰۰۰۰۱۰۰۳۲۴۲۰۰۰۰۱",
        " IR06-2960-0000-0010-0324-2000-01 ",
    ],
)
def test_it_is_read_however_it_is_written(back, typed):
    tell(back, typed)

    assert reveal(back, world.official(Role.FINANCE))[0] == SHEBA


@pytest.mark.parametrize(
    "typed", ["", "IR", SHEBA[:-1], SHEBA[:-1] + "2", SHEBA + "0", "DE89370400440532013000", "6037991234567890"]
)
def test_what_is_no_sheba_is_refused(back, typed):
    with pytest.raises(accounts.ShebaRefused):
        tell(back, typed)

    assert payments.accounts_for([refund(back)]) == {}


def test_it_can_be_corrected_until_the_money_has_gone(back):
    other = world.valid_sheba()
    tell(back)
    tell(back, other, "شوهرش")
    by = world.official(Role.FINANCE)
    assert reveal(back, by) == (other, "شوهرش")
    with transaction():
        payments.refund_by_hand(refund(back), "1405-9", by)

    with pytest.raises(MoveRefused):
        tell(back)

    assert reveal(back, by)[0] == other


def test_what_the_gateway_may_still_send_needs_no_account(app, bank):
    back = waiting(bank, by_hand=False)

    with pytest.raises(MoveRefused):
        tell(back)


def test_an_account_belongs_to_one_refund(app, bank, back):
    tell(back)
    other = waiting(bank)
    assert payments.accounts_for([refund(other)]) == {}
    with transaction():
        session().execute(text(f"UPDATE refund_account SET refund_id = {other}"))

    with pytest.raises(vault.WontOpen):
        reveal(other, world.official(Role.FINANCE))


def test_where_nothing_was_told_there_is_nothing_to_show(back):
    with pytest.raises(NotFound):
        reveal(back, world.official(Role.FINANCE))

    assert looks(back) == []


def test_the_refund_is_paid_once_and_the_books_are_even(back):
    tell(back)
    by = world.official(Role.FINANCE)

    with transaction():
        payments.refund_by_hand(refund(back), "1405-9", by)
    with pytest.raises(MoveRefused), transaction():
        payments.refund_by_hand(refund(back), "1405-9", by)

    assert world.broken_promises() == []


def test_an_account_that_is_changed_leaves_a_trace(back):
    tell(back)
    reveal(back, world.official(Role.FINANCE))

    tell(back, world.valid_sheba())

    assert len(audit.of("refund", back)) > 1
