"""Her products: state and next step of each, and what applies at once (stock, pause, price within the band)."""

from __future__ import annotations

from dataclasses import dataclass, field

from flask import render_template, request

from app import catalogue, programme, vouching
from app.catalogue import NewVariant, Part, Product, Shelf, StockMode, Variant, Version
from app.shared import clock
from app.shared.database import transaction
from app.shared.errors import NotFound, Refusal
from app.shared.text import NotANumber, parse_number, parse_toman
from app.web.access import TRAINEES, allow, my_id, my_trainee
from app.web.forms.fields import fault_list
from app.web.forms.maker import AppealForm, CostForm, MakingForm, VariantForm, cost_known
from app.web.maker.door import blueprint
from app.web.maker.home import last_review
from app.web.pages import Page, done, go
from app.web.sent import review_hours
from app.words import formats, gettext, say


@blueprint.get("/products")
@allow(TRAINEES)
def products() -> Page:
    maker = my_trainee()
    lines = catalogue.of_maker(maker.id)
    reviews = vouching.last_reviews(line.product.id for line in lines)
    return render_template(
        "maker/products.html",
        lines=lines,
        pictures=catalogue.pictures_of(line.newest.id for line in lines),
        reviews=reviews,
        remarks=vouching.remarks_of(review.id for review in reviews.values()),
        live=catalogue.live_versions(line.product for line in lines),
        preparers=vouching.preparers_of(line.newest for line in lines),
        hours=review_hours(),
    )


@blueprint.post("/products/new")
@allow(TRAINEES)
def new_product() -> Page:
    with transaction():
        version_id = catalogue.new_product(my_trainee().id, my_id()).id
    return go("maker.step", version_id=version_id, step="photo")


@blueprint.get("/products/<int:product_id>")
@allow(TRAINEES)
def product(product_id: int) -> Page:
    return _product_page(product_id)


def _making_form(variant: Variant) -> MakingForm:
    known = {"cut_off_hour": variant.cut_off_hour, "weekly_capacity": variant.weekly_capacity}
    return MakingForm(data=known, prefix=f"v{variant.id}-")


@dataclass(frozen=True)
class _Bounds:
    """What she typed of her making (by variant) and her cost, and has to better."""

    making: dict[int, MakingForm] = field(default_factory=dict)
    cost: CostForm | None = None


def _product_page(
    product_id: int,
    form: VariantForm | None = None,
    said: str = "",
    plea: AppealForm | None = None,
    bounds: _Bounds = _Bounds(),
) -> Page:
    maker, tried = my_trainee(), (form, plea, bounds.cost, *bounds.making.values())
    found = catalogue.own_product(maker.id, product_id)
    line = next((one for one in catalogue.of_maker(maker.id) if one.product.id == found.id), None)
    if line is None:
        raise NotFound
    review, remarks = last_review(found.id)
    live = catalogue.version(found.live_version_id) if found.live_version_id else None
    until = vouching.appeal_until(review) if review else None
    appeal = vouching.appeal_of(review.id) if review else None
    told = vouching.disclosure_of(line.newest.id)
    page = render_template(
        "maker/product.html",
        line=line,
        live=live,
        may_drop=vouching.may_drop(line.newest),
        off_for_paper=catalogue.off_for_paper(found),
        permit=catalogue.permit(line.newest.permit_id) if line.newest.permit_id else None,
        recall=catalogue.standing_recall(found.id),
        pictures=catalogue.pictures_of([line.newest.id]).get(line.newest.id, []),
        review=review,
        remarks=remarks,
        withdrawn=vouching.last_withdrawn(found),
        regraded=vouching.regrading_of(line.newest.id),
        told=told,
        deviations=vouching.deviations_of(line.newest.id),
        reached=vouching.better_grade(told) if told else None,
        appeal=appeal,
        appeal_until=until if appeal is None and until is not None and clock.now() <= until else None,
        judges=programme.mentors([appeal.mentor_id]) if appeal is not None and appeal.mentor_id else {},
        plea=plea or AppealForm(),
        form=form or VariantForm(),
        making={one.id: _making_form(one) for one in line.variants} | bounds.making,
        cost=bounds.cost or CostForm(data=cost_known(catalogue.cost_of(found.id)), prefix="cost-"),
        faults=[fault for one in tried if one is not None for fault in fault_list(one)],
        said=said,
        preparers=vouching.preparers_of([line.newest]),
    )
    return (page, 422) if said or any(one is not None for one in tried) else page


@blueprint.post("/products/<int:product_id>/edit")
@allow(TRAINEES)
def edit(product_id: int) -> Page:
    """Open a draft beside what is on sale; buyers see the approved version until a mentor has seen the new one."""
    maker = my_trainee()
    with transaction():
        found = catalogue.own_product(maker.id, product_id)
        line = next(one for one in catalogue.of_maker(maker.id) if one.product.id == found.id)
        draft_id = vouching.open_draft(line.newest, my_id()).id
        asked = [one.part.value for one in _asked(line.newest)]
    wanted = request.form.get("part", "")
    asked = [wanted] if wanted in {*Part} else asked
    return go("maker.step", version_id=draft_id, step=asked[0]) if asked else go("maker.resume", version_id=draft_id)


def _asked(newest: Version) -> list[vouching.Remark]:
    """What a mentor asked to be mended, where she sent it back."""
    review = vouching.last_reviews([newest.product_id]).get(newest.product_id)
    if review is None or review.version_id != newest.id or review.decision is not vouching.Decision.RETURNED:
        return []
    return vouching.remarks_of([review.id]).get(review.id, [])


@blueprint.post("/products/<int:product_id>/drop")
@allow(TRAINEES)
def drop_draft(product_id: int) -> Page:
    """Lay an edit aside; what buyers see stays as it is."""
    maker = my_trainee()
    try:
        with transaction():
            found = catalogue.own_product(maker.id, product_id)
            vouching.drop_draft(catalogue.newest_version(found.id), my_id())
    except catalogue.NotADraft:
        return _product_page(product_id, said=gettext("این ویرایش را نمی‌شود کنار گذاشت."))
    done(gettext("ویرایش کنار گذاشته شد. کالا همان است که بود."))
    return go(".product", product_id=product_id)


@blueprint.post("/products/<int:product_id>/copy")
@allow(TRAINEES)
def copy(product_id: int) -> Page:
    """A new draft that begins as this product stands, for one that is nearly the same."""
    maker = my_trainee()
    with transaction():
        found = catalogue.own_product(maker.id, product_id)
        newest = catalogue.newest_version(found.id)
        draft = catalogue.copy_of(newest, my_id())
        vouching.copy_disclosure(newest, draft)
        draft_id = draft.id
    done(gettext("رونوشت آماده است. نام، قیمت و موجودی‌اش را ببینید و بفرستید."))
    return go("maker.step", version_id=draft_id, step="name")


@blueprint.post("/products/<int:product_id>/appeal")
@allow(TRAINEES)
def appeal(product_id: int) -> Page:
    """She does not agree with a mentor's decision: another mentor looks at the same product."""
    form = AppealForm(request.form)
    if not form.validate():
        return _product_page(product_id, plea=form)
    try:
        with transaction():
            found = catalogue.own_product(my_trainee().id, product_id)
            review, _ = last_review(found.id)
            if review is None:
                raise NotFound
            vouching.appeal(review, form.plea.data or "", my_id())
    except vouching.AppealNotPossible as refusal:
        form.plea.errors = [say(refusal).sentence]
        return _product_page(product_id, plea=form)
    done(gettext("اعتراضتان نزدِ پیشرانِ دیگری رفت. پاسخش را پیامک می‌کنیم."))
    return go(".product", product_id=product_id)


@blueprint.post("/products/<int:product_id>/shelf")
@allow(TRAINEES)
def shelf(product_id: int) -> Page:
    """Pause, offer again, archive: at once."""
    wanted = {"pause": Shelf.PAUSED, "offer": Shelf.ON_SALE, "archive": Shelf.ARCHIVED}.get(request.form.get("do", ""))
    if wanted is None:
        raise NotFound
    with transaction():
        found = catalogue.own_product(my_trainee().id, product_id)
        if wanted is Shelf.ON_SALE and found.state is not Shelf.PAUSED:
            raise NotFound
        catalogue.shelve(found, wanted, my_id())
    done(gettext("انجام شد."))
    return go(".products") if wanted is Shelf.ARCHIVED else go(".product", product_id=product_id)


@blueprint.post("/products/<int:product_id>/cost")
@allow(TRAINEES)
def cost(product_id: int) -> Page:
    """What a piece costs her from now on; months that are over stay as they were."""
    product_id, form = catalogue.own_product(my_trainee().id, product_id).id, CostForm(request.form, prefix="cost-")
    if not form.validate():
        return _product_page(product_id, bounds=_Bounds(cost=form))
    if form.told is not None:
        with transaction():
            catalogue.state_cost(catalogue.own_product(my_trainee().id, product_id).id, form.told, my_id())
    done(gettext("ذخیره شد."))
    return go(".product", product_id=product_id)


@blueprint.post("/variants/<int:variant_id>/stock")
@allow(TRAINEES)
def stock(variant_id: int) -> Page:
    variant = catalogue.own_variant(my_trainee().id, variant_id)
    product_id, made = variant.product_id, variant.mode is StockMode.MADE_TO_ORDER
    try:
        number = parse_number(request.form.get("number", ""))
    except NotANumber:
        return _product_page(product_id, said=gettext("با عدد بنویسید."))
    least, most = (1, 180) if made else (0, 9_999)
    if not least <= number <= most:
        words = gettext("از %(least)s تا %(most)s می‌شود.", least=formats.num(least), most=formats.num(most))
        return _product_page(product_id, said=words)
    with transaction():
        variant = catalogue.own_variant(my_trainee().id, variant_id)
        catalogue.set_stock(variant, variant.mode, on_hand=number, lead_days=number, by=my_id())
    done(gettext("روزهای ساختن ذخیره شد.") if made else gettext("موجودی ذخیره شد."))
    return go(".product", product_id=product_id)


@blueprint.post("/variants/<int:variant_id>/making")
@allow(TRAINEES)
def making(variant_id: int) -> Page:
    """Until which hour an order counts from the same day, how many pieces a week: at once, for what is ordered next."""
    variant = catalogue.own_variant(my_trainee().id, variant_id)
    product_id, form = variant.product_id, MakingForm(request.form, prefix=f"v{variant_id}-")
    if not form.validate():
        return _product_page(product_id, bounds=_Bounds({variant_id: form}))
    with transaction():
        variant = catalogue.own_variant(my_trainee().id, variant_id)
        catalogue.set_making(variant, form.cut_off_hour.data, form.weekly_capacity.data, my_id())
    done(gettext("ذخیره شد."))
    return go(".product", product_id=product_id)


@blueprint.post("/variants/<int:variant_id>/price")
@allow(TRAINEES)
def price(variant_id: int) -> Page:
    product_id = catalogue.own_variant(my_trainee().id, variant_id).product_id
    try:
        amount = parse_toman(request.form.get("price", ""))
        with transaction():
            mine = catalogue.own_variant(my_trainee().id, variant_id)
            vouching.change_price(mine, amount, my_id())
    except NotANumber:
        return _product_page(product_id, said=gettext("قیمت را با عدد بنویسید."))
    except Refusal as refusal:
        return _product_page(product_id, said=say(refusal).sentence)
    done(gettext("قیمت عوض شد."))
    return go(".product", product_id=product_id)


@blueprint.post("/products/<int:product_id>/variants")
@allow(TRAINEES)
def add_variant(product_id: int) -> Page:
    form = VariantForm(request.form)
    if not form.validate():
        return _product_page(product_id, form)
    wanted = NewVariant(form.label.data or "", form.price.data, form.on_hand.data or 0, form.measure.data)
    try:
        with transaction():
            found: Product = catalogue.own_product(my_trainee().id, product_id)
            vouching.add_variant(found, wanted, my_id())
    except catalogue.LabelTaken as refusal:
        form.label.errors = [say(refusal).sentence]
        return _product_page(product_id, form)
    except (catalogue.PriceOutsideBand, vouching.TooDearForGrade) as refusal:
        form.price.errors = [say(refusal).sentence]
        return _product_page(product_id, form)
    except catalogue.NotADraft as refusal:
        form.label.errors = [say(refusal).sentence]
        return _product_page(product_id, form)
    done(
        gettext("افزوده شد. پس از آنکه پیشران دید فروخته می‌شود: ویرایش را تا پایان بروید و بفرستید.")
        if found.live_version_id
        else gettext("افزوده شد.")
    )
    return go(".product", product_id=product_id)
