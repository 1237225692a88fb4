"""What the demo's buyers say and ask, and what makers and mentors answer.

It has dice of its own, so that the rest of the demo falls as it always did.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial

from app import accounts, catalogue, claims, opinions, orders, programme, vouching
from app.demo import sayings
from app.demo.cast import SEED
from app.demo.diary import Act, Diary
from app.demo.studio import Studio
from app.opinions import AsTold, HideReason, Opinion, Said, Voice
from app.shared import clock, gallery
from app.shared.database import transaction
from app.shared.errors import Refusal

_SAYING = 0.3
_ASKED = 46
_UNANSWERED = 6
_PHOTOS = 9
_ABOUT = {5: AsTold.YES, 4: AsTold.YES, 3: AsTold.PARTLY, 2: AsTold.PARTLY, 1: AsTold.NO}


@dataclass
class Voices:
    """Opinions, questions and their answers."""

    diary: Diary
    buyers: Sequence[int]
    staff: int
    dice: random.Random = field(default_factory=lambda: random.Random(SEED + 1))

    def _later(self, least: float, most: float, act: Act) -> None:
        self.diary.write(clock.now() + timedelta(hours=least + (most - least) * self.dice.random()), act)

    # ---- opinions ---------------------------------------------------------------------------------------------

    def arrived(self, parcel_id: int) -> None:
        """Some of those who got something write of it in the days after."""
        if self.dice.random() < _SAYING:
            self._later(8, 200, partial(self._say, parcel_id))

    def _say(self, parcel_id: int) -> None:
        stars = self.dice.choices((5, 4, 3, 2, 1), (48, 30, 13, 6, 3))[0]
        said = Said(stars, _ABOUT[stars], sayings.opinion(stars, self.dice), town=self.dice.random() < 0.4)
        number = write(parcel_id, said)
        if number is not None and self.dice.random() < 0.5:
            self._later(3, 90, partial(self._answer, number, pleased=stars > 3))

    def _answer(self, number: int, *, pleased: bool) -> None:
        with transaction():
            opinions.answer(_one(number), sayings.answer(self.dice, pleased=pleased))

    def showcase(self, parcel_ids: Sequence[int], drawing: Studio) -> None:
        """Of today: opinions with photos, one that its maker has reported, one that staff had to hide."""
        done: list[int] = []
        for parcel_id in parcel_ids:
            if len(done) == _PHOTOS:
                break
            number = write(parcel_id, self._pictured(parcel_id, drawing, len(done)))
            done += [] if number is None else [number]
        if len(done) < _PHOTOS:
            return
        reported, insulting = done[-1], done[-2]
        for number in done[:4]:
            self._answer(number, pleased=True)
        with transaction():
            opinions.report(_one(reported), sayings.REPORT)
        with transaction():
            opinions.hide(_one(insulting), HideReason.INSULT, self.staff)

    def _pictured(self, parcel_id: int, drawing: Studio, place: int) -> Said:
        if place == _PHOTOS - 2:
            return Said(1, AsTold.NO, sayings.INSULT)
        line = orders.lines_of([parcel_id])[parcel_id][0]
        good_id, seed = catalogue.version(line.version_id).good_id, 5000 + place
        keys = []
        if good_id is not None:
            for kind in ("product", "detail")[: 1 + place % 2]:
                drawing.begin(kind, good_id, seed)
                keys.append(gallery.keep(drawing.take(kind, good_id, seed)))
        stars = 2 if place == _PHOTOS - 1 else 5 - place % 2
        return Said(stars, _ABOUT[stars], sayings.opinion(stars, self.dice), upload_keys=keys)

    # ---- questions --------------------------------------------------------------------------------------------

    def plan_questions(self, start: datetime, until: datetime) -> None:
        """Buyers with accounts ask now and then; the last ones nobody has answered yet."""
        span = (until - start) / _ASKED
        for number in range(_ASKED - _UNANSWERED):
            self.diary.write(start + span * (number + self.dice.random()), partial(self._ask, answered=True))
        for number in range(_UNANSWERED):
            self.diary.write(until - timedelta(hours=4 + 5 * number), partial(self._ask, answered=False))

    def _ask(self, *, answered: bool) -> None:
        on_sale = sorted(catalogue.products_on_sale())
        if not on_sale:
            return
        words, hers, mentors = self.dice.choice(sayings.QUESTIONS)
        with transaction():
            product = catalogue.product(self.dice.choice(on_sale))
            number = opinions.ask(product, words, accounts.person(self.dice.choice(self.buyers))).id
        if not answered:
            return
        if self.dice.random() < 0.8:
            self._later(2, 40, partial(self._reply, number, Voice.MAKER, hers))
        if self.dice.random() < 0.35:
            self._later(6, 60, partial(self._reply, number, Voice.MENTOR, mentors))

    def _reply(self, number: int, voice: Voice, words: str) -> None:
        try:
            self._answer_question(number, voice, words)
        except Refusal:  # whoever asks the same again while it waits is answered once
            return

    def _answer_question(self, number: int, voice: Voice, words: str) -> None:
        with transaction():
            question = opinions.staffs_question(None, number).question
            product = catalogue.product(question.product_id)
            maker = programme.trainee(product.maker_id)
            if voice is Voice.MAKER:
                opinions.answer_question(question, voice, maker.display_name, words, maker.person_id)
                return
            mentor = vouching.mentor_of_version(product.live_version_id or 0)
            if mentor is not None:
                opinions.answer_question(question, voice, mentor.display_name, words, mentor.person_id)


def _one(number: int) -> Opinion:
    return opinions.within(number, None).opinion


def write(parcel_id: int, said: Said) -> int | None:
    """What a buyer says of the first line of a parcel, unless she had trouble with it; its number."""
    if claims.by_parcel([parcel_id]):
        return None
    try:
        with transaction():
            line = orders.lines_of([parcel_id])[parcel_id][0]
            if opinions.of_line(line.id) is not None:
                return None
            order = orders.order(orders.parcel_by_id(parcel_id).order_id)
            return opinions.say(order, line, said, None).id
    except Refusal:
        return None
