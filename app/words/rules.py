"""What each dated rule is called, what it counts, and why it is as it is. A test checks that none is missing."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from app.shared.rulebook import Rule
from app.shared.tongue import gettext, lazy_gettext, ngettext
from app.words import formats

UNITS = {
    "rial": lazy_gettext("تومان"),
    "basis points": lazy_gettext("درصد"),
    "minutes": lazy_gettext("دقیقه"),
    "hours": lazy_gettext("ساعت"),
    "days": lazy_gettext("روز"),
    "months": lazy_gettext("ماه"),
    "years": lazy_gettext("سال"),
    "messages": lazy_gettext("پیامک"),
    "sessions": lazy_gettext("جلسه"),
    "reasons": lazy_gettext("دلیل"),
    "reviews": lazy_gettext("بررسی"),
    "lines": lazy_gettext("قلمِ رسیده"),
    "yes or no": lazy_gettext("بله یا نه"),
    "telephone number": lazy_gettext("شمارهٔ تلفن"),
    "card number": lazy_gettext("شمارهٔ کارت"),
    "name": lazy_gettext("نام"),
    "photos": lazy_gettext("عکس"),
    "pieces": lazy_gettext("عدد"),
    "claims": lazy_gettext("مشکل"),
    "plain, remittance or pain001": lazy_gettext("یکی از سه شکل"),
    "Sheba": lazy_gettext("شمارهٔ شبا"),
    "o'clock": lazy_gettext("ساعتِ روز"),
    "national id": lazy_gettext("شناسهٔ ملی"),
    "address and telephone": lazy_gettext("نشانی و تلفن"),
    "opinions": lazy_gettext("نظر"),
    "questions": lazy_gettext("پرسش"),
    "reports": lazy_gettext("گزارش"),
    "codes of trades": lazy_gettext("رسته‌ها"),
    "people": lazy_gettext("نفر"),
    "advice": lazy_gettext("راهنمایی"),
    "rung": lazy_gettext("پلهٔ نردبان"),
    "address and hours": lazy_gettext("نشانی و ساعت‌ها"),
    "shares": lazy_gettext("سهم"),
    "percent": lazy_gettext("درصد"),
    "searches": lazy_gettext("جست‌وجو"),
}

RULES = {
    "need.weight_material": (
        lazy_gettext("سهمِ مادهٔ اولیه در امتیازِ شهرستان"),
        lazy_gettext("پیشنهادِ برنامه، تا نیازسنجی‌ها چیزِ دیگری نشان دهند"),
    ),
    "need.weight_market": (
        lazy_gettext("سهمِ راهِ فروش در امتیازِ شهرستان"),
        lazy_gettext("پیشنهادِ برنامه، تا نیازسنجی‌ها چیزِ دیگری نشان دهند"),
    ),
    "need.weight_roads": (
        lazy_gettext("سهمِ راه و باربری در امتیازِ شهرستان"),
        lazy_gettext("پیشنهادِ برنامه، تا نیازسنجی‌ها چیزِ دیگری نشان دهند"),
    ),
    "need.weight_power": (
        lazy_gettext("سهمِ برق و اینترنت در امتیازِ شهرستان"),
        lazy_gettext("پیشنهادِ برنامه، تا نیازسنجی‌ها چیزِ دیگری نشان دهند"),
    ),
    "need.weight_licences": (
        lazy_gettext("سهمِ مجوز و پروانه در امتیازِ شهرستان"),
        lazy_gettext("پیشنهادِ برنامه، تا نیازسنجی‌ها چیزِ دیگری نشان دهند"),
    ),
    "need.pieces_per_maker": (
        lazy_gettext("کالایی که یک سازنده در سال می‌سازد"),
        lazy_gettext("ماهی دو عدد، کنارِ کارهای دیگرِ خانه"),
    ),
    "need.searches_per_piece": (
        lazy_gettext("چند جست‌وجو یک خرید شمرده می‌شود"),
        lazy_gettext("از بیست نفر که می‌جویند یکی می‌خرد"),
    ),
    "readiness.lapse_days": (
        lazy_gettext("پروانه‌ای که تا این چند روز پایان می‌یابد شمرده می‌شود"),
        lazy_gettext("گرفتنِ پروانهٔ بهداشت نزدیکِ دو ماه می‌کشد"),
    ),
    "scorecard.part_percent": (
        lazy_gettext("از این درصدِ هدف به بالا «تا اندازه‌ای» است"),
        lazy_gettext("نیمی از هدف"),
    ),
    "search.forget_days": (
        lazy_gettext("واژه‌ای که کم جسته شده پس از این روزها فراموش می‌شود"),
        lazy_gettext("شمارش می‌ماند؛ آنچه در یک فصل کسِ دیگری نجسته، نوشته نمی‌ماند"),
    ),
    "search.fewest_days": (
        lazy_gettext("کمینهٔ روزهایی که واژه‌ای جسته شود تا نشان داده شود"),
        lazy_gettext("آنچه در روزهای کمتری جسته شده شاید از یک نفر باشد"),
    ),
    "consent.needed": (
        lazy_gettext("بی «بله»ی خودش، درآمدِ فراگیر در آمار و فهرست نیاید"),
        lazy_gettext("از این روز هر کس جا بگیرد باید پاسخ داده باشد؛ پیش از آن روی کاغذ گفته شده است تا خودش پاسخ دهد"),
    ),
    "grade.conforms": (lazy_gettext("درجهٔ یکم: نام، معنی و خواسته‌ها"), lazy_gettext("نردبانِ درجه‌های برنامه")),
    "grade.small": (lazy_gettext("درجهٔ دوم: نام، معنی و خواسته‌ها"), lazy_gettext("نردبانِ درجه‌های برنامه")),
    "grade.visible": (
        lazy_gettext("درجهٔ سوم: نام، معنی و خواسته‌ها"),
        lazy_gettext("نقصی که دیده می‌شود نشان داده می‌شود"),
    ),
    "grade.seconds": (
        lazy_gettext("درجهٔ چهارم: نام، معنی و خواسته‌ها"),
        lazy_gettext("درجهٔ دو ارزان‌تر از سالم است"),
    ),
    "advice.size": (
        lazy_gettext("راهِ بهتر شدن، برای تفاوتِ اندازه"),
        lazy_gettext("آنچه پیشران‌ها به سازنده‌ها می‌گویند"),
    ),
    "advice.colour": (
        lazy_gettext("راهِ بهتر شدن، برای تفاوتِ رنگ"),
        lazy_gettext("آنچه پیشران‌ها به سازنده‌ها می‌گویند"),
    ),
    "advice.weight": (
        lazy_gettext("راهِ بهتر شدن، برای تفاوتِ وزن"),
        lazy_gettext("آنچه پیشران‌ها به سازنده‌ها می‌گویند"),
    ),
    "advice.shape": (
        lazy_gettext("راهِ بهتر شدن، برای تفاوتِ شکل"),
        lazy_gettext("آنچه پیشران‌ها به سازنده‌ها می‌گویند"),
    ),
    "advice.finish": (
        lazy_gettext("راهِ بهتر شدن، برای تفاوتِ پرداخت و لبه"),
        lazy_gettext("آنچه پیشران‌ها به سازنده‌ها می‌گویند"),
    ),
    "advice.taste": (
        lazy_gettext("راهِ بهتر شدن، برای تفاوتِ مزه و بو"),
        lazy_gettext("آنچه پیشران‌ها به سازنده‌ها می‌گویند"),
    ),
    "advice.packing": (
        lazy_gettext("راهِ بهتر شدن، برای تفاوتِ بسته‌بندی"),
        lazy_gettext("آنچه پیشران‌ها به سازنده‌ها می‌گویند"),
    ),
    "advice.durability": (
        lazy_gettext("راهِ بهتر شدن، برای تفاوتِ ماندگاری"),
        lazy_gettext("آنچه پیشران‌ها به سازنده‌ها می‌گویند"),
    ),
    "advice.other": (
        lazy_gettext("راهِ بهتر شدن، برای تفاوتِ چیزِ دیگر"),
        lazy_gettext("آنچه پیشران‌ها به سازنده‌ها می‌گویند"),
    ),
    "vouch.leave_days": (
        lazy_gettext("مهلتِ یافتنِ جانشین برای پیشرانی که می‌رود"),
        lazy_gettext("کالا تا این چند روز با نامِ او می‌ماند؛ پس از آن، بی‌جانشین، از بازار برداشته می‌شود"),
    ),
    "vouch.evidence_photos": (
        lazy_gettext("کمینهٔ عکسِ خودِ پیشران"),
        lazy_gettext("پیشرانی که کالا یا نمونه‌اش را دیده است نشان می‌دهد که دیده"),
    ),
    "second.price_rial": (
        lazy_gettext("قیمتی که دو پیشران می‌خواهد"),
        lazy_gettext("کالای به این گرانی را دو پیشران می‌بینند"),
    ),
    "second.sold_pieces": (
        lazy_gettext("فروشی که دو پیشران می‌خواهد"),
        lazy_gettext("کالایی که در نود روز این همه فروخته است، نسخهٔ تازه‌اش را دو پیشران می‌بینند"),
    ),
    "second.upheld_claims": (
        lazy_gettext("مشکل‌های واردی که دو پیشران می‌خواهد"),
        lazy_gettext("سازنده‌ای که در صد و هشتاد روز این همه مشکلِ وارد داشته است"),
    ),
    "mentor.called_benefactor": (
        lazy_gettext("راهنمایانِ برنامه «خیّر» خوانده شوند"),
        lazy_gettext("خواستِ برنامه در آغاز: از این پس بگوییم خیّرین"),
    ),
    "phase.needs_mentor": (
        lazy_gettext("برای گذشتن از مشاوره، پیشران داشته باشد"),
        lazy_gettext("هر فراگیر از آغاز به کسی سپرده شود"),
    ),
    "phase.needs_visit": (
        lazy_gettext("برای رفتن به آموزش، دیدارِ مشاوره‌ای داشته باشد"),
        lazy_gettext("پیش از آموزش با او گفت‌وگو شود"),
    ),
    "phase.attendance_bps": (
        lazy_gettext("کمینهٔ حضور در جلسه‌های دوره، برای رفتن به توانمندسازی و برای گواهی"),
        lazy_gettext("برنامه عددی نگفته است و مجری می‌تواند عوضش کند؛ غیبتِ با عذر شمرده نمی‌شود"),
    ),
    "phase.needs_checklist": (
        lazy_gettext("برای رفتن به بازار، آنچه از سازنده می‌خواهیم انجام شده باشد"),
        lazy_gettext("همان که پیش از فرستادنِ کالا خواسته می‌شود"),
    ),
    "ambiguity.unanswered_days": (
        lazy_gettext("روزهای بی‌پاسخ‌ماندنِ پرسش، تا به دستورِ نشست برود"),
        lazy_gettext("یک ماه برای پاسخِ یک دستگاه بس است"),
    ),
    "briefing.guest_days": (
        lazy_gettext("روزهایی که نامِ دعوت‌شدهٔ ثبت‌نام‌نکرده می‌ماند"),
        lazy_gettext("نیم سال برای ثبت‌نام بس است؛ پس از آن نام و شماره‌اش پاک می‌شود و تنها شمارش می‌ماند"),
    ),
    "phase.needs_pass": (
        lazy_gettext("برای گذشتن از آموزش، در دوره رد نشده باشد"),
        lazy_gettext("کسی که قبول نشده با دلیل پیش برود"),
    ),
    "phase.needs_steps": (
        lazy_gettext("برای گذشتن از توانمندسازی، گامِ بعدیِ دیرشده‌ای نداشته باشد"),
        lazy_gettext("آنچه با پیشران قرار شده پیش از بازار انجام شده باشد"),
    ),
    "phase.finish_attendance": (
        lazy_gettext("برای پایانِ دوره، به اندازهٔ لازم حاضر شده باشد"),
        lazy_gettext("دوره با آمدن به آن به پایان می‌رسد"),
    ),
    "phase.finish_checklist": (
        lazy_gettext("برای پایانِ دوره، آنچه از سازنده می‌خواهیم انجام شده باشد"),
        lazy_gettext("کسی که دوره را به پایان برده آمادهٔ فروش است"),
    ),
    "case.no_sale_days": (
        lazy_gettext("روزهای بی‌فروش در مرحلهٔ بازار، تا نشانه‌ای بیاید"),
        lazy_gettext("کسی که فروش ندارد پرسیده شود"),
    ),
    "coaching.contact_days": (
        lazy_gettext("روزهای بی‌خبر از فراگیر، تا در فهرست بیاید"),
        lazy_gettext("هر فراگیر دست‌کم ماهی یک بار دیده شود"),
    ),
    "coaching.absences": (
        lazy_gettext("غیبت‌های پیاپی، تا در فهرست بیاید"),
        lazy_gettext("غیبتِ با عذر شمرده نمی‌شود"),
    ),
    "mentor.fewest_reviews": (
        lazy_gettext("کمترین شمارِ بررسی برای نوشتنِ زمانِ پاسخِ پیشران"),
        lazy_gettext("کمتر از این، عدد بیشتر از بخت می‌گوید تا از پیشران"),
    ),
    "mentor.fewest_lines": (
        lazy_gettext("کمترین شمارِ کالای رسیده برای نوشتنِ نرخِ «آن‌طور نبود»"),
        lazy_gettext("کمتر از این، نرخ بیشتر از بخت می‌گوید تا از پیشران"),
    ),
    "order.hold_minutes": (
        lazy_gettext("مهلتِ پرداخت پس از ثبتِ سفارش"),
        lazy_gettext("زمانی که پرداخت در درگاه‌های ایران می‌برد"),
    ),
    "parcel.accept_hours": (
        lazy_gettext("مهلتِ سازنده برای پذیرفتنِ سفارش"),
        lazy_gettext("اگر سازنده تا این زمان پاسخ ندهد، پولِ خریدار برمی‌گردد"),
    ),
    "parcel.release_days": (
        lazy_gettext("آزادشدنِ پول پس از فرستادن"),
        lazy_gettext("اگر خریدار شکایتی نکند"),
    ),
    "parcel.delivered_hours": (
        lazy_gettext("آزادشدنِ پول پس از خبرِ رسیدن"),
        lazy_gettext("از زمانی که حمل‌کننده گفته رسیده است"),
    ),
    "opinion.days": (
        lazy_gettext("مهلتِ نوشتنِ نظر"),
        lazy_gettext("پس از رسیدنِ کالا؛ پس از آن کسی نظری نمی‌نویسد"),
    ),
    "opinion.edit_hours": (
        lazy_gettext("مهلتِ ویرایشِ نظر"),
        lazy_gettext("خریدار تا این زمان نظرش را ویرایش می‌کند؛ پس از آن همان می‌ماند"),
    ),
    "opinion.ask_days": (
        lazy_gettext("چند روز پس از رسیدن نظرِ خریدار را بپرسیم"),
        lazy_gettext("یک بار برای هر سفارش، وقتی دیگر چیزی از آن پس داده نمی‌شود؛ هرگز شب"),
    ),
    "question.per_day": (
        lazy_gettext("پرسش‌های یک نفر در روز"),
        lazy_gettext("هر کس تا این اندازه می‌پرسد؛ پس از آن فردا"),
    ),
    "obstacle.mentor_days": (
        lazy_gettext("مهلتِ پیشران برای پاسخ به مانعِ کار"),
        lazy_gettext("اگر تا این چند روز پاسخ ندهد، به مجری می‌رسد"),
    ),
    "obstacle.executor_days": (
        lazy_gettext("مهلتِ مجری برای پاسخ به مانعِ کار"),
        lazy_gettext("اگر تا این چند روز پاسخ ندهد، به کارگروهِ استان می‌رسد"),
    ),
    "obstacle.group_days": (
        lazy_gettext("مهلتِ کارگروه برای پاسخ به مانعِ کار"),
        lazy_gettext("ماهی یک نشست"),
    ),
    "obstacle.complaint_days": (
        lazy_gettext("مهلتِ پاسخ به شکایت از کسی"),
        lazy_gettext("شکایت کمتر از هر چیز می‌ماند؛ پس از این به مسئولان می‌رسد"),
    ),
    "obstacle.promise_days": (
        lazy_gettext("دورترین روزی که می‌شود برای پاسخ قول داد"),
        lazy_gettext("کسی که گزارشی را برمی‌دارد روزی را می‌گوید، نه دورتر از این"),
    ),
    "obstacle.old_days": (
        lazy_gettext("مانعی که بیش از این باز مانده جدا شمرده می‌شود"),
        lazy_gettext("شاخصِ برنامه: مانعِ باز بیش از سی روز"),
    ),
    "obstacle.per_day": (
        lazy_gettext("گزارش‌های یک نفر در روز"),
        lazy_gettext("هر کس تا این اندازه می‌نویسد؛ پس از آن فردا"),
    ),
    "opinion.least_shown": (
        lazy_gettext("کمینهٔ نظر برای میانگین"),
        lazy_gettext("میانگینِ کمتر از این چیزی نمی‌گوید"),
    ),
    "commission.bps": (
        lazy_gettext("کارمزدِ بازار از هر فروش"),
        lazy_gettext("برنامه چیزی نمی‌گیرد، مگر خودش تصمیم بگیرد"),
    ),
    "refund.two_persons_rial": (
        lazy_gettext("بازپرداختی که دو نفر می‌خواهد"),
        lazy_gettext("بازپرداخت از این مبلغ به بالا را نفرِ دومی از مجریان تأیید می‌کند"),
    ),
    "wage.minimum_month_rial": (
        lazy_gettext("حداقلِ مزدِ ماهانه"),
        lazy_gettext("مزدِ پایهٔ ماهانهٔ سالِ ۱۴۰۴ از دانستهٔ عمومی؛ باید با بخشنامهٔ سال سنجیده شود"),
    ),
    "livelihood.threshold_bps": (
        lazy_gettext("آستانهٔ درآمدِ ماهانه، از حداقلِ مزد"),
        lazy_gettext("سی درصدِ حداقلِ مزد؛ کمیتهٔ امداد کمتر از یک‌سوم را درآمدِ معنادار نمی‌داند"),
    ),
    "publication.fewest": (
        lazy_gettext("کمترین شمارِ نفر در عددی که منتشر می‌شود"),
        lazy_gettext("عددِ کمتر از پنج نفر گفته نمی‌شود، تا کسی از آن شناخته نشود"),
    ),
    "livelihood.months_needed": (
        lazy_gettext("شمارِ ماه‌های درآمد برای شغل"),
        lazy_gettext("پیشنهادِ برنامه: سه ماه از شش ماه"),
    ),
    "livelihood.window_months": (
        lazy_gettext("ماه‌هایی که برای پایداری دیده می‌شود"),
        lazy_gettext("پیشنهادِ برنامه: یک سالِ کامل، تا استراحتِ یک فصل نمره نگیرد"),
    ),
    "livelihood.sustained_months": (
        lazy_gettext("ماه‌های درآمد برای پایداری"),
        lazy_gettext("پیشنهادِ برنامه: شش ماه از دوازده ماه"),
    ),
    "livelihood.longest_gap_months": (
        lazy_gettext("درازترین فاصلهٔ بی‌درآمد"),
        lazy_gettext("پیشنهادِ برنامه: بیش از این پیاپی نباشد"),
    ),
    "livelihood.season_gap_months": (
        lazy_gettext("درازترین فاصله در رستهٔ فصلی"),
        lazy_gettext("پیشنهادِ برنامه: برای رسته‌هایی که میانِ دو فصل می‌آسایند"),
    ),
    "livelihood.insured_months": (
        lazy_gettext("چند ماهِ بیمهٔ گواهی‌شده هم معیشت را پایدار می‌کند؛ ۰ یعنی هیچ"),
        lazy_gettext("پیشنهادِ برنامه ۶ ماه است؛ تا تصمیم نگیرد، ۰"),
    ),
    "livelihood.beside_declared_bps": (
        lazy_gettext("سهمِ درآمدِ دیگر در ماهِ درآمد، وقتی گفتهٔ خودش است"),
        lazy_gettext("گفتهٔ تنها نشان داده می‌شود و شمرده نمی‌شود"),
    ),
    "livelihood.beside_paper_bps": (
        lazy_gettext("سهمِ درآمدِ دیگر در ماهِ درآمد، وقتی برگه‌اش دیده شده"),
        lazy_gettext("تا برنامه نگوید، هیچ"),
    ),
    "livelihood.beside_statement_bps": (
        lazy_gettext("سهمِ درآمدِ دیگر در ماهِ درآمد، با گواهیِ بانک یا بیمه"),
        lazy_gettext("تا برنامه نگوید، هیچ"),
    ),
    "livelihood.season_trades": (
        lazy_gettext("کدِ رسته‌های فصلی"),
        lazy_gettext("تا برنامه نگوید، هیچ‌کدام"),
    ),
    "livelihood.emerging_window_months": (
        lazy_gettext("ماه‌هایی که برای رو به پایداری دیده می‌شود"),
        lazy_gettext("پیشنهادِ برنامه: سه ماه از شش ماه"),
    ),
    "livelihood.active_months": (
        lazy_gettext("ماه‌هایی که فروش در آن فروشنده می‌کند"),
        lazy_gettext("پیشنهادِ برنامه: فروشی در نود روز"),
    ),
    "livelihood.left_months": (
        lazy_gettext("ماه‌های بی‌فروش تا کنار رفتن"),
        lazy_gettext("قاعدهٔ خودِ بازار"),
    ),
    "loan.lapse_days": (
        lazy_gettext("پروندهٔ وامی که کسی به آن دست نزند، پس از چند روز بسته شود"),
        lazy_gettext("قاعدهٔ خودِ بازار: پس از نیم سال؛ دوباره می‌توان پرونده باز کرد"),
    ),
    "fund.share_bps": (
        lazy_gettext("سهمِ صندوق از هزینهٔ برندِ تعاونی"),
        lazy_gettext("سخنِ آغازِ برنامه: ۶۰ درصدِ هزینهٔ برند"),
    ),
    "fund.cap_rial": (
        lazy_gettext("سقفِ کمک به برندِ هر تعاونی"),
        lazy_gettext("سخنِ آغازِ برنامه: تا سقفِ ۱۰ میلیون تومان"),
    ),
    "fund.two_supports": (
        lazy_gettext("سقف و سهم دو کمکِ جدا باشند؟"),
        lazy_gettext("در متن آمده «تا سقفِ ۱۰ میلیون تومان و ۶۰ درصد»؛ تا اداره پاسخ دهد، یک کمک است: آن‌که کمتر است"),
    ),
    "fund.once_in_years": (
        lazy_gettext("سال‌های میانِ دو کمک به یک تعاونی (۰: تنها یک بار)"),
        lazy_gettext("در متن نیامده است؛ تا اداره پاسخ دهد، تنها یک بار"),
    ),
    "fund.report_months": (
        lazy_gettext("چند ماه پیش و پس از کمک با هم دیده شود"),
        lazy_gettext("قاعدهٔ خودِ بازار: آن‌قدر که یک ماهِ خوب همه‌چیز نباشد"),
    ),
    "spaces.village_days": (
        lazy_gettext("پیش‌افتادنِ روستا در غرفه و کارگاه"),
        lazy_gettext("نخست روستا: تا این چند روز جا تنها به روستایی داده می‌شود و در فهرستِ انتظار همین‌قدر جلوتر است"),
    ),
    "bazaar.check_months": (
        lazy_gettext("پس از چند ماه بازارچه باید دوباره دیده شود"),
        lazy_gettext("قاعدهٔ خودِ بازار: روز و ساعتِ بازارچه‌ها با فصل عوض می‌شود"),
    ),
    "claim.withdrawal_working_days": (
        lazy_gettext("مهلتِ پشیمانیِ خریدار، به روزِ کاری"),
        lazy_gettext("قانونِ تجارتِ الکترونیکی، مادهٔ ۳۷: دست‌کم هفت روز"),
    ),
    "claim.days": (
        lazy_gettext("مهلتِ گفتنِ این‌که چیزی درست نیست"),
        lazy_gettext("از روزِ رسیدنِ کالا"),
    ),
    "claim.answer_hours": (
        lazy_gettext("مهلتِ پاسخِ سازنده به شکایت"),
        lazy_gettext("اگر سازنده پاسخ ندهد، شکایت به مجری می‌رسد"),
    ),
    "claim.offer_hours": (
        lazy_gettext("مهلتِ پاسخِ خریدار به پیشنهاد"),
        lazy_gettext("اگر خریدار پاسخ ندهد، شکایت به مجری می‌رسد"),
    ),
    "claim.return_days": (
        lazy_gettext("مهلتِ پس‌فرستادنِ کالا"),
        lazy_gettext("تا کالا به دستِ سازنده برسد"),
    ),
    "claim.return_address": (
        lazy_gettext("نشانیِ پس‌فرستادنِ کالا"),
        lazy_gettext("کالای برگشتی به این‌جا می‌آید؛ نشانیِ خانهٔ سازنده به کسی گفته نمی‌شود"),
    ),
    "claim.decide_hours": (
        lazy_gettext("مهلتِ مجری برای داوری"),
        lazy_gettext("مجری تا این زمان تصمیم می‌گیرد"),
    ),
    "site.demo": (
        lazy_gettext("نمایشی‌بودنِ بازار"),
        lazy_gettext("سازندهٔ نمایش می‌گذارد، تا هر صفحه بگوید نمایشی است"),
    ),
    "site.help_phone": (
        lazy_gettext("تلفنِ راهنما"),
        lazy_gettext("از خودِ گرداننده"),
    ),
    "pay.card_number": (
        lazy_gettext("شمارهٔ کارت برای کارت به کارت"),
        lazy_gettext("کارتِ خودِ برنامه"),
    ),
    "pay.card_holder": (
        lazy_gettext("صاحبِ کارت"),
        lazy_gettext("نامی که کارت به آن است"),
    ),
    "pay.counter": (
        lazy_gettext("جای پرداختِ دستی"),
        lazy_gettext("جایی که خریدار می‌تواند با دست بپردازد"),
    ),
    "goodwill.most_rial": (
        lazy_gettext("بیشینهٔ دلجویی از یک خرید"),
        lazy_gettext("اعتباری که از هزینهٔ بازار برای جبران داده می‌شود"),
    ),
    "pay.cod_most_rial": (
        lazy_gettext("بیشینهٔ پرداخت هنگامِ تحویل"),
        lazy_gettext("تا این مبلغ، درونِ شهرستانِ سازنده؛ صفر یعنی هیچ"),
    ),
    "pay.hand_hours": (
        lazy_gettext("مهلتِ پرداختِ دستی"),
        lazy_gettext("کالا تا این زمان برای پرداختِ دستی نگه داشته می‌شود"),
    ),
    "payout.minimum_rial": (
        lazy_gettext("کمینهٔ واریز به سازنده"),
        lazy_gettext("کمتر از این، کارمزدِ بانک بخشِ بزرگی از آن را می‌برد"),
    ),
    "payout.sheba_hold_hours": (
        lazy_gettext("درنگ پس از عوض‌شدنِ شبا"),
        lazy_gettext("برای گوشیِ دزدیده: شبای تازه صبر می‌کند"),
    ),
    "maker.debt_limit_rial": (
        lazy_gettext("بدهیِ سازنده که گفت‌وگو می‌خواهد"),
        lazy_gettext("سازنده‌ای که بیش از این بدهکار است گفت‌وگو می‌خواهد، نه پیامک"),
    ),
    "price.band_bps": (
        lazy_gettext("تغییرِ قیمت بی تأییدِ دوباره"),
        lazy_gettext("قاعدهٔ خودِ بازار: تا یک‌پنجم بالا یا پایین"),
    ),
    "permit.warn_days": (
        lazy_gettext("چند روز پیش از پایانِ پروانه خبر دهیم"),
        lazy_gettext("قاعدهٔ خودِ بازار: فرصتی برای گرفتنِ پروانهٔ تازه"),
    ),
    "permit.warn_again_days": (
        lazy_gettext("یادآوریِ دوبارهٔ پایانِ پروانه"),
        lazy_gettext("قاعدهٔ خودِ بازار: آخرین خبر، چند روز مانده"),
    ),
    "login.codes_per_day": (
        lazy_gettext("شمارِ رمزهای پیامکی در روز"),
        lazy_gettext("بودجهٔ پیامکِ گرداننده"),
    ),
    "vouch.days": (
        lazy_gettext("مدتِ تأییدِ پیشران"),
        lazy_gettext("قاعدهٔ خودِ بازار: هر تأیید سالی یک بار دوباره دیده می‌شود"),
    ),
    "review.hours": (
        lazy_gettext("مهلتِ پیشران برای دیدنِ کالا"),
        lazy_gettext("قولِ پیشران‌ها به فراگیران"),
    ),
    "appeal.days": (
        lazy_gettext("مهلتِ اعتراض به تصمیمِ پیشران"),
        lazy_gettext("قاعدهٔ خودِ بازار: سازنده فرصتِ فکر کردن دارد"),
    ),
    "appeal.hours": (
        lazy_gettext("مهلتِ پیشرانِ دوم برای دیدنِ اعتراض"),
        lazy_gettext("قولِ پیشران‌ها به فراگیران"),
    ),
    "assist.link_days": (
        lazy_gettext("اعتبارِ نشانیِ پیامکِ کالای آماده‌شده"),
        lazy_gettext("قاعدهٔ خودِ بازار: آن‌قدر که سازنده ببیند و پاسخ دهد"),
    ),
    "queue.rural_head_start_hours": (
        lazy_gettext("پیش‌افتادنِ کالای روستا در صف"),
        lazy_gettext("نخست روستا: اولویتِ برنامه، با اندازه و آشکار"),
    ),
    "shop.rural_head_start_days": (
        lazy_gettext("پیش‌افتادنِ کالای روستا در فهرستِ تازه‌ترین‌ها"),
        lazy_gettext("نخست روستا: اولویتِ برنامه، با اندازه و آشکار؛ صفر آن را برمی‌دارد و بیش از ۱۴ روز نمی‌شود"),
    ),
    "invoice.seller_name": (
        lazy_gettext("نامِ گردانندهٔ بازار در صورت‌حساب"),
        lazy_gettext("کسی که در صورت‌حساب‌ها گردانندهٔ بازار است"),
    ),
    "invoice.seller_id": (
        lazy_gettext("شناسهٔ گردانندهٔ بازار"),
        lazy_gettext("شناسهٔ ملی یا شمارهٔ اقتصادیِ گرداننده"),
    ),
    "outreach.no_product_days": (
        lazy_gettext("هنوز بی‌کالا، پس از این روزها"),
        lazy_gettext("کسی که چنین مدتی جا دارد و هیچ کالایی نگذاشته است"),
    ),
    "outreach.waiting_days": (
        lazy_gettext("درخواستِ بی‌پاسخ، پس از این روزها"),
        lazy_gettext("کسی که درخواست داده و چنین مدتی منتظر مانده است"),
    ),
    "outreach.unplaced_days": (
        lazy_gettext("نام نوشته و درخواست نداده، پس از این روزها"),
        lazy_gettext("در فهرستِ ثبت‌نام است و در هیچ دوره‌ای نیست"),
    ),
    "outreach.permit_days": (
        lazy_gettext("پروانهٔ رو به پایان، از این روزها پیش‌تر"),
        lazy_gettext("تا پیش از پایانِ پروانه خبرش کنیم"),
    ),
    "outreach.rest_days": (
        lazy_gettext("آسودگی پس از تماس"),
        lazy_gettext("کسی که با او حرف زده‌اند این روزها در فهرست نمی‌آید"),
    ),
    "outreach.no_interest_days": (
        lazy_gettext("آسودگیِ کسی که نمی‌خواهد"),
        lazy_gettext("کسی که گفته نمی‌خواهد این روزها در فهرست نمی‌آید"),
    ),
    "outreach.farthest_days": (
        lazy_gettext("دورترین روزِ تماس"),
        lazy_gettext("روزی دورتر از این برای تماس نوشته نمی‌شود"),
    ),
    "referral.reply_days": (
        lazy_gettext("مهلتِ پاسخِ دستگاه"),
        lazy_gettext("دستگاه پس از نامه این روزها برای پاسخ دارد"),
    ),
    "refusal.fewest": (
        lazy_gettext("کمترین شمار برای گفتنِ دلیل‌ها"),
        lazy_gettext("دلیلِ شمارِ کمتر از این تک‌تک نوشته نمی‌شود تا کسی شناخته نشود"),
    ),
    "invoice.seller_address": (
        lazy_gettext("نشانی و تلفنِ گردانندهٔ بازار"),
        lazy_gettext("از خودِ گرداننده"),
    ),
    "message.quiet_from": (
        lazy_gettext("آغازِ ساعت‌های آرام"),
        lazy_gettext("پیامکی که فوری نیست از این ساعت می‌ماند"),
    ),
    "message.quiet_until": (
        lazy_gettext("پایانِ ساعت‌های آرام"),
        lazy_gettext("پیامکِ مانده از این ساعت فرستاده می‌شود"),
    ),
    "payout.bank_template": (
        lazy_gettext("شکلِ پروندهٔ بانک"),
        lazy_gettext("نمونهٔ پایای خودِ بانک تعیین می‌کند"),
    ),
    "payout.debtor_name": (
        lazy_gettext("صاحبِ حسابِ برنامه"),
        lazy_gettext("نامِ صاحبِ حسابی که به سازندگان از آن واریز می‌شود"),
    ),
    "payout.debtor_sheba": (
        lazy_gettext("شبای برنامه"),
        lazy_gettext("حسابی که به سازندگان از آن واریز می‌شود"),
    ),
}


def rule_name(rule: Rule) -> str:
    return str(RULES.get(rule.name, (rule.name, ""))[0])


def rule_reason(rule: Rule) -> str:
    """Why the rule has the default it has, or whose word that is."""
    return str(RULES.get(rule.name, ("", rule.source))[1])


def rule_source(rule: Rule, source: str | None) -> str:
    """On whose word a rule is what it is; what the program itself says of it where nobody has said more."""
    return rule_reason(rule) if source in {None, rule.source} else str(source)


_COUNTED: dict[str, Callable[[int], str]] = {
    "minutes": lambda n: ngettext("%(n)s دقیقه", "%(n)s دقیقه", n, n=formats.num(n)),
    "hours": lambda n: ngettext("%(n)s ساعت", "%(n)s ساعت", n, n=formats.num(n)),
    "days": lambda n: ngettext("%(n)s روز", "%(n)s روز", n, n=formats.num(n)),
    "years": lambda n: ngettext("%(n)s سال", "%(n)s سال", n, n=formats.num(n)),
    "messages": lambda n: ngettext("%(n)s پیامک", "%(n)s پیامک", n, n=formats.num(n)),
    "sessions": lambda n: ngettext("%(n)s جلسه", "%(n)s جلسه", n, n=formats.num(n)),
    "reasons": lambda n: ngettext("%(n)s دلیل", "%(n)s دلیل", n, n=formats.num(n)),
    "reviews": lambda n: ngettext("%(n)s بررسی", "%(n)s بررسی", n, n=formats.num(n)),
    "lines": lambda n: ngettext("%(n)s قلمِ رسیده", "%(n)s قلمِ رسیده", n, n=formats.num(n)),
    "claims": lambda n: ngettext("%(n)s مشکل", "%(n)s مشکل", n, n=formats.num(n)),
    "opinions": lambda n: ngettext("%(n)s نظر", "%(n)s نظر", n, n=formats.num(n)),
    "questions": lambda n: ngettext("%(n)s پرسش", "%(n)s پرسش", n, n=formats.num(n)),
    "reports": lambda n: ngettext("%(n)s گزارش", "%(n)s گزارش", n, n=formats.num(n)),
    "people": lambda n: ngettext("%(n)s نفر", "%(n)s نفر", n, n=formats.num(n)),
    "shares": lambda n: ngettext("%(n)s سهم", "%(n)s سهم", n, n=formats.num(n)),
    "searches": lambda n: ngettext("%(n)s جست‌وجو", "%(n)s جست‌وجو", n, n=formats.num(n)),
    "months": lambda n: gettext("%(n)s ماه", n=formats.num(n)),
    "photos": lambda n: gettext("%(n)s عکس", n=formats.num(n)),
    "pieces": lambda n: gettext("%(n)s عدد", n=formats.num(n)),
    "percent": lambda n: gettext("%(n)s درصد", n=formats.num(n)),
    "rial": formats.money,
    "basis points": lambda n: gettext("%(n)s درصد", n=formats.hundredths(n)),
    "yes or no": lambda n: gettext("بله") if n else gettext("نه"),
    "o'clock": lambda n: gettext("ساعتِ %(n)s", n=formats.num(n)),
}
_NOUGHT_TOO = frozenset({"rial", "basis points", "percent", "yes or no", "o'clock"})


def rule_value(value: int | str, unit: str, trades: Mapping[str, str] | None = None) -> str:
    """A value as people say it, not as it is kept: toman, per cent, hours, yes or no; a dash for none.

    `trades`: their names by code, for a rule that names some.
    """
    if isinstance(value, str):
        return _said(value, unit, trades or {}) or "—"
    if unit not in _COUNTED or not (value or unit in _NOUGHT_TOO):
        return formats.num(value)
    return _COUNTED[unit](value)


BANK_FILES = {
    "plain": lazy_gettext("ساده، بی شرحِ واریز"),
    "remittance": lazy_gettext("با شرحِ واریز"),
    "pain001": lazy_gettext("با شرحِ واریز، به شکلِ pain.001"),
}


def _said(value: str, unit: str, trades: Mapping[str, str]) -> str:
    if unit == "codes of trades":
        codes = value.replace("،", " ").replace(",", " ").split()
        return formats.comma().join(trades.get(one, one) for one in codes)
    return str(BANK_FILES.get(value, value)) if unit == "plain, remittance or pain001" else value


def unit_name(rule: Rule) -> str:
    """What the rule's number counts, or what its text is."""
    return str(UNITS.get(rule.unit, rule.unit))
