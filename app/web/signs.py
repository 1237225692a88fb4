"""What ought to make somebody look after a trainee, in words: nobody saw her, nothing was sold, she left."""

from __future__ import annotations

from app import programme
from app.programme import Mark, Phase, Stage
from app.shared import rulebook
from app.shared.calendar import local_date, today
from app.web.casefile import CaseFile, PlaceTold
from app.words import formats, gettext, ngettext


def signs(case: CaseFile) -> list[str]:
    """All that hold now; days that stand still count in none of them."""
    inside = [one for one in case.places if one.engagement.state in {Stage.ENROLLED, Stage.COMPLETED}]
    uncared = case.mentor is None and any(one.phase for one in inside)
    left = not inside and any(one.engagement.state is Stage.WITHDRAWN for one in case.places)
    found = [
        _silent(case),
        gettext("پیشران ندارد.") if uncared else "",
        _late(case),
        _absent(case),
        _unsold(case, inside),
        gettext("دوره را نیمه‌کاره گذاشته است.") if left else "",
    ]
    return [one for one in found if one]


def _silent(case: CaseFile) -> str:
    held = next((one for one, _ in case.holders if one.ended_at is None), None)
    if held is None:
        return ""
    since = max((visit.visited_on for visit, _ in case.visits), default=local_date(held.began_at))
    days = programme.days_between(since, today(), case.still)
    if days < rulebook.number(programme.CONTACT_DAYS):
        return ""
    return ngettext("%(n)s روز است کسی او را ندیده.", "%(n)s روز است کسی او را ندیده.", days, n=formats.num(days))


def _late(case: CaseFile) -> str:
    late = [one for one, _ in case.visits if one.step_done_at is None and case.dues.get(one.id, today()) < today()]
    return gettext("%(n)s گامِ بعد دیر شده است.", n=formats.num(len(late))) if late else ""


def _absent(case: CaseFile) -> str:
    """Absences in a row up to the last session; an excuse neither adds to them nor ends them."""
    marks = [one.mark for one in case.sessions if one.mark is not Mark.EXCUSED]
    row = next((place for place, mark in enumerate(marks) if mark is Mark.PRESENT), len(marks))
    if row < rulebook.number(programme.ABSENCES):
        return ""
    return gettext("%(n)s جلسهٔ پیاپی نیامده است.", n=formats.num(row))


def _unsold(case: CaseFile, inside: list[PlaceTold]) -> str:
    """In the market for so long, and nothing was sold since."""
    entered = [
        local_date(stay.entry.entered_at)
        for one in inside
        for stay in one.stays
        if stay.entry.phase is Phase.MARKET and stay.entry.left_at is None
    ]
    if not entered:
        return ""
    days = programme.days_between(max(min(entered), case.last_sale or min(entered)), today(), case.still)
    if days < rulebook.number(programme.NO_SALE_DAYS):
        return ""
    return ngettext("%(n)s روز است چیزی نفروخته.", "%(n)s روز است چیزی نفروخته.", days, n=formats.num(days))
