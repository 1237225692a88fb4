"""What a maker says about her products and herself."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from wtforms import BooleanField, Form, RadioField, SelectField, ValidationError

from app import vouching
from app.catalogue import Cost, NewCost, Unit
from app.shared.money import Rial
from app.vouching import DeviationChoice, DeviationKind, Grade
from app.web.forms.fields import CleanText, JalaliDay, Longest, Needed, Toman, Whole
from app.words import gettext, lazy_gettext


class NameStep(Form):
    title = CleanText(lazy_gettext("نامِ کالا"), [Needed(lazy_gettext("نامی برای کالا بنویسید.")), Longest(120)])
    description = CleanText(lazy_gettext("دو سه جمله دربارهٔ آن"), [Longest(3000)], lines=True)


class SizeStep(Form):
    materials = CleanText(lazy_gettext("از چه ساخته‌اید؟"), [Needed(lazy_gettext("جنسِ کالا را بنویسید.")), Longest(300)])
    size_words = CleanText(lazy_gettext("اندازه"), [Longest(120)])
    weight_g = Whole(
        lazy_gettext("وزن با بسته‌بندی، به گرم"), [Needed(lazy_gettext("وزن را به گرم بنویسید."))], least=1, most=100_000
    )
    measure = Whole(lazy_gettext("در هر عدد چقدر است؟"), least=1, most=1_000_000)
    unit = SelectField(lazy_gettext("به چه شمرده می‌شود؟"), validate_choice=False)
    care = CleanText(lazy_gettext("چگونه نگه دارند؟"), [Longest(500)])

    def validate_unit(self, field: SelectField) -> None:
        if self.measure.data and field.data not in {*Unit}:
            raise ValidationError(gettext("بگویید این عدد گرم است، سانتی‌متر است یا چیزِ دیگر."))


class MakingForm(Form):
    """Until when in the day an order counts, and how many pieces she makes in a week; both may stay empty."""

    cut_off_hour = Whole(lazy_gettext("تا چه ساعتی سفارشِ همان روز را می‌پذیرید؟"), least=1, most=23)
    weekly_capacity = Whole(lazy_gettext("در یک هفته چند عدد می‌سازید؟"), least=1, most=9_999)


class StockStep(MakingForm):
    mode = RadioField(lazy_gettext("آماده دارید یا سفارشی می‌سازید؟"), validate_choice=False)
    on_hand = Whole(lazy_gettext("چند عدد آماده است؟"), least=0, most=9_999)
    lead_days = Whole(lazy_gettext("ساختنش چند روزِ کاری می‌کشد؟"), least=1, most=180)

    def validate_mode(self, field: RadioField) -> None:
        if field.data not in {"counted", "made_to_order"}:
            raise ValidationError(gettext("یکی را برگزینید."))

    def validate_on_hand(self, field: Whole) -> None:
        if self.mode.data == "counted" and not field.errors and not field.data:
            raise ValidationError(gettext("شمارِ کالاهای آماده را بنویسید."))

    def validate_lead_days(self, field: Whole) -> None:
        if self.mode.data == "made_to_order" and not field.errors and not field.data:
            raise ValidationError(gettext("روزهای ساختن را بنویسید."))


class StandardStep(Form):
    """The disclosure: a mark that is met, or what is missing and what differs; a permit where the law asks for it."""

    grade = RadioField(lazy_gettext("این کالا چگونه است؟"), validate_choice=False)
    mark = CleanText(lazy_gettext("نامِ نشان یا پروانه"), [Longest(120)])
    missing_mark = CleanText(lazy_gettext("چه نشانی ندارد؟"), [Longest(200)])
    why = CleanText(lazy_gettext("چرا ندارد؟"), [Longest(600)])
    varies = CleanText(lazy_gettext("هر عدد چه فرقی با دیگری دارد؟"), [Longest(600)])
    deviation_choice = RadioField(lazy_gettext("کدام فرق را دارد؟"), validate_choice=False)
    deviation_kind = SelectField(lazy_gettext("چه چیزی فرق دارد؟"), validate_choice=False)
    deviation_words = CleanText(lazy_gettext("با زبانِ خودتان"), [Longest(200)])
    deviation_amount = CleanText(lazy_gettext("چقدر؟"), [Longest(60)])
    sound_price = Toman(lazy_gettext("سالمِ همین را چند می‌فروشید؟ به تومان"))
    permit_number = CleanText(lazy_gettext("شمارهٔ پروانه"), [Longest(40)])
    permit_issued = JalaliDay(lazy_gettext("تاریخِ صدور"))
    permit_expires = JalaliDay(lazy_gettext("تاریخِ پایان"))

    needs_permit = False
    ready: Mapping[str, DeviationChoice] = MappingProxyType({})

    @property
    def chosen(self) -> DeviationChoice | None:
        """The picture that she chose, if it is among those that are offered."""
        return self.ready.get(self.deviation_choice.data or "")

    @property
    def difference(self) -> tuple[DeviationKind, str] | None:
        """What differs and how she tells it; of the picture that she chose where she wrote nothing herself."""
        words = self.deviation_words.data or (self.chosen.words_fa if self.chosen else "")
        if not words:
            return None
        return (self.chosen.kind if self.chosen else DeviationKind(str(self.deviation_kind.data))), words

    def validate_grade(self, field: RadioField) -> None:
        if field.data not in {*vouching.ladder()}:
            raise ValidationError(gettext("یکی را برگزینید."))

    def validate_sound_price(self, field: Toman) -> None:
        if self.grade.data not in {*Grade} or not vouching.rung(Grade(self.grade.data)).price_down_bps:
            field.data, field.errors = None, []
        elif field.data is not None and field.data < 10_000:
            raise ValidationError(gettext("قیمت باید دست‌کم ۱٬۰۰۰ تومان باشد."))

    def validate_mark(self, field: CleanText) -> None:
        if self.grade.data == Grade.CONFORMS.value and not field.data:
            raise ValidationError(gettext("نامِ نشان یا پروانه‌ای را که دارد بنویسید."))

    def validate_deviation_choice(self, field: RadioField) -> None:
        if field.data and self.chosen is None:
            raise ValidationError(gettext("یکی از تصویرها را برگزینید، یا خودتان بنویسید."))

    def validate_deviation_kind(self, field: SelectField) -> None:
        if self.deviation_words.data and self.chosen is None and field.data not in {*DeviationKind}:
            raise ValidationError(gettext("بگویید چه چیزی فرق دارد."))

    def validate_permit_number(self, field: CleanText) -> None:
        if self.needs_permit and not field.data:
            raise ValidationError(gettext("شمارهٔ پروانه را بنویسید؛ بی آن این کالا فروخته نمی‌شود."))

    def validate_permit_expires(self, field: JalaliDay) -> None:
        if not self.needs_permit or field.errors:
            return
        if field.data is None or self.permit_issued.data is None:
            raise ValidationError(gettext("تاریخِ صدور و پایانِ پروانه را بنویسید."))
        if field.data <= self.permit_issued.data:
            raise ValidationError(gettext("تاریخِ پایان باید پس از تاریخِ صدور باشد."))


class CostForm(Form):
    """What a piece costs her; what she leaves empty costs nothing."""

    material = Toman(lazy_gettext("مواد، به تومان"))
    packing = Toman(lazy_gettext("بسته‌بندی، به تومان"))
    other = Toman(lazy_gettext("دیگر هزینه‌ها، به تومان"))

    @property
    def told(self) -> NewCost | None:
        """What she wrote; None where she wrote nothing."""
        typed = (self.material.data, self.packing.data, self.other.data)
        return None if all(one is None for one in typed) else NewCost(*(Rial(one or 0) for one in typed))


def cost_known(cost: Cost | None) -> dict[str, object]:
    """What the form shows of a cost that was said before."""
    if cost is None:
        return {}
    return {"material": cost.material_rial, "packing": cost.packing_rial, "other": cost.other_rial}


class PriceStep(CostForm):
    price = Toman(lazy_gettext("قیمت، به تومان"), [Needed(lazy_gettext("قیمت را با عدد بنویسید."))])

    def validate_price(self, field: Toman) -> None:
        if field.data is not None and field.data < 10_000:
            raise ValidationError(gettext("قیمت باید دست‌کم ۱٬۰۰۰ تومان باشد."))
        if field.data is not None and field.data % 1000:
            raise ValidationError(gettext("قیمت را به صد تومان رُند کنید."))


class VariantForm(Form):
    label = CleanText(
        lazy_gettext("اندازه یا رنگ"), [Needed(lazy_gettext("بنویسید این یکی چه فرقی دارد.")), Longest(60)]
    )
    price = Toman(lazy_gettext("قیمت، به تومان"), [Needed(lazy_gettext("قیمت را با عدد بنویسید."))])
    on_hand = Whole(lazy_gettext("چند عدد آماده است؟"), least=0, most=9_999)
    measure = Whole(lazy_gettext("در هر عدد چقدر است؟"), least=1, most=1_000_000)


class LeaveForm(Form):
    first_day = JalaliDay(lazy_gettext("از چه روزی نیستید؟"), [Needed(lazy_gettext("روزِ آغاز را بنویسید."))])
    last_day = JalaliDay(lazy_gettext("تا چه روزی؟"), [Needed(lazy_gettext("روزِ پایان را بنویسید."))])
    words = CleanText(lazy_gettext("به خریدار چه بگوییم؟"), [Longest(200)])
    spares_ready = BooleanField(lazy_gettext("کالاهای آماده فروخته شود؛ کسی هست که بفرستد"))


class AppealForm(Form):
    plea = CleanText(
        lazy_gettext("چرا این تصمیم درست نیست؟"),
        [Needed(lazy_gettext("دلیلتان را با چند کلمه بنویسید.")), Longest(2000)],
        lines=True,
    )


class ProfileForm(Form):
    display_name = CleanText(
        lazy_gettext("نامی که خریدار می‌بیند"), [Needed(lazy_gettext("نامی بنویسید.")), Longest(140)]
    )
    story = CleanText(lazy_gettext("قصهٔ شما و کارتان"), [Longest(3000)], lines=True)


class SendForm(Form):
    tracking_no = CleanText(lazy_gettext("کدِ رهگیریِ پست"), [Longest(40)])


class ReasonForm(Form):
    why = CleanText(lazy_gettext("چرا؟"), [Needed(lazy_gettext("دلیل را بنویسید؛ خریدار آن را می‌بیند.")), Longest(300)])
