"""What a mentor answers for, and how she stops: off the shelf, or down to a lower grade."""

from __future__ import annotations

from flask import render_template, request

from app import catalogue, vouching
from app.shared.database import transaction
from app.shared.errors import Refusal
from app.vouching import Grade, Vouch
from app.web.access import MENTORS, allow, me, my_mentor
from app.web.forms.fields import fault_list
from app.web.forms.mentor import WithdrawForm
from app.web.mentor.desk import blueprint
from app.web.pages import Page, done, go
from app.words import gettext, say


@blueprint.get("/vouches")
@allow(MENTORS)
def vouches() -> Page:
    return render_template("mentor/vouches.html", vouches=vouching.vouches_by(my_mentor().id))


@blueprint.route("/vouches/<int:vouch_id>/withdraw", methods=["GET", "POST"])
@allow(MENTORS)
def withdraw(vouch_id: int) -> Page:
    given = vouching.own_vouch(my_mentor().id, vouch_id)
    if given.withdrawn_at is not None:
        done(gettext("این تأیید پیش‌تر پس گرفته شده است."))
        return go(".vouches")
    form = WithdrawForm(request.form if request.method == "POST" else None)
    if request.method == "POST" and form.validate():
        try:
            return _withdrawn(vouch_id, form)
        except Refusal as refusal:
            form.became.errors = [say(refusal).sentence]
    version = catalogue.version(given.version_id)
    page = render_template(
        "mentor/withdraw.html",
        vouch=given,
        version=version,
        lower=_lower(given, version),
        form=form,
        faults=fault_list(form),
    )
    return (page, 422) if request.method == "POST" else page


def _lower(given: Vouch, version: catalogue.Version) -> list[Grade]:
    """To which grades it can go down: none, once a newer version is on sale."""
    told = vouching.disclosure_of(given.version_id)
    live = catalogue.product(version.product_id).live_version_id == version.id
    return vouching.lower_grades(told.grade) if told is not None and live else []


def _withdrawn(vouch_id: int, form: WithdrawForm) -> Page:
    grade = next((one for one in Grade if one.value == form.became.data), None)
    with transaction():
        given, why, by = vouching.own_vouch(my_mentor().id, vouch_id), form.why.data or "", me().person.id
        if grade is None:
            vouching.withdraw_vouch(given, why, by)
        else:
            vouching.regrade(given, grade, why, by)
    if grade is None:
        done(gettext("تأییدتان را پس گرفتید. کالا از بازار برداشته شد."))
    else:
        done(gettext("درجه پایین آمد. کالا از بازار برداشته شد و سازنده آن را کامل می‌کند و دوباره می‌فرستد."))
    return go(".vouches")
