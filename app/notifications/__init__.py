"""Notifications: every step tells whom it concerns, once, in their language.

Owns `message`. Calls everybody below to learn who that is. Announces nothing.
"""

from app.notifications import reactions as _reactions
from app.notifications.models import Channel, Message
from app.notifications.providers import DevelopmentOutbox, Kavenegar, NotSent, development_outbox
from app.notifications.sending import Letter, deliver, render

__all__ = [
    "Channel",
    "DevelopmentOutbox",
    "Kavenegar",
    "Letter",
    "Message",
    "NotSent",
    "_reactions",
    "deliver",
    "development_outbox",
    "render",
]
