"""What the database itself refuses, whoever asks."""

import pytest
from sqlalchemy import text

from app import ledger, payouts
from app.ledger import JournalKind, Posting, chart
from app.shared.database import db, transaction
from tests import world
from tests.fakes.bank import FakeBank
from tests.migrations.raw import changes, not_refused, tried, value

HISTORY = ("move", "audit", "entry", "stock_move", "account")
KEPT = ("journal", "vouch", "line", "payment_attempt", "refund", "claim")
MAY_CHANGE = {
    "review": {"id"},
    "line": {"id", "refunded_quantity", "refunded_rial", "funded_back_rial"},
    "vouch": {"id", "withdrawn_at", "withdrawn_by", "withdrawn_why", "leaves_on"},
    "product_version": {"id", "state", "created_at"},
    "claim": {
        *("id", "state", "answer", "verdict", "offered_rial", "return_tracking", "upheld", "refund_id"),
        *("due_at", "closed_at"),
    },
}


@pytest.fixture
def sale(app: object, bank: FakeBank) -> None:
    """A sale that was paid, sent, received, partly refunded and then claimed: every table of the books has rows."""
    order_id = world.sold(bank, {world.variant(world.maker()): 2})
    world.refund(world.lines(order_id)[0].id, quantity=1, rials=4_000_000)
    world.complain(world.parcels(order_id)[0], pieces={world.lines(order_id)[0].id: 1}, photos=[world.jpeg()])
    world.fresh()
    assert all(value(f'SELECT count(*) FROM "{table}"') for table in (*HISTORY, *KEPT))


def columns(table: str) -> set[str]:
    return set(db.metadata.tables[table].c.keys()) - MAY_CHANGE.get(table, set())


@pytest.mark.usefixtures("sale")
def test_history_is_neither_changed_nor_deleted():
    for table in HISTORY:
        attempts = [*changes(table, columns(table)), f"DELETE FROM {table}"]
        assert not_refused(attempts, because=f"{table} is append-only") == []


@pytest.mark.usefixtures("sale")
def test_what_happened_is_never_deleted():
    for table in KEPT:
        assert not_refused([f"DELETE FROM {table}"], because=f"{table} is never deleted") == []


@pytest.mark.usefixtures("sale")
def test_tables_are_not_emptied_in_one_stroke():
    if db.engines[None].dialect.name == "sqlite":
        pytest.skip("SQLite has no TRUNCATE")

    assert [table for table in (*HISTORY, *KEPT) if not tried(f"TRUNCATE {table} CASCADE")] == []


@pytest.mark.usefixtures("sale")
def test_a_row_is_not_replaced_by_another_of_its_number():
    if db.engines[None].dialect.name != "sqlite":
        pytest.skip("only SQLite knows REPLACE")

    replaced = [
        table
        for table in (*HISTORY, *KEPT)
        if not tried(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table} ORDER BY id LIMIT 1")
    ]

    assert replaced == []


@pytest.mark.usefixtures("sale")
def test_what_was_sold_vouched_for_or_submitted_is_frozen():
    frozen = {"line": "a sold line", "vouch": "a vouch", "product_version": "a submitted version"}

    for table, words in frozen.items():
        assert not_refused(changes(table, columns(table)), because=f"{words} is frozen") == []
    assert not_refused(changes("review", columns("review")), because="a decision stands") == []


@pytest.mark.usefixtures("sale")
def test_what_a_mentor_found_is_written_once():
    for table in ("rubric_mark", "evidence"):
        attempts = [*changes(table, columns(table)), f"DELETE FROM {table}"]
        assert not_refused(attempts, because=f"{table} is append-only") == []


@pytest.mark.usefixtures("sale")
def test_a_line_can_still_be_refunded_and_a_vouch_withdrawn():
    assert tried("UPDATE line SET refunded_quantity = 2, refunded_rial = 8000000") == ""
    assert tried("UPDATE vouch SET withdrawn_at = given_at, withdrawn_why = 'x'") == ""


@pytest.mark.usefixtures("sale")
def test_a_published_version_does_not_become_a_draft_again():
    assert "frozen" in tried("UPDATE product_version SET state = 'draft'")


@pytest.mark.usefixtures("sale")
def test_a_sealed_journal_is_not_changed_and_takes_no_entries():
    everything = columns("journal") - {"id", "sealed"}
    unseal = "UPDATE journal SET sealed = (1 = 0)"
    entry = "INSERT INTO entry (journal_id, account_id, amount) SELECT journal_id, account_id, amount FROM entry"

    assert not_refused([*changes("journal", everything), unseal], because="sealed once and then never changed") == []
    assert not_refused([entry], because="a sealed journal takes no entries") == []


JOURNAL = (
    "INSERT INTO journal (id, idem_key, kind, ref_type, ref_id, occurred_at, posted_at, memo, sealed) VALUES "
    "(900, 'by hand', 'payment', 'order', 1, '2026-01-01', '2026-01-01', '', (1 = 0))"
)
SEAL = "UPDATE journal SET sealed = (1 = 1) WHERE id = 900"
ACCOUNTS = (
    "INSERT INTO account (id, code, kind, currency) VALUES "
    "(901, 'test:one', 'asset', 'IRR'), (902, 'test:other', 'asset', 'IRR'), (903, 'test:usd', 'asset', 'USD')"
)


def legs(*amounts: tuple[int, int]) -> list[str]:
    return [f"INSERT INTO entry (journal_id, account_id, amount) VALUES (900, {of}, {many})" for of, many in amounts]


@pytest.mark.usefixtures("app")
def test_an_unbalanced_journal_can_not_be_sealed():
    unbalanced = {
        "no legs": legs(),
        "one leg": legs((901, 100)),
        "a rial short": legs((901, 100), (902, -99)),
        "a rial over": legs((901, 100), (901, 1), (902, -100)),
        "two currencies": legs((901, 100), (903, -100)),
        "one currency open": legs((901, 100), (902, -100), (903, 5)),
    }

    said = {name: tried(JOURNAL, ACCOUNTS, *entries, SEAL) for name, entries in unbalanced.items()}

    assert [name for name, words in said.items() if "unbalanced journal can not be sealed" not in words] == []


@pytest.mark.usefixtures("app")
def test_a_balanced_journal_is_sealed_once():
    balanced = (JOURNAL, ACCOUNTS, *legs((901, 100), (902, -100)))

    assert tried(*balanced, SEAL) == ""
    assert "sealed once and then never changed" in tried(*balanced, SEAL, SEAL)
    assert "takes no entries" in tried(*balanced, SEAL, *legs((901, 5)))


@pytest.mark.usefixtures("app")
def test_a_journal_is_not_born_sealed():
    assert "sealed after its entries are there" in tried(JOURNAL.replace("(1 = 0)", "(1 = 1)"))


@pytest.mark.usefixtures("app")
def test_an_unsealed_journal_is_not_kept_or_is_found_by_the_check():
    if db.engines[None].dialect.name == "postgresql":
        assert "an unsealed journal can not be kept" in tried(JOURNAL)
        return
    with db.engines[None].begin() as connection:
        connection.execute(text(JOURNAL))

    assert dict(ledger.invariants())["R1 ledger.unsealed"] == 1


@pytest.mark.usefixtures("app")
def test_an_entry_of_nothing_and_a_second_posting_under_one_key_are_refused():
    assert "ck_entry_amount" in tried(JOURNAL, ACCOUNTS, *legs((901, 0)))
    assert "idem_key" in tried(JOURNAL, JOURNAL.replace("900", "904"))


@pytest.mark.usefixtures("app")
def test_nobody_approves_a_payout_batch_of_her_own():
    builder, maker_id = world.official(world.Role.FINANCE), world.maker()
    world.bank_account(maker_id)
    legs_of_a_sale = {chart.BANK: 9_000_000, chart.maker(maker_id): -9_000_000}
    with transaction():
        ledger.post(Posting("test:1", JournalKind.RELEASE, ("parcel", 1), legs_of_a_sale))
        payouts.build(builder)

    herself = "UPDATE payout_batch SET approved_by = created_by, approved_at = created_at, state = 'approved'"
    nobody = "UPDATE payout_batch SET state = 'exported'"
    twice = (
        "INSERT INTO payout_item (batch_id, maker_id, bank_detail_id, amount_rial, state, tracking_no, why) "
        "SELECT batch_id, maker_id, bank_detail_id, amount_rial, state, '', '' FROM payout_item"
    )

    assert "two_persons" in tried(herself)
    assert "ck_payout_batch_approved" in tried(nobody)
    assert tried("UPDATE payout_item SET amount_rial = 0")
    assert tried(twice)


@pytest.mark.usefixtures("sale")
def test_nobody_is_paid_twice_sells_what_is_not_there_or_refunds_more_than_was_paid():
    assert "on_hand" in tried("UPDATE variant SET on_hand = -1, reserved = 0")
    assert "reserved" in tried("UPDATE variant SET on_hand = 1, reserved = 2")
    assert "refunded" in tried("UPDATE line SET refunded_rial = goods_rial + 1")
    assert "refunded_quantity" in tried("UPDATE line SET refunded_quantity = quantity + 1")
    assert "ck_order_total" in tried('UPDATE "order" SET total_rial = total_rial + 1')
    again = (
        "INSERT INTO payment_attempt (payable_id, seq, gateway, amount_rial, authority, state, reference, fee_rial, "
        "started_at, checks, last_answer) SELECT {payable}, 99, gateway, amount_rial, 'X', '{state}', {reference}, "
        "fee_rial, started_at, 0, '' FROM payment_attempt"
    )
    assert tried(again.format(payable="payable_id", state="paid", reference="'another'"))
    assert tried(again.format(payable="payable_id + 1", state="failed", reference="reference"))
    assert tried(again.format(payable="payable_id + 1", state="paid", reference="'another'")) == ""


@pytest.mark.usefixtures("sale")
def test_nobody_vouches_for_herself_or_twice_for_one_version():
    vouch = (
        "INSERT INTO vouch (version_id, mentor_id, mentor_person_id, maker_person_id, basis, seen_on, checked, "
        "unchecked, words, valid_until, given_at, withdrawn_why) SELECT version_id, mentor_id, {mentor}, "
        "maker_person_id, basis, seen_on, '', '', '', {until}, given_at, '' FROM vouch"
    )

    assert "not_for_oneself" in tried(vouch.format(mentor="maker_person_id", until="valid_until"))
    assert "runs_forward" in tried(vouch.format(mentor="mentor_person_id", until="seen_on"))
    twice = tried(vouch.format(mentor="mentor_person_id", until="valid_until"))
    assert "vouch.version_id" in twice or "uq_vouch_open" in twice


@pytest.mark.usefixtures("sale")
def test_what_a_buyer_said_stands():
    said = changes("claim", columns("claim"))

    assert {statement.split('"')[3] for statement in said} == {"parcel_id", "reason", "words", "opened_by", "opened_at"}
    assert not_refused(said, because="what a buyer said stands") == []


@pytest.mark.usefixtures("sale")
def test_what_a_buyer_claimed_of_and_showed_stands():
    changed = [
        "UPDATE claim_line SET quantity = quantity + 1",
        "DELETE FROM claim_line",
        "UPDATE claim_picture SET position = position + 1",
        "DELETE FROM claim_picture",
    ]

    assert [statement for statement in changed if not tried(statement)] == []


@pytest.mark.usefixtures("sale")
def test_a_claim_s_answer_verdict_and_end_are_yet_to_come():
    assert tried("UPDATE claim SET answer = 'x', verdict = 'y', upheld = (1 = 1), return_tracking = '1'") == ""
    assert tried("UPDATE claim SET state = 'granted', closed_at = opened_at, refund_id = 1") == ""


@pytest.mark.usefixtures("sale")
def test_one_parcel_has_one_open_claim_with_an_amount_and_an_end():
    again = (
        "INSERT INTO claim (parcel_id, reason, state, words, answer, verdict, return_tracking, upheld, opened_at, "
        "due_at, closed_at) SELECT parcel_id, reason, '{state}', words, '', '', '', upheld, opened_at, due_at, "
        "{closed} FROM claim"
    )

    for state in ("open", "returning", "disputed", "approving"):
        words = tried(again.format(state=state, closed="NULL"))
        assert "claim.parcel_id" in words or "uq_claim_open" in words
    assert tried(again.format(state="refused", closed="opened_at")) == ""
    assert "ck_claim_closed" in tried(again.format(state="refused", closed="NULL"))
    assert "ck_claim_offer_has_amount" in tried("UPDATE claim SET state = 'offered'")
    assert "ck_claim_offered" in tried("UPDATE claim SET offered_rial = 0")
    assert "state" in tried("UPDATE claim SET state = 'eaten', closed_at = opened_at")
    none = "INSERT INTO claim_line (claim_id, line_id, quantity) SELECT claim_id, line_id + 1, 0 FROM claim_line"
    assert "ck_claim_line_quantity" in tried(none)


@pytest.mark.usefixtures("sale")
def test_a_claim_that_is_open_has_no_end():
    assert tried("UPDATE claim SET closed_at = opened_at")
