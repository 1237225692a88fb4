"""What is asked of makers before they sell: items that staff set, how far each maker is, and whom staff let off what.

What the program can see for itself is computed by a function here, named like the item's code.
"""

from __future__ import annotations

import csv
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import or_, select, update

from app import accounts
from app.programme.errors import ChecklistOpen, NotHersToSay, Wanted
from app.programme.models import ChecklistItem, ChecklistMark, ItemKind, MarkKind, Trainee
from app.shared import audit, clock, text
from app.shared.database import session, take_turns
from app.shared.errors import NotFound

_DATA = Path(__file__).parent / "data"
_COMPUTED: Mapping[str, Callable[[Trainee], bool]] = {
    "portrait_story": lambda maker: bool(maker.story and maker.portrait_id),
    "sheba": lambda maker: accounts.bank_detail(maker.person_id) is not None,
    "home_place": lambda maker: maker.locality_code is not None,
}
MADE_BY_ME = "made_by_me"


@dataclass(frozen=True)
class NewItem:
    """An item as staff word it: Persian, English, Arabic."""

    words: tuple[str, str, str]
    required: bool
    position: int
    kind: ItemKind = ItemKind.ATTESTED


def load_checklist() -> None:
    """Add the items that come with the program, where their code was never there. May be run again."""
    known = set(session().scalars(select(ChecklistItem.code)))
    with (_DATA / "checklist.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            if row["code"] not in known:
                words = (row["words_fa"], row["words_en"], row["words_ar"])
                wanted = NewItem(words, row["required"] == "1", int(row["position"]), ItemKind(row["kind"]))
                _keep(row["code"], wanted, None)


def _keep(code: str, wanted: NewItem, by: int | None) -> ChecklistItem:
    fa, en, ar = (text.clean(words)[:200] for words in wanted.words)
    item = ChecklistItem(
        code=code,
        kind=wanted.kind,
        words_fa=fa,
        words_en=en,
        words_ar=ar,
        required=wanted.required,
        position=wanted.position,
        active_from=clock.now(),
        set_by=by,
    )
    session().add(item)
    session().flush()
    return item


def add_item(wanted: NewItem, by: int) -> ChecklistItem:
    """Ask something more of makers. Raises NotHersToSay for what only the program can compute."""
    if wanted.kind is ItemKind.COMPUTED:
        raise NotHersToSay
    item = _keep(f"own-{secrets.token_hex(4)}", wanted, by)
    audit.note("checklist_item_added", "checklist_item", item.id, by, required=int(wanted.required))
    return item


def edit_item(code: str, wanted: NewItem, by: int) -> ChecklistItem:
    """Say it otherwise from now on; its kind, and what was marked, stay. Raises NotFound."""
    old = item_of(code)
    _end(old)
    item = _keep(code, NewItem(wanted.words, wanted.required, wanted.position, old.kind), by)
    audit.note("checklist_item_changed", "checklist_item", item.id, by, required=int(wanted.required))
    return item


def retire_item(code: str, by: int) -> None:
    """Ask it of nobody any more. Raises NotFound."""
    old = item_of(code)
    _end(old)
    audit.note("checklist_item_retired", "checklist_item", old.id, by)


def _end(item: ChecklistItem) -> None:
    item.active_to = clock.now()
    session().flush()


def items() -> list[ChecklistItem]:
    """What is asked now, in its order."""
    query = select(ChecklistItem).where(ChecklistItem.active_to.is_(None))
    return list(session().scalars(query.order_by(ChecklistItem.position, ChecklistItem.id)))


def item_of(code: str) -> ChecklistItem:
    """The item as it is asked now. Raises NotFound."""
    found = session().scalar(select(ChecklistItem).where(ChecklistItem.code == code, ChecklistItem.active_to.is_(None)))
    if found is None:
        raise NotFound
    return found


@dataclass(frozen=True)
class Point:
    """An item, whether a maker has it behind her, and the mark that says so where one does."""

    item: ChecklistItem
    done: bool
    mark: ChecklistMark | None

    @property
    def waived(self) -> bool:
        return self.mark is not None and self.mark.kind is MarkKind.WAIVED


def checklist_of(maker: Trainee) -> list[Point]:
    """How far a maker is."""
    query = select(ChecklistMark).where(ChecklistMark.trainee_id == maker.id, ChecklistMark.ended_at.is_(None))
    marks = {mark.code: mark for mark in session().scalars(query)}
    return [_point(maker, item, marks.get(item.code)) for item in items()]


def _point(maker: Trainee, item: ChecklistItem, mark: ChecklistMark | None) -> Point:
    computed = _COMPUTED.get(item.code) if item.kind is ItemKind.COMPUTED else None
    return Point(item, mark is not None or (computed is not None and computed(maker)), mark)


def check_checklist(maker: Trainee) -> None:
    """Raises ChecklistOpen with what is required of her, not done and not waived."""
    lacking = [point.item for point in checklist_of(maker) if point.item.required and not point.done]
    if lacking:
        raise ChecklistOpen(
            tuple(Wanted(one.code, (one.words_fa, one.called("en"), one.called("ar"))) for one in lacking)
        )


def attest(maker: Trainee, code: str, by: int | None) -> None:
    """She says it herself; a second time changes nothing. Raises NotHersToSay, NotFound."""
    item = item_of(code)
    if item.kind is not ItemKind.ATTESTED or by != maker.person_id:
        raise NotHersToSay
    _mark(maker, item, MarkKind.ATTESTED, maker.person_id)


def verify(maker: Trainee, code: str, by: int, what: str = "") -> None:
    """Somebody of the staff has seen the paper. Raises NotHersToSay, NotFound."""
    item = item_of(code)
    if item.kind is not ItemKind.VERIFIED or by == maker.person_id:
        raise NotHersToSay
    _mark(maker, item, MarkKind.VERIFIED, by, what)


def waive(maker: Trainee, code: str, by: int, why: str) -> None:
    """Let her off it, for a reason that she reads. Raises NotHersToSay without one, or for oneself; NotFound."""
    if not text.clean(why) or by == maker.person_id:
        raise NotHersToSay
    _mark(maker, item_of(code), MarkKind.WAIVED, by, why)


def _mark(maker: Trainee, item: ChecklistItem, kind: MarkKind, by: int, why: str = "") -> None:
    take_turns(f"checklist:{maker.id}")
    open_mark = select(ChecklistMark.id).where(
        ChecklistMark.trainee_id == maker.id, ChecklistMark.code == item.code, ChecklistMark.ended_at.is_(None)
    )
    if session().scalar(open_mark) is not None:
        return
    mark = ChecklistMark(
        trainee_id=maker.id,
        item_id=item.id,
        code=item.code,
        kind=kind,
        why=text.clean(why)[:600],
        by_id=by,
        at=clock.now(),
    )
    session().add(mark)
    session().flush()
    audit.note(f"checklist_{kind.value}", "trainee", maker.id, by, item=item.code, mark=mark.id)


def take_mark_back(maker: Trainee, code: str, by: int) -> None:
    """Staff take back what they verified or waived; it stays in history. Raises NotFound when there is nothing."""
    ended = session().execute(
        update(ChecklistMark)
        .where(
            ChecklistMark.trainee_id == maker.id,
            ChecklistMark.code == code,
            ChecklistMark.ended_at.is_(None),
            ChecklistMark.kind != MarkKind.ATTESTED,
        )
        .values(ended_at=clock.now(), ended_by=by),
        execution_options={"synchronize_session": "fetch"},
    )
    if getattr(ended, "rowcount", 0) != 1:
        raise NotFound
    audit.note("checklist_taken_back", "trainee", maker.id, by, item=code)


def seen_by(code: str, moment: datetime) -> set[int]:
    """Whose paper for an item staff had seen by then, and still held it so then."""
    query = select(ChecklistMark.trainee_id).where(
        ChecklistMark.code == code,
        ChecklistMark.kind == MarkKind.VERIFIED,
        ChecklistMark.at < moment,
        or_(ChecklistMark.ended_at.is_(None), ChecklistMark.ended_at >= moment),
    )
    return set(session().scalars(query))
