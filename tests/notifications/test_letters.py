"""What is written to whom at each step, in each language."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from sqlalchemy import select

from app import accounts, catalogue, claims, offshop, orders, payments, payouts, programme, support, vouching
from app.accounts import Role
from app.catalogue import Part
from app.notifications import SAMPLES, Letter, Message, reminding, render
from app.offshop import Buyer, NewSale, SaleKind
from app.orders import ParcelState
from app.payments.by_hand import ByHand
from app.shared import outbox, rulebook, running
from app.shared.calendar import today
from app.shared.database import session, transaction
from app.shared.money import Rial
from app.vouching import Appeal, RemarkReason, Request
from config import ROOT
from tests import world
from tests.fakes.bank import FakeBank
from tests.lending import scene as loans
from tests.notifications.scene import drain
from tests.spaces import scene as gatherings
from tests.stories import told as told_stories
from tests.support import told
from tests.vouching.assisting import handed_over
from tests.world import Ware

LANGUAGES = ("fa", "en", "ar")
TEMPLATES = {file.stem for file in (ROOT / "templates" / "messages").glob("*.txt")}
LEFTOVERS = re.compile(r"%\(|%s|\{\{|\}\}|\{%|None|<|&#|&amp;|\bTrue\b|\bFalse\b|Undefined|Later object")
ARABIC_SCRIPT = re.compile("[\u0600-\u06ff]")
CODE = "123456"


def named(person: int, language: str) -> None:
    """The person writes her name in Latin letters, so that the shop's own words stand out, and reads `language`."""
    with transaction():
        accounts.change_names(accounts.person(person), "Zahra", "Dashti")
        accounts.set_language(accounts.person(person), language)


def reader(language: str) -> int:
    """A maker who reads `language`."""
    cohort = world.cohort()
    with transaction():
        programme.cohort(cohort).name = "Spring"
    engagement = world.applicant(into=cohort)
    maker = programme.engagement(engagement).trainee_id
    named(world.person_of(maker), language)
    with transaction():
        programme.change_profile(programme.trainee(maker), programme.Profile("Zahra", "", None))
        programme.accept(programme.engagement(engagement), None)
    return maker


def decided(maker: int, act: Callable[..., None] | None) -> None:
    review = world.submitted(maker, Ware(title="Basket"))
    mentor = world.mentor()
    if act is None:
        world.vouch(review, mentor)
        return
    with transaction():
        one = programme.mentor(mentor)
        act(vouching.open_review(review, one, None), one, [Request(Part.NAME, RemarkReason.OTHER)])


def appealed(maker: int) -> None:
    """A refusal that another mentor keeps."""
    appeal, _ = world.appealed(maker, Ware(title="Basket"))
    judge = world.mentor()
    with transaction():
        vouching.dismiss_appeal(session().get_one(Appeal, appeal), programme.mentor(judge), "so it is")


def claimed(bank: FakeBank, variant: int, language: str) -> None:
    """A claim that was granted, and one that was taken back."""
    for act in (granted, taken_back):
        order = world.paid(bank, {variant: 1}, language=language)
        world.send(world.parcels(order)[0])
        act(world.dispute(world.parcels(order)[0]))


def granted(claim: int) -> None:
    world.decide(claim, world.verdict(100_000))


def taken_back(claim: int) -> None:
    world.in_claim(claim, claims.take_back)


def by_card(variant: int, language: str) -> None:
    """Money from card to card: once it never came; once it came, and some of it has to go back by hand."""
    running.put("gateways", {**payments.gateways(), "card": ByHand("card")})
    never, came = (world.to_bank(world.place({variant: 1}, language=language), "card") for _ in range(2))
    staff = world.official(Role.FINANCE)
    with transaction():
        orders.never_came(never.attempt_id, staff)
        orders.seen_by_hand(came.attempt_id, "661810", staff)
    world.refund(world.lines(came.order_id)[0].id, rials=100_000)
    world.work()


def at_the_door(maker: int, variant: int, language: str) -> None:
    """An order to be paid at the door, called off."""
    running.put("gateways", {**payments.gateways(), "cod": ByHand("cod")})
    with transaction():
        rulebook.set_rule(payments.COD_MOST, 10**8, source="test", by=None)
    order_id = world.place({variant: 1}, services={maker: "courier"}, language=language)
    world.to_bank(order_id, "cod")
    with transaction():
        orders.call_off(world.parcel(world.parcels(order_id)[0]), ParcelState.REJECTED, None, "ill")


def wholesale(maker: int, language: str) -> None:
    """A mentor's order that was so, and one that was not."""
    mentor = world.mentor()
    named(programme.mentor(mentor).person_id, language)
    with transaction():
        programme.mentor(mentor).display_name = "Fatemeh"
    for key, answer in (("so", offshop.agree), ("not so", lambda sale, by: offshop.deny(sale, "no", by))):
        what = NewSale(SaleKind.WHOLESALE, "Basket", today(), 1, Rial(1_000_000), key)
        with transaction():
            one, her = programme.mentor(mentor), programme.trainee(maker)
            answer(offshop.propose(one, her, what, Buyer("Shop")), her.person_id)


def helped(maker: int, language: str) -> None:
    """Help that is undertaken, called off by either side, and left behind by a mentor who goes: twice."""
    mentor, heir = world.mentor(), world.mentor()
    for one in (mentor, heir):
        named(programme.mentor(one).person_id, language)
        with transaction():
            programme.mentor(one).display_name = "Fatemeh"
    taken = world.take_up(maker, world.offered(mentor, words="Baskets"))
    with transaction():
        programme.call_off_mine(programme.undertaking_of(taken, trainee_id=maker), "", None)
    need = world.needed(maker, "A stall")
    answered = world.answer(mentor, need)
    with transaction():
        programme.call_off(programme.undertaking_of(answered, mentor_id=mentor), "ill", None)
    world.answer(mentor, need)
    with transaction():
        programme.take_case(programme.trainee(maker), programme.mentor(heir), None)
        programme.mentor_leaves(programme.mentor(mentor), None)
    with transaction():
        programme.mentor_leaves(programme.mentor(heir), None)


def papers(maker: int, language: str) -> None:
    """A paper that staff did not accept, one that they did, and one under which something is sold to its last days."""
    mentor, staff = world.mentor(), world.official(Role.STAFF)
    named(programme.mentor(mentor).person_id, language)
    refused, accepted = world.sent_permit(maker), world.sent_permit(maker, days=20)
    with transaction():
        catalogue.refuse_permit(catalogue.permit(refused), "no", staff)
        catalogue.accept_permit(catalogue.permit(accepted), staff)
    ended = world.product(maker, Ware(title="Basket"), by=mentor)
    with transaction():
        catalogue.withdraw(catalogue.product(ended), catalogue.PAPER_ENDED, None)
    version = world.draft_under(maker, accepted, Ware(good=world.TAHINI, title="Basket", permit=False))
    with transaction():
        programme.attest(programme.trainee(maker), programme.MADE_BY_ME, world.person_of(maker))
        review = vouching.submit(catalogue.version(version), None).id
    world.vouch(review, mentor)


def called_back(bank: FakeBank, maker: int, language: str) -> None:
    """One buyer has it already, the other's parcel is stopped; whoever vouched for it hears of it too."""
    mentor = world.mentor()
    named(programme.mentor(mentor).person_id, language)
    product = world.product(maker, Ware(title="Basket"), by=mentor)
    variant = catalogue.variants_of([product])[product][0].id
    world.sold(bank, {variant: 1}, language=language)
    world.paid(bank, {variant: 1}, language=language)
    world.recalled(product)


def overruled(bank: FakeBank, maker: int, language: str) -> None:
    """Staff take a vouch back in the mentor's place, after the sale."""
    order = world.paid(bank, {world.variant(maker, Ware(title="Basket")): 1}, language=language)
    staff = world.official(Role.STAFF)
    with transaction():
        given = vouching.vouch_by_id(world.lines(order)[0].vouch_id or 0)
        accounts.set_language(accounts.person(given.mentor_person_id), language)
        vouching.withdraw_vouch(given, "worn", staff, vouching.Overruling.UNREACHABLE)


def words_taken_back(bank: FakeBank, maker: int, language: str) -> None:
    """Two vouches taken back after the sale, one of them for a lower grade; the buyer calls one thing off."""
    order = world.paid(bank, {world.variant(maker, Ware(title="Basket")): 1 for _ in range(2)}, language=language)
    first, second = world.lines(order)
    with transaction():
        one, other = (vouching.vouch_by_id(line.vouch_id or 0) for line in (first, second))
        vouching.withdraw_vouch(one, "worn", one.mentor_person_id)
        vouching.regrade(other, vouching.Grade.SECONDS, "worn", other.mentor_person_id)
    overruled(bank, maker, language)
    with transaction():
        orders.cancel_unvouched_line(world.parcel(first.parcel_id), first.id, None)


def reminded(bank: FakeBank, maker: int, language: str) -> None:
    """Maker and mentor have a question to answer; a buyer is asked what she thinks, when nothing can be claimed."""
    mentor = world.mentor()
    named(programme.mentor(mentor).person_id, language)
    product = world.product(maker, Ware(title="Basket"), by=mentor)
    world.question(product)
    variant = catalogue.variants_of([product])[product][0].id
    sold = world.sold(bank, {variant: 1}, language=language)
    with transaction():
        reminding.remind_maker(maker)
        reminding.remind_mentor(mentor)
    with world.later(days=30):
        with transaction():
            reminding.ask_buyer(sold)
        drain()


def reported(maker: int) -> None:
    """What is in her way was taken, passed on, declined, and once more reported and solved."""
    who, by = world.person_of(maker), world.person()
    first, second = told.obstacle(who), told.obstacle(who)
    with transaction():
        support.take(support.obstacle(first), today(), by)
        support.pass_up(support.obstacle(first), "beyond me", by)
        support.decline(support.obstacle(first), "no money", by)
        support.solve(support.obstacle(second), "done", by)


def gathered(maker: int, language: str) -> None:
    """A place was booked for her, one that she waited for was freed, one will not take place; her story is written."""
    by, other = world.person("Sara", "Karimi"), reader(language)
    for_her, waited = (gatherings.slot(gatherings.open_to_all(name="Fair", places=1)) for _ in range(2))
    gatherings.book(for_her, maker, by=by)
    first = gatherings.book(waited, other)
    gatherings.book(waited, maker)
    gatherings.cancel(first)
    off = gatherings.open_to_all(name="Fair")
    gatherings.book(gatherings.slot(off), maker)
    gatherings.call_off(off, "rain")
    told_stories.write(maker, by=by)
    drain()


def lent(maker: int) -> None:
    """Her files went to the bank, were lent, and refused."""
    loans.granted(trainee_id=maker)
    loans.bank_refused(trainee_id=maker)


def whole_story(bank: FakeBank, language: str) -> None:
    """Everything that anybody is told about, once or more."""
    maker = reader(language)
    for act in (None, vouching.send_back, vouching.refuse):
        decided(maker, act)
    appealed(maker)
    world.bank_account(maker)
    variant = world.variant(maker, Ware(title="Basket"))
    sold = world.sold(bank, {variant: 1}, language=language)
    world.refund(world.lines(sold)[0].id, rials=100_000)
    claimed(bank, variant, language)
    by_card(variant, language)
    wholesale(maker, language)
    helped(maker, language)
    handed_over(maker, world.person("Fatemeh", "Karimi"), "Basket")
    papers(reader(language), language)
    called_back(bank, maker, language)
    words_taken_back(bank, maker, language)
    reminded(bank, reader(language), language)
    reported(maker)
    gathered(maker, language)
    lent(maker)
    by = world.person()
    with transaction():
        payments.give_goodwill(sold, Rial(100_000), "late", "form", by)
    at_the_door(maker, variant, language)
    called_off = world.paid(bank, {variant: 1}, language=language)
    with transaction():
        orders.call_off(world.parcel(world.parcels(called_off)[0]), ParcelState.REJECTED, None, "ill")
        accounts.request_code("09121234567", "browser", "127.0.0.1", language)
    one, other = world.person(), world.person()
    with transaction():
        batch = payouts.build(one)
        payouts.approve(batch, other)
        payouts.export(batch, one)
        payouts.confirm(payouts.items_of(batch.id)[0], "998877", one)
    world.work()


def letters() -> list[Message]:
    world.fresh()
    return list(session().scalars(select(Message).order_by(Message.id)))


def whole(text: str, language: str) -> bool:
    """Whether nothing is left of a template in a text, and nothing of another language."""
    foreign = {"fa": LEFTOVERS, "en": ARABIC_SCRIPT, "ar": re.compile("[پچژگکی۰-۹]")}[language]
    return bool(text.strip()) and len(text) <= 300 and not LEFTOVERS.search(text) and not foreign.search(text)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("variant", SAMPLES)
def test_every_text_is_whole_in_every_language(app, variant, language):
    written = {
        "name": "Zahra",
        "maker": "Zahra Dashti",
        "mentor": "Fatemeh",
        "preparer": "Fatemeh",
        "title": "Basket",
        "cohort": "Spring",
        "what": "Baskets",
        "why": "Rain",
        "writer": "Fatemeh",
    }
    facts = {name: written.get(name, value) for name, value in SAMPLES[variant].items()}

    text = render(Letter(variant.partition(".")[0], "", language, facts))

    assert whole(text, language), text


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_variant_says_something_else(app, language):
    texts = [render(Letter(one.partition(".")[0], "", language, facts)) for one, facts in SAMPLES.items()]

    assert len(set(texts)) == len(texts)


def test_every_text_of_the_shop_can_be_looked_at_by_staff():
    assert {variant.partition(".")[0] for variant in SAMPLES} == TEMPLATES - {"code"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_step_is_told_whole_and_in_the_readers_language(app, bank, language):
    whole_story(bank, language)

    told = letters()
    texts = {one.body for one in told if one.body}
    assert {one.template for one in told} == TEMPLATES
    assert {one.language for one in told} == {language}
    assert [text for text in texts if not whole(text, language)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_code_can_be_read_by_the_telephone_itself(app, language):
    text = render(Letter("code", "09121234567", language, {"code": CODE}))

    assert CODE in text.splitlines()[0].translate(str.maketrans("۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩", "01234567890123456789"))
    assert text.splitlines()[-1] == f"@127.0.0.1 #{CODE}"
    assert not LEFTOVERS.search(text)


def test_links_lead_to_pages_that_open(app, bank, visitor):
    whole_story(bank, "fa")

    links = {link for one in letters() for link in re.findall(r"http://127\.0\.0\.1:8000(\S*)", one.body or "")}

    assert len(links) > 4
    assert {visitor.get(link, expect_errors=True).status_code for link in links} <= {200, 303}


def test_buyer_and_makers_are_each_told_their_own(app, bank):
    mobiles = [world.mobile_number() for _ in range(2)]
    one, other = (world.variant(world.maker(mobile=mobile)) for mobile in mobiles)

    world.paid(bank, {one: 1, other: 2})
    world.work()

    told = [(letter.template, letter.to) for letter in letters() if letter.template in {"order_paid", "new_parcel"}]
    assert sorted(told) == sorted([("order_paid", "09121234567"), *(("new_parcel", mobile) for mobile in mobiles)])


def test_a_name_with_signs_is_written_as_it_is(app, bank):
    maker = reader("en")
    with transaction():
        programme.change_profile(programme.trainee(maker), programme.Profile("Zahra & <Sons>", "", None))
    order = world.paid(bank, {world.variant(maker): 1}, language="en")
    world.send(world.parcels(order)[0])
    world.work()

    assert "Zahra & <Sons>" in next(one.body for one in letters() if one.template == "parcel_sent")


def test_two_accounts_on_one_telephone_are_each_told_in_their_own_language(app):
    mobile = world.mobile_number()
    people = []
    for language in ("en", "fa"):
        maker = world.maker(mobile=mobile)
        people.append(world.person_of(maker))
        with transaction():
            accounts.set_language(accounts.person(people[-1]), language)

    for person in people:
        with transaction():
            accounts.set_sheba(accounts.person(person), world.valid_sheba(), "x", None)
    world.work()

    told = [one for one in letters() if one.template == "sheba_changed"]
    assert [one.to for one in told] == [mobile, mobile]
    assert [bool(ARABIC_SCRIPT.search(one.body or "")) for one in told] == [False, True]


def test_a_made_up_past_tells_nobody(app, bank):
    maker = world.variant(world.maker())
    world.work()
    before = len(letters())

    with outbox.without("notifications."):
        world.paid(bank, {maker: 1})
    world.work()

    assert len(letters()) == before


def test_the_tracking_number_stands_on_a_line_of_its_own(app):
    facts = {"code": CODE, "token": "t", "maker": "زهرا دشتی", "tracking_no": "661810218404"}

    lines = render(Letter("parcel_sent", "09121234567", "fa", facts)).splitlines()

    assert [line.split()[-1] for line in lines][1] == "661810218404"
