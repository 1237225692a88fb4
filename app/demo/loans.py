"""Credit lines of the demo, and a dozen files at every turn. The lines are made up after the terms of 1404."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial

from app import lending, places, programme
from app.demo.diary import Diary
from app.lending import Line, LineKind, LoanState, NewFile, NewPermission, NewTerms, PaperKind, WhyRefused
from app.shared.calendar import today
from app.shared.database import transaction
from app.shared.money import Rial

_CRAFTS = frozenset({"mats", "rugs", "sewing", "weaving", "sea_crafts", "jewelry", "wood_leather"})
_PAPERS = frozenset({PaperKind.NATIONAL_CARD, PaperKind.HOME_LICENCE, PaperKind.BUSINESS_PLAN, PaperKind.GUARANTOR})
_SOURCE = "نمایش، پس از شرایطِ ۱۴۰۴"


@dataclass(frozen=True)
class _Plan:
    """A file: of which line, how much, for what, how many days ago it was opened and where it ends up."""

    kind: LineKind
    rials: int
    purpose: str
    days_ago: int
    goes_to: LoanState


_PLANS = (
    _Plan(LineKind.HOME, 1_200_000_000, "چرخِ صنعتی و پارچه برای سه ماه", 95, LoanState.GRANTED),
    _Plan(LineKind.HOME, 800_000_000, "اجاق و فِرِ شیرینی‌پزی", 70, LoanState.BANK_REFUSED),
    _Plan(LineKind.HOME, 600_000_000, "دستگاهِ بسته‌بندی", 40, LoanState.REFERRED),
    _Plan(LineKind.HOME, 900_000_000, "خریدِ خرما در فصل", 20, LoanState.COMPLETE),
    _Plan(LineKind.HOME, 400_000_000, "قفسه و میزِ کار", 6, LoanState.DRAFT),
    _Plan(LineKind.RURAL, 1_000_000_000, "خشک‌کنِ میوه و سبزی", 90, LoanState.GRANTED),
    _Plan(LineKind.RURAL, 1_500_000_000, "کارگاهِ کوچکِ کنارِ خانه", 60, LoanState.REFUSED),
    _Plan(LineKind.RURAL, 700_000_000, "برگِ نخل و رنگ برای یک سال", 25, LoanState.REFERRED),
    _Plan(LineKind.RURAL, 500_000_000, "فریزر برای میگو", 4, LoanState.DRAFT),
    _Plan(LineKind.HANDICRAFT, 1_800_000_000, "دارِ گبه و پشمِ رنگ‌شده", 85, LoanState.GRANTED),
    _Plan(LineKind.HANDICRAFT, 900_000_000, "کوره و ابزارِ صدف‌کاری", 50, LoanState.WITHDRAWN),
    _Plan(LineKind.HANDICRAFT, 650_000_000, "نخ و پارچه", 15, LoanState.COMPLETE),
)


@dataclass(frozen=True)
class Loans:
    """Writes into the diary what becomes of them. `makers`: by county; `staff`: at least one."""

    diary: Diary
    makers: Mapping[str, Sequence[int]]
    staff: Sequence[int]
    now: datetime

    def plan(self, start: datetime) -> None:
        self.diary.write(start + timedelta(days=2), self._lines)
        for number, one in enumerate(_PLANS):
            self.diary.write(self.now - timedelta(days=one.days_ago), partial(self._file, one, number))

    def _lines(self) -> None:
        first, by = today(), self.staff[0]
        permission = NewPermission(places.BUSHEHR, first - timedelta(days=200), None, _SOURCE, "demo")
        with transaction():
            lending.permit(permission, by)
        for kind, name, bank, trades in (
            (LineKind.HOME, "نمایش: وامِ مشاغلِ خانگی", "بانک توسعه تعاون", frozenset[str]()),
            (LineKind.RURAL, "نمایش: وامِ روستایی", "پست بانک", frozenset[str]()),
            (LineKind.HANDICRAFT, "نمایش: وامِ صنایعِ دستی، تبصرهٔ ۱۵", "بانک کشاورزی", _CRAFTS),
        ):
            with transaction():
                lending.open_line(kind, _terms(kind, name, bank, trades, first), by)

    def _file(self, plan: _Plan, number: int) -> None:
        line = next(one for one in lending.open_lines() if one.row.kind is plan.kind)
        trainee_id = self._who(line, number)
        if trainee_id is None:
            return
        new = NewFile(line.row.id, line.terms.id, Rial(plan.rials), line.terms.months, plan.purpose, f"demo-{number}")
        with transaction():
            trainee = programme.trainee(trainee_id)
            file_id = lending.open_file(new, trainee, trainee.person_id).id
        self._go_on(file_id, plan.goes_to, line)

    def _who(self, line: Line, number: int) -> int | None:
        """Another maker for each file, of another county each time, who may ask for this line."""
        counties = sorted(self.makers)
        turned = counties[number % len(counties) :] + counties[: number % len(counties)]
        for county in turned:
            for trainee_id in self.makers[county]:
                trainee = programme.trainee(trainee_id)
                may = all(holds for _, holds in lending.conditions(trainee, [line])[line.row.id])
                if may and not lending.files_of(trainee_id):
                    return trainee_id
        return None

    def _go_on(self, file_id: int, goes_to: LoanState, line: Line) -> None:
        by = self.staff[-1]
        papers = line.papers[:2] if goes_to is LoanState.DRAFT else line.papers
        for paper in papers:
            with transaction():
                lending.see_paper(lending.file(file_id, None), paper, by)
        if goes_to in {LoanState.DRAFT, LoanState.COMPLETE}:
            return
        with transaction():
            file = lending.file(file_id, None)
            if goes_to is LoanState.REFUSED:
                lending.refuse(file, WhyRefused.PLAN, "درآمدِ طرح ننوشته مانده؛ با پیشران بنویسید و دوباره بخواهید", by)
            elif goes_to is LoanState.WITHDRAWN:
                lending.withdraw(file, "با سودِ خودم می‌خرم", file.opened_by)
            else:
                lending.refer(file, f"نمایش/{file_id}", by)
        if goes_to in {LoanState.GRANTED, LoanState.BANK_REFUSED}:
            self._answer(file_id, goes_to, by)

    def _answer(self, file_id: int, goes_to: LoanState, by: int) -> None:
        with transaction():
            file = lending.file(file_id, None)
            if goes_to is LoanState.GRANTED:
                lending.grant(file, file.asked_rial, today(), by)
            else:
                lending.bank_refuses(file, WhyRefused.GUARANTOR, "ضامنِ رسمی نداشت", today(), by)


def _terms(kind: LineKind, name: str, bank: str, trades: frozenset[str], first: date) -> NewTerms:
    return NewTerms(
        name=name,
        bank=bank,
        trades=trades,
        counties=frozenset(),
        village_only=kind is LineKind.RURAL,
        first_day=first,
        last_day=first + timedelta(days=500),
        budget=Rial(30_000_000_000 if kind is LineKind.HOME else 12_000_000_000),
        cap=Rial(2_000_000_000),
        fee_bps=400,
        months=60,
        papers=_PAPERS | ({PaperKind.RESIDENCE} if kind is LineKind.RURAL else set()),
        source=_SOURCE,
        form_key=f"demo-{kind.value}",
    )
