"""Help between mentors and trainees, as staff of some counties see it; thanks that ought not to be read are hidden."""

from __future__ import annotations

from flask import render_template, request

from app import accounts, programme
from app.programme import HELP_PAGE, STANDS_OF, HelpFilter, HelpKind, ThanksHidden
from app.shared import audit
from app.shared.database import transaction
from app.shared.errors import NotFound
from app.web.access import STAFF, allow, me
from app.web.forms.fields import fault_list
from app.web.forms.support import HideThanksForm
from app.web.pages import Page, done, go, page_number, pages_of
from app.web.shop import county_names
from app.web.staff.door import blueprint, my_counties, reach
from app.words import gettext

_LISTS = {"needs": programme.needs_within, "offers": programme.offers_within, "thanks": programme.thanks_within}


def _wanted(which: str) -> HelpFilter:
    kinds, stands = {one.value: one for one in HelpKind}, {one.value: one for one in STANDS_OF[which]}
    county = request.args.get("county", "")
    return HelpFilter(
        counties=reach(),
        kind=kinds.get(request.args.get("kind", "")),
        county=county if county in my_counties() else None,
        stand=stands.get(request.args.get("stand", "")),
    )


@blueprint.get("/support")
@allow(STAFF)
def support() -> Page:
    """What mentors offer, what trainees need, or how they thanked."""
    which = request.args.get("which", "")
    which, page = which if which in _LISTS else "needs", page_number()
    wanted = _wanted(which)
    total, found = _LISTS[which](wanted, page)
    return render_template(
        "staff/support.html",
        which=which,
        wanted=wanted,
        total=total,
        found=found,
        page=page,
        pages=pages_of(total, HELP_PAGE),
        kinds=list(HelpKind),
        stands=STANDS_OF[which],
        mine=my_counties(),
        counties=county_names(),
    )


@blueprint.get("/support/thanks/<int:undertaking_id>")
@allow(STAFF)
def thanks(undertaking_id: int) -> Page:
    return _page(undertaking_id)


def _page(undertaking_id: int, form: HideThanksForm | None = None) -> Page:
    told, acts = programme.thanks_in(undertaking_id, reach()), audit.of("undertaking", undertaking_id)
    page = render_template(
        "staff/thanks.html",
        told=told,
        acts=[one for one in acts if one.act in {"thanks_hidden", "thanks_shown"}],
        people=accounts.names(one.by_id for one in acts if one.by_id is not None),
        form=form or HideThanksForm(),
        faults=fault_list(form) if form else [],
        reasons=list(ThanksHidden),
    )
    return (page, 422) if form else page


@blueprint.post("/support/thanks/<int:undertaking_id>")
@allow(STAFF)
def judge_thanks(undertaking_id: int) -> Page:
    """Hide the words for a reason, or show them again."""
    what, form = request.form.get("do", ""), HideThanksForm(request.form)
    programme.thanks_in(undertaking_id, reach())
    if what == "hide" and not form.validate():
        return _page(undertaking_id, form)
    with transaction():
        found = programme.thanks_in(undertaking_id, reach()).undertaking
        if what == "hide":
            programme.hide_thanks(found, ThanksHidden(form.reason.data), me().person.id)
        elif what == "show":
            programme.show_thanks(found, me().person.id)
        else:
            raise NotFound
    done(gettext("ثبت شد."))
    return go(".thanks", undertaking_id=undertaking_id)
