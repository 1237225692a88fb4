"""Writing a message in its reader's language and sending it once."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

from flask import render_template
from sqlalchemy import select

from app.notifications.models import Channel, Message
from app.notifications.providers import sms_provider
from app.shared import clock, running
from app.shared.database import outside, session
from app.shared.outbox import Record
from app.shared.tongue import speaking


@dataclass(frozen=True)
class Letter:
    """A message to be: which template (templates/messages/NAME.txt), to whom, in which language, with which facts."""

    template: str
    to: str
    language: str
    facts: dict[str, object] = field(default_factory=dict)
    secret: bool = False


def deliver(letter: Letter, key: str) -> Record | None:
    """Send a message unless it was sent under this key before; what to write down about it."""
    if session().scalar(select(Message.id).where(Message.dedup == key)) is not None:
        return None
    body = render(letter)
    provider = sms_provider()
    with outside():
        reference = provider.send(letter.to, body, hashlib.sha256(key.encode()).hexdigest())
    return lambda: session().add(
        Message(
            dedup=key,
            channel=Channel.SMS,
            template=letter.template,
            to=letter.to,
            language=letter.language,
            body=None if letter.secret else body,
            provider=provider.name,
            provider_ref=reference[:80],
            sent_at=clock.now(),
        )
    )


def render(letter: Letter) -> str:
    """The text of a message, in its reader's language."""
    with speaking(letter.language):
        text = render_template(
            f"messages/{letter.template}.txt",
            language=letter.language,
            site=running.settings().public_url,
            **letter.facts,
        )
    return "\n".join(line.strip() for line in text.strip().splitlines())
