"""The shop's coupons, the funds that pay of deliveries, and how groups share."""

from __future__ import annotations

from flask import render_template, request

from app import accounts, ledger, orders, payments, programme, promotions
from app.ledger import chart
from app.promotions import NewCoupon, NewSubsidy
from app.shared.calendar import today
from app.shared.database import transaction
from app.shared.errors import NotFound
from app.shared.money import Rial
from app.shared.text import ascii_digits
from app.web.access import FINANCE, allow, freshly, me
from app.web.coupons import coupon_added
from app.web.finance.door import blueprint, maker_at
from app.web.forms.fields import fault_list, from_day
from app.web.forms.promotions import CouponForm, GoodwillForm, SharesForm, SubsidyForm
from app.web.pages import Page, done, go
from app.web.reporting import form_key
from app.web.shop import county_names
from app.words import gettext, say


@blueprint.get("/promotions")
@allow(FINANCE)
def all_promotions() -> Page:
    """Coupons, funds and shares, with what each has cost by the books."""
    spent = {**ledger.balances(chart.DISCOUNT), **ledger.balances(chart.SUBSIDY)}
    shares = orders.sharings()
    people = {member for sharing in shares for member, _ in sharing.parts}
    return render_template(
        "finance/promotions.html",
        coupons=[(row, spent.get(chart.discount(row.coupon.id), Rial(0))) for row in promotions.coupons(None)],
        subsidies=[(row, spent.get(chart.subsidy(row.id), Rial(0))) for row in promotions.subsidies()],
        shares=shares,
        makers=programme.trainees(people | {sharing.rule.maker_id for sharing in shares}),
        names=accounts.names(sharing.rule.set_by for sharing in shares),
        counties=county_names(),
    )


@blueprint.route("/promotions/coupon", methods=["GET", "POST"])
@allow(freshly(FINANCE))
def new_coupon() -> Page:
    form = CouponForm(request.form if request.method == "POST" else None, data={"valid_from": today()})
    if request.method == "POST" and form.validate() and _coupon_added(form):
        done(gettext("ثبت شد."))
        return go(".all_promotions")
    page = render_template("finance/coupon_new.html", form=form, faults=fault_list(form))
    return (page, 422) if form.errors else page


def _coupon_added(form: CouponForm) -> bool:
    terms = form.terms(form.budget.data, form.source.data or "")
    new = NewCoupon(
        form.code.data or "", form.title.data or "", form.worth(form.most.data), terms, None, form.uses.data
    )
    return coupon_added(form, new, me().person.id)


@blueprint.post("/promotions/coupon/<int:coupon_id>/end")
@allow(freshly(FINANCE))
def end_coupon(coupon_id: int) -> Page:
    with transaction():
        promotions.end_coupon(coupon_id, me().person.id)
    done(gettext("ثبت شد."))
    return go(".all_promotions")


@blueprint.route("/promotions/subsidy", methods=["GET", "POST"])
@allow(freshly(FINANCE))
def new_subsidy() -> Page:
    form = SubsidyForm(request.form if request.method == "POST" else None, data={"valid_from": today()})
    form.counties = county_names()
    if request.method == "POST" and form.validate():
        terms = form.terms(form.budget.data, form.source.data or "")
        most, county = Rial(form.most.data or 0), form.county.data or None
        new = NewSubsidy(form.title.data or "", (form.percent.data or 0) * 100, most, county, terms)
        with transaction():
            promotions.add_subsidy(new, me().person.id)
        done(gettext("ثبت شد."))
        return go(".all_promotions")
    page = render_template("finance/subsidy_new.html", form=form, faults=fault_list(form), counties=form.counties)
    return (page, 422) if form.errors else page


@blueprint.post("/promotions/subsidy/<int:subsidy_id>/end")
@allow(freshly(FINANCE))
def end_subsidy(subsidy_id: int) -> Page:
    with transaction():
        promotions.end_subsidy(subsidy_id, me().person.id)
    done(gettext("ثبت شد."))
    return go(".all_promotions")


@blueprint.route("/promotions/goodwill", methods=["GET", "POST"])
@allow(freshly(FINANCE))
def goodwill() -> Page:
    """Store credit at the shop's cost, to make up for something. Pressed twice it is one: the form's key tells."""
    form = GoodwillForm(request.form if request.method == "POST" else None)
    key = form_key()
    if request.method == "POST" and form.validate() and _goodwill_given(form, key):
        done(gettext("اعتبار داده شد؛ کدش در صفحهٔ سفارشِ خریدار است و به او خبر دادیم."))
        return go(".goodwill")
    page = render_template(
        "finance/goodwill.html",
        form=form,
        faults=fault_list(form),
        form_key=key,
        notes=_with_codes(payments.latest_goodwill()),
        most=payments.most_goodwill(),
    )
    return (page, 422) if form.errors else page


def _with_codes(notes: list[payments.CreditNote]) -> list[tuple[payments.CreditNote, str]]:
    codes = orders.codes(note.payable_id for note in notes)
    return [(note, codes.get(note.payable_id, "")) for note in notes]


def _goodwill_given(form: GoodwillForm, key: str) -> bool:
    try:
        with transaction():
            order = orders.locked(orders.order_for_staff(ascii_digits(form.code.data or "").upper(), None).id)
            payments.give_goodwill(order.id, Rial(form.amount.data), form.why.data or "", key, me().person.id)
    except NotFound:
        form.code.errors = [gettext("سفارشی با این شماره نیست.")]
        return False
    except payments.NothingPaid as refusal:
        form.code.errors = [say(refusal).sentence]
        return False
    except payments.CreditRefused as refusal:
        form.amount.errors = [say(refusal).sentence]
        return False
    return True


@blueprint.route("/promotions/shares", methods=["GET", "POST"])
@allow(freshly(FINANCE))
def new_shares() -> Page:
    form = SharesForm(request.form if request.method == "POST" else None, data={"valid_from": today()})
    if request.method == "POST" and form.validate() and _shares_set(form):
        done(gettext("ثبت شد. فروش‌های گذشته دست نخورده‌اند."))
        return go(".all_promotions")
    faults = _share_faults(form)
    page = render_template("finance/shares_new.html", form=form, faults=faults)
    return (page, 422) if faults else page


def _share_faults(form: SharesForm) -> list[tuple[str, str]]:
    """Every fault, those of the members' rows at their fields."""
    plain = [(field.id, str(fault)) for field in form if field is not form.members for fault in field.errors]
    rows = [
        (field.id, str(fault)) for row in form.members for field in (row.who, row.percent) for fault in field.errors
    ]
    return [*plain, *rows]


def _shares_set(form: SharesForm) -> bool:
    seller = maker_at(form.maker.data or "")
    if seller is None:
        form.maker.errors = [_unknown()]
        return False
    parts = [(seller, (form.own.data or 0) * 100)]
    for row in form.members:
        if not row.who.data and not row.percent.data:
            continue
        member = maker_at(row.who.data or "")
        if member is None:
            row.who.errors = [_unknown()]
            return False
        parts.append((member, (row.percent.data or 0) * 100))
    try:
        with transaction():
            orders.set_shares(seller, parts, from_day(form.valid_from.data), form.source.data or "", me().person.id)
    except orders.SharesOutOfRange as refusal:
        (form.valid_from if refusal.part == "day" else form.own).errors = [say(refusal).sentence]
        return False
    return True


def _unknown() -> str:
    return gettext("سازنده‌ای با این نشانی نیافتیم.")


@blueprint.post("/promotions/shares/<int:rule_id>/end")
@allow(freshly(FINANCE))
def end_shares(rule_id: int) -> Page:
    with transaction():
        orders.end_shares(rule_id, me().person.id)
    done(gettext("ثبت شد."))
    return go(".all_promotions")
