"""Looking at a demo: is there one, is it as full as it should be, who is in it."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Select, func, select

from app import catalogue, funding, impact, ledger, offshop, opinions, orders, payments, places, programme, search
from app.accounts import Person, Role, SightGrant
from app.catalogue import Leave
from app.claims import Claim
from app.demo.plan import UNSOLD
from app.impact import PublicationState
from app.ledger import chart
from app.offshop import OffshopSale
from app.opinions import Answer, Opinion, Visibility, Voice
from app.orders import Order, OrderState, Parcel, ParcelShare, ParcelState
from app.payments import Attempt
from app.payouts import Batch
from app.programme import Engagement, Stage, Trainee
from app.shared.calendar import JalaliMonth
from app.shared.database import session
from app.vouching import Decision, Review, Vouch


def in_courses() -> list[Trainee]:
    """Trainees who have, or had to the end, a place in a cohort, by name."""
    placed = select(Engagement.trainee_id).where(Engagement.state.in_([Stage.ENROLLED, Stage.COMPLETED]))
    query = select(Trainee).where(Trainee.id.in_(placed)).order_by(Trainee.sort_key, Trainee.id)
    return list(session().scalars(query))


def is_empty() -> bool:
    """Whether nobody has an account yet."""
    return session().scalar(select(Person.id).limit(1)) is None


def buyers() -> list[Person]:
    """People who have bought with an account, those with most orders first."""
    query = (
        select(Person)
        .join(Order, Order.person_id == Person.id)
        .group_by(Person.id)
        .order_by(func.count(Order.id).desc(), Person.id)
    )
    return list(session().scalars(query))


def liveliest(people: Sequence[Person], role: Role) -> Person:
    """Of several people the one with most to show: the trainee with most parcels, the mentor with the longest queue."""
    counts = {Role.TRAINEE: _parcels, Role.MENTOR: _waiting}.get(role)
    shown = counts() if counts else {}
    return max(people, key=lambda one: (shown.get(one.id, 0), -one.id))


def _parcels() -> dict[int, int]:
    """How many parcels each trainee has had, by person."""
    query = (
        select(programme.Trainee.person_id, func.count(Parcel.id))
        .join(Parcel, Parcel.maker_id == programme.Trainee.id)
        .group_by(programme.Trainee.person_id)
    )
    return {row[0]: row[1] for row in session().execute(query)}


def _waiting() -> dict[int, int]:
    """How many products wait for each mentor, by person."""
    query = (
        select(programme.Mentor.person_id, func.count(Review.id))
        .join(Review, Review.county_code == programme.Mentor.county_code)
        .where(Review.decided_at.is_(None))
        .group_by(programme.Mentor.person_id)
    )
    return {row[0]: row[1] for row in session().execute(query)}


def shortcomings() -> list[str]:
    """What a demo should show and does not, in words; empty for a good one."""
    shelf = search.find(search.Wanted(per_page=1))
    listed = {row.sku.split("-")[0] for row in search.newest_rows(1000)}
    missing = [good.id for good in catalogue.goods() if good.id != UNSOLD and good.id not in listed]
    months = _months_with_sales()
    goals = impact.actuals(impact.goals())
    checks = {
        f"at least 97 products on sale: {shelf.total}": shelf.total >= 97,
        f"every good but {UNSOLD} is on sale: {missing}": not missing,
        f"{UNSOLD} is off sale": UNSOLD not in listed,
        f"about 40 makers: {len(search.makers_on_shelf())}": len(search.makers_on_shelf()) >= 35,
        f"all ten counties: {shelf.facets['county']}": len(shelf.facets["county"]) == 10,
        f"six months of sales: {months}": months >= 6,
        "some goals met and some missed": len({goal.met for goal in goals}) == 2,
        "vouches, returns and refusals": _decisions() == {*Decision},
        "payout batches": bool(session().scalar(select(func.count()).select_from(Batch))),
        "withdrawn vouches": bool(session().scalar(select(Vouch.id).where(Vouch.withdrawn_at.is_not(None)))),
        "orders that were called off": _has(ParcelState.REJECTED) and _has(ParcelState.EXPIRED),
        "unpaid orders": bool(session().scalar(select(Order.id).where(Order.state == OrderState.EXPIRED).limit(1))),
        "claims in several states": len(_claim_states()) >= 4,
        "coupons, funds and shares in use": _promotions_used(),
        "cash on delivery: paid, and on its way": {OrderState.PAID, OrderState.CASH_DUE} <= _at_the_door(),
        "grants to cooperatives: one paid, others on their way": _grants() >= {"paid", "first_ok", "submitted"},
        "sales outside the shop": bool(offshop.for_staff(None, 1)[0]),
        "mentors' orders: waiting, agreed, denied": _orders_of_mentors() >= {"proposed", "recorded", "denied"},
        "opinions with photos, answered, reported, hidden; averages": _opinions_told(),
        "questions that are answered, and some that wait": _questions_told(),
        "visits, with steps that are late, and sessions": _cared_for(),
        "somebody away, and somebody soon": (session().scalar(select(func.count()).select_from(Leave)) or 0) >= 2,
        "a recall whose buyers were told": _recall_told(),
        "1,600 registered": (session().scalar(select(func.count()).select_from(programme.Trainee)) or 0) >= 1600,
        "figures that were published, and one corrected": _published(),
        "livings that emerge, that are at risk, and a month told anew": _livings_told(),
        "statements that are kept": impact.statements_counted() >= 2,
        "leave that somebody gave for a reason": _some(select(SightGrant.id).where(SightGrant.given_by.is_not(None))),
        "orders to send": any(orders.to_send(maker_id) for maker_id, _ in search.makers_on_shelf()),
    }
    return [sentence for sentence, true in checks.items() if not true]


def _published() -> bool:
    states = [one.state for one in impact.editions(50)]
    return len(states) >= 4 and {*states} == {PublicationState.SIGNED, PublicationState.SUPERSEDED}


def _livings_told() -> bool:
    found = impact.then_and_now(JalaliMonth.current().plus(-1)).values()
    here = {state for one in found for state in impact.Livelihood if one.now.of(state)}
    return here >= {impact.Livelihood.EMERGING, impact.Livelihood.AT_RISK} and any(one.revised for one in found)


def _months_with_sales() -> int:
    current = JalaliMonth.current()
    months = [current.plus(-step) for step in range(7)]
    counties = impact.counties_by_month(months, list(places.county_names("fa")))
    return sum(any(one.income for one in counties[month]) for month in months)


def _decisions() -> set[Decision | None]:
    return set(session().scalars(select(Review.decision).where(Review.decision.is_not(None)).distinct()))


def arrived_of_late() -> list[int]:
    """Parcels that reached their buyers, the newest first."""
    arrived = (ParcelState.DELIVERED, ParcelState.COMPLETED)
    query = select(Parcel.id).where(Parcel.state.in_(arrived), Parcel.frozen.is_(False))
    return list(session().scalars(query.order_by(Parcel.delivered_at.desc(), Parcel.id).limit(40)))


def _grants() -> set[str]:
    return {one.state.value for one in funding.totals(None) if one.count}


def _claim_states() -> set[str]:
    return set(session().scalars(select(Claim.state).distinct()))


def _opinions_told() -> bool:
    said = list(session().scalars(select(Opinion)))
    answered = sum(one.answered_at is not None for one in said)
    pictured = opinions.for_staff(None, "all", 1)[1]
    average = any(opinions.rating(number).told for number in {one.product_id for one in said})
    return all(
        (
            len(said) >= 60,
            answered >= 20,
            any(one.pictures for one in pictured),
            opinions.count_reported(None),
            any(one.state is Visibility.HIDDEN for one in said),
            average,
        )
    )


def _questions_told() -> bool:
    asked, waiting = opinions.staffs_questions(None, 1)[0], opinions.waiting_in(None)
    voices = set(session().scalars(select(Answer.voice).distinct()))
    return asked - waiting >= 20 and waiting >= 3 and voices >= {Voice.MAKER, Voice.MENTOR}


def _cared_for() -> bool:
    return programme.count_worries(None)[programme.Worry.OVERDUE] > 0 and _some(select(programme.Lesson.id))


def _recall_told() -> bool:
    begun = [one.id for one in catalogue.recalls(None)]
    return any(one.told for one in orders.recall_figures(begun).values())


def _orders_of_mentors() -> set[str]:
    query = select(OffshopSale.state).where(OffshopSale.mentor_id.is_not(None)).distinct()
    return {state.value for state in session().scalars(query)}


def _promotions_used() -> bool:
    used = ledger.balances(chart.DISCOUNT), ledger.balances(chart.SUBSIDY)
    return all(sum(found.values()) > 0 for found in used) and _some(select(ParcelShare.parcel_id))


def _at_the_door() -> set[OrderState]:
    """States of the orders that were to be paid when handed over."""
    query = select(Order.state).join(Attempt, Attempt.payable_id == Order.id)
    return set(session().scalars(query.where(Attempt.gateway == payments.ON_DELIVERY).distinct()))


def _some(query: Select[int]) -> bool:
    return session().scalar(query.limit(1)) is not None


def _has(state: ParcelState) -> bool:
    return session().scalar(select(Parcel.id).where(Parcel.state == state).limit(1)) is not None
