"""People's own data: found by it, never readable in the database, changed with a trace."""

from __future__ import annotations

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from app import accounts
from app.accounts import NationalCodeTaken, Person, ShebaChanged, ShebaRefused
from app.shared import audit, outbox, vault
from app.shared.database import session, transaction
from app.shared.errors import NotFound
from tests import world

CODE = "0013542419"
OTHER_CODE = "0084575948"

pytestmark = pytest.mark.usefixtures("app")


def with_code(code: str = CODE) -> int:
    person_id = world.person()
    with transaction():
        accounts.set_national_code(accounts.person(person_id), code)
    return person_id


def paid_to(person_id: int, iban: str) -> int:
    with transaction():
        person = accounts.person(person_id)
        return accounts.set_sheba(person, iban, person.name, person_id).id


def everything_in(*tables: str) -> str:
    rows = [row for table in tables for row in session().execute(text(f"SELECT * FROM {table}"))]
    return "\n".join(str(value) for row in rows for value in row)


def test_a_national_code_is_nowhere_readable_in_the_database():
    person_id = with_code()
    with transaction():
        accounts.reveal_national_code(accounts.person(person_id), person_id, "دیدن")

    kept = everything_in("person", "audit", "outbox", "move")

    assert CODE not in kept
    assert accounts.person(person_id).national_code_last4 == "2419"


def test_a_sheba_is_nowhere_readable_in_the_database():
    iban, person_id = world.valid_sheba(), world.person()
    paid_to(person_id, iban)

    kept = everything_in("bank_detail", "audit", "outbox")

    assert iban[2:] not in kept
    assert iban[4:22] not in kept


def test_the_same_code_is_sealed_differently_for_two_people_and_opens_for_its_own_alone():
    one, other = with_code(), with_code(OTHER_CODE)
    sealed = accounts.person(one).national_code_sealed

    with transaction():
        accounts.person(other).national_code_sealed = sealed

    with pytest.raises(vault.WontOpen), transaction():
        accounts.reveal_national_code(accounts.person(other), None, "دیدن")


def test_showing_a_code_or_a_sheba_leaves_a_trace_of_who_and_why():
    person_id, staff, iban = with_code(), world.person(), world.valid_sheba()
    paid_to(person_id, iban)

    with transaction():
        assert accounts.reveal_national_code(accounts.person(person_id), staff, "تماس") == CODE
        assert accounts.reveal_sheba(accounts.bank_detail(person_id), staff, "پرداخت") == iban

    shown = [one for one in audit.of("person", person_id) if one.act.endswith("_shown")]
    assert [(one.act, one.by_id) for one in shown] == [("national_code_shown", staff), ("sheba_shown", staff)]
    assert "تماس" in shown[0].facts


def test_nobodys_code_is_shown_where_there_is_none():
    person_id = world.person()

    with transaction():
        assert accounts.reveal_national_code(accounts.person(person_id), None, "دیدن") is None

    assert audit.of("person", person_id) == []


def test_a_person_is_found_by_her_code():
    person_id = with_code()
    with_code(OTHER_CODE)

    assert accounts.by_national_code(CODE).id == person_id
    assert accounts.by_national_code("0499370899") is None
    assert accounts.known_national_codes([CODE, "0499370899"]) == {CODE: person_id}


def test_a_code_belongs_to_one_person():
    with_code()

    with pytest.raises(NationalCodeTaken):
        with_code()


def test_ones_own_code_can_be_told_again_and_corrected():
    person_id = with_code()

    for code in (CODE, OTHER_CODE):
        with transaction():
            accounts.set_national_code(accounts.person(person_id), code)

    assert accounts.by_national_code(CODE) is None
    assert accounts.by_national_code(OTHER_CODE).id == person_id


def test_the_database_itself_refuses_a_code_twice():
    one, other = with_code(), world.person()
    index = accounts.person(one).national_code_index

    with pytest.raises(IntegrityError), transaction():
        session().execute(Person.__table__.update().where(Person.id == other).values(national_code_index=index))


def test_another_sheba_counts_as_unverified_and_is_announced():
    person_id, staff = world.person(), world.person()
    paid_to(person_id, world.valid_sheba())
    with transaction():
        accounts.verify_sheba(accounts.bank_detail(person_id), staff)
    verified = accounts.bank_detail(person_id).verified_at
    iban = world.valid_sheba()

    paid_to(person_id, iban)

    detail = accounts.bank_detail(person_id)
    told = session().scalars(select(outbox.OutboxRow.event).where(outbox.OutboxRow.event == ShebaChanged.__name__))
    assert verified is not None
    assert (detail.verified_at, detail.verified_by, detail.last4) == (None, None, iban[-4:])
    assert len(told.all()) == 2 * len(outbox.listeners_of(ShebaChanged))


def test_the_owner_of_a_changed_sheba_gets_a_message():
    person_id, iban = world.person(), world.valid_sheba()
    paid_to(person_id, iban)

    world.work()

    body = session().scalar(text("SELECT body FROM message WHERE template = 'sheba_changed'"))
    assert iban[-4:] in body
    assert iban[2:] not in body


def test_an_old_sheba_stays_in_history_and_one_is_current():
    person_id = world.person()
    first, second = paid_to(person_id, world.valid_sheba()), paid_to(person_id, world.valid_sheba())

    rows = session().execute(text("SELECT id, replaced_at FROM bank_detail ORDER BY id")).all()

    assert [(row.id, row.replaced_at is None) for row in rows] == [(first, False), (second, True)]
    assert accounts.bank_details([person_id])[person_id].id == second


def test_a_wrong_sheba_changes_nothing():
    person_id, iban = world.person(), world.valid_sheba()
    kept = paid_to(person_id, iban)

    with pytest.raises(ShebaRefused):
        paid_to(person_id, iban[:-1] + str((int(iban[-1]) + 1) % 10))

    world.fresh()
    assert accounts.bank_detail(person_id).id == kept


def test_names_are_kept_clean_and_their_half_spaces_stay():
    with transaction():
        person_id = accounts.add_person("09171234567", " زهرا\u202e ", "گله\u200cداري\u200b  كازروني").id

    assert accounts.names([person_id]) == {person_id: "زهرا گله\u200cداری کازرونی"}


def test_nobody_is_found_under_a_number_that_nobody_has():
    with pytest.raises(NotFound):
        accounts.person(987_654)

    assert accounts.accounts_on("09999999999") == []
