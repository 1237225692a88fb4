"""Her money: what is held, what is hers, what was paid; and the statement of a month, to the rial."""

from __future__ import annotations

from flask import render_template, request

from app import accounts, claims, impact, ledger, offshop, orders, payouts
from app.shared.calendar import JalaliMonth, months_between
from app.web.access import TRAINEES, allow, my_trainee
from app.web.maker.door import blueprint
from app.web.pages import Page

_FIRST_MONTHS = 12
_SHOWN = 100


def asked_month(default: JalaliMonth) -> JalaliMonth:
    """The month in the address, or `default` for nonsense."""
    try:
        return JalaliMonth.parse(request.args.get("month", ""))
    except ValueError:
        return default


@blueprint.get("/money")
@allow(TRAINEES)
def money() -> Page:
    maker = my_trainee()
    current = JalaliMonth.current()
    month = asked_month(current)
    months = months_between(current.plus(-_FIRST_MONTHS + 1), current)
    statement = ledger.statement(maker.id, month)
    waiting = orders.held_parcels(maker.id)
    parcels = {view.parcel.id: view for view in orders.parcel_views(_ids(statement, "parcel"))}
    return render_template(
        "maker/money.html",
        maker=maker,
        month=month,
        months=list(reversed(months)),
        statement=statement,
        parcels=parcels,
        outside_sales=offshop.by_ids(_ids(statement, "offshop")),
        outside=impact.by_evidence(impact.outside_behind([month], {maker.id})),
        grades=offshop.STRONGEST_FIRST,
        kept=impact.kept_months(maker.id, months),
        trade=impact.trade_earnings(maker),
        held=sum(one.hers for one in waiting),
        waiting=waiting[:_SHOWN],
        claimed=claims.under_claim([maker.id]).get(maker.id, 0),
        available=ledger.owed_to([maker.id]).get(maker.id, 0),
        payouts=payouts.items_of_maker(maker.id),
        detail=accounts.bank_detail(maker.person_id),
        obstacle=payouts.payable().get(maker.id, (0, None))[1],
    )


def _ids(statement: ledger.Statement, kind: str) -> list[int]:
    return [line.about[1] for line in statement.lines if line.about[0] == kind]
