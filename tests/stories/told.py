"""Stories for tests. Each call gives a number."""

from __future__ import annotations

import itertools
from typing import Any

from app import programme, stories
from app.accounts import Role
from app.shared.database import transaction
from app.stories import NewStory
from tests import world

_numbers = itertools.count(1)


def write(trainee_id: int, *, by: int | None = None, **changes: Any) -> int:
    known: dict[str, Any] = {"title": "از یک سبد", "words": "با یک سبد آغاز کردم.", "form_key": f"s{next(_numbers)}"}
    with transaction():
        trainee = programme.trainee(trainee_id)
        return stories.write(trainee, NewStory(**known | changes), by or trainee.person_id).id


def agree(story_id: int, *, by: int | None = None) -> None:
    with transaction():
        story = stories.in_reach(story_id, None)
        trainee = programme.trainee(story.trainee_id)
        stories.agree(story, trainee, by or trainee.person_id)


def publish(story_id: int) -> None:
    staff = world.official(Role.STAFF)
    with transaction():
        stories.publish(stories.in_reach(story_id, None), staff)


def take_back(story_id: int) -> None:
    with transaction():
        story = stories.in_reach(story_id, None)
        stories.take_back(story, programme.trainee(story.trainee_id).person_id)


def published(trainee_id: int | None = None, **changes: Any) -> int:
    story_id = write(trainee_id or world.maker(), **changes)
    agree(story_id)
    publish(story_id)
    return story_id


def state(story_id: int) -> str:
    world.fresh()
    return stories.in_reach(story_id, None).state.value
