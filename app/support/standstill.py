"""Days that stand still put a report's day off, for the trainee who told it or for everybody of its county."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from app import programme
from app.shared import states
from app.shared.calendar import local_date, today
from app.shared.states import Move
from app.support.models import Matter, Obstacle


@dataclass(frozen=True)
class PutOff:
    """The day on which a report is to be answered now, in place of the one that is written."""

    day: date

    @property
    def late(self) -> bool:
        return self.day < today()


def put_off(found: Iterable[Obstacle]) -> dict[int, PutOff]:
    """Those of these open reports whose day has moved, since it was last given; three more queries, or one.

    A complaint stands still for nobody: whoever is complained of may be whoever declares the pause.
    """
    wanted = [one for one in found if one.open and one.matter is not Matter.COMPLAINT]
    trainees = programme.trainees({one.trainee_id for one in wanted if one.trainee_id is not None}) if wanted else {}
    hers, counties = programme.spans_of(trainees.values()), programme.county_spans()
    touched = {
        one.id: spans
        for one in wanted
        if (spans := hers.get(one.trainee_id or 0) or (*counties.get(one.county_code, ()), *counties.get(None, ())))
    }
    moves = states.histories("obstacle", touched) if touched else {}
    days = {
        one.id: programme.put_off(_given(moves[one.id]), one.due_on, touched[one.id])
        for one in wanted
        if one.id in touched
    }
    return {one.id: PutOff(days[one.id]) for one in wanted if days.get(one.id, one.due_on) != one.due_on}


def _given(moves: Sequence[Move]) -> date:
    """When the day was named: with the last move that changed something. Another owner keeps the day."""
    return local_date(next(one.at for one in reversed(moves) if one.was != one.became))


def still_in_time(one: Obstacle) -> bool:
    """Whether its day has passed on paper alone."""
    moved = put_off([one]).get(one.id)
    return moved is not None and not moved.late
