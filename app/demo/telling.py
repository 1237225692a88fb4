"""What the invented people say: stories, descriptions, what differs, what mentors write, where buyers live."""

from __future__ import annotations

import random

from app.catalogue import Good
from app.vouching import DeviationKind

_STORIES = {
    "mats": (
        "برگ نخل را شب در آب می‌گذارم، صبح نرم است. مادرم می‌گفت حصیری که با عجله بافته شود زود می‌شکند.",
        "از هفت‌سالگی کنار مادربزرگم زیر سایهٔ نخل می‌نشستم و برگ می‌شکافتم. حالا دخترم کنار من می‌نشیند.",
        "هر سبد سه روز کار دارد: یک روز برگ، یک روز بافت، یک روز دسته. دست‌هایم شکل سبد را بلدند.",
    ),
    "rugs": (
        "نقش گبه را از روی کاغذ نمی‌بافم؛ همان چیزی را می‌بافم که آن روز دیده‌ام: بز، سرو، باران.",
        "پشم را خودم می‌ریسم و با پوست انار رنگ می‌کنم. گبه که تمام شود، خانه خالی می‌شود.",
    ),
    "sewing": (
        "چرخ خیاطی‌ام جهیزیهٔ مادرم بود. هنوز با همان می‌دوزم و هر درز را دو بار نگاه می‌کنم.",
        "سوزن‌دوزی را شب‌ها می‌کنم که بچه‌ها خواب‌اند. یک شال دوازده شب کار دارد.",
    ),
    "sea_crafts": (
        "پدرم گرگور می‌بافت تا ماهی بگیرد، من می‌بافم تا خانه‌ای روشن شود.",
        "لنج‌هایی که می‌سازم همان‌هایی‌اند که در کودکی از پشت‌بام می‌شمردم.",
    ),
    "dates": (
        "نخلستان ما چهل نفر نخل دارد. کبکاب را خودم می‌چینم و همان‌جا جدا می‌کنم.",
        "شیرهٔ خرما را روی آتش کم می‌گیرم؛ بچه‌های محل از بویش می‌فهمند نوبت من است.",
    ),
    "sweets": (
        "دستور حلوا از خاله‌ام است؛ نوشته نشده، باید رنگش را ببینی تا بفهمی کی بس است.",
        "روزهای ماه رمضان از سحر تا غروب پای اجاقم. بقیهٔ سال هم دست از کار نمی‌کشم.",
    ),
    "pickles": ("ترشی را باید صبر داد. من شیشه‌ها را تاریخ می‌زنم و پیش از چهل روز نمی‌فروشم.",),
    "herbs": ("سبزی را در سایه خشک می‌کنم که رنگش نپرد. بوی کوچه‌مان در پاییز از همین است.",),
    "seafood": ("ماهی را صبح از اسکله می‌خرم و پیش از ظهر نمک خورده است. بادِ دریا بقیه‌اش را می‌کند.",),
    "": (
        "این کار را در دوره یاد گرفتم و حالا نان خانه از همین است. هر عدد را خودم بسته‌بندی می‌کنم.",
        "اول برای همسایه‌ها می‌ساختم. پیشران گفت بگذار همه ببینند؛ گذاشتم.",
    ),
}
_OPENINGS = (
    "این {name} را در خانه و با دست می‌سازم.",
    "{name}، همان‌طور که در خانهٔ خودمان استفاده می‌کنیم.",
    "کارِ دستِ خودم است؛ از آغاز تا پایان.",
)
_CLOSINGS = (
    "اگر رنگ یا اندازهٔ خاصی می‌خواهید، پیش از خرید بپرسید.",
    "در کاغذ و پارچهٔ تمیز می‌پیچم و می‌فرستم.",
    "هر عدد کمی با دیگری فرق دارد؛ عکس همان است که می‌فرستم.",
)
_KINDS = (
    (("رنگ", "دورنگی", "سایه", "لک"), DeviationKind.COLOUR),
    (("وزن", "تعداد"), DeviationKind.WEIGHT),
    (("اندازه", "ابعاد", "قطر", "طول", "سایز", "قد", "دو لنگه", "مقیاس", "عرض"), DeviationKind.SIZE),
    (("کج", "نامتقارن", "لبه", "درز", "دوخت", "چسب", "سطح", "حباب", "برش"), DeviationKind.FINISH),
    (("تندی", "شوری", "تلخی", "غلظت", "بو", "گس", "سفتی", "بافت"), DeviationKind.TASTE),
    (("بسته", "بطری"), DeviationKind.PACKING),
    (("زود", "ماندگاری", "شکست", "شکننده", "ریز"), DeviationKind.DURABILITY),
)
# What the list of goods says of papers, duties and ways of sending is no difference of the piece in the buyer's hand.
_NO_DIFFERENCE = (
    "نشان", "پروانه", "ادعا", "ممنوع", "فهرست", "باید", "می‌خواهد", "سفارشی", "زنجیره", "برگه", "سنجیده", "قانون",
    "ایمنی", "فرستاد", "حمل",
)  # fmt: skip
_USUAL = {True: "غلظت و رنگ هر بار کمی فرق دارد", False: "اندازهٔ هر عدد کمی فرق دارد"}
_STREETS = (
    "خیابان امام، کوچهٔ نهم، پلاک ۱۲", "بلوار طالقانی، نبش کوچهٔ شهید رضایی، واحد ۳", "روبه‌روی مسجد جامع، خانهٔ درِ آبی",
    "شهرک فرهنگیان، فاز دو، بلوک ۷، واحد ۱۱", "خیابان ساحلی، مجتمع صدف، طبقهٔ چهارم", "میدان معلم، کوچهٔ گلستان، پلاک ۵",
    "پشت درمانگاه، خانهٔ دوم دستِ راست", "بلوار چمران، ساختمان نیلوفر، واحد ۸",
)  # fmt: skip
_TOWNS = {
    "07": "شیراز", "06": "اهواز", "10": "اصفهان", "23": "تهران", "09": "مشهد", "03": "تبریز", "22": "بندرعباس",
    "08": "کرمان", "30": "کرج", "01": "رشت", "11": "زاهدان", "26": "قزوین",
}  # fmt: skip


def story(trade: str | None, dice: random.Random) -> str:
    return dice.choice(_STORIES.get(trade or "", _STORIES[""])) + " " + dice.choice(_STORIES[""])


def description(name: str, dice: random.Random) -> str:
    return f"{dice.choice(_OPENINGS).format(name=name)} {dice.choice(_CLOSINGS)}"


def differences(good: Good) -> list[tuple[DeviationKind, str]]:
    """What is typically not standard about a good, one by one."""
    words = [part.strip(" .") for part in good.typical_deviations.replace("؛", "،").split("،")]
    seen = [word for word in words if len(word) > 3 and not any(sign in word for sign in _NO_DIFFERENCE)]
    return [(_kind(word), word) for word in seen or [_USUAL[good.is_food]]][:3]


def _kind(words: str) -> DeviationKind:
    padded = f" {words}"
    return next((kind for signs, kind in _KINDS if any(f" {sign}" in padded for sign in signs)), DeviationKind.OTHER)


def testimony(good: Good, dice: random.Random) -> tuple[str, str, str]:
    """What a mentor has checked, what not, and her words to buyers."""
    if good.is_food:
        checked = dice.choice(("مزه، بو، بسته‌بندی و تاریخ", "پاکیزگیِ جای کار، بسته‌بندی، تاریخِ ساخت"))
        unchecked = dice.choice(("آزمایشِ میکروبی جز آنچه برای پروانه شده", "ارزشِ غذایی"))
        words = dice.choice(("از همان دیگ چشیدم که برایتان می‌فرستد.", "جای کارش پاکیزه است و تاریخ می‌زند."))
    else:
        checked = dice.choice(("اندازه، وزن، استحکامِ لبه", "دوخت و گره، ثباتِ رنگ با پارچهٔ خیس", "جنس، اندازه، پرداخت"))
        unchecked = dice.choice(("مقاومت در برابرِ آتش", "ماندگاری در آفتابِ یک‌ساله", ""))
        words = dice.choice(("خودم کشیدم و وزن کردم؛ همان است که نوشته.", "لبه‌اش را سه‌لا دوخته؛ زود باز نمی‌شود.", ""))
    return checked, unchecked, words


def address(dice: random.Random) -> str:
    return dice.choice(_STREETS)


def town(area: str, counties: dict[str, str]) -> str:
    """The town that goes with an area: a county's own, or a province's capital."""
    return counties.get(area) or _TOWNS.get(area, "شهرِ ما")


def far_areas() -> list[str]:
    return list(_TOWNS)
