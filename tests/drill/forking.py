"""The worker, loaded once: its master starts it again the moment it falls, so that a drill can fell it often.

`python -m tests.drill.forking`; `careless` behind it is the worker that gives money back under a new key each time.
"""

from __future__ import annotations

import os
import signal
import sys

from flask.cli import ScriptInfo

from app import create_app
from app.cli.running import work
from tests.drill import careless


def main() -> None:
    app = create_app()
    if "careless" in sys.argv:
        careless.forget_keys()
    state = {"child": 0, "stop": False}

    def stop(*_: object) -> None:
        state["stop"] = True
        if state["child"]:
            os.kill(state["child"], signal.SIGTERM)

    signal.signal(signal.SIGTERM, stop)
    while not state["stop"]:
        state["child"] = os.fork()
        if not state["child"]:
            work.main([], obj=ScriptInfo(create_app=lambda: app))
        os.waitpid(state["child"], 0)


if __name__ == "__main__":
    main()
