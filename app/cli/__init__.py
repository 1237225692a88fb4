"""Commands: parse, open a transaction, call a package.

Owns no table. `flask --app wsgi --help` lists them.
"""

from __future__ import annotations

from flask import Flask

from app.cli import books, demo, figures, people, records, running, shelf, vendor


def add_commands(app: Flask) -> None:
    """Give `app` its commands."""
    for command in (running.setup, running.serve, running.work):
        app.cli.add_command(command)
    for group in (
        books.ledger,
        demo.demo,
        figures.impact,
        people.programme,
        people.people,
        records.audit,
        shelf.search,
        shelf.shipping,
        vendor.vendor,
    ):
        app.cli.add_command(group)


__all__ = ["add_commands"]
