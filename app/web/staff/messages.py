"""Texts of messages: what is sent, in which language, and how it looks to its reader."""

from __future__ import annotations

from flask import render_template, request
from wtforms import Form

from app import notifications
from app.notifications import Letter
from app.shared.database import transaction
from app.shared.errors import NotFound
from app.web.access import STAFF, allow, freshly, me
from app.web.forms.fields import CleanText, Longest, fault_list
from app.web.languages import LANGUAGES
from app.web.pages import Page, done, go
from app.web.staff.door import blueprint, whole_province
from app.words import gettext, lazy_gettext, say


class TextForm(Form):
    """A text with facts in braces; empty brings the built-in one back."""

    body = CleanText(lazy_gettext("متنِ تازه"), [Longest(600)], lines=True)


@blueprint.get("/messages")
@allow(STAFF)
def messages() -> Page:
    whole_province()
    own = notifications.own_texts()
    return render_template(
        "staff/messages.html",
        variants={variant: _preview(variant, "fa", own.get((variant, "fa"))) for variant in notifications.SAMPLES},
        changed=own.keys(),
    )


def _preview(variant: str, language: str, own: str | None) -> str:
    """The message as its reader would see it, with made-up facts."""
    template = variant.partition(".")[0]
    return notifications.render_as(Letter(template, "", language, dict(notifications.SAMPLES[variant])), own)


@blueprint.route("/messages/<variant>/<language>", methods=["GET", "POST"])
@allow(freshly(STAFF))
def message(variant: str, language: str) -> Page:
    """One text: look at it, write another, see that one before it is kept."""
    whole_province()
    if variant not in notifications.SAMPLES or language not in LANGUAGES:
        raise NotFound
    own = notifications.own_text(variant, language)
    form = TextForm(request.form if request.method == "POST" else None, data={"body": own or ""})
    if request.method == "POST" and form.validate():
        try:
            with transaction():
                notifications.set_text(variant, language, form.body.data or "", me().person.id)
        except (notifications.UnknownFact, notifications.WordsMissing) as refusal:
            form.body.errors = [say(refusal).sentence]
        else:
            done(gettext("ثبت شد. از این پس همین فرستاده می‌شود."))
            return go(".message", variant=variant, language=language)
    page = render_template(
        "staff/message.html",
        variant=variant,
        text_language=language,
        preview=_preview(variant, language, own),
        facts=notifications.facts_of(variant),
        form=form,
        faults=fault_list(form),
    )
    return (page, 422) if fault_list(form) else page
