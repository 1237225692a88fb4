"""Changing people, roles and bank details."""

from __future__ import annotations

import secrets

from argon2 import PasswordHasher
from sqlalchemy import select, update

from app.accounts import rules
from app.accounts.errors import NationalCodeTaken, ShebaRefused
from app.accounts.events import ShebaChanged
from app.accounts.models import BankDetail, Body, LoginSession, Person, Role, RoleGrant
from app.accounts.sights import end_sights_without_desk
from app.shared import audit, clock, text, vault
from app.shared.database import session, take_turns
from app.shared.outbox import announce

# Memory and time of argon2id after OWASP's second choice: 19 MiB, 2 passes, 1 lane.
hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


def add_person(mobile: str, given_name: str = "", family_name: str = "", language: str = "fa") -> Person:
    """A new account on a mobile number (09xxxxxxxxx); others may be on the same number."""
    person = Person(uid=secrets.token_hex(8), mobile=mobile, language=language, created_at=clock.now(), active=True)
    change_names(person, given_name, family_name)
    session().add(person)
    session().flush()
    return person


def change_names(person: Person, given_name: str, family_name: str) -> None:
    person.given_name, person.family_name = text.clean(given_name)[:60], text.clean(family_name)[:80]
    person.sort_key = text.sort_key(f"{person.family_name} {person.given_name}")


def set_language(person: Person, language: str) -> None:
    person.language = language


def set_national_code(person: Person, code: str) -> None:
    """Keep a checked national code, encrypted. Raises NationalCodeTaken when another person has it."""
    index = vault.blind_index(code, "national_code")
    other = session().scalar(select(Person.id).where(Person.national_code_index == index, Person.id != person.id))
    if other is not None:
        raise NationalCodeTaken
    person.national_code_sealed = vault.seal_text(code, f"person:national_code:{person.uid}")
    person.national_code_index = index
    person.national_code_last4 = code[-4:]


def set_pin(person: Person, pin: str | None) -> None:
    """Ask for a PIN after the code from now on, or (None) no more."""
    person.pin_hash = None if pin is None else hasher.hash(pin)
    audit.note("pin_set" if pin else "pin_removed", "person", person.id, person.id)


def set_sheba(person: Person, typed: str, holder: str, by: int | None) -> BankDetail:
    """Pay this person to another account from now on. It counts as unverified, and payouts wait out the hold.

    Raises ShebaRefused.
    """
    iban = rules.sheba(typed)
    if iban is None:
        raise ShebaRefused
    now = clock.now()
    current = session().scalar(
        select(BankDetail).where(BankDetail.person_id == person.id, BankDetail.replaced_at.is_(None))
    )
    if current is not None:
        current.replaced_at = now
        session().flush()
    uid = secrets.token_hex(8)
    detail = BankDetail(
        uid=uid,
        person_id=person.id,
        sheba_sealed=vault.seal_text(iban, f"bank_detail:sheba:{uid}"),
        last4=iban[-4:],
        bank=rules.bank_of(iban),
        holder=text.clean(holder)[:140],
        since=now,
    )
    session().add(detail)
    session().flush()
    audit.note("sheba_set", "person", person.id, by, last4=detail.last4)
    announce(ShebaChanged(person.id, detail.last4))
    return detail


def verify_sheba(detail: BankDetail, by: int) -> None:
    """A member of staff compared the account's name with the person's."""
    detail.verified_at, detail.verified_by = clock.now(), by
    audit.note("sheba_verified", "person", detail.person_id, by, last4=detail.last4)


def give_role(
    person: Person, role: Role, *, by: int | None, county_code: str | None = None, body: Body | None = None
) -> RoleGrant:
    """Let `person` act as `role`, in one county or (None) in all. The same grant twice is one."""
    open_grant = session().scalar(
        select(RoleGrant).where(
            RoleGrant.person_id == person.id,
            RoleGrant.role == role,
            RoleGrant.county_code == county_code,
            RoleGrant.body == body,
            RoleGrant.ended_at.is_(None),
        )
    )
    if open_grant is not None:
        return open_grant
    grant = RoleGrant(
        person_id=person.id,
        role=role,
        body=body,
        may_publish=body is Body.ACECR,
        county_code=county_code,
        given_by=by,
        given_at=clock.now(),
    )
    session().add(grant)
    session().flush()
    audit.note("role_given", "person", person.id, by, role=role.value, county=county_code)
    return grant


def close_account(person: Person, by: int | None) -> None:
    """Let this person in no more: every log-in ends, no new one begins. What she did stays on record."""
    person.active = False
    session().execute(
        update(LoginSession)
        .where(LoginSession.person_id == person.id, LoginSession.ended_at.is_(None))
        .values(ended_at=clock.now())
    )
    audit.note("account_closed", "person", person.id, by)


def end_role(grant: RoleGrant, by: int | None) -> None:
    """Take a role away, from this moment on; with the last desk goes what its holder might see of others."""
    take_turns(f"sight:{grant.person_id}")
    grant.ended_at = clock.now()
    audit.note("role_ended", "person", grant.person_id, by, role=grant.role.value, county=grant.county_code)
    session().flush()
    end_sights_without_desk(grant.person_id, by)
