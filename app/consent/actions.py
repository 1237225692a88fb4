"""Saying yes or no."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import insert, select

from app.consent.errors import SaidNoHerself
from app.consent.events import ConsentSaid
from app.consent.models import Consent, Purpose, Way
from app.consent.queries import latest
from app.consent.rules import NEEDED, WORDING
from app.programme import Trainee
from app.shared import clock, rulebook
from app.shared.calendar import local_date
from app.shared.database import LOCK, session
from app.shared.outbox import announce


@dataclass(frozen=True)
class Told:
    """How an answer came: by which way, written by whom, said on which day (today, if none is given)."""

    way: Way
    by: int | None
    said_on: date | None = None


def answer(trainee_id: int, purpose: Purpose, told: Told, *, yes: bool) -> bool:
    """Keep what she says. The same once more, to the same sentences, is not written again; whether it was written.

    Raises SaidNoHerself where another would turn her own no into a yes.
    """
    session().execute(select(Trainee.id).where(Trainee.id == trainee_id).with_for_update(**LOCK))
    held = latest(trainee_id).get(purpose)
    if held is not None and held.yes is yes and held.wording == WORDING:
        return False
    if yes and held is not None and not held.yes and held.way is Way.OWN and told.way is not Way.OWN:
        raise SaidNoHerself
    session().add(Consent(**_facts(trainee_id, purpose, told, yes=yes)))
    session().flush()
    announce(ConsentSaid(trainee_id))
    return True


def answer_all(trainee_id: int, answers: Mapping[Purpose, bool], told: Told) -> int:
    """The same for several purposes; how many were written."""
    return sum(answer(trainee_id, purpose, told, yes=yes) for purpose, yes in answers.items())


def need_from_now() -> bool:
    """A shop asks first: whoever gets a place from here on says yes before her income is used. Whether that is new.

    Where anybody has ever set the rule, it is left alone.
    """
    if rulebook.rows_of(NEEDED):
        return False
    rulebook.set_rule(NEEDED, 1, source=NEEDED.source, by=None)
    return True


def on_paper(trainee_ids: Iterable[int], by: int | None) -> None:
    """These, who are new, have signed the paper with the same sentences: a yes to each purpose."""
    told = Told(Way.PAPER, by)
    rows = [_facts(one, purpose, told, yes=True) for one in trainee_ids for purpose in Purpose]
    if rows:
        session().execute(insert(Consent), rows)


def _facts(trainee_id: int, purpose: Purpose, told: Told, *, yes: bool) -> dict[str, object]:
    now = clock.now()
    return {
        "trainee_id": trainee_id,
        "purpose": purpose,
        "yes": yes,
        "way": told.way,
        "wording": WORDING,
        "said_on": told.said_on or local_date(now),
        "by_id": told.by,
        "at": now,
    }
