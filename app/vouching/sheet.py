"""Many products at once: out as a sheet, and in after a dry run that shows row by row what would happen.

What is shown is what is done: the plan is made again when it is applied, and applied only if it is the same one.
"""

from __future__ import annotations

import hashlib

from sqlalchemy import update

from app import catalogue
from app.catalogue import Facts, StockMode, Version
from app.programme import Trainee
from app.shared import audit, clock
from app.shared.database import session, take_turns
from app.shared.errors import NotFound
from app.shared.money import Rial
from app.vouching.drafting import open_draft
from app.vouching.errors import SheetStale
from app.vouching.models import ProductSheet
from app.vouching.seconding import change_price
from app.vouching.sheet_plan import Plan, StepKind, examine_sheet
from app.vouching.sheet_rows import WORDS, SheetColumn, TypedRow


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
        _write(open_draft(plan.line.newest, by), plan.row, staged)


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
