"""Fairs, shared workshops and bazaars of the demo, who booked them, and two stories that their owners agreed to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from app import programme, spaces, stories
from app.demo.diary import Diary
from app.shared import clock
from app.shared.calendar import today
from app.shared.database import transaction
from app.shared.money import Rial
from app.spaces import NewBazaar, NewSpace, SpaceKind, Wanted
from app.stories import NewStory


@dataclass(frozen=True)
class _Plan:
    """A space: how many days before the end of the demo it is told of, in how many days from then it begins."""

    told_ago: int
    begins_in: int
    lasts: int
    kind: SpaceKind
    name: str
    county: str
    place: str
    places: int
    more: Mapping[str, Any]


_BAZAARS = (
    ("پنجشنبه‌بازارِ بوشهر (نمونه)", "1801", {5}, "۸ تا ۱۳", "حصیر، لباس و ترشی", "پارکینگِ کنارِ پارکِ ساحلی"),
    ("جمعه‌بازارِ برازجان (نمونه)", "1803", {6}, "۷ تا ۱۲", "خرما، ارده و دست‌بافت", "خیابانِ کاروان‌سرا، زمینِ روبه‌رو"),
    ("دوشنبه‌بازارِ گناوه (نمونه)", "1807", {2}, "۹ تا ۱۴", "پارچه، ماهی و ادویه", "پشتِ بازارِ مرکزی"),
    ("بازارِ ماهی‌گیرانِ دیر (نمونه)", "1805", {0, 3}, "۶ تا ۱۰", "ماهی، میگو و تورِ بافته", "کنارِ اسکله"),
    ("جمعه‌بازارِ خورموج (نمونه)", "1804", {6}, "۷ تا ۱۲", "گلیم، حصیر و لبنیات", "میدانِ ورودیِ شهر"),
    ("بازارچهٔ کنگان (نمونه)", "1806", {4, 5}, "۱۶ تا ۲۱", "خوراکِ خانگی و صنایعِ دستی", "بوستانِ بانوان"),
)
_STORIES = (
    ("از یک زنبیل", "مادرم حصیر می‌بافت و من نگاه می‌کردم. زنبیلِ نخست را خودم فروختم. حالا هر ماه سفارش دارم.", True),
    ("چای و ارده", "با یک دیگ آغاز کردم. پیشران یادم داد پروانه بگیرم. حالا همسایه‌ام هم با من کار می‌کند.", True),
    ("دستِ خودم", "می‌خواستم بچه‌ها ببینند که از هنرِ مادرشان پول درمی‌آید.", False),
)
_ASKING = {SpaceKind.FAIR: 9, SpaceKind.BOOTH: 2, SpaceKind.WORKSHOP: 4}
_LOOKED_AT_LONG_AGO = 200


@dataclass(frozen=True)
class Gatherings:
    """Writes into the diary what becomes of them. `makers` by county, in the order in which they act."""

    diary: Diary
    makers: Mapping[str, Sequence[int]]
    staff: Sequence[int]
    until: datetime

    def plan(self) -> None:
        everybody = [maker for county in self.makers.values() for maker in county]
        for one in self._spaces():
            self.diary.write(self.until - timedelta(days=one.told_ago), partial(self._tell, one, everybody))
        for place, told in enumerate(_BAZAARS):
            ago = _LOOKED_AT_LONG_AGO if place >= len(_BAZAARS) - 2 else 20 + place
            self.diary.write(self.until - timedelta(days=ago), partial(self._bazaar, place, told))
        for place, (title, words, kept) in enumerate(_STORIES):
            if place < len(everybody):
                at = self.until - timedelta(days=30 - 5 * place)
                self.diary.write(at, partial(self._story, everybody[place], title, words, kept))

    def _spaces(self) -> list[_Plan]:
        fair, booth, workshop = SpaceKind.FAIR, SpaceKind.BOOTH, SpaceKind.WORKSHOP
        has, days = frozenset({"table", "power"}), frozenset({0, 1, 2, 3, 4})
        sea = {"has": has, "fee": Rial(1_000_000), "hours": "۱۶ تا ۲۲"}
        kitchen = {"hours": "۸ تا ۱۲", "weekdays": days, "has": frozenset({"water", "oven", "power"})}
        hall = {"weekdays": days, "has": has}
        food = {"needs_permit": True}
        return [
            _Plan(65, 30, 3, fair, "نمایشگاهِ پاییزِ برازجان (نمونه)", "1803", "سالنِ شهرداری", 8, {"has": has}),
            _Plan(12, 30, 4, fair, "نمایشگاهِ پارکِ ساحلی (نمونه)", "1801", "پارکِ ساحلی", 6, sea),
            _Plan(6, 24, 1, booth, "غرفهٔ دوشنبه‌بازارِ گناوه (نمونه)", "1807", "پشتِ بازارِ مرکزی", 10, food),
            _Plan(20, 1, 80, workshop, "آشپزخانهٔ مشترکِ بوشهر (نمونه)", "1801", "خیابانِ سنگی", 3, kitchen),
            _Plan(20, 1, 80, workshop, "کارگاهِ بافتِ خورموج (نمونه)", "1804", "خانهٔ فرهنگ", 5, hall),
        ]

    def _tell(self, one: _Plan, everybody: Sequence[int]) -> None:
        first = today() + timedelta(days=one.begins_in)
        last = first + timedelta(days=one.lasts - 1)
        until = last if one.kind is SpaceKind.WORKSHOP else first - timedelta(days=3)
        days = first, last, one.places, until, until
        key = f"demo:{one.name}"[:40]
        new = NewSpace(one.kind, one.name, one.county, one.place, *days, key, **one.more)
        with transaction():
            found = spaces.draw_up(new, self.staff[0])
            spaces.publish(found, self.staff[0])
            number = found.id
        self._asked_for(one, number, everybody)

    def _asked_for(self, one: _Plan, number: int, everybody: Sequence[int]) -> None:
        """Once the days for villages alone are over."""
        days, many = [slot.id for slot in spaces.slots_of(number)], _ASKING[one.kind]
        asking = clock.now() + timedelta(days=4)
        for place, maker in enumerate(everybody[:many]):
            slot_id = days[(6 + place * 3) % len(days)]
            self.diary.write(asking + timedelta(hours=place), partial(self._book, slot_id, maker))
        if one.told_ago - one.begins_in > one.lasts:
            held = clock.now() + timedelta(days=one.begins_in + one.lasts)
            self.diary.write(held, partial(self._came, number))

    def _book(self, slot_id: int, maker_id: int) -> None:
        with transaction():
            trainee = programme.trainee(maker_id)
            shown = Wanted(shown=maker_id % 3 > 0)
            spaces.book(spaces.slot_in(slot_id, None), trainee, shown, trainee.person_id)

    def _came(self, space_id: int) -> None:
        with transaction():
            for place, (one, _, _) in enumerate(spaces.bookings_of(space_id)):
                if one.state is spaces.BookingState.PLACED:
                    spaces.mark(one, self.staff[0], came=place != 2)

    def _bazaar(self, place: int, told: tuple[str, str, set[int], str, str, str]) -> None:
        name, county, weekdays, hours, sold, directions = told
        new = NewBazaar(name, county, frozenset(weekdays), hours, sold, directions, f"demo:bazaar:{place}")
        with transaction():
            spaces.add_bazaar(new, self.staff[0])

    def _story(self, maker_id: int, title: str, words: str, kept: bool) -> None:
        with transaction():
            trainee = programme.trainee(maker_id)
            story = stories.write(trainee, NewStory(title, words, f"demo:story:{maker_id}"), self.staff[0])
            stories.agree(story, trainee, trainee.person_id)
            stories.publish(story, self.staff[0])
            if not kept:
                stories.take_back(story, trainee.person_id)
