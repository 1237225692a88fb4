"""The bank's own book: payments and refunds in a small SQLite file."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

UNVERIFIED_SECONDS = 1800
AUTHORISED_SECONDS = 7 * 86_400


@dataclass(frozen=True)
class Payment:
    """`state`: open, paid, verified, cancelled, reversed. `trick`: how the bank misbehaves once.

    Amounts are rials, or, where there is a `currency`, its smallest unit. `reference`: what the shop calls the payment.
    `until`: when it can no longer be paid, in seconds since 1970; 0: never.
    """

    authority: str
    amount: int
    callback: str
    description: str
    state: str = "open"
    paid_at: float = 0.0
    face: str = "sandbox"
    trick: str = ""
    played: int = 0
    currency: str = ""
    reference: str = ""
    until: float = 0.0

    @property
    def late(self) -> bool:
        """Nobody paid in time."""
        return self.state == "open" and 0 < self.until < time.time()


_COLUMNS = (
    "face TEXT DEFAULT 'sandbox'", "trick TEXT DEFAULT ''", "played INTEGER DEFAULT 0", "currency TEXT DEFAULT ''",
    "reference TEXT DEFAULT ''", "until REAL DEFAULT 0",
)  # fmt: skip


class Book:
    def __init__(self, file: Path) -> None:
        self.file = file
        file.parent.mkdir(parents=True, exist_ok=True)
        with self._open() as book:
            book.execute("PRAGMA journal_mode=WAL")
            book.execute(
                "CREATE TABLE IF NOT EXISTS payment (authority TEXT PRIMARY KEY, amount INTEGER, callback TEXT, "
                "description TEXT, state TEXT, paid_at REAL)"
            )
            known = {row[1] for row in book.execute("PRAGMA table_info(payment)")}
            for column in _COLUMNS:
                if column.split()[0] not in known:
                    book.execute(f"ALTER TABLE payment ADD COLUMN {column}")
            book.execute(
                "CREATE TABLE IF NOT EXISTS refund (key TEXT, authority TEXT, amount INTEGER, at REAL, "
                "PRIMARY KEY (authority, key))"
            )
            book.execute("CREATE TABLE IF NOT EXISTS answer (key TEXT PRIMARY KEY, asked TEXT, told TEXT)")

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        with closing(sqlite3.connect(self.file, timeout=20, isolation_level=None)) as book:
            yield book

    def add(self, payment: Payment) -> None:
        with self._open() as book:
            book.execute(
                "INSERT INTO payment (authority, amount, callback, description, state, paid_at, face, currency, "
                "reference, until) VALUES (?, ?, ?, ?, 'open', 0, ?, ?, ?, ?)",
                (
                    payment.authority, payment.amount, payment.callback, payment.description, payment.face,
                    payment.currency, payment.reference, payment.until,
                ),
            )  # fmt: skip

    def find(self, authority: str) -> Payment | None:
        with self._open() as book:
            row = book.execute("SELECT * FROM payment WHERE authority = ?", (authority,)).fetchone()
        return None if row is None else Payment(*row)

    def answered(self, key: str) -> tuple[str, str] | None:
        """What was asked under this key before, and what was told."""
        with self._open() as book:
            row = book.execute("SELECT asked, told FROM answer WHERE key = ?", (key,)).fetchone()
        return None if row is None else (str(row[0]), str(row[1]))

    def answer(self, key: str, asked: str, told: str) -> None:
        """From now on this is what the key is answered with."""
        with self._open() as book:
            book.execute("INSERT OR IGNORE INTO answer VALUES (?, ?, ?)", (key, asked, told))

    def lapsed(self, payment: Payment) -> bool:
        """Paid, but not verified in time: the money is on its way back. What is only authorised has a week."""
        seconds = AUTHORISED_SECONDS if payment.face == "stripe" else UNVERIFIED_SECONDS
        return payment.state == "paid" and self.seconds_since(payment) > seconds

    def seconds_since(self, payment: Payment) -> float:
        """How long ago it was paid."""
        return time.time() - payment.paid_at

    def pay(self, authority: str) -> None:
        self._move(authority, "open", "paid")

    def cancel(self, authority: str) -> None:
        self._move(authority, "open", "cancelled")

    def let_go(self, authority: str) -> None:
        """What was only authorised is the payer's again."""
        self._move(authority, "paid", "reversed")

    def verify(self, authority: str) -> None:
        self._move(authority, "paid", "verified")

    def reverse(self, authority: str) -> None:
        self._move(authority, "verified", "reversed")

    def unverified(self, face: str, most: int) -> list[Payment]:
        """Paid and not verified yet, newest first."""
        with self._open() as book:
            rows = book.execute(
                "SELECT * FROM payment WHERE face = ? AND state = 'paid' ORDER BY paid_at DESC LIMIT ?", (face, most)
            ).fetchall()
        found = [Payment(*row) for row in rows]
        return [payment for payment in found if not self.lapsed(payment)]

    def set_trick(self, authority: str, trick: str) -> None:
        with self._open() as book:
            book.execute("UPDATE payment SET trick = ?, played = 0 WHERE authority = ?", (trick, authority))

    def play(self, authority: str) -> bool:
        """Whether the trick is still to be played; from now on it has been."""
        with self._open() as book:
            done = book.execute(
                "UPDATE payment SET played = 1 WHERE authority = ? AND trick <> '' AND played = 0", (authority,)
            )
            return done.rowcount == 1

    def of_face(self, face: str) -> list[Payment]:
        """All payments that a gateway's face was asked for, oldest first."""
        with self._open() as book:
            rows = book.execute("SELECT * FROM payment WHERE face = ? ORDER BY rowid", (face,)).fetchall()
        return [Payment(*row) for row in rows]

    def refunds(self, authority: str) -> list[tuple[str, int]]:
        """Key and amount of what was given back of a payment, oldest first."""
        with self._open() as book:
            query = "SELECT key, amount FROM refund WHERE authority = ? ORDER BY at"
            return [(str(key), int(amount)) for key, amount in book.execute(query, (authority,)).fetchall()]

    def given_back(self, authority: str) -> int:
        return sum(amount for _, amount in self.refunds(authority))

    def _move(self, authority: str, was: str, became: str) -> None:
        with self._open() as book:
            book.execute(
                "UPDATE payment SET state = ?, paid_at = CASE WHEN ? = 'paid' THEN ? ELSE paid_at END "
                "WHERE authority = ? AND state = ?",
                (became, became, time.time(), authority, was),
            )

    def refund(self, authority: str, amount: object, key: str) -> str | None:
        """Give back once per payment and key; None for more than was taken."""
        with self._open() as book:
            book.execute("BEGIN IMMEDIATE")
            known = book.execute("SELECT 1 FROM refund WHERE authority = ? AND key = ?", (authority, key)).fetchone()
            taken = book.execute(
                "SELECT amount FROM payment WHERE authority = ? AND state = 'verified'", (authority,)
            ).fetchone()
            gone = book.execute(
                "SELECT coalesce(sum(amount), 0) FROM refund WHERE authority = ?", (authority,)
            ).fetchone()
            fits = taken is not None and isinstance(amount, int) and 0 < amount <= taken[0] - gone[0]
            if known is None and fits:
                book.execute("INSERT INTO refund VALUES (?, ?, ?, ?)", (key, authority, amount, time.time()))
            book.execute("COMMIT")
        return f"B-{key}" if known is not None or fits else None
