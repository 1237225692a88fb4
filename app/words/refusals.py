"""Status and sentence of every refusal. A test checks that none is missing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from app import (
    accounts,
    agreements,
    catalogue,
    claims,
    consent,
    finance,
    funding,
    ideas,
    impact,
    lending,
    library,
    livings,
    notifications,
    offshop,
    opinions,
    orders,
    outreach,
    payments,
    payouts,
    planning,
    programme,
    promotions,
    spaces,
    stories,
    support,
    vouching,
)
from app.accounts import Sight
from app.shared import errors, pictures, printing, recordings, rulebook, sheets, states, throttle
from app.shared.errors import Refusal
from app.shared.tongue import gettext, language, ngettext
from app.words.formats import day, digits, money, month, num, plain_foreign
from app.words.names import name_of
from app.words.registration import list_fault_words


@dataclass(frozen=True)
class Said:
    """How a refusal is told: the HTTP status, and a sentence with what to do."""

    status: int
    sentence: str


def say(refusal: Refusal) -> Said:
    """The words of a refusal, in the reader's language."""
    status, words = WORDS[type(refusal)]
    return Said(status, words(refusal))


def _picture(refusal: pictures.BadPicture) -> str:
    return {
        "empty": gettext("پروندهٔ عکس خالی است؛ دوباره عکس بگیرید."),
        "too_heavy": gettext("عکس از ۸ مگابایت سنگین‌تر است؛ با اندازهٔ کوچک‌تر بگیرید."),
        "not_a_picture": gettext("این پرونده عکس نیست؛ عکسِ JPEG، PNG یا WebP بگذارید."),
        "too_many_pixels": gettext("عکس بیش از اندازه بزرگ است؛ با اندازهٔ کوچک‌تر بگیرید."),
        "animated": gettext("عکسِ متحرک نمی‌پذیریم؛ یک عکسِ ساده بگذارید."),
        "too_small": gettext("عکس خیلی کوچک است؛ دست‌کم ۲۰۰ نقطه پهنا و بلندا می‌خواهد."),
        "damaged": gettext("عکس خراب است و باز نمی‌شود؛ دوباره بگیرید."),
    }[refusal.reason]


def _call_incomplete(refusal: outreach.CallIncomplete) -> str:
    return {
        "words": gettext("با چند کلمه بنویسید چه گفت."),
        "reached": gettext("این نتیجه با «با خودش حرف زدم» یا «نشد» جور نیست."),
        "again_on": gettext("روزی پس از امروز بنویسید که دوباره تماس می‌گیرید."),
        "called_on": gettext("روزِ تماس امروز یا یکی از همین چند هفته است."),
        "topic": gettext("بگویید مانع دربارهٔ چیست."),
    }[refusal.reason]


def _referral_incomplete(refusal: outreach.ReferralIncomplete) -> str:
    return {
        "asked": gettext("بنویسید از دستگاه چه می‌خواهید."),
        "letter": gettext("شمارهٔ نامه و روزِ آن را بنویسید؛ روز نمی‌تواند نیامده باشد."),
        "reply": gettext("دلیلِ دستگاه را بنویسید؛ نپذیرفتنِ بی‌دلیل ثبت نمی‌شود."),
        "replied_on": gettext("روزِ پاسخ از روزِ نامه تا امروز است."),
        "why": gettext("بنویسید چرا پس گرفته می‌شود."),
        "name": gettext("نامِ دستگاه را بنویسید."),
    }[refusal.reason]


def _report_incomplete(refusal: support.ReportIncomplete) -> str:
    return {
        "words": gettext("با چند کلمه بنویسید چه شده است."),
        "accused": gettext("بگویید از چه کسی شکایت دارید."),
        "parties": gettext("هر دو طرف را بنویسید."),
    }[refusal.reason]


def _term_incomplete(refusal: agreements.TermIncomplete) -> str:
    return {
        "owed": gettext("کامل بنویسید: چه خدمتی، بر عهدهٔ چه کسی و به چه کسی."),
        "after": gettext("بنویسید چند روز، و پس از چه رویدادی."),
        "monthly": gettext("روزِ ماه را بنویسید، از ۱ تا ۳۱."),
        "fixed": gettext("روزش را بنویسید؛ پیش از آغازِ همین سطح نباشد."),
        "days": gettext("پایان پیش از آغاز است."),
    }[refusal.reason]


def _bad_file(refusal: library.BadFile) -> str:
    return {
        "empty": gettext("این پرونده خالی است."),
        "too_heavy": gettext("پرونده از ۵ مگابایت سنگین‌تر است."),
        "unknown_kind": gettext("این پرونده PDF، عکس یا متنِ Word نیست؛ یکی از این‌ها بگذارید."),
    }[refusal.reason]


def _version_incomplete(refusal: library.VersionIncomplete) -> str:
    return {
        "content": gettext("یا پرونده‌ای بگذارید یا نشانی‌اش را بنویسید؛ یکی از این دو."),
        "address": gettext("نشانی را کامل بنویسید، مانند https://example.ir/sanad."),
        "days": gettext("روزِ پایانِ اعتبار پیش از روزِ آغاز است."),
        "changed": gettext("بنویسید چه چیزی عوض شد."),
    }[refusal.reason]


def _recording(refusal: recordings.BadRecording) -> str:
    return {
        "empty": gettext("پروندهٔ صدا خالی است؛ دوباره ضبط کنید."),
        "too_heavy": gettext("صدا از ۱ مگابایت سنگین‌تر است؛ کوتاه‌تر یا سبک‌تر ضبط کنید."),
        "not_sound": gettext("این پرونده صدا نیست؛ MP3، Ogg یا M4A بگذارید."),
    }[refusal.reason]


def _out_of_stock(refusal: catalogue.OutOfStock) -> str:
    if refusal.left <= 0:
        return gettext("این کالا همین حالا تمام شد.")
    return ngettext(
        "فقط %(n)s عدد مانده؛ تعداد را کم کنید.",
        "فقط %(n)s عدد مانده؛ تعداد را کم کنید.",
        refusal.left,
        n=num(refusal.left),
    )


def route_name(route: str) -> str:
    """The paper that a health route asks for."""
    return {
        "home_declaration": gettext("گواهیِ اظهارِ خانگی"),
        "workshop_id": gettext("شناسهٔ نظارتِ کارگاهی"),
        "veterinary": gettext("پروانهٔ دامپزشکی"),
        "cosmetic": gettext("پروانهٔ آرایشی و بهداشتی"),
        "none": gettext("بی‌نیاز از پروانه"),
        "unknown_check": gettext("هنوز روشن نیست"),
        "not_allowed_check": gettext("فروش مجاز نیست"),
    }[route]


def part_name(part: str) -> str:
    """A part of a listing, as people call it."""
    return {
        "photo": gettext("عکس"),
        "kind": gettext("نوعِ کالا"),
        "name": gettext("نام"),
        "size": gettext("اندازه، وزن و جنس"),
        "stock": gettext("موجودی"),
        "standard": gettext("استاندارد و تفاوت‌ها"),
        "price": gettext("قیمت"),
    }[part]


def _conflict(refusal: vouching.ConflictOfInterest) -> str:
    return {
        "own": gettext("دربارهٔ کالای خودتان نمی‌توانید داوری کنید."),
        "same_phone": gettext("شمارهٔ همراهِ شما و سازنده یکی است؛ کالای خانوادهٔ خود را نمی‌توانید تأیید کنید."),
        "appeal": gettext("این تصمیمِ خودِ شماست؛ اعتراض را پیشرانِ دیگری می‌بیند."),
        "prepared": gettext("این کالا را خودتان برای سازنده نوشته‌اید؛ پیشرانِ دیگری آن را می‌بیند."),
        "mutual": gettext("این سازنده کالای شما را تأیید کرده است؛ تأییدِ دوسویه پذیرفته نیست."),
        "first_tied": gettext("پیشرانِ نخست حالا با سازنده نسبت دارد؛ برای اصلاح برگردانید تا از نو دیده شود."),
        "one_phone": gettext("شمارهٔ همراهِ شما و پیشرانِ نخست یکی است؛ نظرِ دوم را کسِ دیگری می‌دهد."),
        "said": gettext("شما نظرتان را دربارهٔ این کالا داده‌اید؛ این بار پیشرانِ دیگری باید ببیند."),
        "family": gettext("گفته‌اید با این سازنده خویشاوندید؛ کالایش را پیشرانِ دیگری می‌بیند."),
        "employee": gettext("گفته‌اید با این سازنده همکارید؛ کالایش را پیشرانِ دیگری می‌بیند."),
        "resale": gettext("گفته‌اید کالای این سازنده را برای فروش می‌خرید؛ پیشرانِ دیگری می‌بیندش."),
        "other": gettext("گفته‌اید با این سازنده نسبتی دارید؛ کالایش را پیشرانِ دیگری می‌بیند."),
    }[refusal.reason]


def _phase_not_ready(refusal: programme.PhaseNotReady) -> str:
    lacking = gettext("، ").join(name_of(one) for one in refusal.lacking)
    if refusal.phase is None:
        told = gettext("برای پایانِ دوره این‌ها مانده است: %(lacking)s.", lacking=lacking)
    else:
        phase = name_of(refusal.phase)
        told = gettext("برای مرحلهٔ %(phase)s این‌ها مانده است: %(lacking)s.", phase=phase, lacking=lacking)
    return told + " " + gettext("اگر با این همه باید پیش برود، دلیلش را بنویسید.")


def _checklist_open(refusal: programme.ChecklistOpen) -> str:
    at = {"en": 1, "ar": 2}.get(language(), 0)
    names = gettext("، ").join(f"«{one.words[at] or one.words[0]}»" for one in refusal.items)
    return gettext("پیش از فرستادن، این‌ها مانده است: %(names)s.", names=names)


def _not_to_be_prepared(refusal: vouching.NotToBePrepared) -> str:
    return {
        "own": gettext("کالای خودتان را در کارگاهِ خودتان بنویسید."),
        "same_phone": gettext("شمارهٔ همراهِ او با شمارهٔ شما یکی است؛ کدِ تأیید باید به گوشیِ خودش برسد."),
    }[refusal.reason]


def _no_recall(refusal: catalogue.RecallOutOfRange) -> str:
    return {
        "days": gettext("روزِ پایان نباید پیش از آغاز یا پس از امروز باشد."),
        "words": gettext("دلیل و کاری را که خریدار باید بکند بنویسید."),
        "unsold": gettext("این کالا هرگز روی بازار نبوده است."),
        "again": gettext("این کالا همین حالا هم فراخوان شده است."),
        "ended": gettext("این فراخوان پیش‌تر پایان یافته است."),
    }[refusal.reason]


def _no_appeal(refusal: vouching.AppealNotPossible) -> str:
    return {
        "words": gettext("دلیلتان را با چند کلمه بنویسید."),
        "open": gettext("هنوز تصمیمی نیست که بتوان به آن اعتراض کرد."),
        "again": gettext("به این تصمیم یک بار اعتراض شده است."),
        "late": gettext("مهلتِ اعتراض به این تصمیم گذشته است."),
        "newer": gettext("سازنده این کالا را پس از آن تصمیم عوض کرده است؛ نسخهٔ تازه‌اش از راهِ همیشگی دیده می‌شود."),
    }[refusal.reason]


def _not_complete(refusal: vouching.NotComplete) -> str:
    names = gettext("، ").join(part_name(part) for part in refusal.parts)
    return gettext("این‌ها هنوز مانده است: %(names)s.", names=names)


def _too_often(refusal: throttle.TooOften) -> str:
    if refusal.wait_seconds >= 120:
        minutes = -(-refusal.wait_seconds // 60)
        return gettext("بیش از اندازه کوشیده‌اید؛ %(n)s دقیقهٔ دیگر دوباره بیازمایید.", n=num(minutes))
    return gettext("%(n)s ثانیهٔ دیگر دوباره بیازمایید.", n=num(refusal.wait_seconds))


def _unsafe(refusal: impact.FiguresUnsafe) -> str:
    return {
        "few": gettext("شمارِ فراگیران هنوز کمتر از آن است که عددی گفته شود و کسی از آن شناخته نشود."),
        "earlier": gettext("این اصلاح را نمی‌شود منتشر کرد: از کنارِ هم گذاشتنِ دو ویرایش، عددِ پنهان پیدا می‌شد."),
    }[refusal.reason]


def _undisclosed(refusal: vouching.DisclosureMissing) -> str:
    more = {
        "unused": gettext("این درجه دیگر به کار نمی‌رود؛ درجهٔ دیگری باید برگزیده شود."),
        "described": gettext("با این درجه باید دست‌کم یک تفاوت نوشته شده باشد."),
        "pictured": gettext("با این درجه هر تفاوت باید عکس داشته باشد."),
        "sound_price": gettext("با این درجه باید نوشته شده باشد سالمِ آن چند است."),
        "too_dear": gettext("قیمتِ یکی از گونه‌ها برای این درجه بالاست؛ برای اصلاح برگردانید."),
        "mark": gettext("نامِ نشان یا پروانه‌ای که کالا دارد نوشته نشده است."),
    }
    words = gettext("باید دست‌کم یک تفاوت با شرح و عکس، یا نشانی که کالا ندارد، نوشته شده باشد.")
    return more.get(refusal.lacking, words)


def _price_band(refusal: catalogue.PriceOutsideBand) -> str:
    return gettext(
        "قیمتِ تازه باید میانِ %(low)s و %(high)s باشد؛ برای تغییرِ بیشتر، کالا را ویرایش کنید تا پیشران ببیند.",
        low=money(refusal.lowest),
        high=money(refusal.highest),
    )


def _coupon(refusal: promotions.CouponRefused) -> str:
    return {
        "unknown": gettext("این کد را نمی‌شناسیم. کد را همان‌طور که نوشته شده بنویسید."),
        "ended": gettext("مهلتِ این کد گذشته است."),
        "used_up": gettext("سهمِ این کد تمام شده است."),
        "yours_used": gettext("با این شماره پیش‌تر از همین کد بهره برده‌اید؛ هر شماره یک بار."),
        "other_goods": gettext("این کد برای کالاهای سازندهٔ دیگری است."),
        "too_small": gettext("این کد برای خریدِ %(n)s به بالاست.", n=money(refusal.least)),
    }[refusal.reason]


def _credit(refusal: payments.CreditRefused) -> str:
    return {
        "unknown": gettext("این کدِ اعتبار را نمی‌شناسیم. کد در صفحهٔ سفارشِ پیشینتان نوشته شده است."),
        "spent": gettext("از این اعتبار چیزی نمانده است."),
        "amount": gettext("مبلغِ اعتبار باید بیش از صفر باشد."),
        "too_much": gettext("برای یک سفارش روی هم تا %(n)s می‌شود داد.", n=money(refusal.most)),
    }[refusal.reason]


def _tie_refused(refusal: planning.TieRefused) -> str:
    return {
        "supplier": gettext("تأمین‌کننده با پیشران کار می‌کند، نه با فراگیر."),
        "ended": gettext("این همکار کنار گذاشته شده است."),
    }[refusal.reason]


def _refund_range(refusal: orders.RefundOutOfRange) -> str:
    return gettext(
        "از این ردیف تنها %(n)s عدد و %(amount)s بازگرداندنی است.",
        n=num(refusal.quantity_left),
        amount=money(refusal.amount_left),
    )


def _no_claim(refusal: claims.ClaimNotPossible) -> str:
    return {
        "no_pieces": gettext("بگویید کدام کالا و چند عدد."),
        "too_many_pieces": gettext("بیش از آنچه خریده‌اید نوشته‌اید؛ تعداد را درست کنید."),
        "too_many_pictures": gettext("تا ۴ عکس می‌پذیریم؛ عکس‌ها را دوباره برگزینید."),
        "nothing_new": gettext("همین پیش‌تر روشن شده است؛ بنویسید چه چیزِ تازه‌ای هست، یا تنها عددهای دیگر را."),
        "decided": gettext("دربارهٔ همین کالا دو بار تصمیم گرفته‌ایم و دیگر بازش نمی‌کنیم؛ اگر سخنی دارید تلفن کنید."),
        "not_sent": gettext("این بسته هنوز فرستاده نشده یا لغو شده است."),
        "open_already": gettext("دربارهٔ این بسته مشکلی ثبت شده که هنوز باز است."),
        "arrived": gettext("این بسته رسیده است؛ اگر چیزی درست نیست، دلیلِ دیگری برگزینید."),
        "never_came": gettext("چیزی که نرسیده پس فرستادنی نیست؛ پول را برگردانید یا نپذیرید."),
        "not_due": gettext("هنوز تا روزِ وعده مانده است؛ پس از آن می‌توانید بگویید نرسیده."),
        "exempt": gettext("این کالا از حقِ پشیمانی بیرون است، ولی اگر آن‌طور که نوشته بود نیست، همان را برگزینید."),
    }[refusal.reason]


def _offer_range(refusal: claims.OfferOutOfRange) -> str:
    if refusal.delivery:
        return gettext("از هزینهٔ فرستادن تنها %(amount)s برگرداندنی است.", amount=money(refusal.most))
    return gettext("مبلغ باید بیشتر از صفر و تا %(amount)s باشد.", amount=money(refusal.most))


def _offshop_range(refusal: offshop.SaleOutOfRange) -> str:
    return {
        "day": gettext("روزِ فروش باید در یک سالِ گذشته باشد، تا امروز."),
        "amount": gettext("تعداد و مبلغ را با عدد بنویسید."),
    }[refusal.reason]


def _sight_missing(refusal: accounts.SightMissing) -> str:
    if refusal.sight is Sight.IDENTITY:
        return gettext("کدِ ملی را تنها کسی می‌بیند که مجری با نام به او اجازه داده باشد.")
    return gettext(
        "این‌ها عددهای امضانشده و درآمدِ کسان است؛ تنها کسی می‌بیند که مجری با نام به او اجازه داده باشد. "
        "عددهای امضاشده در صفحهٔ «برنامه در عدد» برای همه است."
    )


def _own_order(refusal: offshop.OwnOrder) -> str:
    return {
        "own": gettext("سفارشی را که خودتان ساخته‌اید در کارگاهِ خودتان بنویسید، نه این‌جا."),
        "same_phone": gettext("شمارهٔ همراهِ شما و این سازنده یکی است؛ سفارشِ خانواده‌تان را او خودش بنویسد."),
    }[refusal.reason]


def _not_eligible(refusal: funding.NotEligible) -> str:
    return {
        "type": gettext("نخست در سامانهٔ ثبت ببینید که نوعِ آن «شرکتِ تعاونی» است و این‌جا نشانش بزنید."),
        "registration": gettext("شمارهٔ ثبتِ این تعاونی نوشته نشده است."),
        "national_id": gettext("شناسهٔ ملیِ این تعاونی درست نیست؛ نخست آن را در صفحهٔ تعاونی درست کنید."),
    }[refusal.reason]


def _already_supported(refusal: funding.AlreadySupported) -> str:
    if refusal.under_way:
        return gettext("این تعاونی درخواستِ دیگری در راه دارد؛ نخست آن به پایان برسد.")
    if refusal.years:
        return gettext("این تعاونی کمک گرفته است و هنوز %(n)s سال از آن نگذشته.", n=num(refusal.years))
    return gettext("این تعاونی پیش‌تر کمک گرفته است؛ هر تعاونی تنها یک بار می‌گیرد.")


def _invoice_known(refusal: funding.InvoiceKnown) -> str:
    if refusal.same:
        return gettext("این شمارهٔ فاکتور از همین فروشنده در همین درخواست هست.")
    return gettext(
        "این شمارهٔ فاکتور از همین فروشنده در درخواستِ دیگری هست. اگر فروشندهٔ دیگری است، نامش را کامل‌تر بنویسید."
    )


def _days_wrong(refusal: spaces.DaysWrong) -> str:
    return {
        "past": gettext("این روز گذشته است."),
        "backwards": gettext("پایان باید پس از آغاز باشد."),
        "none": gettext("در این روزها هیچ روزِ بازی نیست."),
        "too_long": gettext("بیش از یک سال نمی‌شود."),
        "book": gettext("آخرین روزِ گرفتنِ جا باید از امروز تا روزِ پایان باشد."),
        "cancel": gettext("آخرین روزِ پس‌دادنِ جا باید تا روزِ پایان باشد."),
    }[refusal.reason]


def _space_incomplete(refusal: spaces.SpaceIncomplete) -> str:
    return {
        "name": gettext("نام را بنویسید."),
        "place": gettext("نشانی را بنویسید."),
        "why": gettext("بنویسید چرا برگزار نمی‌شود."),
        "weekdays": gettext("روزهای هفته را برگزینید."),
        "sold": gettext("بنویسید چه می‌فروشند."),
        "directions": gettext("بنویسید چگونه پیدایش کنند."),
    }[refusal.field]


def _not_for_her(refusal: spaces.NotForHer) -> str:
    return {
        "accepted": gettext("این جا برای فراگیرانِ پذیرفته است."),
        "county": gettext("این جا برای فراگیرانِ همین شهرستان است."),
        "trade": gettext("این جا برای رستهٔ دیگری است."),
    }[refusal.reason]


def _story_incomplete(refusal: stories.StoryIncomplete) -> str:
    return {
        "title": gettext("عنوان را بنویسید."),
        "words": gettext("داستان را بنویسید."),
        "source": gettext("عدد و سرچشمه‌اش را با هم بنویسید."),
        "why": gettext("بنویسید چرا برداشته می‌شود."),
    }[refusal.field]


def _not_permitted(refusal: lending.NotPermitted) -> str:
    if refusal.since is None:
        return gettext("استان هنوز اجازهٔ پذیرشِ طرح ندارد؛ پروندهٔ تازه باز نمی‌شود.")
    return gettext(
        "اجازهٔ استان برای پذیرشِ طرح تا %(day)s بود و تمام شده است؛ پروندهٔ تازه باز نمی‌شود.", day=day(refusal.since)
    )


def _not_entitled(refusal: lending.NotEntitled) -> str:
    return gettext("یکی از شرط‌های این اعتبار برقرار نیست: «%(what)s».", what=name_of(refusal.condition))


WORDS: dict[type[Refusal], tuple[int, Callable[[Any], str]]] = {
    errors.NotFound: (404, lambda _: gettext("این صفحه را نیافتیم.")),
    states.MoveRefused: (409, lambda _: gettext("این کار دیگر شدنی نیست؛ وضعش عوض شده است. صفحه را تازه کنید.")),
    throttle.TooOften: (429, _too_often),
    pictures.BadPicture: (422, _picture),
    recordings.BadRecording: (422, _recording),
    printing.NoPrinter: (
        409,
        lambda _: gettext("این دستگاه هنوز نمی‌تواند PDF بسازد؛ به گردانندهٔ سامانه بگویید pango را نصب کند."),
    ),
    livings.MonthOutOfRange: (
        422,
        lambda one: gettext("ماهی از %(month)s تا همین ماه را برگزینید.", month=month(one.earliest)),
    ),
    rulebook.BeginsInPast: (
        422,
        lambda _: gettext("این قاعده از روزِ گذشته آغاز نمی‌شود، چون با آن کار کرده‌اند؛ امروز یا پس از آن را بنویسید."),
    ),
    impact.GoalTwice: (
        409,
        lambda _: gettext("همین هدف با همین ماه‌ها و همین عدد گذاشته شده است؛ در فهرستِ هدف‌هاست."),
    ),
    impact.MonthNotOver: (422, lambda _: gettext("این ماه هنوز تمام نشده است؛ ماهی را برگزینید که گذشته باشد.")),
    impact.AlreadyPrepared: (
        409,
        lambda _: gettext("عددهای این ماه یک بار آماده شده و در انتظارِ امضاست؛ آن را امضا کنید یا کنار بگذارید."),
    ),
    impact.CorrectionNeedsReason: (422, lambda _: gettext("این ماه منتشر شده است؛ بنویسید چه چیز اصلاح می‌شود و چرا.")),
    impact.FiguresUnsafe: (409, _unsafe),
    impact.DayOutside: (
        422,
        lambda one: gettext("روزی از %(first)s تا %(last)s بنویسید.", first=day(one.first), last=day(one.last)),
    ),
    impact.TooManyWait: (
        409,
        lambda one: gettext(
            "%(n)s صورت‌وضعیتِ دیگر هنوز حساب نشده است؛ چند دقیقهٔ دیگر دوباره بخواهید.", n=num(one.count)
        ),
    ),
    impact.NotTheSigner: (409, lambda _: gettext("عددها را تنها رئیسِ جهاد دانشگاهیِ استان امضا می‌کند.")),
    impact.OwnFigures: (409, lambda _: gettext("کسی که عددها را آماده کرده است خودش امضا نمی‌کند.")),
    accounts.NationalCodeTaken: (409, lambda _: gettext("این کد ملی پیش‌تر برای حسابِ دیگری ثبت شده است.")),
    accounts.SightForOneself: (403, lambda _: gettext("اجازهٔ دیدن را کسی به خودش نمی‌دهد؛ همکارِ دیگری باید بدهد.")),
    accounts.SightNeedsDesk: (409, lambda _: gettext("این اجازه تنها به کارکنان و مسئولان داده می‌شود.")),
    accounts.SightNeedsReason: (422, lambda _: gettext("دلیل را بنویسید.")),
    accounts.SightMissing: (403, _sight_missing),
    accounts.SightOver: (422, lambda _: gettext("روزِ پایان گذشته است.")),
    accounts.ShebaRefused: (
        422,
        lambda _: gettext("شمارهٔ شبا درست نیست؛ ۲۴ رقمِ پس از IR را از کارت یا برنامهٔ بانک بنویسید."),
    ),
    accounts.AccountClosed: (403, lambda _: gettext("این حساب بسته شده است؛ با پشتیبانی تماس بگیرید.")),
    programme.AlreadyRegistered: (409, lambda _: gettext("پیش‌تر ثبت‌نام کرده‌اید.")),
    programme.CooperativeKnown: (
        409,
        lambda _: gettext("تعاونی‌ای با این شمارهٔ ثبت یا شناسهٔ ملی پیش‌تر ثبت شده است."),
    ),
    programme.ChecklistOpen: (409, _checklist_open),
    programme.NotHersToSay: (403, lambda _: gettext("این را شما نمی‌توانید نشان کنید.")),
    programme.TradeIncomplete: (
        422,
        lambda r: (
            gettext("نامِ کوتاه از حرف‌های انگلیسی است، مانند tourism.")
            if r.what == "code"
            else gettext("نامش را به هر سه زبان بنویسید.")
        ),
    ),
    programme.TradeKnown: (
        409,
        lambda r: (
            gettext("رسته‌ای با این نامِ کوتاه در فهرست هست.")
            if r.what == "code"
            else gettext("رسته‌ای با این نام در فهرست هست.")
        ),
    ),
    programme.ReasonMissing: (422, lambda _: gettext("دلیلِ نپذیرفتن را بنویسید.")),
    programme.CaseTaken: (409, lambda _: gettext("این فراگیر همین حالا پیشران دارد.")),
    programme.NobodyToTakeOver: (
        422,
        lambda _: gettext("پیشرانِ دیگری را برگزینید؛ کسی نمی‌تواند پیشرانِ خودش باشد."),
    ),
    programme.HelpIncomplete: (422, lambda _: gettext("کامل بنویسید: چه، برای چند نفر، چند ساعت، تا کی یا چرا.")),
    programme.NoPlaceLeft: (409, lambda _: gettext("جایی نمانده است؛ دیگران زودتر گرفتند.")),
    programme.AlreadyUndertaken: (409, lambda _: gettext("این را پیش‌تر گرفته‌اند.")),
    programme.VisitIncomplete: (422, lambda _: gettext("بنویسید چه دیدید؛ گامِ بعد روز هم می‌خواهد.")),
    programme.PhaseNotReady: (409, _phase_not_ready),
    programme.BriefingIncomplete: (422, lambda _: gettext("بنویسید کجا، و چه کسی دعوت کرده است.")),
    programme.NotAttendedEnough: (
        409,
        lambda r: gettext(
            "برای گواهی کم آمده است: %(came)s از %(called)s جلسه.", came=num(r.came), called=num(r.called)
        ),
    ),
    programme.MentorDoesNothing: (422, lambda _: gettext("دست‌کم یکی را برگزینید: آموزش، مشاوره یا فروش.")),
    programme.WhyBack: (422, lambda _: gettext("برای برگشتن به مرحلهٔ پیش، دلیلش را بنویسید.")),
    programme.PauseIncomplete: (422, lambda _: gettext("دلیلِ توقف را بنویسید؛ پایانش پیش از آغازش نباشد.")),
    programme.LeavingUnexplained: (422, lambda _: gettext("بگویید چرا کناره می‌گیرد: یک دلیل، و چند کلمه.")),
    programme.GuestIncomplete: (422, lambda _: gettext("نامش را بنویسید، و شمارهٔ همراه یا روستایش را.")),
    programme.GuestNotOpen: (409, lambda _: gettext("این مهمان دیگر چنین نیست؛ صفحه را تازه کنید.")),
    programme.GuestThere: (409, lambda _: gettext("او مهمانِ دیگری از همین جلسه است؛ هر کس یک بار شمرده می‌شود.")),
    programme.EndOutside: (
        422,
        lambda it: gettext("روزِ پایان از %(first)s، که در دوره جا گرفت، تا امروز است.", first=day(it.first)),
    ),
    programme.FailingUnexplained: (422, lambda _: gettext("بگویید چرا قبول نشد: یک دلیل، و چند کلمه.")),
    programme.CohortFull: (409, lambda r: gettext("هر %(n)s جای این دوره پر شده است.", n=num(r.capacity))),
    programme.CohortClosed: (409, lambda _: gettext("این دوره به پایان رسیده یا لغو شده است.")),
    sheets.UnreadableList: (422, list_fault_words),
    catalogue.OutOfStock: (409, _out_of_stock),
    catalogue.MakerAway: (
        409,
        lambda refusal: gettext("سازنده تا %(day)s سرِ کار نیست؛ از آن روز می‌توانید بخرید.", day=day(refusal.back_on)),
    ),
    catalogue.LeaveOverlaps: (
        409,
        lambda refusal: gettext(
            "از %(first)s تا %(last)s را پیش‌تر تعطیل کرده‌اید؛ روزهای دیگری بنویسید یا آن را بردارید.",
            first=day(refusal.first_day),
            last=day(refusal.last_day),
        ),
    ),
    catalogue.LeaveOutOfRange: (
        422,
        lambda refusal: gettext(
            "روزِ آغاز از امروز به بعد باشد و پایان پس از آن؛ تا %(n)s روز، نه دورتر از یک سال.", n=num(refusal.longest)
        ),
    ),
    catalogue.NotForSale: (409, lambda _: gettext("این کالا دیگر فروخته نمی‌شود.")),
    catalogue.PermitNeeded: (
        409,
        lambda r: gettext("برای فروشِ این کالا %(paper)s با شماره و تاریخ لازم است.", paper=route_name(r.route)),
    ),
    catalogue.PermitExpired: (
        409,
        lambda r: gettext("پروانهٔ %(number)s در %(day)s به پایان رسیده است.", number=r.number, day=day(r.expired_on)),
    ),
    catalogue.PermitChanged: (409, lambda _: gettext("سازنده عکسِ تازه‌ای فرستاده است؛ یک بارِ دیگر ببینید.")),
    catalogue.PermitUnchecked: (409, lambda _: gettext("پروانه‌اش هنوز بررسی نشده است.")),
    catalogue.PermitTurnedDown: (
        409,
        lambda r: gettext("پروانهٔ %(number)s پذیرفته نشده است: %(why)s", number=r.number, why=r.why),
    ),
    catalogue.PhotoNeeded: (422, lambda _: gettext("عکسِ پروانه را بگذارید؛ کارشناس آن را می‌بیند.")),
    catalogue.PaperKnown: (409, lambda _: gettext("این پروانه پیش‌تر پذیرفته شده است.")),
    catalogue.OwnPaper: (403, lambda _: gettext("پروانهٔ خودتان را همکارِ دیگری باید ببیند.")),
    catalogue.RecallStands: (
        409,
        lambda r: gettext("این کالا از %(day)s برای ایمنی فراخوان شده است و فروخته نمی‌شود.", day=day(r.since)),
    ),
    catalogue.RecallOutOfRange: (422, _no_recall),
    catalogue.SaleNotAllowed: (
        409,
        lambda r: gettext("فروشِ خوراکیِ «%(good)s» از خانه مجاز نیست، هر که تأیید کند.", good=r.good),
    ),
    catalogue.RouteUndecided: (
        409,
        lambda _: gettext("کارشناس هنوز نگفته است این کالا چه پروانه‌ای می‌خواهد؛ تا آن روز فروخته نمی‌شود."),
    ),
    catalogue.PriceOutsideBand: (422, _price_band),
    catalogue.NotADraft: (409, lambda _: gettext("این کالا نزدِ پیشران است و اکنون ویرایش نمی‌شود.")),
    catalogue.LabelTaken: (422, lambda r: gettext("این کالا گونه‌ای به نامِ «%(label)s» دارد.", label=r.label)),
    vouching.NotComplete: (422, _not_complete),
    vouching.NotConfirmed: (
        409,
        lambda _: gettext("این کالا را دیگری برایتان نوشته است؛ نخست با کدِ پیامک تأییدش کنید."),
    ),
    vouching.ListingChanged: (
        409,
        lambda _: gettext("این کالا همین حالا عوض شد؛ یک بارِ دیگر ببینیدش و بعد تأیید کنید."),
    ),
    vouching.SheetStale: (409, lambda _: gettext("در این میان چیزی عوض شده است؛ یک بارِ دیگر ببینید و بعد بزنید.")),
    vouching.NotToBePrepared: (403, _not_to_be_prepared),
    vouching.PicturesNotReady: (
        409,
        lambda _: gettext("عکس‌ها هنوز آماده نشده‌اند؛ چند ثانیه صبر کنید و دوباره بزنید."),
    ),
    vouching.ConflictOfInterest: (403, _conflict),
    vouching.DisclosureMissing: (
        422,
        _undisclosed,
    ),
    vouching.TooDearForGrade: (
        422,
        lambda refusal: gettext(
            "با درجه‌ای که این کالا دارد باید ارزان‌تر از سالمش باشد: دست‌بالا %(most)s.", most=money(refusal.most)
        ),
    ),
    vouching.LadderTooShort: (
        422,
        lambda _: gettext("بالاترین درجه و دست‌کم یکی پایین‌تر از آن باید بماند."),
    ),
    vouching.BasisTooWeak: (422, lambda _: gettext("تنها با دیدنِ عکس نمی‌شود برترین درجه را تأیید کرد.")),
    vouching.AppealNotPossible: (409, _no_appeal),
    vouching.AlreadyDecided: (409, lambda _: gettext("پیشرانِ دیگری پیش از شما دربارهٔ این کالا تصمیم گرفت.")),
    vouching.RubricOpen: (422, lambda _: gettext("دربارهٔ هر سطر بگویید چگونه است.")),
    vouching.RubricNotMet: (
        422,
        lambda refusal: gettext("تا «%(item)s» درست نباشد نمی‌شود تأیید کرد؛ برای اصلاح برگردانید.", item=refusal.item),
    ),
    vouching.EvidenceNeeded: (
        422,
        lambda refusal: gettext("دست‌کم %(n)s عکس که خودتان گرفته‌اید بگذارید.", n=num(refusal.least)),
    ),
    vouching.InterestKnown: (409, lambda _: gettext("این نسبت را پیش‌تر گفته‌اید.")),
    vouching.NotLeaving: (409, lambda _: gettext("پیشرانِ دیگری زودتر پاسخگوی این کالا شد.")),
    vouching.AlreadyWithdrawn: (409, lambda _: gettext("این تأیید پیش‌تر پس گرفته شده است.")),
    vouching.GradeNotLower: (422, lambda _: gettext("درجه‌ای پایین‌تر از درجهٔ کنونی برگزینید.")),
    vouching.RemarksNeeded: (422, lambda _: gettext("بگویید چه چیزی باید درست شود.")),
    payments.UnknownGateway: (409, lambda _: gettext("این درگاهِ پرداخت روشن نیست.")),
    payments.ForeignMoney: (
        409,
        lambda _: gettext("پولِ این درگاه ریال نیست؛ واریزش را در فرمِ «واریزِ درگاهِ ارزی» بنویسید."),
    ),
    payments.MoreThanAbroad: (
        409,
        lambda r: gettext("نزدِ این درگاه تنها %(amount)s است.", amount=plain_foreign(r.left, r.currency)),
    ),
    payments.RefundTooLarge: (409, lambda r: gettext("از این پرداخت تنها %(amount)s مانده است.", amount=money(r.left))),
    payments.CreditRefused: (422, _credit),
    promotions.CouponRefused: (422, _coupon),
    promotions.CouponKnown: (422, lambda _: gettext("این کد پیش‌تر گذاشته شده است؛ کدِ دیگری بنویسید.")),
    promotions.PromotionOutOfRange: (
        422,
        lambda r: {
            "amount": gettext("مبلغ یا درصد باید بیش از صفر باشد، و تخفیف دستِ بالا ۹۰ درصد."),
            "day": gettext("از امروز به بعد، و پایان پس از آغاز."),
        }[r.part],
    ),
    orders.SharesOutOfRange: (
        422,
        lambda r: {
            "sum": gettext("سهم‌ها روی هم باید ۱۰۰ درصد شود."),
            "members": gettext("هر عضو یک بار، و فروشنده هم یکی از آن‌هاست."),
            "day": gettext("از امروز به بعد؛ فروش‌های گذشته عوض نمی‌شوند."),
        }[r.part],
    ),
    payouts.DebtTooSmall: (
        422,
        lambda r: gettext("بیش از بدهی نمی‌شود؛ بدهی %(n)s است.", n=money(r.owed)),
    ),
    payments.NothingPaid: (409, lambda _: gettext("برای این سفارش پولی پرداخت نشده است.")),
    orders.BasketEmpty: (409, lambda _: gettext("سبدتان خالی است.")),
    orders.PromiseMoved: (
        409,
        lambda refusal: gettext(
            "همین حالا کسِ دیگری هم سفارش داد؛ این بسته تا %(day)s می‌رسد. اگر خوب است دوباره بزنید.",
            day=day(refusal.day),
        ),
    ),
    orders.BasketChanged: (
        409,
        lambda _: gettext("قیمت یا هزینهٔ فرستادن عوض شده است. سفارش ثبت نشد؛ تازه‌اش را ببینید و دوباره بزنید."),
    ),
    orders.NotAcknowledged: (
        422,
        lambda _: gettext("پیش از پرداخت، تفاوت‌های کالاهای غیراستاندارد را بخوانید و تیک بزنید."),
    ),
    orders.NoDelivery: (422, lambda _: gettext("برای هر بسته یک راهِ فرستادن برگزینید.")),
    orders.OwnGoods: (409, lambda _: gettext("کالای خودتان را نمی‌توانید بخرید.")),
    payments.SettlementTooLarge: (
        422,
        lambda r: gettext("در دفترِ ما نزدِ این درگاه تنها %(n)s هست.", n=money(r.left)),
    ),
    payments.SettlementFixed: (
        409,
        lambda r: {
            "own": gettext("کسی که واریز را نوشته نمی‌تواند خودش آن را برگرداند؛ نفرِ دوم باید ببیند."),
            "over": gettext("این سند پیش‌تر برگردانده شده است."),
        }[r.reason],
    ),
    payments.ReferenceUsed: (
        422,
        lambda _: gettext("این شماره برای پرداختِ دیگری ثبت شده است. رسید را دوباره ببینید."),
    ),
    payments.AccountChanged: (
        409,
        lambda r: gettext(
            "خریدار پس از نگاهِ شما شبای دیگری داده است (…%(last4)s). ثبت نشد؛ شبای تازه را ببینید.",
            last4=digits(r.last4),
        ),
    ),
    orders.NotUnvouched: (
        409,
        lambda _: gettext("این بسته دیگر رایگان لغو نمی‌شود: فرستاده شده، یا تأییدِ کالایش سرِ جایش است."),
    ),
    orders.NotPayable: (409, lambda _: gettext("این سفارش دیگر پرداختنی یا لغوشدنی نیست.")),
    orders.PaymentUnderway: (
        409,
        lambda _: gettext("پاسخِ بانک هنوز نرسیده است. همین‌جا خبر می‌دهیم؛ دوباره نپردازید."),
    ),
    orders.NoQuantity: (422, lambda _: gettext("تعداد را با عدد بنویسید.")),
    orders.RefundKeyUsed: (
        409,
        lambda r: gettext("از همین صفحه پیش‌تر %(n)s پس داده شده است؛ صفحه را تازه کنید.", n=money(r.amount_rial)),
    ),
    orders.CommissionOutOfRange: (
        422,
        lambda _: gettext("کارمزد از ۰ تا ۱۰۰ درصد است و از امروز به بعد؛ فروش‌های گذشته عوض نمی‌شوند."),
    ),
    orders.RefundBySamePerson: (
        403,
        lambda _: gettext("پیشنهاددهندهٔ بازپرداخت نمی‌تواند خودش آن را تأیید کند؛ نفرِ دوم باید ببیند."),
    ),
    orders.RefundsWait: (
        409,
        lambda r: gettext(
            "از این بسته بازپرداختِ %(n)s منتظرِ نفرِ دوم است و با این یکی از آنچه مانده بیشتر می‌شود؛ نخست آن روشن شود.",
            n=money(r.waiting_rial),
        ),
    ),
    orders.RefundOutOfRange: (422, _refund_range),
    orders.TrackingNeeded: (422, lambda _: gettext("کدِ رهگیریِ پست را بنویسید.")),
    claims.ClaimNotPossible: (409, _no_claim),
    claims.TooLateToClaim: (
        409,
        lambda r: gettext("مهلتِ این درخواست در %(day)s به پایان رسید.", day=day(r.ended_on)),
    ),
    claims.OfferOutOfRange: (422, _offer_range),
    claims.SameJudge: (
        403,
        lambda _: gettext("دربارهٔ همین کالا پیش‌تر شما تصمیم گرفته‌اید؛ این بار همکارِ دیگری باید تصمیم بگیرد."),
    ),
    opinions.NotDelivered: (
        409,
        lambda _: gettext("وقتی کالا به دستتان رسید، این‌جا نظرتان را بنویسید."),
    ),
    opinions.TooLateToSay: (
        409,
        lambda r: gettext("مهلتِ نوشتنِ نظر %(day)s به پایان رسید.", day=day(r.ended_on)),
    ),
    opinions.OpinionFixed: (409, lambda _: gettext("نظرتان ثبت است و دیگر ویرایش نمی‌شود.")),
    opinions.Interested: (
        403,
        lambda _: gettext(
            "سازنده، پیشرانی که تأیید کرده، و کسی که همراهِ آنان را دارد نمی‌تواند دربارهٔ این کالا بنویسد."
        ),
    ),
    opinions.StarsNeeded: (422, lambda _: gettext("از ۱ تا ۵ یکی را برگزینید.")),
    opinions.TooManyPictures: (422, lambda r: gettext("تا %(n)s عکس می‌پذیریم.", n=num(r.most))),
    opinions.AnsweredAlready: (409, lambda _: gettext("پیش‌تر نوشته‌اید؛ یک بار می‌شود.")),
    opinions.SayWhy: (422, lambda _: gettext("با چند کلمه بنویسید.")),
    claims.WordsNeeded: (422, lambda _: gettext("با چند کلمه بنویسید.")),
    finance.ReportKnown: (409, lambda _: gettext("همین پرونده پیش‌تر خوانده شده است.")),
    notifications.UnknownFact: (
        422,
        lambda r: gettext("این پیام «{%(name)s}» را نمی‌شناسد؛ تنها واژه‌های کنارش را به کار ببرید.", name=r.name),
    ),
    notifications.WordsMissing: (422, lambda r: gettext("«{%(name)s}» باید در متن باشد.", name=r.name)),
    outreach.BodyClosed: (409, lambda _: gettext("به این دستگاه دیگر کسی معرفی نمی‌شود.")),
    outreach.BodyKnown: (409, lambda _: gettext("دستگاهی با همین نام در فهرست هست.")),
    outreach.CallIncomplete: (422, _call_incomplete),
    outreach.CommentMissing: (422, lambda _: gettext("نظرتان را با چند کلمه بنویسید.")),
    outreach.DueOutOfRange: (422, lambda r: gettext("روزی از امروز تا %(day)s بنویسید.", day=day(r.last))),
    outreach.MayNotCall: (409, lambda _: gettext("این همکار برای شهرستانِ آن‌ها کار نمی‌کند؛ کسِ دیگری را برگزینید.")),
    outreach.NobodyMayTake: (
        409,
        lambda r: gettext(
            "برای %(n)s کار، کسی از این‌ها اجازه ندارد؛ همکارِ دیگری را هم برگزینید. چیزی جابه‌جا نشد.", n=num(r.left)
        ),
    ),
    consent.SaidNoHerself: (
        409,
        lambda _: gettext("خودش در کارگاهش «نه» گفته است؛ «بله»ی پس از آن را تنها خودش می‌تواند بگوید."),
    ),
    outreach.NobodyNamed: (422, lambda _: gettext("کسی را برنگزیدید؛ دست‌کم یک همکار را نشان کنید. چیزی جابه‌جا نشد.")),
    outreach.NotOneself: (409, lambda _: gettext("کسی کارِ خودش را به خودش نمی‌سپارد و ورودِ خودش را نمی‌بندد.")),
    outreach.ReferralIncomplete: (422, _referral_incomplete),
    support.AnswerMissing: (422, lambda _: gettext("با چند کلمه بنویسید.")),
    support.AtTheTop: (409, lambda _: gettext("بالاتر از این کسی نیست؛ همین‌جا پاسخ می‌گیرد.")),
    support.DayOutOfRange: (
        422,
        lambda r: gettext("روزی از امروز تا %(day)s بنویسید.", day=day(r.last)),
    ),
    support.DecisionIncomplete: (422, lambda _: gettext("کامل بنویسید: چه، کجا یا بر عهدهٔ چه کسی، و تا چه روزی.")),
    support.NotItsOwner: (409, lambda _: gettext("همکارِ دیگری این را برداشته است؛ پاسخ با اوست.")),
    support.ReopenedAlready: (409, lambda _: gettext("یک بار گفته‌اید که حل نشد؛ گزارشِ تازه‌ای بنویسید.")),
    support.ReportIncomplete: (422, _report_incomplete),
    agreements.DayWrong: (
        422,
        lambda r: gettext("روزی از %(first)s تا %(last)s بنویسید.", first=day(r.first), last=day(r.last)),
    ),
    agreements.NotByTrigger: (409, lambda _: gettext("در آن روز سطحی که با رویداد آغاز شود تعریف نشده است.")),
    agreements.TermIncomplete: (422, _term_incomplete),
    agreements.TermTooEarly: (
        409,
        lambda r: gettext("سطحِ تازه باید پس از %(day)s آغاز شود؛ گذشته عوض نمی‌شود.", day=day(r.after)),
    ),
    agreements.WordsMissing: (422, lambda _: gettext("با چند کلمه بنویسید.")),
    ideas.IdeaIncomplete: (422, lambda _: gettext("نامی برایش بگذارید و بنویسید چه می‌خواهید بسازید یا انجام دهید.")),
    ideas.WordMissing: (422, lambda _: gettext("با چند کلمه بنویسید.")),
    library.BadFile: (422, _bad_file),
    library.ReasonMissing: (422, lambda _: gettext("دلیل را بنویسید.")),
    library.VersionIncomplete: (422, _version_incomplete),
    support.TooEarly: (409, lambda _: gettext("روزِ این نشست هنوز نرسیده است.")),
    offshop.BuyerMissing: (422, lambda _: gettext("بنویسید چه کسی خریده است.")),
    offshop.DenialNeedsWords: (422, lambda _: gettext("با چند کلمه بنویسید چرا چنین نبود.")),
    offshop.OwnOrder: (403, _own_order),
    offshop.SaleOutOfRange: (422, _offshop_range),
    spaces.DaysWrong: (422, _days_wrong),
    spaces.NotForHer: (403, _not_for_her),
    spaces.PermitNeeded: (
        409,
        lambda _: gettext("برای فروشِ خوراکی در این‌جا پروانهٔ پذیرفته‌ای لازم است که تا روزِ آخر زمان داشته باشد."),
    ),
    spaces.SpaceClosed: (409, lambda _: gettext("زمانِ گرفتنِ جا گذشته است.")),
    spaces.SpaceIncomplete: (422, _space_incomplete),
    spaces.TooEarlyToMark: (409, lambda _: gettext("این روز هنوز نرسیده است.")),
    spaces.TooLate: (409, lambda _: gettext("روزِ پس‌دادنِ جا گذشته است؛ با دفترِ برنامه تماس بگیرید.")),
    stories.NotHerOwnWord: (403, lambda _: gettext("تنها خودِ او داستانش را می‌پذیرد.")),
    stories.StoryIncomplete: (422, _story_incomplete),
    funding.AlreadySupported: (409, _already_supported),
    funding.BillsAlike: (
        409,
        lambda r: gettext("%(n)s فاکتور به فاکتورِ دیگری می‌ماند؛ پیش از تأیید بنویسید چرا یکی نیست.", n=num(r.count)),
    ),
    funding.BudgetClosed: (409, lambda _: gettext("این بودجه برای این روزها نیست.")),
    funding.BudgetSpent: (409, lambda _: gettext("از این بودجه چیزی نمانده است.")),
    funding.GrantChanged: (
        409,
        lambda r: gettext(
            "مبلغ عوض شده است: اکنون %(amount)s. نگاه کنید و اگر درست است دوباره تأیید کنید.", amount=money(r.amount)
        ),
    ),
    funding.InvoiceInFuture: (422, lambda _: gettext("این تاریخ هنوز نرسیده است.")),
    funding.InvoiceKnown: (409, _invoice_known),
    funding.NotEligible: (409, _not_eligible),
    funding.NothingAccepted: (409, lambda _: gettext("فاکتوری نمانده است که شمرده شود.")),
    funding.PaidDayWrong: (422, lambda _: gettext("روزِ واریز از روزِ تأییدِ دوم تا امروز است.")),
    funding.SameHand: (
        403,
        lambda _: gettext("کسی که این درخواست را نوشته یا تأیید کرده نمی‌تواند دوباره دربارهٔ آن تصمیم بگیرد."),
    ),
    funding.TrackingTaken: (409, lambda _: gettext("با این شمارهٔ پیگیری کمکِ دیگری ثبت شده است.")),
    funding.WhyMissing: (422, lambda _: gettext("دلیل را بنویسید.")),
    planning.CycleEmpty: (409, lambda _: gettext("در سالِ پیش چیزی نبود که بتوان از آن ساخت.")),
    planning.MissingInWords: (422, lambda _: gettext("بنویسید چه کم است.")),
    planning.PartnerIncomplete: (422, lambda _: gettext("نام و شهرستان را کامل بنویسید.")),
    planning.StudyFinal: (409, lambda _: gettext("این نیازسنجی نهایی شده است و دیگر عوض نمی‌شود.")),
    planning.StudyIncomplete: (422, lambda _: gettext("تا همهٔ پرسش‌ها پاسخ نگیرند نهایی نمی‌شود.")),
    planning.TieRefused: (422, _tie_refused),
    planning.YearOutOfRange: (422, lambda _: gettext("این سال پذیرفته نیست.")),
    lending.AboveTheCap: (
        422,
        lambda r: gettext(
            "از این اعتبار به هر نفر تا %(cap)s داده می‌شود، در حداکثر %(n)s ماه.", cap=money(r.cap), n=num(r.months)
        ),
    ),
    lending.AnswerDayWrong: (422, lambda _: gettext("روزِ پاسخِ بانک از روزِ معرفی تا امروز است.")),
    lending.BoundAlready: (
        409,
        lambda r: gettext(
            "%(amount)s از این اعتبار قول داده یا داده شده است؛ بودجه کمتر از آن نمی‌شود.", amount=money(r.bound)
        ),
    ),
    lending.EndDayWrong: (
        422,
        lambda _: gettext("پایانِ اجازه از روزِ آغازش تا پایانی است که داشت، و یک بار نوشته می‌شود."),
    ),
    lending.FileOpen: (409, lambda _: gettext("از این اعتبار پرونده‌ای باز دارید؛ نخست آن به پایان برسد.")),
    lending.GrantOutOfRange: (
        422,
        lambda r: gettext("وام بیش از آنچه خواسته شده نیست: %(amount)s.", amount=money(r.asked)),
    ),
    lending.LineSpent: (409, lambda r: gettext("از این اعتبار تنها %(left)s مانده است.", left=money(r.left))),
    lending.NotEntitled: (409, _not_entitled),
    lending.NotToBeOpened: (
        409,
        lambda r: (
            gettext("پروندهٔ خودتان را در کارگاهِ خودتان باز کنید.")
            if r.reason == "own"
            else gettext("شمارهٔ او شمارهٔ شما هم هست؛ پرونده را همکارِ دیگری باز کند.")
        ),
    ),
    lending.NotPermitted: (409, _not_permitted),
    lending.PapersMissing: (409, lambda _: gettext("هنوز همهٔ مدارک دیده نشده است.")),
    lending.ReasonNeeded: (422, lambda _: gettext("بنویسید چرا.")),
    lending.TermsChanged: (
        409,
        lambda _: gettext("شرایطِ این اعتبار عوض شده است؛ دوباره نگاه کنید و اگر می‌خواهید بفرستید."),
    ),
    payouts.NothingToPay: (409, lambda _: gettext("اکنون کسی نیست که بتوان به او پرداخت.")),
    payouts.SamePerson: (403, lambda _: gettext("سازندهٔ دسته نمی‌تواند خودش آن را تأیید کند؛ نفرِ دوم باید ببیند.")),
    payouts.DebtorMissing: (
        409,
        lambda _: gettext("نام و شبای حسابی که از آن پرداخت می‌شود در «قاعده‌ها» نوشته نشده است."),
    ),
    payouts.TrackingMissing: (422, lambda _: gettext("کدِ پیگیریِ بانک را بنویسید.")),
}
