"""What the demo's mentors offer and its trainees need, and what came of it."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial

from app import programme
from app.demo import sayings
from app.demo.cast import SEED
from app.demo.diary import Diary
from app.programme import HelpKind, NewOffer
from app.shared import clock
from app.shared.calendar import today
from app.shared.database import transaction

_OFFER_DAYS = 60
_THANKFUL = 0.7


@dataclass
class Helping:
    """Offers and needs of the last weeks; `mentors` by county, `makers` by county, in the order in which they act."""

    diary: Diary
    mentors: Mapping[str, int]
    makers: Mapping[str, Sequence[int]]
    until: datetime
    dice: random.Random = field(default_factory=lambda: random.Random(SEED + 6))

    def plan(self) -> None:
        """Each mentor offers one thing or two; of each county a few take up, a few ask, and some are answered."""
        for place, (county, mentor_id) in enumerate(self.mentors.items()):
            makers = self.makers.get(county, ())
            for number, (kind, words) in enumerate(sayings.OFFERS[place % 2 :: 2][:2]):
                takers = makers[number : number + 2]
                begun = self.until - timedelta(days=40 - 9 * number - place)
                self.diary.write(begun, partial(self._offer, mentor_id, county, HelpKind(kind), words, takers))
            if makers:
                kind, words = sayings.NEEDS[place % len(sayings.NEEDS)]
                answers = mentor_id if place % 3 else None
                begun = self.until - timedelta(days=20 - place)
                self.diary.write(begun, partial(self._need, makers[-1], HelpKind(kind), words, answers))

    def _offer(self, mentor_id: int, county: str, kind: HelpKind, words: str, takers: Sequence[int]) -> None:
        new = NewOffer(kind, words, county, 4, today() + timedelta(days=_OFFER_DAYS))
        with transaction():
            mentor = programme.mentor(mentor_id)
            made = programme.offer(mentor, new, mentor.person_id).id
        for days, trainee_id in enumerate(takers, start=2):
            self.diary.write(clock.now() + timedelta(days=days), partial(self._take_up, trainee_id, made, mentor_id))

    def _take_up(self, trainee_id: int, offer_id: int, mentor_id: int) -> None:
        with transaction():
            trainee = programme.trainee(trainee_id)
            taken = programme.take_up(trainee, offer_id, trainee.person_id).id
        self._later(taken, trainee_id, mentor_id)

    def _need(self, trainee_id: int, kind: HelpKind, words: str, mentor_id: int | None) -> None:
        with transaction():
            trainee = programme.trainee(trainee_id)
            need = programme.tell_need(trainee, kind, words, trainee.person_id).id
        if mentor_id is not None:
            self.diary.write(clock.now() + timedelta(days=2), partial(self._answer, mentor_id, need, trainee_id))

    def _answer(self, mentor_id: int, need_id: int, trainee_id: int) -> None:
        with transaction():
            mentor = programme.mentor(mentor_id)
            taken = programme.answer_need(mentor, need_id, mentor.person_id).id
        self._later(taken, trainee_id, mentor_id)

    def _later(self, taken: int, trainee_id: int, mentor_id: int) -> None:
        """It is given within a fortnight, and most of them say a word of thanks."""
        days = self.dice.randrange(4, 14)
        self.diary.write(clock.now() + timedelta(days=days), partial(self._give, taken, trainee_id, mentor_id))

    def _give(self, taken: int, trainee_id: int, mentor_id: int) -> None:
        with transaction():
            mentor = programme.mentor(mentor_id)
            found = programme.undertaking_of(taken, mentor_id=mentor_id)
            programme.gave(found, self.dice.randrange(1, 9), today(), mentor.person_id)
        if self.dice.random() < _THANKFUL:
            self.diary.write(clock.now() + timedelta(days=1), partial(self._thank, taken, trainee_id))

    def _thank(self, taken: int, trainee_id: int) -> None:
        with transaction():
            trainee = programme.trainee(trainee_id)
            found = programme.undertaking_of(taken, trainee_id=trainee_id)
            programme.thank(found, self.dice.choice(sayings.THANKS), trainee.person_id)
