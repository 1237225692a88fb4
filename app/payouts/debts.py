"""What makers owe, after refunds of what was paid out or fees of cash sales; and what is given up of it."""

from __future__ import annotations

from app import ledger, programme
from app.ledger import JournalKind, Posting, chart
from app.payouts.errors import DebtTooSmall
from app.programme import Trainee
from app.shared import audit, text
from app.shared.database import LOCK, session
from app.shared.money import Rial


def debts() -> list[tuple[Trainee, Rial]]:
    """Makers who owe something, by the books, the largest debts first."""
    owing = {
        maker_id: amount
        for code, amount in ledger.balances(chart.MAKER).items()
        if amount > 0 and (maker_id := chart.maker_id_of(code)) is not None
    }
    makers = programme.trainees(owing)
    return sorted(((makers[one], amount) for one, amount in owing.items()), key=lambda pair: (-pair[1], pair[0].id))


def write_off(maker_id: int, amount: Rial, why: str, *, key: str, by: int) -> None:
    """Give up so much of what a maker owes; the same key once. It is the shop's cost. Raises DebtTooSmall."""
    session().get_one(Trainee, maker_id, with_for_update=LOCK)
    posted = f"write_off:{maker_id}:{key}"[:80]
    if ledger.journal_by_key(posted) is not None:
        return
    owed = ledger.balance(chart.maker(maker_id))
    if not 0 < amount <= owed:
        raise DebtTooSmall(max(0, int(owed)))
    legs = {chart.BAD_DEBT: int(amount), chart.maker(maker_id): -int(amount)}
    memo = text.clean(why)[:300]
    ledger.post(Posting(key=posted, kind=JournalKind.WRITE_OFF, about=("maker", maker_id), legs=legs, by=by, memo=memo))
    audit.note("debt_written_off", "trainee", maker_id, by, amount=int(amount))
