"""Stripe as the pretend bank plays it: off until finance sets a rate and switches it on; its webhook is enough."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from app import orders, payments
from app.accounts import Role
from app.finance import TaskKind, open_tasks
from app.payments import AttemptState
from tests import world
from tests.browser.conftest import DESK, PHONE, RunningShop, Somebody, await_true

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("stripe")]

Make = Callable[..., Somebody]


def attempts(order_id: int) -> list[AttemptState]:
    world.fresh()
    return [one.state for one in payments.attempts_of(order_id)]


def disputed() -> bool:
    world.fresh()
    return any(task.kind is TaskKind.DISPUTE for task in open_tasks())


def test_a_card_from_abroad_from_the_rate_to_the_dispute(shop: RunningShop, somebody: Make) -> None:
    world.tariffs()
    order_id = world.place({world.variant(world.maker(), world.Ware(photo=world.jpeg())): 1})
    page = f"/o/{orders.order(order_id).token}"
    buyer = somebody(PHONE)
    buyer.go(page)
    assert buyer.page.get_by_text("Stripe").count() == 0

    finance = somebody(DESK)
    finance.log_in(world.official(Role.FINANCE))
    finance.go("/finance/gateways")
    finance.fill(rate="۱٬۱۵۰٬۰۰۰", spread="۲", hours="2", source="بازار آزاد")
    finance.press("این نرخ را بگذار")
    finance.sees("نرخِ کنونی")
    finance.page.locator("input[name='on-stripe']").check()
    finance.press("ثبت کن")
    finance.sees("ثبت شد")
    finance.photograph("stripe-gateways")

    buyer.go(page)
    buyer.sees("4.00 EUR")
    buyer.photograph("stripe-choose")
    buyer.page.locator("input[name='gateway'][value='stripe']").check()
    buyer.press("پرداختِ")
    buyer.sees("4.00 EUR")
    buyer.photograph("stripe-bank")
    at_stripe = buyer.page.url
    buyer.page.get_by_text("آنچه در بانک‌ها خراب می‌شود").click()
    buyer.press("نمی‌پردازم، ولی Stripe خبر بدهد که پرداخت شد")
    buyer.photograph("stripe-back")
    assert attempts(order_id)[-1] in {AttemptState.REDIRECTED, AttemptState.UNKNOWN}

    buyer.page.goto(at_stripe)
    buyer.press("پرداخت می‌کنم و صفحه را می‌بندم")
    await_true(lambda: attempts(order_id)[-1] is AttemptState.PAID, 60)
    buyer.go(page)
    buyer.sees("پرداخت شد")
    buyer.photograph("stripe-paid")

    buyer.page.goto(at_stripe)
    buyer.page.get_by_text("آنچه در بانک‌ها خراب می‌شود").click()
    buyer.press("دارندهٔ کارت به بانکش شکایت می‌کند")
    await_true(disputed, 60)
    finance.go("/finance/")
    finance.press("اگر درگاه پول را پس گرفت")
    finance.photograph("stripe-losses")
    finance.fill(reference="du_7")
    finance.press("پس گرفته شد")
    finance.sees("ثبت شد")
    world.fresh()
    assert [back.amount_rial for back in payments.refunds_of(order_id)] == [4_500_000]
    finance.go("/finance/")
    finance.photograph("stripe-desk")
    assert world.broken_promises() == []
