"""`flask demo …`: a living shop of invented people, for trying things out."""

from __future__ import annotations

import shutil
import sys

import click
from flask import current_app
from flask.cli import AppGroup, with_appcontext

from app import accounts
from app import demo as demonstration
from app.accounts import Role
from app.cli.books import broken
from app.cli.running import prepare
from app.shared import migrating, rulebook
from app.shared.database import db, transaction
from app.words import DEMO
from config import Settings

demo = AppGroup("demo", help="The demo.")


def _settings() -> Settings:
    settings: Settings = current_app.extensions["settings"]
    if settings.production:
        raise click.ClickException("not in production")
    return settings


@demo.command("seed")
@with_appcontext
def seed() -> None:
    """Fill an empty shop with the demo, through the packages' own actions."""
    _settings()
    prepare()
    if not demonstration.is_empty():
        raise click.ClickException("the shop is not empty; `flask demo reset` starts afresh")
    demonstration.seed(click.echo)


@demo.command("reset")
@with_appcontext
def reset() -> None:
    """Throw everything away and seed anew."""
    settings = _settings()
    if migrating.current() and not demonstration.is_empty() and not rulebook.number(DEMO):
        raise click.ClickException("this shop is not a demo; it will not be thrown away")
    db.session.remove()
    for engine in db.engines.values():
        engine.dispose()
    _empty_database(settings)
    for name in ("files", "index", "outbox"):
        shutil.rmtree(settings.data_dir / name, ignore_errors=True)
    for file in settings.data_dir.glob("sandbox-bank.sqlite3*"):
        file.unlink()
    prepare()
    demonstration.seed(click.echo)


def _empty_database(settings: Settings) -> None:
    if settings.database_url.startswith("sqlite:///"):
        file = settings.database_url.removeprefix("sqlite:///")
        for suffix in ("", "-wal", "-shm"):
            (settings.data_dir / f"{file}{suffix}").unlink(missing_ok=True)
        return
    with db.engines[None].begin() as connection:
        connection.exec_driver_sql("DROP SCHEMA public CASCADE")
        connection.exec_driver_sql("CREATE SCHEMA public")


@demo.command("verify")
@with_appcontext
def verify() -> None:
    """The same promises as `flask ledger check`, on the seeded shop, and that it is as full as it should be."""
    short = demonstration.shortcomings()
    for sentence in short:
        click.echo(f"SHORT {sentence}")
    if broken(click.echo) or short:
        sys.exit(1)


@demo.command("login-url")
@click.option("--role", type=click.Choice([role.value for role in Role]), required=True)
@click.option("--name", help="A part of the person's name.")
@with_appcontext
def login_url(role: str, name: str | None) -> None:
    """Print an address that logs in somebody of this role, once, within ten minutes. Development only."""
    settings = _settings()
    found = accounts.people_with(Role(role)) if role != Role.BUYER.value else demonstration.buyers()
    people = [one for one in found if not name or name in one.name]
    if not people:
        raise click.ClickException("nobody of that role and name")
    with transaction():
        token = accounts.make_login_link(accounts.person(demonstration.liveliest(people, Role(role)).id))
    click.echo(f"{settings.public_url}/dev/login/{token}")
