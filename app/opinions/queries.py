"""Reading opinions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Select, case, func, select

from app import programme
from app.opinions import rules
from app.opinions.errors import NotDelivered, TooLateToSay
from app.opinions.models import AsTold, HideReason, Opinion, OpinionBefore, OpinionPicture, Visibility
from app.opinions.veiling import veil
from app.orders import Line, Parcel, ParcelState
from app.shared import clock, rulebook
from app.shared.calendar import local_date, today
from app.shared.database import count_of, session
from app.shared.errors import NotFound
from app.shared.gallery import Picture

PAGE = 20
_CAME = frozenset({ParcelState.DELIVERED, ParcelState.COMPLETED})


@dataclass(frozen=True)
class OpinionView:
    """An opinion with the line that it is about, and its photos."""

    opinion: Opinion
    line: Line
    pictures: tuple[Picture, ...]

    @property
    def words(self) -> str:
        """What is shown of the words: numbers and addresses by which people are reached are not."""
        return veil(self.opinion.words)

    @property
    def answer(self) -> str:
        return veil(self.opinion.answer)

    @property
    def money_back(self) -> str:
        """`all` or `part` of its price went back to the buyer; empty: nothing."""
        if not self.line.refunded_rial:
            return ""
        return "part" if self.line.left_rial else "all"


@dataclass(frozen=True)
class Rating:
    """How many opinions are shown, and their sums. An average is told only of enough of them."""

    count: int
    stars: int
    as_told: int

    @property
    def told(self) -> bool:
        return self.count >= rulebook.number(rules.LEAST_SHOWN)

    @property
    def tenths(self) -> int:
        """The average in tenths."""
        return rules.tenths(self.stars, self.count)

    @property
    def as_told_percent(self) -> int:
        return rules.share(self.as_told, self.count)


def rating(product_id: int) -> Rating:
    """What is shown of a product, summed by the database."""
    row = (
        session()
        .execute(
            select(
                func.count(),
                func.coalesce(func.sum(Opinion.stars), 0),
                func.coalesce(func.sum(case((Opinion.as_told == AsTold.YES, 1), else_=0)), 0),
            ).where(Opinion.product_id == product_id, Opinion.state == Visibility.SHOWN)
        )
        .one()
    )
    return Rating(int(row[0]), int(row[1]), int(row[2]))


def hidden_of(product_id: int) -> dict[HideReason, int]:
    """How many opinions of a product staff have hidden, by reason."""
    rows = session().execute(
        select(Opinion.hidden_why, func.count())
        .where(Opinion.product_id == product_id, Opinion.state == Visibility.HIDDEN)
        .group_by(Opinion.hidden_why)
        .order_by(Opinion.hidden_why)
    )
    return {why: number for why, number in rows if why is not None}


def _views(query: Select[Opinion]) -> list[OpinionView]:
    """Two queries, whatever the number."""
    rows = session().execute(query.join(Line, Line.id == Opinion.line_id).add_columns(Line)).all()
    pictures: dict[int, list[Picture]] = {}
    pairs = (
        select(OpinionPicture.opinion_id, Picture)
        .join(Picture, Picture.id == OpinionPicture.picture_id)
        .where(OpinionPicture.opinion_id.in_([row[0].id for row in rows]), OpinionPicture.dropped_at.is_(None))
        .order_by(Picture.id)
    )
    if rows:
        for opinion_id, picture in session().execute(pairs):
            pictures.setdefault(opinion_id, []).append(picture)
    return [OpinionView(one, line, tuple(pictures.get(one.id, ()))) for one, line in rows]


def _count(query: Select[Opinion]) -> int:
    return count_of(query)


def _page(query: Select[Opinion], page: int) -> list[OpinionView]:
    return _views(query.limit(PAGE).offset((page - 1) * PAGE))


def of_product(product_id: int, page: int = 1, size: int = PAGE) -> list[OpinionView]:
    """What is shown of a product, newest first."""
    query = select(Opinion).where(Opinion.product_id == product_id, Opinion.state == Visibility.SHOWN)
    return _views(query.order_by(Opinion.id.desc()).limit(size).offset((page - 1) * size))


def of_maker(maker_id: int, page: int) -> tuple[int, list[OpinionView]]:
    """What is said of a maker's products: how many, and a page of it, unanswered ones first."""
    query = select(Opinion).where(Opinion.maker_id == maker_id)
    return _count(query), _page(query.order_by(Opinion.answered_at.is_not(None), Opinion.id.desc()), page)


def unanswered(maker_id: int) -> int:
    """How many shown opinions a maker has not answered."""
    query = select(Opinion).where(
        Opinion.maker_id == maker_id, Opinion.state == Visibility.SHOWN, Opinion.answered_at.is_(None)
    )
    return _count(query)


def own_opinion(maker_id: int, opinion_id: int) -> OpinionView:
    """An opinion of one of this maker's products. Raises NotFound."""
    return _one(select(Opinion).where(Opinion.id == opinion_id, Opinion.maker_id == maker_id))


def within(opinion_id: int, counties: frozenset[str] | None) -> OpinionView:
    """An opinion of a product of a maker of these counties (None: of any). Raises NotFound."""
    return _one(select(Opinion).where(Opinion.id == opinion_id, programme.in_counties(Opinion.maker_id, counties)))


def _one(query: Select[Opinion]) -> OpinionView:
    found = _views(query)
    if not found:
        raise NotFound
    return found[0]


def _waiting(counties: frozenset[str] | None) -> Select[Opinion]:
    return select(Opinion).where(
        Opinion.reported_at.is_not(None),
        Opinion.settled_at.is_(None),
        programme.in_counties(Opinion.maker_id, counties),
    )


def count_reported(counties: frozenset[str] | None) -> int:
    """How many opinions makers have reported and nobody has looked at."""
    return _count(_waiting(counties))


def for_staff(counties: frozenset[str] | None, which: str, page: int) -> tuple[int, list[OpinionView]]:
    """`reported` ones that wait (the oldest first), `hidden` ones, or all: how many, and a page of them."""
    if which == "reported":
        query = _waiting(counties)
        return _count(query), _page(query.order_by(Opinion.reported_at, Opinion.id), page)
    query = select(Opinion).where(programme.in_counties(Opinion.maker_id, counties))
    if which == "hidden":
        query = query.where(Opinion.state == Visibility.HIDDEN)
    return _count(query), _page(query.order_by(Opinion.id.desc()), page)


def before(opinion_id: int) -> list[OpinionBefore]:
    """What an opinion said before, oldest first."""
    query = select(OpinionBefore).where(OpinionBefore.opinion_id == opinion_id)
    return list(session().scalars(query.order_by(OpinionBefore.id)))


# ---- the buyer ------------------------------------------------------------------------------------------------


def of_line(line_id: int) -> Opinion | None:
    return session().scalar(select(Opinion).where(Opinion.line_id == line_id))


def is_open(opinion: Opinion) -> bool:
    """Whether its buyer may still change it: in time, and as long as nobody has answered these very words."""
    shown = opinion.state is Visibility.SHOWN
    return shown and opinion.answered_at is None and clock.now() < opinion.open_until


def last_day(parcel: Parcel) -> date | None:
    """The last day on which a buyer may say what she thinks; None while the parcel has not come."""
    if parcel.state not in _CAME or parcel.delivered_at is None:
        return None
    return local_date(parcel.delivered_at) + timedelta(days=rulebook.number(rules.DAYS, parcel.delivered_at))


def check_time(parcel: Parcel) -> None:
    """Raises NotDelivered, TooLateToSay."""
    last = last_day(parcel)
    if last is None:
        raise NotDelivered
    if today() > last:
        raise TooLateToSay(last)


@dataclass(frozen=True)
class Answerable:
    """Where a line stands for its buyer: what she said, if she did, and whether she may say it or change it now."""

    view: OpinionView | None
    may_say: bool


def standing(parcels: Iterable[Parcel], lines: Mapping[int, Iterable[Line]]) -> dict[int, Answerable]:
    """By line, for the lines of parcels that came; two queries, whatever the number."""
    came = {parcel.id: last_day(parcel) for parcel in parcels}
    wanted = {line.id: parcel_id for parcel_id, last in came.items() if last for line in lines.get(parcel_id, ())}
    if not wanted:
        return {}
    said = {view.line.id: view for view in _views(select(Opinion).where(Opinion.line_id.in_(wanted)))}
    found = {}
    for line_id, parcel_id in wanted.items():
        view, last = said.get(line_id), came[parcel_id]
        open_now = is_open(view.opinion) if view else last is not None and today() <= last
        found[line_id] = Answerable(view, open_now)
    return found
