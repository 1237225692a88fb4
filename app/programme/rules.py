"""Pure rules of registration: what a row of a list says, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from app.accounts import mobile, national_code
from app.programme.models import Sex
from app.shared.text import clean, match_key, only_digits

_LEGAL_WEIGHTS = (29, 27, 23, 19, 17, 29, 27, 23, 19, 17)


def legal_id(typed: str) -> str | None:
    """A legal person's national id of eleven digits; None when its check digit is wrong.

    Rule of the registry: each of the ten digits plus the tenth plus 2, weighted, modulo 11; ten counts as zero.
    """
    digits = only_digits(typed)
    if len(digits) != 11 or len(set(digits)) == 1:
        return None
    shift = int(digits[9]) + 2
    rest = sum((int(digit) + shift) * weight for digit, weight in zip(digits, _LEGAL_WEIGHTS, strict=False)) % 11
    return digits if int(digits[10]) == rest % 10 else None


class Column(StrEnum):
    GIVEN_NAME = "given_name"
    FAMILY_NAME = "family_name"
    FULL_NAME = "full_name"
    NATIONAL_CODE = "national_code"
    MOBILE = "mobile"
    COUNTY = "county"
    RURAL_DISTRICT = "rural_district"
    PLACE = "place"
    TRADE = "trade"
    SEX = "sex"
    HEADS_HOUSEHOLD = "heads_household"
    COHORT = "cohort"
    SESSION = "session"
    DAY = "day"
    KIND = "kind"
    MARK = "mark"
    OUTCOME = "outcome"
    END_DAY = "end_day"
    REASON = "reason"
    MENTOR = "mentor"
    CAPACITY = "capacity"
    FIRST_DAY = "first_day"
    LAST_DAY = "last_day"


HEADINGS: dict[Column, tuple[str, ...]] = {
    Column.GIVEN_NAME: ("نام", "نام کوچک", "name", "first name"),
    Column.FAMILY_NAME: ("نام خانوادگی", "فامیل", "شهرت", "last name", "family"),
    Column.FULL_NAME: ("نام و نام خانوادگی", "نام و فامیل", "نام فراگیر", "نام متقاضی", "full name"),
    Column.NATIONAL_CODE: ("کد ملی", "شماره ملی", "کدملی", "national code", "کد ملی متقاضی"),
    Column.MOBILE: ("موبایل", "تلفن همراه", "شماره همراه", "همراه", "شماره موبایل", "شماره تماس", "mobile"),
    Column.COUNTY: ("شهرستان", "county", "نام شهرستان"),
    Column.RURAL_DISTRICT: ("دهستان", "بخش", "rural district"),
    Column.PLACE: ("روستا", "شهر", "شهر روستا", "روستا شهر", "محل سکونت", "شهر یا روستا", "village", "city"),
    Column.TRADE: ("رسته", "رشته", "حرفه", "رسته شغلی", "رشته شغلی", "trade"),
    Column.SEX: ("جنسیت", "جنس", "sex"),
    Column.HEADS_HOUSEHOLD: ("سرپرست خانوار", "زن سرپرست خانوار", "سرپرست", "head of household"),
}
COLUMN_OF = {match_key(heading): column for column, names in HEADINGS.items() for heading in names}
NEEDED = (Column.NATIONAL_CODE, Column.MOBILE, Column.COUNTY)

_YES = {match_key(word) for word in ("بله", "بلی", "آری", "دارد", "است", "هست", "1", "yes", "true", "x")}
_TICKS = {"✓", "✔", "*"}
_FEMALE = {match_key(word) for word in ("زن", "خانم", "مونث", "مؤنث", "f", "female", "بانو")}
_MALE = {match_key(word) for word in ("مرد", "آقا", "مذکر", "m", "male")}


class FaultCode(StrEnum):
    NO_NAME = "no_name"
    NO_NATIONAL_CODE = "no_national_code"
    BAD_NATIONAL_CODE = "bad_national_code"
    NO_MOBILE = "no_mobile"
    BAD_MOBILE = "bad_mobile"
    SPOILT_NUMBER = "spoilt_number"
    NO_COUNTY = "no_county"
    UNKNOWN_COUNTY = "unknown_county"
    UNKNOWN_PLACE = "unknown_place"
    AMBIGUOUS_PLACE = "ambiguous_place"
    UNKNOWN_TRADE = "unknown_trade"
    REPEATED = "repeated"
    NO_COHORT = "no_cohort"
    UNKNOWN_COHORT = "unknown_cohort"
    AMBIGUOUS_COHORT = "ambiguous_cohort"
    NO_PERSON = "no_person"
    UNKNOWN_PERSON = "unknown_person"
    SHARED_MOBILE = "shared_mobile"
    NO_PLACE = "no_place"
    NO_SESSION = "no_session"
    BAD_DAY = "bad_day"
    DAY_AHEAD = "day_ahead"
    DAY_EARLY = "day_early"
    UNKNOWN_KIND = "unknown_kind"
    NOTHING_SAID = "nothing_said"
    UNKNOWN_MARK = "unknown_mark"
    UNKNOWN_OUTCOME = "unknown_outcome"
    UNKNOWN_REASON = "unknown_reason"
    PLACE_CLOSED = "place_closed"
    SAID_TWICE = "said_twice"
    NOT_HER_COUNTY = "not_her_county"
    UNKNOWN_MENTOR = "unknown_mentor"
    AMBIGUOUS_MENTOR = "ambiguous_mentor"
    BAD_CAPACITY = "bad_capacity"
    ENDS_EARLY = "ends_early"
    COURSE_DIFFERS = "course_differs"


@dataclass(frozen=True)
class Fault:
    """What is wrong with a row: `value` is what stands there, `row` the other row of a repetition."""

    code: FaultCode
    column: Column
    value: str = ""
    row: int = 0


def usual_end(ends_on: date, began: date, now: date) -> date:
    """When a course ended for somebody of whom no day is told: with the course, or today while it runs."""
    return max(ends_on, began) if ends_on < now else now


@dataclass(frozen=True)
class Registration:
    """A row that can be taken."""

    row: int
    given_name: str
    family_name: str
    national_code: str
    mobile: str
    county_code: str
    locality_code: str | None
    trade_code: str | None
    sex: Sex | None
    heads_household: bool


@dataclass
class Checked:
    """A row looked at: a registration, or faults. `restored` when Excel had eaten leading zeros."""

    row: int
    name: str
    registration: Registration | None = None
    faults: list[Fault] = field(default_factory=list)
    restored: bool = False


@dataclass(frozen=True)
class Gazetteer:
    """What names mean: counties and trades by match key; places (code, rural district, district) by county and key."""

    counties: Mapping[str, str]
    places: Mapping[tuple[str, str], list[tuple[str, str, str]]]
    trades: Mapping[str, str]


def columns_of(headings: list[str], names: Mapping[str, Column] = COLUMN_OF) -> dict[Column, int]:
    """Which column stands where, by the many names that lists give them. The first of two wins."""
    found: dict[Column, int] = {}
    for place, heading in enumerate(headings):
        column = names.get(match_key(heading))
        if column is not None:
            found.setdefault(column, place)
    return found


def missing_columns(found: Mapping[Column, int]) -> list[Column]:
    """Columns without which a list can't be taken."""
    missing = [column for column in NEEDED if column not in found]
    if Column.FULL_NAME not in found and Column.FAMILY_NAME not in found:
        missing.insert(0, Column.FULL_NAME)
    return missing


def split_name(full: str) -> tuple[str, str]:
    """Given name and family name out of one field: the first word, and the rest."""
    first, _, rest = clean(full).partition(" ")
    return (first, rest) if rest else ("", first)


def check_row(row: int, cells: Mapping[Column, str], known: Gazetteer) -> Checked:
    """Everything that is wrong with a row, or the registration that it is."""
    given, family = clean(cells.get(Column.GIVEN_NAME, "")), clean(cells.get(Column.FAMILY_NAME, ""))
    if not family:
        given, family = split_name(cells.get(Column.FULL_NAME, "") or given)
    checked = Checked(row, f"{given} {family}".strip())
    if not family:
        checked.faults.append(Fault(FaultCode.NO_NAME, Column.FULL_NAME))
    code = _national_code(cells.get(Column.NATIONAL_CODE, ""), checked)
    number = _mobile(cells.get(Column.MOBILE, ""), checked)
    county, locality = _place(cells, known, checked)
    trade = _trade(cells.get(Column.TRADE, ""), known, checked)
    if not checked.faults:
        sex = match_key(cells.get(Column.SEX, ""))
        checked.registration = Registration(
            row=row,
            given_name=given,
            family_name=family,
            national_code=code,
            mobile=number,
            county_code=county,
            locality_code=locality,
            trade_code=trade,
            sex=Sex.FEMALE if sex in _FEMALE else Sex.MALE if sex in _MALE else None,
            heads_household=_says_yes(cells.get(Column.HEADS_HOUSEHOLD, "")),
        )
    return checked


def _says_yes(value: str) -> bool:
    return match_key(value) in _YES or clean(value) in _TICKS


def spoilt(value: str) -> bool:
    """Excel turned a number into 9.17E+09: its digits are gone."""
    return "e+" in value.lower()


def _national_code(value: str, checked: Checked) -> str:
    code = national_code(value)
    if code is not None and not spoilt(value):
        checked.restored |= len(only_digits(value)) < 10
        return code
    fault = FaultCode.BAD_NATIONAL_CODE if clean(value) else FaultCode.NO_NATIONAL_CODE
    checked.faults.append(
        Fault(FaultCode.SPOILT_NUMBER if spoilt(value) else fault, Column.NATIONAL_CODE, clean(value))
    )
    return ""


def _mobile(value: str, checked: Checked) -> str:
    number = mobile(value)
    if number is not None and not spoilt(value):
        checked.restored |= only_digits(value).startswith("9")
        return number
    fault = FaultCode.BAD_MOBILE if clean(value) else FaultCode.NO_MOBILE
    checked.faults.append(Fault(FaultCode.SPOILT_NUMBER if spoilt(value) else fault, Column.MOBILE, clean(value)))
    return ""


def _place(cells: Mapping[Column, str], known: Gazetteer, checked: Checked) -> tuple[str, str | None]:
    named = clean(cells.get(Column.COUNTY, ""))
    county = known.counties.get(match_key(named).removeprefix(match_key("شهرستان")))
    if county is None:
        fault = FaultCode.UNKNOWN_COUNTY if named else FaultCode.NO_COUNTY
        checked.faults.append(Fault(fault, Column.COUNTY, named))
        return "", None
    place = clean(cells.get(Column.PLACE, ""))
    if not place:
        return county, None
    candidates = next((found for name in _spellings(place) if (found := known.places.get((county, name)))), [])
    district = match_key(cells.get(Column.RURAL_DISTRICT, ""))
    if len(candidates) > 1 and district:
        exact = [one for one in candidates if match_key(one[1]) == district]
        candidates = exact or [one for one in candidates if district in match_key(one[1] + one[2])] or candidates
    if len(candidates) == 1:
        return county, candidates[0][0]
    fault = FaultCode.AMBIGUOUS_PLACE if candidates else FaultCode.UNKNOWN_PLACE
    checked.faults.append(Fault(fault, Column.PLACE, place))
    return county, None


def _spellings(place: str) -> list[str]:
    """A place's name as written, and without the word for its kind before it."""
    name = match_key(place)
    return [name, name.removeprefix(match_key("روستای")), name.removeprefix(match_key("شهر"))]


def _trade(value: str, known: Gazetteer, checked: Checked) -> str | None:
    if not clean(value):
        return None
    trade = known.trades.get(match_key(value))
    if trade is None:
        checked.faults.append(Fault(FaultCode.UNKNOWN_TRADE, Column.TRADE, clean(value)))
    return trade
