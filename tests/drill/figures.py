"""What a drill found, and whether it is as it should be."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import func, select

from app.ledger import Entry
from app.shared.database import session
from tests import world


class Figures(dict[str, int | float]):
    """Figures of a drill by name, and in words what does not hold. `aloud`, each is printed as it is noted."""

    aloud = False

    def __init__(self) -> None:
        super().__init__()
        self.faults: list[str] = []

    def __setitem__(self, name: str, figure: float) -> None:
        super().__setitem__(name, figure)
        if self.aloud:
            print(f"  {name:<52} {figure:>14,}", flush=True)

    def must(self, name: str, figure: float, expected: float) -> None:
        """Note a figure that has to be this one."""
        self[name] = figure
        if figure != expected:
            self.faults.append(f"{name} is {figure:,}, not {expected:,}")

    def at_least(self, name: str, figure: float, least: float) -> None:
        """Note a figure that has to be this high: a control finds what the guard prevents."""
        self[name] = figure
        if figure < least:
            self.faults.append(f"{name} is {figure:,}, less than {least:,}")

    def at_most(self, name: str, figure: float, most: float) -> None:
        self[name] = figure
        if figure > most:
            self.faults.append(f"{name} is {figure:,}, more than {most:,}")

    def books(self, prefix: str = "") -> None:
        """The books balance, and every promise about them is kept."""
        world.fresh()
        self.must(f"{prefix}ledger sum, rials", int(session().scalar(select(func.sum(Entry.amount))) or 0), 0)
        self.none(f"{prefix}broken promises", world.broken_promises())

    def none(self, name: str, found: Iterable[object]) -> None:
        """Note how many there are of what must not be."""
        listed = sorted(map(str, found))
        self[name] = len(listed)
        self.faults += [f"{name}: {one}" for one in listed[:20]]
