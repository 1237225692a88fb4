"""Opinions: what buyers say of what they got, and what the maker answers.

Owns `opinion`, `opinion_before`, `opinion_picture`. Calls orders, vouching, catalogue, programme, accounts.
"""

from app.opinions.actions import (
    Said,
    answer,
    hide,
    keep,
    report,
    say,
    show_again,
)
from app.opinions.errors import (
    AnsweredAlready,
    Interested,
    NotDelivered,
    OpinionFixed,
    SayWhy,
    StarsNeeded,
    TooLateToSay,
    TooManyPictures,
)
from app.opinions.models import AsTold, HideReason, Opinion, Visibility
from app.opinions.queries import (
    Answerable,
    OpinionView,
    Rating,
    before,
    count_reported,
    for_staff,
    hidden_of,
    of_line,
    of_maker,
    of_product,
    own_opinion,
    rating,
    standing,
    unanswered,
    within,
)
from app.opinions.rules import LEAST_SHOWN, MOST_PICTURES
from app.opinions.veiling import veil

__all__ = [
    "LEAST_SHOWN",
    "MOST_PICTURES",
    "Answerable",
    "AnsweredAlready",
    "AsTold",
    "HideReason",
    "Interested",
    "NotDelivered",
    "Opinion",
    "OpinionFixed",
    "OpinionView",
    "Rating",
    "Said",
    "SayWhy",
    "StarsNeeded",
    "TooLateToSay",
    "TooManyPictures",
    "Visibility",
    "answer",
    "before",
    "count_reported",
    "for_staff",
    "hidden_of",
    "hide",
    "keep",
    "of_line",
    "of_maker",
    "of_product",
    "own_opinion",
    "rating",
    "report",
    "say",
    "show_again",
    "standing",
    "unanswered",
    "veil",
    "within",
]
