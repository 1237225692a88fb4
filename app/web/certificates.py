"""Certificates on paper, and the page on which anybody sees whether one is real: by its number and code alone."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from werkzeug.wrappers import Response

from app import programme
from app.programme import Certificate
from app.shared import running
from app.web.access import ANYONE, STAFF, TRAINEES, allow, my_trainee
from app.web.pages import Page
from app.web.papers import sheet, to_photograph
from app.web.staff.door import within_reach

blueprint = Blueprint("certificates", __name__)


@blueprint.get("/certificates")
@allow(ANYONE)
def check() -> Page:
    """What was typed, and the certificate that has just this number and code."""
    number, code = request.args.get("number", "")[:20], request.args.get("code", "")[:20]
    found = programme.verified(number, code) if number or code else None
    return render_template("shop/certificate.html", number=number, code=code, found=found)


@blueprint.get("/workshop/certificates/<int:certificate_id>.pdf")
@allow(TRAINEES)
def mine(certificate_id: int) -> Response:
    return _paper(programme.certificate_of(certificate_id, my_trainee().id))


@blueprint.get("/staff/certificates/<int:certificate_id>.pdf")
@allow(STAFF)
def hers(certificate_id: int) -> Response:
    found = programme.certificate_of(certificate_id)
    within_reach(programme.trainee(found.trainee_id).county_code)
    return _paper(found)


def _paper(found: Certificate) -> Response:
    """With a code to photograph that leads to the page above."""
    address = f"{running.settings().public_url}/certificates?number={found.full_number}&code={found.code}"
    return sheet(
        "certificate",
        f"certificate-{found.full_number}",
        one=found,
        qr=to_photograph(address),
    )
