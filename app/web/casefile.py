"""One trainee's case, put together of what every package knows of her: for staff, and for whoever cares for her."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app import catalogue, offshop, orders, programme
from app.catalogue import MakersProduct
from app.programme import (
    Attended,
    Case,
    Certificate,
    Cohort,
    CourseEnd,
    Departure,
    Engagement,
    Hurdle,
    Mentor,
    Outcome,
    Pause,
    Phase,
    PhaseEntry,
    Point,
    Stage,
    Stay,
    Trainee,
    Visit,
)
from app.programme import Mark as Came
from app.shared import states
from app.shared.states import Move


@dataclass(frozen=True)
class StayTold:
    """A stay in a phase, how many days it took, and what was missing when she was let in."""

    entry: PhaseEntry
    days: int
    lacking: tuple[Hurdle, ...]


@dataclass(frozen=True)
class EndTold:
    """That she passed a course, or did not, and what was missing when she finished."""

    end: CourseEnd
    lacking: tuple[Hurdle, ...]


@dataclass(frozen=True)
class PlaceTold:
    """A place in a course, from the wish to the end."""

    engagement: Engagement
    cohort: Cohort
    moves: list[Move]
    stays: list[StayTold]
    departures: list[Departure]
    ends: list[EndTold]
    came: int
    called: int
    certificate: Certificate | None
    certifiable: bool
    following: Phase | None
    lacking: tuple[Hurdle, ...]
    to_finish: tuple[Hurdle, ...]

    @property
    def phase(self) -> Phase | None:
        """Where she is now."""
        return next((one.entry.phase for one in self.stays if one.entry.left_at is None), None)


@dataclass(frozen=True)
class CaseFile:
    trainee: Trainee
    places: list[PlaceTold]
    sessions: list[Attended]
    briefings: list[tuple[programme.Invitation, programme.Briefing]]
    holders: list[tuple[Case, Mentor]]
    visits: list[tuple[Visit, Mentor]]
    dues: dict[int, date]
    points: list[Point]
    goods: list[MakersProduct]
    sold: int
    last_sale: date | None
    needs: list[programme.Need]
    helped: list[programme.Help]
    pauses: tuple[Pause, ...]
    still: tuple[programme.Span, ...]

    @property
    def mentor(self) -> Mentor | None:
        """Who cares for her now."""
        return next((mentor for case, mentor in self.holders if case.ended_at is None), None)


def case_file(trainee: Trainee) -> CaseFile:
    """As many questions to the database for a long case as for a short one."""
    sessions, visits = programme.sessions_of(trainee.id), programme.visits_of(trainee.id)
    pauses = programme.pauses_of([trainee]).get(trainee.id, ())
    points, holders = programme.checklist_of(trainee), programme.cases_held(trainee.id)
    still = programme.spans_in(pauses)
    dues = {visit.id: due for visit, _ in visits if (due := programme.step_due(visit, still)) is not None}
    late = programme.late_steps(trainee.id, still)
    facts = _Facts(sessions, points, any(case.ended_at is None for case, _ in holders), bool(visits), late)
    return CaseFile(
        trainee=trainee,
        places=_places(trainee, facts),
        sessions=sessions,
        briefings=programme.briefings_of(trainee.id),
        holders=holders,
        visits=visits,
        dues=dues,
        points=points,
        goods=catalogue.of_maker(trainee.id),
        sold=orders.sold_count(trainee.id),
        last_sale=offshop.last_sold([trainee.id]).get(trainee.id),
        needs=programme.needs_of(trainee.id),
        helped=programme.undertaken(trainee_id=trainee.id),
        pauses=pauses,
        still=still,
    )


@dataclass(frozen=True)
class _Facts:
    """What the tests of phases ask about, of what was read already."""

    sessions: list[Attended]
    points: list[Point]
    cared: bool
    visited: bool
    late_steps: int

    def of(self, place: Engagement) -> programme.PhaseFacts:
        marks = [one.mark for one in self.sessions if one.cohort.id == place.cohort_id and one.mark is not Came.EXCUSED]
        done = all(one.done for one in self.points if one.item.required)
        came, failed = marks.count(Came.PRESENT), place.outcome is Outcome.FAILED
        return programme.PhaseFacts(self.cared, self.visited, came, len(marks), done, failed, self.late_steps)


def _places(trainee: Trainee, facts: _Facts) -> list[PlaceTold]:
    found = programme.engagements_of(trainee.id)
    ids = [one.id for one, _ in found]
    entries, moves = programme.phases_of(ids), states.histories("engagement", ids)
    gone, ends = programme.departures_of(ids), programme.ends_of(ids)
    still, rules = programme.StillDays(), programme.phase_tests()
    given = {one.cohort_id: one for one in programme.certificates_of(trainee.id)}
    told = []
    for one, cohort in found:
        been = entries.get(one.id, [])
        stays = [_stay(entry, trainee, cohort.id, still) for entry in been]
        now = next((stay.entry.phase for stay in stays if stay.entry.left_at is None), None)
        following = None if now is None or one.state is not Stage.ENROLLED else programme.next_phase(now)
        known = facts.of(one)
        missing = () if now is None or following is None else programme.lacking(now, following, known, rules)
        told.append(
            PlaceTold(
                one,
                cohort,
                moves.get(one.id, []),
                stays,
                gone.get(one.id, []),
                [EndTold(end, _hurdles(end.lacking)) for end in ends.get(one.id, [])],
                known.came,
                known.called,
                given.get(cohort.id),
                programme.attended_enough(known.came, known.called, rules.attendance_bps),
                following,
                missing,
                _to_finish(one, been, known, rules),
            )
        )
    return told


def _to_finish(
    place: Engagement, been: list[PhaseEntry], known: programme.PhaseFacts, rules: programme.PhaseTests
) -> tuple[Hurdle, ...]:
    """What would be missing if the course ended for her now; nothing for who has no place in it."""
    if place.state is not Stage.ENROLLED:
        return ()
    return programme.lacking(programme.last_phase(been), None, known, rules)


def _stay(entry: PhaseEntry, trainee: Trainee, cohort_id: int, still: programme.StillDays) -> StayTold:
    days = programme.days_in(Stay.of(entry, cohort_id, trainee), still)
    return StayTold(entry, days, _hurdles(entry.lacking))


def _hurdles(kept: str | None) -> tuple[Hurdle, ...]:
    codes = {one.value: one for one in Hurdle}
    return tuple(codes[one] for one in (kept or "").split(",") if one in codes)
