"""What buyers, makers and staff do with opinions."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import func, select, update

from app import accounts, catalogue, orders, programme, vouching
from app.accounts import Person
from app.opinions import queries, rules
from app.opinions.errors import (
    AnsweredAlready,
    Interested,
    NotDelivered,
    OpinionFixed,
    StarsNeeded,
    TooManyPictures,
)
from app.opinions.models import AsTold, HideReason, Opinion, OpinionBefore, OpinionPicture, Visibility
from app.opinions.sealing import seal
from app.orders import Line, Order, Parcel
from app.shared import audit, clock, gallery, rulebook, states, text
from app.shared.database import LOCK, session


@dataclass(frozen=True)
class Said:
    """What a buyer sends: one to five stars, whether it was as told, words, kept uploads, photos to take away."""

    stars: int
    as_told: AsTold
    words: str
    town: bool = False
    upload_keys: Sequence[str] = ()
    dropped: Collection[int] = ()


def say(order: Order, line: Line, said: Said, by: int | None) -> Opinion:
    """What a buyer thinks of a line that came: the first time written, later changed. Pressed twice, it is once.

    Raises NotDelivered, TooLateToSay, Interested, OpinionFixed, StarsNeeded, TooManyPictures.
    """
    parcel = orders.parcel_in(order.id, line.parcel_id)
    orders.lock(parcel)
    if not 1 <= said.stars <= 5:
        raise StarsNeeded
    found = queries.of_line(line.id)
    if found is None:
        queries.check_time(parcel)
        if orders.called_off_unsent(line.id):
            raise NotDelivered
    check_interest(order, parcel, line, by)
    opinion = _write(order, line, said, by) if found is None else _change(found, said, by)
    _picture(opinion, said, by)
    return opinion


def _words(said: Said) -> str:
    return text.clean(said.words, lines=True)[: rules.MOST_WORDS]


def _write(order: Order, line: Line, said: Said, by: int | None) -> Opinion:
    now = clock.now()
    opinion = Opinion(
        line_id=line.id,
        product_id=catalogue.version(line.version_id).product_id,
        maker_id=line.maker_id,
        state=Visibility.SHOWN,
        stars=said.stars,
        as_told=said.as_told,
        words=_words(said),
        name=rules.first_name(order.name),
        town=order.city if said.town else "",
        written_by=by,
        written_at=now,
        open_until=now + timedelta(hours=rulebook.number(rules.EDIT_HOURS)),
    )
    states.begin(opinion, by)
    seal(opinion, "opinion_written", by)
    return opinion


def _change(opinion: Opinion, said: Said, by: int | None) -> Opinion:
    """What it said before is kept; the same again changes nothing. Raises OpinionFixed."""
    session().refresh(opinion, with_for_update=LOCK)
    if not queries.is_open(opinion):
        raise OpinionFixed
    words = _words(said)
    if (opinion.stars, opinion.as_told, opinion.words) != (said.stars, said.as_told, words):
        now = clock.now()
        session().add(
            OpinionBefore(
                opinion_id=opinion.id,
                stars=opinion.stars,
                as_told=opinion.as_told,
                words=opinion.words,
                until=now,
            )
        )
        opinion.stars, opinion.as_told, opinion.words, opinion.changed_at = said.stars, said.as_told, words, now
        seal(opinion, "opinion_changed", by)
    return opinion


def _picture(opinion: Opinion, said: Said, by: int | None) -> None:
    shown = (OpinionPicture.opinion_id == opinion.id, OpinionPicture.dropped_at.is_(None))
    if said.dropped:
        session().execute(
            update(OpinionPicture)
            .where(*shown, OpinionPicture.picture_id.in_(said.dropped))
            .values(dropped_at=clock.now())
        )
    left = session().scalar(select(func.count()).select_from(OpinionPicture).where(*shown)) or 0
    if left + len(said.upload_keys) > rules.MOST_PICTURES:
        raise TooManyPictures(rules.MOST_PICTURES)
    for key in said.upload_keys:
        session().add(OpinionPicture(opinion_id=opinion.id, picture_id=gallery.add(key, by).id))
    session().flush()


def check_interest(order: Order, parcel: Parcel, line: Line, by: int | None) -> None:
    """Raises Interested for the maker, who shares in the sale, who vouches, and whoever has one of their numbers."""
    judged = _interested(parcel, line)
    who = [accounts.person(number) for number in {order.person_id, by} if number is not None]
    mobiles = {order.mobile, *(one.mobile for one in who)}
    if any(one.id in {person.id for person in who} or one.mobile in mobiles for one in judged):
        raise Interested


def _interested(parcel: Parcel, line: Line) -> list[Person]:
    sharing = [share.trainee_id for share in orders.shares_of([parcel.id]).get(parcel.id, [])]
    makers = programme.trainees([line.maker_id, *sharing]).values()
    found = {maker.person_id for maker in makers}
    found |= vouching.concerned_with(line.version_id)
    return [accounts.person(number) for number in found]


# ---- the maker ------------------------------------------------------------------------------------------------


def answer(opinion: Opinion, words: str) -> None:
    """The maker's one answer, which stands. Raises AnsweredAlready, SayWhy."""
    session().refresh(opinion, with_for_update=LOCK)
    if opinion.answered_at is not None:
        raise AnsweredAlready
    opinion.answer, opinion.answered_at = rules.needed(words), clock.now()


def report(opinion: Opinion, words: str) -> None:
    """The maker asks staff, once, to look at it. Raises AnsweredAlready, SayWhy."""
    session().refresh(opinion, with_for_update=LOCK)
    if opinion.reported_at is not None:
        raise AnsweredAlready
    opinion.report, opinion.reported_at = rules.needed(words), clock.now()


# ---- staff ----------------------------------------------------------------------------------------------------


def hide(opinion: Opinion, why: HideReason, by: int) -> None:
    """Show it no more, for a reason that the public sees. Raises MoveRefused."""
    opinion.move_to(Visibility.HIDDEN, by, why.value, hidden_why=why)
    audit.note("opinion_hidden", "opinion", opinion.id, by, why=why.value)
    _settle(opinion)


def show_again(opinion: Opinion, why: str, by: int) -> None:
    """It was hidden for no good reason; the record keeps why it is shown again. Raises MoveRefused, SayWhy."""
    told = rules.needed(why, rules.MOST_WHY)
    opinion.move_to(Visibility.SHOWN, by, told, hidden_why=None)
    audit.note("opinion_shown", "opinion", opinion.id, by, why=told)


def keep(opinion: Opinion, by: int) -> None:
    """What the maker reported stays as it is."""
    audit.note("opinion_kept", "opinion", opinion.id, by)
    _settle(opinion)


def _settle(opinion: Opinion) -> None:
    if opinion.reported_at is not None and opinion.settled_at is None:
        opinion.settled_at = clock.now()
