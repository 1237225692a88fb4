"""What a trainee is told of places that she has booked, and of a story that somebody has written of her."""

from __future__ import annotations

from app import accounts, programme, spaces, stories
from app.notifications.reactions import tell
from app.shared.outbox import reaction


def _tell(booking_id: int, became: str, **facts: str) -> None:
    told = spaces.by_number(booking_id)
    person_id = programme.trainee(told.booking.trainee_id).person_id
    tell(person_id, "space", what=told.space.name, became=became, **facts)


@reaction(spaces.PlaceGiven, "notifications.place_given")
def _place_given(event: spaces.PlaceGiven) -> None:
    if spaces.by_number(event.booking_id).booking.state is spaces.BookingState.PLACED:
        _tell(event.booking_id, "freed" if event.freed else "given")


@reaction(spaces.PlaceCalledOff, "notifications.place_called_off")
def _place_called_off(event: spaces.PlaceCalledOff) -> None:
    _tell(event.booking_id, "off", why=spaces.by_number(event.booking_id).space.off_why)


@reaction(stories.StoryAsked, "notifications.story_asked")
def _story_asked(event: stories.StoryAsked) -> None:
    story = stories.in_reach(event.story_id, None)
    if story.state is stories.StoryState.ASKED:
        person_id = programme.trainee(story.trainee_id).person_id
        tell(person_id, "story_asked", writer=accounts.person(story.written_by).name)
