"""People, goods and orders for tests, made by the packages' own actions. Each call gives something new.

Everything has a sensible default; a test names only what it is about. What comes back is a number (an id) or a plain
value, so that nothing read before a transaction is trusted after it.
"""

from __future__ import annotations

import io
import itertools
import secrets
import shutil
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask import Flask, current_app
from PIL import Image
from sqlalchemy import text
from webtest import TestApp

from app import accounts, catalogue, claims, opinions, orders, payments, programme, shipping, vouching
from app.accounts import Body, Role, Sight
from app.catalogue import Facts, HealthRoute, Paper, Part, StockMode
from app.claims import Complaint, Reason, Verdict
from app.opinions import AsTold, Said
from app.orders import Back, OrderState, Recipient, Wish
from app.payments import Claim, Start
from app.programme import Background, CohortPlan, HelpKind, NewOffer, Phase
from app.shared import clock, gallery, outbox, recordings, rulebook, running, schedule, storage
from app.shared.calendar import local_date
from app.shared.database import session, transaction
from app.shared.gallery import Picture, PictureState
from app.shared.money import Rial
from app.shared.recordings import Recording
from app.vouching import (
    Basis,
    DeviationKind,
    Difference,
    Grade,
    Mark,
    Record,
    RemarkReason,
    Request,
    Review,
    Testimony,
    Told,
)
from tests.conftest import Store, _let_go
from tests.fakes.bank import FakeBank
from tests.shared import sounds

_numbers = itertools.count(1)
HAND_BASKET = "B001"
TAHINI = "B060"
SEA_SALT = "B096"
TARIFFS = "service,zone,max_gram,price_rial\n" + "\n".join(
    f"{service},{zone},30000,{price}"
    for service, price in (("pishtaz", 500_000), ("courier", 300_000))
    for zone in shipping.Zone
)


def fresh() -> None:
    """Let go of what was read: the next look sees what others have committed."""
    session().rollback()
    session().expire_all()


# ---- people ---------------------------------------------------------------------------------------------------


def mobile_number() -> str:
    return f"0917{next(_numbers):07d}"


def person(name: str = "مریم", family: str = "بوشهری", mobile: str | None = None) -> int:
    with transaction():
        return accounts.add_person(mobile or mobile_number(), name, family).id


def official(
    role: Role, *, county: str | None = None, body: Body | None = None, sights: Sequence[Sight] = tuple(Sight)
) -> int:
    """Somebody with a role; an officer without a body is of the labour office. Staff and officers see incomes too."""
    body = body or (Body.LABOUR if role is Role.OFFICER else None)
    with transaction():
        one = accounts.add_person(mobile_number(), "کارمندِ", role.value)
        accounts.give_role(one, role, by=None, county_code=county, body=body)
        for sight in sights if role in {Role.STAFF, Role.OFFICER} else ():
            accounts.give_sight(one, sight, "برای آزمون", by=None)
        return one.id


def cohort(*, capacity: int = 500, county: str | None = None) -> int:
    start = local_date(clock.now()) - timedelta(days=30)
    with transaction():
        plan = CohortPlan(f"دورهٔ {next(_numbers)}", start, start + timedelta(days=300), capacity, county)
        return programme.plan_cohort(plan, None).id


def applicant(county: str = "1801", *, name: str = "زهرا", mobile: str | None = None, into: int | None = None) -> int:
    """A trainee who has applied; her engagement's number."""
    into = into or cohort()
    with transaction():
        one = accounts.add_person(mobile or mobile_number(), name, f"دشتی {next(_numbers)}")
        trainee = programme.new_trainee(one, county, Background())
        session().flush()
        return programme.apply(trainee, programme.cohort(into), None).id


def maker(
    county: str = "1801",
    *,
    name: str = "زهرا",
    mobile: str | None = None,
    into: int | None = None,
    attested: bool = True,
) -> int:
    """An accepted trainee, in the market phase, who has said that she makes her goods herself; her trainee number."""
    engagement_id = applicant(county, name=name, mobile=mobile, into=into)
    with transaction():
        engagement = programme.engagement(engagement_id)
        programme.accept(engagement, None)
        for phase in list(Phase)[1:]:
            programme.enter_phase(engagement, phase, None, "نمونه")
        if attested:
            one = programme.trainee(engagement.trainee_id)
            programme.attest(one, programme.MADE_BY_ME, one.person_id)
        return engagement.trainee_id


def person_of(maker_id: int) -> int:
    return programme.trainee(maker_id).person_id


def mentor(county: str = "1801", *, mobile: str | None = None) -> int:
    with transaction():
        one = accounts.add_person(mobile or mobile_number(), "فاطمه", f"پیشران {next(_numbers)}")
        return programme.add_mentor(one, county, by=None).id


def offered(mentor_id: int, *, places: int = 2, county: str | None = "1801", words: str = "بافتِ سبد") -> int:
    """What a mentor offers until today; the offer's number."""
    with transaction():
        new = NewOffer(HelpKind.TEACHING, words, county, places, local_date(clock.now()))
        return programme.offer(programme.mentor(mentor_id), new, None).id


def needed(trainee_id: int, words: str = "غرفه", kind: HelpKind = HelpKind.MARKET) -> int:
    """What a trainee needs; the need's number."""
    with transaction():
        return programme.tell_need(programme.trainee(trainee_id), kind, words, None).id


def take_up(trainee_id: int, offer_id: int) -> int:
    fresh()
    with transaction():
        return programme.take_up(programme.trainee(trainee_id), offer_id, None).id


def answer(mentor_id: int, need_id: int) -> int:
    fresh()
    with transaction():
        return programme.answer_need(programme.mentor(mentor_id), need_id, None).id


def thanked(mentor_id: int, trainee_id: int, words: str = "دستتان درد نکند") -> int:
    """A trainee who took an offer up, was taught three hours and has thanked; the undertaking's number."""
    number = take_up(trainee_id, offered(mentor_id, county=None, words=f"بافتِ سبد {next(_numbers)}"))
    with transaction():
        programme.gave(programme.undertaking_of(number, mentor_id=mentor_id), 3, local_date(clock.now()), None)
        programme.thank(programme.undertaking_of(number, trainee_id=trainee_id), words, None)
    return number


def cared_for(mentor_id: int, *, cohort_id: int | None = None) -> int:
    """A trainee in this mentor's care, seen once with a next step, present at one session; her number."""
    into = cohort_id or cohort()
    trainee_id = maker(into=into)
    with transaction():
        hers, one = programme.trainee(trainee_id), programme.mentor(mentor_id)
        programme.take_case(hers, one, None)
        day = local_date(clock.now())
        told = programme.Seen(day, programme.Place.HOME, "کارگاهش", secrets.token_hex(8), "سبدِ نمونه", day)
        programme.write_visit(hers, one, told)
        lesson = programme.hold_lesson(programme.cohort(into), day, "بسته‌بندی", None)
        programme.mark(lesson, {trainee_id: programme.Mark.PRESENT}, None)
    return trainee_id


def recording(place: str, language: str = "fa") -> Recording:
    """What is heard at a place."""
    heard = recordings.receive(place, language, sounds.MP3)
    with transaction():
        kept = recordings.keep(heard, None)
    fresh()
    return kept


def valid_sheba() -> str:
    """An IBAN of a known bank with the right check digits (ISO 13616)."""
    bban = "017" + f"{secrets.randbelow(10**19):019d}"
    check = 98 - int(bban + "182700") % 97
    return f"IR{check:02d}{bban}"


def bank_account(maker_id: int, *, verified: bool = True, days_ago: int = 30) -> None:
    """Where she is paid, told long enough ago that no hold stands in the way."""
    with clock.at(clock.now() - timedelta(days=days_ago)), transaction():
        one = accounts.person(person_of(maker_id))
        detail = accounts.set_sheba(one, valid_sheba(), one.name, one.id)
        if verified:
            accounts.verify_sheba(detail, one.id)


def log_in(visitor: TestApp, person_id: int) -> None:
    """Come in by the development door's one-time address."""
    with transaction():
        token = accounts.make_login_link(accounts.person(person_id))
    visitor.get(f"/dev/login/{token}", status=303)


# ---- goods ----------------------------------------------------------------------------------------------------


def jpeg(width: int = 900, height: int = 700, colour: tuple[int, int, int] = (180, 120, 70)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(out, "JPEG")
    return out.getvalue()


def ready_picture() -> int:
    """A picture as the worker leaves it, without the work."""
    with transaction():
        return picture_row().id


def picture_row() -> Picture:
    """The same within a transaction that is open."""
    stem = secrets.token_hex(15)
    picture = Picture(
        stem=f"pictures/{stem[:2]}/{stem[2:]}",
        state=PictureState.READY,
        width=900,
        height=700,
        created_at=clock.now(),
    )
    session().add(picture)
    session().flush()
    return picture


def rendered_picture(photo: bytes) -> int:
    """An upload that the worker has made pictures of."""
    key = gallery.keep(photo)
    with transaction():
        picture_id = gallery.add(key, None).id
    end = time.monotonic() + 20
    while gallery.by_ids([picture_id])[picture_id].state is PictureState.WAITING:
        assert time.monotonic() < end, "no worker rendered the picture"
        work()
    return picture_id


def ready_paper() -> int:
    """A private photo of a paper as the worker leaves it, its files in place."""
    name = secrets.token_hex(16)
    photo, stem = jpeg(480, 640), f"{gallery.PRIVATE}/{name[:2]}/{name[2:]}"
    storage.put(f"{stem}-480.jpg", photo)
    storage.put(f"masters/{name[:2]}/{name[2:]}.jpg", photo)
    with transaction():
        picture = Picture(stem=stem, state=PictureState.READY, width=480, height=640, created_at=clock.now())
        session().add(picture)
        session().flush()
        return picture.id


def sent_permit(maker_id: int, route: HealthRoute = HealthRoute.WORKSHOP_ID, *, days: int = 365) -> int:
    """A paper that waits for staff; its number."""
    photo, today = ready_paper(), local_date(clock.now())
    paper = Paper(route, f"S-{next(_numbers)}", today - timedelta(days=400), today + timedelta(days=days), photo)
    with transaction():
        return catalogue.send_permit(maker_id, paper, person_of(maker_id)).id


def draft_under(maker_id: int, permit_id: int, ware: Ware | None = None) -> int:
    """A complete draft of food under a paper; its version's number."""
    version_id = draft(maker_id, ware or Ware(good=TAHINI, title="ارده", permit=False))
    with transaction():
        catalogue.use_permit(catalogue.version(version_id), catalogue.permit(permit_id))
    return version_id


def recalled(product_id: int, *, by: int | None = None, variant_id: int | None = None, days: int = 30) -> int:
    """A recall of what was sold in the last days; its number."""
    day = local_date(clock.now())
    batch = catalogue.Batch(variant_id, day - timedelta(days=days), day, "در نمونه‌ای کپک دیده شد", "نخورید، برگردانید")
    staff = by or official(Role.STAFF)
    with transaction():
        return orders.recall(catalogue.product(product_id), batch, staff).id


@dataclass(frozen=True)
class Ware:
    """What to list. `differs` is what deviates in words, for each of `kinds`; none means that it conforms to a mark.

    With a `photo` the worker renders it before the draft is sent; without, the picture is one in name only.
    """

    good: str = HAND_BASKET
    title: str = "زنبیل حصیری"
    price: int = 4_000_000
    on_hand: int = 10
    lead_days: int = 0
    differs: str = "اندازه یکی نیست"
    kinds: tuple[DeviationKind, ...] = (DeviationKind.SIZE,)
    weight_g: int = 600
    permit: bool = True
    photo: bytes | None = None


def draft(maker_id: int, ware: Ware | None = None) -> int:
    """A complete draft; its version's number."""
    ware = ware or Ware()
    picture_id = ready_picture() if ware.photo is None else rendered_picture(ware.photo)
    with transaction():
        by = person_of(maker_id)
        good = catalogue.good(ware.good)
        version = catalogue.new_product(maker_id, by)
        catalogue.choose_kind(version, catalogue.category(good.category_code), good)
        title = f"{ware.title} {next(_numbers)}"
        facts = Facts(title, "با دستِ خودم", good.materials, "۳۰ سانت", "دور از نم", ware.weight_g, Rial(ware.price))
        catalogue.write(version, facts)
        catalogue.set_pictures(version, [(picture_id, ware.title)])
        variant = catalogue.variants_of([version.product_id])[version.product_id][0]
        mode = StockMode.MADE_TO_ORDER if ware.lead_days else StockMode.COUNTED
        catalogue.set_stock(variant, mode, on_hand=ware.on_hand, lead_days=ware.lead_days, by=by)
        vouching.disclose(version, _told(ware.differs, ware.kinds))
        if ware.permit and version.health_route not in {HealthRoute.NONE, HealthRoute.NOT_ALLOWED, HealthRoute.UNKNOWN}:
            today = local_date(clock.now())
            paper = Paper(version.health_route, f"P-{maker_id}", today, today + timedelta(days=365))
            catalogue.use_permit(version, catalogue.record_permit(maker_id, paper, None))
        return version.id


def _told(differs: str, kinds: Sequence[DeviationKind]) -> Told:
    if not differs:
        return Told(Grade.CONFORMS, mark="مهر اصالت")
    why = "نشانِ اجباری ندارد و درخواست نداده‌ام."
    missing = "نشانِ استانداردِ ملی ندارد"
    return Told(Grade.SMALL, "", missing, why, differs, [Difference(kind, differs) for kind in kinds])


def submitted(maker_id: int, ware: Ware | None = None) -> int:
    """A draft in the mentors' queue; its review's number."""
    return into_queue(draft(maker_id, ware))


def into_queue(version_id: int) -> int:
    """This draft in the mentors' queue; its review's number."""
    with transaction():
        version = catalogue.version(version_id)
        maker = programme.trainee(catalogue.product(version.product_id).maker_id)
        programme.attest(maker, programme.MADE_BY_ME, maker.person_id)
        return vouching.submit(version, maker.person_id).id


def vouch(review_id: int, mentor_id: int) -> int:
    """A mentor answers for it in person; the vouch's number."""
    with transaction():
        one = programme.mentor(mentor_id)
        review = vouching.open_review(review_id, one, None)
        given = vouching.vouch(review, one, look(review_id), UNKNOWN)
        assert given, "two mentors are asked about this one"
        return given.id


UNKNOWN = Record(sold=0, upheld=0)


def look(review_id: int, basis: Basis = Basis.IN_PERSON, **more: object) -> Testimony:
    """All of the rubric is met, and there is a photo; today."""
    version = catalogue.version(session().get_one(Review, review_id).version_id)
    marks = {item.id: Mark.MET for item in vouching.rubric_for(version.category_code)}
    words: dict[str, Any] = {"checked": "بافت و دسته را دیدم", "words": "کارِ تمیزی است", "marks": marks}
    shown = catalogue.pictures_of([version.id]).get(version.id, [])
    taken = shown[0].picture.id if shown else picture_row().id
    pictures = [] if basis is Basis.PHOTOS else [taken]
    return Testimony(basis, local_date(clock.now()), **{"pictures": pictures} | words | more)


def refused(review_id: int, mentor_id: int | None = None) -> None:
    """A mentor refuses it for its photo."""
    judge = mentor_id or mentor()
    with transaction():
        one = programme.mentor(judge)
        found = vouching.open_review(review_id, one, None)
        vouching.refuse(found, one, [Request(Part.PHOTO, RemarkReason.UNCLEAR_PHOTO, "تار است")])


def appealed(maker_id: int, ware: Ware | None = None) -> tuple[int, int]:
    """An appeal against a refusal, and the review that it is about."""
    review_id = submitted(maker_id, ware)
    refused(review_id)
    with transaction():
        return vouching.appeal(session().get_one(Review, review_id), "عکس روشن است", None).id, review_id


def product_of(review_id: int) -> int:
    return catalogue.version(session().get_one(Review, review_id).version_id).product_id


def product(maker_id: int, ware: Ware | None = None, *, by: int | None = None) -> int:
    """A product on sale; its number."""
    review_id = submitted(maker_id, ware)
    county = programme.trainee(maker_id).county_code
    vouch(review_id, by or mentor(county))
    with transaction():
        return catalogue.version(session().get_one(vouching.Review, review_id).version_id).product_id


def variant(maker_id: int, ware: Ware | None = None) -> int:
    """A product on sale; its only variant's number."""
    product_id = product(maker_id, ware)
    return catalogue.variants_of([product_id])[product_id][0].id


def slug(product_id: int) -> str:
    fresh()
    return str(catalogue.product(product_id).slug)


# ---- orders ---------------------------------------------------------------------------------------------------


def tariffs() -> None:
    """Prices of the post, and a commission of five per cent, if there are none yet."""
    if shipping.price_list().quotes("1801", orders.Recipient("", "", "18", "1801", "", "", "").destination, 500):
        return
    with transaction():
        shipping.load_tariffs(TARIFFS, local_date(clock.now()) - timedelta(days=400), "test", None)
        rulebook.set_rule(orders.COMMISSION_BPS, 500, source="test", by=None)


def recipient(mobile: str = "09121234567") -> Recipient:
    return Recipient("سارا احمدی", mobile, "18", "1801", "بوشهر", "خیابان سنگی، کوچهٔ ۳، پلاک ۷", "7514763448")


def basket_of(wanted: Mapping[int, int]) -> str:
    """A basket with these quantities by variant; its token."""
    with transaction():
        basket, token = orders.new_basket()
        for variant_id, quantity in wanted.items():
            orders.put(basket, variant_id, quantity)
    return token


def wish(token: str, **changes: object) -> Wish:
    """What a buyer sends who saw the basket as it stands and read every difference."""
    tariffs()
    found = orders.basket_of(token)
    assert found is not None
    to = recipient()
    view = orders.view(found)
    services = changes.get("services") or {group.maker.id: "pishtaz" for group in view.groups}
    codes = changes.get("codes") or orders.Codes()
    given: dict[str, object] = {
        "checkout_key": f"key-{token}",
        "seen": changes["seen"] if "seen" in changes else _seen(view, to, services, codes),  # type: ignore[arg-type]
        "services": services,
        "acknowledged": frozenset(item.offer.variant.id for item in view.items),
        "recipient": to,
        "person_id": None,
        "maker_id": None,
        "language": "fa",
    }
    return Wish(**{**given, **changes})  # type: ignore[arg-type]


def _seen(view: orders.View, to: Recipient, services: Mapping[int, str], codes: orders.Codes) -> str:
    return orders.bill(view, orders.choose(view, to, services), codes, to.mobile).seen


def place(wanted: Mapping[int, int], **changes: object) -> int:
    """An order waiting for its payment; its number."""
    token = basket_of(wanted)
    asked = wish(token, **changes)
    with transaction():
        found = orders.basket_of(token)
        assert found is not None
        return orders.place(found, asked).id


@dataclass(frozen=True)
class AtBank:
    """A buyer on the bank's page."""

    order_id: int
    attempt_id: int
    authority: str


def to_bank(order_id: int, gateway: str = "sandbox") -> AtBank:
    """Go to the bank with an order."""
    with transaction():
        attempt = orders.begin_payment(orders.order(order_id), gateway)
        attempt_id, amount, reference = attempt.id, attempt.amount_rial, f"{orders.order(order_id).code}-{attempt.seq}"
    callback = f"{current_app.extensions['settings'].public_url}/pay/return/{gateway}"
    started = payments.start(gateway, Start(reference, amount, callback, reference, "09121234567"))
    with transaction():
        orders.payment_started(payments.attempt(attempt_id), started)
    return AtBank(order_id, attempt_id, started.authority)


def settle(attempt_id: int) -> None:
    """What the return from the bank, or the poller, does."""
    with transaction():
        claimed: Claim | None = orders.claim(attempt_id)
    while claimed is not None:
        answer = payments.ask(claimed)
        with transaction():
            claimed = orders.settle(claimed, answer)


def paid(bank: FakeBank, wanted: Mapping[int, int], *, gateway: str = "sandbox", **changes: object) -> int:
    """An order that is paid; its number."""
    order_id = place(wanted, **changes)
    there = to_bank(order_id, gateway)
    bank.act(there.authority, "pay")
    settle(there.attempt_id)
    fresh()
    assert orders.order(order_id).state is OrderState.PAID
    return order_id


def parcels(order_id: int) -> list[int]:
    fresh()
    return [one.id for one in orders.parcels_of([order_id]).get(order_id, [])]


def parcel(parcel_id: int) -> orders.Parcel:
    return orders.parcel_views([parcel_id])[0].parcel


def lines(order_id: int) -> list[orders.Line]:
    found = orders.lines_of(parcels(order_id))
    return [line for parcel_lines in found.values() for line in parcel_lines]


def send(parcel_id: int) -> None:
    with transaction():
        one = parcel(parcel_id)
        orders.accept(one, person_of(one.maker_id))
    with transaction():
        one = parcel(parcel_id)
        orders.send(one, f"{next(_numbers):024d}", person_of(one.maker_id))


def receive(parcel_id: int) -> None:
    """The buyer has it: its money is released."""
    with transaction():
        orders.received(parcel(parcel_id), None)


def sold(bank: FakeBank, wanted: Mapping[int, int], **changes: object) -> int:
    """An order that was paid, sent and received; its number."""
    order_id = paid(bank, wanted, **changes)
    for parcel_id in parcels(order_id):
        send(parcel_id)
        receive(parcel_id)
    fresh()
    return order_id


def refund(line_id: int, *, quantity: int = 0, rials: int, by: int | None = None, key: str | None = None) -> None:
    with transaction():
        line = session().get_one(orders.Line, line_id)
        orders.refund_line(line, Back(quantity, Rial(rials), key or secrets.token_hex(8), "آن‌طور نبود"), by)


def work() -> None:
    """Let the worker do everything that is due."""
    fresh()
    schedule.run_due(now_all=True)
    while outbox.drain():
        pass
    fresh()


def forget_index() -> None:
    """Without an index of words, as in a new shop.

    Whoosh draws the names of its files, and hypothesis draws the same ones in every run: the old ones must be gone.
    """
    shutil.rmtree(running.settings().data_dir / "index", ignore_errors=True)


def broken_promises() -> list[str]:
    """Names of the books' promises that are broken; empty when all is well."""
    from app.finance import PROMISES

    fresh()
    return [name for promise in PROMISES for name, figure in promise() if figure]


def at_once(app: Flask, *acts: Callable[[], object]) -> list[object]:
    """All of these at the same moment, each in a thread and context of its own; what each gave back or raised."""
    fresh()
    outcomes: list[object] = [None] * len(acts)
    start = threading.Barrier(len(acts), timeout=10)

    def run(place: int, act: Callable[[], object]) -> None:
        with app.app_context():
            try:
                start.wait()
                outcomes[place] = act()
            except Exception as fault:
                outcomes[place] = fault

    threads = [threading.Thread(target=run, args=one) for one in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    fresh()
    return outcomes


@contextmanager
def one_shop(program: Flask, store: Store) -> Iterator[Flask]:
    """One fresh database for all the tests of a module that only look: for its fixture, in place of `app`."""
    with program.app_context():
        store.put_back()
        yield program
        _let_go(program)


def unguarded(app: Flask, copy: str, take: int = 1) -> int:
    """The control of a race: two look at a copy of a number, see enough, and both take. What is left then: too little.

    `copy` is a SELECT of one number, `left_over`, as the guarded statement sees it.
    """
    with transaction():
        session().execute(text("DROP TABLE IF EXISTS race_copy"))
        session().execute(text(f"CREATE TABLE race_copy AS {copy}"))
    both_have_seen = threading.Barrier(2, timeout=10)

    def look_then_take() -> None:
        seen = session().scalar(text("SELECT left_over FROM race_copy"))
        both_have_seen.wait()
        if seen >= take:
            with transaction():
                session().execute(text("UPDATE race_copy SET left_over = left_over - :take"), {"take": take})

    at_once(app, look_then_take, look_then_take)
    return int(session().scalar(text("SELECT left_over FROM race_copy")) or 0)


def later(**delta: float) -> AbstractContextManager[None]:
    """Within the block it is so much later, such as `minutes=21`."""
    return clock.at(clock.now() + timedelta(**delta))


def complain(
    parcel_id: int,
    reason: Reason = Reason.NOT_AS_DESCRIBED,
    pieces: Mapping[int, int] | None = None,
    *,
    words: str = "این آن نیست که نوشته بود",
    photos: Sequence[bytes] = (),
) -> int:
    """A buyer's claim about a parcel, of all its pieces when none are named; its number."""
    keys = gallery.keep_all(photos)
    fresh()
    if pieces is None:
        pieces = {line.id: line.quantity for line in orders.lines_of([parcel_id])[parcel_id]}
    with transaction():
        return claims.open_claim(orders.parcel_by_id(parcel_id), Complaint(reason, words, pieces, keys), None).id


def in_claim(claim_id: int, act: Callable[..., object], *how: object, by: int | None = None, **more: object) -> None:
    """Somebody's turn in a claim, such as `in_claim(number, claims.offer, 1_000_000, "ببخشید")`."""
    fresh()
    with transaction():
        act(claims.claim(claim_id), *how, by, **more)


def dispute(parcel_id: int, reason: Reason = Reason.NOT_AS_DESCRIBED, pieces: Mapping[int, int] | None = None) -> int:
    """A claim of which the maker says that it is not so: staff's turn; its number."""
    claim_id = complain(parcel_id, reason, pieces)
    in_claim(claim_id, claims.contest, "همان است که نوشته بودم")
    return claim_id


def verdict(
    amount: int = 0, delivery: int = 0, *, words: str = "دیدم", goods_back: bool = False, upheld: bool = False
) -> Verdict:
    return Verdict(Rial(amount), Rial(delivery), words, goods_back, upheld)


def decide(claim_id: int, what: Verdict, by: int | None = None) -> None:
    """Staff's word on a claim."""
    staff = by or official(Role.STAFF)
    in_claim(claim_id, claims.decide, what, by=staff)


def opinion(
    line_id: int,
    stars: int = 4,
    as_told: AsTold = AsTold.YES,
    words: str = "خوش‌بافت است",
    *,
    photos: Sequence[bytes] = (),
    by: int | None = None,
) -> int:
    """What a buyer says of a line that came; its number."""
    keys = gallery.keep_all(photos)
    fresh()
    with transaction():
        line = session().get_one(orders.Line, line_id)
        order = orders.order(orders.parcel_by_id(line.parcel_id).order_id)
        return opinions.say(order, line, Said(stars, as_told, words, upload_keys=keys), by).id


def question(product_id: int, words: str = "دسته دارد؟", by: int | None = None) -> int:
    """What a buyer asks about a product; its number."""
    buyer = by or person()
    with transaction():
        return opinions.ask(catalogue.product(product_id), words, accounts.person(buyer)).id
