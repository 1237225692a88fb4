"""Reading stories."""

from __future__ import annotations

from sqlalchemy import select

from app import programme
from app.programme import Trainee
from app.shared.database import count_of, session
from app.shared.errors import NotFound
from app.stories.models import StoryState, ToldStory

PAGE = 20
# Before she has agreed a story is hers, and after she took it back.
_AGREED = (StoryState.AGREED, StoryState.PUBLISHED)


def of_trainee(trainee_id: int, for_another: int | None = None) -> list[ToldStory]:
    """Her stories, newest first; for somebody else those that she agreed to, and what he wrote while she is asked."""
    query = select(ToldStory).where(ToldStory.trainee_id == trainee_id)
    if for_another is not None:
        asked = (ToldStory.state == StoryState.ASKED) & (ToldStory.written_by == for_another)
        query = query.where(ToldStory.state.in_(_AGREED) | asked)
    return list(session().scalars(query.order_by(ToldStory.id.desc()).limit(50)))


def own(trainee_id: int, story_id: int) -> ToldStory:
    """A story of this trainee. Raises NotFound."""
    found = session().scalar(select(ToldStory).where(ToldStory.id == story_id, ToldStory.trainee_id == trainee_id))
    if found is None:
        raise NotFound
    return found


def in_reach(story_id: int, counties: frozenset[str] | None) -> ToldStory:
    """A story of a trainee of these counties (None: of any). Raises NotFound."""
    query = select(ToldStory).where(ToldStory.id == story_id, programme.in_counties(ToldStory.trainee_id, counties))
    found = session().scalar(query)
    if found is None:
        raise NotFound
    return found


def shown_of(trainee_id: int) -> ToldStory | None:
    query = select(ToldStory).where(ToldStory.trainee_id == trainee_id, ToldStory.state == StoryState.PUBLISHED)
    return session().scalar(query)


def to_publish(counties: frozenset[str] | None, page: int) -> tuple[int, list[tuple[ToldStory, Trainee]]]:
    """How many there are, and a page of 20: those that she agreed to and nobody has shown first, then the newest."""
    query = (
        select(ToldStory, Trainee)
        .join(Trainee, Trainee.id == ToldStory.trainee_id)
        .where(programme.in_counties(ToldStory.trainee_id, counties), ToldStory.state.in_(_AGREED))
    )
    order = (ToldStory.state != StoryState.AGREED, ToldStory.id.desc())
    rows = session().execute(query.order_by(*order).limit(PAGE).offset((page - 1) * PAGE))
    return count_of(query.with_only_columns(ToldStory.id)), [(story, trainee) for story, trainee in rows]


def published(page: int = 1, size: int = PAGE) -> tuple[int, list[tuple[ToldStory, Trainee]]]:
    """How many everybody can read, and a page of them, newest first."""
    query = (
        select(ToldStory, Trainee)
        .join(Trainee, Trainee.id == ToldStory.trainee_id)
        .where(ToldStory.state == StoryState.PUBLISHED)
    )
    rows = session().execute(
        query.order_by(ToldStory.published_at.desc(), ToldStory.id.desc()).limit(size).offset((page - 1) * size)
    )
    return count_of(query.with_only_columns(ToldStory.id)), [(story, trainee) for story, trainee in rows]
