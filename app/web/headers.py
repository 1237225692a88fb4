"""What every answer says to the browser: what may run, what may be embedded, what may be kept."""

from __future__ import annotations

from flask import Flask, Response, request
from flask.sessions import SecureCookieSessionInterface, SessionMixin

from config import Settings

_PUBLIC = {
    "files.static_file", "files.media", "files.voice", "files.favicon", "figures.newest_json", "figures.newest_csv",
    "figures.edition_json", "figures.edition_csv", "figures.table_csv",
}  # fmt: skip


# What can run and load nothing by itself needs no long policy; on a slow line each counts.
_INERT = {"text/css", "font/woff2"}


class PagesAlone(SecureCookieSessionInterface):
    """Files that are the same for everybody renew nobody's cookie: a dozen of them would weigh as much as a page."""

    def should_set_cookie(self, app: Flask, session: SessionMixin) -> bool:
        return request.endpoint not in _PUBLIC and super().should_set_cookie(app, session)


def policy(settings: Settings) -> str:
    """The content security policy. Forms may go to the enabled gateways, or a browser stops the way to the bank."""
    forms = " ".join(["'self'", *settings.gateway_origins])
    return (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; media-src 'self'; "
        f"connect-src 'self'; manifest-src 'self'; worker-src 'self'; form-action {forms}; base-uri 'none'; "
        "frame-ancestors 'none'"
    )


def send_headers(app: Flask, settings: Settings) -> None:
    csp = policy(settings)
    app.session_interface = PagesAlone()

    def add(response: Response) -> Response:
        headers = response.headers
        headers["Content-Security-Policy"] = csp if response.mimetype not in _INERT else "default-src 'none'"
        headers["X-Content-Type-Options"] = "nosniff"
        headers["Referrer-Policy"] = "same-origin"
        if request.endpoint not in _PUBLIC:
            headers["Cross-Origin-Opener-Policy"] = "same-origin"
            headers["Permissions-Policy"] = "geolocation=(), microphone=(), camera=(self)"
        if settings.production:
            headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
        if request.endpoint not in _PUBLIC and "Cache-Control" not in headers:
            headers["Cache-Control"] = "private, no-store"
        return response

    app.after_request(add)
