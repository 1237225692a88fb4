"""The room's blueprint, and files that leave it."""

from __future__ import annotations

from flask import Blueprint, make_response
from werkzeug.wrappers import Response

blueprint = Blueprint("finance", __name__, url_prefix="/finance")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def download(content: bytes, name: str, mimetype: str) -> Response:
    """A file for the disk, not for the browser's window."""
    response = make_response(content)
    response.headers["Content-Type"] = mimetype
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
