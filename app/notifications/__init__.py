"""Notifications: every step tells whom it concerns, once, in their language.

Owns `message`, `template_text`, `reminder`. Calls everybody below to learn who that is, and finance for what can't be
sent. Announces nothing.
"""

from app.notifications import gathering as _gathering
from app.notifications import helping as _helping
from app.notifications import loans as _loans
from app.notifications import obstacles as _obstacles
from app.notifications import reactions as _reactions
from app.notifications import sweeps as _sweeps
from app.notifications.errors import UnknownFact, WordsMissing
from app.notifications.mailing import possible as can_mail
from app.notifications.models import Channel, Message, TemplateText
from app.notifications.providers import (
    DevelopmentOutbox,
    Kavenegar,
    MeliPayamak,
    NotSent,
    SmsIr,
    development_outbox,
    sms_providers,
)
from app.notifications.queries import recall_letters_dead
from app.notifications.sending import Letter, deliver, render, render_as
from app.notifications.texts import SAMPLES, facts_of, own_text, own_texts, set_text, variant_of

__all__ = [
    "SAMPLES",
    "Channel",
    "DevelopmentOutbox",
    "Kavenegar",
    "Letter",
    "MeliPayamak",
    "Message",
    "NotSent",
    "SmsIr",
    "TemplateText",
    "UnknownFact",
    "WordsMissing",
    "_gathering",
    "_helping",
    "_loans",
    "_obstacles",
    "_reactions",
    "_sweeps",
    "can_mail",
    "deliver",
    "development_outbox",
    "facts_of",
    "own_text",
    "own_texts",
    "recall_letters_dead",
    "render",
    "render_as",
    "set_text",
    "sms_providers",
    "variant_of",
]
