"""What the demo's counties need, its suppliers and outlets, half a year of searches, what is said of next year."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from app import places, planning, programme, search
from app.planning import Answer, ByHand, NewPartner, PartnerKind, Question, Word
from app.search import Wanted
from app.shared import clock
from app.shared.calendar import JalaliMonth, local_date
from app.shared.database import transaction

_WORDS = (
    "زنبیل", "حلوا", "ارده", "گبه", "خرما", "سبد حصیری", "شیره خرما", "رنگینک", "گلیم", "عروسک", "ماهی خشک", "صابون",
    "قایق بادی", "لباس مجلسی", "فرش ماشینی", "عطر", "یخچال", "دوچرخه",
)  # fmt: skip
_SAID = {
    Question.MATERIAL: ("نخل و خرما هست؛ نخ و رنگ از شیراز می‌آید.", "برگِ نخل هست، پشم کم است."),
    Question.MARKET: ("بازارچهٔ هفتگی و مغازه‌های شهر.", "تنها مسافرانِ نوروز می‌خرند."),
    Question.ROADS: ("راهِ اصلی خوب است، روستاها راهِ خاکی دارند.", "پست هر روز می‌رود."),
    Question.POWER: ("اینترنت در چند روستا نیست.", "برق و اینترنت هست."),
    Question.LICENCES: ("پروانهٔ غذا دیر می‌رسد.", "برای صنایعِ دستی زود می‌دهند."),
}
_PARTNERS = (
    (PartnerKind.SUPPLIER, "برگِ نخلِ آبپخش", "1803", ("mats",)),
    (PartnerKind.SUPPLIER, "نخ و رنگِ دریا", "1801", ("rugs", "weaving", "sewing")),
    (PartnerKind.SUPPLIER, "خرمای سرخِ برازجان", "1803", ("dates", "sweets")),
    (PartnerKind.SUPPLIER, "صدفِ بندر", "1805", ("jewelry", "sea_crafts")),
    (PartnerKind.SUPPLIER, "چرمِ خورموج", "1804", ("wood_leather",)),
    (PartnerKind.SUPPLIER, "ظرف و برچسبِ گناوه", "1807", ("pickles", "herbs")),
    (PartnerKind.SHOP, "فروشگاهِ دست‌های بوشهر", "1801", ("mats", "rugs", "sewing")),
    (PartnerKind.SHOP, "سوغاتیِ ساحل", "1801", ("dates", "sweets")),
    (PartnerKind.SHOP, "خانهٔ حصیر", "1803", ("mats",)),
    (PartnerKind.MARKET, "پنجشنبه‌بازارِ برازجان", "1803", ("herbs", "pickles", "dates")),
    (PartnerKind.MARKET, "بازارچهٔ بندرِ گناوه", "1807", ("seafood", "sewing")),
    (PartnerKind.MARKET, "بازارچهٔ فرودگاه", "1801", ("jewelry",)),
    (PartnerKind.WHOLESALE, "هتلِ دریای جنوب", "1801", ("sweets", "mats")),
    (PartnerKind.WHOLESALE, "پخشِ نخلستان", "1806", ("dates",)),
)  # fmt: skip


@dataclass(frozen=True)
class Planning:
    """`makers` by county; `staff` write. Made in one go, when everything else is there."""

    dice: random.Random
    mentors: Mapping[str, int]
    makers: Mapping[str, Sequence[int]]
    staff: Sequence[int]
    now: datetime

    def all(self) -> None:
        self._searches()
        self._needs()
        self._network()
        self._readiness()

    def _searches(self) -> None:
        """Half a year, some of it by people who had said where to send to."""
        counties = [one.code for one in places.home_counties()]
        known = {words: search.find(Wanted(words=words)) for words in _WORDS}
        for ago in range(180, -1, -3):
            with clock.at(self.now - timedelta(days=ago)), transaction():
                for words in self.dice.sample(_WORDS, 7):
                    found = known[words]
                    county = self.dice.choice(counties) if self.dice.random() < 0.6 else None
                    for _ in range(self.dice.randrange(1, 6)):
                        search.count_search(words, found.total, search.named(found), county)

    def _needs(self) -> None:
        """Last year's are final everywhere; of this year two are being written."""
        year = JalaliMonth.of(self.now).year
        for place, code in enumerate([one.code for one in places.home_counties()]):
            self._study(code, year - 1, place, final=True)
        for code in ("1801", "1803"):
            self._study(code, year, 3, final=False)

    def _study(self, code: str, year: int, place: int, *, final: bool) -> None:
        by = self.staff[0]
        marks = {question: Answer(self.dice.randrange(1, 5), said[place % 2]) for question, said in _SAID.items()}
        with transaction():
            found = planning.begin_study(code, year, by)
            planning.answer(found, marks if final else dict(list(marks.items())[:3]), by)
            if final:
                planning.finish(found, by)

    def _network(self) -> None:
        since = local_date(self.now) - timedelta(days=120)
        for number, (kind, name, county, trades) in enumerate(_PARTNERS):
            contact = f"مسئولِ فروش، ۰۷۷۰۰۰۰۰۰{number:02d}"
            new = NewPartner(kind, name, county, f"demo-{number}", frozenset(trades), contact)
            with transaction():
                found = planning.add_partner(new, self.staff[0])
                planning.tie_mentor(found, programme.mentor(self.mentors[county]), since, self.staff[0])
                if number % 4:
                    planning.check_partner(found, self.staff[-1])
                if not found.supplies:
                    for maker in self.makers.get(county, ())[:3]:
                        planning.tie_trainee(found, programme.trainee(maker), since, self.staff[0])
            if number % 3 == 0:
                neighbour = self.mentors["1802" if county != "1802" else "1801"]
                with transaction():
                    planning.tie_mentor(
                        planning.partner(found.id, None), programme.mentor(neighbour), since, self.staff[0]
                    )

    def _readiness(self) -> None:
        """Of next year two things are said, one is missing, one nobody has spoken of."""
        year = JalaliMonth.of(self.now).year + 1
        said = (
            (ByHand.ROOMS, True, "سالنِ فنی‌وحرفه‌ایِ هر شهرستان"),
            (ByHand.TEACHERS, False, "برای جم و دیلم مربیِ دوخت نداریم"),
            (ByHand.CONTRACT, True, "پیش‌نویس با ادارهٔ کار نوشته شد"),
        )
        for number, (item, ready, words) in enumerate(said):
            with transaction():
                planning.say_ready(year, Word(item, ready, words, f"demo-{number}"), self.staff[0])
