"""The labour office owns the terms: credit lines, the rules of the fund and of credit. Staff see who changed them."""

from __future__ import annotations

from flask import render_template

from app import accounts, lending
from app.accounts import Body
from app.shared import rulebook
from app.shared.errors import NotFound
from app.shared.rulebook import Rule
from app.web import terms as shared
from app.web.access import OFFICERS, allow, freshly, me
from app.web.office.dashboard import blueprint
from app.web.pages import Page

_OWN = ("fund.", "loan.")


def _owner() -> None:
    """Raises NotFound for everybody but who speaks for the labour office in the whole province."""
    if not me().speaks_for(Body.LABOUR):
        raise NotFound


def _rules() -> list[Rule]:
    return [one for one in rulebook.all_rules() if one.name.startswith(_OWN)]


@blueprint.get("/terms")
@allow(OFFICERS)
def terms() -> Page:
    """Every line with its terms, every rule with its value, and who said so last."""
    _owner()
    lines = lending.lines()
    rules = [(rule, rulebook.current(rule), rulebook.rows_of(rule)) for rule in _rules()]
    setters = {one.terms.set_by for one in lines}
    setters |= {rows[0].set_by for _, _, rows in rules if rows and rows[0].set_by is not None}
    return render_template("office/terms.html", lines=lines, rules=rules, people=accounts.names(setters))


@blueprint.route("/terms/lines/new", methods=["GET", "POST"])
@allow(freshly(OFFICERS))
def credit_line_new() -> Page:
    _owner()
    return shared.new_line("office.terms")


@blueprint.route("/terms/lines/<int:line_id>", methods=["GET", "POST"])
@allow(freshly(OFFICERS))
def credit_line(line_id: int) -> Page:
    _owner()
    return shared.change_line(line_id, "office.terms")


@blueprint.route("/terms/rules/<name>", methods=["GET", "POST"])
@allow(freshly(OFFICERS))
def rule(name: str) -> Page:
    """One of the fund's or of credit's; no other rule is found here."""
    _owner()
    found = next((one for one in _rules() if one.name == name), None)
    if found is None:
        raise NotFound
    return shared.change_rule(found, "office.terms")
