"""A WSGI program on a free port of this machine, in a thread."""

from __future__ import annotations

import logging
import threading
from typing import Any, Self

from werkzeug.serving import make_server


class Served:
    """Serve `program` for as long as the block lasts."""

    def __init__(self, program: Any) -> None:
        logging.getLogger("werkzeug").setLevel(logging.ERROR)
        self._server = make_server("127.0.0.1", 0, program, threaded=True)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *trouble: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()
