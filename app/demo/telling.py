"""What the invented people say: stories, descriptions, what differs, what mentors write, where buyers live."""

from __future__ import annotations

import csv
import random
from functools import cache
from pathlib import Path

from app import claims, finance, payments, payouts
from app.catalogue import Good
from app.shared.rulebook import Rule
from app.vouching import DeviationKind, Difference

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
_CHECKED = {
    "mats": (
        "بافت و لبه را کشیدم و اندازه گرفتم", "دسته‌ها را با بار پنج‌کیلویی آویختم", "نم برگ و استحکام لبه را دیدم",
    ),
    "woven": ("درازا و پهنا را اندازه گرفتم", "با پارچهٔ خیس رنگش را آزمودم", "گره و درز را از پشت دیدم"),
    "clothes": ("درزها را کشیدم و اندازه‌ها را گرفتم", "با پارچهٔ خیس رنگش را آزمودم", "کوک‌ها را از پشت دیدم"),
    "seafood": ("بو، نم و پاکیزگی بسته را دیدم", "جای خشک‌کردن و تاریخ بسته را دیدم"),
    "crafts": ("استحکام اتصال‌ها را با دست آزمودم", "اندازه و وزن را سنجیدم", "لبه‌ها و پرداخت را دیدم"),
    "cosmetic": ("روی پوست دستم آزمودم", "بو، خشکی و پاکیزگی بسته را دیدم", "وزن دو بسته را سنجیدم"),
    "food": ("مزه، بو، بسته‌بندی و تاریخ را دیدم", "پاکیزگی جای کار و تاریخ ساخت را دیدم", "وزن دو بسته را سنجیدم"),
}  # fmt: skip
_UNCHECKED = {
    "mats": ("ماندگاری در آفتاب و نم یک‌ساله", "بار بیش از پنج کیلو"),
    "woven": ("ثبات رنگ در شست‌وشوی ماشینی", "ماندگاری رنگ در آفتاب"),
    "clothes": ("شست‌وشوی ماشینی", "ثبات رنگ پس از چند بار شست‌وشو"),
    "seafood": ("آزمایش میکروبی، جز آنچه برای پروانه شده", "ماندگاری بیرون از یخچال"),
    "crafts": ("مقاومت در برابر آتش و ضربه", "ماندگاری در آفتاب یک‌ساله", "جنس دقیق فلز و چسب"),
    "cosmetic": ("حساسیت پوست‌های گوناگون", "آزمایش میکروبی، جز آنچه برای پروانه شده"),
    "food": ("آزمایش میکروبی، جز آنچه برای پروانه شده", "ارزش غذایی", "ماندگاری بیش از آنچه روی بسته نوشته است"),
}
_VOUCHED = {
    True: (
        "از همان دیگ چشیدم که برایتان می‌فرستد.", "جای کارش پاکیزه است و تاریخ می‌زند.", "خانهٔ خودمان هم از همین می‌بریم.",
    ),
    False: (
        "خودم کشیدم و وزن کردم؛ همان است که نوشته.", "کارش را از نزدیک دیده‌ام و پای آن می‌ایستم.",
        "نمونه‌ای که دیدم با عکس می‌خواند.",
    ),
}  # fmt: skip
_STREETS = (
    "خیابان امام، کوچهٔ نهم، پلاک ۱۲", "بلوار طالقانی، نبش کوچهٔ شهید رضایی، واحد ۳", "روبه‌روی مسجد جامع، خانهٔ درِ آبی",
    "شهرک فرهنگیان، فاز دو، بلوک ۷، واحد ۱۱", "خیابان ساحلی، مجتمع صدف، طبقهٔ چهارم", "میدان معلم، کوچهٔ گلستان، پلاک ۵",
    "پشت درمانگاه، خانهٔ دوم دستِ راست", "بلوار چمران، ساختمان نیلوفر، واحد ۸",
)  # fmt: skip
_TOWNS = {
    "07": "شیراز", "06": "اهواز", "10": "اصفهان", "23": "تهران", "09": "مشهد", "03": "تبریز", "22": "بندرعباس",
    "08": "کرمان", "30": "کرج", "01": "رشت", "11": "زاهدان", "26": "قزوین",
}  # fmt: skip


SHOP = "نمایش: فروشگاهِ صنایعِ دستی"
NO_SUCH_ORDER = "قرارش بود، ولی خریدار نیامد."
SEEN_AT_THE_FAIR = "در غرفه دیدم و رسیدهایش را شمردم."
HOUSE: dict[Rule, str] = {
    payments.CARD_NUMBER: "6037990000000006",
    payments.CARD_HOLDER: "نمایش: صندوق برنامه",
    payments.COUNTER: "نمایش: بوشهر، خیابان امام، دفتر برنامه؛ شنبه تا چهارشنبه ۸ تا ۱۴",
    finance.SELLER_NAME: "نمایش: نگه‌دارندهٔ بازار",
    finance.SELLER_ID: "00000000000",
    finance.SELLER_ADDRESS: "نمایش: بوشهر، خیابان امام، پلاک ۱؛ تلفن ۰۷۷۰۰۰۰۰۰۰۰",
    claims.RETURN_ADDRESS: "نمایش: بوشهر، خیابان امام، دفترِ برنامه؛ تلفن ۰۷۷۰۰۰۰۰۰۰۰",
    payouts.DEBTOR_NAME: "نمایش: صندوق برنامه",
}
_COMPLAINTS = {
    "not_as_described": (
        "رنگش از عکس تیره‌تر است.", "از اندازه‌ای که نوشته بود چهار سانت کوچک‌تر است.",
        "دسته‌هایش هم‌اندازه نیست و این را ننوشته بود.",
    ),
    "damaged": ("لبه‌اش در راه شکسته است.", "بسته خیس شده بود و لک افتاده است.", "درزش باز شده رسید."),
}  # fmt: skip
_OFFERS = ("شرمنده‌ام. این مبلغ را برگردانم و پیش خودتان بماند؟", "حق دارید؛ یک‌چهارمش را پس می‌دهم.")
_CONTESTS = ("پیش از فرستادن عکس گرفته‌ام، سالم بود.", "همین تفاوت در شرح و عکس نوشته شده بود.")
_VERDICTS = {
    True: "عکس با شرح نمی‌خواند؛ نیمی از مبلغ برگردد.",
    False: "این تفاوت در شرح و عکس پیش از خرید گفته شده بود.",
}
_SOLD = {
    "fair": "غرفهٔ بازارچهٔ صنایع دستی",
    "neighbour": "فروش به همسایه‌ها",
    "wholesale": "سفارش یک مغازه",
}


def complaint(reason: str, dice: random.Random) -> str:
    return dice.choice(_COMPLAINTS[reason])


def offer(dice: random.Random) -> str:
    return dice.choice(_OFFERS)


def contest(dice: random.Random) -> str:
    return dice.choice(_CONTESTS)


def verdict(granted: bool) -> str:
    return _VERDICTS[granted]


def sold(kind: str) -> str:
    return _SOLD[kind]


def story(trade: str | None, dice: random.Random) -> str:
    return dice.choice(_STORIES.get(trade or "", _STORIES[""])) + " " + dice.choice(_STORIES[""])


def description(name: str, dice: random.Random) -> str:
    return f"{dice.choice(_OPENINGS).format(name=name)} {dice.choice(_CLOSINGS)}"


@cache
def _rows() -> dict[str, dict[str, str]]:
    with (Path(__file__).parent / "data" / "differences.csv").open(encoding="utf-8", newline="") as lines:
        return {row["id"]: row for row in csv.DictReader(lines)}


def differences(good: Good, count: int) -> list[Difference]:
    """What is typically not standard about a good, one or two things."""
    row = _rows()[good.id]
    return [
        Difference(DeviationKind(row[f"kind_{place}"]), row[f"words_{place}"], row[f"amount_{place}"])
        for place in range(1, count + 1)
    ]


def varies(good: Good) -> str:
    """In what each piece is a little different from the next."""
    return _rows()[good.id]["varies"]


def testimony(good: Good, group: str, dice: random.Random) -> tuple[str, str, str]:
    """What a mentor has checked, what not, and her words to buyers."""
    kind = good.category_code if good.category_code in _CHECKED else "crafts" if group == "sea" else group
    return dice.choice(_CHECKED[kind]), dice.choice(_UNCHECKED[kind]), dice.choice(_VOUCHED[good.is_food])


def address(dice: random.Random) -> str:
    return dice.choice(_STREETS)


def town(area: str, counties: dict[str, str]) -> str:
    """The town that goes with an area: a county's own, or a province's capital."""
    return counties.get(area) or _TOWNS.get(area, "شهرِ ما")


def far_areas() -> list[str]:
    return list(_TOWNS)


FUND = "یارانهٔ پستِ روستاها"
SHOPS_COUPON = "هفتهٔ صنایعِ دستیِ بوشهر"
HER_COUPON = "مشتری‌های همیشگی"
AGREEMENT = "توافق‌نامهٔ گروه، دفترِ تعاونی"
DECISION = "مصوبهٔ نمایشیِ کارگروه"
LATE = "بسته دیرتر از وعده رسید"
