"""Consent: for what a trainee lets her income be used beyond paying her, as it was known on any day.

Owns `consent`. Calls programme (who has a place, and since when). Announces ConsentSaid.
"""

from app.consent.actions import Told, answer, answer_all, need_from_now, on_paper
from app.consent.errors import SaidNoHerself
from app.consent.events import ConsentSaid
from app.consent.models import Consent, Purpose, Way
from app.consent.queries import Standing, history, refused, standing, standings, unasked, without
from app.consent.rules import NEEDED, WORDING

__all__ = [
    "NEEDED",
    "WORDING",
    "Consent",
    "ConsentSaid",
    "Purpose",
    "SaidNoHerself",
    "Standing",
    "Told",
    "Way",
    "answer",
    "answer_all",
    "history",
    "need_from_now",
    "on_paper",
    "refused",
    "standing",
    "standings",
    "unasked",
    "without",
]
