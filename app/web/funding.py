"""The branding fund as its three rooms show it: the executor writes and agrees, others agree again, finance pays."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from flask import render_template, request

from app import accounts, funding, impact, programme
from app.accounts import Sight
from app.funding import FundApplication, FundState, Terms
from app.shared import audit, clock, gallery, rulebook, states
from app.shared.calendar import today
from app.shared.database import transaction
from app.shared.errors import NotFound, Refusal
from app.shared.money import Rial
from app.shared.rulebook import Rule
from app.web.access import i_see, me, my_id
from app.web.forms.fields import fault_list
from app.web.forms.funding import ApplyForm, GrantPaidForm, InvoiceForm, ReasonForm
from app.web.pages import Page, done, go, page_number, pages_of, row_number
from app.web.private import private_photo
from app.web.shop import county_names
from app.words import formats, gettext, rule_name, rule_reason, say

PER_PAGE = 30


@dataclass(frozen=True)
class Room:
    """Who looks: at the cooperatives of which counties (None: all), and with which acts in hand."""

    counties: frozenset[str] | None
    may: frozenset[str]

    def find(self, application_id: int) -> FundApplication:
        """Raises NotFound."""
        return funding.application(application_id, self.counties)

    def acts(self, found: FundApplication) -> set[str]:
        """What of it can be done now, by this very person."""
        state, another = found.state, me().person.id != found.written_by
        now = {
            "edit": state is FundState.DRAFT,
            "first": state is FundState.SUBMITTED and another,
            "second": state is FundState.FIRST_OK and another and me().person.id != found.first_by,
            "judge": found.judged and another,
            "pay": state is FundState.APPROVED and another and me().person.id != found.second_by,
            "withdraw": found.may_become(FundState.WITHDRAWN),
        }
        return {act for act in self.may if now[act]}


@dataclass
class Tried:
    """A form that was sent and not taken, and which one it was: `strike-12`, `refuse` and the like."""

    which: str = ""
    form: Any = None
    faults: list[tuple[str, str]] = field(default_factory=list)

    def of(self, which: str) -> Any:
        return self.form if self.which == which else None


# ---- looking --------------------------------------------------------------------------------------------------


def listing(room: Room, **more: object) -> Page:
    """Applications with their state, budgets, and sums by state."""
    state = next((one for one in FundState if one.value == request.args.get("state")), None)
    whole, found = funding.applications(room.counties, state, page_number())
    return render_template(
        "fund/list.html",
        applications=found,
        state_chosen=state,
        totals=funding.totals(room.counties),
        budgets=funding.budgets(),
        costs=funding.costs_of(one.id for one in found),
        cooperatives=programme.cooperatives_by_id(one.cooperative_id for one in found),
        counties=county_names(),
        rules=rules_at(funding.terms_now(), None),
        page=page_number(),
        pages=pages_of(whole, PER_PAGE),
        **more,
    )


def show(room: Room, found: FundApplication, tried: Tried | None = None) -> Page:
    """One application: the rules of its day, its bills, who agreed, and what was sold before and after."""
    tried = tried or Tried()
    invoices = funding.invoices_of(found.id)
    terms, acts = found.terms or funding.terms_now(), room.acts(found)
    cost = found.cost_rial or funding.costs_of([found.id]).get(found.id, Rial(0))
    members = funding.members_of(found.id)
    withheld = found.paid_on is not None and _would_tell_of(members)
    history = states.history("fund_application", found.id)
    people = [found.written_by, *(move.by_id for move in history), *(one.struck_by for one in invoices)]
    offers = funding.grants_from(found, funding.open_budgets()) if "second" in acts else []
    page = render_template(
        "fund/application.html",
        found=found,
        cooperative=programme.cooperative(found.cooperative_id),
        counties=county_names(),
        invoices=invoices,
        pictures=gallery.by_ids(one.picture_id for one in invoices),
        terms=terms,
        rules=rules_at(terms, found.applied_at),
        cost=cost,
        rule_grant=funding.grant(cost, terms),
        offers=offers,
        first_offer=next((one.id for one, _, possible in offers if possible), None),
        budget=next((one for one in funding.budgets() if one.id == found.budget_id), None),
        acts=acts,
        alike=funding.likenesses(found.id) if found.judged else [],
        may=room.may,
        history=[(move, FundState(move.became)) for move in history],
        deciding=bool(acts - {"edit"}),
        shut_out=_shut_out(room, found, acts),
        people=accounts.names(one for one in people if one is not None),
        members=programme.trainees(members),
        report=None if withheld else _report(found, members),
        withheld=withheld,
        tried=tried,
        faults=[*tried.faults, *(fault_list(tried.form) if tried.form else [])],
        invoice_form=tried.of("invoice") or InvoiceForm(),
        apply_form=ApplyForm(),
        pay_form=tried.of("pay") or GrantPaidForm(data={"paid_on": today()}),
    )
    return (page, 422) if tried.which else page


def _shut_out(room: Room, found: FundApplication, acts: set[str]) -> bool:
    """Whether it waits for a word of this room, and this very person has said hers already."""
    if found.state is FundState.APPROVED:
        return "pay" in room.may - acts
    return found.judged and bool(room.may) and not acts & {"first", "second", "judge"}


def _report(found: FundApplication, members: set[int]) -> impact.BeforeAfter | None:
    if found.paid_on is None or not i_see(Sight.INCOMES):
        return None
    months = rulebook.number(funding.REPORT_MONTHS)
    # What a few sold together says much of each: whoever looks is written down for them.
    with transaction():
        audit.note_looks("income_seen", "trainee", members, my_id())
    return impact.before_and_after(members, found.paid_on, months)


def _would_tell_of(members: set[int]) -> bool:
    """Whether the sum, less what lists say by name, would tell what so few earn who stand in no list."""
    nameless = len(impact.hidden_names() & members)
    return 0 < nameless < rulebook.number(impact.FEWEST)


def photo(room: Room, application_id: int, invoice_id: int) -> Page:
    """A bill's scan, for who may see its application."""
    return private_photo(funding.invoice_in(room.find(application_id).id, invoice_id).picture_id)


def rules_at(terms: Terms, at: datetime | None) -> list[tuple[str, str, str]]:
    """Each rule of the fund with what it says by these terms, and whose word that is."""
    often = gettext("هر %(n)s سال یک بار", n=formats.num(terms.once_years)) if terms.once_years else ""
    values = {
        funding.SHARE_BPS: gettext("%(n)s درصد", n=formats.hundredths(terms.share_bps)),
        funding.CAP: formats.money(terms.cap),
        funding.TWO_SUPPORTS: gettext("دو کمک، رویِ هم، هرگز بیش از هزینه")
        if terms.two_supports
        else gettext("یک کمک: آن‌که کمتر است"),
        funding.ONCE_YEARS: often or gettext("تنها یک بار"),
    }
    return [(rule_name(rule), value, _source(rule, at or clock.now())) for rule, value in values.items()]


def _source(rule: Rule, at: datetime) -> str:
    """What the rule rested on at a moment."""
    for row in rulebook.rows_of(rule):
        if row.valid_from <= at and (row.valid_to is None or at < row.valid_to):
            return row.source
    return rule_reason(rule)


# ---- acting ---------------------------------------------------------------------------------------------------


def strike(room: Room, application_id: int, invoice_id: int) -> Page:
    """A bill that does not count, with a reason."""
    found, form = room.find(application_id), ReasonForm(request.form)
    if "judge" not in room.may:
        raise NotFound
    which = f"strike-{invoice_id}"
    if not form.validate():
        funding.invoice_in(found.id, invoice_id)
        return show(room, found, Tried(which, form))
    by = me().person.id

    def act() -> None:
        funding.strike(funding.invoice_in(room.find(application_id).id, invoice_id), form.why.data or "", by)

    return _done(room, application_id, act, which)


def decide(room: Room, application_id: int) -> Page:
    """Agree, refuse, withdraw or pay: what this room has in hand."""
    what = request.form.get("do", "")
    needed = {"refuse": "judge", "alike": "judge", **{one: one for one in ("first", "second", "withdraw", "pay")}}
    found = room.find(application_id)
    if needed.get(what) not in room.may:
        raise NotFound
    if what in {"first", "second"}:
        return _agree(room, application_id, what)
    form: Any = GrantPaidForm(request.form) if what == "pay" else ReasonForm(request.form)
    pair = row_number(request.form.get("invoice", "")), row_number(request.form.get("other", ""))
    if not form.validate():
        return show(room, found, _untaken(what, form, pair))
    by = me().person.id

    def act() -> None:
        again = room.find(application_id)
        if what == "alike":
            funding.tell_bills_apart(again, pair, form.why.data or "", by)
        elif what == "pay":
            funding.pay(again, form.tracking_no.data or "", form.paid_on.data, by)
        elif what == "refuse":
            funding.refuse(again, form.why.data or "", by)
        else:
            funding.withdraw(again, form.why.data or "", by)

    return _done(room, application_id, act, what, form)


def _untaken(what: str, form: Any, pair: tuple[int, int]) -> Tried:
    """What was typed, with its faults; of two bills that look alike, at the very pair that was answered."""
    if what != "alike":
        return Tried(what, form)
    which = f"alike-{pair[0]}-{pair[1]}"
    return Tried(which, None, [(which, sentence) for _, sentence in fault_list(form)])


def _agree(room: Room, application_id: int, what: str) -> Page:
    by, budget_id = me().person.id, row_number(request.form.get("budget", ""))
    seen = Rial(row_number(request.form.get(f"seen-{budget_id}", "")))

    def act() -> None:
        again = room.find(application_id)
        if what == "first":
            funding.approve_first(again, by)
        else:
            funding.approve(again, budget_id, seen, by)

    return _done(room, application_id, act, what)


def _done(room: Room, application_id: int, act: Callable[[], None], which: str, form: Any = None) -> Page:
    """Do it, or say on the page why not, with what was typed."""
    try:
        with transaction():
            act()
    except NotFound:
        raise
    except Refusal as refusal:
        if isinstance(refusal, funding.TrackingTaken):
            form.tracking_no.errors = [say(refusal).sentence]
            return show(room, room.find(application_id), Tried(which, form))
        if isinstance(refusal, funding.PaidDayWrong):
            form.paid_on.errors = [say(refusal).sentence]
            return show(room, room.find(application_id), Tried(which, form))
        return show(room, room.find(application_id), Tried(which, None, [("decision", say(refusal).sentence)]))
    done(gettext("ثبت شد."))
    return go(".fund_application", application_id=application_id)
