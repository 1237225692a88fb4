"""Registration lists as files: the encodings and tables of real offices, and files that are no lists."""

from __future__ import annotations

import io
import zipfile

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from app import programme
from app.shared import sheets
from app.shared.sheets import UnreadableList
from app.words import say
from tests.programme.lists import HEADING, csv_of, row, xlsx_of

pytestmark = pytest.mark.usefixtures("official_lists")


def refused(content: bytes) -> UnreadableList:
    with pytest.raises(UnreadableList) as caught:
        programme.examine(content)
    return caught.value


def repacked(content: bytes, **changed: bytes) -> bytes:
    """A workbook with some of its files (by the end of their names, without `.xml`) replaced."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            key = entry.filename.rpartition("/")[2].removesuffix(".xml")
            new.writestr(entry.filename, changed.get(key, old.read(entry)))
    return out.getvalue()


@pytest.mark.parametrize(
    "encoding", [pytest.param(name, id=name) for name in ("utf-8", "utf-8-sig", "cp1256", "utf-16")]
)
def test_a_csv_is_read_in_the_encodings_of_offices(encoding: str):
    text = csv_of([row(given="زهرا", family="گله داري", county="بوشهر")]).decode()
    text = text.replace("ی", "ي")

    report = programme.examine(text.encode(encoding))

    assert report.bad == []
    assert [one.family_name for one in report.new] == ["گله داری"]


@pytest.mark.parametrize("between", [",", ";", "\t", "|"])
def test_columns_may_be_parted_by_any_usual_mark(between: str):
    assert len(programme.examine(csv_of([row(), row()], between=between)).new) == 2


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\n\n"])
def test_lines_may_end_in_any_usual_way(line_end: str):
    content = csv_of([row(), row()]).decode().replace("\r\n", line_end).encode()

    assert len(programme.examine(content).new) == 2


def test_a_quoted_cell_may_hold_commas_and_line_breaks():
    report = programme.examine(csv_of([row(family='"دشتی،\nگله, داری"')]))

    assert [one.family_name for one in report.new] == ["دشتی، گله, داری"]


def test_columns_are_known_by_their_many_names_in_any_order():
    heading = ("شهرستان", "ردیف", "تلفن همراه", "كد‌ ملي", "فامیل", "توضیحات")

    report = programme.examine(csv_of([["دیر", 1, "09171234567", "0013542419", "دشتی", "…"]], heading=heading))

    assert [(one.county_code, one.family_name) for one in report.new] == [("1805", "دشتی")]


def test_titles_may_stand_above_the_heading():
    content = "فهرستِ ثبت‌نام،,\n,\n".encode() + csv_of([row(), row(mobile="")])

    report = programme.examine(content)

    assert [one.row for one in report.new] == [4]
    assert [one.row for one in report.bad] == [5]


def test_a_workbook_is_read_with_its_numbers_as_numbers():
    report = programme.examine(xlsx_of([row(code=13542419, mobile=9171234567), row(code=84575948.0)]))

    assert report.bad == []
    assert report.restored == 2
    assert [one.national_code for one in report.new] == ["0013542419", "0084575948"]
    assert report.new[0].mobile == "09171234567"


def test_a_workbook_gives_what_its_formulas_came_to_and_runs_none():
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, HEADING)
        page.write_row(1, 0, row())
        page.write_formula(1, 2, '="00"&"13542419"', None, "0013542419")
        page.write_formula(1, 1, '=WEBSERVICE("http://example.org")', None, "دشتی")

    report = programme.examine(out.getvalue())

    assert [(one.national_code, one.family_name) for one in report.new] == [("0013542419", "دشتی")]


def test_the_first_sheet_is_the_list():
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        for rows in ([row()], [row(), row()]):
            page = book.add_worksheet()
            for number, one in enumerate([HEADING, *rows]):
                page.write_row(number, 0, one)

    assert len(programme.examine(out.getvalue()).new) == 1


def test_a_heading_without_rows_is_an_empty_list():
    report = programme.examine(csv_of([]))

    assert (report.rows, report.new, report.bad) == (0, [], [])


@pytest.mark.parametrize("content", [b"", b"   \n\r\n\t "])
def test_an_empty_file_is_told_so(content: bytes):
    assert refused(content).reason == "empty"


def test_a_huge_file_is_told_so():
    assert refused(b"," * (sheets.MOST_BYTES + 1)).reason == "too_heavy"


def test_a_list_of_too_many_rows_is_told_so():
    line = ",".join(str(cell) for cell in row()).encode() + b"\n"
    heading = csv_of([])

    assert refused(heading + b"a,b\n" * (sheets.MOST_ROWS + 1)).reason == "too_many_rows"
    assert len(programme.examine(heading + line).new) == 1


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<</Type/Catalog>>\x00\x01", id="PDF"),
        pytest.param(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", id="picture"),
        pytest.param(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 512, id="old Excel"),
        pytest.param(b"PK\x03\x04 and then nothing", id="broken zip"),
        pytest.param("سلام، این فهرست نیست".encode(), id="a letter"),
        pytest.param(b'a,b\n"' + b"x" * 200_000, id="an endless quote"),
    ],
)
def test_what_is_no_list_is_told_so(content: bytes):
    assert refused(content).reason == "not_a_list"


def test_a_zip_that_is_no_workbook_is_told_so():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("readme.txt", "hello")

    assert refused(out.getvalue()).reason == "not_a_list"


def test_a_workbook_cut_in_two_is_told_so():
    content = xlsx_of([row()] * 50)

    assert refused(content[: len(content) // 2]).reason == "not_a_list"


@pytest.fixture(scope="module")
def bomb() -> bytes:
    """Some kilobytes that unpack to more than the limit."""
    content = repacked(xlsx_of([row()]), sheet1=b"0" * (sheets.MOST_UNPACKED + 1))
    assert len(content) < 200_000
    return content


def test_a_zip_bomb_is_refused_before_it_is_unpacked(bomb: bytes):
    assert refused(bomb).reason == "too_heavy"


def test_a_zip_bomb_that_lies_about_its_size_is_refused(bomb: bytes):
    told = (sheets.MOST_UNPACKED + 1).to_bytes(4, "little")

    assert refused(bomb.replace(told, (5000).to_bytes(4, "little"))).reason == "not_a_list"


def test_a_workbook_with_an_entity_bomb_is_refused():
    entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    evil = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a0 "ha">{entities}]><sst><si><t>&a9;</t></si></sst>'

    assert refused(repacked(xlsx_of([row()]), sharedStrings=evil.encode())).reason == "not_a_list"


def test_a_workbook_that_reads_other_files_is_refused():
    evil = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><sst><si><t>&f;</t></si></sst>'

    assert refused(repacked(xlsx_of([row()]), sharedStrings=evil.encode())).reason == "not_a_list"


def test_missing_columns_are_named():
    refusal = refused(csv_of([["زهرا", "دشتی", "دیر"]], heading=("نام", "نام خانوادگی", "شهرستان")))

    assert (refusal.reason, refusal.missing) == ("columns", ("national_code", "mobile"))
    assert "کد ملی" in say(refusal).sentence
    assert "شمارهٔ همراه" in say(refusal).sentence


@pytest.mark.parametrize("heading", [("الف", "ب", "پ"), ("ردیف", "امضا", "تاریخ")])
def test_a_table_without_known_headings_is_told_so(heading: tuple[str, ...]):
    assert refused(csv_of([["۱", "۲", "۳"]] * 15, heading=heading)).reason == "no_heading"


@pytest.mark.parametrize("reason", ["empty", "too_heavy", "not_a_list", "too_many_rows", "no_heading"])
def test_every_list_that_cant_be_read_is_refused_in_words(reason: str):
    said = say(UnreadableList(reason))

    assert said.status == 422
    assert said.sentence.endswith(".")
    assert any("\u0600" <= letter <= "\u06ff" for letter in said.sentence)


@settings(deadline=None, max_examples=200)
@given(
    st.binary(max_size=300)
    | st.builds(lambda end: b"PK\x03\x04" + end, st.binary(max_size=200))
    | st.builds(lambda text: ("a,b\n" + text).encode("utf-8", "surrogatepass"), st.text(max_size=200))
)
def test_any_bytes_give_rows_of_text_or_a_refusal(content: bytes):
    rows = rows_or_reason(content)

    assert rows in ("empty", "not_a_list") or all(isinstance(cell, str) for line in rows for cell in line)


def rows_or_reason(content: bytes) -> list[list[str]] | str:
    try:
        return list(sheets.read(content))
    except UnreadableList as refusal:
        return refusal.reason
