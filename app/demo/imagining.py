"""What some of the demo's trainees would like to make, and what their mentors said to it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from app import accounts, ideas, programme
from app.ideas import Further, NewIdea
from app.shared import clock
from app.shared.database import transaction

_IDEAS = (
    NewIdea("حصیرِ رنگی برای سفرهٔ نوروز", "حصیرِ گرد با رنگِ گیاهی", "خانواده‌های شهر", "نمی‌دانم کدام رنگ نمی‌پرد"),
    NewIdea("بستهٔ کوچکِ خرما برای مسافر", "شش دانه خرما در جعبهٔ مقوایی", "مسافرهای فرودگاه", "جعبهٔ خوراکی ارزان"),
    NewIdea("کلاسِ گبه برای دخترها", "هفته‌ای یک بار، در خانهٔ خودم", "دخترهای محله", "دو دارِ کوچک"),
    NewIdea("لنجِ کوچکِ جاکلیدی", "از چوبِ مانده", "گردشگرها", ""),
    NewIdea("ترشیِ انبهٔ کم‌نمک", "برای کسانی که فشارِ خون دارند", "همسایه‌ها", "پروانه"),
)
_FURTHER = "چه ایدهٔ خوبی. رنگرزِ شهرستان را می‌شناسم؛ خواسته‌تان را نوشتم تا راهنما پیدا شود."
_ASIDE = "دلنشین است؛ تا پروانه نیاید نمی‌شود فروخت. نگهش داریم برای پس از پروانه."
_WORD = "یک جعبه بسازید و عکسش را نشانم دهید؛ با هم قیمت می‌گذاریم."


def imagine(now: datetime, makers: Sequence[int], staff: Sequence[int]) -> None:
    """Five ideas of as many makers: taken further, answered, waiting, a draft, set aside."""
    for place, (maker_id, new) in enumerate(zip(makers, _IDEAS, strict=False)):
        with clock.at(now - timedelta(days=30 - 5 * place)), transaction():
            person = accounts.person(programme.trainee(maker_id).person_id)
            found = ideas.start(new, person, person.id, f"demo-{place}")
            if place != 3:
                ideas.send(found, person.id)
            number = found.id
        with clock.at(now - timedelta(days=28 - 5 * place)), transaction():
            mentor = programme.mentor_in_care_of(maker_id)
            by = staff[0] if mentor is None else mentor.person_id
            found = ideas.own(number, programme.trainee(maker_id).person_id)
            if place == 0:
                ideas.take_further(found, Further.NEED, _FURTHER, "demo-further", by)
            elif place == 1:
                ideas.say(found, _WORD, "demo-word", by)
            elif place == 4:
                ideas.set_aside(found, _ASIDE, "demo-aside", by)
