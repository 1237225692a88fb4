"""The pictures and differences of a version stay as they were when it was submitted."""

import pytest

from tests import world
from tests.migrations.raw import not_refused, tried

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def versions() -> tuple[int, int]:
    """A submitted version, and another that is still a draft."""
    maker_id = world.maker()
    world.submitted(maker_id)
    draft = world.draft(maker_id)
    submitted = draft - 1
    return submitted, draft


def additions(version_id: int, copied_from: int) -> list[str]:
    """One more of each part, as another version has it."""
    kept = {"version_picture": "picture_id, alt", "deviation": "kind, words, amount"}
    return [
        f"INSERT INTO {part} (version_id, position, {facts}) "
        f"SELECT {version_id}, 7, {facts} FROM {part} WHERE version_id = {copied_from}"
        for part, facts in kept.items()
    ]


def test_nothing_is_added_to_a_submitted_version(versions):
    submitted, draft = versions

    assert not_refused(additions(submitted, draft), because="a submitted version is frozen") == []
    assert [said for one in additions(draft, submitted) if (said := tried(one))] == []


def test_nothing_of_a_submitted_version_is_changed_or_taken_away(versions):
    submitted, draft = versions
    changes = (
        "UPDATE version_picture SET alt = 'another' WHERE version_id = {}",
        "UPDATE disclosure SET grade = 'conforms' WHERE version_id = {}",
        "UPDATE deviation SET words = 'nothing to see' WHERE version_id = {}",
        *(f"DELETE FROM {part} WHERE version_id = {{}}" for part in ("deviation", "version_picture")),
    )

    assert not_refused((one.format(submitted) for one in changes), because="frozen") == []
    assert [said for one in changes if (said := tried(one.format(draft)))] == []


def test_a_disclosure_is_neither_taken_away_nor_made_up_later(versions):
    submitted, draft = versions
    columns = "version_id, grade, mark, missing_mark, why, varies"
    anew = f"INSERT INTO disclosure ({columns}) VALUES ({submitted}, 'small', '', '', '', '')"

    assert "frozen" in tried(f"DELETE FROM disclosure WHERE version_id = {submitted}")
    assert "frozen" in tried(anew)
    assert tried(*(f"DELETE FROM {part} WHERE version_id = {draft}" for part in ("deviation", "disclosure"))) == ""


def test_a_part_of_a_draft_is_not_moved_into_a_submitted_version(versions):
    submitted, draft = versions
    moves = [
        f"UPDATE version_picture SET version_id = {submitted}, position = 7 WHERE version_id = {draft}",
        f"UPDATE deviation SET version_id = {submitted} WHERE version_id = {draft}",
    ]

    assert not_refused(moves, because="a submitted version is frozen") == []


def test_a_submitted_version_has_a_name_and_a_published_one_its_paper(versions):
    _, draft = versions

    assert "submitted_is_named" in tried(
        f"UPDATE product_version SET title = '' WHERE id = {draft}",
        f"UPDATE product_version SET state = 'submitted' WHERE id = {draft}",
    )
    assert "published_is_permitted" in tried(
        f"UPDATE product_version SET health_route = 'workshop_id', permit_number = NULL WHERE id = {draft}",
        f"UPDATE product_version SET state = 'published' WHERE id = {draft}",
    )
    assert "published_is_permitted" in tried(
        "UPDATE product_version SET health_route = 'not_allowed_check', permit_number = '1', "
        f"permit_expires_on = '2030-01-01' WHERE id = {draft}",
        f"UPDATE product_version SET state = 'published' WHERE id = {draft}",
    )


def test_a_product_has_one_draft_and_one_published_version(versions):
    _, draft = versions
    copy = (
        "INSERT INTO product_version (product_id, number, state, title, description, materials, size_words, care, "
        "weight_g, price_rial, health_route, category_code, created_at) SELECT product_id, number + {number}, "
        "'{state}', title, '', '', '', '', 1, 1, 'none', category_code, created_at FROM product_version "
        f"WHERE id = {draft}"
    )

    assert tried(copy.format(number=1, state="draft"))
    assert tried(copy.format(number=1, state="published")) == ""
    assert tried(copy.format(number=1, state="published"), copy.format(number=2, state="published"))
    assert tried(copy.format(number=0, state="refused"))
