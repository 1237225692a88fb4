"""Reports for tests: an obstacle of a trainee, two at odds, a complaint of somebody. Each call gives its number."""

from __future__ import annotations

import itertools
from datetime import timedelta

from app import accounts, support
from app.shared.calendar import today
from app.shared.database import transaction
from app.shared.errors import NotFound
from app.support import Accused, Decision, Matter, NewReport, Obstacle, Reader, Topic
from tests import world

_numbers = itertools.count(1)


def obstacle(
    reporter: int, words: str = "نخِ خوب پیدا نمی‌شود", topic: Topic = Topic.MATERIAL, by: int | None = None
) -> int:
    """Somebody's obstacle, told by herself or through another; `reporter` is a person."""
    return _told(NewReport(Matter.OBSTACLE, topic, words, f"t{next(_numbers)}"), reporter, by)


def conflict(reporter: int, one: str = "زهرا", other: str = "مریم") -> int:
    return _told(
        NewReport(Matter.CONFLICT, Topic.MARKET, "سرِ غرفه", f"t{next(_numbers)}", parties=(one, other)), reporter, None
    )


def complaint(
    reporter: int, accused: Accused, *, hidden: bool = False, county: str | None = None, words: str = "دیر آمد"
) -> int:
    new = NewReport(
        Matter.COMPLAINT,
        Topic.OTHER,
        words,
        f"t{next(_numbers)}",
        county_code=county,
        accused=accused,
        name_hidden=hidden,
    )
    return _told(new, reporter, None)


def _told(new: NewReport, reporter: int, by: int | None) -> int:
    with transaction():
        return support.tell(new, accounts.person(reporter), by or reporter).id


def of(person_id: int) -> Accused:
    """A complaint of this person, chosen from a list."""
    return Accused(accounts.person(person_id).name, person_id)


def reader(person_id: int) -> Reader:
    return Reader(accounts.person(person_id), tuple(accounts.grants_of(person_id)))


def reads(person_id: int, number: int) -> bool:
    """Whether a complaint is there for this reader, in the list and by its number: both must agree."""
    world.fresh()
    one = reader(person_id)
    listed = number in {found.id for found in support.complaints_for(one).found}
    try:
        support.complaint_for(number, one)
    except NotFound:
        assert not listed
        return False
    assert listed
    return True


def seen(number: int) -> Obstacle:
    """The report as it is now."""
    world.fresh()
    return support.obstacle(number)


def before_group(number: int) -> None:
    """Let it rise as far as the working group."""
    by = world.person()
    for _ in range(2):
        if seen(number).level is support.Level.GROUP:
            return
        with transaction():
            support.pass_up(support.obstacle(number), "از دستِ من بر نمی‌آید", by)


def meeting(by: int, *, in_days: int = 0) -> int:
    with transaction():
        return support.plan(today() + timedelta(days=in_days), "سالنِ فرمانداری", f"m{next(_numbers)}", by).id


def decision(
    meeting_id: int, by: int, *, in_days: int = 3, about: int | None = None, what: str = "نامه به بانک"
) -> int:
    new = Decision("نامه به بانک", "ادارهٔ کار", today() + timedelta(days=in_days), f"d{next(_numbers)}", about)
    with transaction():
        return support.decide(support.meeting(meeting_id), new, by).id
