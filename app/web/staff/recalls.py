"""Recalls: a batch is called back, its buyers are told, and the numbers say whether they were."""

from __future__ import annotations

from flask import render_template, request

from app import catalogue, notifications, orders, programme
from app.catalogue import Batch, Recall
from app.shared.calendar import today
from app.shared.database import transaction
from app.shared.errors import NotFound, Refusal
from app.web.access import STAFF, allow, freshly, me
from app.web.forms.fields import fault_list
from app.web.forms.staff import EndRecallForm, RecallForm
from app.web.pages import Page, done, go, row_number
from app.web.staff.door import blueprint, reach
from app.words import gettext, say


@blueprint.get("/recalls")
@allow(STAFF)
def recalls() -> Page:
    sku = request.args.get("sku", "").strip()
    if sku:
        found = catalogue.product_by_sku(sku, reach())
        if found is not None:
            return go(".new_recall", product_id=found.id)
    known = catalogue.recalls(reach())
    return render_template(
        "staff/recalls.html",
        recalls=known,
        titles=_titles(known),
        figures=orders.recall_figures(one.id for one in known),
        sku=sku,
        nothing=orders.RecallFigures(),
    )


def _titles(known: list[Recall]) -> dict[int, str]:
    """What each recalled product is called, by product."""
    products = catalogue.products(one.product_id for one in known)
    versions = catalogue.versions(one.live_version_id for one in products.values() if one.live_version_id)
    return {one.id: versions[one.live_version_id].title for one in products.values() if one.live_version_id}


@blueprint.route("/recalls/new/<int:product_id>", methods=["GET", "POST"])
@allow(freshly(STAFF))
def new_recall(product_id: int) -> Page:
    product = catalogue.product_in(product_id, reach())
    form = RecallForm(request.form if request.method == "POST" else None, data={"sold_until": today()})
    said = ""
    if request.method == "POST" and form.validate():
        try:
            recall_id = _begin(product_id, form)
        except (catalogue.RecallOutOfRange, NotFound) as refusal:
            said = say(refusal).sentence
        else:
            done(gettext("فراخوان شد. کالا از بازار برداشته شد و به خریداران خبر می‌دهیم."))
            return go(".recall", recall_id=recall_id)
    page = render_template(
        "staff/recall_new.html",
        product=product,
        version=catalogue.version(product.live_version_id or 0),
        maker=programme.trainee(product.maker_id),
        variants=catalogue.variants_of([product.id]).get(product.id, []),
        standing=catalogue.standing_recall(product.id),
        form=form,
        faults=[*fault_list(form), *([("decision", said)] if said else [])],
    )
    return (page, 422) if request.method == "POST" else page


def _begin(product_id: int, form: RecallForm) -> int:
    """Raises RecallOutOfRange, NotFound."""
    variant_id = row_number(form.variant.data or "") or None
    with transaction():
        product = catalogue.product_in(product_id, reach())
        batch = Batch(
            variant_id, form.sold_from.data, form.sold_until.data, form.reason.data or "", form.advice.data or ""
        )
        return orders.recall(product, batch, me().person.id).id


@blueprint.get("/recalls/<int:recall_id>")
@allow(STAFF)
def recall(recall_id: int) -> Page:
    return _page(catalogue.recall_in(recall_id, reach()), EndRecallForm())


def _page(found: Recall, form: EndRecallForm, said: str = "") -> Page:
    variants = catalogue.variants_of([found.product_id]).get(found.product_id, [])
    faults = [*fault_list(form), *([("decision", said)] if said else [])]
    page = render_template(
        "staff/recall.html",
        recall=found,
        title=_titles([found])[found.product_id],
        maker=programme.trainee(catalogue.product(found.product_id).maker_id),
        variant=next((one for one in variants if one.id == found.variant_id), None),
        figures=orders.recall_figures([found.id]).get(found.id, orders.RecallFigures()),
        failed=notifications.recall_letters_dead(found.id),
        orders=orders.recalled_orders(found.id),
        form=form,
        faults=faults,
    )
    return (page, 422) if faults else page


@blueprint.post("/recalls/<int:recall_id>/end")
@allow(freshly(STAFF))
def end_recall(recall_id: int) -> Page:
    found, form = catalogue.recall_in(recall_id, reach()), EndRecallForm(request.form)
    if not form.validate():
        return _page(found, form)
    try:
        with transaction():
            catalogue.end_recall(catalogue.recall_in(recall_id, reach()), form.why.data or "", me().person.id)
    except Refusal as refusal:
        return _page(catalogue.recall_in(recall_id, reach()), form, say(refusal).sentence)
    done(gettext("فراخوان پایان یافت. کالا پس از تأییدِ تازهٔ پیشران به بازار برمی‌گردد."))
    return go(".recall", recall_id=recall_id)
