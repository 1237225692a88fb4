"""A complaint of somebody is never read by that person, nor by anybody of that person's desk."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from app import accounts, programme, support
from app.accounts import Body, Role
from app.shared import audit
from app.shared.database import session, transaction
from app.shared.errors import NotFound
from app.shared.states import MoveRefused
from app.support import Accused, Level
from tests import world
from tests.support import told

HOME, ELSEWHERE = "1801", "1805"


def also(person_id: int, role: Role, *, body: Body | None = None, county: str | None = None) -> int:
    """The person acts as this too."""
    with transaction():
        accounts.give_role(accounts.person(person_id), role, by=None, county_code=county, body=body)
    return person_id


def acecr(county: str | None = None) -> int:
    return world.official(Role.OFFICER, body=Body.ACECR, county=county)


def mentor() -> int:
    return programme.mentor(world.mentor(HOME)).person_id


def trainee() -> int:
    return world.person_of(world.maker(HOME))


def staff() -> int:
    return world.official(Role.STAFF)


ACCUSED = {
    "mentor": mentor,
    "maker": trainee,
    "buyer": world.person,
    "staff": staff,
    "finance": lambda: world.official(Role.FINANCE),
    "acecr": acecr,
    "labour": lambda: world.official(Role.OFFICER, body=Body.LABOUR),
    "a mentor of the staff": lambda: also(mentor(), Role.STAFF),
    "somebody of both bodies": lambda: also(acecr(), Role.OFFICER, body=Body.LABOUR),
}
READERS = {
    "a mentor": mentor,
    "staff": staff,
    "staff elsewhere": lambda: world.official(Role.STAFF, county=ELSEWHERE),
    "a mentor of the staff": lambda: also(mentor(), Role.STAFF),
    "finance": lambda: world.official(Role.FINANCE),
    "acecr": acecr,
    "acecr of the staff": lambda: also(acecr(), Role.STAFF),
    "acecr, a mentor": lambda: also(acecr(), Role.MENTOR),
    "labour": lambda: world.official(Role.OFFICER, body=Body.LABOUR),
    "women": lambda: world.official(Role.OFFICER, body=Body.WOMEN),
    "a buyer": world.person,
}
OPEN_TO = {
    "mentor": {"staff", "acecr", "acecr of the staff"},
    "maker": {"staff", "a mentor of the staff", "acecr", "acecr of the staff", "acecr, a mentor"},
    "buyer": {"staff", "a mentor of the staff", "acecr", "acecr of the staff", "acecr, a mentor"},
    "staff": {"acecr", "acecr, a mentor"},
    "finance": {"acecr", "acecr, a mentor"},
    "acecr": {"labour"},
    "labour": {"acecr", "acecr of the staff", "acecr, a mentor"},
    "a mentor of the staff": {"acecr"},
    "somebody of both bodies": {"women"},
}


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize("accused", ACCUSED)
def test_a_complaint_is_read_by_those_alone_who_share_no_desk_with_the_accused(accused):
    readers = {who: make() for who, make in READERS.items()}
    meant = ACCUSED[accused]()
    number = told.complaint(trainee(), told.of(meant))

    open_to = {who for who, person in readers.items() if told.reads(person, number)}

    assert open_to == OPEN_TO[accused]
    assert not told.reads(meant, number)


@pytest.mark.usefixtures("app")
def test_whoever_once_was_staff_is_staff_to_the_shield():
    gone = staff()
    with transaction():
        accounts.end_role(accounts.grants_of(gone)[0], None)
    number = told.complaint(trainee(), told.of(gone))

    assert not told.reads(staff(), number)
    assert told.reads(acecr(), number)


@pytest.mark.usefixtures("app")
def test_a_role_given_later_shuts_the_complaint_away_from_its_desk():
    reader, meant = staff(), world.person()
    number = told.complaint(trainee(), told.of(meant))
    was = told.reads(reader, number)
    also(meant, Role.STAFF)

    assert was
    assert not told.reads(reader, number)
    assert told.reads(acecr(), number)


@pytest.mark.usefixtures("app")
def test_somebody_on_the_same_telephone_as_the_accused_or_the_reporter_does_not_read_it():
    officer = acecr()
    mobile = accounts.person(officer).mobile
    husband, wife = world.person(mobile=mobile), world.person(mobile=mobile)

    assert not told.reads(officer, told.complaint(trainee(), told.of(husband)))
    assert not told.reads(officer, told.complaint(wife, told.of(mentor())))


@pytest.mark.usefixtures("app")
def test_a_name_that_nobody_has_is_read_by_acecr_alone_until_it_is_said_who_that_is():
    officer, executor, other = acecr(), staff(), staff()
    number = told.complaint(trainee(), Accused("آن آقای دفتر"))
    was = told.reads(officer, number), told.reads(executor, number)
    with transaction():
        support.identify(support.obstacle(number), other, officer)

    assert was == (True, False)
    assert not told.reads(executor, number)
    assert told.reads(officer, number)
    with transaction(), pytest.raises(MoveRefused):
        support.identify(support.obstacle(number), None, officer)
    outside = told.complaint(trainee(), Accused("همسایهٔ ما"))
    with transaction():
        support.identify(support.obstacle(outside), None, officer)
    assert told.reads(executor, outside)


@pytest.mark.usefixtures("app")
def test_whoever_is_named_in_the_words_does_not_read_it():
    """Nothing was chosen from the list: nobody is taken for her, but who bears the name may be her."""
    executor, officer = staff(), acecr()
    with transaction():
        accounts.change_names(accounts.person(executor), "نرگس", "سعادت‌پور")
        accounts.change_names(accounts.person(officer), "هاله", "مهرگان")
    number = told.complaint(trainee(), Accused("نرگس سعادت‌پور"))
    loose = told.complaint(trainee(), Accused("خانم هاله  مهرگان از جهاد"))

    assert told.seen(number).accused_id is None
    assert told.seen(number).level is Level.OFFICERS
    assert not told.reads(executor, number)
    assert not told.reads(officer, loose)
    assert told.reads(acecr(), loose)


@pytest.mark.usefixtures("app")
def test_a_county_limits_who_reads_it():
    number = told.complaint(trainee(), told.of(mentor()))

    assert told.reads(acecr(HOME), number)
    assert told.reads(world.official(Role.STAFF, county=HOME), number)
    assert not told.reads(acecr(ELSEWHERE), number)


@pytest.mark.usefixtures("app")
def test_a_hidden_name_is_shown_to_whoever_handles_it_and_to_nobody_else():
    officer, other = acecr(), acecr()
    number = told.complaint(trainee(), told.of(staff()), hidden=True)
    before = told.seen(number).names_reporter_to(officer)
    with transaction():
        support.take(support.obstacle(number), support.last_day(), officer)

    assert not before
    assert told.seen(number).names_reporter_to(officer)
    assert not told.seen(number).names_reporter_to(other)
    assert not told.seen(number).names_reporter_to(None)


@pytest.mark.usefixtures("app")
def test_every_reading_leaves_a_row():
    officer, number = acecr(), told.complaint(trainee(), told.of(staff()), hidden=True)
    with transaction():
        support.read_complaint(support.complaint_for(number, told.reader(officer)), officer)

    row = audit.of("obstacle", number)[-1]

    assert (row.act, row.by_id, row.facts) == ("complaint_seen", officer, '{"named": 0}')


@pytest.mark.usefixtures("app")
def test_complaints_are_in_no_other_list_count_or_agenda():
    meant, executor = mentor(), staff()
    number = told.complaint(trainee(), told.of(meant))
    world.fresh()
    at_desk = programme.mentor_of(meant)

    assert support.for_staff(support.Wanted(None)).found == []
    assert support.before_mentor(at_desk).found == []
    assert support.count_open(None) == 0
    assert support.counted(None) == []
    assert support.every_one(None) == []
    assert support.by_ids([number]) == {}
    for find in (lambda: support.staffs_obstacle(number, None), lambda: support.mentors_obstacle(number, at_desk)):
        with pytest.raises(NotFound):
            find()
    assert support.agenda(support.meeting(told.meeting(executor)), None).obstacles == []


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize("change", ["accused_id = NULL", "words = 'x'", "name_hidden = NOT name_hidden"])
def test_the_database_keeps_what_a_complaint_said(change):
    number = told.complaint(trainee(), told.of(mentor()), hidden=True)

    with pytest.raises(DatabaseError), transaction():
        session().execute(text(f"UPDATE obstacle SET {change} WHERE id = :number"), {"number": number})


@pytest.mark.usefixtures("app")
def test_nobody_complains_of_herself_or_of_nobody():
    me = trainee()

    for accused in (told.of(me), Accused("  "), None):
        with pytest.raises(support.ReportIncomplete):
            told.complaint(me, accused)


@pytest.mark.usefixtures("app")
def test_a_name_that_was_written_identifies_nobody_whatever_it_is_like():
    accused = world.official(Role.STAFF)
    name = accounts.person(accused).name
    with transaction():
        given, _, family = name.partition(" ")
        namesake = accounts.add_person("09175550000", given, family).id
    number = told.complaint(world.person(), Accused(f"{name}"))

    assert not told.reads(accused, number)
    assert not told.reads(world.official(Role.STAFF), number)
    assert not told.reads(namesake, number)
    assert told.reads(world.official(Role.OFFICER, body=Body.ACECR), number)
