"""What is different from what was on sale, or was sent back, before: all that a buyer reads, in words."""

from __future__ import annotations

from collections.abc import Callable

from app import catalogue, vouching
from app.catalogue import Version
from app.vouching import Deviation, Disclosure
from app.words import formats, gettext, name_of

Differing = tuple[str, str, str]


def differing(before: Version, after: Version) -> list[Differing]:
    """What, before, after: of facts, grade, differences and photos."""
    told = (vouching.disclosure_of(before.id), vouching.disclosure_of(after.id))
    pairs = [
        *((name, show(before), show(after)) for name, show in _facts()),
        *((name, show(told[0]), show(told[1])) for name, show in _disclosed() if told[0] and told[1]),
        (gettext("تفاوت‌ها"), _listed(before), _listed(after)),
        (gettext("عکس‌ها"), *_photos(before, after)),
    ]
    return [pair for pair in pairs if pair[1] != pair[2]]


def _facts() -> list[tuple[str, Callable[[Version], str]]]:
    return [
        (gettext("نام"), lambda one: one.title),
        (gettext("دسته"), lambda one: (one.category_code and catalogue.category(one.category_code).name_fa) or ""),
        (gettext("شرح"), lambda one: one.description),
        (gettext("جنس"), lambda one: one.materials),
        (gettext("اندازه"), lambda one: one.size_words),
        (gettext("وزن"), lambda one: gettext("%(n)s گرم", n=formats.num(one.weight_g))),
        (gettext("مقدار"), lambda one: f"{formats.num(one.measure)} {name_of(one.unit)}" if one.unit else ""),
        (gettext("قیمت"), lambda one: formats.money(one.price_rial)),
        (gettext("نگه‌داری"), lambda one: one.care),
        (gettext("شمارهٔ پروانه"), lambda one: one.permit_number or ""),
    ]


def _disclosed() -> list[tuple[str, Callable[[Disclosure | None], str]]]:
    def of(column: str) -> Callable[[Disclosure | None], str]:
        return lambda one: str(getattr(one, column, ""))

    return [
        (gettext("درجه"), lambda one: name_of(one.grade) if one else ""),
        (gettext("نامِ نشان یا پروانه"), of("mark")),
        (gettext("چه نشانی ندارد؟"), of("missing_mark")),
        (gettext("چرا ندارد؟"), of("why")),
        (gettext("فرقِ هر عدد"), of("varies")),
        (gettext("سالمِ آن"), lambda one: formats.money(one.sound_price_rial) if one and one.sound_price_rial else ""),
    ]


def _listed(version: Version) -> str:
    return formats.comma().join(_one(one) for one in vouching.deviations_of(version.id))


def _one(one: Deviation) -> str:
    words = f"{one.words} ({one.amount})" if one.amount else one.words
    return words if one.picture_id else gettext("%(words)s، بی‌عکس", words=words)


def _photos(before: Version, after: Version) -> tuple[str, str]:
    """How many there are, and how many of the later ones are new."""
    shown = catalogue.pictures_of([before.id, after.id])
    old = [one.picture.id for one in shown.get(before.id, [])]
    new = [one.picture.id for one in shown.get(after.id, [])]
    if old == new:
        return "", ""
    fresh = len([one for one in new if one not in old])
    return (
        gettext("%(n)s عکس", n=formats.num(len(old))),
        gettext("%(n)s عکس، %(new)s تازه", n=formats.num(len(new)), new=formats.num(fresh)),
    )
