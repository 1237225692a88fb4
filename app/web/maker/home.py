"""Today: one next action, this month's money, what waits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask import render_template, url_for

from app import catalogue, claims, consent, impact, ledger, offshop, opinions, orders, outreach, programme, vouching
from app.catalogue import MakersProduct, Shelf, VersionState
from app.orders import ParcelState
from app.programme import Trainee, Visit
from app.shared import recordings
from app.shared.calendar import JalaliMonth, today
from app.web.access import TRAINEES, allow, my_trainee
from app.web.languages import chosen
from app.web.maker import checklist
from app.web.maker.checklist import address_of
from app.web.maker.door import blueprint
from app.web.pages import Page
from app.words import formats, gettext

HOME = "workshop"  # where the voice of this page is kept
_HERS = frozenset({claims.ClaimState.OPEN, claims.ClaimState.RETURNING})


@dataclass(frozen=True)
class NextAction:
    """The one thing to do now."""

    sentence: str
    button: str
    address: str
    icon: str


def _steps(maker: Trainee) -> list[tuple[Visit, date | None]]:
    """Her next steps, and by when: paused days do not count."""
    still = programme.spans_of([maker]).get(maker.id, ())
    return [(one, programme.step_due(one, still)) for one in programme.open_steps([maker.id]).get(maker.id, [])]


@blueprint.get("/")
@allow(TRAINEES)
def home() -> Page:
    maker = my_trainee()
    lines = catalogue.of_maker(maker.id)
    waiting = orders.to_send(maker.id)
    months = [JalaliMonth.current().plus(step) for step in range(-5, 1)]
    incomes = impact.own_months(maker.id, months)
    engagements = programme.engagements_of(maker.id)
    referrals = outreach.referrals_of(maker.id, sent=True)
    return render_template(
        "maker/home.html",
        maker=maker,
        voice=recordings.spoken(HOME, chosen()),
        carer=programme.mentor_in_care_of(maker.id),
        referrals=referrals,
        replies_moved=outreach.replies_put_off(referrals),
        today=today(),
        bodies={one.id: one.called(chosen()) for one in outreach.bodies()},
        unasked=consent.unasked(maker.id),
        steps=_steps(maker),
        action=_next_action(maker, lines, waiting),
        waiting=waiting,
        income=incomes[-1],
        incomes=list(zip(months, incomes, strict=True)),
        held=orders.held_for(maker.id),
        available=ledger.owed_to([maker.id]).get(maker.id, 0),
        with_mentor=sum(line.newest.state is VersionState.SUBMITTED for line in lines),
        on_sale=sum(line.product.state is Shelf.ON_SALE for line in lines),
        tasks=_tasks(maker, lines),
        engagements=engagements,
        phases=programme.phases_of(one.id for one, _ in engagements),
    )


def _next_action(maker: Trainee, lines: list[MakersProduct], waiting: list[orders.ParcelView]) -> NextAction:
    claim = next((one for one in claims.of_maker(maker.id) if one.claim.state in _HERS), None)
    if claim is not None:
        sentence = gettext("خریدارِ سفارشِ %(code)s منتظرِ پاسخِ شماست", code=claim.order.code)
        address = url_for("maker.claim", claim_id=claim.claim.id)
        return NextAction(sentence, gettext("می‌بینم چه می‌گوید"), address, "message-circle")
    fresh = [view for view in waiting if view.parcel.state is ParcelState.NEW]
    if fresh:
        sentence = gettext("سفارشِ تازه دارید: %(code)s", code=fresh[0].order.code)
        address = url_for("maker.parcel", parcel_id=fresh[0].parcel.id)
        return NextAction(sentence, gettext("سفارش را می‌بینم"), address, "package")
    if waiting:
        sentence = gettext("سفارشِ %(code)s آمادهٔ فرستادن است", code=waiting[0].order.code)
        address = url_for("maker.parcel", parcel_id=waiting[0].parcel.id)
        return NextAction(sentence, gettext("فرستادم؛ کدِ رهگیری را می‌نویسم"), address, "truck")
    told = offshop.waiting_for(maker.id)
    if told:
        name = programme.mentor(told[0].mentor_id or 0).display_name
        sentence = gettext("پیشران %(name)s سفارشی برایتان نوشته است", name=name)
        return NextAction(sentence, gettext("می‌بینم چنین بود یا نه"), url_for("maker.sales"), "receipt")
    return _asked(maker) or _next_product(lines)


def _asked(maker: Trainee) -> NextAction | None:
    """When buyers ask and nobody has answered."""
    questions = opinions.waiting_for_maker(maker.id)
    if not questions:
        return None
    sentence = gettext("%(n)s پرسش منتظرِ پاسخ است", n=formats.num(questions))
    return NextAction(sentence, gettext("می‌بینم چه پرسیده‌اند"), url_for("maker.questions"), "message-circle")


def _next_product(lines: list[MakersProduct]) -> NextAction:
    """When no buyer waits: what to do about her products."""
    for line in lines:
        if line.newest.state is VersionState.RETURNED:
            sentence = gettext("پیشران خواسته است چیزی را درست کنید: %(title)s", title=line.newest.title)
            address = url_for("maker.product", product_id=line.product.id)
            return NextAction(sentence, gettext("می‌بینم چه باید درست شود"), address, "pencil")
    for line in lines:
        if line.newest.state is VersionState.DRAFT and line.newest.inert:
            name = vouching.preparers_of([line.newest]).get(line.newest.prepared_by or 0, "")
            sentence = gettext("%(name)s کالایی را برایتان آماده کرده است", name=name)
            address = url_for("maker.prepared", version_id=line.newest.id)
            return NextAction(sentence, gettext("می‌بینم و تأیید می‌کنم"), address, "camera")
        if line.newest.state is VersionState.DRAFT:
            sentence = gettext("کالایی نیمه‌کاره دارید")
            address = url_for("maker.resume", version_id=line.newest.id)
            return NextAction(sentence, gettext("ادامه می‌دهم"), address, "camera")
    sentence = gettext("هنوز کالایی ندارید. با یک عکس آغاز کنید.") if not lines else gettext("کالای تازه‌ای ساخته‌اید؟")
    return NextAction(sentence, gettext("کالای تازه"), url_for("maker.products") + "#new", "camera")


@dataclass(frozen=True)
class Task:
    words: str
    done: bool
    address: str
    needed: bool = False


def _tasks(maker: Trainee, lines: list[MakersProduct]) -> list[Task]:
    """What is asked of her, as staff have set it, and the first steps in the shop."""
    return [
        *(
            Task(point.item.called(chosen()), point.done, address_of(point), point.item.required)
            for point in checklist.shown(maker)
        ),
        Task(
            gettext("نخستین کالا را بفرستید"),
            any(line.newest.state is not VersionState.DRAFT for line in lines),
            url_for("maker.products"),
        ),
        Task(gettext("نخستین فروش"), bool(orders.sold_count(maker.id)), url_for("maker.parcels")),
    ]


@blueprint.app_template_global("month_label")
def month_label(month: JalaliMonth) -> str:
    return formats.month(month)


def last_review(product_id: int) -> tuple[vouching.Review | None, list[vouching.Remark]]:
    """The newest review of a product, with its remarks."""
    review = vouching.last_reviews([product_id]).get(product_id)
    remarks = vouching.remarks_of([review.id]).get(review.id, []) if review else []
    return review, remarks
