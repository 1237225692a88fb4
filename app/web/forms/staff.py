"""What staff, finance and officials write."""

from __future__ import annotations

from wtforms import BooleanField, Form, RadioField, SelectField, ValidationError

from app import programme
from app.catalogue import UNPAPERED, HealthRoute
from app.impact import Indicator, Unit, unit_of
from app.programme import ItemKind
from app.shared.calendar import JalaliMonth, today
from app.vouching import NewItem, Rung
from app.web.forms.fields import CleanText, Digits, JalaliDay, Longest, Minor, Mobile, Needed, Toman, Whole
from app.words import gettext, lazy_gettext


class CohortForm(Form):
    name = CleanText(lazy_gettext("نامِ دوره"), [Needed(lazy_gettext("نامِ دوره را بنویسید.")), Longest(100)])
    county = SelectField(lazy_gettext("شهرستان"), validate_choice=False)
    trade = SelectField(lazy_gettext("رسته"), validate_choice=False)
    mentor = SelectField(lazy_gettext("پیشرانِ دوره"), validate_choice=False)
    starts_on = JalaliDay(lazy_gettext("آغاز"), [Needed(lazy_gettext("تاریخِ آغاز را بنویسید."))])
    ends_on = JalaliDay(lazy_gettext("پایان"), [Needed(lazy_gettext("تاریخِ پایان را بنویسید."))])
    capacity = Whole(lazy_gettext("گنجایش"), [Needed(lazy_gettext("گنجایش را بنویسید."))], least=1, most=5000)

    def validate_ends_on(self, field: JalaliDay) -> None:
        if field.data and self.starts_on.data and field.data <= self.starts_on.data:
            raise ValidationError(gettext("پایان باید پس از آغاز باشد."))


FARTHEST = 60


class RubricForm(Form):
    """Something that mentors look at, in all categories or in one."""

    words = CleanText(lazy_gettext("به چه نگاه کنند؟"), [Needed(lazy_gettext("بنویسید.")), Longest(160)])
    words_en = CleanText(lazy_gettext("به انگلیسی"), [Longest(160)])
    words_ar = CleanText(lazy_gettext("به عربی"), [Longest(160)])
    category = SelectField(lazy_gettext("دسته"), validate_choice=False)
    must = BooleanField(lazy_gettext("بی‌آن نمی‌شود تأیید کرد"))

    known: set[str]

    def validate_category(self, field: SelectField) -> None:
        if field.data and field.data not in self.known:
            raise ValidationError(gettext("دسته را از فهرست برگزینید."))

    def item(self) -> NewItem:
        """What is asked from now on; at the end of its list."""
        return NewItem(
            words_fa=self.words.data or "",
            words_en=self.words_en.data or "",
            words_ar=self.words_ar.data or "",
            category_code=self.category.data or None,
            must=bool(self.must.data),
            position=1000,
        )


class MentorForm(Form):
    mobile = Mobile(lazy_gettext("شمارهٔ همراه"), [Needed(lazy_gettext("شمارهٔ همراه را بنویسید."))])
    given_name = CleanText(lazy_gettext("نامِ کوچک"), [Needed(lazy_gettext("نام را بنویسید.")), Longest(60)])
    family_name = CleanText(
        lazy_gettext("نام خانوادگی"), [Needed(lazy_gettext("نام خانوادگی را بنویسید.")), Longest(80)]
    )
    county = SelectField(lazy_gettext("شهرستان"), validate_choice=False)
    trade = SelectField(lazy_gettext("رسته"), validate_choice=False)
    about = CleanText(lazy_gettext("دربارهٔ او"), [Longest(1000)], lines=True)

    counties: dict[str, str]

    def validate_county(self, field: SelectField) -> None:
        if field.data not in self.counties:
            raise ValidationError(gettext("شهرستان را برگزینید."))


class CooperativeForm(Form):
    name = CleanText(lazy_gettext("نامِ تعاونی"), [Needed(lazy_gettext("نامِ تعاونی را بنویسید.")), Longest(120)])
    registration_no = CleanText(lazy_gettext("شمارهٔ ثبت"), [Needed(lazy_gettext("شمارهٔ ثبت را بنویسید.")), Longest(20)])
    national_id = Digits(lazy_gettext("شناسهٔ ملی"), [Needed(lazy_gettext("شناسهٔ ملی را بنویسید."))], length=11)
    county = SelectField(lazy_gettext("شهرستان"), validate_choice=False)

    counties: dict[str, str]

    def validate_national_id(self, field: Digits) -> None:
        if field.data and not field.errors and programme.legal_id(field.data) is None:
            raise ValidationError(gettext("شناسهٔ ملی درست نیست؛ یازده رقم را از روی برگهٔ ثبت بنویسید."))

    def validate_county(self, field: SelectField) -> None:
        if field.data not in self.counties:
            raise ValidationError(gettext("شهرستان را برگزینید."))


class MemberForm(Form):
    who = CleanText(lazy_gettext("کدام فراگیر؟"), [Needed(lazy_gettext("نشانی را بنویسید.")), Longest(300)])


class RouteForm(Form):
    route = SelectField(lazy_gettext("چه می‌خواهد؟"), validate_choice=False)
    source = CleanText(
        lazy_gettext("بر پایهٔ کدام نامه یا قانون؟"), [Needed(lazy_gettext("سرچشمه را بنویسید.")), Longest(300)]
    )

    def validate_route(self, field: SelectField) -> None:
        if field.data not in {*HealthRoute} - {HealthRoute.UNKNOWN}:
            raise ValidationError(gettext("یکی را برگزینید."))


class PaperForm(Form):
    """A maker's paper that staff hold in their hands."""

    route = SelectField(lazy_gettext("چه پروانه‌ای است؟"), validate_choice=False)
    number = CleanText(lazy_gettext("شمارهٔ پروانه"), [Needed(lazy_gettext("شمارهٔ پروانه را بنویسید.")), Longest(40)])
    issued_on = JalaliDay(lazy_gettext("تاریخِ صدور"), [Needed(lazy_gettext("تاریخ را بنویسید."))])
    expires_on = JalaliDay(lazy_gettext("تاریخِ پایان"), [Needed(lazy_gettext("تاریخ را بنویسید."))])

    def validate_route(self, field: SelectField) -> None:
        if field.data not in {*HealthRoute} - UNPAPERED:
            raise ValidationError(gettext("یکی را برگزینید."))

    def validate_issued_on(self, field: JalaliDay) -> None:
        if field.data and field.data > today():
            raise ValidationError(gettext("این تاریخ هنوز نرسیده است."))

    def validate_expires_on(self, field: JalaliDay) -> None:
        if field.data and self.issued_on.data and field.data <= self.issued_on.data:
            raise ValidationError(gettext("تاریخِ پایان باید پس از تاریخِ صدور باشد."))
        if field.data and field.data < today():
            raise ValidationError(gettext("این پروانه به پایان رسیده است؛ پروانهٔ تازه را بگیرید."))


class RefusedPaperForm(Form):
    why = CleanText(
        lazy_gettext("چرا؟ سازنده همین را می‌خواند"), [Needed(lazy_gettext("دلیل را بنویسید.")), Longest(300)]
    )


class RecallForm(Form):
    """A batch that is called back: which variant, sold when, why, and what its buyers are to do."""

    variant = SelectField(lazy_gettext("کدام گونه؟"), validate_choice=False)
    sold_from = JalaliDay(lazy_gettext("فروخته‌شده از"), [Needed(lazy_gettext("تاریخ را بنویسید."))])
    sold_until = JalaliDay(lazy_gettext("تا"), [Needed(lazy_gettext("تاریخ را بنویسید."))])
    reason = CleanText(
        lazy_gettext("چرا؟ خریدار همین را می‌خواند"), [Needed(lazy_gettext("دلیل را بنویسید.")), Longest(300)]
    )
    advice = CleanText(
        lazy_gettext("خریدار چه باید بکند؟"), [Needed(lazy_gettext("بنویسید خریدار چه باید بکند.")), Longest(300)]
    )

    def validate_sold_until(self, field: JalaliDay) -> None:
        if field.data and field.data > today():
            raise ValidationError(gettext("روزِ پایان نباید پس از امروز باشد."))
        if field.data and self.sold_from.data and field.data < self.sold_from.data:
            raise ValidationError(gettext("پایان نباید پیش از آغاز باشد."))


class EndRecallForm(Form):
    why = CleanText(lazy_gettext("چرا دیگر خطری نیست؟"), [Needed(lazy_gettext("دلیل را بنویسید.")), Longest(300)])


class RefundForm(Form):
    quantity = Whole(lazy_gettext("چند عدد پس داده شد؟"), least=0, most=999)
    amount = Toman(lazy_gettext("چقدر به خریدار برگردد؟ (تومان)"), [Needed(lazy_gettext("مبلغ را بنویسید."))])
    why = CleanText(lazy_gettext("دلیل"), [Needed(lazy_gettext("دلیل را بنویسید.")), Longest(200)])


class ClosureForm(Form):
    day = JalaliDay(lazy_gettext("روز"), [Needed(lazy_gettext("روز را بنویسید."))])
    county = SelectField(lazy_gettext("شهرستان"), validate_choice=False)
    name = CleanText(lazy_gettext("چرا؟"), [Needed(lazy_gettext("دلیل را بنویسید.")), Longest(160)])


class TrackingForm(Form):
    tracking_no = CleanText(
        lazy_gettext("کدِ پیگیریِ بانک"), [Needed(lazy_gettext("کدِ پیگیری را بنویسید.")), Longest(40)]
    )


class NoteForm(Form):
    note = CleanText(lazy_gettext("چه کردید؟"), [Needed(lazy_gettext("بنویسید چه کردید.")), Longest(500)])


class SettlementForm(Form):
    amount = Toman(lazy_gettext("مبلغِ نشسته به حساب (تومان)"), [Needed(lazy_gettext("مبلغ را بنویسید."))])
    fee = Toman(lazy_gettext("کارمزدِ درگاه (تومان)"))
    reference = CleanText(lazy_gettext("شمارهٔ سندِ بانک"), [Needed(lazy_gettext("شمارهٔ سند را بنویسید.")), Longest(60)])

    def validate_amount(self, field: Toman) -> None:
        if field.data == 0:
            raise ValidationError(gettext("مبلغ را بنویسید."))


class ForeignSettlementForm(Form):
    """So much left a foreign gateway, its fee included, and so much came to our account for it."""

    left = Minor(lazy_gettext("چقدر از درگاه رفت؟ (به ارز، با کارمزد)"), [Needed(lazy_gettext("مبلغ را بنویسید."))])
    fee = Minor(lazy_gettext("کارمزدِ درگاه، از همان (به ارز)"))
    amount = Toman(lazy_gettext("مبلغِ نشسته به حساب (تومان)"), [Needed(lazy_gettext("مبلغ را بنویسید."))])
    reference = CleanText(lazy_gettext("شمارهٔ سندِ بانک"), [Needed(lazy_gettext("شمارهٔ سند را بنویسید.")), Longest(60)])

    def validate_left(self, field: Minor) -> None:
        if field.data == 0:
            raise ValidationError(gettext("مبلغ را بنویسید."))

    def validate_fee(self, field: Minor) -> None:
        if field.data and self.left.data and field.data >= self.left.data:
            raise ValidationError(gettext("کارمزد باید کمتر از آن باشد که از درگاه رفت."))

    def validate_amount(self, field: Toman) -> None:
        if field.data == 0:
            raise ValidationError(gettext("مبلغ را بنویسید."))


class RuleForm(Form):
    value = CleanText(lazy_gettext("مقدارِ تازه"), [Longest(120)])
    valid_from = JalaliDay(lazy_gettext("از چه روزی؟"), [Needed(lazy_gettext("تاریخ را بنویسید."))])
    source = CleanText(
        lazy_gettext("بر پایهٔ کدام نامه یا تصمیم؟"), [Needed(lazy_gettext("سرچشمه را بنویسید.")), Longest(300)]
    )


class RungForm(Form):
    """A grade of the ladder: its own names and meanings (empty: the shop's), and what it asks."""

    name_fa = CleanText(lazy_gettext("نام، به فارسی"), [Longest(60)])
    name_en = CleanText(lazy_gettext("نام، به انگلیسی"), [Longest(60)])
    name_ar = CleanText(lazy_gettext("نام، به عربی"), [Longest(60)])
    meaning_fa = CleanText(lazy_gettext("معنی، به فارسی"), [Longest(300)])
    meaning_en = CleanText(lazy_gettext("معنی، به انگلیسی"), [Longest(300)])
    meaning_ar = CleanText(lazy_gettext("معنی، به عربی"), [Longest(300)])
    described = BooleanField(lazy_gettext("هر تفاوت با واژه نوشته شود"))
    pictured = BooleanField(lazy_gettext("هر تفاوت عکس داشته باشد"))
    percent_down = Whole(lazy_gettext("چند درصد ارزان‌تر از سالم؟"), least=0, most=90)
    used = BooleanField(lazy_gettext("سازنده می‌تواند این درجه را برگزیند"))
    source = CleanText(
        lazy_gettext("بر پایهٔ کدام نامه یا تصمیم؟"), [Needed(lazy_gettext("سرچشمه را بنویسید.")), Longest(300)]
    )

    top = False

    def validate_name_fa(self, field: CleanText) -> None:
        if not field.data and (self.name_en.data or self.name_ar.data):
            raise ValidationError(gettext("نامِ فارسی را هم بنویسید."))

    def validate_meaning_fa(self, field: CleanText) -> None:
        if not field.data and (self.meaning_en.data or self.meaning_ar.data):
            raise ValidationError(gettext("معنیِ فارسی را هم بنویسید."))

    @staticmethod
    def known(rung: Rung) -> dict[str, object]:
        """What the form shows of a rung as it is."""
        return {
            **{f"name_{language}": words for language, words in rung.names.items()},
            **{f"meaning_{language}": words for language, words in rung.meanings.items()},
            "described": rung.described,
            "pictured": rung.pictured,
            "percent_down": rung.price_down_bps // 100 or None,
            "used": rung.used,
        }

    def rung(self) -> Rung:
        """What the grade is called and asks from now on. The top one asks for its mark, and nothing else."""
        if self.top:
            return Rung(used=bool(self.used.data), names=self._told("name"), meanings=self._told("meaning"))
        return Rung(
            described=bool(self.described.data),
            pictured=bool(self.pictured.data),
            price_down_bps=(self.percent_down.data or 0) * 100,
            used=bool(self.used.data),
            names=self._told("name"),
            meanings=self._told("meaning"),
        )

    def _told(self, start: str) -> dict[str, str]:
        """What was written in each language, where something was."""
        return {code: words for code in ("fa", "en", "ar") if (words := self[f"{start}_{code}"].data)}


class GoalForm(Form):
    """A goal of a county, a cohort, or the province. Its target and baseline are typed in its indicator's unit.

    Money is written in toman.
    """

    indicator = RadioField(lazy_gettext("چه چیزی؟"), validate_choice=False)
    scope = SelectField(lazy_gettext("برای کجا؟"), validate_choice=False)
    group = SelectField(lazy_gettext("برای چه کسانی؟"), validate_choice=False)
    target = Whole(lazy_gettext("هدف"), [Needed(lazy_gettext("هدف را با عدد بنویسید."))], most=10**13)
    first = SelectField(lazy_gettext("از ماهِ"), validate_choice=False)
    last = SelectField(lazy_gettext("تا پایانِ ماهِ"), validate_choice=False)
    baseline = Whole(lazy_gettext("از کجا آغاز می‌شود، اگر از جایی می‌دانید"), most=10**13)
    baseline_source = CleanText(lazy_gettext("از کجا می‌دانید؟"), [Longest(300)])
    note = CleanText(lazy_gettext("یادداشت"), [Longest(300)])

    def validate_indicator(self, field: RadioField) -> None:
        if field.data not in {*Indicator}:
            raise ValidationError(gettext("یکی را برگزینید."))

    def asked(self) -> Indicator | None:
        """What it is about; None while that is not one of ours."""
        return next((one for one in Indicator if one.value == self.indicator.data), None)

    def validate_scope(self, field: SelectField) -> None:
        about = self.asked()
        if about is not None and about.of_shop and str(field.data).startswith("cohort"):
            raise ValidationError(gettext("این عدد از دوره‌ها دانسته نیست؛ شهرستان یا استان را برگزینید."))

    def validate_group(self, field: SelectField) -> None:
        about, cut = self.asked(), str(field.data or "").partition("-")[0]
        if about is None or not cut:
            return
        if about.of_shop:
            raise ValidationError(gettext("این عدد از گروه‌ها دانسته نیست؛ «همه» را برگزینید."))
        if about.own_cut is not None and about.own_cut.value == cut:
            raise ValidationError(gettext("این عدد خودش سهمِ یکی از همین گروه‌هاست؛ «همه» را برگزینید."))

    def validate_target(self, field: Whole) -> None:
        self._at_most_all(field)
        about = self.asked()
        if about is not None and field.data == 0 and not about.lower_is_better:
            raise ValidationError(gettext("هدفی که بیشترش بهتر است دستِ‌کم ۱ است."))

    def validate_baseline(self, field: Whole) -> None:
        self._at_most_all(field)

    def _at_most_all(self, field: Whole) -> None:
        about = self.asked()
        if about is not None and unit_of(about) is Unit.PERCENT and (field.data or 0) > 100:
            raise ValidationError(gettext("به درصد است؛ بیش از ۱۰۰ نمی‌شود."))

    def validate_baseline_source(self, field: CleanText) -> None:
        if (self.baseline.data is None) != (not field.data) and not self.baseline.errors:
            raise ValidationError(gettext("عددِ آغاز و اینکه از کجا می‌دانید را با هم بنویسید، یا هیچ‌کدام را."))

    def validate_first(self, field: SelectField) -> None:
        self._month(field)

    def validate_last(self, field: SelectField) -> None:
        if self._month(field) < self._month(self.first):
            raise ValidationError(gettext("ماهِ پایان پیش از ماهِ آغاز است."))

    @staticmethod
    def _month(field: SelectField) -> JalaliMonth:
        try:
            month = JalaliMonth.parse(str(field.data))
        except ValueError:
            raise ValidationError(gettext("ماه را برگزینید.")) from None
        if not JalaliMonth.current().plus(-FARTHEST) <= month <= JalaliMonth.current().plus(FARTHEST):
            raise ValidationError(gettext("ماه را برگزینید."))
        return month


class PublicationForm(Form):
    """A month whose figures are to be published; for one that is public already, why it is corrected."""

    month = SelectField(lazy_gettext("ماه"), validate_choice=False)
    reason = CleanText(lazy_gettext("اگر اصلاح است: چه چیز و چرا؟"), [Longest(1000)], lines=True)

    def validate_month(self, field: SelectField) -> None:
        try:
            self.jalali_month()
        except ValueError:
            raise ValidationError(gettext("ماه را برگزینید.")) from None

    def jalali_month(self) -> JalaliMonth:
        return JalaliMonth.parse(str(self.month.data))


class ItemForm(Form):
    """Something asked of makers, worded in three languages."""

    words_fa = CleanText(lazy_gettext("به فارسی"), [Needed(lazy_gettext("به فارسی بنویسید.")), Longest(200)])
    words_en = CleanText(lazy_gettext("به انگلیسی"), [Longest(200)])
    words_ar = CleanText(lazy_gettext("به عربی"), [Longest(200)])
    kind = SelectField(lazy_gettext("چگونه دانسته می‌شود"), validate_choice=False)
    required = BooleanField(lazy_gettext("پیش از فروش لازم است"))
    position = Whole(lazy_gettext("جایش در فهرست"), least=0, most=999)

    def validate_kind(self, field: SelectField) -> None:
        if field.data not in {*ItemKind}:
            raise ValidationError(gettext("یکی را برگزینید."))
