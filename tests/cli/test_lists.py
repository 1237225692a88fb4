"""Lists that the operator brings: registrations, tariffs; and the people who begin."""

from pathlib import Path

import pytest
from sqlalchemy import func, select

from app import accounts, programme, shipping, vouching
from app.accounts import Person, Role, RoleGrant
from app.programme import Engagement, Trainee
from app.shared.calendar import today
from app.shared.database import session, transaction
from tests import world
from tests.programme import lists

pytestmark = pytest.mark.usefixtures("app")


def count(model: type) -> int:
    world.fresh()
    return session().scalar(select(func.count()).select_from(model)) or 0


def file_of(folder: Path, content: bytes, name: str = "list.csv") -> str:
    target = folder / name
    target.write_bytes(content)
    return str(target)


# ---- registrations --------------------------------------------------------------------------------------------


def test_a_registration_list_is_looked_at_first_and_changes_nothing(command, tmp_path):
    file = file_of(tmp_path, lists.csv_of([lists.row(), lists.row(code="1234567890"), lists.row(mobile="0917")]))

    looked = command("programme", "import-trainees", file)

    assert looked.exit_code == 0, looked.output
    assert "rows 3, new 1, known 0, refused 2" in looked.output
    assert "ردیف 3 (زهرا دشتی): کد ملی «1234567890» درست نیست" in looked.output
    assert "ردیف 4" in looked.output
    assert count(Trainee) == 0


def test_the_list_is_written_when_asked_and_once_however_often(command, tmp_path):
    cohort_id = world.cohort()
    file = file_of(tmp_path, lists.csv_of([lists.row() for _ in range(5)]))

    first = command("programme", "import-trainees", file, "--apply", "--cohort", str(cohort_id))
    again = command("programme", "import-trainees", file, "--apply", "--cohort", str(cohort_id))

    assert "added 5" in first.output
    assert "new 0, known 5" in again.output
    assert "added 0" in again.output
    assert (count(Trainee), count(Person), count(Engagement)) == (5, 5, 5)


def test_a_workbook_works_as_well_and_lost_zeros_come_back(command, tmp_path):
    code = lists.national_code(begins_with_nought=True)
    file = file_of(tmp_path, lists.xlsx_of([lists.row(code=int(code), mobile=9171234567)]), "list.xlsx")

    told = command("programme", "import-trainees", file, "--apply")

    assert "leading zeros restored" in told.output
    assert "added 1" in told.output
    world.fresh()
    assert accounts.by_national_code(code) is not None


def test_what_is_no_list_is_refused_in_words(command, tmp_path):
    for content in (b"", b"%PDF-1.7 not a list", b"name,age\nx,1\n", b"PK\x03\x04 broken"):
        told = command("programme", "import-trainees", file_of(tmp_path, content), "--apply")

        assert told.exit_code == 1
        assert isinstance(told.exception, SystemExit)
        assert told.output.strip().endswith(".")


def test_a_cohort_that_does_not_exist_is_named_and_nobody_is_added(command, tmp_path):
    file = file_of(tmp_path, lists.csv_of([lists.row()]))

    told = command("programme", "import-trainees", file, "--apply", "--cohort", "987654")

    assert told.exit_code == 1
    assert isinstance(told.exception, SystemExit)
    assert count(Trainee) == 0


def test_a_file_that_is_not_there_is_named(command):
    told = command("programme", "import-trainees", "/nowhere/list.csv")

    assert told.exit_code == 2
    assert "/nowhere/list.csv" in told.output


# ---- people ---------------------------------------------------------------------------------------------------


def add(command, *more: str, mobile: str = "۰۹۱۷ ۱۲۳ ۴۵۶۷", role: str = "staff"):
    names = ("--given-name", "مریم", "--family-name", "بوشهری")
    return command("people", "add", "--mobile", mobile, *names, "--role", role, *more)


def roles_of(mobile: str) -> list[Role]:
    world.fresh()
    return [grant.role for one in accounts.accounts_on(mobile) for grant in accounts.grants_of(one.id)]


def test_the_first_member_of_staff_is_made_by_command(command):
    told = add(command)

    assert told.output == "مریم بوشهری is staff\n"
    assert roles_of("09171234567") == [Role.STAFF]


def test_a_second_role_goes_to_the_same_account(command):
    add(command)

    add(command, role="finance")

    assert count(Person) == 1
    assert sorted(roles_of("09171234567")) == [Role.FINANCE, Role.STAFF]


def test_the_same_role_is_not_given_twice(command):
    add(command)

    told = add(command)

    assert told.exit_code == 0, told.output
    assert count(RoleGrant) == 1


def test_an_officer_speaks_for_a_body_and_for_a_county(command):
    told = add(command, "--body", "labour", "--county", "1801", role="officer")

    assert told.exit_code == 0, told.output
    (grant,) = session().scalars(select(RoleGrant))
    assert (grant.body, grant.county_code) == ("labour", "1801")


def test_what_can_not_be_is_said_in_a_line_and_nobody_is_added(command):
    wrong = [
        ((), {"mobile": "12345"}, "mobile"),
        ((), {"role": "king"}, "king"),
        ((), {"role": "officer"}, "body"),
        (("--body", "labour"), {"role": "staff"}, "body"),
        (("--county", "9999"), {}, "county"),
        (("--county", "1801"), {"role": "finance"}, "county"),
    ]
    for more, changed, named in wrong:
        told = add(command, *more, **changed)

        assert told.exit_code in {1, 2}
        assert isinstance(told.exception, SystemExit), repr(told.exception)
        assert named in told.output
    assert (count(Person), count(RoleGrant)) == (0, 0)


@pytest.fixture
def gone() -> tuple[int, int]:
    """A mentor who has left, and something that she still answers for while another is looked for."""
    mentor = world.mentor("1801", mobile="09171234567")
    with transaction():
        accounts.change_names(accounts.person(programme.mentor(mentor).person_id), "مریم", "بوشهری")
    given = world.vouch(world.submitted(world.maker("1801")), mentor)
    with transaction():
        vouching.take_leave(programme.mentor(mentor), None)
    world.fresh()
    return mentor, given


def test_a_mentor_who_has_left_comes_back_whole(command, gone):
    mentor, given = gone
    before = vouching.vouch_by_id(given).leaves_on

    told = add(command, role="mentor")

    world.fresh()
    assert told.output == "مریم بوشهری is mentor again; what nobody has followed her in is hers\n"
    assert before is not None
    assert vouching.vouch_by_id(given).leaves_on is None
    assert programme.mentor(mentor).left_at is None
    assert roles_of("09171234567") == [Role.MENTOR]
    assert [one.county_code for one in accounts.grants_of(programme.mentor(mentor).person_id)] == ["1801"]


def test_a_mentor_who_has_left_does_not_come_back_elsewhere(command, gone):
    mentor, given = gone

    told = add(command, "--county", "1805", role="mentor")

    world.fresh()
    assert told.exit_code == 1
    assert "1801" in told.output
    assert programme.mentor(mentor).left_at is not None
    assert vouching.vouch_by_id(given).leaves_on is not None
    assert roles_of("09171234567") == []


def test_a_role_is_taken_away_by_command(command):
    add(command)
    add(command, role="finance")

    told = command("people", "end-role", "--mobile", "09171234567", "--role", "staff")

    assert told.output == "1 ended\n"
    assert roles_of("09171234567") == [Role.FINANCE]


def test_an_account_is_closed_by_its_number_and_name(command):
    add(command)

    other = command("people", "close", "--mobile", "09171234567", "--name", "رستم")
    told = command("people", "close", "--mobile", "09171234567", "--name", "مریم بوشهری")

    assert (other.exit_code, told.output) == (1, "1 closed\n")
    world.fresh()
    assert not session().scalars(select(Person.active)).one()


# ---- tariffs --------------------------------------------------------------------------------------------------

GOOD = "service,zone,max_gram,price_rial\npishtaz,same_county,1000,450000\n"


def load(command, folder: Path, content: str):
    file = file_of(folder, content.encode("utf-8-sig"), "tariffs.csv")
    return command("shipping", "import-tariffs", file, "--from", today().isoformat(), "--source", "letter 7")


def tariffs() -> list[int]:
    world.fresh()
    return [int(tariff.price_rial) for _, tariff in shipping.price_list().rows]


def test_tariffs_hold_from_their_day(command, tmp_path):
    told = load(command, tmp_path, GOOD)

    assert told.output == "1 tariffs\n"
    assert tariffs() == [450_000]


def test_a_bad_tariff_file_is_refused_in_a_line_and_the_old_prices_stay(command, tmp_path):
    load(command, tmp_path, GOOD)
    bad = {
        "empty": "",
        "no columns": "hello\nworld\n",
        "service": GOOD.replace("pishtaz", "pigeon"),
        "zone": GOOD.replace("same_county", "moon"),
        "weight": GOOD.replace("1000", "heavy"),
        "price": GOOD.replace("450000", "450000.5"),
        "short row": GOOD.replace(",450000", ""),
        "second row": GOOD + "pigeon,same_county,1000,1\n",
    }
    for what, content in bad.items():
        told = load(command, tmp_path, content)

        assert told.exit_code == 1, what
        assert isinstance(told.exception, SystemExit), f"{what}: {told.exception!r}"
        assert told.output.startswith("Error: "), what
    assert tariffs() == [450_000]
