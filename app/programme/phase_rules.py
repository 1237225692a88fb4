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
NO_SALE_DAYS = rulebook.define(
    "case.no_sale_days", 60, "days", "so long in the market without a sale, and somebody ought to ask", least=7
)

_ORDER = list(Phase)


class Hurdle(StrEnum):
    """A test: in a mentor's care, advised by a visit, come to the sessions of her course, checklist done."""

    MENTOR = "has_mentor"
    VISIT = "was_visited"
    ATTENDANCE = "attended"
    CHECKLIST = "checklist_done"


# What lets her out of a phase forwards, and into one: going on over a phase asks for its tests too.
EXIT: Mapping[Phase, tuple[Hurdle, ...]] = {Phase.CONSULTATION: (Hurdle.MENTOR,)}
ENTRY: Mapping[Phase, tuple[Hurdle, ...]] = {
    Phase.TRAINING: (Hurdle.VISIT,),
    Phase.EMPOWERMENT: (Hurdle.ATTENDANCE,),
    Phase.MARKET: (Hurdle.CHECKLIST,),
}


@dataclass(frozen=True)
class PhaseFacts:
    """What is known of her. `came` of `called`: sessions of her course of which it is written whether she came."""

    has_mentor: bool
    visited: bool
    came: int
    called: int
    checklist_done: bool


@dataclass(frozen=True)
class PhaseTests:
    """What the dated rules ask for."""

    mentor: bool
    visit: bool
    attendance_bps: int
    checklist: bool


def phase_tests() -> PhaseTests:
    """As the rules stand now."""
    return PhaseTests(
        rulebook.number(NEEDS_MENTOR) == 1,
        rulebook.number(NEEDS_VISIT) == 1,
        rulebook.number(ATTENDANCE_BPS),
        rulebook.number(NEEDS_CHECKLIST) == 1,
    )


def forwards(now: Phase, wanted: Phase) -> bool:
    return _ORDER.index(wanted) > _ORDER.index(now)


def hurdles(now: Phase, wanted: Phase) -> list[Hurdle]:
    """All tests on the way from one phase to a later one; none on the way back."""
    start, end = _ORDER.index(now), _ORDER.index(wanted)
    left, entered = _ORDER[start:end], _ORDER[start + 1 : end + 1]
    found = [one for phase in left for one in EXIT.get(phase, ())]
    return found + [one for phase in entered for one in ENTRY.get(phase, ())]


def passes(one: Hurdle, facts: PhaseFacts, rules: PhaseTests) -> bool:
    if one is Hurdle.MENTOR:
        return facts.has_mentor or not rules.mentor
    if one is Hurdle.VISIT:
        return facts.visited or not rules.visit
    if one is Hurdle.CHECKLIST:
        return facts.checklist_done or not rules.checklist
    return attended_enough(facts.came, facts.called, rules.attendance_bps)


def attended_enough(came: int, called: int, bps: int) -> bool:
    """Whether she came to so large a share of them; who was called to nothing has learnt nothing yet."""
    return bps == 0 or (called > 0 and came * 10_000 >= called * bps)


def lacking(now: Phase, wanted: Phase, facts: PhaseFacts, rules: PhaseTests) -> tuple[Hurdle, ...]:
    """What is missing on the way."""
    return tuple(one for one in hurdles(now, wanted) if not passes(one, facts, rules))
