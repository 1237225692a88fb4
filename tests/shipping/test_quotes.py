"""What sending costs: weight steps, distance classes, days from when to when."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app import places, shipping
from app.shared.calendar import today
from app.shared.database import session, transaction
from app.shared.text import match_key
from app.shipping import Destination, Zone
from tests import world

HOME, NEXT_DOOR = "1801", "1802"
TABLE = """service,zone,max_gram,price_rial
pishtaz,same_county,500,100
pishtaz,same_county,1000,150
pishtaz,same_county,2000,200
pishtaz,same_province,2000,300
pishtaz,neighbour,2000,400
pishtaz,other,2000,500
courier,same_county,1000,90
"""
DESTINATIONS = {
    Zone.SAME_COUNTY: Destination("18", HOME),
    Zone.SAME_PROVINCE: Destination("18", NEXT_DOOR),
    Zone.NEIGHBOUR: Destination("07", None),
    Zone.OTHER: Destination("08", None),
}


def load(lines: str = TABLE, valid_from: date | None = None) -> int:
    with transaction():
        return shipping.load_tariffs(lines, valid_from or today(), "the post's letter", None)


def prices(weight_g: int, to: Destination = DESTINATIONS[Zone.SAME_COUNTY], on: date | None = None) -> dict[str, int]:
    return {quote.service.code: int(quote.price) for quote in shipping.price_list(on).quotes(HOME, to, weight_g)}


def flat(price: int, max_gram: int = 1_000) -> str:
    return f"service,zone,max_gram,price_rial\npishtaz,same_county,{max_gram},{price}\n"


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize(
    ("weight_g", "price"), [(1, 100), (500, 100), (501, 150), (1000, 150), (1001, 200), (2000, 200)]
)
def test_the_lightest_step_that_still_carries_the_weight_gives_the_price(weight_g, price):
    load()

    assert prices(weight_g)["pishtaz"] == price


@pytest.mark.usefixtures("app")
def test_a_parcel_above_a_service_s_table_can_not_go_by_it():
    load()

    assert prices(1000) == {"pishtaz": 150, "courier": 90}
    assert prices(1001) == {"pishtaz": 200}
    assert prices(2001) == {}


@pytest.mark.usefixtures("app")
def test_farther_is_a_class_of_its_own():
    load()

    assert {zone: prices(800, to)["pishtaz"] for zone, to in DESTINATIONS.items()} == {
        Zone.SAME_COUNTY: 150,
        Zone.SAME_PROVINCE: 300,
        Zone.NEIGHBOUR: 400,
        Zone.OTHER: 500,
    }


@pytest.mark.usefixtures("app")
def test_the_courier_does_not_leave_the_county():
    load()

    assert "courier" not in prices(500, DESTINATIONS[Zone.SAME_PROVINCE])


@pytest.mark.usefixtures("app")
def test_provinces_with_a_common_border_are_neighbours():
    near = {
        match_key(province.name)
        for province in places.provinces()
        if shipping.zone_of(HOME, Destination(province.code, None)) is Zone.NEIGHBOUR
    }

    assert near == {match_key(name) for name in ("خوزستان", "فارس", "کهگیلویه وبویراحمد", "هرمزگان")}


@pytest.mark.usefixtures("app")
def test_services_are_offered_in_the_shop_s_order():
    load(
        "service,zone,max_gram,price_rial\npickup,same_county,1000,0\n"
        "courier,same_county,1000,9\npishtaz,same_county,1000,90\n"
    )

    assert list(prices(10)) == ["pishtaz", "courier", "pickup"]


@pytest.mark.usefixtures("app")
def test_a_new_tariff_holds_from_its_day_on():
    load(flat(100), today() - timedelta(days=30))
    load(flat(120), today() + timedelta(days=1))

    assert prices(10) == {"pishtaz": 100}
    assert prices(10, on=today() + timedelta(days=1)) == {"pishtaz": 120}
    assert prices(10, on=today() - timedelta(days=31)) == {}


@pytest.mark.usefixtures("app")
def test_a_slip_is_put_right_by_loading_again_on_the_same_day():
    load(flat(1_000))
    load(flat(100))

    assert prices(10) == {"pishtaz": 100}


@pytest.mark.usefixtures("app")
def test_a_tariff_for_now_does_not_outlive_the_one_that_is_decided_for_later():
    new_year = today() + timedelta(days=90)
    load(flat(100), today() - timedelta(days=90))
    load(flat(150), new_year)
    load(flat(110, max_gram=500))

    assert [prices(10, on=day)["pishtaz"] for day in (today() - timedelta(days=1), today(), new_year)] == [
        100,
        110,
        150,
    ]


@pytest.mark.usefixtures("app")
def test_days_and_prices_of_any_loads_are_those_of_the_latest_load_that_had_begun():
    @settings(max_examples=15, deadline=None)
    @given(st.lists(st.tuples(st.integers(0, 6), st.integers(20, 1_000)), min_size=1, max_size=5))
    def check(loads: list[tuple[int, int]]) -> None:
        days = [day for day, _ in loads]
        with transaction():
            for price, (day, max_gram) in enumerate(loads, start=1):
                shipping.load_tariffs(flat(price, max_gram), today() + timedelta(days=day), "", None)
            for day in range(8):
                begun = [(start, price) for price, start in enumerate(days, start=1) if start <= day]
                expected = {"pishtaz": max(begun)[1]} if begun else {}
                assert prices(10, on=today() + timedelta(days=day)) == expected
            session().rollback()

    check()


BAD = {
    "an unknown service": "camel,same_county,1000,5",
    "an unknown zone": "pishtaz,moon,1000,5",
    "a weight in words": "pishtaz,same_county,heavy,5",
    "a price with a fraction": "pishtaz,same_county,1000,5.5",
    "a cell that is missing": "pishtaz,same_county,1000",
}


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize("row", BAD.values(), ids=BAD.keys())
def test_a_bad_row_is_refused_and_the_old_tariff_stays(row):
    load(flat(100), today() - timedelta(days=1))

    with pytest.raises(ValueError, match=r".+"):
        load(f"{flat(120)}{row}\n")

    world.fresh()
    assert prices(10) == {"pishtaz": 100}


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize(
    ("lines", "refusal"),
    [
        ("service,zone,price_rial\npishtaz,same_county,5\n", KeyError),
        ("service,zone,max_gram,price_rial\n", ValueError),
    ],
    ids=["a column short", "nothing in it"],
)
def test_a_file_that_is_no_tariff_is_refused_and_the_old_one_stays(lines, refusal):
    load(flat(100), today() - timedelta(days=1))

    with pytest.raises(refusal):
        load(lines)

    world.fresh()
    assert prices(10) == {"pishtaz": 100}


@pytest.mark.usefixtures("app")
def test_the_operator_loads_a_tariff_by_command(command, tmp_path):
    file = tmp_path / "tariff.csv"
    file.write_text("\ufeff" + flat(130), encoding="utf-8")

    result = command("shipping", "import-tariffs", str(file), "--from", str(today()), "--source", "نامهٔ پست")

    world.fresh()
    assert (result.exit_code, result.output) == (0, "1 tariffs\n")
    assert prices(10) == {"pishtaz": 130}
