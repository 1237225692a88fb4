"""The running program: its settings, and the things that it makes once and keeps."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar, cast

from flask import current_app

from config import Settings

Thing = TypeVar("Thing")


def settings() -> Settings:
    """What the operator decided, read when the program started."""
    return cast(Settings, current_app.extensions["settings"])


def once(name: str, make: Callable[[], Thing]) -> Thing:
    """The program's one thing of this name, made when it is first asked for."""
    things = current_app.extensions
    if name not in things:
        things[name] = make()
    return cast(Thing, things[name])


def put(name: str, thing: object) -> None:
    """Make `thing` the program's one of this name."""
    current_app.extensions[name] = thing


def drop(name: str) -> None:
    """Forget the thing of this name, if there is one."""
    current_app.extensions.pop(name, None)
