"""Goals."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.impact.cuts import Cut
from app.shared.calendar import JalaliMonth
from app.shared.database import Model, UtcDateTime, key, one_of


class Indicator(StrEnum):
    """What a goal is about. A registration, a course or a place in one is an activity and never counted as a job.

    Of a period's months together:

    - INCOME: rials released to the makers of the scope, less fees and refunds.
    - SELLING: makers of the scope with net income above zero in the period.
    - EARNING: makers of the scope with at least so many income months in the period (rules `livelihood.…`).
    - SUSTAINED: makers of the scope whose living is sustained at the end of the period, or now, while it runs.

    The others are the indicators of the same name (`Measure`), as the last month of the period tells them; while it
    runs, the last month of it that is over. TRAINED is their number, not their share.

    No goal is set on the rest. EMERGING: who rises to sustained takes from it, so neither more nor fewer is better.
    The quartiles and the tenth who earn most: a spread, to be read beside the median; one could be met by making
    others poorer. KEPT_…: whom they count finished half a year and more before, so nothing done in the goal's months
    moves them. The shares of who sold and earned in a month, and its income: SELLING, EARNING and INCOME are these.
    """

    INCOME = "income"
    SELLING = "selling"
    EARNING = "earning"
    SUSTAINED = "sustained"
    MEDIAN = "median"
    FULL_TIME = "full_time"
    NO_SALE = "no_sale"
    AT_RISK = "at_risk"
    LEFT = "left"
    FIRST_SALE = "first_sale"
    INSURED = "insured"
    RURAL = "rural"
    WOMEN = "women"
    HEADS = "heads"
    REVIEW = "review"
    UPHELD = "upheld"
    PAYOUT = "payout"
    RETURNING = "returning"
    REGISTERED = "registered"
    TRAINED = "trained"
    PLACED = "placed"

    @property
    def lower_is_better(self) -> bool:
        """Whether less is more: its target is the most that there may be."""
        return self in _LESS_IS_MORE

    @property
    def activity(self) -> bool:
        """Whether it counts what the programme did, and nobody's work: never told together with what is work."""
        return self in _ACTIVITIES

    @property
    def of_shop(self) -> bool:
        """Whether it is known of counties and the province alone: how buyers and sellers are served."""
        return self in _OF_SHOP

    @property
    def own_cut(self) -> Cut | None:
        """A share of one group: within that cut it would be all or nothing."""
        return _OWN_CUT.get(self)


_LESS_IS_MORE = frozenset(
    {Indicator.NO_SALE, Indicator.AT_RISK, Indicator.LEFT, Indicator.FIRST_SALE, Indicator.REVIEW, Indicator.UPHELD,
     Indicator.PAYOUT}
)  # fmt: skip
_ACTIVITIES = frozenset({Indicator.REGISTERED, Indicator.TRAINED, Indicator.PLACED})
_OF_SHOP = frozenset({Indicator.REVIEW, Indicator.UPHELD, Indicator.PAYOUT, Indicator.RETURNING})
_OWN_CUT = {Indicator.RURAL: Cut.PLACE, Indicator.WOMEN: Cut.SEX, Indicator.HEADS: Cut.HEAD}


class Goal(Model):
    """A target for an indicator over Jalali months, in a county, a cohort, or (neither) the province.

    `cut` and `value` narrow it to a group there: a trade, villages, women, heads of households. `baseline` is where it
    set out from, where somebody has it from a source; else the same figure of as many months just before is read.
    Both and the target are in the indicator's own unit: people, rials, percent, tenths of a full job, days, hours. A
    target of nothing is one where less is more.
    """

    __tablename__ = "goal"
    __table_args__ = (
        CheckConstraint(
            "target > 0 OR target = 0 AND indicator IN "
            "('no_sale', 'at_risk', 'left', 'first_sale', 'review', 'upheld', 'payout')",
            name="target",
        ),
        CheckConstraint("last_month >= first_month", name="runs_forward"),
        CheckConstraint("county_code IS NULL OR cohort_id IS NULL", name="one_scope"),
        CheckConstraint("(cut IS NULL) = (value IS NULL)", name="whole_group"),
        CheckConstraint("(baseline IS NULL) = (baseline_source = '')", name="baseline_with_source"),
    )

    id: Mapped[int] = key()
    indicator: Mapped[Indicator] = mapped_column(one_of(Indicator, "indicator"))
    county_code: Mapped[str | None] = mapped_column(ForeignKey("county.code"))
    cohort_id: Mapped[int | None] = mapped_column(ForeignKey("cohort.id"))
    cut: Mapped[Cut | None] = mapped_column(one_of(Cut, "cut"))
    value: Mapped[str | None] = mapped_column(String(20))
    first_month: Mapped[str] = mapped_column(String(7))
    last_month: Mapped[str] = mapped_column(String(7))
    target: Mapped[int] = mapped_column(BigInteger)
    baseline: Mapped[int | None] = mapped_column(BigInteger)
    baseline_source: Mapped[str] = mapped_column(String(300), default="", server_default="")
    note: Mapped[str] = mapped_column(Text, default="")
    set_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    set_at: Mapped[datetime] = mapped_column(UtcDateTime)

    @property
    def first(self) -> JalaliMonth:
        return JalaliMonth.parse(self.first_month)

    @property
    def of_nothing(self) -> bool:
        """Whether it is that there be none at all."""
        return self.target == 0

    @property
    def begun(self) -> bool:
        return self.first <= JalaliMonth.current()

    @property
    def last(self) -> JalaliMonth:
        return JalaliMonth.parse(self.last_month)
