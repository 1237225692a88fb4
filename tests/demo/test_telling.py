"""What the demo's makers and mentors say of their goods reads as if somebody had written it."""

from __future__ import annotations

import random

import pytest
from flask import Flask

from app import catalogue
from app.catalogue import Good
from app.demo import telling
from app.vouching import DeviationKind


@pytest.fixture
def goods(app: Flask) -> list[Good]:
    return catalogue.goods()


def test_every_difference_has_a_fitting_kind_and_none_is_told_twice(goods):
    for good in goods:
        told = telling.differences(good, 2)
        words = [one.words for one in told] + [telling.varies(good)]

        assert DeviationKind.OTHER not in {one.kind for one in told}
        assert len({one.kind for one in told}) == 2
        assert len(set(words)) == 3
        assert all(words)


def test_every_mentor_says_what_she_did_not_check(goods):
    groups = {one.code: one.group for one in catalogue.categories()}
    dice = random.Random(1)

    told = [telling.testimony(good, groups[good.category_code], dice) for good in goods]

    assert all(all(part) for part in told)
