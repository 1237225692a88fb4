"""`flask audit check`: whether the record of who did what is as it was written."""

from __future__ import annotations

import sys

import click
from flask.cli import AppGroup, with_appcontext

from app.shared import chain
from app.shared.database import transaction

audit = AppGroup("audit", help="The record of who did what.")


@audit.command("check")
@with_appcontext
def check() -> None:
    """Walk the whole chain; exit 1 if anything was changed, taken away, put in or cut off."""
    found = chain.faults()
    for fault in found:
        click.echo(f"BROKEN: {fault.what} {fault.at}")
    links = chain.length()
    with transaction():
        chain.keep_check(links, len(found))
    click.echo(f"{links} links, {len(found)} faults")
    if found:
        sys.exit(1)
