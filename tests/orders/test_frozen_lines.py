"""What was sold stays as it was sold, whatever becomes of the product."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from app import catalogue, ledger, orders, vouching
from app.catalogue import Shelf, StockMode
from app.ledger import chart
from app.orders import Line
from app.shared import rulebook
from app.shared.database import session, transaction
from app.shared.money import Rial
from tests import world
from tests.orders.placing import new_version

FROZEN = (
    "version_id", "vouch_id", "sku", "title", "quantity", "unit_price_rial", "goods_rial", "commission_bps",
    "commission_rule_id", "commission_fixed_rial", "commission_rial", "grade", "differences", "acknowledged", "exempt",
)  # fmt: skip


def frozen(line: Line) -> dict[str, object]:
    return {name: getattr(line, name) for name in FROZEN}


@pytest.mark.usefixtures("app")
def test_a_line_says_what_was_bought_who_vouched_and_what_differed():
    maker_id = world.maker()
    variant = world.variant(maker_id, world.Ware(title="زنبیل نخلی", price=4_000_000, differs="دسته‌اش کج است"))

    line = world.lines(world.place({variant: 3}))[0]

    product = catalogue.product(session().get_one(catalogue.Variant, variant).product_id)
    assert line.version_id == product.live_version_id
    assert vouching.vouch_by_id(line.vouch_id or 0).version_id == line.version_id
    assert (line.quantity, line.unit_price_rial, line.goods_rial) == (3, 4_000_000, 12_000_000)
    assert (line.commission_bps, line.commission_rial) == (500, 600_000)
    assert line.title.startswith("زنبیل نخلی")
    assert line.sku.startswith(world.HAND_BASKET)
    assert "دسته‌اش کج است" in line.differences
    assert line.acknowledged == line.differences


def test_a_line_stays_the_same_after_the_maker_changes_everything(app, bank):
    maker_id = world.maker()
    variant_id = world.variant(maker_id)
    order_id = world.paid(bank, {variant_id: 2})
    sold = frozen(world.lines(order_id)[0])
    new_version(maker_id, variant_id, "چیزِ دیگری است")
    with transaction():
        variant = session().get_one(catalogue.Variant, variant_id)
        catalogue.change_price(variant, Rial(4_400_000), None)
        catalogue.set_stock(variant, StockMode.COUNTED, on_hand=0, lead_days=0, by=None)
        rulebook.set_rule(orders.COMMISSION_BPS, 2_000, source="dearer", by=None)
        catalogue.shelve(catalogue.product(variant.product_id), Shelf.ARCHIVED, None)
        vouch = session().get_one(vouching.Vouch, sold["vouch_id"])
        vouching.withdraw_vouch(vouch, "دیگر نه", None)

    world.send(world.parcels(order_id)[0])
    world.receive(world.parcels(order_id)[0])

    assert frozen(world.lines(order_id)[0]) == sold
    assert ledger.balance(chart.maker(maker_id)) == -(7_600_000 + 500_000)
    assert ledger.balance(chart.COMMISSION) == -400_000
    assert world.broken_promises() == []


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize(
    "change",
    ["title = 'x'", "quantity = 7", "unit_price_rial = 7", "commission_bps = 7", "differences = '', vouch_id = 7"],
)
def test_the_database_refuses_to_change_a_sold_line(change):
    world.place({world.variant(world.maker()): 1})

    with pytest.raises(DatabaseError, match="a sold line is frozen"), transaction():
        session().execute(text(f"UPDATE line SET {change}"))


@pytest.mark.usefixtures("app")
def test_the_database_refuses_to_delete_a_sold_line():
    world.place({world.variant(world.maker()): 1})

    with pytest.raises(DatabaseError), transaction():
        session().execute(text("DELETE FROM line"))
