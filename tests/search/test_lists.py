"""Lists: filters with true counts, an order that stays, pages that neither repeat nor leave out."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app import catalogue, programme, search
from app.search import Badge, Readiness, Sort, Wanted
from app.vouching import DeviationKind
from tests.search.conftest import WARES, Market

SHORT = settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])

CHOICES = {
    "category": ("categories", ["mat_palm", "rug", "textile", "sweet", "date", "sesame", "jewelry", "toy"]),
    "group": ("groups", ["mats", "woven", "clothes", "food", "crafts"]),
    "county": ("counties", ["1801", "1802", "1803", "1805", "1807", "1810", "1809"]),
    "grade": ("grades", ["conforms", "small", "visible"]),
    "badge": ("badges", list(Badge)),
    "differs": ("differences", [DeviationKind.SIZE, DeviationKind.COLOUR, DeviationKind.PACKING]),
    "readiness": ("readiness", list(Readiness)),
}


@st.composite
def filters(draw: st.DrawFn) -> Wanted:
    chosen = {
        field: frozenset(draw(st.sets(st.sampled_from(values), max_size=2))) for field, values in CHOICES.values()
    }
    kept = draw(st.sets(st.sampled_from(sorted(chosen)), max_size=3))
    prices = st.none() | st.sampled_from([800_000, 1_500_000, 4_000_000, 10_000_000])
    return Wanted(
        words=draw(st.sampled_from(["", "", "خرما", "حصیری", "دست باف", "زنبیر"])),
        lowest=draw(prices),
        highest=draw(prices),
        **{field: values for field, values in chosen.items() if field in kept},
    )


def choosing(wanted: Wanted, facet: str, value: str) -> Wanted:
    """The same list when this option is ticked in place of the filter's others; badges are ticked one by one."""
    field, _ = CHOICES[facet]
    kinds = {"badge": Badge, "readiness": Readiness, "differs": DeviationKind}
    chosen = frozenset([kinds.get(facet, str)(value)])
    others = {"categories": frozenset(), "groups": frozenset()} if facet in {"category", "group"} else {}
    return replace(wanted, **{**others, field: chosen | (wanted.badges if facet == "badge" else frozenset())})


@SHORT
@given(wanted=filters())
def test_every_count_is_the_number_of_products_behind_it(market: Market, wanted: Wanted):
    facets = search.find(wanted).facets

    for facet, counts in facets.items():
        for value, count in counts.items():
            assert search.find(choosing(wanted, facet, value)).total == count, (facet, value)


@SHORT
@given(wanted=filters())
def test_a_list_holds_what_fits_and_nothing_else(market: Market, wanted: Wanted):
    listed = search.find(replace(wanted, per_page=100)).rows

    for row in listed:
        assert not wanted.categories or row.category_code in wanted.categories
        assert not wanted.groups or row.group in wanted.groups
        assert not wanted.counties or row.county_code in wanted.counties
        assert not wanted.grades or row.grade in wanted.grades
        assert not wanted.differences or set(row.differs.split()) & wanted.differences
        assert (wanted.lowest or 0) <= row.price_rial <= (wanted.highest or 10**12)
        assert Badge.PERMIT not in wanted.badges or row.permit
        assert Badge.NONSTANDARD not in wanted.badges or row.grade != "conforms"


@SHORT
@given(wanted=filters(), per_page=st.integers(1, 7), sort=st.sampled_from(list(Sort)))
def test_pages_hold_every_product_once_in_the_order_of_the_whole(
    market: Market, wanted: Wanted, per_page: int, sort: Sort
):
    whole = search.find(replace(wanted, sort=sort, per_page=100))
    pages = [search.find(replace(wanted, sort=sort, per_page=per_page, page=page)) for page in range(1, 14)]

    told = [row.product_id for page in pages[: pages[0].pages] for row in page.rows]
    assert told == [row.product_id for row in whole.rows]
    assert {page.total for page in pages} == {whole.total}


def test_a_page_beyond_the_last_is_the_last(market: Market):
    found = search.find(Wanted(per_page=5, page=99))

    assert (found.page, found.pages, len(found.rows)) == (3, 3, 2)


def test_the_newest_come_first(market: Market):
    newest = market.found()

    assert newest == [*(name for name in reversed(WARES) if name != "candle"), "candle"]


@pytest.mark.parametrize("sort", list(Sort))
def test_what_is_sold_out_comes_after_all_that_can_be_bought(market: Market, sort: Sort):
    assert market.found(wanted=Wanted(sort=sort))[-1] == "candle"


def test_the_cheapest_or_the_dearest_come_first_and_of_equals_the_newest(market: Market):
    cheapest = market.found(wanted=Wanted(sort=Sort.CHEAPEST))
    dearest = market.found(wanted=Wanted(sort=Sort.DEAREST))

    assert (cheapest[:2], cheapest[-2]) == (["dates", "cake"], "drum")
    assert (dearest[:2], dearest[-2]) == (["drum", "jajim"], "dates")
    assert cheapest.index("doll") == cheapest.index("basket") - 1
    assert dearest.index("doll") == dearest.index("basket") - 1


def test_prices_are_filtered_to_the_rial(market: Market):
    exactly = market.found(wanted=Wanted(lowest=4_000_000, highest=4_000_000))

    assert set(exactly) == {"basket", "doll"}
    assert market.found(wanted=Wanted(lowest=4_000_001, highest=5_999_999)) == []
    assert market.found(wanted=Wanted(lowest=9_000_000, highest=1)) == []
    assert market.found(wanted=Wanted(highest=0)) == []


def test_what_is_sold_out_is_listed_but_not_ready(market: Market):
    ready = market.found(wanted=Wanted(readiness=frozenset({Readiness.READY})))
    made = market.found(wanted=Wanted(readiness=frozenset({Readiness.MADE})))

    assert set(made) == {"jajim", "drum"}
    assert set(ready) == set(WARES) - {"jajim", "drum", "candle"}
    assert search.row_of(market.ids["candle"]).left == 0


def test_badges_are_ticked_together(market: Market):
    both = frozenset({Badge.PERMIT, Badge.NONSTANDARD})

    assert set(market.found(wanted=Wanted(badges=both))) == {"cake", "dates", "tahini"}
    assert market.found(wanted=Wanted(grades=frozenset({"conforms"}))) == ["candle"]
    assert set(market.found(wanted=Wanted(badges=frozenset({Badge.VOUCHED})))) == set(WARES)


def test_several_options_of_one_filter_add_up(market: Market):
    two = Wanted(counties=frozenset({"1807", "1810"}), categories=frozenset({"jewelry", "decor", "rug"}))

    assert set(market.found(wanted=two)) == {"earrings", "candle"}


@pytest.mark.parametrize("field", ["categories", "groups", "counties", "grades", "makers"])
def test_an_unknown_option_finds_nothing(market: Market, field: str):
    assert market.found(wanted=Wanted(**{field: frozenset({"nowhere"})})) == []


def test_goods_are_found_by_the_kind_of_what_differs(market: Market):
    colour, packing = DeviationKind.COLOUR, DeviationKind.PACKING

    assert set(market.found(wanted=Wanted(differences=frozenset({colour})))) == {"shawl", "doll"}
    assert set(market.found(wanted=Wanted(differences=frozenset({colour, packing})))) == {"shawl", "doll", "dates"}
    assert search.find(Wanted()).facets["differs"]["colour"] == 2
    assert search.find(Wanted()).facets["differs"]["taste"] == 0


def test_a_row_tells_what_the_card_shows(market: Market):
    row = search.row_of(market.ids["shawl"])
    version = catalogue.version(catalogue.product(row.product_id).live_version_id)
    maker = programme.trainee(row.maker_id)

    assert (row.title, row.price_rial, row.grade, row.vouched) == (version.title, 9_000_000, "small", True)
    assert (row.maker_name, row.maker_slug, row.county_code) == (maker.display_name, maker.slug, "1801")
    assert (row.left, row.lead_days, row.several_prices) == (10, 0, False)
    assert row.picture_stem


def test_the_first_page_of_the_shop_shows_as_many_makers_as_it_can(market: Market):
    first = search.newest_rows(6)

    assert len({row.maker_id for row in first}) == 6
    assert market.named([first[0].product_id]) == ["drum"]
    assert len(search.newest_rows(100)) == len(WARES)


def test_groups_and_makers_are_counted(market: Market):
    makers = dict(search.makers_on_shelf())

    assert sum(search.group_counts().values()) == sum(makers.values()) == len(WARES)
    assert search.group_counts()["mats"] == 3
    assert len(makers) == 6
    for maker, count in makers.items():
        assert len(search.rows_of_maker(maker)) == count


def test_neighbours_are_of_the_same_county_and_another_thing(market: Market):
    rows = search.neighbours("1801", market.ids["drum"], 3)

    assert market.named([row.product_id for row in rows]) == ["tablecloth", "shawl", "basket"]
    assert search.neighbours("1809", 0, 3) == []
