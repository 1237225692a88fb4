"""`flask impact check-statements`: whether old answers are still those that books and register give."""

from __future__ import annotations

import sys

import click
from flask.cli import AppGroup, with_appcontext

from app import impact as figures

impact = AppGroup("impact", help="The figures.")


@impact.command("check-statements")
@with_appcontext
def check_statements() -> None:
    """Compute every statement anew and compare it; exit 1 if one differs. Slow."""
    differing = figures.differing_statements()
    for statement_id in differing:
        found = figures.statement(statement_id)
        click.echo(f"statement {found.id} of {found.month}, as it was known at {found.as_of.isoformat()}: DIFFERS")
    click.echo(f"{figures.statements_counted()} statements, {len(differing)} differ")
    if differing:
        sys.exit(1)
