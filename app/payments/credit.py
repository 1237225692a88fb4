"""Store credit: given for a refund where the buyer prefers it, or for goodwill; spent like money by its code."""

from __future__ import annotations

import secrets

from sqlalchemy import func, select, update

from app import ledger
from app.ledger import JournalKind, Posting, chart
from app.payments.errors import CreditRefused, NothingPaid
from app.payments.events import CreditGiven
from app.payments.models import Attempt, AttemptState, CreditNote, CreditState, CreditUse, Refund
from app.shared import audit, clock, rulebook, states, text, vault
from app.shared.database import LOCK, session
from app.shared.money import Rial
from app.shared.outbox import announce

GATEWAY = "credit"
GOODWILL_MOST = rulebook.define(
    "goodwill.most_rial", 5_000_000, "rial", "what one person may give to make up for something, of one purchase"
)
_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
_LENGTH = 12


def _print(code: str) -> str:
    return vault.fingerprint(code, "credit_note")


def code_of(typed: str) -> str:
    """A code as it is compared: without spaces and strokes, in Latin capitals."""
    return "".join(sign for sign in text.ascii_digits(typed).upper() if sign in _ALPHABET)[:40]


def shown_code(note: CreditNote) -> str:
    """The code as people read it aloud, four by four."""
    code = vault.open_text(note.code_sealed, f"credit_note:code:{note.code_print}")
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def find_credit(typed: str) -> CreditNote:
    """The note of this code, with something left on it. Raises CreditRefused."""
    note = session().scalar(select(CreditNote).where(CreditNote.code_print == _print(code_of(typed))))
    if note is None:
        raise CreditRefused("unknown")
    if not note.left_rial:
        raise CreditRefused("spent")
    return note


def notes_of(payable_id: int) -> list[CreditNote]:
    """The credit that came of a purchase, oldest first."""
    return list(
        session().scalars(select(CreditNote).where(CreditNote.payable_id == payable_id).order_by(CreditNote.id))
    )


def credit_used(payable_id: int) -> CreditUse | None:
    """What a purchase takes of a note; None where it takes nothing."""
    return session().get(CreditUse, payable_id)


def _give(amount: Rial, payable_id: int, why: str, *, refund_id: int | None, by: int | None) -> CreditNote:
    code = "".join(secrets.choice(_ALPHABET) for _ in range(_LENGTH))
    print_ = _print(code)
    note = CreditNote(
        code_print=print_,
        code_sealed=vault.seal_text(code, f"credit_note:code:{print_}"),
        amount_rial=amount,
        left_rial=amount,
        payable_id=payable_id,
        refund_id=refund_id,
        why=text.clean(why)[:200],
        given_by=by,
        given_at=clock.now(),
    )
    session().add(note)
    session().flush()
    return note


def give_goodwill(payable_id: int, amount: Rial, why: str, form_key: str, by: int) -> CreditNote:
    """Credit at the shop's cost, to make up for something; the same form gives it once.

    Raises NothingPaid for a purchase that nobody paid, and CreditRefused, also for more than the rule allows for one
    purchase in all.
    """
    if amount <= 0:
        raise CreditRefused("amount")
    key = f"goodwill:{payable_id}:{form_key}"[:80]
    known = ledger.journal_by_key(key)
    if known is not None:
        return session().get_one(CreditNote, known.ref_id)
    brought = select(Attempt.id).where(Attempt.payable_id == payable_id, Attempt.state == AttemptState.PAID)
    if session().scalar(brought.limit(1)) is None:
        raise NothingPaid
    given = sum(note.amount_rial for note in notes_of(payable_id) if note.refund_id is None)
    if given + amount > most_goodwill():
        raise CreditRefused("too_much", int(most_goodwill()))
    note = _give(amount, payable_id, why, refund_id=None, by=by)
    legs = {chart.GOODWILL: int(amount), chart.CREDIT: -int(amount)}
    ledger.post(
        Posting(key=key, kind=JournalKind.GOODWILL, about=("credit_note", note.id), legs=legs, by=by, memo=note.why)
    )
    audit.note("goodwill_given", "credit_note", note.id, by, amount=int(amount))
    announce(CreditGiven(note.id, payable_id))
    return note


def most_goodwill() -> Rial:
    """What may be given for goodwill of one purchase, in all."""
    return Rial(rulebook.number(GOODWILL_MOST))


def latest_goodwill() -> list[CreditNote]:
    """What was given for goodwill lately, the newest first."""
    query = select(CreditNote).where(CreditNote.refund_id.is_(None)).order_by(CreditNote.id.desc())
    return list(session().scalars(query.limit(50)))


def note_for(back: Refund) -> CreditNote:
    """The note onto which a refund goes: what was paid with credit returns to where it came from."""
    if session().get_one(Attempt, back.attempt_id).gateway == GATEWAY:
        use = session().get_one(CreditUse, back.payable_id)
        note = session().get_one(CreditNote, use.note_id, with_for_update=LOCK, populate_existing=True)
        note.left_rial = note.left_rial + back.amount_rial
        return note
    return _give(back.amount_rial, back.payable_id, back.why, refund_id=back.id, by=None)


def hold_credit(note_id: int, payable_id: int, amount: Rial) -> None:
    """Keep so much of a note for a purchase. Raises CreditRefused when it is not there any more."""
    _take(note_id, amount)
    session().add(
        CreditUse(payable_id=payable_id, note_id=note_id, amount_rial=amount, state=CreditState.HELD, at=clock.now())
    )
    session().flush()


def _take(note_id: int, amount: Rial) -> None:
    """One statement looks and takes, so that two purchases can't both have it."""
    taken = session().execute(
        update(CreditNote)
        .where(CreditNote.id == note_id, CreditNote.left_rial >= amount)
        .values(left_rial=CreditNote.left_rial - amount)
        .returning(CreditNote.id)
    )
    if taken.scalar() is None:
        raise CreditRefused("spent")


def hold_credit_again(payable_id: int) -> None:
    """A purchase that had lapsed is to be paid after all. Raises CreditRefused when the credit is gone meanwhile."""
    use = session().get(CreditUse, payable_id, populate_existing=True)
    if use is not None and use.state is CreditState.RELEASED:
        _take(use.note_id, use.amount_rial)
        use.state = CreditState.HELD


def let_go_of_credit(payable_id: int) -> None:
    """The purchase lapsed or was called off unpaid: what was held is there again."""
    use = session().get(CreditUse, payable_id, populate_existing=True)
    if use is None or use.state is not CreditState.HELD:
        return
    use.state = CreditState.RELEASED
    note = session().get_one(CreditNote, use.note_id, with_for_update=LOCK, populate_existing=True)
    note.left_rial = note.left_rial + use.amount_rial


def use_credit(payable_id: int) -> Attempt | None:
    """What was held has paid: it is written down as a paid attempt; None where the purchase takes no credit.

    The caller posts it, from `liab:gift_credit`.
    """
    use = session().get(CreditUse, payable_id, populate_existing=True)
    if use is None or use.state is not CreditState.HELD:
        return None
    use.state = CreditState.USED
    seq = session().scalar(select(func.coalesce(func.max(Attempt.seq), 0)).where(Attempt.payable_id == payable_id)) or 0
    now = clock.now()
    attempt = Attempt(
        payable_id=payable_id,
        seq=seq + 1,
        gateway=GATEWAY,
        amount_rial=use.amount_rial,
        authority=f"credit:{payable_id}",
        state=AttemptState.PAID,
        started_at=now,
        decided_at=now,
    )
    states.begin(attempt, None)
    return attempt


def invariants() -> list[tuple[str, int]]:
    """Broken promises of store credit, by name, with how many rials."""
    left = session().scalar(select(func.coalesce(func.sum(CreditNote.left_rial), 0))) or 0
    held = select(func.coalesce(func.sum(CreditUse.amount_rial), 0)).where(CreditUse.state == CreditState.HELD)
    owed = int(left) + int(session().scalar(held) or 0)
    return [("R5 credit.differs", abs(int(ledger.balance(chart.CREDIT)) + owed))]
