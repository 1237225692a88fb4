"""Pages on paper: HTML to PDF by WeasyPrint, with the shop's own font and nothing from outside.

WeasyPrint needs Debian's pango. Without it the shop runs, and whoever asks for a PDF is told what is missing.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from io import BytesIO
from pathlib import Path

from PIL import ImageFile

from app.shared.database import outside
from app.shared.errors import Refusal
from config import ROOT

_STATIC = ROOT / "static"
_KINDS = {".woff2": "font/ttf", ".svg": "image/svg+xml", ".css": "text/css"}


class NoPrinter(Refusal):
    """The machine lacks what PDFs are made with: Debian's libpango-1.0-0 and libpangoft2-1.0-0."""


def pdf(html: str) -> bytes:
    """A PDF of a page. Only files under `static/` are read, by addresses that begin with `static:`.

    Slow work: no transaction may be open. Raises NoPrinter.
    """
    with outside():
        return _printer()(html)


def possible() -> bool:
    """Whether this machine can make PDFs."""
    try:
        _printer()
    except NoPrinter:
        return False
    return True


@cache
def _printer() -> Callable[[str], bytes]:
    try:
        from weasyprint import HTML, URLFetcher
        from weasyprint.urls import URLFetcherResponse
    except OSError as fault:
        raise NoPrinter from fault
    # WeasyPrint tells Pillow, for the whole process, to take pictures that end too early. We do not take them.
    ImageFile.LOAD_TRUNCATED_IMAGES = False

    class OwnFiles(URLFetcher):
        """Files of the shop's own. Anything else is refused, so that no text in a document fetches what it names."""

        def fetch(self, url: str, headers: dict[str, str] | None = None) -> object:
            file = own_file(url)
            content = unpacked(file) if file.suffix == ".woff2" else file.read_bytes()
            return URLFetcherResponse(url, content, {"Content-Type": _KINDS[file.suffix]})

    def make(html: str) -> bytes:
        page: bytes = HTML(string=html, url_fetcher=OwnFiles(), base_url="static:").write_pdf()
        return page

    return make


@cache
def unpacked(font: Path) -> bytes:
    """A font that is packed for the web as WeasyPrint uses it: unpacked once, not for every paper."""
    from fontTools.ttLib import woff2

    with font.open("rb") as packed, BytesIO() as plain:
        woff2.decompress(packed, plain)
        return plain.getvalue()


def own_file(address: str) -> Path:
    """The file that an address in a document names. Raises ValueError for all that is not the shop's own."""
    scheme, _, path = address.partition(":")
    file = (_STATIC / path.lstrip("/")).resolve()
    if scheme != "static" or not file.is_relative_to(_STATIC) or file.suffix not in _KINDS or not file.is_file():
        raise ValueError(f"not a file of the shop: {address[:60]}")
    return file
