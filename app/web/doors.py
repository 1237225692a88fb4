"""All doors, and what stands before each of them."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask
from flask_compress import Compress
from flask_wtf.csrf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import IntegerConverter, Map

from app.web import (
    access,
    account,
    api,
    apply,
    basket,
    certificates,
    checkout,
    claims,
    confirming,
    dev,
    fairs,
    figures,
    files,
    finance,
    headers,
    ideas,
    languages,
    library,
    maker,
    mentor,
    office,
    opinions,
    ops,
    papers,
    payment_return,
    questions,
    rendering,
    reporting,
    shop,
    staff,
    standing,
    tracking,
    troubles,
)
from config import Settings

csrf = CSRFProtect()


class RowNumber(IntegerConverter):
    """The number of a row in an address; what no row can have is a page that does not exist."""

    def __init__(self, addresses: Map) -> None:
        super().__init__(addresses, max=2**63 - 1)


def open_doors(app: Flask, settings: Settings) -> None:
    """Put everything that speaks HTTP into `app`."""
    app.config.update(
        MAX_CONTENT_LENGTH=9 * 1024 * 1024,
        MAX_FORM_MEMORY_SIZE=512 * 1024,
        MAX_FORM_PARTS=200,
        PERMANENT_SESSION_LIFETIME=timedelta(days=14),
        SESSION_COOKIE_NAME="__Host-dastsaz" if settings.production else "dastsaz",
        SESSION_COOKIE_SECURE=settings.production,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=settings.production,
        COMPRESS_MIN_SIZE=800,
        COMPRESS_BR_LEVEL=4,
        COMPRESS_LEVEL=5,
        COMPRESS_ALGORITHM=["br", "gzip"],
        COMPRESS_STREAMS=False,
    )
    if settings.trusted_proxies:
        vars(app)["wsgi_app"] = ProxyFix(app.wsgi_app, *[settings.trusted_proxies] * 4)
    Compress(app)
    app.url_map.converters["int"] = RowNumber
    languages.speak(app)
    csrf.init_app(app)
    access.watch(app)
    headers.send_headers(app, settings)
    troubles.answer(app)
    rendering.dress(app)
    doors = (
        shop,
        figures,
        fairs,
        standing,
        basket,
        checkout,
        payment_return,
        tracking,
        claims,
        opinions,
        questions,
        reporting,
        ideas,
        library,
        papers,
        certificates,
        account,
        apply,
        confirming,
        maker,
        mentor,
        staff,
        finance,
        office,
    )
    for door in (*doors, api, files, ops, dev):
        app.register_blueprint(door.blueprint)
    csrf.exempt(payment_return.blueprint)
