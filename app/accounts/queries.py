"""Reading people. Full national codes and Shebas are shown by `reveal_…` only, which leaves an audit row."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select

from app.accounts.models import BankDetail, Person, Role, RoleGrant
from app.shared import audit, vault
from app.shared.database import session
from app.shared.errors import NotFound


def person(person_id: int) -> Person:
    """Raises NotFound."""
    found = session().get(Person, person_id)
    if found is None:
        raise NotFound
    return found


def accounts_on(mobile: str) -> list[Person]:
    """Living accounts on a number, oldest first."""
    return list(session().scalars(select(Person).where(Person.mobile == mobile, Person.active).order_by(Person.id)))


def people_on(mobiles: Iterable[str]) -> dict[str, list[int]]:
    """Living accounts by number, for many numbers at once."""
    found: dict[str, list[int]] = {}
    wanted = sorted(set(mobiles))
    for start in range(0, len(wanted), 500):
        query = select(Person.mobile, Person.id).where(Person.mobile.in_(wanted[start : start + 500]), Person.active)
        for number, person_id in session().execute(query.order_by(Person.id)):
            found.setdefault(number, []).append(person_id)
    return found


def names(ids: Iterable[int]) -> dict[int, str]:
    """Names by person id."""
    wanted = set(ids)
    rows = session().execute(select(Person.id, Person.given_name, Person.family_name).where(Person.id.in_(wanted)))
    return {person_id: f"{given} {family}".strip() for person_id, given, family in rows}


def by_national_code(code: str) -> Person | None:
    """The person with this national code (ten digits)."""
    return session().scalar(
        select(Person).where(Person.national_code_index == vault.blind_index(code, "national_code"))
    )


def known_national_codes(codes: Iterable[str]) -> dict[str, int]:
    """Person ids by national code, for those that are known."""
    by_index = {vault.blind_index(code, "national_code"): code for code in codes}
    known: dict[str, int] = {}
    indexes = list(by_index)
    for start in range(0, len(indexes), 500):
        rows = session().execute(
            select(Person.national_code_index, Person.id).where(
                Person.national_code_index.in_(indexes[start : start + 500])
            )
        )
        known |= {by_index[index]: person_id for index, person_id in rows if index is not None}
    return known


def desks_of(ids: Iterable[int]) -> dict[int, list[RoleGrant]]:
    """The roles that these people have now, by person id; one query."""
    found: dict[int, list[RoleGrant]] = {}
    query = select(RoleGrant).where(RoleGrant.person_id.in_(set(ids)), RoleGrant.ended_at.is_(None))
    for grant in session().scalars(query.order_by(RoleGrant.id)):
        found.setdefault(grant.person_id, []).append(grant)
    return found


def grants_of(person_id: int) -> list[RoleGrant]:
    return desks_of([person_id]).get(person_id, [])


def people_with(role: Role) -> list[Person]:
    """Everybody who acts as `role` now, by name."""
    query = (
        select(Person)
        .join(RoleGrant, RoleGrant.person_id == Person.id)
        .where(RoleGrant.role == role, RoleGrant.ended_at.is_(None), Person.active)
        .order_by(Person.sort_key)
        .distinct()
    )
    return list(session().scalars(query))


def bank_detail(person_id: int) -> BankDetail | None:
    """Where the person is paid now."""
    return bank_details([person_id]).get(person_id)


def bank_detail_by_id(detail_id: int) -> BankDetail:
    """An account as it was, replaced since or not."""
    return session().get_one(BankDetail, detail_id)


def bank_details(ids: Iterable[int]) -> dict[int, BankDetail]:
    """Current bank details by person id."""
    rows = session().scalars(
        select(BankDetail).where(BankDetail.person_id.in_(set(ids)), BankDetail.replaced_at.is_(None))
    )
    return {row.person_id: row for row in rows}


def reveal_sheba(detail: BankDetail, by: int | None, why: str) -> str:
    """The full Sheba. Leaves an audit row, so it needs an open transaction."""
    audit.note("sheba_shown", "person", detail.person_id, by, why=why)
    return vault.open_text(detail.sheba_sealed, f"bank_detail:sheba:{detail.uid}")


def reveal_national_code(someone: Person, by: int | None, why: str) -> str | None:
    """The full national code, if there is one. Leaves an audit row, so it needs an open transaction."""
    if someone.national_code_sealed is None:
        return None
    audit.note("national_code_shown", "person", someone.id, by, why=why)
    return vault.open_text(someone.national_code_sealed, f"person:national_code:{someone.uid}")
