"""Reading what mentors offer, what trainees need, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, func, or_, select

from app.programme.models import Mentor, Trainee
from app.programme.offers import STANDING, HelpKind, HelpState, Need, Offer, Undertaking, offered_still, unanswered
from app.shared.database import session
from app.shared.errors import NotFound


def offers_to(trainee: Trainee) -> list[tuple[Offer, Mentor]]:
    """Offers with room that she may take up and has not: those of a kind that she needs first."""
    mine = select(Mentor.id).where(Mentor.person_id == trainee.person_id)
    near = or_(Offer.county_code.is_(None), Offer.county_code == trainee.county_code)
    needed = select(Need.kind).where(Need.trainee_id == trainee.id, unanswered())
    hers = select(Undertaking.offer_id).where(
        Undertaking.trainee_id == trainee.id, Undertaking.offer_id.is_not(None), STANDING
    )
    rows = session().execute(
        select(Offer, Mentor)
        .join(Mentor, Mentor.id == Offer.mentor_id)
        .where(near, offered_still(), Mentor.left_at.is_(None), Offer.mentor_id.not_in(mine))
        .where(Offer.taken < Offer.places, Offer.id.not_in(hers))
        .order_by(Offer.kind.in_(needed).desc(), Offer.until, Offer.id)
        .limit(100)
    )
    return [(one, mentor) for one, mentor in rows]


def needs_near(mentor: Mentor) -> list[tuple[Need, Trainee]]:
    """What trainees of her county need: what she has offered first, the longest waiting before others."""
    offered = select(Offer.kind).where(Offer.mentor_id == mentor.id, offered_still())
    rows = session().execute(
        select(Need, Trainee)
        .join(Trainee, Trainee.id == Need.trainee_id)
        .where(Trainee.county_code == mentor.county_code, unanswered(), Trainee.person_id != mentor.person_id)
        .order_by(Need.kind.in_(offered).desc(), Need.id)
        .limit(100)
    )
    return [(need, trainee) for need, trainee in rows]


def needs_of(trainee_id: int) -> list[Need]:
    """What she needs and nobody has answered yet."""
    return list(session().scalars(select(Need).where(Need.trainee_id == trainee_id, unanswered()).order_by(Need.id)))


def need_of(number: int, trainee_id: int) -> Need:
    """A need of this trainee. Raises NotFound."""
    found = session().scalar(select(Need).where(Need.id == number, Need.trainee_id == trainee_id))
    if found is None:
        raise NotFound
    return found


def offers_of(mentor_id: int) -> list[Offer]:
    """A mentor's offers, newest first."""
    query = select(Offer).where(Offer.mentor_id == mentor_id)
    return list(session().scalars(query.order_by(Offer.id.desc()).limit(50)))


def offer_of(number: int, mentor_id: int) -> Offer:
    """An offer of this mentor. Raises NotFound."""
    found = session().scalar(select(Offer).where(Offer.id == number, Offer.mentor_id == mentor_id))
    if found is None:
        raise NotFound
    return found


@dataclass(frozen=True)
class Help:
    """What was undertaken, by whom, for whom, and in whose words: the offer's or the need's."""

    undertaking: Undertaking
    mentor: Mentor
    trainee: Trainee
    words: str


def told_in_full() -> Select[Undertaking, Mentor, Trainee, str]:
    """The columns of `Help`."""
    return (
        select(Undertaking, Mentor, Trainee, func.coalesce(Offer.words, Need.words))
        .join(Mentor, Mentor.id == Undertaking.mentor_id)
        .join(Trainee, Trainee.id == Undertaking.trainee_id)
        .outerjoin(Offer, Offer.id == Undertaking.offer_id)
        .outerjoin(Need, Need.id == Undertaking.need_id)
    )


def undertaken(*, mentor_id: int | None = None, trainee_id: int | None = None) -> list[Help]:
    """What one mentor undertook, or what was undertaken for one trainee; newest first."""
    mine = Undertaking.mentor_id == mentor_id if mentor_id is not None else Undertaking.trainee_id == trainee_id
    rows = session().execute(told_in_full().where(mine).order_by(Undertaking.id.desc()).limit(100))
    return [Help(*row) for row in rows]


def help_told(undertaking_id: int) -> Help:
    """Raises NotFound."""
    row = session().execute(told_in_full().where(Undertaking.id == undertaking_id)).first()
    if row is None:
        raise NotFound
    return Help(*row)


def undertaking_of(number: int, *, mentor_id: int | None = None, trainee_id: int | None = None) -> Undertaking:
    """One that is this mentor's, or this trainee's. Raises NotFound."""
    mine = Undertaking.mentor_id == mentor_id if mentor_id is not None else Undertaking.trainee_id == trainee_id
    found = session().scalar(select(Undertaking).where(Undertaking.id == number, mine))
    if found is None:
        raise NotFound
    return found


@dataclass(frozen=True)
class Hours:
    """What a mentor has given, from the first day to the last: in all, and by kind as (kind, hours, people)."""

    hours: int
    people: int
    first: date
    last: date
    kinds: tuple[tuple[HelpKind, int, int], ...]


def hours_of(mentor_id: int) -> Hours | None:
    """For her certificate; None before she has given anything."""
    done = Undertaking.mentor_id == mentor_id, Undertaking.state == HelpState.GIVEN
    sums = func.coalesce(func.sum(Undertaking.hours), 0), func.count(Undertaking.trainee_id.distinct())
    days = func.min(Undertaking.given_on), func.max(Undertaking.given_on)
    hours, people, first, last = session().execute(select(*sums, *days).where(*done)).one()
    if first is None or last is None:
        return None
    rows = session().execute(
        select(Undertaking.kind, *sums).where(*done).group_by(Undertaking.kind).order_by(Undertaking.kind)
    )
    return Hours(int(hours or 0), people, first, last, tuple((kind, int(given or 0), to) for kind, given, to in rows))


@dataclass(frozen=True)
class Given:
    """Hours that a mentor gave, to how many trainees, and their thanks that are shown, newest first."""

    hours: int
    people: int
    thanks: tuple[str, ...]


def brought_to_market(mentor_id: int) -> set[int]:
    """Trainees to whom a mentor gave help with the market."""
    query = select(Undertaking.trainee_id).where(
        Undertaking.mentor_id == mentor_id, Undertaking.state == HelpState.GIVEN, Undertaking.kind == HelpKind.MARKET
    )
    return set(session().scalars(query.distinct()))


def given_by(mentor_id: int) -> Given:
    done = Undertaking.mentor_id == mentor_id, Undertaking.state == HelpState.GIVEN
    sums = select(func.coalesce(func.sum(Undertaking.hours), 0), func.count(Undertaking.trainee_id.distinct()))
    hours, people = session().execute(sums.where(*done)).one()
    said = select(Undertaking.thanks).where(*done, Undertaking.thanks != "", Undertaking.hidden_why.is_(None))
    return Given(int(hours or 0), people, tuple(session().scalars(said.order_by(Undertaking.id.desc()).limit(20))))
