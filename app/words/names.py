"""What states, grades, reasons and roles are called."""

from __future__ import annotations

from enum import StrEnum

from app.accounts import Body, Role
from app.catalogue import Exempt, HealthRoute, PermitState, Shelf, Unit, VersionState
from app.claims import ClaimState, Reason
from app.finance import Match, Series, TaskKind
from app.funding import FundState
from app.impact import Cut, Indicator, Livelihood, Measure, PublicationState
from app.ledger import JournalKind, chart
from app.offshop import Evidence, SaleKind, SaleState
from app.opinions import AsTold, HideReason, Voice
from app.orders import OrderState, ParcelState, ProposalState
from app.payments import AttemptState, RefundState
from app.payouts import BatchState, ItemState, Obstacle
from app.programme import (
    CohortState,
    EndedBy,
    HelpKind,
    HelpState,
    ItemKind,
    Phase,
    Place,
    Sex,
    Stage,
    Stand,
    ThanksHidden,
)
from app.programme import Mark as Attended
from app.promotions import Funder
from app.search import Badge, Readiness, Sort
from app.shared.states import Move
from app.shared.tongue import Later, language, lazy_gettext
from app.support import CommitmentState, Level, Matter, MeetingState, ObstacleState, Topic
from app.vouching import (
    Basis,
    Because,
    Decision,
    DeviationKind,
    Grade,
    InterestKind,
    Mark,
    Outcome,
    Overruling,
    RemarkReason,
    rung,
)
from app.words import formats

_PAIRS: list[tuple[StrEnum, Later]] = [
    (Unit.GRAM, lazy_gettext("گرم")),
    (Unit.MILLILITRE, lazy_gettext("میلی‌لیتر")),
    (Unit.CENTIMETRE, lazy_gettext("سانتی‌متر")),
    (Unit.PIECE, lazy_gettext("عدد")),
    (Matter.OBSTACLE, lazy_gettext("مانعِ کار")),
    (Matter.CONFLICT, lazy_gettext("اختلافِ دو طرف")),
    (Matter.COMPLAINT, lazy_gettext("شکایت از کسی")),
    (Topic.TRAINING, lazy_gettext("آموزش")),
    (Topic.PROCESS, lazy_gettext("روندِ برنامه")),
    (Topic.MARKET, lazy_gettext("بازار و فروش")),
    (Topic.MATERIAL, lazy_gettext("مواد و ابزار")),
    (Topic.LICENCE, lazy_gettext("مجوز و پروانه")),
    (Topic.LOAN, lazy_gettext("وام")),
    (Topic.OTHER, lazy_gettext("چیزِ دیگر")),
    (Level.MENTOR, lazy_gettext("پیشرانِ شهرستان")),
    (Level.EXECUTOR, lazy_gettext("مجریِ برنامه")),
    (Level.GROUP, lazy_gettext("کارگروهِ استان")),
    (Level.OFFICERS, lazy_gettext("مسئولانِ استان")),
    (ObstacleState.OPEN, lazy_gettext("منتظرِ پاسخ")),
    (ObstacleState.TAKEN, lazy_gettext("کسی دنبالش است")),
    (ObstacleState.SOLVED, lazy_gettext("حل شد")),
    (ObstacleState.DECLINED, lazy_gettext("پذیرفته نشد")),
    (MeetingState.PLANNED, lazy_gettext("در پیش")),
    (MeetingState.HELD, lazy_gettext("برگزار شد")),
    (MeetingState.CANCELLED, lazy_gettext("برگزار نشد")),
    (CommitmentState.OPEN, lazy_gettext("مانده")),
    (CommitmentState.DONE, lazy_gettext("انجام شد")),
    (CommitmentState.DROPPED, lazy_gettext("کنار گذاشته شد")),
    (Role.BUYER, lazy_gettext("خریدار")),
    (Role.TRAINEE, lazy_gettext("فراگیر")),
    (Role.MENTOR, lazy_gettext("پیشران")),
    (Role.STAFF, lazy_gettext("مجری")),
    (Role.FINANCE, lazy_gettext("امور مالی")),
    (Role.OFFICER, lazy_gettext("مسئول")),
    (Body.LABOUR, lazy_gettext("ادارهٔ کار")),
    (Body.WOMEN, lazy_gettext("امور زنان و خانواده")),
    (Body.ACECR, lazy_gettext("جهاد دانشگاهی")),
    (Grade.CONFORMS, lazy_gettext("مطابقِ استاندارد")),
    (Grade.SMALL, lazy_gettext("تفاوتِ کوچکِ دست‌ساز")),
    (Grade.VISIBLE, lazy_gettext("نقصِ پیدا")),
    (Grade.SECONDS, lazy_gettext("درجهٔ دو")),
    (DeviationKind.SIZE, lazy_gettext("اندازه")),
    (DeviationKind.COLOUR, lazy_gettext("رنگ")),
    (DeviationKind.WEIGHT, lazy_gettext("وزن")),
    (DeviationKind.SHAPE, lazy_gettext("شکل")),
    (DeviationKind.FINISH, lazy_gettext("پرداخت و لبه")),
    (DeviationKind.TASTE, lazy_gettext("مزه و بو")),
    (DeviationKind.PACKING, lazy_gettext("بسته‌بندی")),
    (DeviationKind.DURABILITY, lazy_gettext("ماندگاری")),
    (DeviationKind.OTHER, lazy_gettext("چیزِ دیگر")),
    (Basis.IN_PERSON, lazy_gettext("کالا را از نزدیک دیدم")),
    (Basis.SAMPLE, lazy_gettext("نمونه‌اش را برایم فرستادند")),
    (Basis.PHOTOS, lazy_gettext("در عکس‌ها دیدم")),
    (Mark.MET, lazy_gettext("هست")),
    (Mark.PARTLY, lazy_gettext("تا اندازه‌ای")),
    (Mark.UNMET, lazy_gettext("نیست")),
    (Mark.UNSEEN, lazy_gettext("ندیدم")),
    (Because.PRICE, lazy_gettext("گران است")),
    (Because.SOLD, lazy_gettext("زیاد فروخته است")),
    (Because.CLAIMS, lazy_gettext("خریداران چند بار حق داشته‌اند")),
    (InterestKind.FAMILY, lazy_gettext("خویشاوند")),
    (InterestKind.EMPLOYEE, lazy_gettext("همکار یا کارفرما")),
    (InterestKind.RESALE, lazy_gettext("کالایش را برای فروش می‌خرم")),
    (InterestKind.OTHER, lazy_gettext("نسبتِ دیگر")),
    (AsTold.YES, lazy_gettext("همان بود که نوشته بود")),
    (AsTold.PARTLY, lazy_gettext("تا اندازه‌ای همان بود")),
    (AsTold.NO, lazy_gettext("آن نبود که نوشته بود")),
    (Voice.MAKER, lazy_gettext("سازنده")),
    (Voice.MENTOR, lazy_gettext("پیشرانی که تأیید کرده")),
    (Voice.STAFF, lazy_gettext("کارشناسِ بازار")),
    (HideReason.INSULT, lazy_gettext("ناسزا")),
    (HideReason.PERSONAL, lazy_gettext("آوردنِ نام یا نشانیِ کسی")),
    (HideReason.OFF_SUBJECT, lazy_gettext("سخن از چیزی دیگر")),
    (HideReason.ADVERT, lazy_gettext("تبلیغ")),
    (HideReason.UNLAWFUL, lazy_gettext("خلافِ قانون")),
    (HelpKind.TEACHING, lazy_gettext("آموزش")),
    (HelpKind.ADVICE, lazy_gettext("راهنمایی")),
    (HelpKind.MARKET, lazy_gettext("بازار و فروش")),
    (HelpKind.TOOLS, lazy_gettext("ابزار و مواد")),
    (HelpState.OPEN, lazy_gettext("در دست")),
    (HelpState.GIVEN, lazy_gettext("انجام شد")),
    (HelpState.CALLED_OFF, lazy_gettext("لغو شد")),
    (EndedBy.MENTOR, lazy_gettext("پیشران نتوانست")),
    (EndedBy.TRAINEE, lazy_gettext("فراگیر دیگر نخواست")),
    (EndedBy.LEFT, lazy_gettext("پیشران رفت")),
    (ThanksHidden.INSULT, lazy_gettext("ناسزا")),
    (ThanksHidden.PERSONAL, lazy_gettext("آوردنِ نام یا نشانیِ کسی")),
    (ThanksHidden.OFF_SUBJECT, lazy_gettext("سخن از چیزی دیگر")),
    (ThanksHidden.ADVERT, lazy_gettext("تبلیغ")),
    (ThanksHidden.UNLAWFUL, lazy_gettext("خلافِ قانون")),
    (Stand.HOLDS, lazy_gettext("جا دارد")),
    (Stand.FULL, lazy_gettext("پر شده")),
    (Stand.OVER, lazy_gettext("به پایان رسید")),
    (Stand.WAITING, lazy_gettext("منتظرِ پیشران")),
    (Stand.UNDERWAY, lazy_gettext("در دست")),
    (Stand.MET, lazy_gettext("انجام شد")),
    (Stand.LET_GO, lazy_gettext("دیگر نخواست")),
    (Stand.SHOWN, lazy_gettext("دیده می‌شود")),
    (Stand.HIDDEN, lazy_gettext("پنهان")),
    (Place.HOME, lazy_gettext("در خانه‌اش")),
    (Place.WORKSHOP, lazy_gettext("در کارگاه")),
    (Place.ONLINE, lazy_gettext("برخط")),
    (Place.PHONE, lazy_gettext("تلفنی")),
    (Attended.PRESENT, lazy_gettext("آمد")),
    (Attended.ABSENT, lazy_gettext("نیامد")),
    (Attended.EXCUSED, lazy_gettext("با عذر نیامد")),
    (Decision.VOUCHED, lazy_gettext("تأیید شد")),
    (Decision.RETURNED, lazy_gettext("برای اصلاح برگشت")),
    (Decision.REFUSED, lazy_gettext("رد شد")),
    (Overruling.DANGER, lazy_gettext("خطر یا فریب؛ نمی‌شود صبر کرد")),
    (Overruling.UNREACHABLE, lazy_gettext("پیشران در دسترس نیست")),
    (RemarkReason.UNCLEAR_PHOTO, lazy_gettext("عکس روشن نیست")),
    (RemarkReason.WRONG_KIND, lazy_gettext("نوعِ کالا درست نیست")),
    (RemarkReason.UNCLEAR_NAME, lazy_gettext("نام گویا نیست")),
    (RemarkReason.WRONG_SIZE, lazy_gettext("اندازه یا وزن نمی‌خواند")),
    (RemarkReason.HIDDEN_DEVIATION, lazy_gettext("تفاوتی نوشته نشده است")),
    (RemarkReason.WRONG_PRICE, lazy_gettext("قیمت جور درنمی‌آید")),
    (RemarkReason.MISSING_PAPER, lazy_gettext("پروانه کم است")),
    (RemarkReason.UNSAFE, lazy_gettext("ایمن نیست")),
    (RemarkReason.NOT_HOME_MADE, lazy_gettext("کارِ خانه نیست")),
    (RemarkReason.OTHER, lazy_gettext("دلیلِ دیگر")),
    (VersionState.DRAFT, lazy_gettext("پیش‌نویس")),
    (VersionState.SUBMITTED, lazy_gettext("نزدِ پیشران")),
    (VersionState.RETURNED, lazy_gettext("برگشت‌خورده")),
    (VersionState.REFUSED, lazy_gettext("رد شده")),
    (VersionState.PUBLISHED, lazy_gettext("روی بازار")),
    (VersionState.SUPERSEDED, lazy_gettext("جایش را نسخهٔ تازه گرفت")),
    (ItemKind.COMPUTED, lazy_gettext("خودِ سامانه می‌بیند")),
    (ItemKind.ATTESTED, lazy_gettext("سازنده خودش می‌گوید")),
    (ItemKind.VERIFIED, lazy_gettext("مجری می‌بیند")),
    (Shelf.UNLISTED, lazy_gettext("هنوز روی بازار نیست")),
    (Shelf.ON_SALE, lazy_gettext("روی بازار")),
    (Shelf.PAUSED, lazy_gettext("فروش نگه داشته شده")),
    (Shelf.WITHDRAWN, lazy_gettext("از بازار برداشته شده")),
    (Shelf.ARCHIVED, lazy_gettext("بایگانی")),
    (PermitState.WAITING, lazy_gettext("منتظرِ بررسی")),
    (PermitState.ACCEPTED, lazy_gettext("پذیرفته شد")),
    (PermitState.REFUSED, lazy_gettext("پذیرفته نشد")),
    (HealthRoute.NONE, lazy_gettext("بی‌نیاز از پروانه")),
    (HealthRoute.HOME_DECLARATION, lazy_gettext("گواهیِ اظهارِ خانگی")),
    (HealthRoute.WORKSHOP_ID, lazy_gettext("شناسهٔ نظارتِ کارگاهی")),
    (HealthRoute.VETERINARY, lazy_gettext("پروانهٔ دامپزشکی")),
    (HealthRoute.COSMETIC, lazy_gettext("پروانهٔ آرایشی و بهداشتی")),
    (HealthRoute.UNKNOWN, lazy_gettext("هنوز روشن نیست")),
    (HealthRoute.NOT_ALLOWED, lazy_gettext("فروش مجاز نیست")),
    (Exempt.PERISHABLE, lazy_gettext("خوراکی است و پس گرفته نمی‌شود، مگر آن‌که آن‌طور که نوشته بود نباشد")),
    (Exempt.HYGIENE, lazy_gettext("بهداشتی است و پس از بازشدن پس گرفته نمی‌شود، مگر آن‌که آن‌طور که نوشته بود نباشد")),
    (OrderState.AWAITING_PAYMENT, lazy_gettext("در انتظارِ پرداخت")),
    (OrderState.CASH_DUE, lazy_gettext("پرداخت هنگامِ تحویل")),
    (OrderState.PAID, lazy_gettext("پرداخت شد")),
    (OrderState.EXPIRED, lazy_gettext("مهلتِ پرداخت گذشت")),
    (OrderState.CANCELLED, lazy_gettext("لغو شد")),
    (ParcelState.NEW, lazy_gettext("منتظرِ پذیرشِ سازنده")),
    (ParcelState.ACCEPTED, lazy_gettext("سازنده پذیرفت")),
    (ParcelState.SENT, lazy_gettext("فرستاده شد")),
    (ParcelState.DELIVERED, lazy_gettext("به دستِ خریدار رسید")),
    (ParcelState.COMPLETED, lazy_gettext("به پایان رسید")),
    (ParcelState.REJECTED, lazy_gettext("سازنده نپذیرفت")),
    (ParcelState.EXPIRED, lazy_gettext("سازنده پاسخ نداد")),
    (ParcelState.CANCELLED, lazy_gettext("لغو شد")),
    (ParcelState.LOST, lazy_gettext("در راه گم شد")),
    (AttemptState.CREATED, lazy_gettext("آغاز شد")),
    (AttemptState.REDIRECTED, lazy_gettext("خریدار در صفحهٔ بانک است")),
    (AttemptState.VERIFYING, lazy_gettext("از بانک می‌پرسیم")),
    (AttemptState.UNKNOWN, lazy_gettext("بانک هنوز پاسخ نداده")),
    (AttemptState.PAID, lazy_gettext("پرداخت شد")),
    (AttemptState.LATE_PAID, lazy_gettext("دیر پرداخت شد؛ پس داده می‌شود")),
    (AttemptState.CANCELLED, lazy_gettext("خریدار انصراف داد")),
    (AttemptState.FAILED, lazy_gettext("پرداخت نشد")),
    (AttemptState.REQUEST_FAILED, lazy_gettext("درگاه پاسخ نداد")),
    (AttemptState.ABANDONED, lazy_gettext("گرفته نشد؛ بانک برمی‌گرداند")),
    (AttemptState.SUSPICIOUS, lazy_gettext("با دفترِ ما نمی‌خواند")),
    (AttemptState.EXPIRED, lazy_gettext("بی‌پاسخ ماند")),
    (ProposalState.WAITING, lazy_gettext("منتظرِ نفرِ دوم")),
    (ProposalState.AGREED, lazy_gettext("تأیید شد")),
    (ProposalState.DECLINED, lazy_gettext("پذیرفته نشد")),
    (RefundState.QUEUED, lazy_gettext("در راهِ بازگشت")),
    (RefundState.MANUAL, lazy_gettext("با حوالهٔ بانکی پس داده می‌شود")),
    (RefundState.DONE, lazy_gettext("پس داده شد")),
    (Reason.NOT_AS_DESCRIBED, lazy_gettext("آن‌طور که نوشته بود نیست")),
    (Reason.DAMAGED, lazy_gettext("شکسته یا خراب رسید")),
    (Reason.MISSING, lazy_gettext("چیزی کم است، یا کالای دیگری آمد")),
    (Reason.NOT_ARRIVED, lazy_gettext("هنوز نرسیده است")),
    (Reason.WITHDRAWAL, lazy_gettext("پشیمان شدم و پس می‌فرستم")),
    (ClaimState.OPEN, lazy_gettext("منتظرِ پاسخِ سازنده")),
    (ClaimState.OFFERED, lazy_gettext("سازنده پیشنهادی داده است")),
    (ClaimState.RETURNING, lazy_gettext("کالا باید پس فرستاده شود")),
    (ClaimState.DISPUTED, lazy_gettext("نزدِ کارشناسِ بازار")),
    (ClaimState.APPROVING, lazy_gettext("منتظرِ تأییدِ نفرِ دوم")),
    (ClaimState.GRANTED, lazy_gettext("پذیرفته شد؛ پول برمی‌گردد")),
    (ClaimState.REFUSED, lazy_gettext("پذیرفته نشد")),
    (ClaimState.TAKEN_BACK, lazy_gettext("خریدار پس گرفت")),
    (Stage.APPLIED, lazy_gettext("درخواست داده")),
    (Stage.WAITLISTED, lazy_gettext("در نوبت")),
    (Stage.DENIED, lazy_gettext("پذیرفته نشد")),
    (Stage.ENROLLED, lazy_gettext("پذیرفته")),
    (Stage.COMPLETED, lazy_gettext("دوره را به پایان برد")),
    (Stage.WITHDRAWN, lazy_gettext("کناره گرفت")),
    (Phase.CONSULTATION, lazy_gettext("مشاوره")),
    (Phase.TRAINING, lazy_gettext("آموزش")),
    (Phase.EMPOWERMENT, lazy_gettext("توانمندسازی")),
    (Phase.MARKET, lazy_gettext("بازار")),
    (CohortState.PLANNED, lazy_gettext("در برنامه")),
    (CohortState.ACTIVE, lazy_gettext("در حالِ برگزاری")),
    (CohortState.COMPLETED, lazy_gettext("به پایان رسید")),
    (CohortState.CANCELLED, lazy_gettext("لغو شد")),
    (Sex.FEMALE, lazy_gettext("زن")),
    (Sex.MALE, lazy_gettext("مرد")),
    (Sort.BEST, lazy_gettext("نزدیک‌ترین به جست‌وجو")),
    (Sort.NEWEST, lazy_gettext("تازه‌ترین")),
    (Sort.CHEAPEST, lazy_gettext("ارزان‌ترین")),
    (Sort.DEAREST, lazy_gettext("گران‌ترین")),
    (Badge.VOUCHED, lazy_gettext("تأییدِ پیشران")),
    (Badge.PERMIT, lazy_gettext("دارای پروانه")),
    (Badge.NONSTANDARD, lazy_gettext("غیراستاندارد، با شرح")),
    (Readiness.READY, lazy_gettext("آمادهٔ فرستادن")),
    (Readiness.MADE, lazy_gettext("سفارشی می‌سازند")),
    (BatchState.DRAFT, lazy_gettext("پیش‌نویس")),
    (BatchState.APPROVED, lazy_gettext("دستهٔ تأییدشده")),
    (BatchState.EXPORTED, lazy_gettext("به بانک داده شد")),
    (BatchState.CLOSED, lazy_gettext("بسته شد")),
    (BatchState.CANCELLED, lazy_gettext("لغو شد")),
    (ItemState.PENDING, lazy_gettext("در دسته")),
    (ItemState.EXPORTED, lazy_gettext("به بانک داده شد")),
    (ItemState.PAID, lazy_gettext("واریز شد")),
    (ItemState.RETURNED, lazy_gettext("بانک برگرداند")),
    (ItemState.HELD, lazy_gettext("نگه داشته شد")),
    (Obstacle.UNDER_CLAIM, lazy_gettext("خریدار شکایت دارد؛ تا روشن‌شدن نگه داشته شده است")),
    (Obstacle.BELOW_MINIMUM, lazy_gettext("کمتر از کمینهٔ پرداخت است")),
    (Obstacle.NO_SHEBA, lazy_gettext("شمارهٔ شبا نداده است")),
    (Obstacle.UNVERIFIED_SHEBA, lazy_gettext("شبا هنوز بررسی نشده است")),
    (Obstacle.FRESH_SHEBA, lazy_gettext("شبا تازه عوض شده است")),
    (Indicator.INCOME, lazy_gettext("درآمدِ سازندگان")),
    (Indicator.SELLING, lazy_gettext("سازندگانِ دارای فروش")),
    (Livelihood.SUSTAINED, lazy_gettext("پایدار")),
    (Livelihood.EMERGING, lazy_gettext("رو به پایداری")),
    (Livelihood.AT_RISK, lazy_gettext("در خطر")),
    (Livelihood.ACTIVE, lazy_gettext("فروشنده")),
    (Livelihood.NOT_YET, lazy_gettext("هنوز نه")),
    (Livelihood.LEFT, lazy_gettext("کنار رفته")),
    (PublicationState.PREPARED, lazy_gettext("آماده؛ هنوز امضا نشده")),
    (PublicationState.SIGNED, lazy_gettext("امضا و منتشر شده")),
    (PublicationState.SUPERSEDED, lazy_gettext("منتشر شده؛ پس از آن اصلاح شد")),
    (PublicationState.DISCARDED, lazy_gettext("کنار گذاشته شد")),
    (Cut.COUNTY, lazy_gettext("شهرستان")),
    (Cut.TRADE, lazy_gettext("رسته")),
    (Cut.COHORT, lazy_gettext("دوره")),
    (Cut.PLACE, lazy_gettext("شهر و روستا")),
    (Cut.SEX, lazy_gettext("زن و مرد")),
    (Cut.HEAD, lazy_gettext("سرپرستیِ خانوار")),
    (Indicator.SUSTAINED, lazy_gettext("سازندگانِ دارای معیشتِ پایدار")),
    (Indicator.EARNING, lazy_gettext("سازندگانِ دارای درآمدِ ماهانه")),
    (Measure.PLACED, lazy_gettext("جاگرفته در دوره")),
    (Measure.SELLING, lazy_gettext("فروشندهٔ ماه")),
    (Measure.NO_SALE, lazy_gettext("هنوز بی‌فروش")),
    (Measure.EARNING, lazy_gettext("دارای ماهِ درآمد")),
    (Measure.SUSTAINED, lazy_gettext("معیشتِ پایدار")),
    (Measure.EMERGING, lazy_gettext("رو به پایداری")),
    (Measure.AT_RISK, lazy_gettext("در خطر")),
    (Measure.LEFT, lazy_gettext("کنار رفته")),
    (Measure.INCOME, lazy_gettext("درآمدِ ماندهٔ همه")),
    (Measure.LOWER_QUARTILE, lazy_gettext("چارکِ پایینِ درآمد")),
    (Measure.MEDIAN, lazy_gettext("میانهٔ درآمد")),
    (Measure.UPPER_QUARTILE, lazy_gettext("چارکِ بالای درآمد")),
    (Measure.TOP_TENTH, lazy_gettext("سهمِ یک‌دهمِ بالا")),
    (Measure.FULL_TIME, lazy_gettext("برابرِ شغلِ تمام‌وقت")),
    (Measure.RURAL, lazy_gettext("روستانشین")),
    (Measure.WOMEN, lazy_gettext("زن")),
    (Measure.HEADS, lazy_gettext("سرپرستِ خانوار")),
    (Measure.FIRST_SALE, lazy_gettext("تا نخستین فروش")),
    (Measure.KEPT_HALF_YEAR, lazy_gettext("مانده پس از شش ماه")),
    (Measure.KEPT_YEAR, lazy_gettext("مانده پس از یک سال")),
    (Measure.REVIEW, lazy_gettext("زمانِ بررسیِ کالا")),
    (JournalKind.PAYMENT, lazy_gettext("پرداختِ خریدار")),
    (JournalKind.LATE_PAYMENT, lazy_gettext("پرداختِ دیررس")),
    (JournalKind.RELEASE, lazy_gettext("فروشِ رسیده به دستِ خریدار")),
    (JournalKind.DELIVERY_FEE, lazy_gettext("هزینهٔ فرستادن")),
    (JournalKind.REFUND, lazy_gettext("بازگشت به خریدار")),
    (JournalKind.CLAWBACK, lazy_gettext("بازگشت به خریدار، پس از فروش")),
    (JournalKind.REFUND_PAID, lazy_gettext("بازپرداخت")),
    (JournalKind.SETTLEMENT, lazy_gettext("واریزِ درگاه به بانک")),
    (JournalKind.PAYOUT, lazy_gettext("واریز به شبای شما")),
    (JournalKind.PAYOUT_PAID, lazy_gettext("واریز انجام شد")),
    (JournalKind.PAYOUT_RETURNED, lazy_gettext("واریز برگشت")),
    (Match.MATCHED, lazy_gettext("می‌خواند")),
    (Match.DIFFERS, lazy_gettext("مبلغش نمی‌خواند")),
    (Match.UNMATCHED, lazy_gettext("در دفترِ ما نیست")),
    (Match.EXPLAINED, lazy_gettext("روشن شد")),
    (Series.INVOICE, lazy_gettext("صورت‌حسابِ خرید")),
    (Series.SALE, lazy_gettext("صورت‌حسابِ فروش")),
    (Series.COMMISSION, lazy_gettext("صورتِ کارمزد")),
    (Series.CREDIT, lazy_gettext("برگهٔ بازپرداخت")),
    (Series.PAYOUT, lazy_gettext("برگهٔ واریز")),
    (JournalKind.FX, lazy_gettext("همان پول، به ارزِ خودش")),
    (JournalKind.WRITE_OFF, lazy_gettext("بخشودنِ بدهی")),
    (JournalKind.GRANT, lazy_gettext("کمکِ برند، تأیید شد")),
    (JournalKind.GRANT_PAID, lazy_gettext("کمکِ برند، واریز شد")),
    (FundState.DRAFT, lazy_gettext("پیش‌نویس")),
    (FundState.SUBMITTED, lazy_gettext("در انتظارِ تأییدِ نخست")),
    (FundState.FIRST_OK, lazy_gettext("در انتظارِ تأییدِ دوم")),
    (FundState.APPROVED, lazy_gettext("تأیید شد، هنوز واریز نشده")),
    (FundState.PAID, lazy_gettext("واریز شد")),
    (FundState.REFUSED, lazy_gettext("پذیرفته نشد")),
    (FundState.WITHDRAWN, lazy_gettext("پس گرفته شد")),
    (JournalKind.GOODWILL, lazy_gettext("اعتبارِ دلجویی")),
    (Funder.SHOP, lazy_gettext("از صندوقِ بازار")),
    (Funder.MAKER, lazy_gettext("از سهمِ سازنده")),
    (JournalKind.CASH_COMMISSION, lazy_gettext("کارمزدِ فروشِ نقدیِ بیرون از بازار")),
    (SaleKind.FAIR, lazy_gettext("نمایشگاه یا بازارچه")),
    (SaleKind.NEIGHBOUR, lazy_gettext("همسایه و آشنا")),
    (SaleKind.WHOLESALE, lazy_gettext("سفارشِ یک‌جا")),
    (Evidence.SAID, lazy_gettext("به گفتهٔ سازنده")),
    (Evidence.AGREED, lazy_gettext("به گفتهٔ پیشران و سازنده")),
    (Evidence.PAPER, lazy_gettext("با رسید یا عکس")),
    (Evidence.WITNESSED, lazy_gettext("برنامه دیده است")),
    (SaleState.PROPOSED, lazy_gettext("منتظرِ پاسخِ سازنده")),
    (SaleState.RECORDED, lazy_gettext("نوشته شد")),
    (SaleState.CONFIRMED, lazy_gettext("تأیید شد")),
    (SaleState.DENIED, lazy_gettext("سازنده گفت چنین نبود")),
    (SaleState.VOID, lazy_gettext("باطل شد")),
    (Outcome.GRANTED, lazy_gettext("پیشرانِ دوم تأییدش کرد")),
    (Outcome.KEPT, lazy_gettext("تصمیمِ نخست ماند")),
    (Outcome.DROPPED, lazy_gettext("سازنده خودش کالا را عوض کرد")),
    (TaskKind.REFUND_BY_HAND, lazy_gettext("بازپرداخت با حوالهٔ بانکی")),
    (TaskKind.LATE_PAYMENT, lazy_gettext("پرداختِ دیررس یا دوباره")),
    (TaskKind.SUSPICIOUS_PAYMENT, lazy_gettext("پرداختی که با دفتر نمی‌خواند")),
    (TaskKind.SLIP, lazy_gettext("خریدار می‌گوید با دست پرداخته است")),
    (TaskKind.LOOSE_PAYMENT, lazy_gettext("پولی نزدِ درگاه که سفارشش را نمی‌شناسیم")),
    (TaskKind.MESSAGE, lazy_gettext("پیامی که هیچ فرستنده‌ای نپذیرفت")),
    (TaskKind.DISPUTE, lazy_gettext("خریدار نزدِ بانکش به پرداخت اعتراض کرده است")),
    (TaskKind.DISPUTE_OVER, lazy_gettext("رسیدگی به اعتراضِ خریدار نزدِ بانکش پایان یافت")),
    (TaskKind.REFUND_BOUNCED, lazy_gettext("بازپرداختی که درگاه نتوانست برساند")),
    (TaskKind.BOOKS, lazy_gettext("دفترها با هم نمی‌خوانند")),
]
# By kind and value: members of two kinds with the same value would be one key.
NAMES = {(type(thing), thing.value): words for thing, words in _PAIRS}

GROUPS = {
    "food": (lazy_gettext("خوراکی"), "tools-kitchen-2"),
    "mats": (lazy_gettext("حصیر و سبد"), "basket"),
    "woven": (lazy_gettext("گبه و بافته"), "texture"),
    "clothes": (lazy_gettext("پوشاک و دوخت"), "shirt"),
    "sea": (lazy_gettext("از دریا"), "fish"),
    "crafts": (lazy_gettext("صنایع دستی"), "diamond"),
}

EVIDENCE_MEANINGS = {
    Evidence.WITNESSED: lazy_gettext("کسی از برنامه خودش آن‌جا بوده یا رسید را دیده است."),
    Evidence.PAPER: lazy_gettext("رسید یا عکسی هست که هنوز کسی از برنامه آن را نسنجیده است."),
    Evidence.AGREED: lazy_gettext("پیشرانی که خودش خریدار نبوده نوشته و سازنده پذیرفته است؛ کاغذی نیست."),
    Evidence.SAID: lazy_gettext("تنها گفتهٔ خودِ سازنده است، یا گفتهٔ او و خریدارش."),
}


_CLAIM_STEPS = {
    "open": lazy_gettext("خریدار گفت"),
    "offered": lazy_gettext("سازنده پیشنهاد داد"),
    "returning": lazy_gettext("قرار شد کالا پس فرستاده شود"),
    "granted": lazy_gettext("پذیرفته شد"),
    "refused": lazy_gettext("پذیرفته نشد"),
    "taken_back": lazy_gettext("خریدار پس گرفت"),
    "contested": lazy_gettext("سازنده نپذیرفت"),
    "declined": lazy_gettext("خریدار پیشنهاد را نپذیرفت"),
    "approving": lazy_gettext("برای تأییدِ نفرِ دوم رفت"),
    "not_agreed": lazy_gettext("نفرِ دوم نپذیرفت"),
    "silence": lazy_gettext("مهلت گذشت و به کارشناس رسید"),
    "charged_back": lazy_gettext("درگاه خودش پس گرفت"),
}


def claim_step(move: Move) -> str:
    """One step of a claim, in words."""
    told = _CLAIM_STEPS.get(move.note or "") or _CLAIM_STEPS.get(move.became)
    return move.became if told is None else str(told)


_CAUSES = {
    "late_payment": lazy_gettext("پولی که دیر یا دوباره رسید"),
    "dispute": lazy_gettext("درگاه خودش پس گرفت"),
}


def cause(told: str) -> str:
    """Why money went back: the program's own reasons in words, a person's words as they were written."""
    if told in _CAUSES:
        return str(_CAUSES[told])
    for kind in (Reason, ParcelState):
        if told in list(kind):
            return name_of(kind(told))
    return told


_ACCOUNTS = {
    "asset:cash": lazy_gettext("صندوق"),
    "asset:bank:main": lazy_gettext("حسابِ بانکی"),
    "asset:gateway": lazy_gettext("نزدِ درگاه"),
    "asset:gateway:stripe": lazy_gettext("نزدِ درگاهِ کارتِ بین‌المللی، به ارز"),
    "income:exchange": lazy_gettext("سود و زیانِ تبدیلِ ارز"),
    "expense:gateway_fee": lazy_gettext("کارمزدِ درگاه"),
    "expense:branding": lazy_gettext("کمک به برندِ تعاونی‌ها"),
    "expense:discount": lazy_gettext("تخفیف از صندوقِ بازار"),
    "expense:subsidy": lazy_gettext("یارانهٔ فرستادن"),
    "expense:delivery_borne": lazy_gettext("هزینهٔ فرستادنِ کالای پس‌آمده"),
    "expense:bad_debt": lazy_gettext("بدهیِ بخشوده"),
    "expense:refund_goodwill": lazy_gettext("دلجویی از خریدار"),
    "liab:gift_credit": lazy_gettext("اعتبارِ خریداران"),
    "fx": lazy_gettext("تبدیلِ ارز"),
    "income:commission_cash": lazy_gettext("کارمزدِ فروشِ نقدی"),
    "income:commission": lazy_gettext("کارمزدِ بازار"),
    "liab:carrier": lazy_gettext("سهمِ حمل‌کننده"),
    "liab:coop": lazy_gettext("کمکِ تأییدشدهٔ تعاونی‌ها، واریزنشده"),
    "liab:escrow": lazy_gettext("پولِ خریداران تا رسیدنِ کالا"),
    "liab:maker": lazy_gettext("طلبِ سازندگان"),
    "liab:payout_in_transit": lazy_gettext("واریزهای در راه"),
    "liab:refund_pending": lazy_gettext("برگشتی‌های در راه"),
    "liab:shipping": lazy_gettext("هزینهٔ فرستادن"),
    "liab:unapplied": lazy_gettext("پولِ بی‌صاحب"),
    "equity:rounding": lazy_gettext("خردهٔ گردکردن"),
}


_GATEWAYS = {
    "sandbox": lazy_gettext("بانکِ نمایشی"),
    "zarinpal": lazy_gettext("درگاهِ زرین‌پال"),
    "zibal": lazy_gettext("درگاهِ زیبال"),
    "stripe": lazy_gettext("کارتِ بین‌المللی"),
    "card": lazy_gettext("کارت به کارت"),
    "counter": lazy_gettext("نقدی در دفترِ برنامه"),
    "cod": lazy_gettext("نقدی هنگامِ تحویل"),
    "credit": lazy_gettext("اعتبارِ خرید"),
}


def gateway_name(name: str) -> str:
    """What a way of paying is called, where staff have given it no name of their own."""
    return str(_GATEWAYS[name]) if name in _GATEWAYS else name


def account_name(code: str) -> str:
    """What an account of the ledger is called; its code where nobody has named it."""
    words = _ACCOUNTS.get(code) or _ACCOUNTS.get(code.rpartition(":")[0])
    return code if words is None else str(words)


def account_amount(amount: int, code: str) -> str:
    """What a leg of a journal moved, in what its account is kept."""
    currency = chart.currency_of(code)
    return formats.num(amount) if currency == chart.RIAL else formats.foreign(amount, currency)


_GROUPS = {
    "town": lazy_gettext("شهر"),
    "village": lazy_gettext("روستا"),
    "female": lazy_gettext("زن"),
    "male": lazy_gettext("مرد"),
    "": lazy_gettext("گفته نشده"),
    "head": lazy_gettext("سرپرستِ خانوار"),
    "member": lazy_gettext("عضوِ خانوار"),
}


def group_name(value: str) -> str:
    """What a group is called by which people are counted."""
    return str(_GROUPS[value])


def name_of(thing: StrEnum) -> str:
    """What a state, grade, reason or role is called, in the reader's language."""
    own = rung(thing).name(language()) if isinstance(thing, Grade) else ""
    return own or str(NAMES[type(thing), thing.value])
