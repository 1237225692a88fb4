"""Two years of a province, and of a country's quota: the months from nothing, after one more sale, and their pages."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import timedelta
from itertools import islice

from flask import Flask
from sqlalchemy import func, insert, select, text, update

from app import consent, impact, ledger
from app.accounts import Person, Role
from app.consent import Purpose, Told, Way
from app.impact import stating
from app.ledger import Account, AccountKind, Entry, Journal, JournalKind, Posting, chart
from app.programme import Engagement, Trainee
from app.shared import clock
from app.shared.calendar import JalaliMonth, today
from app.shared.database import session, transaction
from app.shared.states import Move
from tests import world
from tests.bench.desk import asked, logged_in

MONTHS = 24
SELLERS = 0.4
# Of a province's 1,730 and of a year's national quota: seconds from nothing, and after one more sale.
SIZES = {1_730: (60.0, 2.0), 54_300: (600.0, 5.0)}
# A statement of a month, asked for and computed; who is left out of lists; and how long others wait to write meanwhile.
MOST_OF_A_STATEMENT, MOST_OF_COMPANIONS, MOST_HELD = 30.0, 60.0, 1.0
# Statements of a page, the log-in's own among them.
MOST_STATEMENTS = 15
_CHUNK = 20_000
_PAGES = ("", "counties/1801", "livelihood", "indicators", "goals")


def measure(app: Flask, people: int) -> bool:
    """Whether the months of so many are counted in time, and their pages ask little."""
    dice = random.Random(people)
    with clock.at(JalaliMonth.current().plus(-MONTHS).starts):
        with transaction():
            consent.need_from_now()
        like = world.maker()
    ids = _enrol(like, people)
    for begun in range(0, len(ids), _CHUNK):
        with transaction():
            consent.on_paper(ids[begun : begun + _CHUNK], None)
    journals = _sell(ids, dice)
    limits = SIZES[people]
    from_nothing = _timed(_count_all)
    one_more = _timed(lambda: _one_more(ids[0]))
    kept = _kept_by_the_worker(ids)
    rows = session().scalar(select(func.count()).select_from(impact.TraineeMonth)) or 0
    print(f"months of {people:,} trainees, {journals:,} releases in two years: {rows:,} rows")
    fine = _told("from nothing", from_nothing, limits[0])
    fine = _told("one more sale", one_more, limits[1]) and fine
    for what, seconds, limit in kept:
        fine = _told(what, seconds, limit) and fine
    officer = logged_in(app, world.official(Role.OFFICER))
    for page in _PAGES:
        statements, seconds = asked(app, officer, f"/office/{page}", calls=1)
        fine = fine and statements <= MOST_STATEMENTS
        verdict = "ok" if statements <= MOST_STATEMENTS else "TOO MUCH"
        print(f"  /office/{page:<12} {statements:>3} statements  {seconds * 1000:8.1f} ms  {verdict}")
    return fine


def _told(what: str, seconds: float, limit: float) -> bool:
    print(f"  {what:<20} {seconds:8.2f} s of {limit:5.0f}  {'ok' if seconds <= limit else 'TOO SLOW'}")
    return seconds <= limit


def _timed(act: object) -> float:
    assert callable(act)
    begun = time.monotonic()
    act()
    return time.monotonic() - begun


def _count_all() -> None:
    for batch in impact.stale_batches():
        with transaction():
            impact.recount(impact.trainees_of_batch(batch))
        session().expunge_all()


def _one_more(maker_id: int) -> None:
    """A sale, what the worker makes of it, and every figure that an official then opens."""
    legs = {chart.maker(maker_id): -90_000_000, chart.COMMISSION: -1_000_000, chart.CASH: 91_000_000}
    with transaction():
        ledger.post(Posting("bench:one more", JournalKind.RELEASE, ("parcel", 1), legs))
    world.fresh()
    with transaction():
        impact.recount([maker_id])
    impact.told(JalaliMonth.current())
    impact.figures(JalaliMonth.current())


def _kept_by_the_worker(ids: Sequence[int]) -> list[tuple[str, float, float]]:
    """What the worker computes beside pages, with seconds and their limits: to compute it, and to write it down."""
    by = world.official(Role.OFFICER)
    with transaction():
        asked_for = impact.ask(JalaliMonth.current().plus(-1), today(), by).id
        for one in ids[:3]:
            consent.answer(one, Purpose.NAMED, Told(Way.OWN, world.person_of(one)), yes=False)
    made: list[Callable[[], None]] = []
    wanted: list[int] = []

    def keep() -> None:
        with transaction():
            made[0]()

    def leave_out() -> None:
        with transaction():
            impact.keep_companions(wanted)

    found = [
        ("a statement", _timed(lambda: made.append(stating.make(asked_for))), MOST_OF_A_STATEMENT),
        ("  written down", _timed(keep), MOST_HELD),
        ("companions", _timed(lambda: wanted.extend(impact.missing_companions())), MOST_OF_COMPANIONS),
        ("  written down", _timed(leave_out), MOST_HELD),
    ]
    assert impact.statement(asked_for).made_at is not None
    assert wanted
    return found


def _rows_like(table: type, number: int, column: str = "id") -> dict[str, object]:
    columns = table.__table__.c
    found = session().execute(select(*columns).where(columns[column] == number)).first()
    assert found is not None
    return dict(found._mapping)


def _enrol(like: int, people: int) -> list[int]:
    """So many more like this one, in the same cohort."""
    trainee = _rows_like(Trainee, like)
    person = _rows_like(Person, int(str(trainee["person_id"])))
    engagement = _rows_like(Engagement, like, "trainee_id")
    moves = [
        dict(row._mapping)
        for row in session().execute(
            select(*Move.__table__.c).where(Move.thing == "engagement", Move.thing_id == engagement["id"])
        )
    ]
    counties = ["1801", "1802", "1803", "1804", "1805"]
    first = {table: (session().scalar(select(func.max(table.id))) or 0) + 1 for table in (Person, Trainee, Engagement)}
    unlike = {"id", "uid", "mobile", "national_code_index", "slug", "person_id", "county_code"}
    with transaction():
        for table, rows in (
            (
                Person,
                [
                    _changed(person, unlike, id=first[Person] + n, uid=f"bench-{n}", mobile=f"09{n:09d}")
                    for n in range(people)
                ],
            ),
            (
                Trainee,
                [
                    _changed(
                        trainee,
                        unlike,
                        id=first[Trainee] + n,
                        slug=f"bench-{n}",
                        person_id=first[Person] + n,
                        county_code=counties[n % 5],
                    )
                    for n in range(people)
                ],
            ),
            (
                Engagement,
                [{**engagement, "id": first[Engagement] + n, "trainee_id": first[Trainee] + n} for n in range(people)],
            ),
            (
                Move,
                [
                    {name: value for name, value in move.items() if name != "id"} | {"thing_id": first[Engagement] + n}
                    for n in range(people)
                    for move in moves
                ],
            ),
        ):
            _insert(table, rows)
    return list(range(first[Trainee], first[Trainee] + people))


def _changed(row: dict[str, object], unlike: set[str], **facts: object) -> dict[str, object]:
    """The row with what must differ; what is unique and not given is nothing."""
    return {name: facts.get(name, None if name in unlike else value) for name, value in row.items()}


def _insert(table: type, rows: Iterable[dict[str, object]]) -> None:
    left: Iterator[dict[str, object]] = iter(rows)
    while chunk := list(islice(left, _CHUNK)):
        session().execute(insert(table), chunk)


def _sell(ids: list[int], dice: random.Random) -> int:
    """Two years of releases of four in ten; how many."""
    sellers = [one for one in ids if dice.random() < SELLERS]
    account = (session().scalar(select(func.max(Account.id))) or 0) + 1
    journal = (session().scalar(select(func.max(Journal.id))) or 0) + 1
    first = journal
    with transaction():
        cash, fee = account, account + 1
        common = {"currency": "IRR", "maker_id": None}
        known = set(session().scalars(select(Account.code)))
        assert not {chart.CASH, chart.COMMISSION} & known
        _insert(Account, [
            {"id": cash, "code": chart.CASH, "kind": AccountKind.ASSET, **common},
            {"id": fee, "code": chart.COMMISSION, "kind": AccountKind.INCOME, **common},
        ])  # fmt: skip
        own = {one: account + 2 + place for place, one in enumerate(sellers)}
        _insert(Account, (
            {"id": number, "code": chart.maker(one), "kind": AccountKind.LIABILITY, "currency": "IRR", "maker_id": one}
            for one, number in own.items()
        ))  # fmt: skip
        months = [JalaliMonth.current().plus(-step) for step in range(MONTHS, 0, -1)]
        starts = [month.starts for month in months]
        journals, entries = [], []
        for one in sellers:
            begun = dice.randrange(MONTHS)
            for start in starts[begun:]:
                for _ in range(dice.choice((0, 0, 1, 1, 2))):
                    at = start + timedelta(hours=dice.randrange(28 * 24))
                    rials = 1_000_000 * dice.randrange(2, 60)
                    journals.append({
                        "id": journal, "idem_key": f"bench:{journal}", "kind": JournalKind.RELEASE,
                        "ref_type": "parcel", "ref_id": 1, "occurred_at": at, "posted_at": at, "by_id": None,
                        "memo": "", "reverses_id": None, "sealed": False,
                    })  # fmt: skip
                    for number, amount in ((own[one], -95), (fee, -5), (cash, 100)):
                        entries.append({"journal_id": journal, "account_id": number, "amount": amount * rials // 100})
                    journal += 1
        _insert(Journal, journals)
        _insert(Entry, entries)
        session().execute(update(Journal).where(Journal.sealed.is_(False)).values(sealed=True))
    with transaction():
        session().execute(text("ANALYZE"))
    return journal - first
