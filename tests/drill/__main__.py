"""Run drills and print their figures; ends with 1 when one does not hold."""

from __future__ import annotations

import argparse
import logging
import sys
import time
from collections.abc import Callable

from tests.drill import callbacks, kills, last_units, races
from tests.drill.figures import Figures
from tests.drill.ground import Ground, laid_out

# Each at full scale, and the figure that --scale makes smaller.
DRILLS: dict[str, tuple[Callable[..., Figures], str, int]] = {
    "last-units": (last_units.run, "buyers", 1000),
    "settlers": (races.settlers, "rounds", 50),
    "deciders": (races.deciders, "rounds", 50),
    "builders": (races.builders, "rounds", 50),
    "callbacks": (callbacks.run, "count", 1000),
    "kills": (kills.run, "kills", 150),
}


def main() -> None:
    asked = _asked()
    logging.disable(logging.ERROR)
    Figures.aloud = True
    wrong = 0
    with laid_out(asked.postgres if asked.database == "postgres" else "") as ground:
        for name in asked.names or DRILLS:
            wrong += _drill(ground, name, asked.scale)
    sys.exit(1 if wrong else 0)


def _asked() -> argparse.Namespace:
    asking = argparse.ArgumentParser(prog="python -m tests.drill", description=__doc__)
    asking.add_argument("names", nargs="*", metavar="name", help=f"which ones (all): {', '.join(DRILLS)}")
    asking.add_argument("--database", choices=["sqlite", "postgres"], default="sqlite")
    asking.add_argument("--postgres", default="postgresql://postgres@127.0.0.1:5432/postgres", metavar="URL")
    asking.add_argument("--scale", type=float, default=1.0, help="a part of the full scale, such as 0.1")
    asked = asking.parse_args()
    unknown = set(asked.names) - set(DRILLS)
    if unknown:
        asking.error(f"unknown: {', '.join(sorted(unknown))}; known: {', '.join(DRILLS)}")
    return asked


def _drill(ground: Ground, name: str, scale: float) -> bool:
    """Whether it does not hold."""
    run, what, full = DRILLS[name]
    begun = time.monotonic()
    print(f"{name} on {ground.database}", flush=True)
    figures = run(ground, **{what: max(1, round(full * scale))})
    for fault in figures.faults:
        print(f"  BROKEN: {fault}")
    verdict = "does NOT hold" if figures.faults else "holds"
    print(f"  {verdict}, {time.monotonic() - begun:,.0f} s\n", flush=True)
    return bool(figures.faults)


if __name__ == "__main__":
    main()
