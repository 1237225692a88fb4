"""Nothing is told of her that she has not said yes to, and no longer than she likes."""

import pytest

from app import stories
from app.accounts import Role
from app.shared.states import MoveRefused
from app.stories import NotHerOwnWord, StoryIncomplete
from tests import world
from tests.migrations.raw import tried
from tests.spaces.scene import messages
from tests.stories import told

pytestmark = pytest.mark.usefixtures("app")


def public() -> list[int]:
    world.fresh()
    return [story.id for story, _ in stories.published()[1]]


def test_a_story_is_shown_once_she_has_agreed_and_staff_show_it():
    story = told.write(world.maker())
    with pytest.raises(MoveRefused):
        told.publish(story)
    told.agree(story)

    assert public() == []
    told.publish(story)
    assert public() == [story]


@pytest.mark.parametrize("role", [Role.STAFF, Role.MENTOR])
def test_nobody_says_yes_in_her_place(role):
    story = told.write(world.maker())

    with pytest.raises(NotHerOwnWord):
        told.agree(story, by=world.official(role))
    assert told.state(story) == "asked"


def test_she_is_asked_by_message_when_somebody_else_wrote_it(app):
    maker = world.maker()

    def asked() -> int:
        return sum("/workshop/stories" in one for one in messages(app, maker))

    told.write(maker)
    assert asked() == 0
    told.write(maker, by=world.official(Role.STAFF))
    assert asked() == 1


def test_taken_back_it_is_gone_and_stays_gone():
    story = told.published()
    told.take_back(story)
    told.take_back(story)

    assert public() == []
    with pytest.raises(MoveRefused):
        told.agree(story)
    with pytest.raises(MoveRefused):
        told.publish(story)


def test_a_change_is_asked_anew_and_the_old_words_stand_until_then():
    maker = world.maker()
    old = told.published(maker)
    new = told.write(maker, words="حالا سه سبد می‌بافم.")

    assert public() == [old]
    told.agree(new)
    told.publish(new)
    assert public() == [new]
    assert told.state(old) == "replaced"


def test_the_words_that_she_agreed_to_are_never_written_over():
    story = told.published()

    assert "never written over" in tried(f"UPDATE told_story SET words = 'دیگر' WHERE id = {story}")
    assert "never deleted" in tried(f"DELETE FROM told_story WHERE id = {story}")


def test_a_figure_needs_its_source():
    with pytest.raises(StoryIncomplete):
        told.write(world.maker(), figure="ماهی دو میلیون تومان")


def test_sent_twice_it_is_one_story():
    maker = world.maker()

    assert told.write(maker, form_key="same") == told.write(maker, form_key="same")


def test_agreed_and_taken_back_at_the_same_moment_it_is_never_shown(app):
    story = told.write(world.maker())
    world.at_once(app, lambda: told.agree(story), lambda: told.take_back(story))

    assert told.state(story) in {"taken_back", "agreed"}
    told.take_back(story)
    assert public() == []
