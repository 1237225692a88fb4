"""What a trainee and a mentor are told of the help between them."""

from __future__ import annotations

from app import programme
from app.notifications.reactions import tell
from app.shared.outbox import reaction

_MOST_OF_WORDS = 60


def _short(words: str) -> str:
    return words if len(words) <= _MOST_OF_WORDS else f"{words[:_MOST_OF_WORDS].rstrip()}…"


def _tell_helped(told: programme.Help, became: str) -> None:
    mentor, what = told.mentor.display_name, _short(told.words)
    tell(told.trainee.person_id, "help_trainee", mentor=mentor, what=what, became=became)


def _tell_helper(told: programme.Help, became: str) -> None:
    maker, what = told.trainee.display_name, _short(told.words)
    tell(told.mentor.person_id, "help_mentor", maker=maker, what=what, became=became)


@reaction(programme.HelpUndertaken, "notifications.help_undertaken")
def _help_undertaken(event: programme.HelpUndertaken) -> None:
    told = programme.help_told(event.undertaking_id)
    if told.undertaking.need_id is None:
        _tell_helper(told, "taken_up")
    else:
        _tell_helped(told, "undertaken")


@reaction(programme.HelpCalledOff, "notifications.help_called_off")
def _help_called_off(event: programme.HelpCalledOff) -> None:
    told = programme.help_told(event.undertaking_id)
    if told.undertaking.ended_by is programme.EndedBy.TRAINEE:
        _tell_helper(told, "called_off")
    else:
        _tell_helped(told, "called_off")


@reaction(programme.HelpHandedOn, "notifications.help_handed_on")
def _help_handed_on(event: programme.HelpHandedOn) -> None:
    """The trainee hears of it, and whoever has to do it now."""
    if event.next_id is None:
        _tell_helped(programme.help_told(event.undertaking_id), "waiting")
        return
    told = programme.help_told(event.next_id)
    _tell_helped(told, "handed_on")
    _tell_helper(told, "handed_on")
