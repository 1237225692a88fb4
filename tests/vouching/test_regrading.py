"""Taking a vouch back with a lower grade in its place: off sale, and the maker's draft says why."""

from dataclasses import replace

import pytest

from app import catalogue, vouching
from app.catalogue import Shelf, VersionState
from app.shared.database import transaction
from app.shared.money import Rial
from app.shared.states import MoveRefused
from app.vouching import Difference, Grade, Told
from tests import world
from tests.world import Ware

WHY = "لبه‌ها باز شده بود"


@pytest.fixture
def given(app: object) -> int:
    mentor = world.mentor()
    return world.vouch(world.submitted(world.maker(), Ware(differs="دسته‌اش کج است")), mentor)


def regrade(vouch_id: int, grade: Grade = Grade.SECONDS) -> int:
    """The draft's number."""
    with transaction():
        one = vouching.vouch_by_id(vouch_id)
        return vouching.regrade(one, grade, WHY, one.mentor_person_id).id


def mend(draft: int) -> None:
    """What the lower grade asks: each difference with a photo, what a sound one costs, and a price below that."""
    picture = world.ready_picture()
    with transaction():
        version, told = catalogue.version(draft), vouching.disclosure_of(draft)
        assert told is not None
        differences = [Difference(one.kind, one.words, one.amount, picture) for one in vouching.deviations_of(draft)]
        vouching.disclose(version, replace(Told.of(told, differences), sound_price=version.price_rial))
        catalogue.write(version, catalogue.Facts(price_rial=Rial(version.price_rial * 9 // 10)))


def product_of(vouch_id: int) -> catalogue.Product:
    world.fresh()
    return catalogue.product(catalogue.version(vouching.vouch_by_id(vouch_id).version_id).product_id)


def test_the_product_goes_off_sale_and_a_draft_at_the_lower_grade_says_why(given):
    draft = regrade(given)

    remarks = vouching.regrading_remarks(draft)
    told = vouching.disclosure_of(draft)
    assert product_of(given).state is Shelf.WITHDRAWN
    assert catalogue.version(draft).state is VersionState.DRAFT
    assert told is not None
    assert told.grade is Grade.SECONDS
    assert [one.words for one in vouching.deviations_of(draft)] == ["دسته‌اش کج است"]
    assert [(one.part.value, one.words) for one in remarks] == [("standard", WHY)]
    assert vouching.vouch_by_id(given).withdrawn_why == WHY


def test_the_maker_sends_it_again_and_another_look_puts_it_back_on_sale(given):
    draft = regrade(given)
    mend(draft)
    with transaction():
        review = vouching.submit(catalogue.version(draft), None).id

    world.vouch(review, world.mentor())

    assert product_of(given).state is Shelf.ON_SALE
    assert product_of(given).live_version_id == draft
    assert world.broken_promises() == []


def test_an_open_draft_keeps_what_she_changed_and_goes_down_too(given):
    with transaction():
        version = catalogue.version(vouching.vouch_by_id(given).version_id)
        draft = catalogue.draft_after(version, None)
        vouching.copy_disclosure(version, draft)
        catalogue.write(draft, catalogue.Facts(title="زنبیلِ نو"))
        before = draft.id

    draft_id = regrade(given)

    told = vouching.disclosure_of(draft_id)
    assert draft_id == before
    assert catalogue.version(draft_id).title == "زنبیلِ نو"
    assert told is not None
    assert told.grade is Grade.SECONDS


@pytest.mark.parametrize("grade", [Grade.CONFORMS, Grade.SMALL])
def test_a_grade_that_is_not_lower_is_refused_and_the_vouch_stands(given, grade):
    with pytest.raises(vouching.GradeNotLower):
        regrade(given, grade)

    assert vouching.vouch_by_id(given).withdrawn_at is None
    assert product_of(given).state is Shelf.ON_SALE


def test_what_was_withdrawn_is_not_put_down_once_more(given):
    regrade(given)

    with pytest.raises(vouching.AlreadyWithdrawn):
        regrade(given)


def test_without_a_reason_nothing_happens(given):
    with pytest.raises(vouching.RemarksNeeded), transaction():
        vouching.regrade(vouching.vouch_by_id(given), Grade.SECONDS, "  ", 1)

    assert vouching.vouch_by_id(given).withdrawn_at is None


def test_while_a_newer_version_lies_with_a_mentor_it_cannot_be_put_down(given):
    with transaction():
        version = catalogue.version(vouching.vouch_by_id(given).version_id)
        draft = catalogue.draft_after(version, None)
        vouching.copy_disclosure(version, draft)
        vouching.submit(draft, None)

    with pytest.raises(catalogue.NotADraft):
        regrade(given)

    assert vouching.vouch_by_id(given).withdrawn_at is None


def test_a_regraded_version_does_not_go_on_sale_without_a_mentor(given):
    draft = regrade(given)

    with pytest.raises(MoveRefused), transaction():
        catalogue.publish(catalogue.version(draft), None)

    assert product_of(given).state is Shelf.WITHDRAWN
