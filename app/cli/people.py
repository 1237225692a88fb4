"""`flask programme …` and `flask people …`: lists of registrations, and the first members of staff."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
from flask.cli import AppGroup, with_appcontext

from app import accounts, places, vouching
from app import programme as programmes
from app.accounts import Body, Person, Role, Sight
from app.shared.database import transaction
from app.shared.errors import NotFound, Refusal
from app.words import fault_words, say

programme = AppGroup("programme", help="The programme's lists.")
people = AppGroup("people", help="Accounts.")


@programme.command("import-trainees")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--cohort", type=int, help="Put everybody new down for this cohort (its number).")
@click.option("--apply", "really", is_flag=True, help="Write; without it the list is only looked at.")
@with_appcontext
def import_trainees(file: Path, cohort: int | None, really: bool) -> None:
    """Take a registration list (CSV or XLSX): a dry run that names each bad row, then the same with --apply."""
    try:
        report = programmes.examine(file.read_bytes())
    except Refusal as refusal:
        click.echo(say(refusal).sentence, err=True)
        sys.exit(1)
    for one in report.bad:
        click.echo(f"ردیف {one.row} ({one.name}): " + " ".join(fault_words(fault) for fault in one.faults))
    click.echo(
        f"rows {report.rows}, new {len(report.new)}, known {report.known}, refused {len(report.bad)}, "
        f"leading zeros restored {report.restored}"
    )
    if really:
        try:
            with transaction():
                added = programmes.apply_list(report, programmes.cohort(cohort) if cohort else None, None)
        except NotFound as missing:
            raise click.ClickException(f"there is no cohort {cohort}") from missing
        click.echo(f"added {added}")


@programme.command("import-attendance")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--apply", "really", is_flag=True, help="Write; without it the list is only looked at.")
@with_appcontext
def import_attendance(file: Path, really: bool) -> None:
    """Take a list of who came to sessions and how courses ended: a dry run, then the same with --apply."""
    _take(file, programmes.examine_sessions, programmes.apply_sessions if really else None, "written")


@programme.command("import-courses")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--apply", "really", is_flag=True, help="Write; without it the list is only looked at.")
@with_appcontext
def import_courses(file: Path, really: bool) -> None:
    """Take a list of courses to come: a dry run that names each bad row, then the same with --apply."""
    _take(file, programmes.examine_courses, programmes.apply_courses if really else None, "planned")


def _take(
    file: Path,
    examine: Callable[[bytes, frozenset[str] | None], Any],
    apply: Callable[[Any, int | None], int] | None,
    what: str,
) -> None:
    """Tell what a list holds, naming each bad row; with `apply` write what is new in it."""
    try:
        report = examine(file.read_bytes(), None)
    except Refusal as refusal:
        click.echo(say(refusal).sentence, err=True)
        sys.exit(1)
    for one in report.bad:
        click.echo(f"ردیف {one.row} ({one.name}): " + " ".join(fault_words(fault) for fault in one.faults))
    click.echo(f"rows {report.rows}, new {len(report.new)}, known {report.known}, refused {len(report.bad)}")
    if apply is not None:
        with transaction():
            added = apply(report, None)
        click.echo(f"{what} {added}")


@people.command("add")
@click.option("--mobile", required=True)
@click.option("--given-name", required=True)
@click.option("--family-name", required=True)
@click.option("--role", type=click.Choice([role.value for role in Role if role is not Role.BUYER]), required=True)
@click.option("--county", help="Limit the role to a county (its code).")
@click.option("--body", type=click.Choice([body.value for body in Body]), help="For officers: whom they speak for.")
@with_appcontext
def add(**given: str) -> None:
    """Give a person a role; the account is made if the number has none of that name.

    A mentor who has left comes back with all that goes with it, as on her page: a mentor of her own county.
    """
    number = accounts.mobile(given["mobile"])
    if number is None:
        raise click.ClickException("not a mobile number")
    if (given["role"] == Role.OFFICER) != bool(given["body"]):
        raise click.UsageError("officers, and nobody else, need a --body")
    if given["role"] == Role.FINANCE and given["county"]:
        raise click.UsageError("the books are the whole province's: finance has no county")
    if given["county"] and given["county"] not in places.county_names("en"):
        raise click.ClickException(f"there is no county {given['county']}")
    name = f"{given['given_name']} {given['family_name']}"
    with transaction():
        known = [one for one in accounts.accounts_on(number) if one.name == name]
        person = known[0] if known else accounts.add_person(number, given["given_name"], given["family_name"])
        if given["role"] == Role.MENTOR and _come_back(person, given["county"]):
            click.echo(f"{name} is mentor again; what nobody has followed her in is hers")
            return
        body = Body(given["body"]) if given["body"] else None
        accounts.give_role(person, Role(given["role"]), by=None, county_code=given["county"], body=body)
    click.echo(f"{name} is {given['role']}")


def _come_back(person: Person, county: str | None) -> bool:
    """Whether she is a mentor who had left, and is one again now."""
    gone = programmes.mentor_of(person.id)
    if gone is None or gone.left_at is None:
        return False
    if county not in {None, gone.county_code}:
        raise click.ClickException(f"{person.name} left as a mentor of county {gone.county_code}; she comes back there")
    vouching.come_back(gone, None)
    return True


@people.command("let-see")
@click.option("--mobile", required=True)
@click.option("--name", required=True, help="Given name and family name, as they stand.")
@click.option("--sight", type=click.Choice([one.value for one in Sight]), required=True)
@click.option("--reason", required=True)
@with_appcontext
def let_see(mobile: str, name: str, sight: str, reason: str) -> None:
    """Let somebody of the staff, or an officer, see incomes or national codes: the first one; she then lets others."""
    with transaction():
        known = [one for one in accounts.accounts_on(accounts.mobile(mobile) or "") if one.name == name]
        if not known:
            raise click.ClickException("nobody of that name on that number")
        try:
            accounts.give_sight(known[0], Sight(sight), reason, by=None)
        except Refusal as refusal:
            raise click.ClickException(say(refusal).sentence) from refusal
    click.echo(f"{name} sees {sight}")


@people.command("end-role")
@click.option("--mobile", required=True)
@click.option("--role", type=click.Choice([role.value for role in Role]), required=True)
@with_appcontext
def end_role(mobile: str, role: str) -> None:
    """Take a role away from everybody on this number."""
    with transaction():
        grants = [
            grant
            for person in accounts.accounts_on(accounts.mobile(mobile) or "")
            for grant in accounts.grants_of(person.id)
            if grant.role.value == role
        ]
        for grant in grants:
            accounts.end_role(grant, None)
    click.echo(f"{len(grants)} ended")


@people.command("close")
@click.option("--mobile", required=True)
@click.option("--name", required=True, help="Given name and family name, as they stand.")
@with_appcontext
def close(mobile: str, name: str) -> None:
    """Close an account: all its log-ins end, and nobody comes in by it again."""
    with transaction():
        known = [one for one in accounts.accounts_on(accounts.mobile(mobile) or "") if one.name == name]
        for person in known:
            accounts.close_account(person, None)
    if not known:
        raise click.ClickException("nobody of that name on that number")
    click.echo(f"{len(known)} closed")
