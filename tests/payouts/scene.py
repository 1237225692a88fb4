"""Makers who have earned, and two people of finance."""

from collections.abc import Callable

from app import accounts, ledger, payouts
from app.accounts import Role
from app.ledger import JournalKind, Posting, chart
from app.payouts import Batch, ItemState
from app.shared.database import transaction
from tests import world

_keys = iter(range(10**9))


def earn(maker_id: int, rials: int, kind: JournalKind = JournalKind.RELEASE) -> None:
    """Her balance moves by so many rials, in her favour when positive."""
    with transaction():
        legs = {chart.maker(maker_id): -rials, chart.gateway("sandbox"): rials}
        ledger.post(Posting(f"earned:{next(_keys)}", kind, ("parcel", 1), legs))


def earner(rials: int = 4_000_000, *, verified: bool = True, days_ago: int = 30) -> int:
    """A maker with a Sheba and a balance."""
    maker_id = world.maker()
    world.bank_account(maker_id, verified=verified, days_ago=days_ago)
    earn(maker_id, rials)
    return maker_id


def officers() -> tuple[int, int]:
    return world.official(Role.FINANCE), world.official(Role.FINANCE)


def build(by: int) -> int:
    with transaction():
        return payouts.build(by).id


def step(act: Callable[[Batch, int], object], batch_id: int, by: int) -> None:
    with transaction():
        act(payouts.batch(batch_id), by)


def exported() -> tuple[int, int]:
    """A batch with everybody, at the bank; and who approved it."""
    builder, approver = officers()
    batch_id = build(builder)
    step(payouts.approve, batch_id, approver)
    step(payouts.export, batch_id, approver)
    return batch_id, approver


def confirm(batch_id: int, by: int, tracking_no: str = "140307101") -> None:
    """The bank has paid all of it."""
    world.fresh()
    for item in payouts.items_of(batch_id):
        with transaction():
            payouts.confirm(payouts.item(item.id), tracking_no, by)


def send_back(item_id: int, by: int) -> None:
    with transaction():
        payouts.sent_back(payouts.item(item_id), "شبا بسته است", by)


def owed(maker_id: int) -> int:
    world.fresh()
    return int(ledger.owed_to([maker_id]).get(maker_id, 0))


def in_transit() -> int:
    world.fresh()
    return -int(ledger.balance(chart.PAYOUT_IN_TRANSIT))


def new_sheba(maker_id: int, *, verified: bool = True) -> None:
    with transaction():
        one = accounts.person(world.person_of(maker_id))
        detail = accounts.set_sheba(one, world.valid_sheba(), one.name, one.id)
        if verified:
            accounts.verify_sheba(detail, one.id)


def items(batch_id: int) -> list[tuple[int, int, ItemState]]:
    world.fresh()
    return [(one.maker_id, int(one.amount_rial), one.state) for one in payouts.items_of(batch_id)]
