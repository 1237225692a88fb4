"""Six months of buying: baskets, the bank, makers who send and some who do not, refunds, payouts."""

from __future__ import annotations

import logging
import random
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from urllib.parse import urlsplit

import httpx
from flask import Flask
from werkzeug.serving import make_server

from app import catalogue, ledger, orders, payments, payouts, programme
from app.catalogue import StockMode
from app.demo import telling
from app.demo.afterwards import Aftercare
from app.demo.cast import Cast, Somebody
from app.demo.diary import Act, Diary
from app.demo.offers import Offers
from app.demo.voices import Voices
from app.ledger import chart
from app.orders import OrderState, ParcelState, Recipient, Wish
from app.payments import Start
from app.sandbox import create_bank
from app.shared import clock, outbox, schedule
from app.shared.database import transaction
from app.shared.errors import Refusal
from app.shared.money import Rial
from config import Settings


@contextmanager
def bank_open(settings: Settings) -> Iterator[None]:
    """The sandbox bank, listening where the shop expects it, for as long as the block lasts."""
    address = urlsplit(settings.sandbox_base_url)
    server = make_server(address.hostname or "127.0.0.1", address.port or 8001, _quiet(settings), threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        thread.join()


def _quiet(settings: Settings) -> Flask:
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    return create_bank(settings.data_dir)


@dataclass
class Market:
    """The buying side of the demo."""

    settings: Settings
    dice: random.Random
    cast: Cast
    diary: Diary
    areas: dict[str, str]
    finance: tuple[int, int]
    staff: int
    buyers: list[int]
    until: datetime
    offers: Offers
    voices: Voices
    crowd: list[Somebody] = field(default_factory=list)

    def open(self, start: datetime) -> None:
        """Write months of buying into the diary, a little more every week."""
        self.crowd = [self.cast.somebody() for _ in range(230)]
        self.client = httpx.Client(follow_redirects=False, timeout=10)
        self.after = Aftercare(self.dice, self.diary, self.staff)
        day, number = start, 0
        while day < self.until:
            for _ in range(self._orders_of_a_day(number)):
                moment = day + timedelta(hours=5 + 14 * self.dice.random())
                self.diary.write(moment, self.buy)
            self.diary.write(day + timedelta(hours=1), self.housekeeping)
            if number % 14 == 13:
                self.diary.write(day + timedelta(hours=7), self.pay_makers)
            day, number = day + timedelta(days=1), number + 1

    def _orders_of_a_day(self, number: int) -> int:
        return (
            self.dice.choices((1, 2, 3, 4, 5, 6), (14, 20, 20, 14, 8, 4))[0]
            if number > 10
            else self.dice.randrange(0, 3)
        )

    # ---- buying -----------------------------------------------------------------------------------------------

    def buy(self) -> None:
        try:
            self._buy()
        except Refusal:
            return

    def _buy(self) -> None:
        wanted = self._wanted()
        if not wanted:
            return
        with transaction():
            basket, token = orders.new_basket()
            for variant_id in wanted:
                orders.put(basket, variant_id, self.dice.choice((1, 1, 1, 2, 2, 3)))
        person_id = self.dice.choice(self.buyers) if self.dice.random() < 0.12 else None
        with transaction():
            found = orders.basket_of(token)
            if found is None:
                return
            view, to = orders.view(found), self._recipient()
            services = {group.maker.id: self._service(group, to) for group in view.groups}
            chosen = orders.choose(view, to, services)
            codes = self.offers.codes(view, to.mobile)
            sums = orders.bill(view, chosen, codes, to.mobile)
            wish = Wish(
                checkout_key=f"demo-{token}",
                seen=sums.seen,
                services=services,
                acknowledged=frozenset(item.offer.variant.id for item in view.items),
                recipient=to,
                person_id=person_id,
                maker_id=None,
                language="fa",
                codes=codes,
            )
            order = orders.place(found, wish)
            at_door = self.dice.random() < 0.5 and self._may_pay_at_door(order)
            order_id, attempt_id = order.id, self._begin(order, at_door=at_door)
        if not attempt_id:
            self.diary.write(clock.now() + timedelta(minutes=5), lambda: self._deliver(order_id))
        elif at_door:
            self._at_door(order_id, attempt_id)
        else:
            self._pay(order_id, attempt_id)

    def _may_pay_at_door(self, order: orders.Order) -> bool:
        return payments.ON_DELIVERY in {one.name for one in orders.ways_to_pay(order)}

    def _begin(self, order: orders.Order, *, at_door: bool) -> int:
        """The number of the try to pay; 0 where store credit has paid it all."""
        if not order.due_rial:
            orders.pay_with_credit(order)
            return 0
        return orders.begin_payment(order, payments.ON_DELIVERY if at_door else "sandbox").id

    def _at_door(self, order_id: int, attempt_id: int) -> None:
        what = Start(f"{orders.order(order_id).code}-1", payments.attempt(attempt_id).amount_rial, "", "", "")
        started = payments.start(payments.ON_DELIVERY, what)
        with transaction():
            orders.payment_started(payments.attempt(attempt_id), started)
        self.diary.write(clock.now() + timedelta(minutes=5), lambda: self._deliver(order_id))

    def _wanted(self) -> list[int]:
        shelf = self._shelf()
        if len(shelf) < 10:
            return []
        weights = [1 + 9 / (1 + place % 11) for place in range(len(shelf))]
        count = self.dice.choices((1, 2, 3, 4), (55, 27, 13, 5))[0]
        return list(dict.fromkeys(self.dice.choices(shelf, weights, k=count)))

    def _shelf(self) -> list[int]:
        """The numbers of the variants that can be bought; makers put more on the shelf when little is left."""
        found = []
        with transaction():
            for variants in catalogue.variants_of(catalogue.products_on_sale()).values():
                for variant in variants:
                    counted = variant.mode is StockMode.COUNTED
                    if counted and variant.on_hand - variant.reserved < 3 and self.dice.random() < 0.6:
                        more = variant.on_hand + self.dice.randrange(8, 25)
                        catalogue.set_stock(variant, variant.mode, on_hand=more, lead_days=0, by=None)
                    if not counted or variant.on_hand - variant.reserved > 3:
                        found.append(variant.id)
        return found

    def _recipient(self) -> Recipient:
        who = self.dice.choice(self.crowd)
        near = self.dice.random() < 0.45
        area = self.dice.choice([code for code in self.areas if len(code) == 4] if near else telling.far_areas())
        return Recipient(
            name=who.name,
            mobile=who.mobile,
            province_code=area[:2],
            county_code=area if len(area) == 4 else None,
            city=telling.town(area, self.areas),
            address=telling.address(self.dice),
            postcode=f"{self.dice.choice('13456789')}{self.dice.randrange(10**9):09d}",
        )

    def _service(self, group: orders.Group, to: Recipient) -> str:
        quotes = group.quotes(orders.prices(), to.destination)
        return self.dice.choice(quotes).service.code if quotes else ""

    # ---- the bank ---------------------------------------------------------------------------------------------

    def _pay(self, order_id: int, attempt_id: int) -> None:
        order, attempt = orders.order(order_id), payments.attempt(attempt_id)
        callback = f"{self.settings.public_url}/pay/return/sandbox"
        what = Start(f"{order.code}-1", attempt.amount_rial, callback, order.code, order.mobile)
        started = payments.start("sandbox", what)
        with transaction():
            orders.payment_started(payments.attempt(attempt_id), started)
        act = self.dice.choices(("pay", "cancel", "pay_close", "leave"), (92, 3, 3, 2))[0]
        if act != "leave":
            self.client.post(f"{self.settings.sandbox_base_url}/pay/{started.authority}", data={"act": act})
        if act in {"pay", "cancel"}:
            self.settle(attempt_id)
        else:
            self.diary.write(clock.now() + timedelta(minutes=3), self.housekeeping)
        self.diary.write(clock.now() + timedelta(minutes=5), lambda: self._deliver(order_id))

    def settle(self, attempt_id: int) -> None:
        with transaction():
            claimed = orders.claim(attempt_id)
        while claimed is not None:
            answer = payments.ask(claimed)
            with transaction():
                claimed = orders.settle(claimed, answer)

    # ---- makers -----------------------------------------------------------------------------------------------

    def _deliver(self, order_id: int) -> None:
        if not orders.order(order_id).live:
            return
        for parcel in orders.parcels_of([order_id])[order_id]:
            fate = self.dice.choices(("send", "silent", "reject", "buyer_cancels"), (94, 2, 3, 1))[0]
            hours = 3 + 30 * self.dice.random()
            if fate != "silent":
                self.diary.write(clock.now() + timedelta(hours=hours), self._fate(parcel.id, fate))

    def _fate(self, parcel_id: int, fate: str) -> Act:
        return lambda: self._answer(parcel_id, fate)

    def _answer(self, parcel_id: int, fate: str) -> None:
        with transaction():
            view = orders.parcel_views([parcel_id])[0]
            if view.parcel.state is not ParcelState.NEW:
                return
            by = programme.trainee(view.parcel.maker_id).person_id
            if fate == "reject":
                orders.call_off(view.parcel, ParcelState.REJECTED, by, "نخِ این رنگ تمام شده است")
                return
            if fate == "buyer_cancels":
                orders.call_off(view.parcel, ParcelState.CANCELLED, None, "buyer")
                return
            orders.accept(view.parcel, by)
        self.diary.write(clock.now() + timedelta(hours=10 + 50 * self.dice.random()), lambda: self._send(parcel_id))

    def _send(self, parcel_id: int) -> None:
        with transaction():
            parcel = orders.parcel_views([parcel_id])[0].parcel
            if parcel.state is not ParcelState.ACCEPTED:
                return  # its batch was called back meanwhile
            by = programme.trainee(parcel.maker_id).person_id
            orders.send(parcel, f"{self.dice.randrange(10**23, 10**24)}", by)
        arrival = clock.now() + timedelta(days=1.5 + 4 * self.dice.random())
        if self.dice.random() < 0.72:
            self.diary.write(arrival, lambda: self._receive(parcel_id))

    def _receive(self, parcel_id: int) -> None:
        view = orders.parcel_views([parcel_id])[0]
        if view.order.state is OrderState.CASH_DUE:
            self._collect(parcel_id, view.order.id)
            return
        with transaction():
            orders.received(orders.parcel_by_id(parcel_id), None)
        self.voices.arrived(parcel_id)
        if self.dice.random() < 0.02:
            self.offers.make_up(view.order.id)
        if self.dice.random() < 0.09:
            hours = 4 + 60 * self.dice.random()
            self.diary.write(clock.now() + timedelta(hours=hours), lambda: self.after.complain(parcel_id))

    def _collect(self, parcel_id: int, order_id: int) -> None:
        """It is paid at the door, and the money handed in a day later; now and then nobody wants it."""
        attempt_id = payments.attempts_of(order_id)[-1].id
        if self.dice.random() < 0.1:
            with transaction():
                orders.never_came(attempt_id, self.finance[0])
            return
        with transaction():
            orders.carrier_delivered(orders.parcel_by_id(parcel_id), None)
        self.diary.write(clock.now() + timedelta(hours=24), lambda: self._handed_in(attempt_id))

    def _handed_in(self, attempt_id: int) -> None:
        with transaction():
            orders.seen_by_hand(attempt_id, f"{self.dice.randrange(10**5, 10**6)}-{attempt_id}", self.finance[0])

    # ---- time and money ---------------------------------------------------------------------------------------

    def housekeeping(self) -> None:
        """What the worker does all the time."""
        schedule.run_due(now_all=True)
        while outbox.drain():
            pass

    def pay_makers(self) -> None:
        """Every two weeks: the gateway's money comes to the bank, and the makers' goes out, by four hands."""
        builder, approver = self.finance
        gathered = ledger.balance(chart.gateway("sandbox"))
        with transaction():
            if gathered > 10_000_000:
                fee = Rial(gathered // 200)
                key = clock.now().strftime("%Y%m%d")
                payments.settled_to_bank("sandbox", gathered - fee, fee, key=key, by=builder)
        try:
            with transaction():
                batch_id = payouts.build(builder).id
        except payouts.NothingToPay:
            return
        with transaction():
            payouts.approve(payouts.batch(batch_id), approver)
        with transaction():
            payouts.export(payouts.batch(batch_id), builder)
        self.diary.write(clock.now() + timedelta(hours=26), lambda: self._bank_result(batch_id))

    def _bank_result(self, batch_id: int) -> None:
        with transaction():
            for item in payouts.items_of(batch_id):
                if item.state is not payouts.ItemState.EXPORTED:
                    continue
                if self.dice.random() < 0.02:
                    payouts.sent_back(item, "حساب مسدود است", self.finance[0])
                else:
                    payouts.confirm(item, f"{self.dice.randrange(10**11, 10**12)}", self.finance[0])
