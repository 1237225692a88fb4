"""Writing a story, agreeing to it, showing it, and taking it back."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from app.programme import Trainee
from app.shared import audit, clock, gallery, states, text
from app.shared.database import LOCK, session, take_turns
from app.shared.outbox import announce
from app.stories import queries
from app.stories.errors import NotHerOwnWord, StoryIncomplete
from app.stories.events import StoryAsked
from app.stories.models import StoryState, ToldStory

LONGEST = 3_000


@dataclass(frozen=True)
class NewStory:
    """What is to be told of her. A figure names its source; `upload_key`: a picture."""

    title: str
    words: str
    form_key: str
    figure: str = ""
    figure_source: str = ""
    upload_key: str | None = None


def write(trainee: Trainee, new: NewStory, by: int) -> ToldStory:
    """Ask her about these words; the same form key is the same story. Raises StoryIncomplete."""
    take_turns(f"story:{new.form_key}")
    known = session().scalar(select(ToldStory).where(ToldStory.form_key == new.form_key))
    if known is not None:
        return known
    title, words = text.clean(new.title)[:120], text.clean(new.words, lines=True)[:LONGEST]
    figure, source = text.clean(new.figure)[:200], text.clean(new.figure_source)[:200]
    for name, missing in (("title", not title), ("words", not words), ("source", bool(figure) != bool(source))):
        if missing:
            raise StoryIncomplete(name)
    story = ToldStory(
        form_key=new.form_key,
        trainee_id=trainee.id,
        state=StoryState.ASKED,
        title=title,
        words=words,
        figure=figure,
        figure_source=source,
        picture_id=None if new.upload_key is None else gallery.add(new.upload_key, by).id,
        written_by=by,
        written_at=clock.now(),
    )
    states.begin(story, by)
    if by != trainee.person_id:
        audit.note("story_written", "told_story", story.id, by, trainee=trainee.id)
        announce(StoryAsked(story.id))
    return story


def agree(story: ToldStory, trainee: Trainee, by: int) -> None:
    """She says yes to exactly these words. Raises NotHerOwnWord for anybody else, MoveRefused."""
    session().refresh(story, with_for_update=LOCK)
    if story.trainee_id != trainee.id or by != trainee.person_id:
        raise NotHerOwnWord
    if story.state in {StoryState.AGREED, StoryState.PUBLISHED}:
        return
    story.move_to(StoryState.AGREED, by, agreed_at=clock.now())
    audit.note("story_agreed", "told_story", story.id, by)


def publish(story: ToldStory, by: int) -> None:
    """Show it to everybody, in place of the one that was shown of her. Raises MoveRefused before she has agreed."""
    session().get_one(Trainee, story.trainee_id, with_for_update=LOCK)
    session().refresh(story)
    if story.state is StoryState.PUBLISHED:
        return
    shown = queries.shown_of(story.trainee_id)
    if shown is not None and story.may_become(StoryState.PUBLISHED):
        shown.move_to(StoryState.REPLACED, by)
    story.move_to(StoryState.PUBLISHED, by, published_at=clock.now())
    audit.note("story_published", "told_story", story.id, by)


def take_back(story: ToldStory, by: int) -> None:
    """She does not want it, or no more: it is gone from the public page at once. Done twice it is done once."""
    session().refresh(story, with_for_update=LOCK)
    if story.state is StoryState.TAKEN_BACK:
        return
    story.move_to(StoryState.TAKEN_BACK, by)
    audit.note("story_taken_back", "told_story", story.id, by)


def take_off(story: ToldStory, why: str, by: int) -> None:
    """Staff show it no more, or not at all, and say why. Raises StoryIncomplete, MoveRefused."""
    words = text.clean(why)[:300]
    if not words:
        raise StoryIncomplete("why")
    session().refresh(story, with_for_update=LOCK)
    story.move_to(StoryState.TAKEN_OFF, by, words, ended_why=words)
    audit.note("story_taken_off", "told_story", story.id, by)
