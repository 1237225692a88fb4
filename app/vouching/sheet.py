"""Many products at once: out as a sheet, and in after a dry run that shows row by row what would happen.

What is shown is what is done: the plan is made again when it is applied, and applied only if it is the same one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from sqlalchemy import update

from app import catalogue
from app.catalogue import Facts, MakersProduct, StockMode, Variant, Version, VersionState
from app.programme import Trainee
from app.shared import audit, clock, rulebook, sheets
from app.shared.database import session, take_turns
from app.shared.errors import NotFound
from app.shared.money import Rial
from app.vouching.actions import copy_disclosure
from app.vouching.appealing import drop_appeal
from app.vouching.errors import SheetStale
from app.vouching.models import ProductSheet
from app.vouching.seconding import change_price
from app.vouching.sheet_rows import WORDS, BadCell, CellFault, SheetColumn, TypedRow, read_rows


class StepKind(StrEnum):
    """What becomes of a row."""

    NEW = "new"
    STOCK = "stock"
    LEAD_DAYS = "lead_days"
    PRICE = "price"
    STAGED = "staged"


@dataclass(frozen=True)
class Step:
    """One change: of which column, from what to what. STAGED waits in a draft for the mentor; all else is at once."""

    kind: StepKind
    column: SheetColumn
    was: str
    now: str


@dataclass
class Plan:
    """What would happen to one row."""

    row: TypedRow
    title: str
    line: MakersProduct | None = None
    variant: Variant | None = None
    steps: list[Step] = field(default_factory=list)

    @property
    def bad(self) -> list[BadCell]:
        return self.row.bad


COLUMNS = tuple(SheetColumn)


def rows_of(maker_id: int) -> Iterable[list[sheets.Cell]]:
    """Her products as a sheet has them, in the order of `COLUMNS`: one row per variant, words on the first alone."""
    lines = catalogue.of_maker(maker_id)
    _live = _on_sale(lines)
    for line in lines:
        for place, variant in enumerate(line.variants):
            version = line.newest
            words = {column: str(getattr(version, column.value)) if place == 0 else "" for column in WORDS}
            counted = variant.mode is StockMode.COUNTED
            cells: dict[SheetColumn, sheets.Cell] = {
                SheetColumn.SKU: variant.sku,
                SheetColumn.OWN_KEY: (line.product.own_key or "") if place == 0 else "",
                SheetColumn.LABEL: variant.label,
                SheetColumn.GOOD: (version.good_id or "") if place == 0 else "",
                SheetColumn.WEIGHT: version.weight_g if place == 0 and version.weight_g else "",
                SheetColumn.STOCK: variant.on_hand if counted else "",
                SheetColumn.LEAD_DAYS: "" if counted else variant.lead_days,
                SheetColumn.PRICE: int(_price(line, variant)) // 10 or "",
                **words,
            }
            yield [cells[column] for column in COLUMNS]


def _on_sale(lines: list[MakersProduct]) -> dict[int, Version]:
    """The versions on sale, read together; whoever holds them finds each at hand."""
    return catalogue.versions(line.product.live_version_id for line in lines if line.product.live_version_id)


def _price(line: MakersProduct, variant: Variant) -> Rial:
    """A variant's price as she sees it: what is on sale, or of a draft what she wrote."""
    return line.newest.price_rial if _staged_price(line, variant) else variant.price_rial


def _staged_price(line: MakersProduct, variant: Variant) -> bool:
    """Whether another price than the one on sale waits to be seen by a mentor; a product's own stands for its first."""
    waits = line.newest.state in {VersionState.DRAFT, VersionState.SUBMITTED, VersionState.RETURNED}
    return waits and variant.id == line.variants[0].id and line.newest.price_rial != _live_price(line)


def _live_price(line: MakersProduct) -> Rial | None:
    live = line.product.live_version_id
    return None if live is None else catalogue.version(live).price_rial


def examine_sheet(maker: Trainee, content: bytes) -> list[Plan]:
    """What would happen, row by row. Changes nothing. Raises UnreadableList."""
    lines = catalogue.of_maker(maker.id)
    known = {variant.sku: (line, variant) for line in lines for variant in line.variants}
    # A draft's SKU changes when it is sent; an older sheet still names it by the product's number.
    known |= {f"D-{line.product.id}": (line, line.variants[0]) for line in lines if line.variants}
    own = {line.product.own_key: (line, line.variants[0]) for line in lines if line.product.own_key}
    goods, _live = {good.id for good in catalogue.goods()}, _on_sale(lines)
    laid_aside = catalogue.archived_keys(maker.id)
    plans = []
    for row in read_rows(content):
        if not row.key[0] and row.key[1] in laid_aside:
            row.bad.append(BadCell(SheetColumn.OWN_KEY, CellFault.ARCHIVED, row.key[1]))
        plans.append(_plan(row, known, own, goods))
    return plans


_Known = dict[str, tuple[MakersProduct, Variant]]


def _plan(row: TypedRow, known: _Known, own: _Known, goods: set[str]) -> Plan:
    sku, own_key = row.key
    found = known.get(sku) if sku else own.get(own_key)
    if sku and found is None:
        row.bad.append(BadCell(SheetColumn.SKU, CellFault.UNKNOWN_SKU, sku))
    good = row.words.get(SheetColumn.GOOD)
    if good is not None and good not in goods:
        row.bad.append(BadCell(SheetColumn.GOOD, CellFault.UNKNOWN_GOOD, good))
    plan = Plan(row, row.words.get(SheetColumn.TITLE, ""))
    if found is not None:
        plan.line, plan.variant = found
        plan.title = plan.title or plan.line.newest.title
        _compare(plan, plan.line, plan.variant)
    elif not sku:
        _begin(plan)
    if row.bad:
        plan.steps = []
    return plan


def _begin(plan: Plan) -> None:
    """A new draft with what the row says; photo and differences are added in the wizard."""
    if not plan.title:
        plan.row.bad.append(BadCell(SheetColumn.TITLE, CellFault.NO_TITLE))
    plan.steps.append(Step(StepKind.NEW, SheetColumn.TITLE, "", plan.title))


def _compare(plan: Plan, line: MakersProduct, variant: Variant) -> None:
    if line.newest.state is VersionState.DRAFT and line.newest.inert:
        plan.row.bad.append(BadCell(SheetColumn.SKU, CellFault.UNCONFIRMED))
        return
    _compare_stock(plan, variant)
    _compare_price(plan, line, variant)
    _compare_words(plan, line, variant)


def _compare_stock(plan: Plan, variant: Variant) -> None:
    counted = variant.mode is StockMode.COUNTED
    pairs = (
        (SheetColumn.STOCK, StepKind.STOCK, counted, variant.on_hand),
        (SheetColumn.LEAD_DAYS, StepKind.LEAD_DAYS, not counted, variant.lead_days),
    )
    for column, kind, fits, was in pairs:
        now = plan.row.numbers.get(column)
        if now is None:
            continue
        if not fits:
            plan.row.bad.append(BadCell(column, CellFault.NOT_COUNTED, str(now)))
        elif kind is StepKind.STOCK and now < variant.reserved:
            plan.row.bad.append(BadCell(column, CellFault.HELD, str(variant.reserved)))
        elif now != was:
            plan.steps.append(Step(kind, column, str(was), str(now)))


def _compare_price(plan: Plan, line: MakersProduct, variant: Variant) -> None:
    now, was = plan.row.numbers.get(SheetColumn.PRICE), int(_price(line, variant))
    if now is None or now == was:
        return
    first = variant.id == line.variants[0].id
    lowest, highest = catalogue.band(variant.reviewed_price_rial, rulebook.number(catalogue.PRICE_BAND))
    if variant.offered and lowest <= now <= highest and not _staged_price(line, variant):
        plan.steps.append(Step(StepKind.PRICE, SheetColumn.PRICE, str(was), str(now)))
    elif first:
        _stage(plan, line, SheetColumn.PRICE, str(was), str(now))
    else:
        plan.row.bad.append(BadCell(SheetColumn.PRICE, CellFault.OUTSIDE_BAND, str(now // 10)))


def _compare_words(plan: Plan, line: MakersProduct, variant: Variant) -> None:
    first = variant.id == line.variants[0].id
    typed: dict[SheetColumn, object] = {**plan.row.words, **plan.row.numbers}
    for column in (*WORDS, SheetColumn.WEIGHT, SheetColumn.GOOD):
        known = line.newest.good_id if column is SheetColumn.GOOD else getattr(line.newest, column.value)
        now = typed.get(column)
        if now is None or now == known:
            continue
        if first:
            _stage(plan, line, column, str(known or ""), str(now))
        else:
            plan.row.bad.append(BadCell(column, CellFault.FIRST_ROW_ONLY, str(now)[:40]))


def _stage(plan: Plan, line: MakersProduct, column: SheetColumn, was: str, now: str) -> None:
    if line.newest.state in {VersionState.SUBMITTED, VersionState.REFUSED}:
        plan.row.bad.append(BadCell(column, CellFault.WITH_MENTOR, now[:40]))
    else:
        plan.steps.append(Step(StepKind.STAGED, column, was, now))


def _print(plans: list[Plan]) -> str:
    """What was shown, and what it was computed on: another one as soon as either differs."""
    shown = [(plan.row.number, plan.row.key, plan.steps, plan.bad, _state(plan)) for plan in plans]
    return hashlib.sha256(repr(shown).encode()).hexdigest()


def _state(plan: Plan) -> tuple[object, ...]:
    if plan.line is None or plan.variant is None:
        return ()
    return (plan.line.newest.id, plan.line.newest.state, plan.line.product.state, plan.variant.id)


def keep_sheet(maker: Trainee, content: bytes, by: int | None) -> ProductSheet:
    """Keep a sheet that was looked at, with the plan that is shown. Those she did not apply before are forgotten."""
    plans = examine_sheet(maker, content)
    session().execute(
        update(ProductSheet)
        .where(ProductSheet.maker_id == maker.id, ProductSheet.applied_at.is_(None))
        .values(content=None)
    )
    kept = ProductSheet(
        maker_id=maker.id,
        content=content,
        file_digest=hashlib.sha256(content).hexdigest(),
        plan_digest=_print(plans),
        uploaded_by=by,
        uploaded_at=clock.now(),
    )
    session().add(kept)
    session().flush()
    return kept


def own_sheet(maker_id: int, sheet_id: int) -> ProductSheet:
    """A maker's own sheet; another's is NotFound."""
    found = session().get(ProductSheet, sheet_id)
    if found is None or found.maker_id != maker_id:
        raise NotFound
    return found


def plans_of(kept: ProductSheet, maker: Trainee) -> list[Plan]:
    """What a kept sheet would do now; nothing once it was applied or forgotten."""
    return [] if kept.content is None else examine_sheet(maker, kept.content)


def apply_sheet(kept: ProductSheet, maker: Trainee, by: int | None) -> int:
    """Do exactly what was shown; how many rows changed something. A second press does nothing.

    Raises SheetStale when the file or her products are not what they were when it was shown.
    """
    content = kept.content
    take_turns(f"sheet:{maker.id}")
    taken = session().execute(
        update(ProductSheet)
        .where(ProductSheet.id == kept.id, ProductSheet.applied_at.is_(None))
        .values(applied_at=clock.now(), content=None),
        execution_options={"synchronize_session": "fetch"},
    )
    if getattr(taken, "rowcount", 0) != 1:
        return 0
    if content is None or hashlib.sha256(content).hexdigest() != kept.file_digest:
        raise SheetStale
    plans = examine_sheet(maker, content)
    if _print(plans) != kept.plan_digest:
        raise SheetStale
    changed = [plan for plan in plans if plan.steps]
    for plan in changed:
        _apply(plan, maker, by)
    audit.note("sheet_applied", "product_sheet", kept.id, by, rows=len(changed))
    return len(changed)


def _apply(plan: Plan, maker: Trainee, by: int | None) -> None:
    if plan.variant is None or plan.line is None:
        _apply_new(plan, maker, by)
        return
    for step in plan.steps:
        if step.kind in {StepKind.STOCK, StepKind.LEAD_DAYS}:
            number, variant = int(step.now), plan.variant
            catalogue.set_stock(variant, variant.mode, on_hand=number, lead_days=number, by=by)
        elif step.kind is StepKind.PRICE:
            change_price(plan.variant, Rial(int(step.now)), by)
    staged = {step.column for step in plan.steps if step.kind is StepKind.STAGED}
    if staged:
        _write(_draft(plan.line.newest, by), plan.row, staged)


def _draft(newest: Version, by: int | None) -> Version:
    draft = catalogue.draft_after(newest, by)
    if draft.id != newest.id:
        drop_appeal(newest.id)
        copy_disclosure(newest, draft)
    return draft


def _apply_new(plan: Plan, maker: Trainee, by: int | None) -> None:
    version = catalogue.new_product(maker.id, by, own_key=plan.row.words[SheetColumn.OWN_KEY])
    _write(version, plan.row, set(SheetColumn))
    variant = catalogue.variants_of([version.product_id])[version.product_id][0]
    numbers = plan.row.numbers
    lead = numbers.get(SheetColumn.LEAD_DAYS, 0)
    mode = StockMode.MADE_TO_ORDER if lead else StockMode.COUNTED
    catalogue.set_stock(variant, mode, on_hand=numbers.get(SheetColumn.STOCK, 0), lead_days=lead, by=by)


def _write(version: Version, row: TypedRow, columns: set[SheetColumn]) -> None:
    good_id = row.words.get(SheetColumn.GOOD)
    if good_id is not None and SheetColumn.GOOD in columns:
        good = catalogue.good(good_id)
        catalogue.choose_kind(version, catalogue.category(good.category_code), good)
    price = row.numbers.get(SheetColumn.PRICE) if SheetColumn.PRICE in columns else None
    said = {column: row.words.get(column) for column in WORDS if column in columns}
    catalogue.write(
        version,
        Facts(
            title=said.get(SheetColumn.TITLE),
            description=said.get(SheetColumn.DESCRIPTION),
            materials=said.get(SheetColumn.MATERIALS),
            size_words=said.get(SheetColumn.SIZE),
            care=said.get(SheetColumn.CARE),
            weight_g=row.numbers.get(SheetColumn.WEIGHT) if SheetColumn.WEIGHT in columns else None,
            price_rial=None if price is None else Rial(price),
        ),
    )
