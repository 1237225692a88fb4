"""What mentors decided stands as it was: whoever changes it behind the shop's back is found."""

from __future__ import annotations

import random

import pytest
from sqlalchemy import text

from app import programme, vouching
from app.shared.database import is_postgres, session, transaction
from app.vouching import Record, Review
from tests import world
from tests.lawless import lawless, run
from tests.vouching.desk import REQUEST, refuse, send_back

COLUMNS = {
    "vouch": ("checked", "unchecked", "words", "seen_on", "valid_until", "given_at", "basis", "mentor_person_id"),
    "review": ("words", "decided_at", "decision", "mentor_id"),
    "review_remark": ("words", "part", "reason"),
    "appeal": ("plea", "words", "decided_at", "due_at"),
    "assent": ("checked", "words", "because", "basis", "seen_on"),
    "rubric_mark": ("mark",),
    "evidence": ("picture_id",),
}
OTHERWISE = {
    "seen_on": "'2001-01-01'",
    "valid_until": "'2050-01-01'",
    "given_at": "'2001-01-01 00:00:00.000000'",
    "decided_at": "'2001-01-01 00:00:00.000000'",
    "due_at": "'2001-01-01 00:00:00.000000'",
    "basis": "'photos'",
    "mentor_person_id": "mentor_person_id + 7",
    "mentor_id": "mentor_id + 7",
    "decision": "CASE decision WHEN 'refused' THEN 'returned' ELSE 'refused' END",
    "part": "CASE part WHEN 'name' THEN 'price' ELSE 'name' END",
    "reason": "CASE reason WHEN 'unsafe' THEN 'other' ELSE 'unsafe' END",
    "mark": "'partly'",
    "picture_id": "picture_id + 1",
}


@pytest.fixture
def history(app) -> None:
    """Vouches by one and by two, returns, refusals, an appeal that was granted and one that was kept, an end."""
    maker, mentors = world.maker(), [world.mentor() for _ in range(3)]
    for _ in range(3):
        world.vouch(world.submitted(maker), mentors[0])
    ended = world.vouch(world.submitted(maker), mentors[1])
    send_back(world.submitted(maker), mentors[1], REQUEST)
    refuse(world.submitted(maker), mentors[2], REQUEST, REQUEST)
    two = world.submitted(maker)
    for one in mentors[:2]:
        with transaction():
            vouching.vouch(session().get_one(Review, two), programme.mentor(one), world.look(two), Record(9_999, 0))
    for grants in (True, False):
        appeal, review = world.appealed(maker)
        with transaction():
            item = vouching.open_appeal(appeal, programme.mentor(mentors[0]), None)
            if grants:
                vouching.grant_appeal(item.appeal, programme.mentor(mentors[0]), world.look(review), world.UNKNOWN)
            else:
                vouching.dismiss_appeal(item.appeal, programme.mentor(mentors[0]), "درست دیده بود")
    with transaction():
        vouching.withdraw_vouch(vouching.vouch_by_id(ended), "دیگر ندیدم", None)
    world.fresh()


@pytest.mark.usefixtures("history")
def test_all_that_was_done_in_the_shop_is_sealed():
    assert vouching.broken_seals() == []


def _one(dice: random.Random, table: str) -> str:
    """The condition that picks a row."""
    where = {"review": " WHERE decided_at IS NOT NULL", "appeal": " WHERE decided_at IS NOT NULL"}.get(table, "")
    row = "ctid" if is_postgres() else "rowid"
    rows = session().scalars(text(f"SELECT {row} FROM {table}{where} ORDER BY {row}")).all()
    return f"{row} = '{dice.choice(rows)}'"


def tamper(dice: random.Random) -> str:
    """One thing that the database would let nobody do; told in words."""
    kind = dice.choice(["change"] * 8 + ["delete", "forge", "end", "revive"])
    if kind == "change":
        table = dice.choice(sorted(COLUMNS))
        column = dice.choice(COLUMNS[table])
        value = OTHERWISE.get(column, f"{column} || '!'")
        picked = _one(dice, table)
        run(f"UPDATE {table} SET {column} = {value} WHERE {picked}")
        return f"{table}.{column} where {picked}"
    if kind == "delete":
        table = dice.choice(sorted(COLUMNS))
        run(f"DELETE FROM {table} WHERE {_one(dice, table)}")
        return f"delete from {table}"
    if kind == "forge":
        names = ", ".join(COLUMNS["vouch"][:3])
        run(
            f"INSERT INTO vouch (id, version_id, mentor_id, mentor_person_id, maker_person_id, basis, seen_on, "
            f"valid_until, given_at, withdrawn_why, {names}) SELECT id + 900, version_id + 900, mentor_id, "
            f"mentor_person_id, maker_person_id, basis, seen_on, valid_until, given_at, '', {names} "
            f"FROM vouch WHERE {_one(dice, 'vouch')}"
        )
        return "a vouch that nobody gave"
    if kind == "end":
        run(
            "UPDATE vouch SET withdrawn_at = given_at WHERE id = (SELECT min(id) FROM vouch WHERE withdrawn_at IS NULL)"
        )
        return "an end that nobody set"
    run("UPDATE vouch SET withdrawn_at = NULL WHERE withdrawn_at IS NOT NULL")
    return "a vouch that stands again"


@pytest.mark.usefixtures("history")
def test_of_a_hundred_tamperings_all_are_found():
    dice = random.Random(27)
    overlooked, tried = [], set()
    for _ in range(100):
        with lawless():
            what = tamper(dice)
            tried.add(what.partition(" ")[0].partition(".")[0])
            session().expire_all()
            if not vouching.broken_seals():
                overlooked.append(what)
        world.fresh()

    assert overlooked == []
    assert {*COLUMNS, "delete", "a", "an"} <= tried
    assert vouching.broken_seals() == []
