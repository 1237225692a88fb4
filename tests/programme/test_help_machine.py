"""Help in any order: whatever is pressed by whom, with however old a page, nothing is lost or given twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from contextlib import suppress

from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import ColumnElement, select

from app import programme
from app.accounts import Role
from app.programme import EndedBy, HelpState, Need, Offer, ThanksHidden, Undertaking
from app.shared import audit, states
from app.shared.calendar import today
from app.shared.database import session, transaction
from app.shared.errors import Refusal
from tests import world

ENDED = {HelpState.GIVEN, HelpState.CALLED_OFF}
Step = tuple[str, int, int]


class Helping:
    """Three mentors, two of whom may go, two trainees, one of them in another mentor's care, and staff."""

    def __init__(self) -> None:
        self.mentors = [world.mentor() for _ in range(3)]
        self.trainees = [world.maker() for _ in range(2)]
        self.staff = world.official(Role.STAFF)
        with transaction():
            programme.take_case(programme.trainee(self.trainees[0]), programme.mentor(self.mentors[1]), None)
        self.offers = [world.offered(one, places=1, words=f"بافت {one}") for one in self.mentors]
        self.needs = [world.needed(one, f"غرفه {one}") for one in self.trainees]

    def act(self, step: Step) -> None:
        """Somebody tries, on whatever row; a refusal is an answer, a fault is not."""
        name, who, which = step
        acts: dict[str, Callable[[int, int], object]] = {
            "tell": lambda who, which: world.needed(self.trainees[who % 2], f"ابزار {which % 2}"),
            "offer": lambda who, which: world.offered(self.mentors[who], places=1 + which % 2, words=f"دوخت {which}"),
            "take": lambda who, which: world.take_up(self.trainees[who % 2], self.some(Offer, which)),
            "answer": lambda who, which: world.answer(self.mentors[who], self.some(Need, which)),
            "gave": self.gave,
            "off": self.off,
            "off_by_her": self.off_by_her,
            "drop": self.drop,
            "close": self.close,
            "thank": self.thank,
            "hide": self.hide,
            "show": self.show,
            "leave": lambda who, _which: self.leave(who % 2),
        }
        world.fresh()
        with suppress(Refusal):
            acts[name](who, which)

    def some(self, kind: type[Offer] | type[Need] | type[Undertaking], which: int) -> int:
        """One of all rows that there are, the newest more often."""
        found = session().scalars(select(kind.id).where(self.mine(kind)).order_by(kind.id.desc())).all()
        return found[which % len(found)] if found else 0

    def mine(self, kind: type[Offer] | type[Need] | type[Undertaking]) -> ColumnElement[bool]:
        if kind is Need:
            return Need.trainee_id.in_(self.trainees)
        return kind.mentor_id.in_(self.mentors)

    def undertaking(self, which: int, **whose: int) -> Undertaking:
        return programme.undertaking_of(self.some(Undertaking, which), **whose)

    def gave(self, who: int, which: int) -> None:
        with transaction():
            programme.gave(self.undertaking(which, mentor_id=self.mentors[who]), 1 + which, today(), None)

    def off(self, who: int, which: int) -> None:
        with transaction():
            programme.call_off(self.undertaking(which, mentor_id=self.mentors[who]), "نشد", None)

    def off_by_her(self, who: int, which: int) -> None:
        with transaction():
            programme.call_off_mine(self.undertaking(which, trainee_id=self.trainees[who % 2]), "", None)

    def drop(self, who: int, which: int) -> None:
        with transaction():
            programme.call_need_off(programme.need_of(self.some(Need, which), self.trainees[who % 2]), None)

    def close(self, who: int, which: int) -> None:
        with transaction():
            programme.close_offer(programme.offer_of(self.some(Offer, which), self.mentors[who]), None)

    def thank(self, who: int, which: int) -> None:
        with transaction():
            found = self.undertaking(which, trainee_id=self.trainees[who % 2])
            programme.thank(found, f"سپاس {which}", None)

    def hide(self, _who: int, which: int) -> None:
        with transaction():
            found = programme.thanks_in(self.some(Undertaking, which), None).undertaking
            programme.hide_thanks(found, ThanksHidden.INSULT, self.staff)

    def show(self, _who: int, which: int) -> None:
        with transaction():
            programme.show_thanks(programme.thanks_in(self.some(Undertaking, which), None).undertaking, self.staff)

    def leave(self, who: int) -> None:
        with transaction():
            programme.mentor_leaves(programme.mentor(self.mentors[who]), self.staff)

    def broken(self) -> list[str]:
        """Which promises do not hold."""
        world.fresh()
        offers = {one.id: one for one in session().scalars(select(Offer).where(self.mine(Offer)))}
        needs = {one.id: one for one in session().scalars(select(Need).where(self.mine(Need)))}
        done = list(session().scalars(select(Undertaking).where(self.mine(Undertaking)).order_by(Undertaking.id)))
        standing = [one for one in done if one.state is not HelpState.CALLED_OFF]
        taken, answers = Counter(one.offer_id for one in standing), Counter(one.need_id for one in standing)
        return [
            *(f"offer {one.id} counts {one.taken}" for one in offers.values() if one.taken != taken[one.id]),
            *(f"offer {one.id} is overfull" for one in offers.values() if one.taken > one.places),
            *(f"need {one} has {answers[one]} answers" for one in needs if answers[one] > 1),
            *(f"need {one} is off and answered" for one, row in needs.items() if row.called_off_at and answers[one]),
            *(f"{one.id} hangs" for one in standing if one.state is HelpState.OPEN and self.gone(one.mentor_id)),
            *(f"offer {one.id} hangs" for one in offers.values() if one.holds and self.gone(one.mentor_id)),
            *(f"{one.id} is lost" for one in done if one.ended_by is EndedBy.LEFT and self.lost(one, needs)),
            *(f"{one.id} moved as {moves}" for one in done if (moves := moved(one.id)) not in WALKS),
            *self.read_by_everybody(done),
        ]

    def gone(self, mentor_id: int) -> bool:
        return programme.mentor(mentor_id).left_at is not None

    def lost(self, one: Undertaking, needs: dict[int, Need]) -> bool:
        """Whether a mentor who went took with him what she wanted: it has to be a need of hers, met or not."""
        if one.need_id is not None:
            return one.need_id not in needs
        words = session().get_one(Offer, one.offer_id).words
        return not any(need.trainee_id == one.trainee_id and need.words == words for need in needs.values())

    def read_by_everybody(self, done: list[Undertaking]) -> list[str]:
        """Thanks and hours on mentors' pages: those of what was given, and no hidden words."""
        wrong = []
        for mentor_id in self.mentors:
            mine = [one for one in done if one.mentor_id == mentor_id and one.state is HelpState.GIVEN]
            shown = Counter(one.thanks for one in mine if one.thanks and one.hidden_why is None)
            told = programme.given_by(mentor_id)
            if Counter(told.thanks) != shown or told.hours != sum(one.hours or 0 for one in mine):
                wrong.append(f"mentor {mentor_id} is told of wrongly: {told}")
        for one in done:
            acts = [row.act for row in audit.of("undertaking", one.id) if row.act in {"thanks_hidden", "thanks_shown"}]
            if (one.hidden_why is not None) != (acts[-1:] == ["thanks_hidden"]):
                wrong.append(f"the record of {one.id} says {acts}")
        return wrong


WALKS = [[HelpState.OPEN], *([HelpState.OPEN, one] for one in ENDED)]


def moved(undertaking_id: int) -> list[str]:
    return [one.became for one in states.history("undertaking", undertaking_id)]


ACTS = ["tell", "offer", "take", "answer", "gave", "off", "off_by_her", "drop", "close", "thank", "hide", "show"]
STEPS = st.tuples(
    st.sampled_from([*ACTS, "take", "answer", "gave", "thank", "leave"]), st.integers(0, 2), st.integers(0, 4)
)


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.lists(STEPS, min_size=10, max_size=30))
def test_help_in_any_order_keeps_its_promises(app: Flask, steps: list[Step]):
    helping = Helping()

    for step in steps:
        helping.act(step)
        assert helping.broken() == [], step


def test_the_walks_lead_everywhere(app: Flask):
    """The control: these acts, in this order, do reach thanks that are hidden and help that is handed on."""
    helping = Helping()

    for step in [("answer", 0, 0), ("take", 0, 2), ("gave", 0, 1), ("thank", 1, 1), ("hide", 0, 1), ("leave", 0, 0)]:
        helping.act(step)

    world.fresh()
    done = list(session().scalars(select(Undertaking).where(helping.mine(Undertaking)).order_by(Undertaking.id)))
    assert [(one.state, one.ended_by, one.hidden_why) for one in done] == [
        (HelpState.GIVEN, None, ThanksHidden.INSULT),
        (HelpState.CALLED_OFF, EndedBy.LEFT, None),
        (HelpState.OPEN, None, None),
    ]
