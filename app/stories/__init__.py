"""Trainees' stories for the public: written with her or by her, agreed by her to the letter, hers to take back.

Owns `told_story`. Calls programme. Announces StoryAsked.
"""

from app.stories.actions import NewStory, agree, publish, take_back, take_off, write
from app.stories.errors import NotHerOwnWord, StoryIncomplete
from app.stories.events import StoryAsked
from app.stories.models import StoryState, ToldStory
from app.stories.queries import PAGE, in_reach, of_trainee, own, published, to_publish

__all__ = [
    "PAGE",
    "NewStory",
    "NotHerOwnWord",
    "StoryAsked",
    "StoryIncomplete",
    "StoryState",
    "ToldStory",
    "agree",
    "in_reach",
    "of_trainee",
    "own",
    "publish",
    "published",
    "take_back",
    "take_off",
    "to_publish",
    "write",
]
