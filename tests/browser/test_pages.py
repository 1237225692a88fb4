"""Pages as people see them: no wider than the smallest phone, no barrier that axe knows, and without JavaScript."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe

from app import claims, impact, lending, orders, programme, support, vouching
from app.accounts import Role
from app.impact import Aim, Indicator
from app.shared.calendar import JalaliMonth, today
from app.shared.database import transaction
from app.spaces import Wanted
from tests import world
from tests.agreements import told as agreed
from tests.browser.conftest import DESK, PHONE, RunningShop, Somebody
from tests.funding import scene as fund
from tests.ideas import box
from tests.impact import publishing
from tests.lending import scene as loans
from tests.library import papers
from tests.planning import told as plans
from tests.programme import lists
from tests.spaces import scene as gatherings
from tests.stories import told as told_stories
from tests.support import told as reports
from tests.vouching.assisting import handed_over

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("pages")]

Make = Callable[..., Somebody]
NARROW = {"width": 320, "height": 640}


@dataclass(frozen=True)
class Places:
    """Addresses that exist in this shop, and who may go there."""

    public: tuple[str, ...]
    trainee: tuple[str, ...]
    mentor: tuple[str, ...]
    staff: tuple[str, ...]
    officer: tuple[str, ...]
    finance: tuple[str, ...]
    people: dict[str, int]


def _sent(shop: RunningShop, variant_id: int) -> tuple[str, int]:
    """An order that was paid at the running bank and is on its way: its page, and its parcel."""
    order_id = world.place({variant_id: 1})
    page = f"/o/{orders.order(order_id).token}"
    with httpx.Client(base_url=shop.url, follow_redirects=True) as buyer:
        token = re.findall(r'name="csrf_token" value="([^"]+)"', buyer.get(page).text)[0]
        bank = buyer.post(f"{page}/pay", data={"csrf_token": token, "gateway": "sandbox"})
        assert "پرداخت شد" in buyer.post(str(bank.url), data={"act": "pay"}).text
    parcel_id = world.parcels(order_id)[0]
    world.send(parcel_id)
    return page, parcel_id


@dataclass(frozen=True)
class Quarrels:
    """Claims at each turn; `form` is where one could be opened."""

    form: str
    open: int
    offered: int
    returning: int
    disputed: int
    buyers: tuple[str, ...]


def _quarrels(shop: RunningShop, variant_id: int) -> Quarrels:
    sent = [_sent(shop, variant_id) for _ in range(5)]
    opened = [world.complain(parcel_id, photos=[world.jpeg()]) for _, parcel_id in sent[1:]]
    world.in_claim(opened[1], claims.offer, 1_000_000, "ببخشید؛ همین را می‌توانم")
    world.in_claim(opened[2], claims.agree, goods_back=True)
    world.in_claim(opened[3], claims.contest, "همان است که نوشته بودم")
    return Quarrels(f"{sent[0][0]}/claim/{sent[0][1]}", *opened, buyers=tuple(page for page, _ in sent[1:4]))


@dataclass(frozen=True)
class Reported:
    """What stands in a trainee's way, her complaint of somebody outside, a meeting and what it decided."""

    obstacle: int
    complaint: int
    meeting: int
    commitment: int


def _reported(maker_id: int, staff_id: int) -> Reported:
    who = world.person_of(maker_id)
    obstacle, risen = reports.obstacle(who), reports.obstacle(who)
    with transaction():
        support.take(support.obstacle(obstacle), support.last_day(), staff_id)
        support.let_go(support.obstacle(obstacle), staff_id)
    reports.before_group(risen)
    meeting = reports.meeting(staff_id)
    refused = reports.obstacle(who)
    with transaction():
        support.decline(support.obstacle(refused), "بودجه نیست", staff_id)
    about = reports.decision(meeting, staff_id, about=risen)
    return Reported(obstacle, reports.complaint(who, reports.of(world.person())), meeting, about)


@dataclass(frozen=True)
class Agreed:
    """Addresses of a contract and what it owes, of questions, papers and ideas."""

    office: tuple[str, ...]
    staff: tuple[str, ...]
    mentor: tuple[str, ...]
    trainee: tuple[str, ...]
    public: tuple[str, ...]


def _agreed(staff_id: int, maker_id: int, mentor_id: int) -> Agreed:
    contract = agreed.contract(staff_id)
    level, bare = agreed.level(contract, staff_id), agreed.level(contract, staff_id, agreed.undefined())
    due, question = agreed.due(level, staff_id, caused=40), agreed.question(staff_id, contract_id=contract)
    paper, who = papers.document(staff_id, since=30), world.person_of(maker_id)
    papers.second(paper, staff_id)
    draft, sent = box.draft(who), box.sent(world.person_of(world.cared_for(mentor_id)))
    box.answered(sent, staff_id)
    office = ("agreements", f"agreements/{contract}", f"levels/{level}", f"levels/{bare}", f"dues/{due}")
    return Agreed(
        office=tuple(f"/office/{one}" for one in (*office, "ambiguities", f"ambiguities/{question}")),
        staff=(
            *("/staff/documents", f"/staff/documents/{paper}", "/staff/ideas", f"/staff/ideas/{sent}"),
            f"/staff/ideas/new/{maker_id}",
        ),
        mentor=("/desk/ideas", f"/desk/ideas/{sent}"),
        trainee=("/workshop/ideas", f"/ideas/{draft}"),
        public=("/documents", f"/documents/{paper}"),
    )


@pytest.fixture(scope="module")
def places(shop: RunningShop) -> Places:
    """A small shop with something on every desk."""
    world.tariffs()
    ware = world.Ware(photo=world.jpeg())
    maker_id, mentor_id = world.maker(), world.mentor()
    product_id = world.product(maker_id, ware)
    food = world.product(maker_id, world.Ware(good=world.TAHINI, title="ارده", photo=world.jpeg()))
    permit_id, recall_id = world.sent_permit(maker_id), world.recalled(world.product(maker_id, ware))
    appeal_id, appealed = world.appealed(maker_id, ware)
    review_id, version_id = world.submitted(maker_id, ware), world.draft(maker_id, ware)
    prepared_id = handed_over(maker_id, programme.mentor(mentor_id).person_id, ware=ware)
    with transaction():
        content = b"my key,title,price\nk1,Basket,300000\nk2,,x\n"
        sheet_id = vouching.keep_sheet(programme.trainee(maker_id), content, None).id
    token = getattr(vouching.handover_of(prepared_id), "token", "")
    order_id = world.place({world.variant(maker_id, ware): 1})
    cared_for = world.cared_for(mentor_id)
    thanked = world.thanked(mentor_id, maker_id)
    world.answer(mentor_id, world.needed(maker_id, "غرفه در بازارِ هفتگی"))
    world.needed(maker_id, "دارِ قالی")
    world.offered(mentor_id)
    world.recording("workshop")
    world.recording("name")
    quarrels = _quarrels(shop, world.variant(maker_id, ware))
    month = JalaliMonth.current()
    staff_id, finance_id = world.official(Role.STAFF), world.official(Role.FINANCE)
    reported, agreements = _reported(maker_id, staff_id), _agreed(staff_id, maker_id, mentor_id)
    cooperative_id = fund.cooperative("1801", maker_id)
    draft_id, judged_id = fund.draft(), fund.first_ok()
    paid_id = fund.paid(cooperative_id=cooperative_id)
    file_id, refused_id = loans.complete(trainee_id=maker_id), loans.refused()
    credit_id = lending.file(file_id, None).line_id
    with transaction():
        goal_id = impact.set_goal(Aim(Indicator.SELLING, 5, month, month, county_code="1801"), staff_id).id
    world.work()
    order = orders.order(order_id)
    page, came = _sent(shop, world.variant(maker_id, ware))
    world.receive(came)
    question_id = world.question(product_id)
    line_id = orders.lines_of([came])[came][0].id
    opinion_id = world.opinion(line_id, photos=[world.jpeg()])
    world.work()
    publishing.province()
    told = publishing.signed()
    waiting = publishing.prepared(publishing.over(1)).id
    vouch_id = vouching.standing_in(None, 1)[1][0].vouch.id
    fair = gatherings.open_to_all(name="نمایشگاهِ نخل")
    gatherings.book(gatherings.slot(fair), maker_id, wanted=Wanted(shown=True))
    gatherings.workshop()
    gatherings.bazaar()
    told_stories.published(maker_id)
    told_stories.write(maker_id)
    study_id, partner_id = plans.study(marks=2), plans.partner()
    with transaction():
        list_id = programme.keep_sessions(lists.SESSIONS.encode(), "sessions.csv", None).id
        courses_list = programme.keep_courses(lists.COURSES.encode(), "courses.csv", None).id
        talk = programme.brief(programme.NewBriefing("1801", today(), "مسجدِ جامع", "pages"), staff_id)
        asked = programme.Asked(programme.Contact.VILLAGE, "بی‌بی سکینه", programme.Way.PHONE)
        named = programme.NewGuest("گلنار", world.mobile_number(), "", "pages")
        briefing_id, guest_id = talk.id, programme.invite_guest(talk, named, asked, staff_id).id
    return Places(
        public=(
            "/", "/products", "/products?q=زنبیل&county=1801", "/products?q=هواپیما", f"/p/{world.slug(product_id)}",
            f"/p/{world.slug(food)}", "/makers", f"/m/{programme.trainee(maker_id).slug}",
            f"/mentors/{programme.mentor(mentor_id).slug}", "/badges", "/help", "/track",
            "/sell", "/login", f"/assisted/{token}", "/basket", f"/o/{order.token}", page, f"{page}/opinion/{line_id}",
            quarrels.form, *quarrels.buyers, "/impact", f"/impact/{told.month}/1/", "/impact/editions",
            "/impact/dictionary", "/fairs", "/bazaars", "/stories",
            "/impact/dictionary", *agreements.public,
        ),
        trainee=(
            "/workshop/", "/workshop/cooperative",
            "/workshop/products", f"/workshop/products/{product_id}", "/workshop/orders",
            f"/workshop/products/{world.product_of(appealed)}",
            "/workshop/leave", "/workshop/money", "/workshop/on-phone", "/workshop/profile", "/workshop/sheba",
            "/account", "/workshop/checklist", "/workshop/support", "/workshop/record", "/workshop/sheet",
            "/workshop/obstacles", "/obstacles/complaint", "/obstacles/conflict",
            "/workshop/credit", f"/workshop/credit/lines/{credit_id}", f"/workshop/credit/{file_id}",
            *agreements.trainee,
            "/workshop/living", "/workshop/obstacles", "/obstacles/complaint", "/obstacles/conflict",
            f"/workshop/sheet/{sheet_id}", f"/workshop/prepared/{prepared_id}",
            f"/workshop/permits/{permit_id}",
            "/workshop/questions", f"/workshop/questions/{question_id}",
            "/workshop/opinions", f"/workshop/opinions/{opinion_id}",
            "/workshop/claims", f"/workshop/claims/{quarrels.open}", f"/workshop/claims/{quarrels.offered}",
            f"/workshop/claims/{quarrels.returning}",
            *(f"/workshop/drafts/{version_id}/{step}"
              for step in ("photo", "kind", "name", "size", "stock", "standard", "price", "review")),
            "/workshop/spaces", "/workshop/stories",
        ),
        mentor=(
            "/desk/", "/desk/queue", f"/desk/review/{review_id}", "/desk/vouches", "/desk/appeals",
            f"/desk/appeals/{appeal_id}", "/desk/questions", "/desk/assist",
            *agreements.mentor,
            "/desk/figures", "/desk/support", "/desk/trainees", f"/desk/trainees/{cared_for}", "/desk/sessions",
            f"/desk/assist/drafts/{prepared_id}/review", "/desk/followings", "/desk/interests", "/desk/obstacles",
            f"/desk/obstacles/{reported.obstacle}", f"/desk/obstacles/new/{maker_id}",
            "/desk/spaces", f"/desk/trainees/{maker_id}/story",
        ),
        staff=(
            "/office/needs", f"/office/needs/1801/{plans.year()}", "/staff/needs", f"/staff/needs/{study_id}",
            "/office/network", "/staff/suppliers", f"/staff/suppliers/{partner_id}", "/office/scorecard",
            "/staff/readiness", "/staff/cycles/copy",
            "/staff/import/sessions", f"/staff/import/sessions/{list_id}",
            "/staff/import/courses", "/staff/callers", f"/staff/import/courses/{courses_list}",
            "/staff/trades", "/staff/trades/mats",
            "/staff/", "/staff/trainees", f"/staff/trainees/{maker_id}", "/staff/cohorts", "/staff/import",
            "/staff/orders", f"/staff/orders/{order.code}", "/staff/goods", "/staff/mentors", "/staff/care",
            f"/staff/mentors/{mentor_id}", "/staff/cooperatives", f"/staff/cooperatives/{cooperative_id}",
            "/staff/fund", "/staff/fund/new", f"/staff/fund/{draft_id}", f"/staff/fund/{judged_id}",
            "/office/fund", f"/office/fund/{paid_id}",
            f"/staff/trainees/{maker_id}/permits/new",
            "/staff/permits", f"/staff/permits/{permit_id}", "/staff/recalls", f"/staff/recalls/{recall_id}",
            f"/staff/recalls/new/{product_id}",
            "/staff/rules", "/staff/ladder", "/staff/outbox", "/staff/closures",
            "/office/", "/office/livelihood", "/office/livelihood/people", "/office/statements", "/office/indicators",
            "/office/indicators/people?of=placed",
            "/office/goals", f"/office/goals/{goal_id}",
            "/office/goals/new", "/office/counties/1801", "/office/counties/1801/parcels",
            f"/office/cohorts/{programme.cohorts()[0].id}", "/office/villages", "/office/publications",
            f"/office/publications/{waiting}",
            "/office/statistics", f"/staff/trainees/{maker_id}/consent", f"/staff/trainees/{maker_id}/living",
            "/office/goals/new", "/office/counties/1801", "/office/publications", f"/office/publications/{waiting}",
            "/staff/claims", f"/staff/claims/{quarrels.open}",
            f"/staff/claims/{quarrels.disputed}", "/staff/questions",
            f"/staff/questions/{question_id}", "/staff/opinions?which=all", f"/staff/opinions/{opinion_id}",
            "/staff/assist", "/staff/checklist", "/staff/checklist/licence_seen", "/staff/rubric", "/staff/mentors",
            "/staff/record", "/staff/differences/advice", "/staff/differences/advice/size",
            "/staff/differences", "/staff/vouches", f"/staff/vouches/{vouch_id}", f"/staff/vouches/{vouch_id}/withdraw",
            "/staff/voices", "/staff/support", "/staff/support?which=offers", "/staff/support?which=thanks",
            f"/staff/support/thanks/{thanked}", "/staff/obstacles", f"/staff/obstacles/{reported.obstacle}",
            f"/staff/obstacles/new/{maker_id}?which=complaint", "/office/obstacles", "/office/obstacles?which=declined",
            "/office/complaints", f"/office/complaints/{reported.complaint}", "/office/meetings",
            *agreements.office, *agreements.staff,
            f"/office/meetings/{reported.meeting}", f"/office/commitments/{reported.commitment}",
            "/staff/spaces", "/staff/spaces/new", f"/staff/spaces/{fair}", f"/staff/trainees/{maker_id}/spaces",
            "/staff/bazaars", "/staff/stories", f"/staff/trainees/{maker_id}/story", "/office/spaces",
            "/staff/credit", "/staff/credit/permissions", "/staff/credit/lines/new", f"/staff/credit/lines/{credit_id}",
            f"/staff/credit/files/{file_id}", f"/staff/credit/files/{refused_id}", "/office/credit",
            f"/staff/trainees/{cared_for}?income=1", "/staff/pauses", "/office/phases", "/office/leavings",
            "/staff/briefings", f"/staff/briefings/{briefing_id}", f"/staff/briefings/{briefing_id}/guests",
            f"/staff/briefings/{briefing_id}/guests/{guest_id}",
            f"/staff/trainees/{maker_id}/credit", f"/staff/trainees/{maker_id}/credit/{credit_id}", "/staff/record",
            "/certificates?number=1&code=1",
        ),
        finance=(
            "/finance/", "/finance/payouts", "/finance/books", "/finance/fund", "/finance/fund/budgets/new",
            f"/finance/fund/{judged_id}",
        ),
        officer=(f"/office/trainees/{maker_id}", f"/office/trainees/{maker_id}?income=1"),
        people={
            "officer": world.official(Role.OFFICER),
            "trainee": programme.trainee(maker_id).person_id,
            "mentor": programme.mentor(mentor_id).person_id,
            "staff": staff_id,
            "finance": finance_id,
        },
    )  # fmt: skip


def _visits(one: Somebody, places: Places, who: str) -> tuple[str, ...]:
    if who != "public":
        one.log_in(places.people[who])
    addresses: tuple[str, ...] = getattr(places, who)
    return addresses


EVERYBODY = ("public", "trainee", "mentor", "staff", "officer", "finance")


@pytest.mark.parametrize("who", EVERYBODY)
def test_no_page_is_wider_than_the_smallest_phone(somebody: Make, places: Places, who: str) -> None:
    one = somebody(NARROW)

    wide = []
    for address in _visits(one, places, who):
        one.go(address)
        excess = one.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if excess > 0:
            wide.append((address, excess))

    assert wide == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("who", EVERYBODY)
def test_axe_finds_no_barrier(somebody: Make, places: Places, who: str, scheme: str) -> None:
    one = somebody(PHONE, color_scheme=scheme)

    barriers = []
    for address in _visits(one, places, who):
        one.page.set_viewport_size(PHONE)
        one.go(address)
        for size in (PHONE, DESK):
            one.page.set_viewport_size(size)
            found = Axe().run(one.page).response["violations"]
            told = [(fault["id"], [node["target"] for node in fault["nodes"]][:3]) for fault in found]
            barriers += [(address, size["width"], *one) for one in told]

    assert barriers == []


@pytest.mark.parametrize(("language", "direction"), [("en", "ltr"), ("ar", "rtl"), ("fa", "rtl")])
def test_a_language_is_chosen_at_the_foot_and_stays(
    somebody: Make, places: Places, language: str, direction: str
) -> None:
    one = somebody(NARROW)
    one.go("/")
    one.page.locator(f"button[name='language'][value='{language}']").click()

    for address in places.public:
        one.go(address)
        page = one.page.locator("html")
        assert (page.get_attribute("lang"), page.get_attribute("dir")) == (language, direction)
        excess = one.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert excess <= 0, address


def test_a_purchase_needs_no_javascript(somebody: Make, places: Places) -> None:
    buyer = somebody(PHONE, java_script_enabled=False)
    buyer.go(places.public[4])
    buyer.press("افزودن به سبد")
    buyer.go("/basket")
    buyer.press("ادامهٔ خرید")
    buyer.fill(mobile="09123456789", name="سارا احمدی", city="بوشهر", address="خیابان سنگی، پلاک ۷")
    buyer.choose(area="1801")
    buyer.press("ادامه: دیدنِ هزینه‌ها")
    buyer.sees("بازبینیِ سفارش")
    for tick in buyer.page.locator("input[name^='ack-']").all():
        tick.check()
    buyer.press("پرداختِ")
    buyer.press("پرداخت می‌کنم و صفحه را می‌بندم")

    buyer.sees("پرداخت شد")
