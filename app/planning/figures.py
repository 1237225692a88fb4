"""A county's figures in a year, by trade: read for all counties at once, kept as they were in what is final."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Executable, Select, func, select

from app import impact, places, search
from app.catalogue import Category, Version
from app.orders import Line, Order, Parcel
from app.places import Locality, LocalityKind
from app.planning.rules import PIECES_PER_MAKER, SEARCHES_PER_PIECE, Gap, unmentored
from app.programme import Engagement, Mentor, Stage, Trainee
from app.search import ShelfRow
from app.shared import clock, rulebook
from app.shared.calendar import JalaliMonth, local_date
from app.shared.database import session
from app.shared.states import Move

Count = Mapping[tuple[str, str], int]
_LAST_MONTH = 12
# Of these, few are people who could be told by them; makers on sale, mentors and orders stand in the shop for all.
_PEOPLE = ("registrants", "placed")


@dataclass(frozen=True)
class TradeNeed:
    """A trade in a county; '' is the trade of whom nobody asked. Orders are those sent to the county."""

    trade: str
    registrants: int = 0
    placed: int = 0
    makers: int = 0
    mentors: int = 0
    searches: int = 0
    orders: int = 0
    pieces: int = 0


@dataclass(frozen=True)
class CountyNeed:
    """A county in a year, as of a moment. `reached`: villages with somebody registered.

    `orders`: of all trades, each once, whatever is in it; unknown of what was kept before that was counted.
    """

    county_code: str
    year: int
    as_of: datetime
    villages: int
    reached: int
    searches_per_piece: int
    pieces_per_maker: int
    trades: tuple[TradeNeed, ...]
    orders: int | None = None

    def gap(self, one: TradeNeed) -> Gap:
        return Gap(one.pieces, one.searches, one.makers, self.searches_per_piece, self.pieces_per_maker)

    def whole(self, name: str) -> int:
        """Of all trades; an order with things of several is one."""
        if name == "orders" and self.orders is not None:
            return self.orders
        return sum(int(getattr(one, name)) for one in self.trades)

    @property
    def short(self) -> int:
        """Pieces that are missing, of all trades that lack any."""
        return sum(max(0, self.gap(one).short) for one in self.trades)

    @property
    def unmentored(self) -> list[str]:
        """Trades that somebody here registered for and no mentor has."""
        mentors = {one.trade for one in self.trades if one.mentors}
        return unmentored((one.trade for one in self.trades if one.registrants), mentors)

    def hidden(self) -> frozenset[tuple[str, str]]:
        """Numbers of people, by (trade, name), that would find somebody out, even beside their sum."""
        fewest = rulebook.number(impact.FEWEST)
        return frozenset(
            (trade, name)
            for name in _PEOPLE
            for trade in impact.hidden_beside({one.trade: getattr(one, name) for one in self.trades}, fewest)
        )


def days_of(year: int) -> tuple[date, date]:
    """The first and the last day of a Jalali year."""
    last = JalaliMonth(year, _LAST_MONTH).ends - timedelta(microseconds=1)
    return local_date(JalaliMonth(year, 1).starts), local_date(last)


def figures_of(year: int) -> dict[str, CountyNeed]:
    """Every county's figures of a year, as they stand now; a handful of queries for all of them."""
    now = clock.now()
    first, last = days_of(year)
    start, end = JalaliMonth(year, 1).starts, JalaliMonth(year, _LAST_MONTH).ends
    orders, pieces = _sold(start, end)
    ordered = _ordered(start, end)
    columns: dict[str, Count] = {
        "registrants": _by_trade(_people().where(Trainee.registered_at < end)),
        "placed": _by_trade(_people().where(Trainee.registered_at < end, Trainee.id.in_(_placed(end)))),
        "makers": _makers(),
        "mentors": _mentors(),
        "searches": search.searches_by_trade(first, last),
        "orders": orders,
        "pieces": pieces,
    }
    villages, reached = _villages(), _reached(end)
    limits = rulebook.number(SEARCHES_PER_PIECE), rulebook.number(PIECES_PER_MAKER)
    return {
        one.code: CountyNeed(
            one.code,
            year,
            now,
            villages.get(one.code, 0),
            reached.get(one.code, 0),
            *limits,
            _trades(one.code, columns),
            ordered.get(one.code, 0),
        )
        for one in places.home_counties()
    }


def _trades(county: str, columns: Mapping[str, Count]) -> tuple[TradeNeed, ...]:
    found: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for name, counts in columns.items():
        for (where, trade), number in counts.items():
            if where == county and number and (trade or name != "searches"):
                found[trade][name] = number
    rows = [TradeNeed(trade, **numbers) for trade, numbers in found.items()]
    return tuple(sorted(rows, key=lambda one: (-one.registrants, -one.pieces, one.trade)))


def _by_trade(query: Executable) -> dict[tuple[str, str], int]:
    return {(county, trade or ""): int(number) for county, trade, number in session().execute(query)}


def _people() -> Select[str, str | None, int]:
    columns = Trainee.county_code, Trainee.trade_code
    return select(*columns, func.count()).group_by(*columns)


def _placed(end: datetime) -> Select[int]:
    """Who had a place, or had finished, when the year ended; who has, while it runs."""
    last = select(func.max(Move.id)).where(Move.thing == "engagement", Move.at < end).group_by(Move.thing_id)
    return (
        select(Engagement.trainee_id)
        .join(Move, Move.thing_id == Engagement.id)
        .where(Move.id.in_(last), Move.became.in_((Stage.ENROLLED, Stage.COMPLETED)))
    )


def _makers() -> dict[tuple[str, str], int]:
    columns = ShelfRow.county_code, Category.trade_code
    query = select(*columns, func.count(ShelfRow.maker_id.distinct())).join(
        Category, Category.code == ShelfRow.category_code
    )
    return _by_trade(query.where(ShelfRow.listed).group_by(*columns))


def _mentors() -> dict[tuple[str, str], int]:
    columns = Mentor.county_code, Mentor.trade_code
    return _by_trade(select(*columns, func.count()).where(Mentor.left_at.is_(None)).group_by(*columns))


def _sold(start: datetime, end: datetime) -> tuple[dict[tuple[str, str], int], dict[tuple[str, str], int]]:
    """Paid orders of a time and the pieces in them that were not given back, by where they went to."""
    columns = Order.county_code, Category.trade_code
    kept = func.sum(Line.quantity - Line.refunded_quantity)
    rows = session().execute(
        select(*columns, func.count(Order.id.distinct()), kept)
        .join(Parcel, Parcel.order_id == Order.id)
        .join(Line, Line.parcel_id == Parcel.id)
        .join(Version, Version.id == Line.version_id)
        .join(Category, Category.code == Version.category_code)
        .where(Order.county_code.is_not(None), Order.paid_at >= start, Order.paid_at < end)
        .group_by(*columns)
    )
    orders: dict[tuple[str, str], int] = {}
    pieces: dict[tuple[str, str], int] = {}
    for county, trade, number, quantity in rows:
        orders[str(county), trade], pieces[str(county), trade] = int(number), int(quantity)
    return orders, pieces


def _ordered(start: datetime, end: datetime) -> dict[str, int]:
    """Paid orders of a time by where they went to."""
    query = select(Order.county_code, func.count()).where(
        Order.county_code.is_not(None), Order.paid_at >= start, Order.paid_at < end
    )
    return {str(county): number for county, number in session().execute(query.group_by(Order.county_code))}


def _villages() -> dict[str, int]:
    query = select(Locality.county_code, func.count()).where(Locality.kind == LocalityKind.VILLAGE)
    return dict(session().execute(query.group_by(Locality.county_code)).all())


def _reached(end: datetime) -> dict[str, int]:
    query = (
        select(Trainee.county_code, func.count(Trainee.locality_code.distinct()))
        .join(Locality, Locality.code == Trainee.locality_code)
        .where(Trainee.registered_at < end, Locality.kind == LocalityKind.VILLAGE)
    )
    return dict(session().execute(query.group_by(Trainee.county_code)).all())


def kept_text(figures: CountyNeed) -> str:
    """A county's figures as text, to be kept."""
    plain = asdict(figures) | {"as_of": figures.as_of.isoformat(timespec="seconds")}
    return json.dumps(plain, ensure_ascii=False)


def from_text(kept: str) -> CountyNeed:
    """What `kept_text` wrote."""
    plain = json.loads(kept)
    trades = tuple(TradeNeed(**one) for one in plain.pop("trades"))
    return CountyNeed(**plain | {"as_of": datetime.fromisoformat(plain["as_of"]), "trades": trades})
