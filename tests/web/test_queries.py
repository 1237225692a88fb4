"""How much a page asks of the database: little, and no more when there is more to show."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta
from urllib.parse import quote

import pytest
from sqlalchemy import select
from webtest import TestApp

from app import (
    catalogue,
    finance,
    impact,
    opinions,
    orders,
    outreach,
    payouts,
    places,
    planning,
    programme,
    search,
    vouching,
)
from app.accounts import Body, Role
from app.finance import TaskKind
from app.impact import Aim, Cut, Indicator
from app.shared import clock, outbox
from app.shared.calendar import JalaliMonth, today
from app.shared.database import session, transaction
from app.shared.outbox import OutboxRow
from app.spaces import Wanted
from app.vouching import DeviationKind, NewChoice
from app.web.access import ANYONE, allow
from tests import world
from tests.agreements import told as agreed
from tests.conftest import browser_of
from tests.fakes.bank import FakeBank
from tests.funding import scene as fund
from tests.ideas import box
from tests.impact import publishing
from tests.lending import scene as loans
from tests.library import papers
from tests.outreach import told as outreaches
from tests.planning import told as plans
from tests.spaces import scene as gatherings
from tests.stories import told as told_stories
from tests.support import told as reports
from tests.vouching.assisting import handed_over
from tests.web.browsing import address_of, deliver, home_of, logged_in, put_in_basket, shop_with, statements, to_review
from tests.world import Ware

FEW, MANY = 3, 12
MOST_FOR_THE_SHOP = 14
MOST_FOR_A_PRODUCT = 20  # with what buyers think and ask of it
MOST_FOR_THE_OFFICE = 18  # the transaction's beginning among them, and three that say who looks
MOST_OF_ALL_GOALS = 24  # with goals of every kind there is, and two for whose income a sum nearly is

Counts = dict[str, int]


def asked(browser: TestApp, addresses: Iterable[str]) -> Counts:
    """How many statements each page sends, once what hardly ever changes is known.

    The lesser of two: what is kept for a minute may run out in between.
    """
    found = {}
    for address in addresses:
        browser.get(address)
        found[address] = min(_sent(browser, address) for _ in range(2))
    return found


def _sent(browser: TestApp, address: str) -> int:
    with statements() as sent:
        browser.get(address)
    return len(sent)


def growth(browser: TestApp, addresses: Iterable[str], grow: Callable[[int], object]) -> tuple[Counts, Counts]:
    """Statements of pages with few rows and with many; `grow` makes so many more."""
    return growth_of([(browser, list(addresses))], grow)


def growth_of(rooms: Sequence[tuple[TestApp, list[str]]], grow: Callable[[int], object]) -> tuple[Counts, Counts]:
    """The same of pages that several people look at, each at her own."""
    counts = []
    for rows in (FEW, MANY - FEW):
        grow(rows)
        deliver()
        counts.append({page: count for browser, pages in rooms for page, count in asked(browser, pages).items()})
    return counts[0], counts[1]


def test_the_shop_asks_little_and_no_more_as_it_grows(visitor):
    maker = world.maker()
    product = world.product(maker)
    pages = ["/", "/products", f"/products?q={quote('زنبیل')}&county=1801&sort=cheapest", "/makers", "/badges"]
    pages += ["/api/v1/products"]
    pages += [address_of(product), home_of(maker)]

    def more(rows: int) -> None:
        for _ in range(rows):
            world.product(world.maker())
            world.product(maker)

    few, many = growth(visitor, pages, more)

    assert few == many
    assert many.pop(address_of(product)) <= MOST_FOR_A_PRODUCT
    assert max(many.values()) <= MOST_FOR_THE_SHOP


def test_the_way_to_the_till_asks_no_more_for_a_full_basket(visitor):
    put_in_basket(visitor, world.product(world.maker()))
    to_review(visitor)
    pages = ["/basket", "/checkout", "/checkout/review"]

    def more(rows: int) -> None:
        for _ in range(rows):
            put_in_basket(visitor, world.product(world.maker()))

    few, many = growth(visitor, pages, more)

    assert few == many
    assert many["/basket"] <= MOST_FOR_THE_SHOP


def test_an_orders_page_asks_no_more_for_a_big_order(app, bank):
    staff = logged_in(app, world.official(Role.STAFF))
    counts = []
    for number in (FEW, MANY):
        order = orders.order(world.paid(bank, {world.variant(world.maker()): 1 for _ in range(number)}))
        counts.append([*asked(browser_of(app), [f"/o/{order.token}"]).values()])
        counts[-1] += asked(staff, [f"/staff/orders/{order.code}"]).values()

    assert counts[0] == counts[1]


def on_its_way(bank: FakeBank, wanted: dict[int, int]) -> int:
    """An order whose parcels are all sent and not yet there."""
    order_id = world.paid(bank, wanted)
    for parcel_id in world.parcels(order_id):
        world.send(parcel_id)
    return order_id


def claimed(bank: FakeBank, makers: Iterable[int]) -> orders.Order:
    """A sold order of these makers, whose buyer claims of every parcel, with photos."""
    order_id = world.sold(bank, {world.variant(maker): 1 for maker in makers})
    for parcel_id in world.parcels(order_id):
        world.complain(parcel_id, photos=[world.jpeg(), world.jpeg()])
    return orders.order(order_id)


def test_an_orders_page_asks_no_more_when_more_is_claimed(app, bank):
    counts = []
    for number in (FEW, MANY):
        order = claimed(bank, [world.maker() for _ in range(number)])
        counts.append(asked(browser_of(app), [f"/o/{order.token}"])[f"/o/{order.token}"])

    assert counts[0] == counts[1]


@pytest.mark.parametrize("sell", [world.sold, on_its_way])
def test_an_orders_page_asks_no_more_when_more_can_be_claimed(app, bank, sell):
    counts = []
    for number in (FEW, MANY):
        order = orders.order(sell(bank, {world.variant(world.maker()): 1 for _ in range(number)}))
        counts.append(asked(browser_of(app), [f"/o/{order.token}"])[f"/o/{order.token}"])

    assert counts[0] == counts[1]


def test_opinions_ask_no_more_as_more_is_said(app, bank):
    maker = world.maker()
    product = world.product(maker)
    variant = catalogue.variants_of([product])[product][0].id
    pages = [address_of(product), f"{address_of(product)}/opinions"]
    browsers = {
        browser_of(app): pages,
        logged_in(app, world.person_of(maker)): ["/workshop/", "/workshop/opinions"],
        logged_in(app, world.official(Role.STAFF)): ["/staff/", "/staff/opinions", "/staff/opinions?which=all"],
    }
    counts = []
    for _ in range(2):
        for _ in range(FEW):
            said = world.opinion(world.lines(world.sold(bank, {variant: 1}))[0].id, photos=[world.jpeg()])
            with transaction():
                opinions.report(opinions.within(said, None).opinion, "نه")
        counts.append([asked(browser, found) for browser, found in browsers.items()])

    assert counts[0] == counts[1]
    assert max(counts[0][0].values()) <= MOST_FOR_A_PRODUCT


def test_questions_ask_no_more_as_more_is_asked(app):
    maker, mentor = world.maker("1801"), world.mentor("1801")
    product = world.product(maker, by=mentor)
    browsers = {
        browser_of(app): [address_of(product), f"{address_of(product)}/questions"],
        logged_in(app, world.person_of(maker)): ["/workshop/", "/workshop/questions"],
        logged_in(app, programme.mentor(mentor).person_id): ["/desk/", "/desk/questions"],
        logged_in(app, world.official(Role.STAFF)): ["/staff/", "/staff/questions"],
    }
    counts = []
    for _ in range(2):
        for row in range(FEW):
            asked_about = world.question(product if row else world.product(maker, by=mentor))
            with transaction():
                found = opinions.staffs_question(None, asked_about).question
                opinions.answer_question(found, opinions.Voice.MAKER, "زهرا", "آری", world.person_of(maker))
            world.question(product)
        counts.append([asked(browser, found) for browser, found in browsers.items()])

    assert counts[0] == counts[1]
    assert max(counts[0][0].values()) <= MOST_FOR_A_PRODUCT


def test_an_orders_page_asks_no_more_when_more_was_said_of_it(app, bank):
    counts = []
    for number in (FEW, MANY):
        order_id = world.sold(bank, {world.variant(world.maker()): 1 for _ in range(number)})
        for line in world.lines(order_id):
            world.opinion(line.id, photos=[world.jpeg()])
        page = f"/o/{orders.order(order_id).token}"
        counts.append(asked(browser_of(app), [page])[page])

    assert counts[0] == counts[1]


def test_lists_of_claims_ask_no_more_as_more_is_claimed(app, bank):
    maker = world.maker()
    browsers = {
        logged_in(app, world.person_of(maker)): ["/workshop/", "/workshop/claims", "/workshop/money"],
        logged_in(app, world.official(Role.STAFF)): ["/staff/", "/staff/claims"],
        logged_in(app, world.official(Role.FINANCE)): ["/finance/"],
    }
    counts = []
    for rows in (FEW, MANY - FEW):
        for _ in range(rows):
            claimed(bank, [maker, world.maker()])
        counts.append([asked(browser, pages) for browser, pages in browsers.items()])

    assert counts[0] == counts[1]


def test_a_claim_s_pages_ask_no_more_for_a_claim_of_many_lines(app, bank):
    staff = logged_in(app, world.official(Role.STAFF))
    counts = []
    for number in (FEW, MANY):
        maker = world.maker()
        order_id = world.sold(bank, {world.variant(maker): 1 for _ in range(number)})
        claim_id = world.dispute(world.parcels(order_id)[0])
        hers = logged_in(app, world.person_of(maker))
        pages = [*asked(staff, [f"/staff/claims/{claim_id}"]).values()]
        counts.append([*pages, *asked(hers, [f"/workshop/claims/{claim_id}"]).values()])

    assert counts[0] == counts[1]


def test_a_logged_in_visitor_costs_little_more(app):
    person = world.person()
    browser = logged_in(app, person)
    variant = world.variant(world.maker(), Ware(on_hand=99))

    def more(rows: int) -> None:
        for _ in range(rows):
            world.place({variant: 1}, person_id=person)

    few, many = growth(browser, ["/", "/account"], more)

    assert few == many
    assert many["/"] <= MOST_FOR_THE_SHOP


def test_the_workshop_asks_no_more_as_she_makes_and_sells_more(app, bank):
    maker = world.maker()
    browser = logged_in(app, world.person_of(maker))

    def more(rows: int) -> None:
        for row in range(rows):
            world.draft(maker)
            world.submitted(maker)
            variant = world.variant(maker)
            if row % 2:
                world.paid(bank, {variant: 1})
            else:
                world.refund(world.lines(world.sold(bank, {variant: 1}))[0].id, rials=100_000)

    rooms = ("", "products", "orders", "money", "on-phone", "products.csv")
    few, many = growth(browser, [f"/workshop/{room}" for room in rooms], more)

    assert few == many


def test_the_mentors_desk_asks_no_more_as_more_waits(app):
    mentor = world.mentor("1801")
    helper = programme.mentor(mentor).person_id
    browser = logged_in(app, helper)

    def more(rows: int) -> None:
        for _ in range(rows):
            world.submitted(world.maker("1801"))
            world.product(world.maker("1801"), by=mentor)
            world.appealed(world.maker("1801"))
            handed_over(world.maker("1801"), helper)
            world.answer(mentor, world.needed(world.cared_for(mentor)))
            world.needed(world.maker("1801"))
            world.offered(mentor, words=secrets.token_hex(4))

    rooms = [
        "",
        "queue",
        "appeals",
        "vouches",
        "assist",
        "figures",
        "trainees",
        "sessions",
        "followings",
        "interests",
        "support",
    ]
    few, many = growth(browser, [f"/desk/{room}" for room in rooms], more)

    assert few == many


def test_help_asks_no_more_as_more_is_offered_and_needed(app):
    hers, mentor = world.maker("1801"), world.mentor("1801")
    browser = logged_in(app, world.person_of(hers))

    def more(rows: int) -> None:
        for _ in range(rows):
            world.offered(mentor, words=secrets.token_hex(4))
            world.thanked(mentor, hers)
            world.needed(hers, secrets.token_hex(4))
            world.answer(mentor, world.needed(hers, secrets.token_hex(4)))

    few, many = growth(browser, ["/workshop/support"], more)

    assert few == many


def more_for_staff() -> None:
    cohort = world.cohort()
    maker = world.maker(into=cohort)
    world.sent_permit(maker)
    world.recalled(world.product(maker))
    world.applicant(into=cohort)
    world.cared_for(world.mentor())
    world.recording(secrets.token_hex(4))
    world.thanked(world.mentor(), maker)
    world.answer(world.mentor("1801"), world.needed(maker))
    with transaction():
        vouching.add_choice(NewChoice(DeviationKind.SHAPE, "bolt", "ترک دارد", category_code="rug"), None)
        number = f"{len(programme.cooperatives()):011d}"
        programme.add_cooperative("نخل", number, number, "1801", None)
        programme.keep_list(b"x", "list.csv", None, None)
        places.declare_closed(today() + timedelta(days=len(places.closures(today()))), "گرد و غبار", None, None)
        row = session().scalars(select(OutboxRow).where(OutboxRow.dead_at.is_(None))).first()
        row.dead_at, row.delivered_at, row.attempts = clock.now(), None, outbox.MOST_TRIES


def test_lists_of_reports_ask_no_more_as_more_is_reported(app):
    mentor, who = world.mentor(), world.person_of(world.maker())
    staff = logged_in(app, world.official(Role.STAFF))
    keeper = world.official(Role.STAFF)
    officer = logged_in(app, world.official(Role.OFFICER, body=Body.ACECR))
    desk, workshop = logged_in(app, programme.mentor(mentor).person_id), logged_in(app, who)
    meeting = reports.meeting(keeper)
    offices = ["", "?which=declined", ".csv"]

    def more(rows: int) -> None:
        for _ in range(rows):
            reports.obstacle(world.person_of(world.maker()))
            reports.obstacle(who)
            reports.complaint(who, reports.of(world.person()))
            reports.before_group(reports.obstacle(who))
            reports.decision(meeting, keeper)
            reports.meeting(keeper, in_days=3)

    rooms = [
        (staff, ["/staff/", "/staff/obstacles", "/office/meetings", f"/office/meetings/{meeting}"]),
        (officer, ["/office/complaints", *[f"/office/obstacles{one}" for one in offices]]),
        (desk, ["/desk/", "/desk/obstacles"]),
        (workshop, ["/workshop/obstacles", "/obstacles"]),
    ]
    few, many = growth_of(rooms, more)

    assert few == many


def test_agreements_documents_and_ideas_ask_no_more_as_there_are_more(app):
    mentor, keeper, who = world.mentor(), world.official(Role.STAFF), world.person_of(world.maker())
    contract, cohort = agreed.contract(keeper), world.cohort()
    level, paper = agreed.level(contract, keeper), papers.document(keeper)
    idea, meeting = box.sent(who), reports.meeting(keeper)
    office = [
        *("agreements", f"agreements/{contract}", f"levels/{level}"),
        *("ambiguities", f"meetings/{meeting}"),
    ]
    browsers = {
        logged_in(app, keeper): [
            *(f"/office/{one}" for one in office),
            *("/staff/documents", f"/staff/documents/{paper}", "/documents", f"/documents/{paper}"),
            *("/staff/", "/staff/ideas", f"/staff/ideas/{idea}"),
        ],
        logged_in(app, programme.mentor(mentor).person_id): ["/desk/", "/desk/ideas"],
        logged_in(app, who): ["/workshop/", "/workshop/ideas"],
    }
    counts = []
    for rows in (FEW, MANY - FEW):
        for _ in range(rows):
            writer = world.official(Role.STAFF)
            agreed.due(agreed.level(contract, writer), writer, caused=40)
            agreed.level(agreed.contract(writer), writer, agreed.undefined())
            agreed.due(level, writer, caused=20)
            agreed.question(writer, contract_id=contract)
            papers.document(writer)
            papers.second(paper, writer)
            box.answered(idea, writer)
            box.sent(world.person_of(world.cared_for(mentor, cohort_id=cohort)))
            box.sent(who)
        deliver()
        counts.append([asked(browser, pages) for browser, pages in browsers.items()])

    assert counts[0] == counts[1]


def test_lists_of_calls_and_referrals_ask_no_more_as_more_is_to_be_done(app):
    by, officer = world.official(Role.STAFF), world.official(Role.OFFICER, body=Body.WOMEN)
    staff, office, hers = logged_in(app, by), logged_in(app, officer), world.maker()
    workshop = logged_in(app, world.person_of(hers))
    rooms = ["", "outreach", "calls", "referrals", "bodies", "colleagues", "sights", f"colleagues/{officer}/hand-over"]
    rooms += [f"referrals/new/{hers}", f"trainees/{hers}"]
    offices = ["outreach", "outreach.csv", "referrals", "refusals", "refusals.csv", "calls", "women"]

    def more(rows: int) -> None:
        for _ in range(rows):
            trainee = outreaches.registered()
            outreaches.waited(trainee)
            outreaches.asked(trainee, by)
            for caller in (by, officer):
                called = outreaches.waited(outreaches.registered())
                outreaches.called(
                    outreaches.asked(called, caller), caller, outreaches.call(outreach.CallResult.WILL_COME)
                )
                outreaches.asked(outreaches.waited(outreaches.registered()), caller)
            outreaches.waited(outreaches.registered())
            outreaches.followed(officer)
            outreaches.answered(outreaches.sent(hers, by), outreach.BodyAnswer.NO, by, "نشد")
            outreaches.sent(hers, officer)

    pages = [(staff, [f"/staff/{room}" for room in rooms]), (office, [f"/office/{room}" for room in offices])]
    few, many = growth_of([*pages, (workshop, ["/workshop/"])], more)

    assert few == many


def test_the_executors_rooms_ask_no_more_as_the_programme_grows(app):
    browser = logged_in(app, world.official(Role.STAFF))
    rooms = ["", "import", "trainees", "cohorts", "mentors", "cooperatives", "goods", "closures", "rules", "outbox"]
    rooms += [
        "import/sessions",
        "import/courses",
        "trades",
        "checklist",
        "permits",
        "recalls",
        "care",
        "rubric",
        "differences",
        "voices",
    ]
    rooms += ["support", "support?which=offers", "support?which=thanks&stand=shown"]

    def more(rows: int) -> None:
        for _ in range(rows):
            more_for_staff()

    rooms += [f"care?which={which}" for which in ("absent", "overdue", "uncared", "full", "unsold", "left")] + [
        "vouches"
    ]
    few, many = growth(browser, [f"/staff/{room}" for room in rooms], more)

    assert few == many


def test_orders_goals_and_figures_ask_no_more_as_more_is_sold(app, bank):
    browser = logged_in(app, world.official(Role.STAFF))
    month = JalaliMonth.current()
    rooms = [
        "",
        "goals",
        "counties/1801",
        "sales.csv",
        "goals.csv",
        "counties/1801/county.csv",
        "villages.csv",
        "goals/1",
        "livelihood",
        "livelihood.csv",
        "indicators",
        "indicators.csv",
        "indicators/people?of=registered",
        "indicators/people?of=placed",
        "statistics",
        "statistics.csv",
    ]

    def more(rows: int) -> None:
        variants = [world.variant(world.maker("1801")) for _ in range(rows)]
        world.sold(bank, dict.fromkeys(variants, 1))
        for variant in variants:
            world.place({variant: 1})
        with transaction():
            for cohort in programme.cohorts()[:rows]:
                impact.set_goal(Aim(Indicator.EARNING, cohort.id, month.plus(-2), month, county_code="1801"), None)
                impact.set_goal(Aim(Indicator.INCOME, 5, month, month, cohort_id=cohort.id), None)
                impact.set_goal(Aim(Indicator.SUSTAINED, cohort.id, month, month, cut=Cut.TRADE, value="mats"), None)

    # From the first, enough earn that no sum is nearly somebody's own: a look at one would be written down.
    world.sold(bank, {world.variant(world.maker("1801")): 1 for _ in range(impact.FEWEST_INCOMES)})
    few, many = growth(browser, ["/staff/orders", *[f"/office/{room}" for room in rooms]], more)

    assert few == many


def goals_of(kinds: Iterable[Indicator], last: JalaliMonth, **scope: object) -> None:
    with transaction():
        for one in kinds:
            impact.set_goal(Aim(one, 5, last.plus(-3), last, **scope), None)


def test_goals_of_every_kind_ask_no_more_as_they_end_in_other_months(app, bank):
    office, now = logged_in(app, world.official(Role.OFFICER)), JalaliMonth.current()
    cohorts = [world.cohort() for _ in range(2)]
    maker = world.maker("1801", into=cohorts[0])
    world.sold(bank, {world.variant(maker): 1})
    pages = [f"/office/{page}" for page in ("", "goals", "goals.csv", "counties/1801")]
    of_people = [one for one in Indicator if not one.of_shop]
    ends = iter(range(6))

    def more(rows: int) -> None:
        for _ in range(rows // FEW):
            last = now.plus(-next(ends))
            goals_of(Indicator, last)
            goals_of(of_people, last, county_code="1801", cut=Cut.SEX, value="female")
            goals_of(of_people, last, cohort_id=cohorts[last.month % 2])

    few, many = growth(office, pages, more)

    assert few == many
    assert many["/office/goals"] <= MOST_OF_ALL_GOALS


def test_a_page_of_the_office_asks_little(app, bank):
    maker, now = world.maker("1801"), JalaliMonth.current()
    world.sold(bank, {world.variant(maker): 1})
    goals_of([Indicator.INCOME, Indicator.EARNING, Indicator.SUSTAINED], now)
    goals_of([Indicator.SELLING], now.plus(-1), county_code="1801")
    deliver()
    cuts = [f"{page}?by={cut.value}" for page in ("indicators", "livelihood") for cut in Cut]
    counts = asked(
        logged_in(app, world.official(Role.OFFICER)),
        [f"/office/{page}" for page in ("", "goals", "counties/1801", "livelihood", "indicators", *cuts)],
    )

    # By course, it asks for the names of courses besides.
    assert counts.pop("/office/indicators?by=cohort") <= MOST_FOR_THE_OFFICE + 1
    assert {page: count for page, count in counts.items() if count > MOST_FOR_THE_OFFICE} == {}


def test_statements_ask_no_more_as_more_are_asked_for(app):
    browser = logged_in(app, world.official(Role.OFFICER))

    def more(rows: int) -> None:
        for _ in range(rows):
            publishing.makers(1, "1801")
            publishing.stated(publishing.over(impact.statements_counted()))

    pages = ["statements", *(f"statements/{number}{kind}" for number in (1, FEW) for kind in ("", ".csv"))]
    few, many = growth(browser, [f"/office/{page}" for page in pages], more)

    assert few == many


def test_the_fund_asks_no_more_as_more_apply_bring_more_and_are_paid(app):
    members = [world.maker("1801") for _ in range(MANY)]
    shown = {"staff": fund.draft(), "finance": fund.draft(fund.cooperative("1801", *members))}
    browser = logged_in(app, world.official(Role.STAFF))
    office, desk = logged_in(app, world.official(Role.OFFICER)), logged_in(app, world.official(Role.FINANCE))
    counts = []
    for rows in (FEW, MANY - FEW):
        for _ in range(rows):
            budget_id = fund.budget()
            fund.paid(100_000_000, 5, cooperative_id=fund.cooperative("1801", *members[:rows]), budget_id=budget_id)
            fund.submitted()
            for application_id in shown.values():
                fund.bill(application_id)
        whose = fund.found(shown["finance"]).cooperative_id
        counts.append(
            [
                asked(browser, ["/staff/fund", f"/staff/fund/{shown['staff']}", f"/staff/cooperatives/{whose}"]),
                asked(office, ["/office/fund", "/office/fund.csv"]),
                asked(desk, ["/finance/fund", f"/finance/fund/{shown['finance']}"]),
            ]
        )

    assert counts[0] == counts[1]


def test_loans_ask_no_more_as_lines_and_files_grow(app):
    loans.permission()
    maker = world.maker("1801")
    hers, staff = logged_in(app, world.person_of(maker)), logged_in(app, world.official(Role.STAFF))
    office = logged_in(app, world.official(Role.OFFICER))
    shown = loans.complete(loans.line(), maker)
    asked_of = loans.found(shown).line_id
    counts = []
    for rows in (FEW, MANY - FEW):
        for _ in range(rows):
            line_id = loans.line(counties=frozenset({"1801"}))
            loans.change(line_id)
            loans.granted(line_id)
            loans.refused(line_id, loans.of_trade("mats"))
            loans.complete(line_id, maker)
        counts.append(
            [
                asked(hers, ["/workshop/credit", f"/workshop/credit/lines/{asked_of}", f"/workshop/credit/{shown}"]),
                asked(staff, ["/staff/credit", "/staff/credit/permissions", f"/staff/credit/files/{shown}"]),
                asked(office, ["/office/credit", "/office/credit.csv", "/office/credit/people"]),
            ]
        )

    assert counts[0] == counts[1]


def owed(bank: FakeBank, *verified: bool) -> None:
    """As many makers who wait for their money, with checked or unchecked accounts."""
    makers = [world.maker() for _ in verified]
    for maker, checked in zip(makers, verified, strict=True):
        world.bank_account(maker, verified=checked)
    world.sold(bank, {world.variant(maker): 1 for maker in makers})


def test_the_finance_desk_asks_no_more_as_more_is_owed(app, bank):
    builder = world.official(Role.FINANCE)
    browser = logged_in(app, builder)
    counts = []
    for rows in (FEW, MANY - FEW):
        owed(bank, *[True] * rows, False)
        for _ in range(rows):
            with transaction():
                called_off = payouts.build(builder)
                payouts.cancel(called_off, builder)
                finance.open_task(TaskKind.BOOKS, f"books:{called_off.id}")
        desk = asked(browser, ["/finance/", "/finance/payouts", "/finance/books"])
        counts.append([*desk.values(), *asked(browser, [f"/finance/payouts/{payouts.batches()[0].id}"]).values()])

    assert counts[0] == counts[1]


def test_fairs_bazaars_and_stories_ask_no_more_as_there_are_more(app):
    maker, mentor, fair = world.maker(), world.mentor(), gatherings.open_to_all(places=50)
    staff, officer = logged_in(app, world.official(Role.STAFF)), logged_in(app, world.official(Role.OFFICER))
    hers, desk = logged_in(app, world.person_of(maker)), logged_in(app, programme.mentor(mentor).person_id)

    def more(rows: int) -> None:
        for _ in range(rows):
            for slot in (gatherings.slot(fair), gatherings.slot(gatherings.open_to_all(places=1))):
                other = world.maker()
                gatherings.book(slot, other, by=programme.mentor(mentor).person_id, wanted=Wanted(shown=True))
                gatherings.book(slot, maker)
            gatherings.workshop()
            gatherings.bazaar()
            told_stories.write(maker)
            told_stories.published(world.maker())

    rooms = ["spaces", f"spaces/{fair}", "bazaars", "stories", f"trainees/{maker}/spaces", f"trainees/{maker}/story"]
    pages = [
        (staff, [f"/staff/{room}" for room in rooms]),
        (officer, ["/office/spaces"]),
        (hers, ["/workshop/spaces", "/workshop/stories"]),
        (desk, ["/desk/spaces"]),
        (browser_of(app), ["/fairs", "/bazaars", "/stories"]),
    ]
    few, many = growth_of(pages, more)

    assert few == many


def test_asking_once_for_each_row_would_be_noticed(app, store):
    """The control: a page that looks its rows up one by one."""

    def more(rows: int) -> None:
        for _ in range(rows):
            world.product(world.maker())

    def one_by_one() -> str:
        return " ".join(catalogue.product(product).sku for product in catalogue.products_on_sale())

    with shop_with(store) as careless:
        careless.add_url_rule("/one-by-one", "one_by_one", allow(ANYONE)(one_by_one))
        with careless.app_context():
            few, many = growth(browser_of(careless), ["/one-by-one"], more)

    assert many["/one-by-one"] > few["/one-by-one"]


def test_plans_ask_no_more_as_the_network_grows(app):
    by, year, month = world.official(Role.STAFF), plans.year(), JalaliMonth.current()
    staff, shown = logged_in(app, by), plans.partner()
    pages = ["/office/needs", f"/office/needs/1801/{year}", "/office/needs.csv", "/staff/needs", "/office/network"]
    pages += [f"/staff/needs/{plans.study()}", "/office/network.csv", "/staff/suppliers", f"/staff/suppliers/{shown}"]
    pages += ["/office/scorecard", f"/office/scorecard/{year}/scorecard.csv", "/staff/readiness", "/staff/cycles/copy"]
    counties = iter(one.code for one in places.home_counties() * 2)

    def more(rows: int) -> None:
        for number in range(rows):
            plans.study(next(counties), marks=number % 5)
            mentor, partner = world.mentor(), plans.partner(trades=frozenset({"mats"}))
            world.cared_for(mentor)
            with transaction():
                for one in (shown, partner):
                    planning.tie_mentor(planning.partner(one, None), programme.mentor(mentor), today(), by)
                cohort = programme.cohort(world_cohort)
                programme.hold_lesson(cohort, today() - timedelta(days=number), f"{partner}", by)
                impact.set_goal(Aim(Indicator.SELLING, mentor, month, month, county_code="1801"), by)
                search.count_search(f"زنبیل {mentor}", 1, {}, "1801")
            reports.obstacle(world.person_of(world.maker()))

    world_cohort = world.cohort()
    few, many = growth(staff, pages, more)

    assert few == many
