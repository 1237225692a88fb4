"""Pure: what has to be so before a trainee goes on to a phase. Which tests hold is said by dated rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from app.programme.models import Phase
from app.shared import rulebook

NEEDS_MENTOR = rulebook.define("phase.needs_mentor", 1, "yes or no", "a trainee is in somebody's care from the start")
NEEDS_VISIT = rulebook.define("phase.needs_visit", 1, "yes or no", "nobody is taught before she was advised")
ATTENDANCE_BPS = rulebook.define("phase.attendance_bps", 7_000, "basis points", "no term of the programme names one")
NEEDS_CHECKLIST = rulebook.define("phase.needs_checklist", 1, "yes or no", "what is asked before anything is listed")
NEEDS_PASS = rulebook.define("phase.needs_pass", 1, "yes or no", "who did not pass is asked about before she goes on")
NEEDS_STEPS = rulebook.define("phase.needs_steps", 1, "yes or no", "what was agreed with the mentor is done in time")
FINISH_ATTENDANCE = rulebook.define("phase.finish_attendance", 1, "yes or no", "a course is finished by coming to it")
FINISH_CHECKLIST = rulebook.define("phase.finish_checklist", 1, "yes or no", "whoever ends is ready to sell")
NO_SALE_DAYS = rulebook.define(
    "case.no_sale_days", 60, "days", "so long in the market without a sale, and somebody ought to ask", least=7
)

_ORDER = list(Phase)


class Hurdle(StrEnum):
    """A test: in a mentor's care, advised by a visit, come to the sessions of her course, checklist done; course not
    failed, no next step past its day.
    """

    MENTOR = "has_mentor"
    VISIT = "was_visited"
    ATTENDANCE = "attended"
    CHECKLIST = "checklist_done"
    NOT_FAILED = "not_failed"
    STEPS = "steps_taken"


# What lets her out of a phase forwards, and into one: going on over a phase asks for its tests too. Out of the market
# she goes at the end of the course, and what this asks for is switched by rules of its own.
EXIT: Mapping[Phase, tuple[Hurdle, ...]] = {
    Phase.CONSULTATION: (Hurdle.MENTOR,),
    Phase.TRAINING: (Hurdle.NOT_FAILED,),
    Phase.EMPOWERMENT: (Hurdle.STEPS,),
}
ENTRY: Mapping[Phase, tuple[Hurdle, ...]] = {
    Phase.TRAINING: (Hurdle.VISIT,),
    Phase.EMPOWERMENT: (Hurdle.ATTENDANCE,),
    Phase.MARKET: (Hurdle.CHECKLIST,),
}


_DOORS = (
    (NEEDS_MENTOR, Hurdle.MENTOR),
    (NEEDS_VISIT, Hurdle.VISIT),
    (ATTENDANCE_BPS, Hurdle.ATTENDANCE),
    (NEEDS_CHECKLIST, Hurdle.CHECKLIST),
    (NEEDS_PASS, Hurdle.NOT_FAILED),
    (NEEDS_STEPS, Hurdle.STEPS),
)
_AT_THE_END = ((FINISH_ATTENDANCE, Hurdle.ATTENDANCE), (FINISH_CHECKLIST, Hurdle.CHECKLIST))


@dataclass(frozen=True)
class PhaseFacts:
    """What is known of her. `came` of `called`: sessions of her course of which it is written whether she came."""

    has_mentor: bool
    visited: bool
    came: int
    called: int
    checklist_done: bool
    failed: bool = False
    late_steps: int = 0


@dataclass(frozen=True)
class PhaseTests:
    """What the dated rules ask for: at the doors of phases, at the end of the course, and how much attendance."""

    doors: frozenset[Hurdle]
    at_the_end: tuple[Hurdle, ...]
    attendance_bps: int


def phase_tests() -> PhaseTests:
    """As the rules stand now."""
    return PhaseTests(
        frozenset(one for rule, one in _DOORS if rulebook.number(rule) > 0),
        tuple(one for rule, one in _AT_THE_END if rulebook.number(rule) > 0),
        rulebook.number(ATTENDANCE_BPS),
    )


def forwards(now: Phase, wanted: Phase) -> bool:
    return _ORDER.index(wanted) > _ORDER.index(now)


def hurdles(now: Phase, wanted: Phase | None, rules: PhaseTests) -> list[Hurdle]:
    """All tests on the way from one phase to a later one, or to the end of the course (None); none on the way back."""
    start, end = _ORDER.index(now), len(_ORDER) if wanted is None else _ORDER.index(wanted)
    found = [one for phase in _ORDER[start:end] for one in EXIT.get(phase, ())]
    found += [one for phase in _ORDER[start + 1 : end + 1] for one in ENTRY.get(phase, ())]
    asked = [one for one in found if one in rules.doors]
    return list(dict.fromkeys(asked + list(rules.at_the_end if wanted is None else ())))


def passes(one: Hurdle, facts: PhaseFacts, attendance_bps: int) -> bool:
    return {
        Hurdle.MENTOR: facts.has_mentor,
        Hurdle.VISIT: facts.visited,
        Hurdle.ATTENDANCE: attended_enough(facts.came, facts.called, attendance_bps),
        Hurdle.CHECKLIST: facts.checklist_done,
        Hurdle.NOT_FAILED: not facts.failed,
        Hurdle.STEPS: facts.late_steps == 0,
    }[one]


def attended_enough(came: int, called: int, bps: int) -> bool:
    """Whether she came to so large a share of them; who was called to nothing has learnt nothing yet."""
    return bps == 0 or (called > 0 and came * 10_000 >= called * bps)


def lacking(now: Phase, wanted: Phase | None, facts: PhaseFacts, rules: PhaseTests) -> tuple[Hurdle, ...]:
    """What is missing on the way to a later phase, or to the end of the course (None)."""
    return tuple(one for one in hurdles(now, wanted, rules) if not passes(one, facts, rules.attendance_bps))
