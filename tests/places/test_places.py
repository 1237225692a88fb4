"""Places: the ten counties, the Persian order, finding a locality however it is spelled, days without work."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import func, select

from app import places
from app.places import Locality, LocalityKind
from app.shared.database import session
from app.shared.errors import NotFound

TEN = {"بوشهر", "تنگستان", "دشتستان", "دشتی", "دیر", "کنگان", "گناوه", "دیلم", "جم", "عسلویه"}
ALPHABET = " ءآاأإئؤبپتثجچحخدذرزژسشصضطظعغفقکگلمنوهی"

pytestmark = pytest.mark.usefixtures("official_lists")


def by_alphabet(name: str) -> list[int]:
    return [ALPHABET.index(letter) for letter in name]


def is_plain(name: str) -> bool:
    """Whether it is written with letters and spaces alone; a few villages carry two names and strokes."""
    return set(name) <= set(ALPHABET)


def test_the_programme_has_its_ten_counties():
    assert {one.name for one in places.home_counties()} == TEN
    assert [one.code for one in places.home_counties()] == [str(code) for code in range(1801, 1811)]


def test_the_country_has_its_31_provinces_and_bushehr_its_districts_cities_and_villages():
    kinds = dict(session().execute(select(Locality.kind, func.count()).group_by(Locality.kind)).all())

    assert len(places.provinces()) == 31
    assert session().scalar(select(func.count()).select_from(places.District)) == 27
    assert session().scalar(select(func.count()).select_from(places.RuralDistrict)) == 52
    assert kinds == {LocalityKind.CITY: 40, LocalityKind.VILLAGE: 865}


def test_zones_of_a_municipality_are_no_cities():
    assert places.find_locality("1801", "بوشهر1") == []
    assert [one.kind for one in places.find_locality("1801", "بوشهر")] == [LocalityKind.CITY]


def test_provinces_and_counties_stand_in_the_order_of_the_persian_alphabet():
    provinces = [one.name for one in places.provinces()]
    lists = [provinces, *([one.name for one in places.counties(one.code)] for one in places.provinces())]

    assert all(names == sorted(names, key=by_alphabet) for names in lists)
    assert any(names != sorted(names) for names in lists)


def test_a_countys_cities_come_first_and_each_kind_by_the_alphabet():
    for county in places.home_counties():
        found = places.localities_of(county.code)
        named = [(one.kind is LocalityKind.VILLAGE, by_alphabet(one.name)) for one in found if is_plain(one.name)]

        assert named == sorted(named)


def test_counties_are_called_by_their_names_in_each_language():
    assert places.county_names("fa")["1803"] == "دشتستان"
    assert places.county_names("en")["1803"] == "Dashtestan"
    assert places.county_names("ar")["1810"] == "عسلوية"
    assert places.counties("23")[0].called("ar") == places.counties("23")[0].name


def test_an_unknown_county_is_not_found():
    with pytest.raises(NotFound):
        places.county("9999")

    assert places.locality("9999") is None


@pytest.mark.parametrize(
    "spelt",
    [
        pytest.param(lambda name: name.replace("ی", "ي").replace("ک", "ك"), id="Arabic letters"),
        pytest.param(lambda name: name.replace(" ", "\u200c"), id="half-spaces"),
        pytest.param(lambda name: name.replace(" ", ""), id="joined"),
        pytest.param(lambda name: f" {name.replace('آ', 'ا')}  ", id="without its madda"),
        pytest.param(lambda name: name.replace("ا", "اَ", 1), id="with a vowel mark"),
    ],
)
def test_a_locality_is_found_however_it_is_spelled(spelt: Callable[[str], str]):
    for county in places.home_counties():
        for wanted in places.localities_of(county.code)[::12]:
            found = places.find_locality(county.code, spelt(wanted.name))

            assert wanted in found


def test_villages_that_share_a_name_are_told_apart_by_their_rural_district():
    found = places.find_locality("1805", "مخدان")

    assert len(found) == 2
    assert len({one.full_name for one in found}) == 2
    assert all(one.rural_district and one.rural_district in one.full_name for one in found)


def test_a_village_of_another_county_is_not_found_here():
    assert places.find_locality("1801", "احمدی")
    assert not places.find_locality("1802", "احمدی")
