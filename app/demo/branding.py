"""Cooperatives of the demo and their brands: one was helped months ago, two ask now."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial

from PIL import Image, ImageDraw

from app import funding, programme
from app.demo.diary import Diary
from app.funding import FundState, NewApplication, NewBudget, NewInvoice
from app.shared import gallery
from app.shared.calendar import today
from app.shared.database import session, transaction
from app.shared.money import Rial


@dataclass(frozen=True)
class _Case:
    """A cooperative, what it does for its brand, its bills (seller, number, rials), and how far its application is."""

    name: str
    registration_no: str
    national_id: str
    purpose: str
    bills: tuple[tuple[str, str, int], ...]
    days_ago: int
    goes_to: FundState


_CASES = (
    _Case(
        "تعاونیِ بانوانِ نخل", "۷۱۲۳", "10380284790",
        "نشانه و برچسبِ تازه برای همهٔ کالاها و ثبتِ علامتِ تجاری",
        (("چاپِ خلیجِ فارس", "۱۴۰۵/۸۸", 120_000_000), ("استودیوی بندر", "۲۳", 50_000_000)),
        80, FundState.PAID,
    ),
    _Case(
        "تعاونیِ دست‌بافتِ آفتاب", "۷۲۴۰", "14007650912",
        "جعبه و کیسهٔ یک‌شکل برای فروش در نمایشگاه",
        (("کارتن‌سازیِ جنوب", "۳۱۱", 90_000_000), ("چاپِ خلیجِ فارس", "۱۴۰۵/۱۹۰", 24_500_000)),
        6, FundState.FIRST_OK,
    ),
    _Case(
        "تعاونیِ خرمای ساحل", "۷۳۵۱", "10861677542",
        "عکسِ کالاها و طراحیِ نشانه",
        (("عکاسیِ ساحل", "۷۴", 38_000_000),),
        2, FundState.SUBMITTED,
    ),
)  # fmt: skip


@dataclass(frozen=True)
class Branding:
    """Writes into the diary what becomes of them. `makers`: by county; `staff` and `finance`: at least two."""

    diary: Diary
    makers: Mapping[str, Sequence[int]]
    staff: Sequence[int]
    finance: Sequence[int]
    labour: int
    now: datetime

    def plan(self, start: datetime) -> None:
        self.diary.write(start + timedelta(days=1), self._budget)
        fullest = sorted(self.makers, key=lambda code: (-len(self.makers[code]), code))
        for case, county in zip(_CASES, fullest, strict=False):
            at = self.now - timedelta(days=case.days_ago)
            self.diary.write(at, partial(self._apply, case, county))

    def _budget(self) -> None:
        last = today() + timedelta(days=400)
        new = NewBudget("اعتبارِ برندسازیِ تعاونی‌ها", "نمایش: ادارهٔ کار", Rial(500_000_000), today(), last, "demo")
        with transaction():
            funding.open_budget(new, self.finance[0])

    def _apply(self, case: _Case, county: str) -> None:
        application_id = self._written(case, county)
        for seller, number, rials in case.bills:
            key = gallery.keep(bill_picture(rials))
            bill = NewInvoice(seller, "", number, today() - timedelta(days=9), Rial(rials), key)
            with transaction():
                funding.add_invoice(funding.application(application_id, None), bill, self.staff[0])
        with transaction():
            funding.submit(funding.application(application_id, None), self.staff[0], type_seen=True)
        if case.goes_to is not FundState.SUBMITTED:
            with transaction():
                funding.approve_first(funding.application(application_id, None), self.staff[1])
        if case.goes_to is FundState.PAID:
            self._grant(application_id, today())

    def _written(self, case: _Case, county: str) -> int:
        with transaction():
            numbers = (case.registration_no, case.national_id)
            one = programme.add_cooperative(case.name, *numbers, county, self.staff[0])
            for maker_id in self.makers[county][:5]:
                programme.join_cooperative(programme.trainee(maker_id), one)
            session().flush()
            planned = Rial(sum(rials for _, _, rials in case.bills))
            told = NewApplication(one.id, case.purpose, planned, f"demo-{one.id}")
            return funding.write_down(told, self.staff[0]).id

    def _grant(self, application_id: int, day: date) -> None:
        with transaction():
            one = funding.application(application_id, None)
            [(budget, _, amount)] = funding.grants_from(one, funding.open_budgets())
            funding.approve(one, budget.id, amount, self.labour)
        with transaction():
            funding.pay(funding.application(application_id, None), "140500612345", day, self.finance[0])


def bill_picture(rials: int) -> bytes:
    """A scan of a bill as a demo has it: ruled lines and a sum."""
    paper = Image.new("RGB", (900, 1200), (250, 249, 244))
    pen = ImageDraw.Draw(paper)
    pen.rectangle((60, 60, 840, 1140), outline=(90, 90, 90), width=3)
    for row in range(10):
        pen.line((60, 300 + 70 * row, 840, 300 + 70 * row), fill=(170, 170, 170), width=2)
    for column in (180, 520, 680):
        pen.line((column, 230, column, 930), fill=(170, 170, 170), width=2)
    pen.text((90, 110), "INVOICE (DEMO)", fill=(40, 40, 40), font_size=44)
    pen.text((90, 1010), f"{rials:,} IRR", fill=(40, 40, 40), font_size=52)
    out = io.BytesIO()
    paper.save(out, "JPEG", quality=80)
    return out.getvalue()
