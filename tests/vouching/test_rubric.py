"""A vouch holds marks of a rubric and photos of the mentor's own."""

from __future__ import annotations

import pytest

from app import catalogue, programme, vouching
from app.shared import rulebook
from app.shared.database import session, transaction
from app.vouching import Basis, EvidenceNeeded, Mark, NewItem, Review, RubricNotMet, RubricOpen
from app.vouching.rules import EVIDENCE_LEAST
from tests import world


def vouch(review_id: int, mentor_id: int, **look: object) -> object:
    with transaction():
        found = session().get_one(Review, review_id)
        return vouching.vouch(found, programme.mentor(mentor_id), world.look(review_id, **look), world.UNKNOWN)


def rubric_of(review_id: int) -> list[vouching.RubricItem]:
    return vouching.rubric_for(catalogue.version(session().get_one(Review, review_id).version_id).category_code)


def test_every_line_has_to_be_answered(app):
    review = world.submitted(world.maker())
    items = rubric_of(review)
    assert items

    with pytest.raises(RubricOpen) as refusal:
        vouch(review, world.mentor(), marks={items[0].id: Mark.MET})

    assert refusal.value.items == tuple(item.id for item in items[1:])


@pytest.mark.parametrize("mark", [Mark.PARTLY, Mark.UNMET, Mark.UNSEEN])
def test_what_must_be_so_stops_a_vouch_and_the_rest_is_only_told(app, mark):
    review, mentor = world.submitted(world.maker()), world.mentor()
    items = rubric_of(review)
    musts = {item.id: Mark.MET for item in items if item.must}
    others = {item.id: mark for item in items if not item.must}

    with pytest.raises(RubricNotMet):
        vouch(review, mentor, marks=musts | others | {next(iter(musts)): mark})
    assert vouch(review, mentor, marks=musts | others)

    found = {one.item.id: one.mark for one in vouching.found_by(review, mentor)}
    assert found == musts | others


def test_a_category_has_lines_of_its_own_and_a_retired_one_is_asked_no_more(app):
    with transaction():
        mats = vouching.add_item(NewItem("لبه‌اش صاف است", category_code="mat_palm"), None).id
        rugs = vouching.add_item(NewItem("گره‌اش شمرده شده", category_code="rug"), None).id
    here = {item.id for item in vouching.rubric_for("mat_palm")}
    assert mats in here
    assert rugs not in here

    with transaction():
        vouching.retire_item(mats, None)

    assert mats not in {item.id for item in vouching.rubric_for("mat_palm")}


def test_who_has_seen_it_shows_a_photo_of_her_own(app):
    review, mentor = world.submitted(world.maker()), world.mentor()

    with pytest.raises(EvidenceNeeded):
        vouch(review, mentor, pictures=[])
    with transaction():
        found = session().get_one(Review, review)
        vouching.add_evidence(found, programme.mentor(mentor), [world.picture_row().id])
    assert vouch(review, mentor, pictures=[])

    version = session().get_one(Review, review).version_id
    assert len(vouching.evidence_of([version])[version]) == 1


def test_photos_alone_need_none_and_the_rule_may_ask_for_more(app):
    small = world.Ware(differs="تا ۲ سانتی‌متر")
    assert vouch(world.submitted(world.maker(), small), world.mentor(), basis=Basis.PHOTOS)
    with transaction():
        rulebook.set_rule(EVIDENCE_LEAST, 2, source="test", by=None)

    with pytest.raises(EvidenceNeeded) as refusal:
        vouch(world.submitted(world.maker()), world.mentor())

    assert refusal.value.least == 2
