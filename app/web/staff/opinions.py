"""Opinions that makers reported: staff hide one for a reason, or leave it; they never edit."""

from __future__ import annotations

from flask import render_template, request

from app import opinions, programme
from app.opinions import HideReason
from app.shared import audit
from app.shared.database import transaction
from app.shared.errors import NotFound
from app.web.access import STAFF, allow, me
from app.web.forms.fields import fault_list
from app.web.forms.opinions import HideForm, ShowAgainForm
from app.web.pages import Page, done, go, page_number, pages_of
from app.web.staff.door import blueprint, reach
from app.words import gettext

_LISTS = ("reported", "hidden", "all")


@blueprint.get("/opinions")
@allow(STAFF)
def all_opinions() -> Page:
    which = request.args.get("which", "")
    which, page = which if which in _LISTS else _LISTS[0], page_number()
    total, found = opinions.for_staff(reach(), which, page)
    return render_template(
        "staff/opinions.html",
        found=found,
        total=total,
        which=which,
        page=page,
        pages=pages_of(total, 20),
        makers=programme.trainees(view.opinion.maker_id for view in found),
    )


@blueprint.get("/opinions/<int:opinion_id>")
@allow(STAFF)
def opinion(opinion_id: int) -> Page:
    return _page(opinion_id)


def _page(opinion_id: int, form: HideForm | ShowAgainForm | None = None, original: str = "") -> Page:
    view = opinions.within(opinion_id, reach())
    page = render_template(
        "staff/opinion.html",
        view=view,
        maker=programme.trainee(view.opinion.maker_id),
        before=[(one, opinions.veil(one.words)) for one in opinions.before(opinion_id)],
        acts=audit.of("opinion", opinion_id),
        form=form if isinstance(form, HideForm) else HideForm(),
        again=form if isinstance(form, ShowAgainForm) else ShowAgainForm(),
        faults=fault_list(form) if form else [],
        reasons=list(HideReason),
        original=original,
    )
    return (page, 422) if form else page


@blueprint.post("/opinions/<int:opinion_id>")
@allow(STAFF)
def judge_opinion(opinion_id: int) -> Page:
    what = request.form.get("do", "")
    if what == "hide":
        form = HideForm(request.form)
        opinions.within(opinion_id, reach())
        if not form.validate():
            return _page(opinion_id, form)
        with transaction():
            found = opinions.within(opinion_id, reach()).opinion
            opinions.hide(found, HideReason(form.reason.data), me().person.id)
        done(gettext("پنهان شد. در صفحهٔ کالا نوشته می‌شود که یک نظر به چه دلیل پنهان است."))
    elif what == "original":
        with transaction():
            found = opinions.within(opinion_id, reach()).opinion
            audit.note("opinion_original_seen", "opinion", opinion_id, me().person.id)
            words = found.words
        return _page(opinion_id, original=words)
    elif what == "show":
        again = ShowAgainForm(request.form)
        opinions.within(opinion_id, reach())
        if not again.validate():
            return _page(opinion_id, again)
        with transaction():
            opinions.show_again(opinions.within(opinion_id, reach()).opinion, again.why.data or "", me().person.id)
        done(gettext("دوباره نشان داده می‌شود."))
    elif what == "keep":
        with transaction():
            opinions.keep(opinions.within(opinion_id, reach()).opinion, me().person.id)
        done(gettext("ثبت شد."))
    else:
        raise NotFound
    return go(".opinion", opinion_id=opinion_id)
