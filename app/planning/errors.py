"""What planning refuses."""

from __future__ import annotations

from dataclasses import dataclass

from app.shared.errors import Refusal


class StudyIncomplete(Refusal):
    """Every question is answered before a study is final."""


class StudyFinal(Refusal):
    """What is final stays as it is."""


class YearOutOfRange(Refusal):
    """A study is of a year that has begun; a cycle is copied into the next one."""


class PartnerIncomplete(Refusal):
    """A partner has a name and a county of the province."""


@dataclass(eq=False)
class TieRefused(Refusal):
    """`reason`: supplier (of a trainee: suppliers are the mentors'), ended (the partner is no longer one)."""

    reason: str


class MissingInWords(Refusal):
    """Whoever says that something isn't ready says what is missing."""


class CycleEmpty(Refusal):
    """There was nothing in the year before that could be copied."""
