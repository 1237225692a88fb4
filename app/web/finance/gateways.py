"""Ways of paying: their order, their names, on or off."""

from __future__ import annotations

from flask import render_template, request

from app import payments
from app.shared.database import transaction
from app.shared.text import only_digits
from app.web.access import FINANCE, allow, freshly, me
from app.web.finance.door import blueprint
from app.web.pages import Page, done, go
from app.words import gettext


@blueprint.route("/gateways", methods=["GET", "POST"])
@allow(freshly(FINANCE))
def gateways() -> Page:
    """Which ways of paying buyers see, in which order, under which name."""
    if request.method == "POST":
        names = [one.name for one in payments.choices()]
        wanted = sorted(names, key=lambda name: (_place(name), names.index(name)))
        with transaction():
            payments.set_choices(
                [(name, request.form.get(f"title-{name}", ""), f"on-{name}" in request.form) for name in wanted],
                me().person.id,
            )
        done(gettext("ثبت شد."))
        return go(".gateways")
    return render_template("finance/gateways.html", choices=payments.choices())


def _place(name: str) -> int:
    digits = only_digits(request.form.get(f"place-{name}", ""))[:3]
    return int(digits) if digits else 99
