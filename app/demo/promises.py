"""What the demo shows of promised livings: who is at risk, what was told late, kept statements, leave for a reason."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from app import accounts, impact, livings
from app.accounts import Role, Sight
from app.demo.cast import Cast
from app.impact import Livelihood
from app.livings import Beside, Grade, IncomeKind
from app.shared import clock, outbox
from app.shared.calendar import JalaliMonth, local_date
from app.shared.database import transaction
from app.shared.money import Rial

_FALLEN, _LATE = 6, 2
_WHY = "گزارشِ ماهانهٔ شهرستان برای کارگروه"
_MONTHLY = Rial(60_000_000)


@dataclass(frozen=True)
class Promises:
    """`officials` ask for statements."""

    staff: int
    officials: Sequence[int]
    cast: Cast
    now: datetime

    @property
    def over(self) -> JalaliMonth:
        """The last month that is over."""
        return JalaliMonth.of(self.now).plus(-1)

    def tell(self) -> None:
        """What some live from beside the shop; before the months are counted."""
        stands = sorted(impact.standings(self.over).stands, key=lambda one: one.trainee_id)
        fallen = [one.trainee_id for one in stands if _sells(one) and not any(one.income_months)][:_FALLEN]
        late = [one.trainee_id for one in stands if _sells(one) and _nearly(one)][:_LATE]
        self._fall(fallen)
        self._tell_late(late)

    def ask(self) -> None:
        """What officials ask for once the months are counted."""
        self._statements()
        self._leave()

    def _fall(self, whom: Iterable[int]) -> None:
        """They lived from piecework for three months, with its papers, and have had none since."""
        months = [self.over.plus(-step) for step in (6, 5, 4)]
        self._tell(whom, months, self.over.plus(-3).starts + timedelta(days=4))

    def _tell_late(self, whom: Iterable[int]) -> None:
        """Others bring the paper of the last month when it is over: where they stood then is told anew."""
        self._tell(whom, [self.over], max(self.over.ends + timedelta(hours=2), self.now - timedelta(days=6)))

    def _tell(self, whom: Iterable[int], months: Iterable[JalaliMonth], at: datetime) -> None:
        with clock.at(at), transaction():
            for trainee_id in whom:
                for month in months:
                    livings.tell_income(
                        trainee_id, month, Beside(IncomeKind.PIECEWORK, _MONTHLY, Grade.PAPER), self.staff
                    )

    def _statements(self) -> None:
        """The last months as they were known when they ended, and the last as it is known since."""
        first = self.over.plus(-1)
        asked = [
            (first, local_date(first.ends - timedelta(days=1))),
            (self.over, local_date(self.over.ends - timedelta(days=1))),
            (self.over, local_date(self.now) - timedelta(days=1)),
        ]
        for place, (month, day) in enumerate(asked):
            if day < local_date(month.ends - timedelta(days=1)):
                continue
            with transaction():
                impact.ask(month, day, self.officials[place % len(self.officials)])
        while outbox.drain():
            pass

    def _leave(self) -> None:
        """Somebody of one county may see incomes until a day, for a reason."""
        with transaction():
            who = self.cast.somebody()
            person = accounts.add_person(who.mobile, who.given_name, who.family_name)
            accounts.give_role(person, Role.STAFF, by=None, county_code="1801")
            until = local_date(self.now) + timedelta(days=30)
            accounts.give_sight(person, Sight.INCOMES, _WHY, by=self.staff, last_day=until)


def _sells(one: impact.Stand) -> bool:
    return one.livelihood is Livelihood.ACTIVE


def _nearly(one: impact.Stand) -> bool:
    """One income month more would make her living an emerging one, and the last month was none."""
    rules = impact.steadiness()
    lately = one.income_months[-rules.emerging_window :]
    return sum(lately) == rules.emerging - 1 and not lately[-1]
