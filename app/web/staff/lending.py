"""Files for loans in the executor's room: papers are seen, the bank is asked, its answer is written down."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import render_template, request
from werkzeug.wrappers import Response

from app import accounts, lending, places, programme
from app.lending import (
    OPEN,
    Condition,
    Line,
    LoanFile,
    LoanState,
    PaperKind,
    WhyRefused,
)
from app.shared import states
from app.shared.calendar import today
from app.shared.database import transaction
from app.shared.errors import NotFound, Refusal
from app.web import lending as loan_pages
from app.web.access import STAFF, allow, freshly, me
from app.web.forms.fields import fault_list
from app.web.forms.lending import (
    BankRefusesForm,
    CloseForm,
    GrantForm,
    ReferForm,
    RefuseForm,
)
from app.web.pages import Page, done, go, page_number, pages_of
from app.web.papers import sheet
from app.web.shop import county_names, trade_names
from app.web.staff.door import blueprint, reach
from app.words import gettext, say

PER_PAGE = 30


# ---- the list -------------------------------------------------------------------------------------------------


@blueprint.get("/credit")
@allow(STAFF)
def credit() -> Page:
    """Files that wait, the longest first, and the lines with what is left of them."""
    state = next((one for one in LoanState if one.value == request.args.get("state")), None)
    whole, found = lending.files(reach(), [state] if state else OPEN, page_number())
    return render_template(
        "staff/credit.html",
        files=found,
        whole=whole,
        state_chosen=state,
        states=list(LoanState),
        lines=lending.lines(),
        lines_of=lending.lines_of(found),
        trainees=programme.trainees(one.trainee_id for one in found),
        counties=county_names(),
        permitted=lending.permitted(places.BUSHEHR, today()),
        everywhere=reach() is None,
        page=page_number(),
        pages=pages_of(whole, PER_PAGE),
    )


# ---- a file ---------------------------------------------------------------------------------------------------


@blueprint.get("/credit/files/<int:file_id>")
@allow(STAFF)
def credit_file(file_id: int) -> Page:
    return _file(lending.file(file_id, reach()))


def _file(file: LoanFile, which: str = "", form: Any = None, faults: list[tuple[str, str]] | None = None) -> Page:
    line = lending.lines_of([file])[file.id]
    trainee = programme.trainee(file.trainee_id)
    papers = loan_pages.papers(file, line)
    history = states.history("loan_file", file.id)
    people = [file.opened_by, *(one.by_id for one in history), *(seen.seen_by for _, seen in papers if seen)]
    page = render_template(
        "staff/credit_file.html",
        file=file,
        line=line,
        trainee=trainee,
        counties=county_names(),
        trades=trade_names(),
        papers=papers,
        estimate=loan_pages.estimate_of(file, line),
        conditions=_conditions(file, line),
        history=[(one, LoanState(one.became)) for one in history],
        people=accounts.names(one for one in people if one is not None),
        forgotten=lending.FORGOTTEN,
        reasons=[(one.value, one) for one in WhyRefused],
        which=which,
        faults=[*(faults or []), *(fault_list(form) if form else [])],
        refer_form=form if which == "refer" and form else ReferForm(),
        grant_form=form
        if which == "grant" and form
        else GrantForm(data={"amount": file.asked_rial, "answered_on": today()}),
        refuse_form=form if which == "refuse" and form else RefuseForm(),
        bank_form=form if which == "bank" and form else BankRefusesForm(data={"answered_on": today()}),
        close_form=form if which in {"withdraw", "lapse"} and form else CloseForm(),
    )
    return (page, 422) if which else page


@blueprint.post("/credit/files/<int:file_id>/papers")
@allow(STAFF)
def credit_paper(file_id: int) -> Page:
    """A paper was seen, or was marked by mistake."""
    paper = next((one for one in PaperKind if one.value == request.form.get("paper")), None)
    if paper is None:
        raise NotFound
    act = lending.unsee_paper if request.form.get("do") == "unsee" else lending.see_paper
    with transaction():
        act(lending.file(file_id, reach()), paper, me().person.id)
    return go(".credit_file", file_id=file_id)


def _conditions(file: LoanFile, line: Line) -> list[tuple[Condition, bool]]:
    """Those that hold or not today, but for the one that this very file breaks."""
    if not file.open:
        return []
    told = lending.conditions(programme.trainee(file.trainee_id), [line])[line.row.id]
    return [(condition, holds) for condition, holds in told if condition is not Condition.NO_FILE]


_FORMS: dict[str, Any] = {
    "refer": ReferForm,
    "grant": GrantForm,
    "refuse": RefuseForm,
    "bank": BankRefusesForm,
    "withdraw": CloseForm,
    "lapse": CloseForm,
}


@blueprint.post("/credit/files/<int:file_id>")
@allow(freshly(STAFF))
def credit_decide(file_id: int) -> Page:
    """Send it to the bank, write down what the bank said, refuse or close it."""
    what, file = request.form.get("do", ""), lending.file(file_id, reach())
    if what not in _FORMS:
        raise NotFound
    form = _FORMS[what](request.form)
    if not form.validate():
        return _file(file, what, form)
    act = _acts(form, me().person.id)[what]
    try:
        with transaction():
            act(lending.file(file_id, reach()))
    except states.MoveRefused:
        raise
    except Refusal as refusal:
        return _file(lending.file(file_id, reach()), what, form, [("decision", say(refusal).sentence)])
    done(gettext("ثبت شد."))
    return go(".credit_file", file_id=file_id)


def _acts(form: Any, by: int) -> dict[str, Callable[[LoanFile], None]]:
    """What each button does with what was typed."""
    return {
        "refer": lambda file: lending.refer(file, form.letter_no.data, by),
        "grant": lambda file: lending.grant(file, form.amount.data, form.answered_on.data, by),
        "refuse": lambda file: lending.refuse(file, WhyRefused(form.kind.data), form.why.data, by),
        "bank": lambda file: lending.bank_refuses(
            file, WhyRefused(form.kind.data), form.why.data, form.answered_on.data, by
        ),
        "withdraw": lambda file: lending.withdraw(file, form.why.data, by),
        "lapse": lambda file: lending.lapse(file, form.why.data, by),
    }


@blueprint.get("/credit/files/<int:file_id>/letter.pdf")
@allow(STAFF)
def credit_letter(file_id: int) -> Response:
    """The letter to the bank, to print and sign. Only of a file that was sent there."""
    file = lending.file(file_id, reach())
    if file.referred_at is None:
        raise NotFound
    line, trainee = lending.lines_of([file])[file.id], programme.trainee(file.trainee_id)
    return sheet(
        "loan_letter",
        f"loan-{file_id}",
        file=file,
        line=line,
        trainee=trainee,
        person=accounts.person(trainee.person_id),
        papers=line.papers,
        trades=trade_names(),
        counties=county_names(),
    )
