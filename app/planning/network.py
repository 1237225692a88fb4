"""The network as it stands: who cares for whom, who supplies, who sells, and where somebody is missing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import func, select

from app import places, programme
from app.places import Locality, LocalityKind
from app.planning.models import Partner, PartnerKind, PartnerTie
from app.planning.partners import Counties
from app.planning.rules import unmentored
from app.programme import Case, Engagement, Mentor, Stage, Trainee
from app.shared.database import session


class Layer(StrEnum):
    """Who stands where in the network, from the material to the market."""

    SUPPLIERS = "suppliers"
    MENTORS = "mentors"
    TRAINEES = "trainees"
    OUTLETS = "outlets"


@dataclass(frozen=True)
class MentorLoad:
    mentor: Mentor
    cases: int
    suppliers: int
    outlets: int

    @property
    def room(self) -> int:
        return max(0, self.mentor.capacity - self.cases)


@dataclass(frozen=True)
class Hub:
    """A county of the network. `alone`: trainees in a cohort without a mentor; `room`: how many its mentors still take.

    `unmentored`: trades that somebody registered for and no mentor has; `unreached`: its villages with somebody
    registered, where no mentor of the county takes anybody; `uncared`: those where nobody is in a mentor's care.
    """

    county_code: str
    people: Mapping[Layer, int]
    room: int
    alone: int
    unmentored: tuple[str, ...]
    unreached: tuple[str, ...]
    uncared: tuple[str, ...]


@dataclass(frozen=True)
class Network:
    """`between`: how many ties lead from a county's layer to another's, by (layer, county) at both ends."""

    hubs: tuple[Hub, ...]
    mentors: tuple[MentorLoad, ...]
    between: Mapping[tuple[tuple[Layer, str], tuple[Layer, str]], int]


def network(counties: Counties) -> Network:
    """The network of these counties (None: of all); the same few queries, whatever its size."""
    codes = [one.code for one in places.home_counties() if counties is None or one.code in counties]
    ties = _ties()
    mentors = _mentors(ties)
    placed, alone, registered = _placed(), _alone(), _registered()
    partners = _partners()
    villages = _villages()
    hubs = []
    for code in codes:
        here = [one for one in mentors if one.mentor.county_code == code]
        room = sum(one.room for one in here)
        people = {
            Layer.SUPPLIERS: partners.get((Layer.SUPPLIERS, code), 0),
            Layer.MENTORS: len(here),
            Layer.TRAINEES: placed.get(code, 0),
            Layer.OUTLETS: partners.get((Layer.OUTLETS, code), 0),
        }
        unreached = tuple(name for where, name, _ in villages if where == code) if not room else ()
        uncared = tuple(name for where, name, cared in villages if where == code and not cared)
        wanted = (trade for where, trade in registered if where == code)
        lacking = tuple(unmentored(wanted, {one.mentor.trade_code or "" for one in here}))
        hubs.append(Hub(code, people, room, alone.get(code, 0), lacking, unreached, uncared))
    inside = {pair: number for pair, number in _between(ties).items() if {one[1] for one in pair} <= set(codes)}
    shown = tuple(one for one in mentors if one.mentor.county_code in codes)
    return Network(tuple(hubs), shown, inside)


@dataclass(frozen=True)
class _Tie:
    supplies: bool
    partner_county: str
    mentor_id: int | None
    county: str


def _ties() -> list[_Tie]:
    rows = session().execute(
        select(Partner.kind, Partner.county_code, PartnerTie.mentor_id, Mentor.county_code, Trainee.county_code)
        .join(PartnerTie, PartnerTie.partner_id == Partner.id)
        .outerjoin(Mentor, Mentor.id == PartnerTie.mentor_id)
        .outerjoin(Trainee, Trainee.id == PartnerTie.trainee_id)
        .where(PartnerTie.until.is_(None))
    )
    return [
        _Tie(kind is PartnerKind.SUPPLIER, where, mentor_id, hers or trainees or "")
        for kind, where, mentor_id, hers, trainees in rows
    ]


def _mentors(ties: list[_Tie]) -> list[MentorLoad]:
    """Those who are there, the fullest first."""
    loads = programme.loads()
    suppliers = Counter(one.mentor_id for one in ties if one.supplies)
    outlets = Counter(one.mentor_id for one in ties if not one.supplies)
    found = [
        MentorLoad(one, loads.get(one.id, 0), suppliers[one.id], outlets[one.id])
        for one in session().scalars(select(Mentor).where(Mentor.left_at.is_(None)))
    ]
    return sorted(found, key=lambda one: (one.room, -one.cases, one.mentor.id))


def _with_place() -> tuple[Stage, ...]:
    return Stage.ENROLLED, Stage.COMPLETED


def _placed() -> dict[str, int]:
    """Trainees with a place, by county."""
    placed = select(Engagement.trainee_id).where(Engagement.state.in_(_with_place()))
    query = select(Trainee.county_code, func.count()).where(Trainee.id.in_(placed)).group_by(Trainee.county_code)
    return dict(session().execute(query).all())


def _registered() -> set[tuple[str, str]]:
    """For which trades somebody registered in which county."""
    rows = session().execute(select(Trainee.county_code, Trainee.trade_code).distinct())
    return {(county, trade or "") for county, trade in rows}


def _alone() -> dict[str, int]:
    placed = select(Engagement.trainee_id).where(Engagement.state == Stage.ENROLLED)
    cared_for = select(Case.trainee_id).where(Case.ended_at.is_(None))
    query = select(Trainee.county_code, func.count()).where(Trainee.id.in_(placed), Trainee.id.not_in(cared_for))
    return dict(session().execute(query.group_by(Trainee.county_code)).all())


def _partners() -> dict[tuple[Layer, str], int]:
    found: Counter[tuple[Layer, str]] = Counter()
    columns = Partner.kind, Partner.county_code
    query = select(*columns, func.count()).where(Partner.ended_at.is_(None)).group_by(*columns)
    for kind, county, number in session().execute(query):
        found[Layer.SUPPLIERS if kind is PartnerKind.SUPPLIER else Layer.OUTLETS, county] += number
    return found


def _villages() -> list[tuple[str, str, int]]:
    """County and name of every village with somebody registered, and how many there are in a mentor's care."""
    query = (
        select(Locality.county_code, Locality.name, func.count(Case.id))
        .join(Trainee, Trainee.locality_code == Locality.code)
        .outerjoin(Case, (Case.trainee_id == Trainee.id) & Case.ended_at.is_(None))
        .where(Locality.kind == LocalityKind.VILLAGE)
        .group_by(Locality.code, Locality.county_code, Locality.name)
        .order_by(Locality.county_code, Locality.name)
    )
    return [(county, name, cared) for county, name, cared in session().execute(query)]


def _between(ties: list[_Tie]) -> dict[tuple[tuple[Layer, str], tuple[Layer, str]], int]:
    found: Counter[tuple[tuple[Layer, str], tuple[Layer, str]]] = Counter()
    cases = (
        select(Mentor.county_code, Trainee.county_code, func.count())
        .select_from(Case)
        .join(Mentor, Mentor.id == Case.mentor_id)
        .join(Trainee, Trainee.id == Case.trainee_id)
        .where(Case.ended_at.is_(None))
        .group_by(Mentor.county_code, Trainee.county_code)
    )
    for hers, trainees, number in session().execute(cases):
        found[(Layer.MENTORS, hers), (Layer.TRAINEES, trainees)] += number
    for one in ties:
        who = Layer.MENTORS if one.mentor_id else Layer.TRAINEES
        if one.supplies:
            found[(Layer.SUPPLIERS, one.partner_county), (who, one.county)] += 1
        else:
            found[(who, one.county), (Layer.OUTLETS, one.partner_county)] += 1
    return found
