"""Days that stand still put off by when somebody is to be called, and by when a body is to answer."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sqlalchemy import func, select

from app import programme
from app.outreach.models import OutreachCall, OutreachTask, Referral, ReferralState, TaskState
from app.programme import Term
from app.shared.calendar import local_date, today
from app.shared.database import session


def calls_put_off(found: Iterable[OutreachTask]) -> dict[int, date]:
    """By when to call now, of those open tasks whose day has moved since it was last said."""
    wanted = [one for one in found if one.state is TaskState.OPEN]
    again = _said_again([one.id for one in wanted])
    terms = {
        one.id: Term(one.trainee_id, again.get(one.id) or local_date(one.assigned_at), one.due_on) for one in wanted
    }
    return programme.moved_days(terms)


def _said_again(task_ids: list[int]) -> dict[int, date]:
    """On which day she asked to be called on another one."""
    if not task_ids:
        return {}
    rows = session().execute(
        select(OutreachCall.task_id, func.max(OutreachCall.called_on))
        .where(OutreachCall.task_id.in_(task_ids), OutreachCall.again_on.is_not(None))
        .group_by(OutreachCall.task_id)
    )
    return {row[0]: row[1] for row in rows}


def replies_put_off(found: Iterable[Referral]) -> dict[int, date]:
    """By when a body is to answer now, of those that are out and whose day has moved since the letter."""
    terms = {
        one.id: Term(one.trainee_id, one.letter_on, one.due_on)
        for one in found
        if one.state is ReferralState.SENT and one.letter_on is not None and one.due_on is not None
    }
    return programme.moved_days(terms)


def late_replies(found: Iterable[Referral]) -> set[int]:
    """Which of these no body has answered in time, days that stand still not counted."""
    late = [one for one in found if one.late]
    moved = replies_put_off(late)
    return {one.id for one in late if one.id not in moved or moved[one.id] < today()}
