"""Papers as PDF: that there is something on them, that it is right, and who does not get them."""

from __future__ import annotations

import logging
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
import segno
from bs4 import BeautifulSoup
from flask import Flask, template_rendered
from jinja2 import Template
from sqlalchemy import select
from webtest import TestApp

from app import claims, finance, ledger, orders, payments, payouts
from app.accounts import Role
from app.finance import Document, Series
from app.ledger import chart
from app.orders import ParcelState
from app.payments import RefundState
from app.shared import printing, rulebook, running, text
from app.shared.calendar import JalaliMonth
from app.shared.database import session, transaction
from config import ROOT
from tests import world
from tests.conftest import Store, browser_of
from tests.fakes.bank import FakeBank
from tests.shared.printed import ink, needs_printer, page_count, page_size
from tests.web.browsing import form_of, logged_in, press, words_of
from tests.world import Ware

CROOKED = "دسته‌اش کج است و رنگش یکی نیست"


@dataclass(frozen=True)
class Sale:
    """One order of two makers, received, partly given back, the first maker paid out."""

    maker: int
    other: int
    order: int
    parcel: int
    others_parcel: int
    refund: int
    item: int

    @property
    def token(self) -> str:
        return str(orders.order(self.order).token)


@pytest.fixture
def sale(app: Flask, bank: FakeBank) -> Sale:
    maker, other = world.maker(), world.maker("1802")
    world.bank_account(maker)
    wares = {world.variant(maker, Ware(differs=CROOKED)): 2, world.variant(other, Ware(differs="", price=3_000_000)): 1}
    order = world.sold(bank, wares)
    hers = {world.parcel(one).maker_id: one for one in world.parcels(order)}
    line = next(one for one in world.lines(order) if one.maker_id == maker)
    world.refund(line.id, quantity=1, rials=4_000_000)
    world.work()
    item = paid_out()
    world.work()
    return Sale(maker, other, order, hers[maker], hers[other], payments.refunds_of(order)[0].id, item)


def paid_out(*, confirmed: bool = True) -> int:
    """A payout of whatever is owed; its first item."""
    builder, approver = world.official(Role.FINANCE), world.official(Role.FINANCE)
    with transaction():
        batch = payouts.build(builder)
        payouts.approve(batch, approver)
        payouts.export(batch, approver)
        item = payouts.items_of(batch.id)[0]
        if confirmed:
            payouts.confirm(item, "778899", builder)
        return item.id


@pytest.fixture
def workshop(app: Flask, sale: Sale) -> TestApp:
    """The first maker's browser."""
    return logged_in(app, world.person_of(sale.maker))


@contextmanager
def rendered(app: Flask) -> Iterator[list[str]]:
    """The HTML of papers that are printed within the block: what stands in a PDF can't be read back in Persian."""
    pages: list[str] = []

    def keep(_: Flask, template: Template, context: dict[str, object], **__: object) -> None:
        if str(template.name).startswith("documents/"):
            pages.append(template.render(context))

    with template_rendered.connected_to(keep, app):
        yield pages


def paper(app: Flask, browser: TestApp, address: str) -> str:
    """The HTML of the paper at this address."""
    with rendered(app) as pages:
        browser.get(address, status=200)
    return pages[0]


def words(html: str) -> str:
    return " ".join(BeautifulSoup(html, "html.parser").get_text(" ").split())


def figures(html: str, row: str) -> list[int]:
    """The whole numbers in the table row that begins with these words."""
    for line in BeautifulSoup(html, "html.parser").find_all("tr"):
        cells = [cell.get_text(" ", strip=True) for cell in line.find_all(["td", "th"])]
        if row in cells[0]:
            return [text.parse_number(cell.replace("−", "-")) for cell in cells[1:] if re.search(r"\d", cell)]
    raise AssertionError(f"no row of {row}")


def addresses(sale: Sale) -> dict[str, str]:
    """Every paper, by its name, with who may have it: a link's holder, or the first maker."""
    return {
        "invoice": f"/o/{sale.token}/invoice.pdf",
        "credit": f"/o/{sale.token}/refunds/{sale.refund}.pdf",
        "sale": f"/workshop/orders/{sale.parcel}/sale.pdf",
        "label": f"/workshop/orders/{sale.parcel}/label.pdf",
        "statement": f"/workshop/money/{JalaliMonth.current()}.pdf",
        "payout": f"/workshop/payouts/{sale.item}.pdf",
    }


# ---- each of them ---------------------------------------------------------------------------------------------


@needs_printer
def test_every_paper_is_a_pdf_with_something_on_it_and_kept_by_nobody(workshop, sale):
    for name, address in addresses(sale).items():
        answer = workshop.get(address, status=200)

        assert answer.content_type == "application/pdf", name
        assert answer.body.startswith(b"%PDF-"), name
        assert "no-store" in answer.headers["Cache-Control"], name
        assert re.fullmatch(r'inline; filename="[\x21-\x7e]+\.pdf"', answer.headers["Content-Disposition"]), name
        assert page_count(answer.body) == 1, name
        assert page_size(answer.body) == ((105, 148) if name == "label" else (210, 297)), name
        assert all(share > 0.002 for share in ink(answer.body)), name


@needs_printer
def test_no_paper_says_what_the_printer_does_not_know(workshop, sale, caplog):
    with caplog.at_level(logging.WARNING, "weasyprint"):
        for address in addresses(sale).values():
            workshop.get(address, status=200)

    assert [one.getMessage() for one in caplog.records if one.name.startswith("weasyprint")] == []


@needs_printer
def test_an_invoice_tells_the_days_to_return_of_its_own_time(app, bank, visitor, sale):
    with transaction():
        rulebook.set_rule(claims.WITHDRAWAL_DAYS, 12, source="t", by=None)

    later = orders.order(world.paid(bank, {world.variant(world.maker()): 1})).token

    assert "تا ۷ روزِ کاری" in words(paper(app, visitor, addresses(sale)["invoice"]))
    assert "تا ۱۲ روزِ کاری" in words(paper(app, visitor, f"/o/{later}/invoice.pdf"))
    assert "تا ۱۲ روزِ کاری" in words_of(visitor.get("/help"))


@needs_printer
def test_a_payout_advice_names_the_bank_in_the_reader_s_language(app, workshop, sale):
    press(workshop.get("/badges"), "/language", "language", "en")

    assert "Bank Melli Iran" in words(paper(app, workshop, addresses(sale)["payout"]))


@needs_printer
def test_every_paper_stands_in_the_reader_s_language(app, workshop, sale):
    press(workshop.get("/badges"), "/language", "language", "en")

    for name, address in addresses(sale).items():
        html = paper(app, workshop, address)
        assert '<html lang="en" dir="ltr">' in html, name


@needs_printer
def test_an_invoice_tells_what_was_disclosed_when_it_was_sold(app, visitor, sale):
    with transaction():
        rulebook.set_rule(finance.SELLER_NAME, "مرکزِ آموزش <بوشهر>", source="t", by=None)
        rulebook.set_rule(finance.SELLER_ID, "10320123456", source="t", by=None)

    html = paper(app, visitor, addresses(sale)["invoice"])

    told = BeautifulSoup(html, "html.parser").find_all(class_="told")
    order, line = orders.order(sale.order), next(one for one in world.lines(sale.order) if one.maker_id == sale.maker)
    assert [CROOKED in one.get_text() and line.differences in one.get_text() for one in told] == [True]
    assert "غیراستاندارد، با شرح" in told[0].get_text()
    assert order.code in html
    assert "پاسخگوی آن هنگامِ فروش: پیشران فاطمه" in words(html)
    assert finance.document(Series.INVOICE, sale.order).code in html
    assert "مرکزِ آموزش <بوشهر>" in words(html)
    assert "۱۰۳۲۰۱۲۳۴۵۶" in html


@needs_printer
def test_an_invoice_s_rows_sum_up_to_what_was_paid(app, visitor, sale):
    html = paper(app, visitor, addresses(sale)["invoice"])

    order = orders.order(sale.order)
    assert figures(html, "کالاها") == [order.goods_rial]
    assert figures(html, "فرستادن") == [order.delivery_rial]
    assert figures(html, "همه، به ریال") == [order.total_rial] == [12_000_000]
    assert sum(figures(html, one.title)[-1] for one in world.lines(sale.order)) == order.goods_rial
    assert int(payments.attempts_of(sale.order)[0].amount_rial) == order.total_rial


@needs_printer
def test_a_credit_tells_each_part_that_went_back(app, visitor, sale):
    html = paper(app, visitor, addresses(sale)["credit"])

    line = next(one for one in world.lines(sale.order) if one.maker_id == sale.maker)
    assert figures(html, line.title) == [1, 4_000_000]
    assert figures(html, "همه، به ریال") == [4_000_000]
    assert payments.refund_by_id(sale.refund).reference in html


@needs_printer
def test_a_maker_s_sale_is_what_the_ledger_gave_her_for_it(app, workshop, sale):
    html = paper(app, workshop, addresses(sale)["sale"])

    hers = [
        line.amount
        for line in ledger.statement(sale.maker, JalaliMonth.current()).lines
        if line.about == ("parcel", sale.parcel)
    ]
    assert figures(html, "به حسابِ شما، به ریال") == [sum(hers)]
    assert CROOKED in html
    for series in (Series.SALE, Series.COMMISSION):
        assert finance.document(series, sale.parcel).code in html


@needs_printer
def test_a_statement_s_last_line_is_the_ledger_s_balance(app, workshop, sale):
    html = paper(app, workshop, addresses(sale)["statement"])

    assert figures(html, "مانده، به ریال") == [-ledger.balance(chart.maker(sale.maker))]


@needs_printer
def test_a_payout_advice_tells_what_the_bank_paid_and_no_whole_sheba(app, workshop, sale):
    html = paper(app, workshop, addresses(sale)["payout"])

    assert figures(html, "مبلغ، به ریال") == [payouts.item(sale.item).amount_rial]
    assert "778899" in html
    assert not re.search(r"[0-9۰-۹]{10,}", words(html))


@needs_printer
def test_a_label_has_the_buyer_s_address_and_a_code_that_opens_nothing_by_itself(app, workshop, sale):
    html = paper(app, workshop, addresses(sale)["label"])

    code = orders.order(sale.order).code
    followed = segno.make(f"{running.settings().public_url}/track?code={code}", error="m")
    assert followed.svg_inline(omitsize=True, border=1) in html
    assert sale.token not in html
    assert [part for part in ("سارا احمدی", "خیابان سنگی، کوچهٔ ۳، پلاک ۷", CROOKED) if part not in html] == []


@needs_printer
def test_what_people_wrote_stays_text_on_paper(app, bank, visitor):
    mischief = '<img src="http://127.0.0.1/x"><b>سارا'
    maker = world.maker()
    order = world.paid(
        bank,
        {world.variant(maker, Ware(differs="<script>کج</script>")): 1},
        recipient=orders.Recipient(mischief, "09121234567", "18", "1801", "بوشهر", mischief, "7514763448"),
    )

    invoice = paper(app, visitor, f"/o/{orders.order(order).token}/invoice.pdf")
    label = paper(app, logged_in(app, world.person_of(maker)), f"/workshop/orders/{world.parcels(order)[0]}/label.pdf")

    for html in (invoice, label):
        page = BeautifulSoup(html, "html.parser")
        assert page.find("img") is None
        assert page.find("script") is None
        assert mischief in page.get_text()


@needs_printer
def test_a_long_invoice_goes_on_to_more_pages_and_sums_up_once(app, bank, visitor):
    maker = world.maker()
    order = world.paid(bank, {world.variant(maker, Ware(price=1_000_000)): 1 for _ in range(14)})
    address = f"/o/{orders.order(order).token}/invoice.pdf"

    made = visitor.get(address).body

    assert page_count(made) == 2
    assert all(share > 0.002 for share in ink(made))
    assert paper(app, visitor, address).count("همه، به ریال") == 1


# ---- numbers --------------------------------------------------------------------------------------------------


@needs_printer
def test_a_paper_that_is_asked_for_before_the_worker_comes_has_its_number_and_keeps_it(app, bank, visitor):
    order = world.paid(bank, {world.variant(world.maker()): 1})
    address = f"/o/{orders.order(order).token}/invoice.pdf"

    first = visitor.get(address).headers["Content-Disposition"]
    world.work()

    world.fresh()
    assert visitor.get(address).headers["Content-Disposition"] == first
    assert finance.document(Series.INVOICE, order).code in first
    assert world.broken_promises() == []


@needs_printer
def test_a_paper_that_two_open_at_the_same_moment_has_one_number(app, bank):
    order = world.paid(bank, {world.variant(world.maker()): 1})
    address = f"/o/{orders.order(order).token}/invoice.pdf"
    browsers = [browser_of(app) for _ in range(4)]

    answers = world.at_once(app, *[lambda one=one: one.get(address, expect_errors=True) for one in browsers])

    assert [getattr(answer, "status_code", answer) for answer in answers] == [200] * 4
    assert len({answer.headers["Content-Disposition"] for answer in answers}) == 1
    assert len(session().scalars(select(Document)).all()) == 1


# ---- who does not get them ------------------------------------------------------------------------------------


def test_another_maker_gets_none_of_them(app, sale):
    other = logged_in(app, world.person_of(sale.other))

    for name in ("sale", "label", "payout"):
        other.get(addresses(sale)[name], status=404)


def test_another_token_opens_no_paper(app, bank, visitor, sale):
    other = orders.order(world.paid(bank, {world.variant(world.maker()): 1})).token

    visitor.get(f"/o/{other}/refunds/{sale.refund}.pdf", status=404)
    for token in ("x", orders.order(sale.order).code, sale.token[:-1], sale.token.swapcase()):
        visitor.get(f"/o/{token}/invoice.pdf", status=404)
        visitor.get(f"/o/{token}/refunds/{sale.refund}.pdf", status=404)


def test_who_is_not_logged_in_gets_no_maker_s_paper(visitor, sale):
    for name in ("sale", "label", "statement", "payout"):
        assert "/login" in visitor.get(addresses(sale)[name], status=303).location


def test_who_looked_an_order_up_by_its_number_finds_no_link_to_a_paper(visitor, sale):
    order = orders.order(sale.order)
    form = form_of(visitor.get("/track"), having="code")
    form["code"], form["mobile"] = order.code, order.mobile

    page = form.submit()

    assert order.code in words_of(page)
    assert ".pdf" not in page.text
    assert sale.token not in page.text


def test_there_is_no_paper_before_what_it_is_about(app, bank, visitor):
    maker = world.maker()
    world.bank_account(maker)
    variant = world.variant(maker)
    workshop = logged_in(app, world.person_of(maker))
    unpaid = world.place({variant: 1})
    visitor.get(f"/o/{orders.order(unpaid).token}/invoice.pdf", status=404)
    for kind in ("label", "sale"):
        workshop.get(f"/workshop/orders/{world.parcels(unpaid)[0]}/{kind}.pdf", status=404)

    paid = world.paid(bank, {variant: 1})
    parcel = world.parcels(paid)[0]
    workshop.get(f"/workshop/orders/{parcel}/sale.pdf", status=404)
    world.send(parcel)
    workshop.get(f"/workshop/orders/{parcel}/sale.pdf", status=404)

    world.receive(parcel)
    world.refund(world.lines(paid)[0].id, rials=1_000_000)
    back = payments.refunds_of(paid)[0]
    assert back.state is RefundState.QUEUED
    visitor.get(f"/o/{orders.order(paid).token}/refunds/{back.id}.pdf", status=404)
    workshop.get(f"/workshop/payouts/{paid_out(confirmed=False)}.pdf", status=404)

    world.fresh()
    assert session().scalars(select(Document)).all() == []


def test_a_parcel_that_was_called_off_has_no_sale(app, bank):
    maker = world.maker()
    parcel = world.parcels(world.paid(bank, {world.variant(maker): 1}))[0]
    with transaction():
        orders.call_off(world.parcel(parcel), ParcelState.REJECTED, None)

    logged_in(app, world.person_of(maker)).get(f"/workshop/orders/{parcel}/sale.pdf", status=404)


@pytest.mark.parametrize("month", ["1405-13", "1405-00", "x", "1405", "1405-8", "9999-01", "1405-08-01"])
def test_a_month_that_is_none_has_no_statement(app, month):
    logged_in(app, world.person_of(world.maker())).get(f"/workshop/money/{month}.pdf", status=404)


@needs_printer
@pytest.mark.parametrize("month", ["1200-01", "1599-12"])
def test_a_month_in_which_nothing_was_has_an_empty_statement(app, month):
    maker = world.maker()

    html = paper(app, logged_in(app, world.person_of(maker)), f"/workshop/money/{month}.pdf")

    assert figures(html, "مانده، به ریال") == [0]


# ---- without pango --------------------------------------------------------------------------------------------

ASK = """
import sys
from app import create_app
from tests.conftest import settings_for
from pathlib import Path
app = create_app(settings_for(Path(sys.argv[1]), DATABASE_URL=sys.argv[2]))
answer = app.test_client().get(sys.argv[3])
print(answer.status_code)
print(answer.get_data(as_text=True))
"""


def test_without_pango_it_is_told_in_words_what_to_install(app, store: Store, bank, tmp_path):
    order = world.paid(bank, {world.variant(world.maker()): 1})
    address = f"/o/{orders.order(order).token}/invoice.pdf"
    (tmp_path / "weasyprint").mkdir()
    (tmp_path / "weasyprint" / "__init__.py").write_text("raise OSError(\"cannot load library 'libpango-1.0-0'\")\n")
    world.fresh()

    done = subprocess.run(
        [sys.executable, "-c", ASK, str(store.folder), store.url, address],
        env={**os.environ, "PYTHONPATH": f"{tmp_path}{os.pathsep}{ROOT}"},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    status, _, page = done.stdout.partition("\n")
    assert status == "409", done.stderr[-2000:]
    assert "این دستگاه هنوز نمی‌تواند PDF بسازد" in page


def test_this_machine_prints_where_it_must():
    if not os.environ.get("REQUIRE_PDF"):
        pytest.skip("REQUIRE_PDF is not set")

    assert printing.possible()
