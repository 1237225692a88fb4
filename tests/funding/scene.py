"""A cooperative, a budget, and an application at any of its turns."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from datetime import timedelta

from app import funding, programme
from app.accounts import Role
from app.funding import FundApplication, FundBudget, FundInvoice, FundState, NewApplication, NewBudget, NewInvoice
from app.shared import gallery
from app.shared.calendar import today
from app.shared.database import session, transaction
from app.shared.money import Rial
from tests import world

_numbers = itertools.count(1)
_WEIGHTS = (29, 27, 23, 19, 17, 29, 27, 23, 19, 17)


def legal_id(number: int) -> str:
    """A national id of a legal person with the right check digit, by the registry's rule."""
    digits = f"10{number:08d}"
    rest = sum((int(digit) + int(digits[9]) + 2) * weight for digit, weight in zip(digits, _WEIGHTS, strict=True)) % 11
    return f"{digits}{rest % 10}"


def cooperative(county: str = "1801", *members: int) -> int:
    number = next(_numbers)
    with transaction():
        national = legal_id(380_000 + number)
        one = programme.add_cooperative(f"تعاونیِ نخل {number}", f"{7000 + number}", national, county, None)
        for member in members:
            programme.join_cooperative(programme.trainee(member), one)
        return one.id


def budget(rials: int = 1_000_000_000, *, days: int = 300, by: int | None = None) -> int:
    by = by or world.official(Role.FINANCE)
    new = NewBudget(
        "بودجهٔ برند", "نامهٔ ۱۲", Rial(rials), today(), today() + timedelta(days=days), f"budget-{next(_numbers)}"
    )
    with transaction():
        return funding.open_budget(new, by).id


def draft(cooperative_id: int | None = None, *, by: int | None = None) -> int:
    by = by or world.official(Role.STAFF)
    told = NewApplication(
        cooperative_id or cooperative(), "نشانه و برچسب", Rial(200_000_000), f"apply-{next(_numbers)}"
    )
    with transaction():
        return funding.write_down(told, by).id


def bill(application_id: int, rials: int = 100_000_000, **more: str) -> int:
    """Put a bill to a draft, of a number of its own unless one is given."""
    key = gallery.keep(world.jpeg(300, 300))
    new = NewInvoice(
        seller=more.get("seller", "چاپِ خلیج"),
        seller_id=more.get("seller_id", ""),
        number=more.get("number", f"{next(_numbers)}"),
        issued_on=today() - timedelta(days=int(more.get("days") or _ago(more))),
        amount=Rial(rials),
        upload_key=key,
    )
    with transaction():
        one = found(application_id)
        return funding.add_invoice(one, new, one.written_by).id


def _ago(more: dict[str, str]) -> int:
    """Bills without a number of their own are of days far apart, so that none looks like another."""
    return 3 if "number" in more else 3 + 8 * (next(_numbers) % 90)


def found(application_id: int) -> FundApplication:
    return funding.application(application_id, None)


def budget_row(budget_id: int) -> FundBudget:
    world.fresh()
    return session().get_one(FundBudget, budget_id)


def invoice(invoice_id: int) -> FundInvoice:
    return session().get_one(FundInvoice, invoice_id)


def step(application_id: int, act: Callable[..., object], *how: object, by: int, **more: object) -> None:
    with transaction():
        act(found(application_id), *how, by=by, **more)


def submitted(*rials: int, cooperative_id: int | None = None, by: int | None = None) -> int:
    application_id = draft(cooperative_id, by=by)
    for amount in rials or (100_000_000,):
        bill(application_id, amount)
    submit(application_id)
    return application_id


def submit(application_id: int) -> None:
    with transaction():
        one = found(application_id)
        funding.submit(one, one.written_by, type_seen=True)


def first_ok(*rials: int, cooperative_id: int | None = None) -> int:
    application_id = submitted(*rials, cooperative_id=cooperative_id)
    step(application_id, funding.approve_first, by=world.official(Role.STAFF))
    return application_id


def offer(application_id: int, budget_id: int) -> Rial:
    """What the page offers of this budget."""
    [(_, _, possible)] = funding.grants_from(found(application_id), [session().get_one(FundBudget, budget_id)])
    return possible


def approve(application_id: int, budget_id: int, *, by: int | None = None, seen: Rial | None = None) -> None:
    amount = offer(application_id, budget_id) if seen is None else seen
    step(application_id, funding.approve, budget_id, amount, by=by or world.official(Role.FINANCE))


def approved(*rials: int, cooperative_id: int | None = None, budget_id: int | None = None) -> int:
    application_id = first_ok(*rials, cooperative_id=cooperative_id)
    approve(application_id, budget_id or budget())
    return application_id


def pay(application_id: int, tracking_no: str | None = None, *, by: int | None = None) -> None:
    number = tracking_no or f"9{next(_numbers):011d}"
    step(application_id, funding.pay, number, today(), by=by or world.official(Role.FINANCE))


def paid(*rials: int, cooperative_id: int | None = None, budget_id: int | None = None) -> int:
    application_id = approved(*rials, cooperative_id=cooperative_id, budget_id=budget_id)
    pay(application_id)
    return application_id


def state_of(application_id: int) -> FundState:
    world.fresh()
    return found(application_id).state
