"""The only HTTP: one module or sub-package per door.

Owns no table. Calls everybody. `access.py` says who may come in, `app.words` has the sentence of every refusal.
"""

from app.web.doors import open_doors

__all__ = ["open_doors"]
