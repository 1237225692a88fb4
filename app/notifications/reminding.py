"""What nobody asked for and is worth a message by day: «what do you think of it?», «somebody asks you».

To a buyer once for each order, when nothing of it can be claimed any more. To a maker or a mentor once a day, and only
when somebody has asked since.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import timedelta

from sqlalchemy import exists, func, select

from app import claims, opinions, orders, programme
from app.notifications.events import LetterDue
from app.notifications.models import Reminder, ReminderKind
from app.notifications.quiet import morning
from app.opinions import Waiting
from app.orders import Line, Order, OrderState, Parcel, ParcelState
from app.shared import clock, rulebook
from app.shared.calendar import local_date, today
from app.shared.database import LOCK, session
from app.shared.outbox import announce

ASK_DAYS = rulebook.define(
    "opinion.ask_days",
    15,
    "days",
    "after arrival, when nothing can be claimed any more, a buyer is asked once",
    least=1,
)
# Who was not asked in that time, because the worker stood still or a claim went on, is left in peace.
TIME_TO_ASK = timedelta(days=30)
_UNDER_WAY = (ParcelState.NEW, ParcelState.ACCEPTED, ParcelState.SENT)


# ---- buyers ---------------------------------------------------------------------------------------------------


def orders_to_ask() -> list[int]:
    """Orders of which everything arrived long enough ago; by night none."""
    if morning() is not None:
        return []
    until = clock.now() - timedelta(days=rulebook.number(ASK_DAYS))
    asked = exists().where(Reminder.kind == ReminderKind.OPINION, Reminder.about_id == Order.id)
    under_way = exists().where(Parcel.order_id == Order.id, Parcel.state.in_(_UNDER_WAY))
    arrived = func.max(Parcel.delivered_at)
    query = (
        select(Order.id)
        .join(Parcel, Parcel.order_id == Order.id)
        .where(Order.state == OrderState.PAID, ~asked.correlate(Order), ~under_way.correlate(Order))
        .group_by(Order.id)
        .having(arrived <= until, arrived > until - TIME_TO_ASK)
        .order_by(Order.id)
    )
    return list(session().scalars(query.limit(200)))


def ask_buyer(order_id: int) -> None:
    """Ask once what she thinks of it, if there is something to say; as long as a claim is possible, not yet."""
    order = orders.locked(order_id)
    if session().get(Reminder, (ReminderKind.OPINION, order_id)) is not None:
        return
    parcels, lines = _contents(order_id)
    if any(one.frozen for one in parcels) or any(claims.possible_of(parcels, lines).values()):
        return
    session().add(Reminder(kind=ReminderKind.OPINION, about_id=order.id, at=clock.now()))
    if worth_asking(order_id):
        announce(LetterDue("opinion_wanted", order_id, None, "{}"))


def worth_asking(order_id: int) -> bool:
    """Whether she has not written yet, and has something that came, stayed with her and gave no cause for complaint."""
    parcels, lines = _contents(order_id)
    standing = opinions.standing(parcels, lines)
    if any(one.view for one in standing.values()):
        return False
    about = claims.by_parcel(one.id for one in parcels)
    complained = {line.id for views in about.values() for view in views for line, _ in view.lines}
    spoiled = complained | set(orders.recalled_in(order_id))
    return any(
        line.id not in spoiled and not line.refunded_rial and not line.refunded_quantity and standing[line.id].may_say
        for line in (line for part in lines.values() for line in part if line.id in standing)
    )


def _contents(order_id: int) -> tuple[list[Parcel], dict[int, list[Line]]]:
    parcels = orders.parcels_of([order_id]).get(order_id, [])
    return parcels, orders.lines_of(one.id for one in parcels)


# ---- makers and mentors ---------------------------------------------------------------------------------------


def makers_to_remind() -> list[int]:
    """Makers with questions that nobody has answered, one of them new to her, who heard of none today."""
    return _to_remind(ReminderKind.MAKER, opinions.waiting_by_maker())


def mentors_to_remind() -> list[int]:
    return _to_remind(ReminderKind.MENTOR, opinions.waiting_by_mentor())


def _to_remind(kind: ReminderKind, waiting: Mapping[int, Waiting]) -> list[int]:
    if morning() is not None:
        return []
    known = {one.about_id: one for one in session().scalars(select(Reminder).where(Reminder.kind == kind))}
    return [number for number, open_ones in waiting.items() if _is_news(known.get(number), open_ones)]


def _is_news(last: Reminder | None, waiting: Waiting) -> bool:
    return last is None or (local_date(last.at) < today() and waiting.newest > last.newest)


def remind_maker(maker_id: int) -> None:
    _remind(ReminderKind.MAKER, maker_id, opinions.waiting_by_maker, programme.trainee(maker_id).person_id)


def remind_mentor(mentor_id: int) -> None:
    _remind(ReminderKind.MENTOR, mentor_id, opinions.waiting_by_mentor, programme.mentor(mentor_id).person_id)


_PLACES = {ReminderKind.MAKER: "workshop", ReminderKind.MENTOR: "desk"}


def _remind(kind: ReminderKind, about: int, look: Callable[[int], Mapping[int, Waiting]], person_id: int) -> None:
    last = session().get(Reminder, (kind, about), with_for_update=LOCK)
    waiting = look(about).get(about)
    if waiting is None or not _is_news(last, waiting):
        return
    if last is None:
        session().add(Reminder(kind=kind, about_id=about, at=clock.now(), newest=waiting.newest))
    else:
        last.at, last.newest = clock.now(), waiting.newest
    facts = {"count": waiting.count, "became": kind.value, "questions_at": _PLACES[kind]}
    announce(LetterDue("questions_waiting", None, person_id, json.dumps(facts)))
