"""Case work of the demo: mentors of some trades, briefings and who was asked, pauses, certificates, costs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from app import catalogue, programme
from app.catalogue import NewCost
from app.programme import Asked, Contact, NewBriefing, NewGuest, NewPause, RollFilter, Stage, Way
from app.shared import clock
from app.shared.calendar import local_date, today
from app.shared.database import transaction
from app.shared.money import Rial

_TRADES = ("sewing", "mats", "sweets", "weaving", "dates", "mats", "rugs")
_PLACES = ("مسجدِ جامع", "دبستانِ دخترانهٔ روستا", "خانهٔ بهداشت", "سالنِ شهرداری")
_CONTACTS = ("بی‌بی سکینه", "کدخدا زایر حسین", "خانم معلم")
_GUESTS = (("گلنار", "چغادک"), ("ماهرخ", "عالی‌شهر"))
_ASKED = 4
_CERTIFIED = 6
_COSTED = 8


@dataclass(frozen=True)
class Casework:
    """`mentors` and `makers` by county; made in one go, once visits, sessions and goods are there."""

    mentors: Mapping[str, int]
    makers: Mapping[str, Sequence[int]]
    staff: Sequence[int]
    mobile: str
    now: datetime

    def all(self, cohort_id: int) -> None:
        self._trades()
        for number, county in enumerate(list(self.mentors)[:4]):
            with clock.at(self.now - timedelta(days=20 * (4 - number))):
                self._briefing(number, county)
        self._pauses()
        self._certificates(cohort_id)
        self._costs()
        self._known_guest()
        self._holder(cohort_id)

    def _known_guest(self) -> None:
        """A guest of the last briefing left no number; staff know who she is."""
        found = programme.briefings(None, 1)[1][0].briefing
        guest = programme.guests_of(found.id)[-1]
        asked = {one.id for _, one in programme.invited_to(found.id)}
        here = programme.roll(RollFilter(county_code=found.county_code)).lines
        her = next((one.trainee for one in here if one.trainee.id not in asked), None)
        if her is not None:
            with transaction():
                programme.tie_guest(found, guest.guest.id, programme.trainee(her.id), self.staff[0])

    def _holder(self, cohort_id: int) -> None:
        """One course has its mentor, the other none yet."""
        with transaction():
            mentor = programme.mentor(next(iter(self.mentors.values())))
            programme.name_holder(programme.cohort(cohort_id), mentor, self.staff[0])

    def _trades(self) -> None:
        """Seven mentors have a trade of their own, the others take all: some trades are without a mentor."""
        with transaction():
            for mentor_id, trade in zip(self.mentors.values(), _TRADES, strict=False):
                programme.mentor(mentor_id).trade_code = trade

    def _briefing(self, number: int, county: str) -> None:
        """Registrants who wait for a place were asked by three contacts, half of them came; and two who are new."""
        by, contact = self.staff[0], _CONTACTS[number % len(_CONTACTS)]
        wanted = RollFilter(county_code=county, stage=Stage.APPLIED)
        people = [one.trainee for one in programme.roll(wanted).lines][:_ASKED]
        asked = Asked(Contact.VILLAGE, contact, Way.IN_PERSON if number % 2 else Way.PHONE)
        with transaction():
            held = programme.brief(NewBriefing(county, today(), _PLACES[number], f"demo-{county}"), by)
            programme.invite(held, people, asked, by)
            programme.note_who_came(held, {one.id: place % 2 == 0 for place, one in enumerate(people)}, by)
            for name, village in _GUESTS:
                key = f"demo-{county}-{name}"
                mobile = self.mobile if number == 0 and name == _GUESTS[0][0] else None
                guest = programme.invite_guest(held, NewGuest(name, mobile, village, key), asked, by)
                programme.note_which_guests_came(held, {guest.id: name == _GUESTS[0][0]}, by)

    def _pauses(self) -> None:
        """A county stood still for a week; one maker stands still now."""
        county = list(self.makers)[-1]
        maker = programme.trainee(self.makers[county][0])
        first = local_date(self.now) - timedelta(days=60)
        over = NewPause("توفان و قطعِ برق", first, first + timedelta(days=6), "demo-county", county_code=county)
        still = NewPause("بیماریِ مادر", local_date(self.now) - timedelta(days=5), None, "demo", trainee_id=maker.id)
        with transaction():
            for one in (over, still):
                programme.pause(one, self.staff[0])

    def _certificates(self, cohort_id: int) -> None:
        """Some of those who came to enough of the course."""
        makers = [one for of_county in self.makers.values() for one in of_county]
        places = [
            place
            for maker in makers
            for place, course in programme.engagements_of(maker)
            if course.id == cohort_id and programme.may_be_certified(place)
        ]
        with transaction():
            for place in places[:_CERTIFIED]:
                programme.certify(place, self.staff[0])

    def _costs(self) -> None:
        """A few makers have said what a piece costs them."""
        makers = [one for of_county in self.makers.values() for one in of_county][:_COSTED]
        for number, maker_id in enumerate(makers):
            goods = catalogue.of_maker(maker_id)
            with transaction():
                for one in goods[:1]:
                    cost = NewCost(Rial(300_000 + 50_000 * number), Rial(40_000), Rial(20_000))
                    catalogue.state_cost(one.product.id, cost, programme.trainee(maker_id).person_id)
