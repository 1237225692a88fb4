"""Referrals to bodies: the register of bodies, what is asked of each, the letter, the answer and its day."""

from __future__ import annotations

import csv
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from statistics import median

from sqlalchemy import ColumnElement, func, select, true

from app.catalogue import Permit
from app.outreach import rules
from app.outreach.errors import BodyClosed, BodyKnown, ReferralIncomplete
from app.outreach.models import BodyAnswer, Referral, ReferralState, RelatedBody
from app.outreach.standstill import late_replies
from app.programme import Trainee
from app.shared import audit, rulebook, states, text
from app.shared.calendar import today
from app.shared.clock import now
from app.shared.database import LOCK, count_of, session, take_turns
from app.shared.errors import NotFound
from app.support import Matter, Obstacle

PAGE = 20
_DATA = Path(__file__).parent / "data"


# ---- bodies ----------------------------------------------------------------------------------------------------


def load_bodies() -> None:
    """Add the bodies that come with the program, where their code was never there. May be run again."""
    known = set(session().scalars(select(RelatedBody.code)))
    with (_DATA / "bodies.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            if row["code"] not in known:
                since = date.fromisoformat(row.pop("first_day"))
                session().add(RelatedBody(**row, first_day=since, added_by=None))
    session().flush()


def bodies() -> list[RelatedBody]:
    """All that ever were on the register; those that are open first, in the order in which they came."""
    found = session().scalars(select(RelatedBody).order_by(RelatedBody.id))
    return sorted(found, key=lambda one: not one.open)


def add_body(names: tuple[str, str, str], by: int) -> RelatedBody:
    """One more body, by its name in Persian, English and Arabic. Raises ReferralIncomplete, BodyKnown."""
    fa, en, ar = (text.clean(one)[:120] for one in names)
    if not fa:
        raise ReferralIncomplete("name")
    take_turns("related_body")
    if any(text.fold(one.name_fa) == text.fold(fa) for one in bodies()):
        raise BodyKnown
    made = RelatedBody(
        code=secrets.token_hex(8), name_fa=fa, name_en=en, name_ar=ar, first_day=today(), last_day=None, added_by=by
    )
    session().add(made)
    session().flush()
    audit.note("body_added", "related_body", made.id, by)
    return made


def close_body(body_id: int, by: int) -> None:
    """Nobody is referred to it after today; what was sent stays. Raises NotFound."""
    found = session().get(RelatedBody, body_id, with_for_update=LOCK, populate_existing=True)
    if found is None:
        raise NotFound
    if found.last_day is None:
        found.last_day = max(today() - timedelta(days=1), found.first_day)
        audit.note("body_closed", "related_body", found.id, by)


# ---- referrals -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class NewReferral:
    """What is asked of a body for a trainee; of one of her obstacles or papers, where it is about that."""

    body_id: int
    asked: str
    form_key: str
    obstacle_id: int | None = None
    permit_id: int | None = None


def refer(hers: Trainee, new: NewReferral, by: int) -> Referral:
    """Write a referral; the same form key is the same one. Raises ReferralIncomplete, BodyClosed, NotFound."""
    take_turns(f"referral:{new.form_key}")
    known = session().scalar(select(Referral).where(Referral.form_key == new.form_key))
    if known is not None:
        return known
    asked = text.clean(new.asked, lines=True)[:500]
    if not asked:
        raise ReferralIncomplete("asked")
    body = session().get(RelatedBody, new.body_id)
    if body is None or not body.open:
        raise BodyClosed
    if new.obstacle_id is not None and new.obstacle_id not in {one.id for one in obstacles_of(hers.id)}:
        raise NotFound
    if new.permit_id is not None and _maker_of(new.permit_id) != hers.id:
        raise NotFound
    made = Referral(
        form_key=new.form_key,
        body_id=body.id,
        trainee_id=hers.id,
        county_code=hers.county_code,
        obstacle_id=new.obstacle_id,
        permit_id=new.permit_id,
        asked=asked,
        state=ReferralState.DRAFT,
        owner_id=by,
        written_at=now(),
    )
    states.begin(made, by)
    return made


def _maker_of(permit_id: int) -> int | None:
    return session().scalar(select(Permit.maker_id).where(Permit.id == permit_id))


def obstacles_of(trainee_id: int) -> list[Obstacle]:
    """Her open reports that a body can be asked about: never a complaint, which stays behind its shield."""
    query = select(Obstacle).where(Obstacle.trainee_id == trainee_id, Obstacle.matter != Matter.COMPLAINT)
    return [one for one in session().scalars(query.order_by(Obstacle.id.desc()).limit(20)) if one.open]


def send(found: Referral, number: str, day: date, by: int) -> None:
    """Its letter has gone, under this number and day; an answer is due after the rule's days.

    Raises ReferralIncomplete, MoveRefused.
    """
    letter = text.clean(number)[:40]
    session().refresh(found, with_for_update=LOCK)
    if not letter or day > today() or day < today() - timedelta(days=365):
        raise ReferralIncomplete("letter")
    due = day + timedelta(days=rulebook.number(rules.REPLY_DAYS))
    found.move_to(ReferralState.SENT, by, letter, letter_no=letter, letter_on=day, due_on=due, sent_by=by)


@dataclass(frozen=True)
class Reply:
    """What a body answered, on which day, by which letter; anything but yes says why."""

    outcome: BodyAnswer
    day: date
    words: str = ""
    number: str = ""


def answer(found: Referral, reply: Reply, by: int) -> None:
    """Keep the answer of a body. Raises ReferralIncomplete, MoveRefused."""
    words, number = text.clean(reply.words, lines=True)[:1000], text.clean(reply.number)[:40]
    session().refresh(found, with_for_update=LOCK)
    if reply.outcome is not BodyAnswer.YES and not words:
        raise ReferralIncomplete("reply")
    if found.letter_on is not None and not found.letter_on <= reply.day <= today():
        raise ReferralIncomplete("replied_on")
    facts = {"outcome": reply.outcome, "replied_on": reply.day, "reply_no": number, "reply_words": words}
    found.move_to(ReferralState.ANSWERED, by, words or None, **facts)


def withdraw(found: Referral, why: str, by: int) -> None:
    """It is asked no more, for a written reason. Raises ReferralIncomplete, MoveRefused."""
    words = text.clean(why)[:300]
    session().refresh(found, with_for_update=LOCK)
    if not words:
        raise ReferralIncomplete("why")
    found.move_to(ReferralState.WITHDRAWN, by, words, withdrawn_why=words)


# ---- reading ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class WantedReferrals:
    """Which part of the list; `counties` are those of the reader (None: all)."""

    counties: frozenset[str] | None
    body_id: int | None = None
    state: ReferralState | None = None
    late: bool = False

    def within(self) -> ColumnElement[bool]:
        inside = _inside(self.counties)
        inside &= true() if self.body_id is None else Referral.body_id == self.body_id
        inside &= true() if self.state is None else Referral.state == self.state
        if not self.late:
            return inside
        late = session().scalars(select(Referral).where(inside, _late()))
        return inside & Referral.id.in_(late_replies(late))


def _inside(counties: frozenset[str] | None) -> ColumnElement[bool]:
    return true() if counties is None else Referral.county_code.in_(counties)


def _late() -> ColumnElement[bool]:
    return (Referral.state == ReferralState.SENT) & (Referral.due_on < today())


def referral(number: int, counties: frozenset[str] | None) -> Referral:
    """One of these counties. Raises NotFound."""
    found = session().scalar(select(Referral).where(Referral.id == number, _inside(counties)))
    if found is None:
        raise NotFound
    return found


def referrals(wanted: WantedReferrals, page: int) -> tuple[int, list[Referral]]:
    """How many, and a page: what waits first, the earliest day first."""
    query = select(Referral).where(wanted.within())
    over = Referral.state.in_((ReferralState.ANSWERED, ReferralState.WITHDRAWN))
    rows = query.order_by(over, func.coalesce(Referral.due_on, today()), Referral.id.desc())
    return count_of(query), list(session().scalars(rows.limit(PAGE).offset((page - 1) * PAGE)))


def count_late(counties: frozenset[str] | None) -> int:
    """To how many no body has answered in time."""
    return len(late_replies(session().scalars(select(Referral).where(_inside(counties), _late()))))


def referrals_of(trainee_id: int, *, sent: bool = False) -> list[Referral]:
    """Hers, newest first; with `sent` those alone that have gone out."""
    query = select(Referral).where(Referral.trainee_id == trainee_id)
    if sent:
        query = query.where(Referral.sent_by.is_not(None))
    return list(session().scalars(query.order_by(Referral.id.desc()).limit(20)))


def bodies_by_id(ids: Iterable[int]) -> dict[int, RelatedBody]:
    return {one.id: one for one in session().scalars(select(RelatedBody).where(RelatedBody.id.in_(set(ids))))}


@dataclass(frozen=True)
class BodyCounts:
    """What went to a body and what came back; `days`: the median of its answers. `reasons`: of what it refused."""

    body: RelatedBody
    sent: int
    outcomes: dict[BodyAnswer, int]
    late: int
    days: float | None
    reasons: tuple[str, ...]

    @property
    def answered(self) -> int:
        return sum(self.outcomes.values())


def by_body(counties: frozenset[str] | None) -> list[BodyCounts]:
    """Every body of the register with what it was asked; three queries, or six where something is paused."""
    sent = session().scalars(select(Referral).where(_inside(counties), Referral.sent_by.is_not(None))).all()
    rows: dict[int, list[Referral]] = {}
    for one in sent:
        rows.setdefault(one.body_id, []).append(one)
    late = late_replies(sent)
    return [_counted(body, rows.get(body.id, []), late) for body in bodies()]


def _counted(body: RelatedBody, sent: list[Referral], late: set[int]) -> BodyCounts:
    waits = [(one.replied_on - one.letter_on).days for one in sent if one.replied_on and one.letter_on]
    return BodyCounts(
        body=body,
        sent=len(sent),
        outcomes={outcome: sum(one.outcome is outcome for one in sent) for outcome in BodyAnswer},
        late=sum(one.id in late for one in sent),
        days=median(waits) if waits else None,
        reasons=tuple(one.reply_words for one in sent if one.outcome is BodyAnswer.NO),
    )
