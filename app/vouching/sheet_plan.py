"""What a maker's sheet says of her products, and what would become of each row of one that she brings."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from app import catalogue
from app.catalogue import MakersProduct, StockMode, Variant, Version, VersionState
from app.programme import Trainee
from app.shared import rulebook, sheets
from app.shared.money import Rial
from app.vouching import rules
from app.vouching.queries import caps_on_sale
from app.vouching.seconding import seen_by_two
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


@dataclass(frozen=True)
class _Shelf:
    """What rows are compared with, read once: her products by their keys, and what is on sale of them.

    `dear`: from this price on two mentors look; `seen_by_two`: versions that two have looked at; `caps`: the most that
    a version's grade lets it cost.
    """

    by_sku: dict[str, tuple[MakersProduct, Variant]]
    by_own_key: dict[str, tuple[MakersProduct, Variant]]
    live: dict[int, Version]
    goods: set[str]
    laid_aside: set[str]
    dear: int
    seen_by_two: set[int]
    caps: dict[int, Rial]

    def at_once(self, line: MakersProduct, variant: Variant, price: int) -> bool:
        """Whether this price may apply without anybody's look: near what was seen, not dear by one mentor's word."""
        lowest, highest = catalogue.band(variant.reviewed_price_rial, rulebook.number(catalogue.PRICE_BAND))
        near = variant.offered and lowest <= price <= highest and not _staged_price(line, variant)
        return near and not self.too_dear(line, price)

    def too_dear(self, line: MakersProduct, price: int) -> bool:
        """Whether two mentors have to look before it is sold at this price, and have not."""
        return price >= self.dear and line.product.live_version_id not in self.seen_by_two


def _shelf_of(maker: Trainee) -> _Shelf:
    lines = catalogue.of_maker(maker.id)
    known = {variant.sku: (line, variant) for line in lines for variant in line.variants}
    # A draft's SKU changes when it is sent; an older sheet still names it by the product's number.
    known |= {f"D-{line.product.id}": (line, line.variants[0]) for line in lines if line.variants}
    live = _on_sale(lines)
    return _Shelf(
        by_sku=known,
        by_own_key={line.product.own_key: (line, line.variants[0]) for line in lines if line.product.own_key},
        live=live,
        goods={good.id for good in catalogue.goods()},
        laid_aside=set(catalogue.archived_keys(maker.id)),
        dear=rulebook.number(rules.SECOND_PRICE),
        seen_by_two=seen_by_two(live),
        caps=caps_on_sale(live),
    )


def examine_sheet(maker: Trainee, content: bytes) -> list[Plan]:
    """What would happen, row by row. Changes nothing. Raises UnreadableList."""
    shelf = _shelf_of(maker)
    return [_plan(row, shelf) for row in read_rows(content)]


def _plan(row: TypedRow, shelf: _Shelf) -> Plan:
    sku, own_key = row.key
    if not sku and own_key in shelf.laid_aside:
        row.bad.append(BadCell(SheetColumn.OWN_KEY, CellFault.ARCHIVED, own_key))
    found = shelf.by_sku.get(sku) if sku else shelf.by_own_key.get(own_key)
    if sku and found is None:
        row.bad.append(BadCell(SheetColumn.SKU, CellFault.UNKNOWN_SKU, sku))
    good = row.words.get(SheetColumn.GOOD)
    if good is not None and good not in shelf.goods:
        row.bad.append(BadCell(SheetColumn.GOOD, CellFault.UNKNOWN_GOOD, good))
    plan = Plan(row, row.words.get(SheetColumn.TITLE, ""))
    if found is not None:
        plan.line, plan.variant = found
        plan.title = plan.title or plan.line.newest.title
        _compare(plan, plan.line, plan.variant, shelf)
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


def _compare(plan: Plan, line: MakersProduct, variant: Variant, shelf: _Shelf) -> None:
    if line.newest.state is VersionState.DRAFT and line.newest.inert:
        plan.row.bad.append(BadCell(SheetColumn.SKU, CellFault.UNCONFIRMED))
        return
    _compare_stock(plan, variant)
    _compare_price(plan, line, variant, shelf)
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


def _compare_price(plan: Plan, line: MakersProduct, variant: Variant, shelf: _Shelf) -> None:
    """A price that is not to apply at once waits in the draft, like every other word about the product."""
    now, was = plan.row.numbers.get(SheetColumn.PRICE), int(_price(line, variant))
    if now is None or now == was:
        return
    first = variant.id == line.variants[0].id
    if now > shelf.caps.get(line.product.live_version_id or 0, now):
        plan.row.bad.append(BadCell(SheetColumn.PRICE, CellFault.TOO_DEAR, str(now // 10)))
    elif shelf.at_once(line, variant, now):
        plan.steps.append(Step(StepKind.PRICE, SheetColumn.PRICE, str(was), str(now)))
    elif first:
        _stage(plan, line, SheetColumn.PRICE, str(was), str(now))
    else:
        fault = CellFault.TWO_MENTORS if shelf.too_dear(line, now) else CellFault.OUTSIDE_BAND
        plan.row.bad.append(BadCell(SheetColumn.PRICE, fault, str(now // 10)))


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
