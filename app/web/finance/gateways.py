"""Ways of paying: their order, their names, on or off."""

from __future__ import annotations

from flask import render_template, request

from app import payments
from app.payments import NewQuote
from app.shared import running
from app.shared.database import transaction
from app.shared.errors import NotFound
from app.shared.text import only_digits
from app.web.access import FINANCE, allow, freshly, me
from app.web.finance.door import blueprint
from app.web.forms.fields import fault_list
from app.web.forms.finance import QuoteForm
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
    return _page()


def _page(form: QuoteForm | None = None) -> Page:
    settings = running.settings()
    page = render_template(
        "finance/gateways.html",
        choices=payments.choices(),
        stripe="stripe" in payments.gateways(),
        currency=settings.stripe_currency.upper(),
        quote=payments.current_quote(),
        form=form or QuoteForm(),
        faults=fault_list(form) if form else [],
    )
    return (page, 422) if form else page


@blueprint.post("/gateways/quote")
@allow(freshly(FINANCE))
def quote() -> Page:
    """The rate at which rials are settled in the foreign gateway's currency, for some hours."""
    if "stripe" not in payments.gateways():
        raise NotFound
    form = QuoteForm(request.form)
    if not form.validate():
        return _page(form)
    wanted = NewQuote(
        currency=running.settings().stripe_currency,
        rial_per_minor=(form.rate.data or 0) // 100,
        spread_bps=form.spread.data or 0,
        hours=form.hours.data or 1,
        source=form.source.data or "",
    )
    with transaction():
        payments.set_quote(wanted, me().person.id)
    done(gettext("ثبت شد."))
    return go(".gateways")


def _place(name: str) -> int:
    digits = only_digits(request.form.get(f"place-{name}", ""))[:3]
    return int(digits) if digits else 99
