"""Pictures from strangers."""

import resource

import pytest
from PIL import Image

from app.shared import pictures
from app.shared.pictures import BadPicture, inspect, render, render_apart
from tests.shared import photos
from tests.shared.photos import half_and_half, opened, saved

RED, BLUE, PAPER = (200, 30, 30), (30, 30, 200), (253, 249, 241)


def close(pixel: object, colour: tuple[int, int, int]) -> bool:
    return max(abs(one - other) for one, other in zip(pixel, colour, strict=True)) < 24


def left_and_right(content: bytes) -> tuple[object, object]:
    picture = opened(content).convert("RGB")
    middle = picture.height // 2
    return picture.getpixel((picture.width // 4, middle)), picture.getpixel((picture.width * 3 // 4, middle))


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b"%PDF-1.7\n1 0 obj << /Type /Catalog >> endobj", "not_a_picture"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "not_a_picture"),
        (b"\xff\xd8\xff\xe0", "not_a_picture"),
        (b"\x89PNG\r\n\x1a\n", "not_a_picture"),
        (saved(half_and_half(), "JPEG")[:100], "not_a_picture"),
        (saved(half_and_half("P"), "GIF"), "not_a_picture"),
        (photos.animated("GIF"), "not_a_picture"),
        (saved(half_and_half(), "TIFF"), "not_a_picture"),
        (saved(half_and_half(), "BMP"), "not_a_picture"),
        (saved(half_and_half(), "WEBP")[:-200], "not_a_picture"),
        (photos.words_bomb(), "not_a_picture"),
        (photos.animated("WEBP"), "animated"),
        (photos.animated("PNG"), "animated"),
        (saved(half_and_half(), "JPEG") + b"\0" * pictures.MOST_BYTES, "too_heavy"),
        (photos.four_hundred_megapixels(), "too_many_pixels"),
        (photos.png(20_000, 20_000), "too_many_pixels"),
        (photos.png(2**31 - 1, 2**31 - 1), "too_many_pixels"),
        (photos.png(20_001, 300), "too_many_pixels"),
        (photos.png(7_000, 6_000), "too_many_pixels"),
        (saved(half_and_half(width=199, height=900), "JPEG"), "too_small"),
        (photos.png(200, 1), "too_small"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_can_not_be_shown_is_refused_with_its_reason(content, reason):
    with pytest.raises(BadPicture) as refused:
        inspect(content)

    assert refused.value.reason == reason


def test_four_hundred_megapixels_are_refused_without_being_unpacked():
    content = photos.four_hundred_megapixels()
    before = resource.getrusage(resource.RUSAGE_SELF)

    for _ in range(20):
        with pytest.raises(BadPicture, match="too_many_pixels"):
            inspect(content)

    after = resource.getrusage(resource.RUSAGE_SELF)
    assert after.ru_utime - before.ru_utime < 0.5
    assert after.ru_maxrss - before.ru_maxrss < 20_000


@pytest.mark.parametrize(
    "content",
    [
        saved(half_and_half(), "JPEG"),
        saved(half_and_half(), "JPEG", progressive=True),
        saved(half_and_half("CMYK"), "JPEG"),
        saved(half_and_half(), "PNG"),
        saved(half_and_half().quantize(8), "PNG"),
        saved(half_and_half("RGBA"), "PNG"),
        saved(half_and_half(), "WEBP"),
        saved(half_and_half("RGBA"), "WEBP", lossless=True),
        photos.two_views(),
    ],
    ids=["jpeg", "progressive", "cmyk", "png", "palette", "alpha", "webp", "webp-alpha", "two-views"],
)
def test_every_kind_of_photo_keeps_its_colours(content):
    rendered = render(content)

    for made in (rendered.master, rendered.files["avif", 320], rendered.files["jpg", 480]):
        left, right = left_and_right(made)
        assert close(left, RED)
        assert close(right, BLUE)


def test_greys_stay_greys_also_out_of_a_scan_in_sixteen_bits():
    for content in (saved(half_and_half("L"), "PNG"), saved(half_and_half("L"), "JPEG"), photos.grey_scan()):
        left, right = left_and_right(render(content).master)
        assert left[0] == left[1] == left[2]
        assert 10 < left[0] < 245
        assert 10 < right[0] < 245
        assert left != right


def test_what_shows_through_is_paper():
    left, right = left_and_right(render(photos.see_through()).master)

    assert close(left, RED)
    assert close(right, PAPER)


def test_nothing_of_the_upload_survives_but_its_pixels():
    content = photos.from_a_phone()
    assert opened(content).getexif().get_ifd(0x8825)
    assert photos.PLACE.encode() in content

    rendered = render(content)

    for made in (rendered.master, *rendered.files.values()):
        picture = opened(made)
        assert not dict(picture.getexif())
        assert not {"exif", "icc_profile", "comment", "xmp"} & set(picture.info)
        assert not [mark for mark in (b"Exif", b"Zahedan", b"script", b"owner") if mark in made]


@pytest.mark.parametrize(
    ("turned", "top", "bottom"), [(6, RED, BLUE), (8, BLUE, RED)], ids=["turned right", "turned left"]
)
def test_a_photo_taken_upright_stands_upright(turned, top, bottom):
    rendered = render(photos.from_a_phone(turned=turned))

    picture = opened(rendered.master)
    assert (rendered.width, rendered.height) == picture.size == (400, 600)
    assert close(picture.getpixel((200, 100)), top)
    assert close(picture.getpixel((200, 500)), bottom)


def test_a_photo_taken_upside_down_is_turned_round():
    left, right = left_and_right(render(photos.from_a_phone(turned=3)).master)

    assert close(left, BLUE)
    assert close(right, RED)


@pytest.mark.parametrize("speed", [pictures.SMALLEST, pictures.QUICK])
def test_all_sizes_are_made_and_keep_to_the_page_budget(speed):
    grains = [Image.effect_noise((400, 267), 50).resize((2400, 1600)) for _ in range(3)]
    photo = Image.merge("RGB", grains)

    rendered = render(saved(photo, "JPEG", quality=80), speed)

    sizes = {(kind, width): opened(made).size for (kind, width), made in rendered.files.items()}
    assert sizes == {
        **{("avif", width): (width, round(width * 2 / 3)) for width in (160, 320, 480, 720, 960)},
        ("jpg", 480): (480, 320),
    }
    assert {kind: opened(rendered.files[kind, 480]).format for kind in ("avif", "jpg")} == {
        "avif": "AVIF",
        "jpg": "JPEG",
    }
    assert opened(rendered.master).size == (rendered.width, rendered.height) == (1600, 1067)
    assert len(rendered.files["avif", 320]) <= 15 * 1024
    assert len(rendered.files["avif", 720]) <= 45 * 1024


def test_a_small_photo_is_never_blown_up():
    rendered = render(saved(half_and_half(width=300, height=250), "JPEG"))

    assert {opened(made).width for made in rendered.files.values()} == {160, 300}
    assert (rendered.width, rendered.height) == (300, 250)


@pytest.mark.parametrize(
    "content",
    [
        saved(half_and_half(), "JPEG", quality=95)[:4000],
        saved(half_and_half(), "PNG")[:-300],
        photos.with_a_wrong_sum(),
        photos.short_of_pixels(),
    ],
    ids=["half a jpeg", "half a png", "wrong sum", "short of pixels"],
)
def test_what_looks_like_a_picture_and_is_none_is_found_damaged(content):
    inspect(content)

    with pytest.raises(BadPicture) as refused:
        render_apart(content)

    assert refused.value.reason == "damaged"


def test_a_child_does_the_same_work():
    content = saved(half_and_half(), "JPEG")

    assert render_apart(content) == render(content)


def test_what_a_child_refuses_is_refused_with_its_reason():
    with pytest.raises(BadPicture) as refused:
        render_apart(photos.four_hundred_megapixels())

    assert refused.value.reason == "too_many_pixels"
