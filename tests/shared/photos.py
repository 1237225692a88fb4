"""Pictures as strangers send them: honest ones, odd ones, broken ones, hostile ones."""

from __future__ import annotations

import io
import struct
import zlib

from PIL import Image, ImageDraw

PLACE = "Zahedan, behind the mosque"
_GPS, _WORDS, _TURN = 0x8825, 0x010E, 0x0112


def half_and_half(mode: str = "RGB", width: int = 600, height: int = 400) -> Image.Image:
    """Left red, right blue."""
    picture = Image.new("RGB", (width, height), (200, 30, 30))
    ImageDraw.Draw(picture).rectangle((width // 2, 0, width, height), fill=(30, 30, 200))
    return picture.convert(mode)


def saved(picture: Image.Image, kind: str, **options: object) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


def from_a_phone(*, turned: int = 6) -> bytes:
    """A JPEG with where it was taken, what it was called, how the phone was held, and something behind its end."""
    exif = Image.Exif()
    exif[_TURN], exif[_WORDS] = turned, PLACE
    exif[_GPS] = {1: "N", 2: (29.0, 29.0, 46.0), 3: "E", 4: (60.0, 51.0, 46.0)}
    profile = b"a colour profile that names its owner"
    content = saved(half_and_half(), "JPEG", exif=exif, comment=PLACE.encode(), icc_profile=profile, quality=92)
    return content + b"<script>alert(1)</script>"


def two_views() -> bytes:
    """What phones with two lenses save: a JPEG with a second view of the same thing behind it."""
    second = Image.new("RGB", (600, 400), "white")
    return saved(half_and_half(), "MPO", save_all=True, append_images=[second])


def animated(kind: str) -> bytes:
    frames = [Image.new("RGB", (300, 300), colour) for colour in ("red", "green", "blue")]
    return saved(frames[0], kind, save_all=True, append_images=frames[1:], duration=100)


def see_through() -> bytes:
    """Left opaque red, right nothing at all."""
    picture = Image.new("RGBA", (600, 400), (0, 0, 0, 0))
    ImageDraw.Draw(picture).rectangle((0, 0, 299, 400), fill=(200, 30, 30, 255))
    return saved(picture, "PNG")


def grey_scan() -> bytes:
    """A scan in 65,536 greys, left dark, right light."""
    picture = Image.new("I;16", (600, 400), 5_000)
    picture.paste(60_000, (300, 0, 600, 400))
    return saved(picture, "PNG")


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png(width: int, height: int, *chunks: bytes) -> bytes:
    """A PNG of one bit a pixel, whatever its chunks say."""
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + b"".join(chunks) + chunk(b"IEND", b"")


def four_hundred_megapixels() -> bytes:
    """A whole, valid picture of 20,000 by 20,000 in a file of some fifty kilobytes."""
    packer = zlib.compressobj(9)
    row = b"\0" * (1 + 20_000 // 8)
    pixels = b"".join(packer.compress(row * 1_000) for _ in range(20)) + packer.flush()
    return png(20_000, 20_000, chunk(b"IDAT", pixels))


def words_bomb() -> bytes:
    """A small picture with a note that unpacks to 64 megabytes."""
    note = chunk(b"zTXt", b"Comment\0\0" + zlib.compress(b" " * (64 * 1024 * 1024), 9))
    return png(300, 300, note, chunk(b"IDAT", zlib.compress(b"\0" * (300 * 39))))


def short_of_pixels() -> bytes:
    """A header that promises 38 megapixels over a handful of bytes."""
    return png(19_000, 2_000, chunk(b"IDAT", zlib.compress(b"\0" * 100)))


def with_a_wrong_sum() -> bytes:
    content = saved(half_and_half(), "PNG")
    at = content.index(b"IDAT") + 40
    return content[:at] + bytes([content[at] ^ 0xFF]) + content[at + 1 :]
