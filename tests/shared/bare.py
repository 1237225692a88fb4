"""A program that has settings and nothing else: no database, no doors."""

from __future__ import annotations

from pathlib import Path

from flask import Flask

from tests.conftest import settings_for


def bare(folder: Path, **more: str) -> Flask:
    """A program whose data lives in `folder`."""
    program = Flask("bare")
    program.extensions["settings"] = settings_for(folder, **more)
    return program
