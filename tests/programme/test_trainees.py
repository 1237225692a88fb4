"""Trainees and mentors: phases as history, lists by name, pages with an address of their own."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app import accounts, places, programme
from app.accounts import Role
from app.programme import Phase, Profile, RollFilter, Stage
from app.programme.actions import _slug
from app.shared import clock
from app.shared.database import session, transaction
from app.shared.errors import NotFound
from app.shared.states import MoveRefused
from tests import world

SPRING = datetime(2026, 4, 1, 8, 0, tzinfo=UTC)


def enter(engagement_id: int, phase: Phase, day: int = 0, note: str | None = None) -> None:
    with clock.at(SPRING + timedelta(days=day)), transaction():
        programme.enter_phase(programme.engagement(engagement_id), phase, None, note or "نمونه")


def stays(engagement_id: int) -> list[programme.PhaseEntry]:
    world.fresh()
    return programme.phases_of([engagement_id])[engagement_id]


def named(given: str, family: str, county: str = "1801", cohort: int | None = None) -> int:
    """A trainee of this name; with a cohort, an applicant of it."""
    with transaction():
        person = accounts.add_person(world.mobile_number(), given, family)
        trainee = programme.new_trainee(person, county, programme.Background())
        session().flush()
        if cohort is not None:
            programme.apply(trainee, programme.cohort(cohort), None)
        return trainee.id


def families(**wanted: object) -> list[str]:
    return [line.person.family_name for line in programme.roll(RollFilter(**wanted)).lines]  # type: ignore[arg-type]


def accepted() -> int:
    """Somebody with a place since spring; her engagement's number."""
    engagement = world.applicant()
    with clock.at(SPRING), transaction():
        programme.accept(programme.engagement(engagement), None)
    return engagement


def test_phases_are_kept_as_history_with_one_open_stay(app):
    engagement = accepted()

    for day, phase in enumerate((Phase.TRAINING, Phase.EMPOWERMENT, Phase.MARKET), start=1):
        enter(engagement, phase, 30 * day)

    assert [one.phase for one in stays(engagement)] == list(Phase)
    assert [(one.left_at - one.entered_at).days for one in stays(engagement)[:-1]] == [30, 30, 30]
    assert [one.left_at is None for one in stays(engagement)] == [False, False, False, True]


def test_a_trainee_may_go_back_and_both_stays_are_kept(app):
    engagement = accepted()
    enter(engagement, Phase.TRAINING, 1)

    enter(engagement, Phase.CONSULTATION, 9, "دوباره مشاوره شود")

    assert [one.phase for one in stays(engagement)] == [Phase.CONSULTATION, Phase.TRAINING, Phase.CONSULTATION]
    assert stays(engagement)[-1].note == "دوباره مشاوره شود"


def test_entering_the_phase_one_is_in_changes_nothing(app):
    engagement = accepted()

    enter(engagement, Phase.CONSULTATION, 5)

    assert [one.entered_at for one in stays(engagement)] == [SPRING]


def test_who_has_no_place_enters_no_phase(app):
    with pytest.raises(MoveRefused):
        enter(world.applicant(), Phase.TRAINING)


def test_the_database_itself_refuses_two_open_stays(app):
    engagement = accepted()

    with pytest.raises(IntegrityError), transaction():
        session().add(programme.PhaseEntry(engagement_id=engagement, phase=Phase.MARKET, entered_at=SPRING))


def test_the_roll_stands_in_the_order_of_the_persian_alphabet(app):
    for family in ("گله‌داری", "یوسفی", "پاپری", "بهمنی", "چاهی", "کازرونی"):
        named("زهرا", family)

    assert families() == ["بهمنی", "پاپری", "چاهی", "کازرونی", "گله‌داری", "یوسفی"]


def test_the_roll_is_narrowed_by_cohort_stage_county_and_name(app):
    cohort = world.cohort()
    named("زهرا", "بهمنی", "1801", cohort)
    named("مریم", "پاپری", "1803", cohort)
    named("سارا", "گله‌داری", "1803")

    assert families(cohort_id=cohort) == ["بهمنی", "پاپری"]
    assert families(county_code="1803") == ["پاپری", "گله‌داری"]
    assert families(counties=frozenset({"1801"})) == ["بهمنی"]
    assert families(counties=frozenset()) == []
    assert families(stage=Stage.APPLIED, county_code="1803") == ["پاپری"]
    assert families(stage=Stage.ENROLLED) == []


@pytest.mark.parametrize("typed", ["گله‌داری", "گلهداری", "داري", "زهرا"])
def test_a_trainee_is_found_by_her_name_as_it_is_typed(app, typed: str):
    named("زهرا", "گله‌داری")
    named("مریم", "پاپری")

    assert families(name=typed) == ["گله‌داری"]


def test_the_roll_has_fifty_a_page(app):
    with transaction():
        for number in range(52):
            person = accounts.add_person(world.mobile_number(), "زهرا", f"دشتی {number:02d}")
            programme.new_trainee(person, "1801", programme.Background())

    first, second = programme.roll(RollFilter()), programme.roll(RollFilter(), page=2)

    assert (first.total, first.pages, len(first.lines), len(second.lines)) == (52, 2, 50, 2)
    assert not {one.trainee.id for one in first.lines} & {one.trainee.id for one in second.lines}


def test_twenty_thousand_of_one_name_have_addresses_of_their_own():
    assert len({_slug("زهرا محمدی") for _ in range(20_000)}) == 20_000


def test_her_page_keeps_its_address_when_her_name_changes(app):
    maker = world.maker()
    slug = programme.trainee(maker).slug

    with transaction():
        programme.change_profile(programme.trainee(maker), Profile("خانه‌ی  حصیر\u202e", "داستان\nمن", None))

    assert programme.trainee_by_slug(slug).display_name == "خانه‌ی حصیر"
    assert programme.trainee(maker).story == "داستان\nمن"


def test_an_unknown_page_is_not_found(app):
    with pytest.raises(NotFound):
        programme.trainee_by_slug("nobody-000000")


def test_a_mentor_of_a_county_has_the_role_there(app):
    mentor = programme.mentor(world.mentor("1803"))

    grants = accounts.grants_of(mentor.person_id)
    assert [(one.role, one.county_code) for one in grants] == [(Role.MENTOR, "1803")]
    assert programme.mentor_of(mentor.person_id).id == mentor.id
    assert programme.mentors_of("1801") == []


def test_a_cooperative_is_entered_once_and_trainees_join_it(app):
    maker = named("زهرا", "بهمنی")
    with transaction():
        cooperative = programme.add_cooperative("تعاونیِ نخل", "۱۲۳", "۱۰۸۶۰۰۰۰۰۰۱", "1801", None)
        programme.join_cooperative(programme.trainee(maker), cooperative)

    found = programme.cooperatives()[0]
    assert (found.registration_no, found.national_id) == ("123", "10860000001")
    assert programme.trainee(maker).cooperative_id == found.id
    with pytest.raises(programme.CooperativeKnown), transaction():
        programme.add_cooperative("تعاونیِ نخل", "124", "10860000001", "1801", None)


@pytest.mark.parametrize("kind", [None, *places.LocalityKind])
def test_whoever_lives_in_a_village_does_so_in_a_query_too(app, kind):
    home = next((one.code for one in places.localities_of("1801") if one.kind is kind), None)
    number = named("زهرا", "دشتی")
    with transaction():
        one = programme.trainee(number)
        one.locality_code = home

    rural = session().scalar(select(programme.lives_in_village()).select_from(programme.Trainee))
    assert bool(rural) == one.rural == (kind is places.LocalityKind.VILLAGE)
