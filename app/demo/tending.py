"""How the demo's trainees are cared for, who of them is away, and a batch that is called back."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial

from app import catalogue, orders, programme
from app.catalogue import Batch, NewLeave, Shelf
from app.demo import sayings
from app.demo.cast import SEED
from app.demo.diary import Diary
from app.programme import Mark, Place, Seen
from app.shared import clock
from app.shared.calendar import today
from app.shared.database import transaction

_IN_CARE = 4
_VISITS = 3
_WEEK = timedelta(days=7)


@dataclass
class Tending:
    """Visits and sessions of mentors, days off of makers; `mentors` by county, `makers` by county."""

    diary: Diary
    mentors: Mapping[str, int]
    makers: Mapping[str, Sequence[int]]
    staff: int
    until: datetime
    dice: random.Random = field(default_factory=lambda: random.Random(SEED + 2))

    def plan(self, cohort_id: int) -> None:
        """Write half a year of it into the diary."""
        cared_for = {
            mentor_id: list(self.makers.get(county, ()))[:_IN_CARE] for county, mentor_id in self.mentors.items()
        }
        first = self.until - 20 * _WEEK
        for mentor_id, trainees in cared_for.items():
            for place, trainee_id in enumerate(trainees):
                self.diary.write(first + timedelta(days=place), partial(self._take, trainee_id, mentor_id))
                for number in range(_VISITS):
                    back = timedelta(days=3 + 40 * (_VISITS - 1 - number) + 20 * self.dice.random())
                    last = number == _VISITS - 1
                    back += place // (_IN_CARE - 1) * 5 * _WEEK  # the last of them nobody has seen for long
                    self.diary.write(self.until - back, partial(self._visit, trainee_id, mentor_id, last=last))
        present = [trainee_id for trainees in cared_for.values() for trainee_id in trainees]
        for number, title in enumerate(sayings.LESSONS):
            self.diary.write(self.until - (14 - 4 * number) * _WEEK, partial(self._lesson, cohort_id, title, present))

    def _take(self, trainee_id: int, mentor_id: int) -> None:
        with transaction():
            programme.take_case(programme.trainee(trainee_id), programme.mentor(mentor_id), None)

    def _visit(self, trainee_id: int, mentor_id: int, *, last: bool) -> None:
        """With something to do by a day; of the last ones some are late, the others are done."""
        day, place = today(), self.dice.choice(list(Place))
        by = day + timedelta(days=self.dice.choice((2, 10)))
        key = f"demo-{trainee_id}-{day:%Y%m%d}"
        told = Seen(day, place, sayings.seen(self.dice), key, self.dice.choice(sayings.STEPS), by)
        with transaction():
            visit = programme.write_visit(programme.trainee(trainee_id), programme.mentor(mentor_id), told)
            if not last:
                programme.step_done(visit)

    def _lesson(self, cohort_id: int, title: str, trainees: Sequence[int]) -> None:
        marks = {one: self.dice.choices(list(Mark), (80, 12, 8))[0] for one in trainees}
        with transaction():
            lesson = programme.hold_lesson(programme.cohort(cohort_id), today(), title, self.staff)
            programme.mark(lesson, marks, self.staff)

    # ---- days off and a recall --------------------------------------------------------------------------------

    def days_off(self) -> None:
        """One maker is away, another will be."""
        makers = [maker_id for of_county in self.makers.values() for maker_id in of_county]
        for maker_id, begins, words in zip(self.dice.sample(makers, 2), (0, 12), sayings.AWAY, strict=True):
            first = today() + timedelta(days=begins)
            with transaction():
                leave = NewLeave(first, first + timedelta(days=6), words, spares_ready=begins > 0)
                catalogue.take_leave(maker_id, leave, programme.trainee(maker_id).person_id)

    def call_back(self, product_ids: Sequence[int]) -> None:
        """A batch of the last weeks was not good; its buyers know."""
        product_id = fit_to_recall(product_ids)
        if product_id is None:
            return
        batch = Batch(None, today() - 5 * _WEEK, today(), sayings.WHY_RECALLED, sayings.WHAT_TO_DO)
        with transaction():
            begun = orders.recall(catalogue.product(product_id), batch, self.staff)
            for order, _ in orders.recalled_orders(begun.id):
                orders.told_of_recall(begun.id, order.id)


def fit_to_recall(product_ids: Sequence[int]) -> int | None:
    """Of these the one that sold most in the last weeks, where another maker sells the same; None where nobody does."""
    on_sale = [one for one in catalogue.products(product_ids).values() if one.state is Shelf.ON_SALE]
    versions = catalogue.versions(one.live_version_id or 0 for one in on_sale)
    goods = {one.id: versions[one.live_version_id or 0].good_id for one in on_sale}
    of_good = Counter(goods.values())
    since = clock.now() - 5 * _WEEK
    twice = [one for one, good_id in goods.items() if of_good[good_id] > 1]
    return max(twice, key=lambda one: (orders.pieces_sold(one, since), -one), default=None)
