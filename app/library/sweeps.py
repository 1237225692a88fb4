"""What time does at the shelf: files of forms that were never taken go."""

from __future__ import annotations

from datetime import timedelta

from app.library import files
from app.shared.schedule import sweep

sweep("library.forget_files", timedelta(hours=1), files.stale)(files.forget)
