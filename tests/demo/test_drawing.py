"""The demo's pictures: every good is drawn, always the same for a seed, never alike for two."""

from __future__ import annotations

from functools import cache
from itertools import pairwise

import numpy as np
import pytest
from PIL import Image

from app.demo.drawing import GOODS, detail, draw, portrait

SMALL = 120
GOOD_IDS = sorted(f"B{number:03d}" for number in range(1, 98))


@cache
def _picture(good: str, seed: int) -> Image.Image:
    """One small picture, painted once for all the tests that only look at it."""
    return draw(good, seed, SMALL)


def _difference(first: Image.Image, second: Image.Image) -> float:
    """Mean absolute difference of the two pictures, 0..255."""
    pixels = (np.asarray(picture, dtype=np.float64) for picture in (first, second))
    return float(np.abs(next(pixels) - next(pixels)).mean())


def _shape_only(picture: Image.Image) -> Image.Image:
    """The picture in greys with its middle brightness taken out, so that the ground's colour does not count."""
    grey = np.asarray(picture.convert("L"), dtype=np.float64)
    return Image.fromarray(np.clip(grey - np.median(grey) + 128, 0, 255).astype(np.uint8), "L")


def test_exactly_the_goods_of_the_list_can_be_drawn() -> None:
    assert frozenset(GOOD_IDS) == GOODS


@pytest.mark.parametrize("good", GOOD_IDS)
def test_every_good_fills_its_picture(good: str) -> None:
    picture = _picture(good, 3)
    assert picture.mode == "RGB"
    assert picture.size == (SMALL, SMALL)
    middle = np.asarray(picture.convert("L"), dtype=np.float64)[SMALL // 5 : -SMALL // 5, SMALL // 5 : -SMALL // 5]
    assert middle.std() > 8, "the middle of the picture is nearly empty"


@pytest.mark.parametrize("good", GOOD_IDS)
def test_two_makers_pictures_of_one_good_differ(good: str) -> None:
    assert _difference(_picture(good, 3), _picture(good, 4)) > 9


@pytest.mark.parametrize("good", ["B003", "B011", "B022", "B029", "B047", "B083"])
def test_the_piece_itself_differs_even_on_the_same_ground(good: str) -> None:
    pictures = [_shape_only(draw(good, seed, SMALL)) for seed in (4, 4 + 7 * 11 * 6 * 5 * 8 * 9)]
    assert _difference(*pictures) > 4


@pytest.mark.parametrize("good", ["B001", "B014", "B030", "B047", "B069", "B082", "B097"])
def test_the_same_seed_gives_the_same_picture(good: str) -> None:
    assert draw(good, 11, SMALL).tobytes() == draw(good, 11, SMALL).tobytes()


def test_neighbouring_goods_do_not_look_alike() -> None:
    for first, second in pairwise(GOOD_IDS):
        assert _difference(_picture(first, 3), _picture(second, 3)) > 9, (first, second)


def test_size_is_free_and_small_pictures_show_the_same_thing() -> None:
    large, small = draw("B003", 2, 360), draw("B003", 2, 120)
    assert large.size == (360, 360)
    assert _difference(large.resize((60, 60)), small.resize((60, 60))) < 9


@pytest.mark.parametrize("good", ["B002", "B012", "B038", "B052", "B088"])
def test_the_close_view_is_another_picture_and_keeps_its_size(good: str) -> None:
    close = detail(good, 6, SMALL)
    assert close.mode == "RGB"
    assert close.size == (SMALL, SMALL)
    assert close.tobytes() == detail(good, 6, SMALL).tobytes()
    assert _difference(close, draw(good, 6, SMALL)) > 12


@pytest.mark.parametrize(("seed", "of_a_man"), [(0, True), (1, False), (5, True), (12, False)])
def test_portraits_repeat_for_a_seed(seed: int, *, of_a_man: bool) -> None:
    picture = portrait(seed, SMALL, of_a_man=of_a_man)
    assert picture.mode == "RGB"
    assert picture.size == (SMALL, SMALL)
    assert picture.tobytes() == portrait(seed, SMALL, of_a_man=of_a_man).tobytes()


def test_makers_are_not_one_another() -> None:
    faces = [portrait(seed, SMALL, of_a_man=seed == 5) for seed in range(1, 7)]
    for first, second in pairwise(faces):
        assert _difference(first, second) > 12


def test_an_unknown_good_is_refused() -> None:
    with pytest.raises(KeyError):
        draw("B098", 1, SMALL)
