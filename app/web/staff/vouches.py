"""Vouches that staff take back in a mentor's place: in danger, or while nobody can reach her."""

from __future__ import annotations

from flask import render_template, request

from app import accounts, vouching
from app.shared.database import transaction
from app.shared.errors import Refusal
from app.vouching import Answered, Grade, Overruling
from app.web.access import STAFF, allow, freshly, me
from app.web.forms.fields import fault_list
from app.web.forms.mentor import OverrulingForm
from app.web.pages import Page, done, go, page_number, pages_of
from app.web.staff.door import blueprint, reach
from app.words import gettext, say


@blueprint.get("/vouches")
@allow(STAFF)
def vouches() -> Page:
    sku, page = request.args.get("sku", "").strip()[:40], page_number()
    total, found = vouching.standing_in(reach(), page, sku)
    return render_template(
        "staff/vouches.html",
        found=found,
        total=total,
        sku=sku,
        page=page,
        pages=pages_of(total, 20),
        overruled=vouching.overruled_in(reach()),
    )


@blueprint.get("/vouches/<int:vouch_id>")
@allow(STAFF)
def vouch(vouch_id: int) -> Page:
    one = vouching.vouch_in(vouch_id, reach())
    return render_template(
        "staff/vouch.html",
        one=one,
        by=accounts.names([one.vouch.withdrawn_by or 0]).get(one.vouch.withdrawn_by or 0, ""),
        instead=vouching.why_overruled(vouch_id),
    )


@blueprint.route("/vouches/<int:vouch_id>/withdraw", methods=["GET", "POST"])
@allow(freshly(STAFF))
def withdraw_vouch(vouch_id: int) -> Page:
    one = vouching.vouch_in(vouch_id, reach())
    if one.vouch.withdrawn_at is not None:
        done(gettext("این تأیید پیش‌تر پس گرفته شده است."))
        return go(".vouch", vouch_id=vouch_id)
    form = OverrulingForm(request.form if request.method == "POST" else None)
    if request.method == "POST" and form.validate():
        try:
            stood = _withdrawn(vouch_id, form)
        except Refusal as refusal:
            form.became.errors = [say(refusal).sentence]
        else:
            done(
                gettext("تأیید برداشته شد و کالا دیگر در بازار نیست. به سازنده، پیشران و خریداران خبر می‌دهیم.")
                if stood
                else gettext("این تأیید پیش‌تر پس گرفته شده است.")
            )
            return go(".vouch", vouch_id=vouch_id)
    page = render_template(
        "staff/vouch_withdraw.html",
        one=one,
        lower=_lower(one),
        reasons=list(Overruling),
        form=form,
        faults=fault_list(form),
    )
    return (page, 422) if request.method == "POST" else page


def _lower(one: Answered) -> list[Grade]:
    """To which grades it can go down: none, once a newer version is on sale."""
    told = vouching.disclosure_of(one.version.id)
    live = one.product.live_version_id == one.version.id
    return vouching.lower_grades(told.grade) if told is not None and live else []


def _withdrawn(vouch_id: int, form: OverrulingForm) -> bool:
    """Whether it stood until now: a mentor may have been quicker."""
    grade = next((one for one in Grade if one.value == form.became.data), None)
    instead, why, by = Overruling(form.instead.data), form.why.data or "", me().person.id
    with transaction():
        given = vouching.vouch_in(vouch_id, reach()).vouch
        if grade is None:
            return vouching.withdraw_vouch(given, why, by, instead)
        vouching.regrade(given, grade, why, by, instead)
        return True
