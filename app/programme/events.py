"""What the programme announces."""

from __future__ import annotations

from dataclasses import dataclass

from app.shared.outbox import Event


@dataclass(frozen=True)
class TraineeEnrolled(Event):
    """A trainee has a place in a cohort."""

    trainee_id: int
    cohort_id: int


@dataclass(frozen=True)
class TraineeProfileChanged(Event):
    """Her name or picture, as buyers see them, are others now."""

    trainee_id: int


@dataclass(frozen=True)
class HelpUndertaken(Event):
    """A trainee has taken an offer up, or a mentor has answered her need."""

    undertaking_id: int


@dataclass(frozen=True)
class HelpCalledOff(Event):
    """What was undertaken will not be: the mentor can't, or the trainee wants it no more."""

    undertaking_id: int


@dataclass(frozen=True)
class HelpHandedOn(Event):
    """The mentor went: another has undertaken it, or (None) it waits again as the trainee's need."""

    undertaking_id: int
    next_id: int | None
