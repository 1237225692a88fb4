"""Who is in no figure, as she did not let her income be counted; and whose name may not stand beside one."""

from __future__ import annotations

from sqlalchemy import select

from app import consent
from app.consent import Purpose
from app.impact.cuts import groups_of
from app.impact.models import Goal
from app.programme import Engagement, Stage, Trainee
from app.shared.database import session


def aside_of(one: Goal) -> int:
    """How many of a goal's scope are neither in its numerator nor its denominator, as they are not to be counted."""
    query = (
        select(Trainee)
        .join(Engagement, Engagement.trainee_id == Trainee.id)
        .where(
            Engagement.state.in_([Stage.ENROLLED, Stage.COMPLETED]),
            Trainee.id.in_(consent.without(Purpose.FIGURES)),
        )
        .distinct()
    )
    if one.county_code is not None:
        query = query.where(Trainee.county_code == one.county_code)
    if one.cohort_id is not None:
        query = query.where(Engagement.cohort_id == one.cohort_id)
    return sum(one.cut is None or groups_of(found)[one.cut] == one.value for found in session().scalars(query))


def hidden_names() -> frozenset[int]:
    """Makers whose income or standing nobody of the programme may see with their names."""
    return frozenset(consent.refused(Purpose.NAMED))
