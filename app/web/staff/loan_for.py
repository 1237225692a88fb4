"""A trainee has called and wants a loan: staff open her file for her, with her word by code or on paper."""

from __future__ import annotations

import secrets

from flask import render_template, request, session

from app import accounts, lending, programme
from app.accounts import CodeAnswer
from app.lending import Agreed, Line, NewFile, Telephone
from app.programme import Trainee
from app.shared.database import transaction
from app.shared.errors import Refusal
from app.web import lending as loan_pages
from app.web.access import STAFF, allow, me
from app.web.account import code_words
from app.web.forms.fields import fault_list
from app.web.forms.lending import AskForHerForm
from app.web.languages import chosen
from app.web.pages import Page, done, go, row_number
from app.web.reporting import form_key
from app.web.shop import county_names
from app.web.staff.door import blueprint, within_reach
from app.words import formats, gettext, refused_of_her


def _hers(trainee_id: int) -> Trainee:
    found = programme.trainee(trainee_id)
    within_reach(found.county_code)
    return found


@blueprint.get("/trainees/<int:trainee_id>/credit")
@allow(STAFF)
def credit_for(trainee_id: int) -> Page:
    """Which lines are open to her."""
    hers, lines = _hers(trainee_id), lending.open_lines()
    return render_template(
        "staff/credit_for.html",
        trainee=hers,
        lines=lines,
        conditions=lending.conditions(hers, lines),
        counties=county_names(),
    )


@blueprint.route("/trainees/<int:trainee_id>/credit/<int:credit_line_id>", methods=["GET", "POST"])
@allow(STAFF)
def credit_line_for(trainee_id: int, credit_line_id: int) -> Page:
    """Send her the code, or open her file."""
    hers, line = _hers(trainee_id), lending.line(credit_line_id)
    form = AskForHerForm(request.form if request.method == "POST" else None, months=line.terms.months)
    if request.method == "GET":
        return _page(hers, line, form, [])
    if not form.validate():
        return _page(hers, line, form, fault_list(form))
    try:
        return _ask(hers, line, form) if request.form.get("do") == "ask" else _open(hers, line, form)
    except Refusal as refusal:
        faults = [("amount", refused_of_her(refusal))]
        return _pressed_twice(trainee_id) or _page(_hers(trainee_id), lending.line(credit_line_id), form, faults)


def _told(line: Line, form: AskForHerForm) -> NewFile:
    terms = row_number(request.form.get("terms", ""))
    return NewFile(line.row.id, terms, form.amount.data, form.months.data, form.purpose.data or "", _key())


def _key() -> str:
    return f"{me().person.id}:{form_key()}"[:40]


def _browser() -> str:
    if "loan_browser" not in session:
        session["loan_browser"] = secrets.token_urlsafe(16)
    return str(session["loan_browser"])


def _ask(hers: Trainee, line: Line, form: AskForHerForm) -> Page:
    at = Telephone(_browser(), request.remote_addr or "", chosen())
    with transaction():
        wait = lending.ask_agreement(_told(line, form), hers, at, me().person.id)
    if wait:
        sentence = gettext("کد تازه رفته است؛ %(n)s ثانیه صبر کنید.", n=formats.num(wait))
        return _page(hers, line, form, [("code", sentence)])
    return _page(_hers(hers.id), lending.line(line.row.id), form, [], sent=True)


def _open(hers: Trainee, line: Line, form: AskForHerForm) -> Page:
    told, by, trainee_id, line_id = _told(line, form), me().person.id, hers.id, line.row.id
    known = _pressed_twice(hers.id)
    if known is not None:
        return known
    agreed = Agreed.PAPER if form.agreed.data == Agreed.PAPER else Agreed.CODE
    number, answer = 0, CodeAnswer.RIGHT
    with transaction():
        if agreed is Agreed.CODE:
            answer = lending.check_agreement(told, hers, _browser(), form.code.data or "")
        if answer is CodeAnswer.RIGHT:
            number = lending.open_file(told, hers, by, agreed).id
    if answer is not CodeAnswer.RIGHT:
        wrong = [("code", _code_words(answer))]
        return _pressed_twice(trainee_id) or _page(_hers(trainee_id), lending.line(line_id), form, wrong)
    done(gettext("پرونده‌اش باز شد. نامِ هر دو می‌ماند."))
    return go(".credit_file", file_id=number)


def _code_words(answer: CodeAnswer) -> str:
    """What to do after a code that was not right, while she is on the telephone."""
    if answer is CodeAnswer.WRONG:
        return gettext("کد درست نیست؛ بپرسید و دوباره بنویسید. اگر مبلغ یا ماه‌ها را عوض کرده‌اید، کدِ تازه‌ای بفرستید.")
    if answer is CodeAnswer.EXPIRED:
        return gettext("این کد دیگر کار نمی‌کند: زمانش گذشته یا چند بار نادرست نوشته شده است. کدِ تازه‌ای برایش بفرستید.")
    return code_words(answer)


def _pressed_twice(trainee_id: int) -> Page | None:
    """To the file that this form has opened already; of two presses the second finds the code used up."""
    known = lending.opened(_key(), trainee_id)
    return None if known is None else go(".credit_file", file_id=known.id)


def _page(hers: Trainee, line: Line, form: AskForHerForm, faults: list[tuple[str, str]], *, sent: bool = False) -> Page:
    conditions = lending.conditions(hers, [line])[line.row.id]
    page = render_template(
        "staff/credit_line_for.html",
        trainee=hers,
        line=line,
        conditions=conditions,
        may=all(holds for _, holds in conditions),
        mobile=accounts.masked(accounts.person(hers.person_id).mobile),
        estimate=loan_pages.estimate(line.terms.cap_rial, line.terms.months, line.terms.fee_bps),
        form=form,
        faults=faults,
        sent=sent,
        form_key=form_key(),
    )
    return (page, 422) if faults else page
