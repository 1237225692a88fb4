"""What is said to a trainee before her income is used. Whoever changes a word here raises `consent.WORDING`."""

from __future__ import annotations

from app.consent import Purpose
from app.shared.tongue import Later, lazy_gettext

INTRODUCTION = lazy_gettext(
    "پولِ فروشتان در هر حال به خودتان می‌رسد؛ این پرسش‌ها تنها دربارهٔ نگاه کردن به درآمدتان است. «نه» هم بگویید چیزی از "
    "شما کم نمی‌شود، و هر روز می‌توانید نظرتان را عوض کنید. چاپِ داستان و عکستان اجازهٔ جدای خودش را دارد."
)

# For each purpose: what is asked, and what it means.
ASKED: dict[Purpose, tuple[Later, Later]] = {
    Purpose.FIGURES: (
        lazy_gettext("درآمدم در آمارِ گروهیِ برنامه شمرده شود؟"),
        lazy_gettext(
            "درآمدتان با درآمدِ دیگران جمع زده می‌شود تا معلوم شود برنامه چند نفر را به درآمد رسانده است. نامتان در آمار "
            "نیست و در آنچه برای همه منتشر می‌شود، عددِ گروه‌های کوچک گفته نمی‌شود. مسئولی که اجازهٔ دیدنِ درآمدها را "
            "دارد جمعِ گروه‌های کوچک را هم می‌بیند؛ هر که ببیند، نامش در پرونده‌تان نوشته می‌شود."
        ),
    ),
    Purpose.NAMED: (
        lazy_gettext("مسئولان وضعِ درآمدم را با نامم ببینند؟"),
        lazy_gettext(
            "مجریِ برنامه و مسئولانِ شهرستان و استان می‌بینند که کارتان درآمدِ ماندگار دارد یا نه، تا اگر لازم بود "
            "کمک کنند. هر بار که کسی ببیند، نامش در پرونده‌تان نوشته می‌شود."
        ),
    ),
}


def consent_introduction() -> str:
    return str(INTRODUCTION)


def consent_question(purpose: Purpose) -> tuple[str, str]:
    """The question of a purpose, and what it means."""
    question, meaning = ASKED[purpose]
    return str(question), str(meaning)
