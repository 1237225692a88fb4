"""The steps of the wizard: what each shows, and what it takes. A step either keeps its answer or names its faults."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from flask import request
from wtforms import Form

from app import catalogue, orders, vouching
from app.catalogue import Facts, StockMode, Variant, Version
from app.shared import gallery
from app.shared.database import transaction
from app.shared.gallery import PictureState
from app.shared.money import Rial
from app.shared.pictures import BadPicture
from app.shared.text import only_digits
from app.web.access import my_id
from app.web.forms.fields import fault_list
from app.web.forms.maker import NameStep, PriceStep, SizeStep, StockStep, cost_known
from app.web.maker.answers import Answer, sent_key
from app.web.maker.bench import bench
from app.words import gettext, say


def _again(version_id: int) -> Version:
    """The draft inside a transaction; in reach, and still a draft."""
    return bench().draft(version_id)


def _pictures(version: Version) -> list[catalogue.Shown]:
    return catalogue.pictures_of([version.id]).get(version.id, [])


# ---- photo ----------------------------------------------------------------------------------------------------


def show_photo(version: Version, faults: list[tuple[str, str]] | None = None) -> Answer:
    pictures = _pictures(version)
    broken = [one for one in pictures if one.picture.state is PictureState.FAILED]
    told = [("photo", say(BadPicture(one.picture.fault or "damaged")).sentence) for one in broken]
    return Answer(
        faults=[*(faults or []), *told],
        facts={
            "pictures": pictures,
            "most": catalogue.MOST_PICTURES,
            "working": any(one.picture.state is PictureState.WAITING for one in pictures),
        },
    )


def take_photo(version: Version) -> Answer:
    version_id = version.id
    act, _, number = request.form.get("do", "").partition("-")
    if act in {"remove", "first", "forward", "back"}:
        _rearrange(version_id, act, only_digits(number))
        return show_photo(_again(version_id))
    uploads = [file for file in request.files.getlist("photo") if file.filename]
    try:
        contents = [file.stream.read() for file in uploads[: catalogue.MOST_PICTURES]]
        received = gallery.receive(contents, sent_key())
    except BadPicture as refusal:
        return show_photo(_again(version_id), [("photo", say(refusal).sentence)])
    if received:
        _add_photos(version_id, received)
    if not _sound(_again(version_id)):
        return show_photo(_again(version_id), [("photo", gettext("عکسی از کالا بگذارید."))])
    return Answer(kept=True)


def _add_photos(version_id: int, received: list[gallery.Sent]) -> None:
    with transaction():
        draft = _again(version_id)
        catalogue.take_turns(draft)
        known = [(one.picture.id, one.alt) for one in _sound(draft)]
        fresh = [picture for picture in (gallery.add_once(one, my_id()) for one in received) if picture is not None]
        catalogue.set_pictures(draft, [*known, *((picture.id, draft.title) for picture in fresh)])


def _sound(version: Version) -> list[catalogue.Shown]:
    return [one for one in _pictures(version) if one.picture.state is not PictureState.FAILED]


def _rearrange(version_id: int, act: str, number: str) -> None:
    with transaction():
        draft = _again(version_id)
        shown = [(one.picture.id, one.alt) for one in _sound(draft)]
        place = next((place for place, one in enumerate(shown) if str(one[0]) == number), None)
        if place is None:
            return
        picked = shown.pop(place)
        becomes = {"first": 0, "forward": max(0, place - 1), "back": place + 1}
        if act in becomes:
            shown.insert(becomes[act], picked)
        catalogue.set_pictures(draft, shown)


# ---- what is it -----------------------------------------------------------------------------------------------


_OTHER = "other-"


def show_kind(version: Version, faults: list[tuple[str, str]] | None = None) -> Answer:
    """All categories and their goods on one page, so that choosing needs no second one on a slow line."""
    goods: dict[str, list[catalogue.Good]] = {}
    for good in catalogue.goods():
        goods.setdefault(good.category_code, []).append(good)
    return Answer(
        faults=faults or [],
        facts={
            "categories": catalogue.categories(),
            "goods": goods,
            "picked": request.form.get("good") or _picked(version),
            "undecided": catalogue.HealthRoute.UNKNOWN,
        },
    )


def _picked(version: Version) -> str:
    """The choice that was kept: a good, or something else of a category."""
    return version.good_id or (f"{_OTHER}{version.category_code}" if version.category_code else "")


def take_kind(version: Version) -> Answer:
    version_id = version.id
    picked = request.form.get("good", "")
    goods = {one.id: one for one in catalogue.goods()}
    categories = {one.code: one for one in catalogue.categories()}
    good = goods.get(picked)
    category = categories.get(good.category_code if good else picked.removeprefix(_OTHER))
    if category is None or (good is None and category.route is catalogue.HealthRoute.UNKNOWN):
        return show_kind(version, [("good", gettext("بگویید کالایتان کدام‌یک است."))])
    with transaction():
        draft = _again(version_id)
        catalogue.choose_kind(draft, category, good)
        if good is not None and not draft.materials:
            catalogue.write(draft, Facts(materials=good.materials))
    return Answer(kept=True)


# ---- name, size, stock ----------------------------------------------------------------------------------------


Filled = TypeVar("Filled", bound=Form)


def _form(kind: type[Filled], data: Mapping[str, object]) -> Filled:
    return kind(request.form if request.method == "POST" else None, data=data)


def _shown(form: Form, **facts: object) -> Answer:
    return Answer(faults=fault_list(form), facts={"form": form, **facts})


def show_name(version: Version) -> Answer:
    good = catalogue.good(version.good_id) if version.good_id else None
    form = _form(NameStep, {"title": version.title, "description": version.description})
    return _shown(form, good=good)


def take_name(version: Version) -> Answer:
    form = _form(NameStep, {})
    if not form.validate():
        good = catalogue.good(version.good_id) if version.good_id else None
        return _shown(form, good=good)
    with transaction():
        draft = _again(version.id)
        catalogue.write(draft, Facts(title=form.title.data, description=form.description.data or ""))
        catalogue.set_pictures(draft, [(one.picture.id, draft.title) for one in _pictures(draft)])
    return Answer(kept=True)


def show_size(version: Version) -> Answer:
    known = {
        "materials": version.materials,
        "size_words": version.size_words,
        "weight_g": version.weight_g or None,
        "care": version.care,
        "measure": version.measure,
        "unit": version.unit.value if version.unit else "",
    }
    return _shown(_form(SizeStep, known), units=list(catalogue.Unit))


def take_size(version: Version) -> Answer:
    form = _form(SizeStep, {})
    if not form.validate():
        return _shown(form, units=list(catalogue.Unit))
    facts = Facts(
        materials=form.materials.data,
        size_words=form.size_words.data or "",
        weight_g=form.weight_g.data,
        care=form.care.data or "",
    )
    with transaction():
        draft = _again(version.id)
        catalogue.write(draft, facts)
        unit = catalogue.Unit(form.unit.data) if form.measure.data else None
        catalogue.write_measure(draft, form.measure.data, unit)
    return Answer(kept=True)


def _variant(version: Version) -> Variant:
    return catalogue.variants_of([version.product_id])[version.product_id][0]


def show_stock(version: Version) -> Answer:
    variant = _variant(version)
    made = variant.mode is StockMode.MADE_TO_ORDER
    known = {
        "mode": variant.mode.value if made or variant.on_hand else None,
        "on_hand": variant.on_hand or None,
        "lead_days": variant.lead_days or None,
        "cut_off_hour": variant.cut_off_hour,
        "weekly_capacity": variant.weekly_capacity,
    }
    return _shown(_form(StockStep, known))


def take_stock(version: Version) -> Answer:
    form = _form(StockStep, {})
    if not form.validate():
        return _shown(form)
    mode = StockMode(form.mode.data)
    with transaction():
        variant = _variant(_again(version.id))
        catalogue.set_stock(
            variant, mode, on_hand=form.on_hand.data or 0, lead_days=form.lead_days.data or 0, by=my_id()
        )
        catalogue.set_making(variant, form.cut_off_hour.data, form.weekly_capacity.data, my_id())
    return Answer(kept=True)


# ---- price ----------------------------------------------------------------------------------------------------


def show_price(version: Version) -> Answer:
    # What a piece costs her is hers to know, not a helper's.
    known = {} if bench().preparing else cost_known(catalogue.cost_of(version.product_id))
    return _priced(version, _form(PriceStep, {"price": version.price_rial or None, **known}))


def _priced(version: Version, form: PriceStep, **facts: object) -> Answer:
    sale = orders.Sale(bench().maker.id, version.category_code)
    _, fee = orders.fees_for([sale])[sale]
    price, cost = form.price.data or 0, form.told
    she_gets = price - fee.of(price, 1)
    return _shown(
        form,
        typical=catalogue.typical_price_of(version.good_id, version.category_code, version.product_id),
        usual=catalogue.usual_prices_of(version.good_id, version.category_code, version.product_id),
        fee=fee.of(price, 1),
        price=price,
        she_gets=she_gets,
        cost=None if cost is None else cost.total,
        stays=she_gets if cost is None else she_gets - cost.total,
        most=vouching.highest_price_of(version.id),
        **facts,
    )


def take_price(version: Version) -> Answer:
    """A price five times off what is usual is asked once more, in words."""
    form = _form(PriceStep, {})
    if not form.validate():
        return _priced(version, form)
    amount = form.price.data
    said = _too_dear(version, amount)
    if said:
        form.price.errors = [said]
        return _priced(version, form)
    typical = catalogue.typical_price_of(version.good_id, version.category_code, version.product_id)
    sure = request.form.get("sure") == str(int(amount))
    if catalogue.looks_like_a_slip(amount, typical) and not sure:
        answer = _priced(version, form, unsure=amount)
        return Answer(
            faults=[("price", gettext("این قیمت از کالاهای مانندش خیلی دور است؛ یک بار دیگر ببینید."))],
            facts=answer.facts,
        )
    with transaction():
        draft = _again(version.id)
        catalogue.write(draft, Facts(price_rial=amount))
        if form.told is not None and not bench().preparing:
            catalogue.state_cost(draft.product_id, form.told, my_id())
    return Answer(kept=True) if request.form.get("do") != "words" else show_price(_again(version.id))


def _too_dear(version: Version, price: Rial) -> str:
    """What to say where her grade asks for less than this price, or than that of another size."""
    most = vouching.highest_price_of(version.id)
    if most is None:
        return ""
    if price > most:
        return say(vouching.TooDearForGrade(most)).sentence
    others = catalogue.variants_of([version.product_id]).get(version.product_id, [])[1:]
    dear = next((one for one in others if one.price_rial > most), None)
    if dear is None:
        return ""
    return gettext(
        "«%(label)s» برای این درجه گران است: در گامِ پیش بنویسید سالمِ گران‌ترین اندازه چند است.", label=dear.label
    )


# ---- all of it ------------------------------------------------------------------------------------------------


def preview(version: Version) -> dict[str, object]:
    """The listing as a buyer will see it."""
    maker = bench().maker
    shown = _pictures(version)
    disclosure = vouching.disclosure_of(version.id)
    deviations = vouching.deviations_of(version.id)
    return {
        "maker": maker,
        "shown": shown,
        "waiting": any(one.picture.state is PictureState.WAITING for one in shown),
        "disclosure": disclosure,
        "deviations": deviations,
        "pictures": gallery.by_ids(one.picture_id for one in deviations if one.picture_id),
        "variant": _variant(version),
        "category": catalogue.category(version.category_code) if version.category_code else None,
    }
