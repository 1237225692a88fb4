"""E-mail: the same words as the SMS, with a subject, in plain text and as a small page in the language's direction.

Sent by SMTP where the operator has given a server; kept for /dev/outbox in development; not at all otherwise.
"""

from __future__ import annotations

import smtplib
import ssl
from contextlib import suppress
from email.message import EmailMessage
from urllib.parse import unquote, urlsplit

from markupsafe import Markup

from app.notifications.providers import NotSent, development_outbox
from app.shared import running

SECONDS = 15
_DIRECTIONS = {"fa": "rtl", "ar": "rtl", "en": "ltr"}


def possible() -> bool:
    """Whether this shop can send mail at all."""
    settings = running.settings()
    return bool(settings.smtp_url) or "outbox" in settings.sms_providers


def letter(to: str, body: str, language: str, key: str) -> EmailMessage:
    """A message: its first line is the subject, its addresses are links."""
    settings = running.settings()
    message = EmailMessage()
    message["Subject"] = body.split("\n", 1)[0][:120]
    message["From"], message["To"] = settings.mail_from or "shop@localhost", to
    # The same key is the same message: a mail server that keeps track drops the second one.
    message["Message-ID"] = f"<{key[:32]}@{urlsplit(settings.public_url).hostname or 'localhost'}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(body)
    message.add_alternative(_page(body, language), subtype="html")
    return message


def _page(body: str, language: str) -> str:
    lines = [
        Markup('<p><a href="{0}">{0}</a></p>').format(line)
        if line.startswith(("http://", "https://"))
        else Markup("<p>{}</p>").format(line)
        for line in body.splitlines()
        if line
    ]
    head = Markup('<!doctype html><html lang="{}" dir="{}"><meta charset="utf-8"><body>')
    return str(
        head.format(language, _DIRECTIONS.get(language, "rtl")) + Markup("").join(lines) + Markup("</body></html>")
    )


def send(to: str, body: str, language: str, key: str) -> str:
    """Send it; the message's own number. Raises NotSent. No transaction may be open."""
    settings = running.settings()
    if not settings.smtp_url:
        return development_outbox().keep("email", to, body, key)
    server = urlsplit(settings.smtp_url)
    host, port = server.hostname or "localhost", server.port or (465 if server.scheme == "smtps" else 587)
    try:
        message = letter(to, body, language, key)
        if server.scheme == "smtps":
            client: smtplib.SMTP = smtplib.SMTP_SSL(host, port, timeout=SECONDS, context=ssl.create_default_context())
        else:
            client = smtplib.SMTP(host, port, timeout=SECONDS)
        try:
            if server.scheme == "smtp+starttls":
                client.starttls(context=ssl.create_default_context())
            if server.username:
                client.login(unquote(server.username), unquote(server.password or ""))
            client.send_message(message)
        finally:
            with suppress(smtplib.SMTPException, OSError):  # it took the mail, or not: how it says good-bye is nothing
                client.quit()
            client.close()
    except (smtplib.SMTPException, OSError, ValueError) as fault:
        raise NotSent(type(fault).__name__) from None
    return str(message["Message-ID"])
