"""Paper that came out of the printer: whether there is one, what a PDF holds, and what it looks like."""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import zlib

import pytest
from PIL import Image

from app.shared import printing

POINTS_PER_MM = 72 / 25.4
needs_printer = pytest.mark.skipif(
    not printing.possible() and not os.environ.get("REQUIRE_PDF"),
    reason="no PDFs on this machine: libpango-1.0-0 and libpangoft2-1.0-0 are missing (REQUIRE_PDF makes this a fault)",
)


def inside(pdf: bytes) -> bytes:
    """The file with its packed parts unpacked."""
    parts = [pdf]
    for packed in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL):
        try:
            parts.append(zlib.decompress(packed))
        except zlib.error:
            parts.append(packed)
    return b"\n".join(parts)


def page_count(pdf: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", inside(pdf)))


def page_size(pdf: bytes) -> tuple[int, int]:
    """Of its first page, in whole millimetres."""
    found = re.search(rb"/MediaBox\s*\[\s*0\s+0\s+([\d.]+)\s+([\d.]+)\s*\]", inside(pdf))
    assert found, "no page"
    return round(float(found[1]) / POINTS_PER_MM), round(float(found[2]) / POINTS_PER_MM)


def ink(pdf: bytes) -> list[float]:
    """How much of each page is not paper, as a share; by the pages' marks where no program makes pictures of them."""
    if shutil.which("pdftoppm") is None:
        marks = inside(pdf).count(b" Tf")
        return [float(marks > 0)] * page_count(pdf)
    made = subprocess.run(["pdftoppm", "-gray", "-r", "60", "-"], input=pdf, capture_output=True, check=True).stdout
    shares = []
    for page in _pictures(made):
        dark = sum(page.histogram()[:200])
        shares.append(dark / (page.width * page.height))
    return shares


def _pictures(stream: bytes) -> list[Image.Image]:
    """The PGM pictures that follow each other in a stream."""
    pages, rest = [], stream
    while rest:
        head = re.match(rb"P5\s+(\d+)\s+(\d+)\s+255\s", rest)
        assert head, "not a picture"
        end = head.end() + int(head[1]) * int(head[2])
        pages.append(Image.open(io.BytesIO(rest[:end])).copy())
        rest = rest[end:]
    return pages
