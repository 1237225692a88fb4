"""Pictures from strangers: looked at before they are decoded, decoded in a child, and only re-encoded ones are kept.

Nothing of the upload survives but its pixels: no EXIF, no GPS, no profile, no trailing bytes. Sizes and weights are
those of the page budget: AVIF at 160 to 960 px wide, one JPEG at 480; 320 px in at most 15 KB, 720 px in 45 KB.
"""

from __future__ import annotations

import io
import multiprocessing
import resource
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection

from PIL import Image, ImageOps

from app.shared.errors import Refusal

FORMATS = ("JPEG", "PNG", "WEBP")
MOST_BYTES = 8 * 1024 * 1024
MOST_PIXELS = 40_000_000
LEAST_SIDE = 200
WIDTHS = (160, 320, 480, 720, 960)
JPEG_WIDTH = 480
MASTER_WIDTH = 1600
_BUDGET = {320: 15 * 1024, 720: 45 * 1024}
# How hard the AVIF encoder tries, 0 (hardest) to 10. From 8 to 9 it takes a third of the time for 15 % more bytes.
SMALLEST = 8
QUICK = 9
_CHILD_SECONDS = 40
_CHILD_BYTES = 2 * 1024**3


@dataclass(eq=False)
class BadPicture(Refusal):
    """`reason`: empty, too_heavy, not_a_picture, too_many_pixels, animated, too_small, damaged."""

    reason: str


@dataclass(frozen=True)
class Rendered:
    """A picture made safe: `master` for later use, and `files` by (format, width)."""

    width: int
    height: int
    master: bytes
    files: dict[tuple[str, int], bytes]


def inspect(content: bytes) -> tuple[int, int]:
    """Width and height from the header alone, nothing decoded. Raises BadPicture."""
    if not content:
        raise BadPicture("empty")
    if len(content) > MOST_BYTES:
        raise BadPicture("too_heavy")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            picture = Image.open(io.BytesIO(content), formats=FORMATS)
            width, height = picture.size
            # MPO is a phone's JPEG with a second view of the same photo behind it.
            still = picture.format == "MPO" or (picture.format == "PNG" and b"acTL" not in content[:4096])
            frames = 1 if still else getattr(picture, "n_frames", 1)
        except Image.DecompressionBombError as fault:
            raise BadPicture("too_many_pixels") from fault
        except Exception as fault:
            raise BadPicture("not_a_picture") from fault
    if width * height > MOST_PIXELS or max(width, height) > 20_000:
        raise BadPicture("too_many_pixels")
    if frames != 1:
        raise BadPicture("animated")
    if min(width, height) < LEAST_SIDE:
        raise BadPicture("too_small")
    return width, height


def render(content: bytes, speed: int = SMALLEST) -> Rendered:
    """Decode and re-encode. Raises BadPicture("damaged") for what looks like a picture and is none."""
    inspect(content)
    picture = _decoded(content)
    files = {("avif", width): _avif(_narrowed(picture, width), width, speed) for width in WIDTHS}
    files[("jpg", JPEG_WIDTH)] = _jpeg(_narrowed(picture, JPEG_WIDTH), 72)
    return Rendered(picture.width, picture.height, _jpeg(picture, 88), files)


def render_apart(content: bytes, speed: int = SMALLEST) -> Rendered:
    """`render` in a child process with a ceiling on memory and time, so that a hostile file costs one child."""
    context = multiprocessing.get_context("fork")
    ours, theirs = context.Pipe(duplex=False)
    child = context.Process(target=_child, args=(theirs, content, speed), daemon=True)
    child.start()
    theirs.close()
    try:
        answer = ours.recv() if ours.poll(_CHILD_SECONDS) else None
    except EOFError:
        answer = None
    finally:
        child.kill()
        child.join()
        ours.close()
    if not isinstance(answer, Rendered):
        raise answer if isinstance(answer, BadPicture) else BadPicture("damaged")
    return answer


def _child(out: Connection, content: bytes, speed: int) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (_CHILD_BYTES, _CHILD_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (_CHILD_SECONDS, _CHILD_SECONDS))
    try:
        out.send(render(content, speed))
    except BadPicture as refusal:
        out.send(refusal)


def _decoded(content: bytes) -> Image.Image:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            picture: Image.Image = Image.open(io.BytesIO(content), formats=FORMATS)
            picture.draft("RGB", (MASTER_WIDTH, MASTER_WIDTH))
            picture = ImageOps.exif_transpose(_eight_bits(picture))
            picture.thumbnail((MASTER_WIDTH, MASTER_WIDTH), Image.Resampling.LANCZOS)
            return _on_paper(picture)
    except Exception as fault:
        raise BadPicture("damaged") from fault


def _eight_bits(picture: Image.Image) -> Image.Image:
    """A scan in 65,536 greys as one in 256: a plain conversion would make it white."""
    return picture.point(lambda grey: grey * (1 / 256)).convert("L") if picture.mode.startswith("I") else picture


def _on_paper(picture: Image.Image) -> Image.Image:
    """Without transparency and without anything but pixels."""
    flat = Image.new("RGB", picture.size, "#fdf9f1")
    if picture.mode in {"RGBA", "LA", "PA"} or "transparency" in picture.info:
        picture = picture.convert("RGBA")
        flat.paste(picture, mask=picture.getchannel("A"))
    else:
        flat.paste(picture.convert("RGB"))
    return flat


def _narrowed(picture: Image.Image, width: int) -> Image.Image:
    if picture.width <= width:
        return picture
    return picture.resize((width, max(1, round(picture.height * width / picture.width))), Image.Resampling.LANCZOS)


def _avif(picture: Image.Image, width: int, speed: int) -> bytes:
    return _within(_BUDGET.get(width), lambda quality: _saved(picture, "AVIF", quality=quality, speed=speed))


def _jpeg(picture: Image.Image, quality: int) -> bytes:
    return _saved(picture, "JPEG", quality=quality, progressive=True, optimize=True)


def _within(budget: int | None, encode: Callable[[int], bytes]) -> bytes:
    """The best encoding that keeps to `budget` bytes; the plainest one when none does."""
    encoded = b""
    for quality in (58, 46, 36, 26, 18):
        encoded = encode(quality)
        if budget is None or len(encoded) <= budget:
            break
    return encoded


def _saved(picture: Image.Image, kind: str, **options: int | bool) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()
