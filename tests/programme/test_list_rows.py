"""What a row of a registration list says, and every fault of it in words."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app import places, programme
from app.programme import Checked, Column, Fault, FaultCode, Registration, Sex
from app.programme.rules import Gazetteer, check_row
from app.words import fault_words
from app.words.registration import COLUMN_NAMES
from tests.programme.lists import HEADING, csv_of, national_code, row

BUSHEHR = Gazetteer(
    {"بوشهر": "1801"}, {("1801", "احمدی"): [("1801030001231035", "دویره", "چغادک")]}, {"خیاطی": "sewing"}
)

pytestmark = pytest.mark.usefixtures("official_lists")


def one_of(*rows: list[object], heading: tuple[str, ...] = HEADING) -> Checked | Registration:
    """The last row of a list as it was looked at."""
    report = programme.examine(csv_of(rows, heading=heading))
    return report.bad[-1] if report.bad else report.new[-1]


def faults(*rows: list[object]) -> list[tuple[FaultCode, str]]:
    looked_at = one_of(*rows)
    assert isinstance(looked_at, Checked)
    return [(fault.code, fault.value) for fault in looked_at.faults]


def taken(*rows: list[object], heading: tuple[str, ...] = HEADING) -> Registration:
    looked_at = one_of(*rows, heading=heading)
    assert isinstance(looked_at, Registration), looked_at
    return looked_at


def test_a_sound_row_is_taken_whole():
    code = national_code()

    found = taken(row(code=code, place="احمدی"))

    assert (found.given_name, found.family_name, found.national_code) == ("زهرا", "دشتی", code)
    assert (found.mobile, found.county_code, found.trade_code) == ("09171234567", "1801", "sewing")
    assert places.locality(found.locality_code).name == "احمدی"


@pytest.mark.parametrize(
    ("changes", "code", "value"),
    [
        ({"given": "", "family": ""}, FaultCode.NO_NAME, ""),
        ({"code": ""}, FaultCode.NO_NATIONAL_CODE, ""),
        ({"code": "0013542418"}, FaultCode.BAD_NATIONAL_CODE, "0013542418"),
        ({"code": "1111111111"}, FaultCode.BAD_NATIONAL_CODE, "1111111111"),
        ({"code": "3.51E+09"}, FaultCode.SPOILT_NUMBER, "3.51E+09"),
        ({"mobile": ""}, FaultCode.NO_MOBILE, ""),
        ({"mobile": "0917123"}, FaultCode.BAD_MOBILE, "0917123"),
        ({"mobile": "09171234567 - 09181234567"}, FaultCode.BAD_MOBILE, "09171234567 - 09181234567"),
        ({"mobile": "9.17E+09"}, FaultCode.SPOILT_NUMBER, "9.17E+09"),
        ({"county": ""}, FaultCode.NO_COUNTY, ""),
        ({"county": "شیراز"}, FaultCode.UNKNOWN_COUNTY, "شیراز"),
        ({"place": "ناکجاآباد"}, FaultCode.UNKNOWN_PLACE, "ناکجاآباد"),
        ({"county": "تنگستان", "place": "رستمی"}, FaultCode.AMBIGUOUS_PLACE, "رستمی"),
        ({"trade": "جوشکاری زیر آب"}, FaultCode.UNKNOWN_TRADE, "جوشکاری زیر آب"),
    ],
)
def test_a_bad_row_is_named_with_its_reason(changes: dict[str, str], code: FaultCode, value: str):
    assert faults(row(**changes)) == [(code, value)]


def test_all_that_is_wrong_with_a_row_is_told_at_once():
    told = {code for code, _ in faults(row(family="", given="", code="1", mobile="2", county="ری", trade="نجوم"))}

    assert told == {
        FaultCode.NO_NAME,
        FaultCode.BAD_NATIONAL_CODE,
        FaultCode.BAD_MOBILE,
        FaultCode.UNKNOWN_COUNTY,
        FaultCode.UNKNOWN_TRADE,
    }


def test_a_repeated_code_names_the_row_where_it_stood_first():
    code = national_code()
    report = programme.examine(csv_of([row(code=code), row(), row(code=code, family="گله‌داری")]))

    assert [one.row for one in report.new] == [2, 3]
    assert [(one.row, one.faults) for one in report.bad] == [
        (4, [Fault(FaultCode.REPEATED, Column.NATIONAL_CODE, row=2)])
    ]


def test_a_code_that_excel_shortened_repeats_the_whole_one():
    report = programme.examine(csv_of([row(code="0013542419"), row(code="13542419")]))

    assert len(report.new) == 1
    assert report.bad[0].faults[0].code is FaultCode.REPEATED


def test_two_people_may_share_a_phone():
    report = programme.examine(csv_of([row(mobile="09171234567"), row(mobile="09171234567")]))

    assert len(report.new) == 2


# What stands in the cell is no help to whoever mends these: it is missing, or right and of another row or person.
_ABOUT_NOTHING_TYPED = {
    FaultCode.REPEATED,
    FaultCode.UNKNOWN_PERSON,
    FaultCode.SHARED_MOBILE,
    FaultCode.UNKNOWN_REASON,
    FaultCode.NOTHING_SAID,
    FaultCode.PLACE_CLOSED,
    FaultCode.SAID_TWICE,
}


@pytest.mark.parametrize("code", list(FaultCode))
def test_every_fault_has_words_in_persian_with_what_stands_there(code: FaultCode):
    words = fault_words(Fault(code, Column.MOBILE, value="۱۲۳abc", row=17))

    assert any("\u0600" <= letter <= "\u06ff" for letter in words)
    assert "%" not in words
    if "abc" not in words:
        assert code in _ABOUT_NOTHING_TYPED or code.value.startswith("no_")
    if code is FaultCode.REPEATED:
        assert "۱۷" in words


def test_every_column_has_a_name_in_persian():
    assert set(COLUMN_NAMES) == set(Column)


@pytest.mark.parametrize("typed", ["13542419", "۱۳۵۴۲۴۱۹", '="0013542419"', "001-354241-9"])
def test_lost_zeros_of_a_national_code_come_back(typed: str):
    assert taken(row(code=typed)).national_code == "0013542419"


@pytest.mark.parametrize("typed", ["9171234567", "۹۱۷۱۲۳۴۵۶۷", "+989171234567", "0098 917 123 4567", "0917-123-4567"])
def test_a_mobile_number_is_put_into_one_form(typed: str):
    assert taken(row(mobile=typed)).mobile == "09171234567"


def test_restored_rows_are_counted():
    report = programme.examine(csv_of([row(), row(code="13542419"), row(mobile="9171234567")]))

    assert (report.rows, report.restored, len(report.new)) == (3, 2, 3)


@pytest.mark.parametrize("typed", ["بوشهر", "شهرستان بوشهر", " بوشهر ", "شهرستان‌بوشهر"])
def test_a_county_is_known_in_the_ways_that_lists_write_it(typed: str):
    assert taken(row(county=typed, place="")).county_code == "1801"


@pytest.mark.parametrize("typed", ["کنگان", "كنگان", "کَنگان"])
def test_a_county_is_known_with_arabic_letters(typed: str):
    assert taken(row(county=typed, place="")).county_code == "1806"


@pytest.mark.parametrize("typed", ["احمدی", "روستای احمدی", "احمدي", "روستای‌احمدی"])
def test_a_village_is_known_in_the_ways_that_lists_write_it(typed: str):
    assert taken(row(place=typed)).locality_code == "1801030001231035"


@pytest.mark.parametrize(("county", "name"), [("تنگستان", "رستمی"), ("دیر", "مخدان")])
def test_the_rural_district_tells_which_of_two_villages_is_meant(county: str, name: str):
    code = next(one.code for one in places.home_counties() if one.name == county)
    one, other = places.find_locality(code, name)

    assert taken(row(county=county, district=one.rural_district, place=name)).locality_code == one.code
    assert taken(row(county=county, district=other.rural_district, place=name)).locality_code == other.code


def test_the_name_of_the_district_or_a_part_of_it_tells_it_too():
    found = taken(row(county="دیر", district="بردخون", place="مخدان"))

    assert places.locality(found.locality_code).district == "بردخون"


@pytest.mark.parametrize("typed", ["خیاطی", "سوزن‌دوزی", "سوزن دوزی", "sewing", "دوخت و سوزن‌دوزی"])
def test_a_trade_is_known_by_its_synonyms(typed: str):
    assert taken(row(trade=typed)).trade_code == "sewing"


def test_a_row_without_place_and_trade_is_taken():
    found = taken(row(place="", trade=""))

    assert (found.locality_code, found.trade_code) == (None, None)


@pytest.mark.parametrize(
    ("said", "heads"),
    [("بله", True), ("✓", True), ("*", True), ("1", True), ("", False), ("خیر", False), ("-", False), ("0", False)],
)
def test_only_who_is_said_to_head_a_household_does(said: str, heads: bool):
    found = taken([*row(), said], heading=(*HEADING, "سرپرست خانوار"))

    assert found.heads_household is heads


def test_nobody_heads_a_household_in_a_list_that_does_not_say_so():
    assert taken(row()).heads_household is False


@pytest.mark.parametrize(("said", "sex"), [("زن", Sex.FEMALE), ("مؤنث", Sex.FEMALE), ("آقا", Sex.MALE), ("؟", None)])
def test_sex_is_read_where_it_is_clear(said: str, sex: Sex | None):
    assert taken([*row(), said], heading=(*HEADING, "جنسیت")).sex is sex


def test_a_whole_name_in_one_field_is_parted():
    heading = ("نام و نام خانوادگی", "کد ملی", "موبایل", "شهرستان")

    found = taken(["زهرا گله‌داری مقدم", national_code(), "09171234567", "دیر"], heading=heading)

    assert (found.given_name, found.family_name) == ("زهرا", "گله‌داری مقدم")


def test_names_are_cleaned_and_formulas_in_them_stay_words():
    found = taken(row(given="\u202eزهرا", family="=1+1 كاظمي"))

    assert (found.given_name, found.family_name) == ("زهرا", "=1+1 کاظمی")


def test_empty_rows_are_no_rows():
    report = programme.examine(csv_of([row(), [""] * 8, row(), [" "] * 8]))

    assert (report.rows, len(report.bad)) == (2, 0)
    assert [one.row for one in report.new] == [2, 4]


@settings(deadline=None, max_examples=150)
@given(st.dictionaries(st.sampled_from(list(Column)), st.text(max_size=30)))
def test_whatever_stands_in_a_row_it_is_taken_or_its_faults_are_named(cells: dict[Column, str]):
    checked = check_row(7, cells, BUSHEHR)

    assert (checked.registration is None) == bool(checked.faults)
    assert not {"\u202e", "\x00", "\n"} & {letter for fault in checked.faults for letter in fault.value}
