"""The audit's chain: nothing that was done to a row stays unseen, nor that rows or the chain's end are gone."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import timedelta

import pytest
from click.testing import Result
from sqlalchemy import text

from app.shared import audit, chain, clock, vault
from app.shared.chain import Fault
from app.shared.database import session, transaction
from tests import world
from tests.lawless import lawless, run

ROWS = 40


@pytest.fixture
def acts(app) -> int:
    """How many acts are in the chain."""
    for batch in range(4):
        with clock.at(clock.now() + timedelta(minutes=batch)), transaction():
            for number in range(ROWS // 4):
                audit.note("vouched", "product_version", 10 * batch + number, None, basis="sample", n=number)
        world.work()
    return chain.length()


def test_every_act_is_linked_once_and_the_chain_holds(acts):
    world.work()

    assert acts >= ROWS
    assert chain.length() == acts
    assert chain.faults() == []


CHANGES = {
    "at": "'2020-01-01 00:00:00.000000'",
    "by_id": "999",
    "act": "'refused'",
    "subject": "'other'",
    "subject_id": "subject_id + 1000",
    "facts": "'{}'",
}


def tamper(dice: random.Random, acts: int) -> str:
    """Do one thing to the record that the database would not let anybody do."""
    one, other = dice.sample(range(1, acts + 1), 2)
    row = f"(SELECT audit_id FROM audit_link WHERE number = {one})"
    kind = dice.choice(["change", "change", "delete", "unlink", "swap", "cut", "hash", "rewrite", "insert"])
    if kind == "change":
        column = dice.choice(sorted(CHANGES))
        run(f"UPDATE audit SET {column} = {CHANGES[column]} WHERE id = {row}")
    elif kind == "delete":
        run(f"DELETE FROM audit WHERE id = {row}")
    elif kind == "unlink":
        audit_id = session().scalar(text(f"SELECT audit_id FROM audit_link WHERE number = {one}"))
        run(f"DELETE FROM audit_link WHERE number = {one}")
        run(f"DELETE FROM audit WHERE id = {audit_id}")
    elif kind == "swap":
        pair = [session().scalar(text(f"SELECT audit_id FROM audit_link WHERE number = {n}")) for n in (one, other)]
        run(f"UPDATE audit_link SET audit_id = -1 WHERE number = {one}")
        run(f"UPDATE audit_link SET audit_id = {pair[0]} WHERE number = {other}")
        run(f"UPDATE audit_link SET audit_id = {pair[1]} WHERE number = {one}")
    elif kind == "cut":
        run(f"DELETE FROM audit_link WHERE number >= {one}")
    elif kind == "hash":
        run(f"UPDATE audit_link SET hash = '{'a' * 64}' WHERE number = {one}")
    elif kind == "rewrite":
        _rewrite(one)
    else:
        run(f"INSERT INTO audit_link (number, audit_id, hash, at) SELECT {acts + 5}, {acts + 9_999}, hash, at "
            f"FROM audit_link WHERE number = {one}")  # fmt: skip
    return kind


def _rewrite(number: int) -> None:
    """Change a row and make the chain anew from there, with a key of one's own."""
    run(f"UPDATE audit SET act = 'refused' WHERE id = (SELECT audit_id FROM audit_link WHERE number = {number})")
    rows = session().execute(text(f"SELECT number FROM audit_link WHERE number >= {number} ORDER BY number")).all()
    for (link,) in rows:
        run(f"UPDATE audit_link SET hash = '{vault.fingerprint(str(link), 'guess')}' WHERE number = {link}")


def test_of_a_hundred_tamperings_all_are_found(acts):
    dice = random.Random(14)
    overlooked, kinds = [], set()
    for number in range(100):
        with lawless():
            kind = tamper(dice, acts)
            session().expire_all()
            kinds.add(kind)
            if not chain.faults():
                overlooked.append((number, kind))
        world.fresh()

    assert overlooked == []
    assert kinds == {"change", "delete", "unlink", "swap", "cut", "hash", "rewrite", "insert"}
    assert chain.faults() == []


def test_a_row_that_nobody_links_is_told_after_a_while(acts):
    with transaction():
        audit.note("late", "trainee", 1, None)
    assert chain.faults() == []

    with world.later(hours=1):
        assert [fault.what for fault in chain.faults()] == ["no link for row"]
        world.work()
        assert chain.faults() == []


def test_a_row_that_was_kept_late_is_linked_after_those_with_higher_numbers(acts):
    last = session().scalar(text("SELECT max(id) FROM audit")) or 0
    facts = {"at": clock.now(), "by_id": None, "subject": "x", "subject_id": 1, "facts": "{}"}
    for number in (last + 5, last + 4):
        with transaction():
            session().add(audit.AuditRow(id=number, act="late", **facts))
        world.work()

    assert chain.length() == acts + 2
    assert chain.faults() == []


def test_the_end_that_was_cut_off_is_known_from_what_was_told_outside(acts):
    with lawless():
        run(f"DELETE FROM audit_link WHERE number > {acts - 3}")
        session().expire_all()
        assert Fault("cut off before link", acts) in chain.faults()


def test_the_command_tells_how_long_it_is_and_fails_when_it_is_broken(acts, command: Callable[..., Result]):
    result = command("audit", "check")

    assert result.exit_code == 0, result.output
    assert f"{acts} links, 0 faults" in result.output
