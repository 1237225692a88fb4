"""What stands in the way of the demo's trainees, two complaints, and meetings that decided something."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from app import accounts, programme, support
from app.demo import sayings
from app.demo.diary import Diary
from app.shared import clock
from app.shared.calendar import today
from app.shared.database import transaction
from app.support import Accused, Decision, Level, Matter, NewReport, Topic

_BEGAN = 70


@dataclass
class Reporting:
    """Reports of the last weeks, by county, in the order in which makers act; `staff` answer and keep the meetings."""

    diary: Diary
    mentors: Mapping[str, int]
    makers: Mapping[str, Sequence[int]]
    staff: Sequence[int]
    until: datetime

    def plan(self) -> None:
        """Of each county one or two report: some are answered, one is refused, the rest rise when their day passes."""
        told = 0
        for county, makers in self.makers.items():
            for maker_id in makers[:2]:
                begun = self.until - timedelta(days=max(1, _BEGAN - 4 * told))
                self.diary.write(begun, partial(self._tell, told, maker_id, county))
                told += 1
        self.diary.write(self.until - timedelta(days=34), self._first_meeting)
        self.diary.write(self.until - timedelta(days=4), self._complain)
        self.diary.write(self.until - timedelta(days=2), self._next_meeting)

    def _tell(self, place: int, maker_id: int, county: str) -> None:
        topic, words = sayings.OBSTACLES[place % len(sayings.OBSTACLES)]
        with transaction():
            person = accounts.person(programme.trainee(maker_id).person_id)
            new = NewReport(Matter.OBSTACLE, Topic(topic), words, f"demo-{place}")
            number = support.tell(new, person, self.staff[0] if place % 5 == 4 else person.id).id
        for days in (8, 20):
            self.diary.write(clock.now() + timedelta(days=days), partial(self._rise, number))
        if place % 3 == 1:
            self.diary.write(clock.now() + timedelta(days=5), partial(self._answer, place, number, county))

    def _rise(self, number: int) -> None:
        with transaction():
            support.rise(support.obstacle(number))

    def _answer(self, place: int, number: int, county: str) -> None:
        with transaction():
            found = support.obstacle(number)
            by = self.staff[0]
            if found.level is Level.MENTOR and county in self.mentors:
                by = programme.mentor(self.mentors[county]).person_id
            if place % 2:
                support.solve(found, sayings.SOLVED[place % len(sayings.SOLVED)], by)
            else:
                support.decline(found, sayings.DECLINED[place % len(sayings.DECLINED)], by)

    def _complain(self) -> None:
        """One of a mentor, whose reporter stays unnamed; one of somebody whom nobody has named yet."""
        county, makers = next((county, makers) for county, makers in self.makers.items() if county in self.mentors)
        with transaction():
            mentor = programme.mentor(self.mentors[county])
            person = accounts.person(programme.trainee(makers[0]).person_id)
            for key, words, accused in (
                ("demo-late", sayings.COMPLAINTS[0], Accused(mentor.display_name, mentor.person_id)),
                ("demo-desk", sayings.COMPLAINTS[1], Accused(sayings.UNNAMED)),
            ):
                new = NewReport(Matter.COMPLAINT, Topic.OTHER, words, key, accused=accused, name_hidden=True)
                support.tell(new, person, person.id)

    def _first_meeting(self) -> None:
        """Held, with decisions: one is done, one is overdue by now, one is still to come."""
        with transaction():
            held = support.plan(today(), sayings.PLACES[0], "demo-first", self.staff[0])
            done, *_ = [
                support.decide(held, Decision(what, owed_by, today() + timedelta(days=days), key), self.staff[0])
                for key, what, owed_by, days in sayings.DECISIONS
            ]
            support.hold(held, self.staff[0])
            support.fulfil(done, sayings.FULFILLED, self.staff[0])

    def _next_meeting(self) -> None:
        with transaction():
            support.plan(today() + timedelta(days=6), sayings.PLACES[1], "demo-next", self.staff[0])
