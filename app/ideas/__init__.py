"""The box of ideas: what somebody would like to make, for whom, and what she lacks. Nobody is scored.

Owns `idea`, `idea_word`. Calls programme (whose mentor cares for whom, needs) and accounts. A draft is hers alone until
she sends it; then it is answered in words, taken further or set aside with a kind reason. Announces nothing.
"""

from app.ideas.actions import (
    LONGEST,
    NewIdea,
    discard,
    keep,
    say,
    send,
    set_aside,
    start,
    take_further,
)
from app.ideas.errors import IdeaIncomplete, WordMissing
from app.ideas.models import Further, Idea, IdeaState, IdeaWord
from app.ideas.queries import (
    PAGE,
    Box,
    count_waiting,
    for_mentor,
    for_staff,
    mentors_idea,
    of_person,
    own,
    staffs_idea,
    words_of,
)

__all__ = [
    "LONGEST",
    "PAGE",
    "Box",
    "Further",
    "Idea",
    "IdeaIncomplete",
    "IdeaState",
    "IdeaWord",
    "NewIdea",
    "WordMissing",
    "count_waiting",
    "discard",
    "for_mentor",
    "for_staff",
    "keep",
    "mentors_idea",
    "of_person",
    "own",
    "say",
    "send",
    "set_aside",
    "staffs_idea",
    "start",
    "take_further",
    "words_of",
]
