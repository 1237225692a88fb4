"""Writing a message in its reader's language and sending it once."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field

from flask import current_app, render_template
from sqlalchemy import select

from app.notifications import mailing, texts
from app.notifications.models import Channel, Message
from app.notifications.providers import NotSent, SmsProvider, sms_providers
from app.shared import clock, outbox, running
from app.shared.database import outside, session
from app.shared.outbox import Record
from app.shared.text import in_arabic
from app.shared.tongue import speaking

TRIES_EACH = 2


@dataclass(frozen=True)
class Letter:
    """A message to be: which template (templates/messages/NAME.txt), to whom, in which language, with which facts.

    `to` is a mobile number, or for an e-mail its address.
    """

    template: str
    to: str
    language: str
    facts: dict[str, object] = field(default_factory=dict)
    secret: bool = False
    channel: Channel = Channel.SMS


def deliver(letter: Letter, key: str) -> Record | None:
    """Send a message unless it was sent under this key before; what to write down about it."""
    if session().scalar(select(Message.id).where(Message.dedup == key)) is not None:
        return None
    body, number = render(letter), hashlib.sha256(key.encode()).hexdigest()
    if letter.channel is Channel.EMAIL:
        name = "smtp"
        with outside():
            reference = mailing.send(letter.to, body, letter.language, number)
    else:
        with outside():
            name, reference = _send(_providers(key, hurried=letter.secret), letter.to, body, number)
    return lambda: session().add(
        Message(
            dedup=key,
            channel=letter.channel,
            template=letter.template,
            to=letter.to,
            language=letter.language,
            body=None if letter.secret else body,
            provider=name,
            provider_ref=reference[:80],
            sent_at=clock.now(),
        )
    )


def _providers(key: str, *, hurried: bool) -> Sequence[SmsProvider]:
    """The usual provider for the first tries, then the next one; the last one for all that come after.

    What is `hurried` (a code lives for two minutes) is tried with all of them at once, one after the other.
    """
    providers = sms_providers()
    if hurried:
        return providers
    return [providers[min((outbox.tries_of(key) - 1) // TRIES_EACH, len(providers) - 1)]]


def _send(providers: Sequence[SmsProvider], to: str, body: str, number: str) -> tuple[str, str]:
    """The first one that takes it, and its number. Raises NotSent as the last one says it."""
    *others, last = providers
    for one in others:
        try:
            return one.name, one.send(to, body, number)
        except NotSent:
            continue
    return last.name, last.send(to, body, number)


def render(letter: Letter) -> str:
    """The text of a message, in its reader's language: as staff have written it, or as it is built in."""
    variant = texts.variant_of(letter.template, letter.facts)
    return render_as(letter, None if letter.secret else texts.own_text(variant, letter.language))


def render_as(letter: Letter, own: str | None) -> str:
    """The text of a message in staff's own words; None: as it is built in."""
    with speaking(letter.language):
        if own is not None:
            amount = letter.facts.get("amount")
            money = current_app.jinja_env.filters["money"]
            written = {"amount": str(money(amount))} if isinstance(amount, int) else {}
            own = in_arabic(own) if letter.language == "ar" else own
            return texts.fill(own, letter.facts, running.settings().public_url, written)
        text = render_template(
            f"messages/{letter.template}.txt",
            language=letter.language,
            site=running.settings().public_url,
            **letter.facts,
        )
    return "\n".join(line.strip() for line in text.strip().splitlines())
