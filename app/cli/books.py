"""`flask ledger check`: the promises of the books, each with its figure."""

from __future__ import annotations

import sys
from collections.abc import Callable

import click
from flask.cli import AppGroup, with_appcontext

from app import finance, impact

ledger = AppGroup("ledger", help="The books.")


def broken(write: Callable[[str], object]) -> int:
    """Write every promise with its figure; how many are broken. 0 is kept, `no report` has nothing to compare with."""
    rows = sorted([*finance.figures(), *impact.invariants()], key=_order)
    for name, figure in rows:
        verdict = "no report" if figure is None else "ok" if figure == 0 else "BROKEN"
        write(f"{name:<45} {'-' if figure is None else figure:>15}  {verdict}")
    return sum(bool(figure) for _, figure in rows)


def _order(row: tuple[str, int | None]) -> tuple[str, int, str]:
    mark = row[0].split()[0]
    return mark[0], int(mark[1:]), row[0]


@ledger.command("check")
@with_appcontext
def check() -> None:
    """Print the invariants with their figures; exit 1 if one is broken."""
    if broken(click.echo):
        sys.exit(1)
