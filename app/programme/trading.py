"""The list of trades, as staff keep it: a new one, other words for one, and one that is offered no more."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sqlalchemy import select

from app.programme.errors import TradeIncomplete, TradeKnown
from app.programme.models import Trade
from app.shared import audit, clock, text
from app.shared.database import LOCK, session, take_turns
from app.shared.errors import NotFound

_CODE = re.compile(r"[a-z][a-z0-9-]{1,19}")


@dataclass(frozen=True)
class TradeWords:
    """What a trade is called in the three languages, and by what other names lists know it («؛» between them)."""

    name_fa: str
    name_en: str
    name_ar: str
    synonyms: str = ""

    def cleaned(self) -> TradeWords:
        persian, english, arabic = (text.clean(one)[:60] for one in (self.name_fa, self.name_en, self.name_ar))
        others = [one for part in re.split("[؛;،,\n]", self.synonyms) if (one := text.clean(part))]
        made = TradeWords(persian, english, arabic, "؛ ".join(others)[:1000])
        if not (made.name_fa and made.name_en and made.name_ar):
            raise TradeIncomplete("names")
        return made


def trade(code: str) -> Trade:
    """Raises NotFound."""
    found = session().get(Trade, code)
    if found is None:
        raise NotFound
    return found


def add_trade(code: str, words: TradeWords, by: int) -> Trade:
    """A field of work that can be chosen from now on. Raises TradeIncomplete, TradeKnown."""
    take_turns("trades")
    short, names = text.ascii_digits(text.clean(code)).lower(), words.cleaned()
    if _CODE.fullmatch(short) is None:
        raise TradeIncomplete("code")
    if session().get(Trade, short) is not None:
        raise TradeKnown("code")
    _check_name(short, names)
    made = Trade(
        code=short,
        name_fa=names.name_fa,
        name_en=names.name_en,
        name_ar=names.name_ar,
        synonyms=names.synonyms,
        set_by=by,
    )
    session().add(made)
    session().flush()
    audit.note("trade_added", "trade", 0, by, code=short)
    return made


def rename_trade(found: Trade, words: TradeWords, by: int) -> None:
    """It is called this from now on, wherever it is shown. Raises TradeIncomplete, TradeKnown."""
    take_turns("trades")
    names = words.cleaned()
    _check_name(found.code, names)
    before = found.name_fa
    found.name_fa, found.name_en, found.name_ar = names.name_fa, names.name_en, names.name_ar
    found.synonyms, found.set_by = names.synonyms, by
    audit.note("trade_renamed", "trade", 0, by, code=found.code, was=before)


def close_trade(found: Trade, by: int) -> None:
    """It stays with those who have it, and is offered to nobody else; the second time does nothing."""
    session().refresh(found, with_for_update=LOCK)
    if found.closed_at is None:
        found.closed_at = clock.now()
        audit.note("trade_closed", "trade", 0, by, code=found.code)


def reopen_trade(found: Trade, by: int) -> None:
    """It is offered again; the second time does nothing."""
    session().refresh(found, with_for_update=LOCK)
    if found.closed_at is not None:
        found.closed_at = None
        audit.note("trade_opened", "trade", 0, by, code=found.code)


def _check_name(code: str, names: TradeWords) -> None:
    key = text.match_key(names.name_fa)
    others = session().scalars(select(Trade.name_fa).where(Trade.code != code))
    if any(text.match_key(one) == key for one in others):
        raise TradeKnown("name_fa")
