"""Who is told what, when."""

from __future__ import annotations

import json
from datetime import timedelta

from app import accounts, catalogue, claims, offshop, orders, payments, payouts, programme, vouching
from app.notifications import mailing, reminding
from app.notifications.events import LetterDue
from app.notifications.models import Channel
from app.notifications.quiet import morning
from app.notifications.sending import Letter, deliver
from app.shared import clock, outbox, states
from app.shared.outbox import Record, announce, errand, reaction


@errand(accounts.CodeRequested, "notifications.code")
def _code(event: accounts.CodeRequested, key: str) -> Record | None:
    if clock.now() >= outbox.begun_at(key) + timedelta(seconds=accounts.CODE_SECONDS):
        return None
    about = {"purpose": event.purpose, "amount": event.amount, "line": event.line}
    facts: dict[str, object] = {"code": event.code, **about}
    return deliver(Letter("code", event.mobile, event.language, facts, secret=True), key)


@errand(LetterDue, "notifications.send")
def _send(event: LetterDue, key: str) -> Record | None:
    facts, channel = json.loads(event.facts), Channel(event.channel)
    if event.template == "opinion_wanted" and not reminding.worth_asking(event.order_id or 0):
        return None  # she has written meanwhile
    if event.order_id is not None:
        order = orders.order(event.order_id)
        to = order.email if channel is Channel.EMAIL else order.mobile
        sent = deliver(Letter(event.template, to, order.language, _of(order) | facts, channel=channel), key)
        return _and_told(sent, facts["recall_id"], order.id) if event.template == "recalled" else sent
    if event.template == "new_parcel":
        left = _hours_left(facts["parcel_id"])
        if left is None:
            return None
        facts["hours"] = left
    person = accounts.person(event.person_id or 0)
    return deliver(Letter(event.template, person.mobile, person.language, {"name": person.name, **facts}), key)


def _and_told(sent: Record | None, recall_id: int, order_id: int) -> Record:
    """Write down beside the message that this buyer knows of the recall."""

    def both() -> None:
        if sent is not None:
            sent()
        orders.told_of_recall(recall_id, order_id)

    return both


def _hours_left(parcel_id: int) -> int | None:
    """How many hours its maker still has to answer, the last one begun counted whole; None: nothing is to be answered.

    A message that waited for the morning may have been overtaken, and has less to give than the rule.
    """
    parcel = orders.parcel_by_id(parcel_id)
    if parcel.state is not orders.ParcelState.NEW or parcel.accept_by is None:
        return None
    return max(1, -((clock.now() - parcel.accept_by) // timedelta(hours=1)))


def _of(order: orders.Order) -> dict[str, object]:
    return {"code": order.code, "token": order.token}


def _tell_buyer(order_id: int, template: str, **facts: str | int) -> None:
    told = json.dumps(facts, ensure_ascii=False)
    announce(LetterDue(template, order_id, None, told))
    if orders.order(order_id).email and mailing.possible():
        announce(LetterDue(template, order_id, None, told, Channel.EMAIL.value))


# What can wait until the morning; all else is what somebody waits for, or has to know at once.
_NOT_URGENT = frozenset(
    {
        "new_parcel",
        "decided",
        "enrolled",
        "released",
        "payout_paid",
        "wholesale_told",
        "wholesale_answered",
        "help_trainee",
        "help_mentor",
        "obstacle",
        "space",
        "story_asked",
        "loan_file",
        "permit_checked",
        "permit_ended",
        "permit_ending",
        "permit_ending_mentor",
    }
)


def tell(person_id: int, template: str, **facts: str | int) -> None:
    """Write to somebody who has an account; at night, what can wait waits for the morning."""
    after = morning() if template in _NOT_URGENT else None
    announce(LetterDue(template, None, person_id, json.dumps(facts, ensure_ascii=False)), after=after)


def _tell_maker(maker_id: int, template: str, **facts: str | int) -> None:
    tell(programme.trainee(maker_id).person_id, template, **facts)


@reaction(accounts.ShebaChanged, "notifications.sheba_changed")
def _sheba_changed(event: accounts.ShebaChanged) -> None:
    tell(event.person_id, "sheba_changed", last4=event.last4)


@reaction(orders.OrderPaid, "notifications.order_paid")
def _paid(event: orders.OrderPaid) -> None:
    order = orders.order(event.order_id)
    _tell_buyer(order.id, "order_paid")
    if _was_due_at_the_door(order.id):
        return  # its maker was told when the buyer agreed to that
    for parcel in orders.parcels_of([order.id])[order.id]:
        if parcel.state not in orders.CALLED_OFF:
            _tell_maker(parcel.maker_id, "new_parcel", code=order.code, parcel_id=parcel.id)


def _was_due_at_the_door(order_id: int) -> bool:
    paid = [one for one in payments.attempts_of(order_id) if one.state is payments.AttemptState.PAID]
    return any(one.gateway == payments.ON_DELIVERY for one in paid)


@reaction(orders.CashAgreed, "notifications.cash_agreed")
def _cash_agreed(event: orders.CashAgreed) -> None:
    order = orders.order(event.order_id)
    _tell_buyer(order.id, "cash_agreed", amount=int(order.due_rial))
    for parcel in orders.parcels_of([order.id])[order.id]:
        _tell_maker(parcel.maker_id, "new_parcel", code=order.code, parcel_id=parcel.id)


@reaction(payments.CreditGiven, "notifications.credit_given")
def _credit_given(event: payments.CreditGiven) -> None:
    given = [note for note in payments.notes_of(event.payable_id) if note.id == event.note_id]
    _tell_buyer(event.payable_id, "credit_given", amount=int(given[0].amount_rial))


@reaction(orders.PaymentNeverCame, "notifications.payment_never_came")
def _never_came(event: orders.PaymentNeverCame) -> None:
    if orders.order(event.order_id).state in {orders.OrderState.AWAITING_PAYMENT, orders.OrderState.EXPIRED}:
        _tell_buyer(event.order_id, "payment_never_came")


@reaction(orders.ParcelSent, "notifications.parcel_sent")
def _sent(event: orders.ParcelSent) -> None:
    view = orders.parcel_views([event.parcel_id])[0]
    maker = programme.trainee(view.parcel.maker_id).display_name
    _tell_buyer(view.order.id, "parcel_sent", maker=maker, tracking_no=view.parcel.tracking_no)


@reaction(orders.ParcelCalledOff, "notifications.parcel_called_off")
def _called_off(event: orders.ParcelCalledOff) -> None:
    view = orders.parcel_views([event.parcel_id])[0]
    maker = programme.trainee(view.parcel.maker_id).display_name
    if orders.stopped_by_recall(view.parcel.id):
        pass  # she is told of the recall in its own words
    elif view.order.paid_at is None:
        _tell_buyer(view.order.id, "cash_off", maker=maker)
    else:
        _tell_buyer(view.order.id, "parcel_called_off", maker=maker, became=event.became)
    _tell_maker(view.parcel.maker_id, "parcel_off", code=view.order.code, became=event.became)


@reaction(orders.ParcelCompleted, "notifications.released")
def _released(event: orders.ParcelCompleted) -> None:
    view = orders.parcel_views([event.parcel_id])[0]
    _tell_maker(event.maker_id, "released", code=view.order.code)


@reaction(payments.RefundDone, "notifications.refunded")
def _refunded(event: payments.RefundDone) -> None:
    _tell_buyer(event.payable_id, "refunded", amount=int(payments.refund_by_id(event.refund_id).amount_rial))


@reaction(payments.RefundNeedsHands, "notifications.refund_by_hand")
def _by_hand(event: payments.RefundNeedsHands) -> None:
    back = payments.refund_by_id(event.refund_id)
    _tell_buyer(back.payable_id, "refund_by_hand", amount=int(back.amount_rial))


@reaction(vouching.VersionDecided, "notifications.decided")
def _decided(event: vouching.VersionDecided) -> None:
    title = catalogue.version(event.version_id).title
    _tell_maker(event.maker_id, "decided", title=title, decision=event.decision)


@reaction(vouching.AppealKept, "notifications.appeal_kept")
def _appeal_kept(event: vouching.AppealKept) -> None:
    title = catalogue.version(event.version_id).title
    _tell_maker(event.maker_id, "decided", title=title, decision="kept")


@reaction(vouching.ListingPrepared, "notifications.listing_prepared")
def _listing_prepared(event: vouching.ListingPrepared) -> None:
    told, version = vouching.handover_of(event.version_id), catalogue.version(event.version_id)
    if told is None or not version.inert:
        return  # changed or answered meanwhile
    preparer = accounts.person(event.preparer_id).name
    _tell_maker(event.maker_id, "listing_prepared", preparer=preparer, title=version.title, listing_token=told.token)


@reaction(catalogue.PermitChecked, "notifications.permit_checked")
def _permit_checked(event: catalogue.PermitChecked) -> None:
    permit = catalogue.permit(event.permit_id)
    _tell_maker(permit.maker_id, "permit_checked", number=permit.number, permit_id=permit.id, became=event.became)


@reaction(catalogue.PermitEnding, "notifications.permit_ending")
def _permit_ending(event: catalogue.PermitEnding) -> None:
    permit = catalogue.permit(event.permit_id)
    _tell_maker(permit.maker_id, "permit_ending", number=permit.number, permit_id=permit.id, left=event.left)
    maker = programme.trainee(permit.maker_id).display_name
    for mentor in vouching.mentors_of_maker(permit.maker_id):
        tell(mentor.person_id, "permit_ending_mentor", number=permit.number, left=event.left, maker=maker)


@reaction(catalogue.ProductWithdrawn, "notifications.permit_ended")
def _withdrawn(event: catalogue.ProductWithdrawn) -> None:
    """Off sale because its paper ran out: its maker hears of it. For other reasons others tell her."""
    if event.reason == catalogue.PAPER_ENDED:
        product = catalogue.product(event.product_id)
        title = catalogue.newest_version(product.id).title
        _tell_maker(product.maker_id, "permit_ended", title=title, product_id=product.id)


_STOPPED = {
    payments.WayBack.SAME: "stopped",
    payments.WayBack.TRANSFER: "stopped_transfer",
    payments.WayBack.NOTHING: "stopped_unpaid",
}


@reaction(orders.OrderRecalled, "notifications.recalled")
def _recalled(event: orders.OrderRecalled) -> None:
    became = _STOPPED[payments.way_back(event.order_id)]
    if not orders.all_stopped(event.recall_id, event.order_id):
        became = "sold"
    _tell_buyer(event.order_id, "recalled", title=_title_of(event.recall_id), recall_id=event.recall_id, became=became)


@reaction(catalogue.ProductRecalled, "notifications.product_recalled")
def _product_recalled(event: catalogue.ProductRecalled) -> None:
    """Its maker, and whoever answers for it by name, hear of it at once."""
    product = catalogue.product(catalogue.recall_in(event.recall_id, None).product_id)
    title, maker = _title_of(event.recall_id), programme.trainee(product.maker_id)
    tell(maker.person_id, "recalled_maker", title=title)
    mentor = vouching.mentor_of_version(product.live_version_id or 0)
    if mentor is not None:
        tell(mentor.person_id, "recalled_mentor", title=title, maker=maker.display_name)


def _title_of(recall_id: int) -> str:
    product = catalogue.product(catalogue.recall_in(recall_id, None).product_id)
    return catalogue.version(product.live_version_id or 0).title


@reaction(vouching.VouchWithdrawn, "notifications.vouch_withdrawn")
def _vouch_withdrawn(event: vouching.VouchWithdrawn) -> None:
    """Its maker hears of it, and buyers of what is not sent yet, who may call it off; its mentor, where staff did it.

    Of a date that passed: nobody.
    """
    if event.became == "expired":
        return
    version, given = catalogue.version(event.version_id), vouching.vouch_by_id(event.vouch_id)
    maker_id, became = catalogue.product(version.product_id).maker_id, event.became
    if given.overruled:
        tell(given.mentor_person_id, "vouch_off_mentor", title=version.title)
        became = f"overruled_{became}"
    _tell_maker(maker_id, "vouch_off", title=version.title, became=became)
    for order_id, title in orders.waiting_with_vouch(event.vouch_id).items():
        _tell_buyer(order_id, "vouch_withdrawn", title=title, **({"became": "overruled"} if given.overruled else {}))


@reaction(orders.LineCancelled, "notifications.line_cancelled")
def _line_cancelled(event: orders.LineCancelled) -> None:
    view = orders.parcel_views([event.parcel_id])[0]
    title = next(line.title for line in view.lines if line.id == event.line_id)
    _tell_maker(view.parcel.maker_id, "line_off", code=view.order.code, title=title, parcel_id=event.parcel_id)


@reaction(programme.TraineeEnrolled, "notifications.enrolled")
def _enrolled(event: programme.TraineeEnrolled) -> None:
    _tell_maker(event.trainee_id, "enrolled", cohort=programme.cohort(event.cohort_id).name)


@reaction(payouts.PayoutPaid, "notifications.payout_paid")
def _payout(event: payouts.PayoutPaid) -> None:
    item = payouts.item(event.item_id)
    _tell_maker(event.maker_id, "payout_paid", amount=int(item.amount_rial), tracking_no=item.tracking_no)


@reaction(offshop.WholesaleTold, "notifications.wholesale_told")
def _wholesale_told(event: offshop.WholesaleTold) -> None:
    sale = offshop.within(event.sale_id, None)
    mentor = programme.mentor(sale.mentor_id or 0).display_name
    _tell_maker(sale.maker_id, "wholesale_told", mentor=mentor, amount=int(sale.amount_rial))


@reaction(offshop.WholesaleAnswered, "notifications.wholesale_answered")
def _wholesale_answered(event: offshop.WholesaleAnswered) -> None:
    sale = offshop.within(event.sale_id, None)
    maker = programme.trainee(sale.maker_id).display_name
    mentor = programme.mentor(sale.mentor_id or 0).person_id
    tell(mentor, "wholesale_answered", maker=maker, amount=int(sale.amount_rial), became=event.became)


@reaction(claims.ClaimOpened, "notifications.claim_opened")
def _claim_opened(event: claims.ClaimOpened) -> None:
    claim = claims.view(claims.claim(event.claim_id))
    first = states.history("claim", event.claim_id)[0].became
    became = first if first in {"returning", "disputed"} else "opened"
    _tell_buyer(claim.order.id, "claim_buyer", became=became)
    _tell_maker(claim.parcel.maker_id, "claim_maker", code=claim.order.code, claim_id=claim.claim.id, became=became)


_BUYERS_NEWS = frozenset({"offered", "returning", "disputed", "granted", "refused"})
_MAKERS_NEWS = frozenset({"returning", "disputed", "granted", "refused", "taken_back"})


@reaction(claims.ClaimMoved, "notifications.claim_moved")
def _claim_moved(event: claims.ClaimMoved) -> None:
    claim = claims.view(claims.claim(event.claim_id))
    told = "charged_back" if event.became == "granted" and _by_the_bank(claim.claim) else event.became
    if event.became in _BUYERS_NEWS and not (event.became == "returning" and claim.claim.return_tracking):
        _tell_buyer(claim.order.id, "claim_buyer", became=told)
    if event.became in _MAKERS_NEWS:
        about = claim.claim.id
        _tell_maker(claim.parcel.maker_id, "claim_maker", code=claim.order.code, claim_id=about, became=told)


def _by_the_bank(claim: claims.Claim) -> bool:
    """Whether nobody granted it: the gateway took the money back by itself."""
    return claim.refund_id is not None and payments.refund_by_id(claim.refund_id).why == "dispute"
