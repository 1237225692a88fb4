"""One of everything that an address can name, so that every route can be asked for."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta

from sqlalchemy import func, select

from app import (
    accounts,
    catalogue,
    finance,
    impact,
    ledger,
    offshop,
    orders,
    payments,
    payouts,
    programme,
    promotions,
    vouching,
)
from app.accounts import Role
from app.catalogue import NewLeave
from app.finance import TaskKind
from app.impact import Aim, Indicator
from app.offshop import NewSale, SaleKind
from app.promotions import NewCoupon, NewSubsidy, Terms, Worth
from app.shared import clock, outbox, schedule
from app.shared.calendar import JalaliMonth, today
from app.shared.database import session, transaction
from app.shared.money import Rial
from app.vouching import DeviationKind, Vouch
from tests import world
from tests.agreements import told as agreed
from tests.fakes.bank import FakeBank
from tests.funding import scene as fund
from tests.ideas import box
from tests.impact import publishing
from tests.lending import scene as loans
from tests.library import papers
from tests.outreach import told as outreaches
from tests.planning import told as plans
from tests.programme import lists
from tests.spaces import scene as gatherings
from tests.stories import told as told_stories
from tests.support import told as reports
from tests.vouching.assisting import handed_over, prepared

COUNTY = "1801"
LIST = "نام,نام خانوادگی,کد ملی,شماره همراه,شهرستان\nزهرا,دشتی,0084575948,09171112233,بوشهر\n"

REPORT = "تاریخ,مبلغ,شماره پیگیری\n1405-09-01,1000000,12345\n"


@dataclass
class Scene:
    """`values` are what routes' variables stand for, by name; `people` are persons by role."""

    people: dict[str, int] = field(default_factory=dict)
    values: dict[str, object] = field(default_factory=dict)


def build(bank: FakeBank) -> Scene:
    """A county with a maker, a mentor, an order under way, one that was paid out, and papers on every desk."""
    maker, mentor = world.maker(COUNTY), world.mentor(COUNTY)
    people = {
        "buyer": world.person(),
        "trainee": world.person_of(maker),
        "mentor": programme.mentor(mentor).person_id,
        "staff": world.official(Role.STAFF),
        "finance": world.official(Role.FINANCE),
        "officer": world.official(Role.OFFICER),
        "officer of a county": world.official(Role.OFFICER, county=COUNTY),
    }
    values: dict[str, object] = {"trainee_id": maker, "person_id": people["trainee"], "code": COUNTY}
    values["staff_person"] = people["staff"]
    values["sight_id"] = accounts.sights_of([people["officer"]])[people["officer"]][0].id
    _goods(maker, mentor, values)
    _sales(bank, maker, values, people["finance"])
    _money(bank, maker, values, people["staff"])
    _desks(people["staff"], values)
    _fund(maker, values)
    _gatherings(maker, values)
    _plans(people["staff"], values)
    _loans(maker, values)
    _agreed(people["staff"], people["trainee"], values)
    world.work()
    _outreach(maker, people, values)
    _lists(people["staff"], values)
    return Scene(people, values)


def _goods(maker: int, mentor: int, values: dict[str, object]) -> None:
    product = world.product(maker, by=mentor)
    values |= {"product_id": product, "slug": world.slug(product), "step": "name", "good_id": world.HAND_BASKET}
    values["question_id"] = world.question(product)
    values |= {"version_id": world.draft(maker), "review_id": world.submitted(maker)}
    values["appeal_id"], _ = world.appealed(maker)
    _helped(maker, mentor, values)
    values["vouch_id"] = session().scalar(select(Vouch.id).where(Vouch.mentor_id == mentor))
    off = today() + timedelta(days=300)
    with transaction():
        values["leave_id"] = catalogue.take_leave(maker, NewLeave(off, off), None).id
    food = world.draft_under(maker, world.sent_permit(maker))
    with transaction():
        values["food_review_id"] = vouching.submit(catalogue.version(food), world.person_of(maker)).id
    values["permit_id"] = catalogue.version(food).permit_id
    values["recall_id"] = world.recalled(world.product(maker))
    values["mentor_slug"] = programme.mentor(mentor).slug
    values["maker_slug"] = programme.trainee(maker).slug
    _mentors(maker, mentor, values)


def _mentors(maker: int, mentor: int, values: dict[str, object]) -> None:
    """A mentor who goes and leaves a vouch behind, one who is tied to a maker, a line that mentors look at."""
    leaver, kin = world.mentor(COUNTY), world.maker(COUNTY)
    values["leaving_id"] = world.vouch(world.submitted(maker), leaver)
    with transaction():
        vouching.take_leave(programme.mentor(leaver), None)
        rubric = vouching.add_item(vouching.NewItem("گره‌ها شمرده شده است", category_code="rug"), None)
        tied = programme.mentor(mentor)
        tie = vouching.declare_interest(tied, programme.trainee(kin), vouching.InterestKind.OTHER, "", None)
        values |= {"mentor_id": leaver, "rubric_id": rubric.id, "interest_id": tie.id}
        crack = vouching.NewChoice(DeviationKind.SHAPE, "bolt", "ترک دارد")
        values["choice_id"] = vouching.add_choice(crack, None).id


def _helped(maker: int, mentor: int, values: dict[str, object]) -> None:
    """What her mentor and the staff have written for her; and an item of the list of what is asked."""
    values["prepared_id"] = handed_over(maker, programme.mentor(mentor).person_id)
    handover = vouching.handover_of(int(str(values["prepared_id"])))
    values["assisted_token"] = handover.token if handover else ""
    values["staff_prepared_id"] = prepared(maker, int(str(values["staff_person"])))
    values["item_code"] = "licence_seen"
    values["grade_code"] = "small"
    with transaction():
        sheet = b"my key,title\nk1,Basket\n"
        values["sheet_id"] = vouching.keep_sheet(programme.trainee(maker), sheet, None).id


def _sales(bank: FakeBank, maker: int, values: dict[str, object], builder: int) -> None:
    variant = world.variant(maker)
    world.bank_account(maker)
    sold = world.sold(bank, {variant: 1})
    world.refund(world.lines(sold)[0].id, rials=100_000)
    under_way = world.paid(bank, {variant: 1})
    with transaction():
        batch = payouts.build(builder)
        values |= {"batch_id": batch.id, "item_id": payouts.items_of(batch.id)[0].id}
    order = orders.order(under_way)
    values |= {"variant_id": variant, "order_code": order.code, "order_token": order.token, "kind": "csv"}
    values |= {"parcel_id": world.parcels(under_way)[0], "line_id": world.lines(under_way)[0].id}
    values |= {"refund_id": payments.refunds_of(sold)[0].id, "sold_token": orders.order(sold).token}
    values["opinion_id"] = world.opinion(world.lines(sold)[0].id)
    values["sold_parcel_id"] = world.parcels(sold)[0]
    values["attempt_id"] = payments.attempts_of(under_way)[0].id


def _money(bank: FakeBank, maker: int, values: dict[str, object], staff: int) -> None:
    """A claim before staff, a refund so large that it waits for a second person, a commission of her own."""
    values["claim_id"] = world.dispute(world.parcels(world.sold(bank, {world.variant(maker): 1}))[0])
    dear = world.paid(bank, {world.variant(maker, world.Ware(price=60_000_000)): 1})
    world.refund(world.lines(dear)[0].id, rials=55_000_000, by=staff)
    values["proposal_id"] = orders.waiting_proposals()[0].proposal.id
    share = orders.NewCommission(orders.Scope(maker, None, None), orders.Fee(500, Rial(0)), clock.now(), "decision 7")
    told = NewSale(SaleKind.FAIR, "زنبیل", today(), 1, Rial(1_000_000), "scene")
    with transaction():
        payments.settled_to_bank("sandbox", Rial(1_000), Rial(0), key="scene", by=staff)
    values["journal_id"] = ledger.journals_about("gateway", 0)[0].id
    with transaction():
        values["sale_id"] = offshop.record(maker, told, world.person_of(maker)).id
        values["report_id"] = finance.import_report("sandbox", "report.csv", REPORT.encode(), staff).id
    values |= {"what": "journals", "month": str(JalaliMonth.current()), "about": "attempt"}
    values |= {"ref_id": values["attempt_id"], "variant": "released", "language": "fa"}
    with transaction():
        values["rule_id"] = orders.add_commission(share, staff).id
    _promotions(maker, values, staff)


def _promotions(maker: int, values: dict[str, object], staff: int) -> None:
    """A coupon of the shop, one of hers, a fund that pays of deliveries, a group that shares, and some goodwill."""
    other, moment = world.maker(COUNTY), clock.now()
    terms = Terms(moment, None, Rial(10**9), None, "decision 8")
    tenth = Worth(1_000, Rial(0), None)
    with transaction():
        values["coupon_id"] = promotions.add_coupon(NewCoupon("SCENE", "عیدی", tenth, terms), staff).id
        values["own_coupon_id"] = promotions.add_coupon(NewCoupon("HERS", "مشتری", tenth, terms, maker), staff).id
        values["subsidy_id"] = promotions.add_subsidy(NewSubsidy("یارانه", 100, Rial(1), None, terms), staff).id
        values["share_rule_id"] = orders.set_shares(other, [(other, 6_000), (maker, 4_000)], moment, "توافق", staff).id
        about = payments.attempt(int(str(values["attempt_id"]))).payable_id
        payments.give_goodwill(about, Rial(100_000), "دیر رسید", "scene", staff)


def _cases(values: dict[str, object], staff: int) -> None:
    """Her mentor cares for her, has seen her, and a session of her cohort was held."""
    one, photo = programme.mentor_by_slug(str(values["mentor_slug"])), world.ready_paper()
    with transaction():
        hers = programme.trainee(int(str(values["trainee_id"])))
        programme.take_case(hers, one, staff)
        told = programme.Seen(today(), programme.Place.HOME, "کارگاهش", "scene", "سبدِ نمونه", today())
        visit = programme.write_visit(hers, one, told)
        visit.picture_id = photo
        values["visit_id"] = visit.id
        cohort = programme.engagements_of(hers.id)[0][1]
        values["lesson_id"] = programme.hold_lesson(cohort, today(), "بسته‌بندی", staff).id
    values["mentor_id"] = one.id


def _desks(staff: int, values: dict[str, object]) -> None:
    month = JalaliMonth.current()
    cohort = world.cohort(county=COUNTY)
    values |= {"cohort_id": cohort, "engagement_id": world.applicant(COUNTY, into=cohort)}
    with transaction():
        values["goal_id"] = impact.set_goal(Aim(Indicator.SELLING, 1, month, month, county_code=COUNTY), staff).id
        values["task_id"] = finance.open_task(TaskKind.BOOKS, "books:1").id
        values["run_id"] = programme.keep_list(LIST.encode(), "list.csv", None, staff).id
        values["row_id"] = session().scalar(select(func.min(outbox.OutboxRow.id)))
        schedule.beat()
    _cases(values, staff)
    _published(values)
    values |= {"name": "commission.bps", "fund_rule": "fund.cap_rial", "gateway": "sandbox", "folder": "ab"}
    values["recording_id"] = world.recording("name").id
    with transaction():
        still = programme.NewPause("سیل", today(), today() + timedelta(days=3), "scene", county_code=COUNTY)
        values["pause_id"] = programme.pause(still, staff).id
        hers = programme.trainee(int(str(values["trainee_id"])))
        lesson = programme.hold_lesson(programme.engagements_of(hers.id)[0][1], today(), "بسته‌بندی", staff)
        programme.mark(lesson, {hers.id: programme.Mark.PRESENT}, staff)
        values["certificate_id"] = programme.certify(programme.engagements_of(hers.id)[0][0], staff).id
        talk = programme.NewBriefing(COUNTY, today(), "مسجدِ جامع", "scene")
        held = programme.brief(talk, staff)
        asked = programme.Asked(programme.Contact.NOBODY, "", programme.Way.PHONE)
        guest = programme.invite_guest(held, programme.NewGuest("مهمان", None, "چغادک", "scene"), asked, staff)
        values |= {"briefing_id": held.id, "guest_id": guest.id}
    _help(int(str(values["mentor_id"])), int(str(values["trainee_id"])), values)
    _reports(staff, int(str(values["person_id"])), values)


def _published(values: dict[str, object]) -> None:
    """Figures that are public, and those of another month that wait for their signature."""
    publishing.makers(6, COUNTY)
    told = publishing.signed()
    values |= {"told_month": told.month, "number": told.edition, "cut": "county"}
    values["publication_id"] = publishing.prepared(publishing.over(1)).id
    values["statement_id"] = publishing.stated()


def _help(mentor: int, trainee: int, values: dict[str, object]) -> None:
    """Her mentor has taught her, and she has thanked; something is offered still, and something needed."""
    values["undertaking_id"] = world.thanked(mentor, trainee)
    values |= {"offer_id": world.offered(mentor), "need_id": world.needed(trainee)}


def _reports(staff: int, trainee: int, values: dict[str, object]) -> None:
    """She has said what is in her way and complained of her mentor; a meeting has decided something."""
    mentor = programme.mentor(int(str(values["mentor_id"]))).person_id
    values["obstacle_id"] = reports.obstacle(trainee)
    values["complaint_id"] = reports.complaint(trainee, reports.of(mentor))
    values["meeting_id"] = reports.meeting(staff)
    values["commitment_id"] = reports.decision(int(str(values["meeting_id"])), staff)


def _fund(maker: int, values: dict[str, object]) -> None:
    """A cooperative that she is a member of has brought two bills to the branding fund; there is money for it."""
    values["cooperative_id"] = fund.cooperative(COUNTY, maker)
    values["application_id"] = fund.draft(int(str(values["cooperative_id"])))
    values["invoice_id"] = fund.bill(int(str(values["application_id"])))
    fund.bill(int(str(values["application_id"])))
    fund.submit(int(str(values["application_id"])))
    fund.budget()


def _gatherings(maker: int, values: dict[str, object]) -> None:
    """A fair that she has a place at, a kitchen, a bazaar, and her story, which she has agreed to."""
    fair = gatherings.open_to_all(name="نمایشگاهِ نخل")
    slot = gatherings.slot(fair)
    values |= {"space_id": fair, "slot_id": slot, "booking_id": gatherings.book(slot, maker)}
    gatherings.workshop()
    values["bazaar_id"] = gatherings.bazaar()
    values["story_id"] = told_stories.write(maker)
    told_stories.agree(int(str(values["story_id"])))


def _plans(staff: int, values: dict[str, object]) -> None:
    """A county's study of this year, and an outlet."""
    values |= {"study_id": plans.study(COUNTY, by=staff), "partner_id": plans.partner(), "year": plans.year()}


def _loans(maker: int, values: dict[str, object]) -> None:
    """The province may take plans, there is a line, and a file of hers is at the bank."""
    values["permission_id"] = loans.permission()
    values["credit_line_id"] = loans.line()
    values["file_id"] = loans.referred(int(str(values["credit_line_id"])), maker)


def _agreed(staff: int, trainee: int, values: dict[str, object]) -> None:
    """A contract with a level that is due, a question, a paper on the shelf, an idea that was sent and a draft."""
    contract = agreed.contract(staff)
    level = agreed.level(contract, staff)
    values |= {"contract_id": contract, "level_id": level, "due_id": agreed.due(level, staff, caused=30)}
    values["ambiguity_id"] = agreed.question(staff, contract_id=contract)
    values["document_id"] = papers.document(staff)
    values |= {"version_number": 1, "idea_id": box.sent(trainee), "draft_idea_id": box.draft(trainee)}


def _outreach(maker: int, people: dict[str, int], values: dict[str, object]) -> None:
    """Somebody to call who is the staff's, a referral whose letter has gone, a body, a followed case."""
    called = outreaches.registered(COUNTY)
    with world.later(days=100):
        values["call_task_id"] = outreaches.asked(called, people["staff"])
    values["referral_id"] = outreaches.sent(maker, people["staff"])
    values["body_id"] = outreaches.body()
    values["colleague_id"] = people["officer"]


def _lists(staff: int, values: dict[str, object]) -> None:
    """A list of sessions and one of courses that somebody looked at, and a trade."""
    with transaction():
        values["list_id"] = programme.keep_sessions(lists.SESSIONS.encode(), "sessions.csv", staff).id
        values["courses_list_id"] = programme.keep_courses(lists.COURSES.encode(), "courses.csv", staff).id
    values["trade_code"] = "mats"
