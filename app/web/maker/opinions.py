"""What buyers say of her products: one answer to each, and a word to staff where one is not fair play."""

from __future__ import annotations

from flask import render_template, request
from wtforms import Form

from app import opinions
from app.shared.database import transaction
from app.shared.errors import NotFound
from app.web.access import TRAINEES, allow, my_trainee
from app.web.forms.fields import fault_list
from app.web.forms.opinions import AnswerForm, ReportForm
from app.web.maker.door import blueprint
from app.web.pages import Page, done, go, page_number, pages_of
from app.words import gettext


@blueprint.get("/opinions")
@allow(TRAINEES)
def all_opinions() -> Page:
    page = page_number()
    total, found = opinions.of_maker(my_trainee().id, page)
    return render_template("maker/opinions.html", found=found, total=total, page=page, pages=pages_of(total, 20))


@blueprint.get("/opinions/<int:opinion_id>")
@allow(TRAINEES)
def opinion(opinion_id: int) -> Page:
    return _page(opinion_id)


def _page(opinion_id: int, slip: Form | None = None) -> Page:
    page = render_template(
        "maker/opinion.html",
        view=opinions.own_opinion(my_trainee().id, opinion_id),
        answer=slip if isinstance(slip, AnswerForm) else AnswerForm(),
        report=slip if isinstance(slip, ReportForm) else ReportForm(),
        faults=fault_list(slip) if slip else [],
    )
    return (page, 422) if slip else page


@blueprint.post("/opinions/<int:opinion_id>")
@allow(TRAINEES)
def on_opinion(opinion_id: int) -> Page:
    """Answer it, or report it to staff."""
    what = request.form.get("do", "")
    opinions.own_opinion(my_trainee().id, opinion_id)
    if what == "answer":
        reply = AnswerForm(request.form)
        if not reply.validate():
            return _page(opinion_id, reply)
        with transaction():
            opinions.answer(opinions.own_opinion(my_trainee().id, opinion_id).opinion, reply.words.data or "")
        done(gettext("پاسختان زیرِ نظر نوشته شد."))
    elif what == "report":
        plea = ReportForm(request.form)
        if not plea.validate():
            return _page(opinion_id, plea)
        with transaction():
            opinions.report(opinions.own_opinion(my_trainee().id, opinion_id).opinion, plea.why.data or "")
        done(gettext("به مجری گفتیم. نگاه می‌کند؛ نظرِ بد بودن به‌تنهایی دلیلِ پنهان‌کردن نیست."))
    else:
        raise NotFound
    return go(".opinion", opinion_id=opinion_id)
