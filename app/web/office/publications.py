"""Publishing figures: staff prepare a month that is over, the head of the ACECR looks at it and signs."""

from __future__ import annotations

from flask import render_template, request

from app import accounts, impact
from app.accounts import Role, Sight
from app.impact import Publication, PublicationState
from app.shared import states
from app.shared.calendar import JalaliMonth
from app.shared.database import transaction
from app.shared.errors import NotFound, Refusal
from app.web.access import GOAL_SETTERS, OFFICIALS, SIGNERS, allow, freshly, i_see, me
from app.web.figures import shown
from app.web.forms.fields import fault_list
from app.web.forms.staff import PublicationForm
from app.web.office.dashboard import blueprint
from app.web.office.ruling import wage_of_another_year
from app.web.pages import Page, done, go, page_number, pages_of
from app.web.reporting import form_key
from app.words import gettext, name_of, say

PUBLICATIONS_A_PAGE = 20


def _may_prepare() -> bool:
    """Figures of the province are prepared by staff of the province."""
    return Role.STAFF in me().roles and me().counties(Role.STAFF) is None and i_see(Sight.INCOMES)


@blueprint.app_template_filter("publication_state")
def publication_state(became: str) -> str:
    return name_of(PublicationState(became))


@blueprint.get("/publications")
@allow(OFFICIALS)
def publications() -> Page:
    return _list(PublicationForm(data={"month": str(JalaliMonth.current().plus(-1))}))


def _list(form: PublicationForm) -> Page:
    pages = pages_of(impact.publications_counted(public=False), PUBLICATIONS_A_PAGE)
    page = min(page_number(), pages)
    found = impact.publications(PUBLICATIONS_A_PAGE, (page - 1) * PUBLICATIONS_A_PAGE)
    body = render_template(
        "office/publications.html",
        found=found,
        names=accounts.names({one.prepared_by for one in found} | {one.signed_by for one in found if one.signed_by}),
        page=page,
        pages=pages,
        form=form,
        faults=fault_list(form),
        months=impact.months_to_publish(),
        may_prepare=_may_prepare(),
        form_key=form_key(),
    )
    return (body, 422) if form.errors else body


@blueprint.post("/publications")
@allow(GOAL_SETTERS)
def prepare_publication() -> Page:
    if not _may_prepare():
        raise NotFound
    form = PublicationForm(request.form)
    if not form.validate():
        return _list(form)
    key = form_key()
    try:
        drawn = impact.draw(form.jalali_month())
        with transaction():
            found = impact.prepare(drawn.month, key, me().person.id, form.reason.data or "", drawn).id
    except (impact.AlreadyPrepared, impact.FiguresUnsafe, impact.MonthNotOver) as refusal:
        return _refused(form, "month", refusal)
    except impact.CorrectionNeedsReason as refusal:
        return _refused(form, "reason", refusal)
    done(gettext("عددها آماده شد؛ هنوز کسی بیرون از اینجا آن را نمی‌بیند."))
    return go(".publication", publication_id=found)


def _refused(form: PublicationForm, name: str, refusal: Refusal) -> Page:
    form[name].errors = [say(refusal).sentence]
    return _list(form)


@blueprint.get("/publications/<int:publication_id>")
@allow(OFFICIALS)
def publication(publication_id: int) -> Page:
    """What the public sees of it, or would see once it is signed; and how much is hidden.

    Raises NotFound for one that nobody has signed, but for its signer and those with leave to see incomes.
    """
    found = impact.publication(publication_id)
    if found.waits and not (i_see(Sight.INCOMES) or impact.may_sign(me().person.id)):
        raise NotFound
    figures = impact.figures_of(found)
    return render_template(
        "office/publication.html",
        found=found,
        hidden=impact.hidden_numbers(figures),
        steps=states.history("publication", found.id),
        names=accounts.names({found.prepared_by, *([found.signed_by] if found.signed_by else [])}),
        may_sign=found.waits and impact.may_sign(me().person.id) and found.prepared_by != me().person.id,
        old_wage=found.waits and wage_of_another_year(figures["rules"], found.of_month),
        may_discard=found.waits and (_may_prepare() or impact.may_sign(me().person.id)),
        **shown(figures),
    )


@blueprint.post("/publications/<int:publication_id>/sign")
@allow(freshly(SIGNERS))
def sign_publication(publication_id: int) -> Page:
    with transaction():
        found: Publication = impact.sign(publication_id, me().person.id)
        month, number = found.month, found.edition
    done(gettext("امضا شد؛ از همین حالا همه می‌بینند."))
    return go("figures.edition", month=month, number=number)


@blueprint.post("/publications/<int:publication_id>/discard")
@allow(OFFICIALS)
def discard_publication(publication_id: int) -> Page:
    if not (_may_prepare() or impact.may_sign(me().person.id)):
        raise NotFound
    with transaction():
        impact.discard(publication_id, me().person.id)
    done(gettext("کنار گذاشته شد."))
    return go(".publications")
