"""Whose listing the wizard works on, and at whose door: her own workshop, or that of somebody who writes it for her."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import cast

from flask import g, url_for

from app import catalogue, vouching
from app.catalogue import Version, VersionState
from app.programme import Trainee
from app.shared.database import transaction, writing
from app.web.access import my_id, my_trainee
from app.web.maker.door import blueprint
from app.web.pages import Page, go
from app.web.sent import told_sent


@dataclass(frozen=True)
class Bench:
    """`look` and `change` give a draft in reach, or NotFound; `change` within a transaction.

    `step` and `leave` are the endpoints of a step and of where one goes who stops; `finish` does the last press.
    """

    maker: Trainee
    look: Callable[[int], Version]
    change: Callable[[int], Version]
    step: str
    leave: str
    finish: Callable[[int], Page]
    preparing: bool = False

    def draft(self, version_id: int) -> Version:
        """A draft in reach. Raises NotFound, NotADraft."""
        version = (self.change if writing() else self.look)(version_id)
        if version.state is not VersionState.DRAFT:
            raise catalogue.NotADraft
        return version


def bench() -> Bench:
    """What this request works on; the visitor's own workshop unless a door has set another."""
    if "bench" not in g:
        g.bench = Bench(my_trainee(), _own, _own, "maker.step", "maker.home", _send)
    return cast(Bench, g.bench)


def set_bench(other: Bench) -> None:
    """This request works for somebody else."""
    g.bench = other


def _own(version_id: int) -> Version:
    return catalogue.own_version(my_trainee().id, version_id)


def _send(version_id: int) -> Page:
    """Off to the mentor. What somebody else wrote is confirmed by a code first."""
    if bench().draft(version_id).inert:
        return go("maker.prepared", version_id=version_id)
    with transaction():
        vouching.submit(bench().draft(version_id), my_id())
    told_sent()
    return go("maker.products")


@blueprint.app_template_global("step_at")
def step_at(version_id: int, step: str) -> str:
    """The address of a step, at the door where the listing is being written."""
    return url_for(bench().step, version_id=version_id, step=step)
