"""The language of a page: Persian is the source, English and Arabic stand beside it."""

from __future__ import annotations

from flask import Blueprint, Flask, g, has_request_context, redirect, request, session
from flask_babel import Babel
from jinja2 import pass_eval_context
from jinja2.nodes import EvalContext
from markupsafe import Markup
from werkzeug.wrappers import Response

from app import accounts
from app.shared import tongue
from app.shared.database import transaction
from app.web.access import ANYONE, allow, safe_next, visitor
from config import ROOT

LANGUAGES = {"fa": "فارسی", "en": "English", "ar": "العربية"}
DIRECTIONS = {"fa": "rtl", "en": "ltr", "ar": "rtl"}

blueprint = Blueprint("languages", __name__)


def chosen() -> str:
    """The language of this page; Persian until another was chosen."""
    if not has_request_context():
        return "fa"
    if "language" not in g:
        wanted = session.get("language", "fa")
        g.language = wanted if wanted in LANGUAGES else "fa"
    return str(g.language)


def speak(app: Flask) -> None:
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(ROOT / "translations")
    app.config["BABEL_DEFAULT_LOCALE"] = "fa"
    Babel(app, locale_selector=chosen)
    app.jinja_env.globals.update(_=_in_template, gettext=_in_template, ngettext=_plural_in_template)
    app.before_request(lambda: tongue.speak(chosen()))
    app.teardown_request(lambda _fault: tongue.hush())
    app.register_blueprint(blueprint)


@pass_eval_context
def _in_template(where: EvalContext, sentence: str, /, **facts: object) -> str:
    """The sentence with its facts, which are escaped where the template is HTML. A page says hundreds of them."""
    found = tongue.lookup(sentence)
    if where.autoescape:
        found = Markup(found)
    return found % facts if facts or "%" in found else found


@pass_eval_context
def _plural_in_template(where: EvalContext, one: str, many: str, count: int, /, **facts: object) -> str:
    found = tongue.lookup_plural(one, many, count)
    return (Markup(found) if where.autoescape else found) % {"num": count, **facts}


@blueprint.post("/language")
@allow(ANYONE)
def choose() -> Response:
    """Remember a language on this browser, and with the account where there is one."""
    wanted = request.form.get("language", "fa")
    if wanted in LANGUAGES:
        session["language"] = wanted
        session.permanent = True
        visit = visitor()
        if visit is not None:
            with transaction():
                accounts.set_language(accounts.person(visit.person.id), wanted)
    return redirect(safe_next(request.form.get("next")), 303)
