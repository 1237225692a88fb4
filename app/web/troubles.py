"""The three kinds of trouble: a refusal has words, a fault has an apology, a lost page has a way back."""

from __future__ import annotations

from flask import Flask, jsonify, render_template, request
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge
from werkzeug.wrappers import Response

from app.shared.errors import NotFound, Refusal
from app.words import Said, gettext, say

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


def _http(error: HTTPException) -> tuple[str | Response, int] | HTTPException:
    code = error.code or 500
    if code in {301, 302, 303, 304, 307, 308}:
        return error
    if isinstance(error, RequestEntityTooLarge):
        return _page(413, _HTTP[413]())
    return _page(code, _HTTP.get(code, _HTTP[400])())


def _fault(_: BaseException) -> tuple[str | Response, int]:
    sentence = gettext("کارِ ما گیر کرد. دوباره بزنید؛ اگر باز گیر کرد، به ما تلفن کنید.")
    return _page(500, sentence)


def _page(status: int, sentence: str) -> tuple[str | Response, int]:
    """A page with words, or a problem (RFC 9457) for a program that asked."""
    if request.path.startswith("/api/"):
        problem = jsonify(type="about:blank", status=status, title=sentence)
        problem.headers["Content-Type"] = "application/problem+json"
        return problem, status
    if request.headers.get("X-Requested-With") == "fetch":
        return jsonify(sentence=sentence), status
    return render_template("shop/trouble.html", said=Said(status, sentence)), status
