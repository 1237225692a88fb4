"""Who makes what: every good of the list by a maker of one of its counties, and half of them by a second one."""

from __future__ import annotations

import csv
import random
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from app import catalogue, places
from app.catalogue import Good
from app.programme import Sex
from app.shared.database import session
from app.vouching import Grade

_DATA = Path(__file__).parent / "data"
UNSOLD = "B096"
UNDECIDED = ("B056", "B058", "B059", "B081")
MAKERS_AT_MOST = 46
SECOND_MAKERS = 58
FEW = 5
_FLAVOURS = {
    "mat_palm": ("فیروزه‌ای", "ساده", "سرخ و سبز", "دورنگ", "نقشِ لوزی"),
    "rug": ("نقشِ خشتی", "نقشِ شیر", "زمینه لاکی", "رنگِ گیاهی"),
    "textile": ("گل‌ریز", "زمینه سبز", "دست‌دوزِ کامل", "آبیِ دریایی"),
    "marine": ("کوچک", "میانه", "بزرگ"),
    "jewelry": ("صدفِ سفید", "صدفِ صورتی", "با مروارید"),
    "toy": ("پیراهنِ سبز", "پیراهنِ سرخ", "پیراهنِ آبی"),
    "music": ("ساده", "با منگوله", "با نقشِ بته"),
    "pottery": ("ساده", "نقشِ ماهی", "دودزده"),
    "leather": ("قهوه‌ای", "عسلی", "سیاه"),
    "wood": ("چهاررنگ", "فیروزه‌ای", "سرخ و آبی"),
    "decor": ("سفید", "آبیِ دریایی", "عسلی"),
    "cosmetic": ("ساده", "با گلاب", "با برگِ مورد"),
}


_PLAIN = ("ساده", "کوچک", "بزرگ")


@dataclass(frozen=True)
class Ware:
    """What a good costs and weighs in the demo."""

    low_toman: int
    high_toman: int
    grams: int
    lead_days: int


@dataclass
class Item:
    """A product to be: of which good, how it looks and how it differs."""

    good: Good
    title: str
    seed: int
    price_rial: int
    grade: Grade
    shown_deviation: bool
    ware: Ware


@dataclass
class Maker:
    """A maker to be: where she lives, what she does, what she makes."""

    county: str
    trade: str
    seed: int
    items: list[Item] = field(default_factory=list)

    @property
    def sex(self) -> Sex:
        """One in five is a man."""
        return Sex.MALE if self.seed % 5 == 0 else Sex.FEMALE


def wares() -> dict[str, Ware]:
    with (_DATA / "wares.csv").open(encoding="utf-8", newline="") as lines:
        return {
            row["id"]: Ware(int(row["low_toman"]), int(row["high_toman"]), int(row["grams"]), int(row["lead_days"]))
            for row in csv.DictReader(lines)
        }


def tariffs() -> str:
    return (_DATA / "tariffs.csv").read_text(encoding="utf-8")


def plan(dice: random.Random) -> list[Maker]:
    """The makers of the demo with their products; the same dice give the same plan."""
    counties = {one.name: one.code for one in places.home_counties()}
    trades = {one.code: one.trade_code for one in catalogue.categories()}
    goods = [one for one in catalogue.goods() if one.id != UNSOLD]
    for good in goods:
        session().expunge(good)  # the plan is looked at long after the session of today is gone
    priced = wares()
    makers: dict[tuple[str, str], Maker] = {}
    named = Counter(county for good in goods for county in _counties(good, counties))
    for good in goods:
        rarest_first = sorted(_counties(good, counties), key=lambda county: named[county])
        county = _barest(rarest_first, makers.values(), dice)
        maker = _maker_for(makers, county, trades[good.category_code], dice)
        maker.items.append(_item(good, priced[good.id], len(maker.items), dice))
    seconds = goods[:]
    dice.shuffle(seconds)
    for good in seconds[:SECOND_MAKERS]:
        others = [
            one
            for one in makers.values()
            if one.trade == trades[good.category_code] and all(item.good.id != good.id for item in one.items)
        ]
        if others:
            maker = dice.choice(others)
            maker.items.append(_item(good, priced[good.id], len(maker.items), dice))
    return list(makers.values())


def _counties(good: Good, counties: Mapping[str, str]) -> list[str]:
    named = [counties[name.strip()] for name in good.counties.split("؛") if name.strip() in counties]
    return named or list(counties.values())


def _barest(named: list[str], makers: Iterable[Maker], dice: random.Random) -> str:
    """The first county that is bare so far; of counties that all have something, any."""
    made = Counter(maker.county for maker in makers for _ in maker.items)
    return next((county for county in named if made[county] < FEW), dice.choice(named))


def _maker_for(makers: dict[tuple[str, str], Maker], county: str, trade: str, dice: random.Random) -> Maker:
    if (county, trade) not in makers and len(makers) >= MAKERS_AT_MOST:
        same = [one for one in makers.values() if one.trade == trade]
        if same:
            return dice.choice(same)
    return makers.setdefault((county, trade), Maker(county, trade, 17 * len(makers) + 3))


def _item(good: Good, ware: Ware, place: int, dice: random.Random) -> Item:
    flavour = dice.choice(_FLAVOURS.get(good.category_code, _PLAIN))
    title = f"{good.name_fa}، {good.unit}" if good.is_food else f"{good.name_fa}، {flavour}"
    grade = dice.choices(list(Grade), (25, 50, 17, 8) if good.is_food else (4, 62, 24, 10))[0]
    toman = dice.randrange(ware.low_toman, ware.high_toman) // 5000 * 5000
    if grade in {Grade.VISIBLE, Grade.SECONDS}:
        toman = toman * 8 // 10 // 5000 * 5000
    return Item(
        good=good,
        title=title,
        seed=dice.randrange(1000) + place,
        price_rial=max(toman, 20_000) * 10,
        grade=grade,
        shown_deviation=grade in {Grade.VISIBLE, Grade.SECONDS} or (grade is Grade.SMALL and dice.random() < 0.85),
        ware=ware,
    )
