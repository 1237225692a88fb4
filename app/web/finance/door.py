"""The room's blueprint, and files that leave it."""

from __future__ import annotations

from urllib.parse import unquote

from flask import Blueprint, make_response
from werkzeug.wrappers import Response

from app import programme
from app.shared.errors import NotFound

blueprint = Blueprint("finance", __name__, url_prefix="/finance")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def maker_at(typed: str) -> int | None:
    """The maker whose page in the market has this address, or the end of it; None where nobody has."""
    slug = unquote(typed).rstrip("/").rpartition("/")[2]
    try:
        return programme.trainee_by_slug(slug).id if slug else None
    except NotFound:
        return None


def download(content: bytes, name: str, mimetype: str) -> Response:
    """A file for the disk, not for the browser's window."""
    response = make_response(content)
    response.headers["Content-Type"] = mimetype
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
