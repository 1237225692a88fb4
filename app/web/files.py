"""Style sheets, scripts, fonts and pictures. Own files' addresses carry a fingerprint, so they are kept for a year."""

from __future__ import annotations

import gzip
import hashlib
from functools import lru_cache
from pathlib import Path

import brotli
from flask import Blueprint, abort, request, send_from_directory
from werkzeug.security import safe_join
from werkzeug.wrappers import Response

from app.shared import recordings, storage
from app.shared.recordings import Sound
from app.web.access import ANYONE, allow
from config import ROOT

blueprint = Blueprint("files", __name__)

STATIC = ROOT / "static"
_YEAR = 31_536_000
_TEXT = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".webmanifest": "application/manifest+json",
}
# A browser's worker may keep pages of the folder that it lies in, and of those that its server names.
_WORKER = "js/keeper.js"
_SOUNDS = {Sound.MP3: "audio/mpeg", Sound.OGG: "audio/ogg", Sound.M4A: "audio/mp4"}
_KINDS = {".css", ".js", ".svg", ".woff2", ".png", ".avif", ".jpg", ".txt", ".webmanifest"}


@lru_cache(maxsize=256)
def _fingerprint(name: str, changed: float) -> str:
    return hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:10]


@lru_cache(maxsize=256)
def static(name: str) -> str:
    """The address of one of our own files."""
    return f"/static/{name}?v={_fingerprint(name, (STATIC / name).stat().st_mtime)}"


@blueprint.get("/static/<path:name>")
@allow(ANYONE)
def static_file(name: str) -> Response:
    if Path(name).suffix not in _KINDS:
        abort(404)
    response = _packed(name) if Path(name).suffix in _TEXT else None
    response = response or send_from_directory(STATIC, name)
    response.headers["Cache-Control"] = (
        f"public, max-age={_YEAR}, immutable" if "v" in request.args else "public, max-age=3600"
    )
    if name == _WORKER:
        response.headers["Service-Worker-Allowed"] = "/workshop/"
    return response


def _packed(name: str) -> Response | None:
    """A file of text, compressed once per process and for good; None for whoever takes no compression."""
    path = safe_join(str(STATIC), name)
    if path is None or not Path(path).is_file():
        abort(404)
    for coding in ("br", "gzip"):
        if request.accept_encodings.quality(coding) > 0:
            content = _squeezed(path, Path(path).stat().st_mtime, coding)
            response = Response(content, content_type=_TEXT[Path(name).suffix])
            response.headers["Content-Encoding"] = coding
            response.headers["Vary"] = "Accept-Encoding"
            response.add_etag()
            return response.make_conditional(request)
    return None


@lru_cache(maxsize=64)
def _squeezed(path: str, changed: float, coding: str) -> bytes:
    content = Path(path).read_bytes()
    return brotli.compress(content, quality=11) if coding == "br" else gzip.compress(content, 9)


@blueprint.get("/media/<folder>/<name>")
@allow(ANYONE)
def media(folder: str, name: str) -> Response:
    """A picture that was made for showing. Its name is unguessable and its content never changes."""
    try:
        path = storage.path(f"{storage.PUBLIC}/{folder}/{name}")
    except ValueError:
        abort(404)
    response = send_from_directory(path.parent, path.name)
    response.headers["Cache-Control"] = f"public, max-age={_YEAR}, immutable"
    return response


@blueprint.get("/voices/<folder>/<name>")
@allow(ANYONE)
def voice(folder: str, name: str) -> Response:
    """A recording that is heard somewhere now; in parts, for players that ask for parts."""
    recording = recordings.named(f"{recordings.SHELF}/{folder}/{name}")
    if recording is None:
        abort(404)
    path = storage.path(recording.file_key)
    response = send_from_directory(path.parent, path.name, mimetype=_SOUNDS[recording.sound])
    response.headers["Cache-Control"] = f"public, max-age={_YEAR}, immutable"
    return response


@blueprint.get("/favicon.ico")
@allow(ANYONE)
def favicon() -> Response:
    return send_from_directory(STATIC / "img", "mark.svg", mimetype="image/svg+xml", max_age=86400)


def picture_url(stem: str, width: int, suffix: str = "avif") -> str:
    """The address of one size of a picture."""
    return f"/media{stem.removeprefix(storage.PUBLIC)}-{width}.{suffix}"


def voice_url(file_key: str) -> str:
    """The address of a recording."""
    return f"/{file_key}"
