"""Refunds that people make: where the buyer wants the money, kept sealed and looked at with a trace."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select

from app import accounts
from app.payments.models import Refund, RefundAccount, RefundState
from app.shared import audit, clock, states, text, vault
from app.shared.database import LOCK, session
from app.shared.errors import NotFound


def tell_account(back: Refund, typed: str, holder: str, by: int | None = None) -> None:
    """Where this refund is to go; may be corrected until it has gone. Raises ShebaRefused, MoveRefused."""
    iban = accounts.sheba(typed)
    if iban is None:
        raise accounts.ShebaRefused
    session().refresh(back, with_for_update=LOCK)
    if back.state is not RefundState.MANUAL:
        raise states.MoveRefused("refund", str(back.state), str(RefundState.MANUAL))
    before = session().get(RefundAccount, back.id)
    audit.note("refund_account_told", "refund", back.id, by, last4=iban[-4:], before=before.last4 if before else "")
    session().merge(
        RefundAccount(
            refund_id=back.id,
            sheba_sealed=vault.seal_text(iban, f"refund_account:sheba:{back.id}"),
            last4=iban[-4:],
            holder=text.clean(holder)[:140],
            told_at=clock.now(),
        )
    )


def accounts_for(backs: Iterable[Refund]) -> dict[int, RefundAccount]:
    """The accounts that buyers have told, by refund; sealed."""
    wanted = [back.id for back in backs]
    rows = session().scalars(select(RefundAccount).where(RefundAccount.refund_id.in_(wanted)))
    return {row.refund_id: row for row in rows}


def reveal_account(refund_id: int, by: int) -> tuple[str, str]:
    """The whole Sheba and the holder's name; leaves an audit row. Raises NotFound."""
    row = session().get(RefundAccount, refund_id)
    if row is None:
        raise NotFound
    audit.note("refund_account_shown", "refund", refund_id, by, last4=row.last4)
    return vault.open_text(row.sheba_sealed, f"refund_account:sheba:{refund_id}"), row.holder
