"""The storefront: home, list, product, makers, what the badges mean."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from flask import (
    Blueprint,
    copy_current_request_context,
    current_app,
    g,
    make_response,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from sqlalchemy.exc import OperationalError
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from app import catalogue, orders, places, programme, search, shipping, vouching
from app.catalogue import Category
from app.search import Badge, Readiness, Sort, Wanted
from app.shared import cache, gallery, rulebook, throttle
from app.shared.calendar import JalaliMonth
from app.shared.database import transaction
from app.shared.errors import NotFound
from app.shared.gallery import Picture
from app.shared.text import NotANumber, clean, parse_toman
from app.shared.throttle import Limit
from app.vouching import DeviationKind, Grade
from app.web.access import ANYONE, allow
from app.web.languages import chosen
from app.web.opinions import heard
from app.web.pages import Page, page_number, pages_of
from app.web.questions import asked
from app.web.structured import product_data, with_opinions
from app.words import GROUPS, gettext, grade_asks, name_of

blueprint = Blueprint("shop", __name__)

_MONTHS_ROUND = 12
_COUNTED = Limit(1, 3600)


@dataclass(frozen=True)
class Named:
    """A category as lists show it, kept apart from any session."""

    code: str
    name: str
    icon: str
    group: str
    exempt: catalogue.Exempt | None


def categories() -> list[Named]:
    language = chosen()

    def read() -> list[Named]:
        return [
            Named(one.code, one.called(language), one.icon, one.group, one.exempt) for one in catalogue.categories()
        ]

    return cache.kept(f"categories {language}", 60, read)


def county_names() -> dict[str, str]:
    language = chosen()
    return cache.kept(f"counties {language}", 60, lambda: places.county_names(language))


def trade_names() -> dict[str, str]:
    """Every trade, those that are offered no more too."""
    language = chosen()
    return cache.kept(f"trades {language}", 60, lambda: {one.code: one.called(language) for one in programme.trades()})


def wanted_from(args: MultiDict[str, str]) -> Wanted:
    """What a list's address asks for; what makes no sense is left out."""

    def chosen_of(name: str) -> frozenset[str]:
        return frozenset(value[:40] for value in args.getlist(name)[:40] if value.strip())

    words = clean(args.get("q", ""))[:200]
    sorts = {sort.value: sort for sort in Sort}
    return Wanted(
        words=words,
        categories=chosen_of("category"),
        groups=chosen_of("group"),
        counties=chosen_of("county"),
        grades=chosen_of("grade"),
        differences=frozenset(DeviationKind(value) for value in chosen_of("differs") & {*DeviationKind}),
        badges=frozenset(Badge(value) for value in chosen_of("badge") & {*Badge}),
        readiness=frozenset(Readiness(value) for value in chosen_of("ready") & {*Readiness}),
        lowest=_price(args.get("min", "")),
        highest=_price(args.get("max", "")),
        sort=sorts.get(args.get("sort", ""), Sort.BEST if words else Sort.NEWEST),
        page=page_number(),
    )


def _price(typed: str) -> int | None:
    try:
        return int(parse_toman(typed)) if typed.strip() else None
    except NotANumber:
        return None


@blueprint.get("/")
@allow(ANYONE)
def home() -> Page:
    newest = search.newest_rows(10)
    maker, portrait = _maker_of_the_month()
    return render_template(
        "shop/home.html",
        newest=newest,
        featured=_featured(newest),
        groups=search.group_counts(),
        counties=county_names(),
        maker=maker,
        portrait=portrait,
    )


def _featured(newest: list[search.ShelfRow]) -> list[search.ShelfRow]:
    """Three products with pictures, of different kinds, for the arches of the first view."""
    chosen_rows: dict[str, search.ShelfRow] = {}
    for row in newest:
        if row.picture_stem:
            chosen_rows.setdefault(row.group, row)
    rows = list(chosen_rows.values())[:3]
    return rows if len(rows) == 3 else []


def _maker_of_the_month() -> tuple[programme.Trainee | None, Picture | None]:
    """A maker with a story and a portrait; another one every month."""
    on_shelf = [maker_id for maker_id, _ in search.makers_on_shelf()]
    month = JalaliMonth.current()
    told = programme.storytellers(on_shelf)
    if not told:
        return None, None
    maker = told[(month.year * _MONTHS_ROUND + month.month) % len(told)]
    return maker, gallery.by_ids([maker.portrait_id or 0]).get(maker.portrait_id or 0)


@blueprint.get("/products")
@allow(ANYONE)
def products() -> Response:
    wanted = wanted_from(request.args)
    found = search.find(wanted)
    page = render_template(
        "shop/products.html",
        wanted=wanted,
        found=found,
        categories=categories(),
        counties=county_names(),
        applied=_applied(),
        names=_filter_names(),
        typed=request.args,
        sorts=[sort for sort in Sort if wanted.words or sort is not Sort.BEST],
        grades=list(Grade),
        differences=list(DeviationKind),
        village_days=rulebook.number(search.RURAL_AHEAD),
    )
    answer = make_response(page)
    if wanted.words and wanted.page == 1 and not _applied():
        named = search.named(found)
        answer.call_on_close(copy_current_request_context(lambda: _count(wanted.words, found.total, named)))
    return answer


def _count(words: str, found: int, named: Mapping[str, int]) -> None:
    """Count a search once its page has gone: once an hour of one visitor, and not while the database is too busy."""
    token, whose = session.get("basket"), f"{request.remote_addr} {search.plain_words(words)}"
    try:
        with transaction():
            if throttle.hit("search", whose, _COUNTED):
                return
            basket = orders.basket_of(token) if token else None
            county = basket.county_code if basket else None
            search.count_search(words, found, named, county)
    except OperationalError:
        current_app.logger.warning("a search was not counted: the database is busy")


def _applied() -> list[tuple[str, str]]:
    """Filters that are set, as (name, value) pairs of the address, in a fixed order."""
    names = ("group", "category", "county", "badge", "grade", "differs", "ready", "min", "max")
    return [(name, value) for name in names for value in request.args.getlist(name) if value.strip()]


def _filter_names() -> dict[tuple[str, str], str]:
    """What a filter's value is called on the page."""
    return {
        **{("group", code): str(words) for code, (words, _) in GROUPS.items()},
        **{("category", one.code): one.name for one in categories()},
        **{("county", code): name for code, name in county_names().items()},
        **{("grade", one.value): name_of(one) for one in Grade},
        **{("differs", one.value): gettext("تفاوت در %(kind)s", kind=name_of(one)) for one in DeviationKind},
        ("badge", "vouched"): gettext("تأییدِ پیشران"),
        ("badge", "permit"): gettext("دارای پروانه"),
        ("badge", "nonstandard"): gettext("غیراستاندارد، با شرح"),
        ("ready", "ready"): gettext("آمادهٔ فرستادن"),
        ("ready", "made"): gettext("سفارشی می‌سازند"),
    }


@blueprint.app_template_global("without")
def without(name: str, value: str) -> str:
    """The address of this list without one of its filters."""
    args = [(key, one) for key, one in request.args.items(multi=True) if (key, one) != (name, value) and key != "page"]
    return f"{request.path}?{urlencode(args)}"


@blueprint.app_template_global("on_page")
def on_page(number: int) -> str:
    """The address of another page of this list."""
    args = [(key, one) for key, one in request.args.items(multi=True) if key != "page"]
    return f"{request.path}?{urlencode([*args, ('page', str(number))])}"


@blueprint.app_template_global("absent")
def absent(maker_id: int) -> catalogue.Away | None:
    """That a maker is not at work today; read once for all cards of a page."""
    if "absent" not in g:
        g.absent = catalogue.away()
    found: catalogue.Away | None = g.absent.get(maker_id)
    return found


def _kept_back(variants: list[catalogue.Variant], maker_id: int) -> dict[int, catalogue.Away]:
    """Variants that can't be bought while their maker is away."""
    gone = absent(maker_id)
    if gone is None:
        return {}
    made = catalogue.StockMode.MADE_TO_ORDER
    return {one.id: gone for one in variants if gone.keeps(made=one.mode is made)}


def _ready(variants: list[catalogue.Variant]) -> dict[int, date]:
    """When one piece of what is made to order would be ready, ordered now."""
    made = [one.id for one in variants if one.mode is catalogue.StockMode.MADE_TO_ORDER]
    return catalogue.ready_if(dict.fromkeys(made, 1)) if made else {}


@blueprint.get("/p/<slug>")
@allow(ANYONE)
def product(slug: str) -> Page:
    shown, version = catalogue.on_sale_by_slug(slug)
    maker = programme.trainee(shown.maker_id)
    statement = vouching.statements([version.id])[version.id]
    deviation_pictures = [one.picture_id for one in statement.deviations if one.picture_id]
    pictures = gallery.by_ids([*deviation_pictures, maker.portrait_id or 0])
    prices = cache.kept("tariffs", 60, _delivery_prices)
    variants = [one for one in catalogue.variants_of([shown.id]).get(shown.id, []) if one.offered]
    said = heard(shown.id)
    return render_template(
        "shop/product.html",
        product=shown,
        version=version,
        variants=variants,
        kept_back=_kept_back(variants, maker.id),
        ready=_ready(variants),
        unit_prices={one.id: catalogue.unit_price(one.price_rial, one.measure, one.unit) for one in variants},
        data=with_opinions(product_data(shown, version, variants, statement, maker), said.rating, said.latest),
        maker=maker,
        county=county_names().get(maker.county_code, ""),
        category=next(one for one in categories() if one.code == version.category_code),
        statement=statement,
        taken=vouching.evidence_of([version.id]).get(version.id, []),
        vouches=vouching.history_of_product(shown.id) if version.number > 1 else [],
        shown=catalogue.pictures_of([version.id]).get(version.id, []),
        pictures=pictures,
        portrait=pictures.get(maker.portrait_id or 0),
        sold=cache.kept(f"sold {maker.id}", 60, lambda: orders.sold_count(maker.id)),
        delivery=prices,
        recall=None if shown.state is catalogue.Shelf.ON_SALE else catalogue.standing_recall(shown.id),
        asked=asked(shown.id),
        heard=said,
        neighbours=search.neighbours(maker.county_code, shown.id, 4),
        on_sale=shown.state is catalogue.Shelf.ON_SALE,
        counties=county_names(),
    )


@dataclass(frozen=True)
class DeliveryRange:
    """What sending costs and how long it takes, from the nearest to the farthest."""

    lowest: int
    highest: int
    min_days: int
    max_days: int


def _delivery_prices() -> DeliveryRange | None:
    rows = shipping.price_list().rows
    paid = [int(tariff.price_rial) for service, tariff in rows if service.tracked]
    if not paid:
        return None
    days = [service for service, _ in rows if service.tracked]
    return DeliveryRange(min(paid), max(paid), min(one.min_days for one in days), max(one.max_days for one in days))


@blueprint.get("/makers")
@allow(ANYONE)
def makers() -> Page:
    counts = dict(search.makers_on_shelf())
    county = request.args.get("county", "")
    found = [one for one in programme.trainees(counts).values() if not county or one.county_code == county]
    found.sort(key=lambda one: one.sort_key)
    page, size = page_number(), 24
    part = found[(page - 1) * size : page * size]
    return render_template(
        "shop/makers.html",
        makers=part,
        total=len(found),
        page=page,
        pages=pages_of(len(found), size),
        counts=counts,
        portraits=gallery.by_ids(one.portrait_id for one in part if one.portrait_id),
        counties=county_names(),
        county=county,
    )


@blueprint.get("/m/<slug>")
@allow(ANYONE)
def maker(slug: str) -> Page:
    found = programme.trainee_by_slug(slug)
    rows = search.rows_of_maker(found.id)
    sold = orders.sold_count(found.id)
    if not rows and not sold:
        raise NotFound
    return render_template(
        "shop/maker.html",
        maker=found,
        rows=rows,
        sold=sold,
        since=found.registered_at,
        portrait=gallery.by_ids([found.portrait_id or 0]).get(found.portrait_id or 0),
        mentors=vouching.mentors_of_maker(found.id),
        withdrawn=vouching.withdrawn_of_maker(found.id),
        counties=county_names(),
    )


@blueprint.get("/badges")
@allow(ANYONE)
def badges() -> Page:
    worn = search.grade_counts()
    shown = [one for one in Grade if vouching.rung(one).used or worn.get(one.value)]
    return render_template(
        "shop/badges.html",
        grades=shown,
        asks={one: grade_asks(one, vouching.rung(one)) for one in shown},
        since={one: vouching.asked_since(one) for one in shown},
        examples=search.examples(),
        counties=county_names(),
    )


@blueprint.get("/help")
@allow(ANYONE)
def help_page() -> Page:
    return render_template("shop/help.html")


@blueprint.get("/category/<code>")
@allow(ANYONE)
def category(code: str) -> Page:
    """The short address of a category."""
    found: Category = catalogue.category(code)
    return redirect(url_for(".products", category=found.code), 301)
