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
