"""Posting into the books."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError

from app import ledger
from app.ledger import AlreadyPosted, Entry, Journal, JournalKind, Posting, Unbalanced
from app.shared import clock
from app.shared.database import is_postgres, session, transaction
from app.shared.money import Rial
from tests import world

CASH, SALES, FEES = "asset:cash", "income:sales", "expense:fees"


def posting(key: str, **changes: Any) -> Posting:
    given_: dict[str, Any] = {
        "key": key,
        "kind": JournalKind.SETTLEMENT,
        "about": ("test", 1),
        "legs": {CASH: 70, SALES: -70},
    }
    return Posting(**{**given_, **changes})


def post(key: str, **changes: Any) -> int:
    with transaction():
        return ledger.post(posting(key, **changes)).id


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize(
    "legs",
    [{CASH: 70, SALES: -69}, {CASH: 70}, {}, {CASH: 0, SALES: 0}, {CASH: 1, SALES: 0}],
    ids=["a rial short", "one leg", "none", "nothing but zeros", "one leg and a zero"],
)
def test_only_a_balanced_journal_of_two_legs_is_posted(legs):
    with pytest.raises(Unbalanced):
        post("odd", legs=legs)

    world.fresh()
    assert ledger.trial_balance() == []


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize("amount", [0.5, "70", True], ids=["a fraction", "a text", "a truth"])
def test_an_amount_is_a_whole_number_of_rials(amount):
    with pytest.raises(TypeError):
        post("odd", legs={CASH: amount, SALES: -70})


@pytest.mark.usefixtures("app")
def test_a_posted_journal_is_sealed_and_moves_its_accounts():
    journal_id = post("sale", legs={CASH: 60, FEES: 10, SALES: -70, "equity:rounding": 0})

    assert session().get_one(Journal, journal_id).sealed
    assert ledger.trial_balance() == [(CASH, 60), (FEES, 10), (SALES, -70)]


@pytest.mark.usefixtures("app")
def test_an_account_outside_the_chart_is_not_opened():
    with pytest.raises(KeyError):
        post("odd", legs={"pocket:mine": 70, SALES: -70})


@pytest.mark.usefixtures("app")
def test_the_same_posting_under_the_same_key_is_posted_once():
    first = post("sale")

    assert post("sale") == first
    assert ledger.balance(CASH) == 70


@pytest.mark.usefixtures("app")
def test_another_posting_under_a_used_key_is_refused():
    post("sale")

    with pytest.raises(AlreadyPosted):
        post("sale", legs={CASH: 71, SALES: -71})

    world.fresh()
    assert ledger.balance(CASH) == 70


@pytest.mark.usefixtures("app")
def test_a_reversal_is_the_mirror_image_and_names_what_it_undoes():
    sale = post("sale", legs={CASH: 60, FEES: 10, SALES: -70})

    with transaction():
        mirror_id = ledger.reverse(session().get_one(Journal, sale), None, "a slip").id

    mirror = session().get_one(Journal, mirror_id)
    assert (mirror.kind, mirror.reverses_id, mirror.memo) == (JournalKind.SETTLEMENT, sale, "a slip")
    assert set(ledger.trial_balance()) == {(CASH, 0), (FEES, 0), (SALES, 0)}


@pytest.mark.usefixtures("app")
def test_a_journal_is_reversed_once():
    sale = post("sale")
    with transaction():
        ledger.reverse(session().get_one(Journal, sale), None, "")

    with pytest.raises(DatabaseError), transaction():
        ledger.reverse(session().get_one(Journal, sale), None, "")

    world.fresh()
    assert ledger.balance(CASH) == 0


CHANGES = {
    "an amount changed": "UPDATE entry SET amount = 71 WHERE amount = 70",
    "a leg taken out": "DELETE FROM entry WHERE amount = 70",
    "a leg added": "INSERT INTO entry (journal_id, account_id, amount) SELECT journal_id, account_id, 1 FROM entry",
    "a date changed": "UPDATE journal SET occurred_at = posted_at, memo = 'other'",
    "a seal broken": "UPDATE journal SET sealed = false",
    "a journal taken out": "DELETE FROM journal",
}


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_the_database_refuses_to_change_what_is_posted(change):
    post("sale")

    with pytest.raises(DatabaseError), transaction():
        session().execute(text(change))

    world.fresh()
    assert ledger.trial_balance() == [(CASH, 70), (SALES, -70)]


def _unsealed() -> Journal:
    now = clock.now()
    journal = Journal(
        idem_key="by hand", kind=JournalKind.SETTLEMENT, ref_type="test", ref_id=1, occurred_at=now, posted_at=now
    )
    session().add(journal)
    session().flush()
    return journal


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize("amounts", [(70, -69), (70,), ()], ids=["unbalanced", "one leg", "empty"])
def test_the_database_refuses_to_seal_what_does_not_balance(amounts):
    post("opens the accounts")

    with pytest.raises(DatabaseError):
        seal_by_hand(amounts)


def seal_by_hand(amounts: tuple[int, ...]) -> None:
    accounts = list(session().scalars(select(ledger.Account.id)))
    with transaction():
        journal = _unsealed()
        session().add_all(
            Entry(journal_id=journal.id, account_id=account, amount=Rial(amount))
            for account, amount in zip(accounts, amounts, strict=False)
        )
        session().flush()
        session().execute(text("UPDATE journal SET sealed = true WHERE idem_key = 'by hand'"))


@pytest.mark.usefixtures("app")
def test_an_unsealed_journal_is_refused_or_at_least_noticed():
    def keep() -> None:
        with transaction():
            _unsealed()

    if is_postgres():
        with pytest.raises(DatabaseError):
            keep()
        world.fresh()
        assert ledger.journal_by_key("by hand") is None
    else:
        keep()
        assert world.broken_promises() == ["R1 ledger.unsealed"]


def test_two_who_open_an_account_at_the_same_moment_open_one(app):
    outcomes = world.at_once(app, *(_poster(f"sale {number}") for number in range(4)))

    assert all(isinstance(outcome, int) for outcome in outcomes), outcomes
    assert ledger.balance(CASH) == 4 * 70


def test_one_posting_sent_twice_at_the_same_moment_is_posted_once(app):
    outcomes = world.at_once(app, *(_poster("sale") for _ in range(3)))

    assert any(isinstance(outcome, int) for outcome in outcomes), outcomes
    assert ledger.balance(CASH) == 70


def _poster(key: str) -> Callable[[], int]:
    return lambda: post(key)


amounts = st.integers(min_value=-(10**12), max_value=10**12)
journals = st.lists(st.dictionaries(st.integers(0, 5), amounts, min_size=1, max_size=5), min_size=1, max_size=6)


def test_books_of_any_journals_sum_to_zero_and_balances_are_their_entries(app):
    numbers = iter(range(10**6))

    @settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(journals)
    def check(wanted: list[dict[int, int]]) -> None:
        run = next(numbers)
        expected: dict[str, int] = {}
        for place, sketch in enumerate(wanted):
            legs = {f"asset:run{run}:{account}": amount for account, amount in sketch.items()}
            legs["equity:other"] = -sum(legs.values())
            if sum(amount != 0 for amount in legs.values()) < 2:
                continue
            post(f"run {run} {place}", legs=legs)
            for code, amount in legs.items():
                expected[code] = expected.get(code, 0) + amount
        expected.pop("equity:other", None)

        assert sum(amount for _, amount in ledger.trial_balance()) == 0
        assert {code: ledger.balance(code) for code in expected} == expected
        read = ledger.balances(f"asset:run{run}")
        assert {code: amount for code, amount in expected.items() if amount or code in read} == dict(read)
        assert [name for name, figure in ledger.invariants() if figure] == []

    check()


@pytest.mark.usefixtures("app")
def test_a_journal_may_tell_of_an_earlier_day_than_it_was_written():
    yesterday = clock.now() - timedelta(days=1)

    journal_id = post("late news", occurred_at=yesterday)

    journal = session().get_one(Journal, journal_id)
    assert journal.occurred_at == yesterday
    assert journal.posted_at > yesterday + timedelta(hours=23)
