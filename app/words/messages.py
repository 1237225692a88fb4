"""What each message that is sent is called: to whom, and about what. A test checks that none is missing."""

from __future__ import annotations

from app.shared.tongue import lazy_gettext

MESSAGES = {
    "order_paid": lazy_gettext("به خریدار: سفارش پرداخت شد"),
    "cash_agreed": lazy_gettext("به خریدار: سفارشِ نقدی هنگامِ تحویل ثبت شد"),
    "cash_off": lazy_gettext("به خریدار: بستهٔ نپرداخته لغو شد"),
    "credit_given": lazy_gettext("به خریدار: اعتبارِ خرید گرفت"),
    "payment_never_came": lazy_gettext("به خریدار: پولِ کارت‌به‌کارت یا نقدی را ندیدیم"),
    "new_parcel": lazy_gettext("به سازنده: سفارشِ تازه"),
    "parcel_sent": lazy_gettext("به خریدار: بسته فرستاده شد"),
    "parcel_called_off": lazy_gettext("به خریدار: بسته لغو شد"),
    "parcel_off": lazy_gettext("به سازنده: سفارش لغو شد"),
    "line_off": lazy_gettext("به سازنده: یک کالای سفارش لغو شد"),
    "vouch_withdrawn": lazy_gettext("به خریدار: پیشران تأییدش را پس گرفت"),
    "vouch_off.delisted": lazy_gettext("به سازنده: پیشران تأییدش را پس گرفت"),
    "vouch_off.regraded": lazy_gettext("به سازنده: پیشران درجهٔ کالا را پایین آورد"),
    "released": lazy_gettext("به سازنده: پولِ فروش آزاد شد"),
    "refunded": lazy_gettext("به خریدار: پول برگشت"),
    "refund_by_hand": lazy_gettext("به خریدار: برای بازپرداخت شبا بنویسد"),
    "decided.vouched": lazy_gettext("به سازنده: کالا تأیید شد"),
    "decided.returned": lazy_gettext("به سازنده: کالا برای اصلاح برگشت"),
    "decided.refused": lazy_gettext("به سازنده: کالا رد شد"),
    "decided.kept": lazy_gettext("به سازنده: اعتراضش پذیرفته نشد"),
    "listing_prepared": lazy_gettext("به سازنده: کالایی را که برایش نوشته‌اند ببیند و تأیید کند"),
    "permit_checked.accepted": lazy_gettext("به سازنده: پروانه‌اش پذیرفته شد"),
    "permit_checked.refused": lazy_gettext("به سازنده: پروانه‌اش پذیرفته نشد"),
    "permit_ending": lazy_gettext("به سازنده: پروانه‌اش رو به پایان است"),
    "permit_ending_mentor": lazy_gettext("به پیشران: پروانهٔ سازنده رو به پایان است"),
    "recalled.sold": lazy_gettext("به خریدار: کالایی که خریده فراخوان شد"),
    "recalled.stopped": lazy_gettext("به خریدار: بستهٔ فراخوان‌شده فرستاده نمی‌شود"),
    "recalled_maker": lazy_gettext("به سازنده: کالایش فراخوان شد"),
    "recalled_mentor": lazy_gettext("به پیشران: کالایی که تأیید کرده فراخوان شد"),
    "enrolled": lazy_gettext("به فراگیر: در دوره پذیرفته شد"),
    "wholesale_told": lazy_gettext("به سازنده: پیشران سفارشی برایش نوشت"),
    "wholesale_answered.recorded": lazy_gettext("به پیشران: سازنده سفارش را پذیرفت"),
    "wholesale_answered.denied": lazy_gettext("به پیشران: سازنده گفت چنین نبود"),
    "payout_paid": lazy_gettext("به سازنده: پول به شبا واریز شد"),
    "opinion_wanted": lazy_gettext("به خریدار: نظرش را می‌خواهیم"),
    "questions_waiting.maker": lazy_gettext("به سازنده: پرسش‌های بی‌پاسخ دارد"),
    "questions_waiting.mentor": lazy_gettext("به پیشران: پرسش‌های بی‌پاسخ دارد"),
    "sheba_changed": lazy_gettext("به سازنده: شبا عوض شد"),
    "claim_buyer.opened": lazy_gettext("به خریدار: مشکلی که نوشت ثبت شد"),
    "claim_buyer.offered": lazy_gettext("به خریدار: سازنده پیشنهادی داد"),
    "claim_buyer.returning": lazy_gettext("به خریدار: کالا را پس بفرستد"),
    "claim_buyer.disputed": lazy_gettext("به خریدار: کارشناس تصمیم می‌گیرد"),
    "claim_buyer.granted": lazy_gettext("به خریدار: حق با او بود"),
    "claim_buyer.charged_back": lazy_gettext("به خریدار: بانک پولش را برگرداند"),
    "claim_buyer.refused": lazy_gettext("به خریدار: درخواستش پذیرفته نشد"),
    "claim_maker.opened": lazy_gettext("به سازنده: خریدار مشکلی نوشت"),
    "claim_maker.returning": lazy_gettext("به سازنده: خریدار کالا را پس می‌فرستد"),
    "claim_maker.disputed": lazy_gettext("به سازنده: کارشناس تصمیم می‌گیرد"),
    "claim_maker.granted": lazy_gettext("به سازنده: پول به خریدار برمی‌گردد"),
    "claim_maker.charged_back": lazy_gettext("به سازنده: بانک پول را پس گرفت"),
    "claim_maker.taken_back": lazy_gettext("به سازنده: خریدار حرفش را پس گرفت"),
    "claim_maker.refused": lazy_gettext("به سازنده: حق با او بود"),
}


def message_name(variant: str) -> str:
    """To whom a message goes and what it is about, in the reader's language; its own name where nobody has named it."""
    return str(MESSAGES.get(variant, variant))
