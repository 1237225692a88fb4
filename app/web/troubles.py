"""The three kinds of trouble: a refusal has words, a fault has an apology, a lost page has a way back."""

from __future__ import annotations

import logging

from flask import Flask, Response, jsonify, make_response, render_template, request
from flask_wtf.csrf import CSRFError
from markupsafe import Markup
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from app.shared.database import session
from app.shared.errors import NotFound, Refusal
from app.web.languages import DIRECTIONS, chosen
from app.words import Said, gettext, say

log = logging.getLogger(__name__)

_HTTP = {
    400: lambda: gettext("این درخواست خوانده نشد؛ برگردید و دوباره بزنید."),
    403: lambda: gettext("این‌جا برای شما باز نیست."),
    404: lambda: gettext("این صفحه را نیافتیم."),
    405: lambda: gettext("این کار از این راه شدنی نیست."),
    413: lambda: gettext("پرونده بیش از اندازه سنگین است؛ تا ۸ مگابایت می‌پذیریم."),
}


def answer(app: Flask) -> None:
    app.register_error_handler(Refusal, _refused)
    app.register_error_handler(CSRFError, _stale_form)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(500, _fault)


def _refused(refusal: Refusal) -> tuple[str | Response, int]:
    said = say(refusal)
    if isinstance(refusal, NotFound):
        return _page(404, said.sentence)
    return _page(said.status, said.sentence)


def _stale_form(_: CSRFError) -> tuple[str | Response, int]:
    return _page(400, gettext("این صفحه کهنه شده بود و چیزی فرستاده نشد. برگردید، صفحه را تازه کنید و دوباره بزنید."))


def _http(error: HTTPException) -> Response | HTTPException:
    code = error.code or 500
    if code in {301, 302, 303, 304, 307, 308}:
        return error
    answer = make_response(_page(code, _HTTP.get(code, _HTTP[400])()))
    if isinstance(error, MethodNotAllowed):
        answer.headers["Allow"] = ", ".join(error.valid_methods or ())
    return answer


def _fault(_: BaseException) -> tuple[str | Response, int]:
    session().rollback()
    return _page(500, gettext("کارِ ما گیر کرد. دوباره بزنید؛ اگر باز گیر کرد، به ما تلفن کنید."))


def _page(status: int, sentence: str) -> tuple[str | Response, int]:
    """A page with words, or a problem (RFC 9457) for a program that asked."""
    if request.path.startswith("/api/"):
        return problem(status, sentence), status
    if request.headers.get("X-Requested-With") == "fetch":
        return jsonify(sentence=sentence), status
    try:
        return render_template("shop/trouble.html", said=Said(status, sentence)), status
    except SQLAlchemyError:
        log.exception("no page around the words of trouble")
        return _bare(sentence), status


def problem(status: int, sentence: str, **facts: object) -> Response:
    """A problem as programs read it (RFC 9457)."""
    answer = jsonify(type="about:blank", status=status, title=sentence, **facts)
    answer.status_code = status
    answer.headers["Content-Type"] = "application/problem+json"
    return answer


def _bare(sentence: str) -> str:
    """The words alone, for when the page around them asks a database that does not answer."""
    language = chosen()
    return Markup(
        '<!doctype html><html lang="{}" dir="{}"><head><meta charset="utf-8"><title>{}</title></head>'
        "<body><main><h1>{}</h1></main></body></html>"
    ).format(language, DIRECTIONS[language], sentence, sentence)
