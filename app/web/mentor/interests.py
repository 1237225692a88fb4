"""What ties a mentor to makers: declared here, shown on her page."""

from __future__ import annotations

from flask import render_template, request

from app import programme, vouching
from app.shared.database import transaction
from app.shared.errors import NotFound, Refusal
from app.web.access import MENTORS, allow, me, my_mentor
from app.web.forms.fields import fault_list
from app.web.forms.mentor import InterestForm
from app.web.mentor.desk import blueprint
from app.web.pages import Page, done, go
from app.words import gettext, say


@blueprint.route("/interests", methods=["GET", "POST"])
@allow(MENTORS)
def interests() -> Page:
    form = InterestForm(request.form if request.method == "POST" else None)
    if request.method == "POST" and form.validate() and _declared(form):
        done(gettext("ثبت شد. کالاهای این سازنده را پیشرانِ دیگری می‌بیند."))
        return go(".interests")
    page = render_template(
        "mentor/interests.html",
        form=form,
        faults=fault_list(form),
        kinds=list(vouching.InterestKind),
        ties=vouching.interests_of(my_mentor().id, standing=False),
    )
    return (page, 422) if request.method == "POST" else page


def _declared(form: InterestForm) -> bool:
    """Whether the tie was written down; what is wrong stands at its field."""
    try:
        with transaction():
            maker = programme.trainee_by_slug(form.slug())
            kind = vouching.InterestKind(str(form.kind.data))
            vouching.declare_interest(my_mentor(), maker, kind, form.words.data or "", me().person.id)
    except NotFound:
        form.maker.errors = [gettext("چنین سازنده‌ای نیست. نشانیِ صفحه‌اش را از بازار بردارید.")]
        return False
    except Refusal as refusal:
        form.kind.errors = [say(refusal).sentence]
        return False
    return True


@blueprint.post("/interests/<int:interest_id>/end")
@allow(MENTORS)
def end_interest(interest_id: int) -> Page:
    with transaction():
        vouching.end_interest(my_mentor().id, interest_id, me().person.id)
    done(gettext("ثبت شد."))
    return go(".interests")
