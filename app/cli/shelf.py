"""`flask search …` and `flask shipping …`: the index, and tariffs."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click
from flask.cli import AppGroup, with_appcontext

from app import search as engine
from app import shipping as parcels
from app.shared.database import transaction

search = AppGroup("search", help="What the storefront lists.")
shipping = AppGroup("shipping", help="Ways of sending.")


@search.command("rebuild")
@with_appcontext
def rebuild() -> None:
    """Make the shelf's rows and the index anew from the products."""
    with transaction():
        listed = engine.rebuild()
    click.echo(f"{listed} products listed, {engine.reindex()} indexed")


@shipping.command("import-tariffs")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--from", "valid_from", required=True, type=click.DateTime(["%Y-%m-%d"]), help="Gregorian day.")
@click.option("--source", required=True, help="Where the prices are from.")
@with_appcontext
def import_tariffs(file: Path, valid_from: date, source: str) -> None:
    """Take tariffs (CSV: service, zone, max_gram, price_rial) that hold from a day on, in place of those before."""
    try:
        with transaction():
            rows = parcels.load_tariffs(file.read_text(encoding="utf-8-sig"), valid_from, source, None)
    except (KeyError, ValueError) as fault:
        raise click.ClickException(f"a bad row, or a column is missing: {fault}") from fault
    click.echo(f"{rows} tariffs")
