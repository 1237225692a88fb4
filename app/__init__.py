"""Dastsaz: a marketplace of a home-business programme. `create_app()` is the table of contents."""

from __future__ import annotations

import os

from flask import Flask

from config import Settings, read


def create_app(settings: Settings | None = None) -> Flask:
    """The program, ready to serve or to run commands.

    Raises SettingsFault for an environment that can't be started from.
    """
    from app import cli, web
    from app.shared import database, throttle

    settings = settings or read(os.environ)
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    app = Flask("dastsaz", root_path=os.path.dirname(os.path.dirname(__file__)), static_folder=None)
    app.jinja_options = {"optimized": False}  # or what is said of constants would be fixed in one language
    app.extensions["settings"] = settings
    app.extensions["redis"] = throttle.connect(settings)
    app.config["SECRET_KEY"] = settings.secret_key
    database.configure(app, settings.database_url)
    web.open_doors(app, settings)
    cli.add_commands(app)

    return app
