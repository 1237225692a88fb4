"""What the demo's programme has agreed with others: papers on the shelf, a contract with its levels, open questions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta

from app import agreements, library, places
from app.agreements import Answered, AskedOf, NewContract, NewLevel, NewQuestion, NewTerm, Timing, Trigger
from app.library import DocumentKind, NewDocument, NewVersion, Readers
from app.shared import clock, printing
from app.shared.calendar import today
from app.shared.database import transaction

_PAPERS = (
    ("تفاهم‌نامهٔ ملیِ مشاغلِ خانگی (نمایشی)", DocumentKind.CONTRACT, Readers.OFFICIALS),
    ("راهنمای گام‌به‌گامِ فراگیر", DocumentKind.GUIDE, Readers.PUBLIC),
    ("برگهٔ درخواستِ میزِ نمایشگاه", DocumentKind.FORM, Readers.MEMBERS),
    ("سندِ زنان: کار در خانه (پیش‌نویسِ نمایشی)", DocumentKind.WOMEN, Readers.PUBLIC),
)
_EXECUTOR, _MINISTRY, _OFFICE = "جهاد دانشگاهیِ استان", "وزارتِ کار", "ادارهٔ کارِ استان"
_PAGE = (
    '<html lang="fa" dir="rtl"><body><h1>{title}</h1><p>نمایش: این برگه ساختگی است. نسخهٔ {number}.</p></body></html>'
)
# What, and its term; two of which nobody has said anything.
_LEVELS: tuple[tuple[str, Callable[[date], NewTerm]], ...] = (
    ("پرداختِ هزینهٔ آموزشِ فراگیران", lambda day: NewTerm(day, Timing.UNDEFINED)),
    ("پاسخ به استان دربارهٔ سهمیهٔ اضافه", lambda day: NewTerm(day, Timing.UNDEFINED)),
    (
        "بررسیِ فهرستِ فراگیران",
        lambda day: NewTerm(
            day, Timing.AFTER, _OFFICE, _EXECUTOR, days=10, cause="رسیدنِ فهرست", evidence="نامهٔ تأیید", source="بندِ ۴"
        ),
    ),
    (
        "گزارشِ پیشرفتِ ماهانه",
        lambda day: NewTerm(
            day, Timing.MONTHLY, _EXECUTOR, _OFFICE, month_day=5, evidence="گزارشِ امضاشده", source="بندِ ۶"
        ),
    ),
    (
        "معرفیِ فراگیران به بانک",
        lambda day: NewTerm(
            day,
            Timing.AFTER,
            _EXECUTOR,
            "بانکِ عامل",
            days=15,
            cause="پایانِ دوره",
            evidence="نامهٔ معرفی",
            source="بندِ ۷",
        ),
    ),
    (
        "برگزاریِ نمایشگاهِ پایانِ دوره",
        lambda day: NewTerm(
            day,
            Timing.FIXED,
            _EXECUTOR,
            "فراگیران",
            on_day=day + timedelta(days=300),
            evidence="صورت‌جلسه",
            source="بندِ ۹",
        ),
    ),
)
_QUESTIONS = (
    "هزینهٔ رفت‌وآمدِ فراگیرانِ روستا با کیست؟",
    "شش ماهِ اشتغال از روزِ پایانِ دوره شمرده می‌شود یا از نخستین فروش؟",
    "آیا فراگیری که بیمهٔ خویش‌فرما دارد پذیرفته می‌شود؟",
)


def agree(now: datetime, staff: Sequence[int]) -> None:
    """All of it, in the half year before `now`, by staff of the whole province."""
    by = staff[0]
    with clock.at(now - timedelta(days=170)):
        papers = [_paper(place, by) for place in range(len(_PAPERS))]
        contract_id, levels = _contract(papers[0], by)
    with clock.at(now - timedelta(days=60)):
        _second_version(papers[1], by)
        questions = _raise(contract_id, levels, by)
    with clock.at(now - timedelta(days=40)):
        _ask(questions, by)
    with clock.at(now - timedelta(days=5)):
        _owe(levels, by)


def _file(title: str, number: int) -> tuple[library.Received | None, str]:
    if not printing.possible():
        return None, "https://example.ir/documents"
    return library.receive(printing.pdf(_PAGE.format(title=title, number=number))), ""


def _paper(place: int, by: int) -> int:
    title, kind, readers = _PAPERS[place]
    file, address = _file(title, 1)
    version = NewVersion(f"demo-{place}", today(), file=file, address=address, reference=f"نمایشی/{'۱۲۳۴'[place]}")
    with transaction():
        return library.add(NewDocument(title, kind, readers), version, by).id


def _second_version(document_id: int, by: int) -> None:
    file, address = _file(_PAPERS[1][0], 2)
    changed = "شمارهٔ تلفن و نشانیِ دفتر عوض شد."
    with transaction():
        found = library.document(document_id)
        library.add_version(found, NewVersion("demo-second", today(), file=file, address=address, changed=changed), by)


def _contract(document_id: int, by: int) -> tuple[int, list[int]]:
    day, province = today(), places.home_counties()[0].province_code
    parties = f"{_MINISTRY}، {_EXECUTOR} و صندوقِ کارآفرینیِ امید"
    last = day + timedelta(days=540)
    new = NewContract(_PAPERS[0][0], parties, "نمایشی/۱۰۰", day, day, last, "demo", document_id)
    with transaction():
        contract = agreements.write_contract(new, by)
        levels = [
            agreements.add_level(contract, NewLevel(what, province, f"demo-{place}"), term(day), by)
            for place, (what, term) in enumerate(_LEVELS)
        ]
        return contract.id, [one.id for one in levels]


def _raise(contract_id: int, levels: Sequence[int], by: int) -> list[int]:
    about = (levels[0], None, None)
    with transaction():
        return [
            agreements.ask_about(NewQuestion(words, today(), f"demo-{place}", contract_id, about[place]), by).id
            for place, words in enumerate(_QUESTIONS)
        ]


def _ask(questions: Sequence[int], by: int) -> None:
    """Two are asked of the ministry, one of them has come back."""
    with transaction():
        for number in questions[1:]:
            whom = AskedOf(_MINISTRY, "نمایشی/۲۱۰", today() - timedelta(days=10))
            agreements.ask(agreements.ambiguity(number), whom, by)
        told = Answered("آری، تا زمانی که کارفرما نداشته باشد.", today(), "نامهٔ نمایشیِ ۲۲۰")
        agreements.answer(agreements.ambiguity(questions[2]), told, by)


def _owe(levels: Sequence[int], by: int) -> None:
    """Two lists were sent in, of which one is overdue; the months' reports, but for the last, are in."""
    with transaction():
        checked = agreements.level(levels[2])
        for days, about in ((30, "فهرستِ نوبتِ دوم"), (12, "فهرستِ نوبتِ سوم")):
            told = Trigger(today() - timedelta(days=days), about, f"demo-{days}")
            due = agreements.open_due(checked, told, by)
            if days == 30:
                agreements.finish(due, "نامهٔ نمایشیِ ۱۹۵", due.due_on + timedelta(days=3), by)
        for level_id in (levels[3], levels[5]):
            agreements.open_periodic(agreements.level(level_id))
        past = [one for one in agreements.dues_of(levels[3]) if one.due_on < today() - timedelta(days=31)]
        for one in past:
            agreements.finish(one, "گزارش رسید", one.due_on + timedelta(days=1), by)
