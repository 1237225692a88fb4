"""Her page in the shop, and where she is paid."""

from __future__ import annotations

from flask import render_template, request

from app import accounts, programme
from app.programme import Profile
from app.shared import gallery
from app.shared.database import transaction
from app.shared.pictures import BadPicture
from app.web.access import TRAINEES, allow, freshly, me, my_id, my_trainee
from app.web.forms.account import ShebaForm
from app.web.forms.fields import fault_list
from app.web.forms.maker import ProfileForm
from app.web.maker.door import blueprint
from app.web.pages import Page, done, go
from app.words import gettext, say


@blueprint.route("/profile", methods=["GET", "POST"])
@allow(TRAINEES)
def profile() -> Page:
    maker = my_trainee()
    form = ProfileForm(
        request.form if request.method == "POST" else None,
        data={"display_name": maker.display_name, "story": maker.story},
    )
    faults: list[tuple[str, str]] = []
    if request.method == "POST" and form.validate():
        faults = _kept(form)
        if not faults:
            done(gettext("ذخیره شد."))
            return go(".profile")
    faults = [*fault_list(form), *faults]
    page = render_template(
        "maker/profile.html",
        maker=maker,
        form=form,
        faults=faults,
        detail=accounts.bank_detail(maker.person_id),
        portrait=gallery.by_ids([maker.portrait_id or 0]).get(maker.portrait_id or 0),
    )
    return (page, 422) if faults else page


def _kept(form: ProfileForm) -> list[tuple[str, str]]:
    upload = request.files.get("portrait")
    try:
        key = gallery.keep(upload.stream.read()) if upload is not None and upload.filename else None
    except BadPicture as refusal:
        return [("portrait", say(refusal).sentence)]
    with transaction():
        maker = programme.trainee(my_trainee().id)
        portrait = gallery.add(key, my_id()).id if key else None
        programme.change_profile(maker, Profile(form.display_name.data or "", form.story.data or "", portrait))
    return []


@blueprint.route("/sheba", methods=["GET", "POST"])
@allow(freshly(TRAINEES))
def sheba() -> Page:
    """Where she is paid. A change waits out the hold, and her telephone is told."""
    form = ShebaForm(request.form if request.method == "POST" else None, data={"holder": me().person.name})
    if request.method == "POST" and form.validate():
        with transaction():
            accounts.set_sheba(accounts.person(me().person.id), form.sheba.data, form.holder.data or "", my_id())
        done(gettext("شبا ثبت شد. برای ایمنی، واریز به آن از ۷۲ ساعتِ دیگر آغاز می‌شود."))
        return go(".profile")
    page = render_template(
        "maker/sheba.html", form=form, faults=fault_list(form), detail=accounts.bank_detail(my_trainee().person_id)
    )
    return (page, 422) if request.method == "POST" else page
