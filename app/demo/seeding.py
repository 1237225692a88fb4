"""Building the demo, from the registration list to yesterday's orders, with one fixed seed."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial

from flask import current_app
from sqlalchemy import Engine, event

from app import (
    accounts,
    catalogue,
    consent,
    impact,
    livings,
    orders,
    payments,
    payouts,
    places,
    programme,
    search,
    shipping,
    vouching,
)
from app.accounts import Body, Role, Sight
from app.catalogue import HealthRoute
from app.demo import (
    agreeing,
    consenting,
    helped,
    imagining,
    plan,
    published,
    reaching,
    registrations,
    telling,
    workshops,
)
from app.demo.branding import Branding
from app.demo.casework import Casework
from app.demo.cast import SEED, Cast
from app.demo.diary import Diary
from app.demo.gatherings import Gatherings
from app.demo.helping import Helping
from app.demo.loans import Loans
from app.demo.looking import arrived_of_late
from app.demo.offers import Offers
from app.demo.planning import Planning
from app.demo.promises import Promises
from app.demo.reporting import Reporting
from app.demo.sales import Market, bank_open
from app.demo.studio import Studio, render_all, studio
from app.demo.tending import Tending
from app.demo.voices import Voices
from app.demo.workshops import Listed
from app.impact import Aim, Cut, Indicator
from app.livings import Grade
from app.programme import CohortPlan, Mentor, Phase, RollFilter, Stage, Trainee
from app.shared import clock, outbox, rulebook
from app.shared.calendar import JalaliMonth, local_date
from app.shared.database import db, transaction
from app.words import DEMO, HELP_PHONE
from config import Settings

Say = Callable[[str], object]
MONTHS = 6
_BEFORE_BOOKS = "پیش از آغازِ این دفتر از این مرحله گذشته است"
_BEFORE_BOOKS = "پیش از آغازِ این دفتر از این مرحله گذشته است"
_SILENT = ("notifications.", "search.", "finance.check_books", "impact.")


@dataclass
class _Seed:
    """Everything that the steps hand on to each other."""

    say: Say
    dice: random.Random
    cast: Cast
    now: datetime
    settings: Settings
    staff: list[int] = field(default_factory=list)
    finance: list[int] = field(default_factory=list)
    heads: list[int] = field(default_factory=list)
    labour: list[int] = field(default_factory=list)
    buyers: list[int] = field(default_factory=list)
    mentors: dict[str, int] = field(default_factory=dict)
    cohorts: list[int] = field(default_factory=list)
    listed: list[Listed] = field(default_factory=list)

    @property
    def start(self) -> datetime:
        """The first moment of the oldest month of sales."""
        return JalaliMonth.of(self.now).plus(-MONTHS).starts


def seed(say: Say) -> None:
    """Fill an empty shop. Takes a minute or three; says what it is doing."""
    begun = time.monotonic()
    settings: Settings = current_app.extensions["settings"]
    dice = random.Random(SEED)
    one = _Seed(say, dice, Cast(dice), clock.now(), settings)
    _hurry()
    with outbox.without(*_SILENT), studio() as drawing:
        makers = plan.plan(dice)
        _begin_pictures(drawing, makers)
        with clock.at(one.start - timedelta(days=75)):
            _house(one)
            _people(one)
            _registrations(one)
        with clock.at(one.start - timedelta(days=30)):
            _goods(one)
            _workshops(one, drawing, makers)
        say("rendering pictures")
        render_all(settings)
        diary = Diary()
        _reviews(one, diary)
        _goals(one)
        published.plan(diary, one.start, one.now, one.staff[0], one.heads[0])
        say("living six months")
        tending, voices = _tending(one, diary), _voices(one, diary)
        with bank_open(settings):
            market = Market(
                settings, dice, one.cast, diary, places.county_names("fa"), (one.finance[0], one.finance[1]),
                one.staff[0], one.buyers, one.now, _offers(one, diary), voices,
            )  # fmt: skip
            market.open(one.start)
            _fairs(one, market)
            _wholesale(one, market)
            diary.live(one.now - timedelta(minutes=10))
            market.housekeeping()
            with clock.at(one.now - timedelta(minutes=5)):
                market.after.showcase(arrived_of_late())
                voices.showcase(arrived_of_late(), drawing)
                tending.days_off()
    render_all(settings)
    _help(one)
    _agree(one)
    _cases(one)
    reaching.reach_out(one.staff, one.cast.mobile(), one.now)
    _last_touches(one)
    promises = Promises(one.staff[0], (one.labour[0], one.heads[0]), one.cast, one.now)
    with outbox.without("impact.living"):
        consenting.told(one.now, one.staff[0])
        promises.tell()
    _count_months()
    promises.ask()
    _planning(one)
    say(f"demo ready in {time.monotonic() - begun:.0f} s")


def _planning(one: _Seed) -> None:
    """Needs, the network and next year, once everything that they are counted from is there."""
    makers: dict[str, list[int]] = {}
    for maker_id in sorted({listed.maker_id for listed in one.listed}):
        makers.setdefault(programme.trainee(maker_id).county_code, []).append(maker_id)
    Planning(one.dice, one.mentors, makers, one.staff, one.now).all()


def _cases(one: _Seed) -> None:
    """Briefings, a pause, certificates and costs, once visits, sessions and goods are there."""
    makers: dict[str, list[int]] = {}
    for maker_id in sorted({listed.maker_id for listed in one.listed}):
        makers.setdefault(programme.trainee(maker_id).county_code, []).append(maker_id)
    Casework(one.mentors, makers, one.staff, one.cast.mobile(), one.now).all(one.cohorts[0])


def _count_months() -> None:
    """What the worker would have counted sale by sale."""
    with transaction():
        impact.forget_months()
    for batch in impact.stale_batches():
        with transaction():
            impact.recount(impact.trainees_of_batch(batch))
    wanted = impact.missing_companions()
    with transaction():
        impact.keep_companions(wanted)


def _hurry() -> None:
    """A made-up past need not survive a power cut while it is being made up."""
    engine: Engine = db.engines[None]
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", lambda connection, _record: connection.execute("PRAGMA synchronous=OFF"))
        engine.dispose()


def _begin_pictures(drawing: Studio, makers: list[plan.Maker]) -> None:
    for maker in makers:
        drawing.begin("portrait", maker.sex.value, maker.seed)
        for item in maker.items:
            drawing.begin("product", item.good.id, item.seed)
            if item.shown_deviation:
                drawing.begin("detail", item.good.id, item.seed)


def _house(one: _Seed) -> None:
    """The rules and prices of the demo."""
    with transaction():
        rulebook.set_rule(DEMO, 1, source="نمایش", by=None)
        rulebook.set_rule(HELP_PHONE, "07700000000", source="نمایش", by=None)
        rulebook.set_rule(orders.COMMISSION_BPS, 500, source="نمایش: پنج درصد", by=None)
        rulebook.set_rule(payments.COD_MOST, 30_000_000, source="نمایش: تا سه میلیون تومان", by=None)
        paper = livings.COUNTS[Grade.PAPER]
        rulebook.set_rule(paper, 10_000, source="نمایش: آنچه مدرک دارد همه شمرده می‌شود", by=None)
        for rule, words in telling.HOUSE.items():
            rulebook.set_rule(rule, words, source="نمایش", by=None)
        rulebook.set_rule(payouts.DEBTOR_SHEBA, one.cast.sheba(), source="نمایش", by=None)
        shipping.load_tariffs(plan.tariffs(), local_date(clock.now()), "نمایش: قیمت‌های ساختگی", None)


# Women's affairs has none: it follows cases, and reads what is signed.
_SIGHTS: dict[tuple[Role | None, Body | None], tuple[Sight, ...]] = {
    (Role.STAFF, None): (Sight.INCOMES, Sight.IDENTITY),
    (Role.OFFICER, Body.LABOUR): (Sight.INCOMES,),
    (Role.OFFICER, Body.ACECR): (Sight.INCOMES,),
}


def _people(one: _Seed) -> None:
    """Staff, finance, officials, mentors, and a few buyers with accounts."""
    with transaction():
        for role, body, into in (
            (Role.STAFF, None, one.staff), (Role.STAFF, None, one.staff), (Role.FINANCE, None, one.finance),
            (Role.FINANCE, None, one.finance), (Role.OFFICER, Body.LABOUR, one.labour), (Role.OFFICER, Body.WOMEN, []),
            (Role.OFFICER, Body.ACECR, one.heads),
        ):  # fmt: skip
            into.append(_person(one, role, body))
        one.buyers = [_person(one, None, None) for _ in range(7)]
        for county in places.home_counties():
            who = one.cast.somebody()
            person = accounts.add_person(who.mobile, who.given_name, who.family_name)
            about = "سال‌ها همین کار را کرده و اکنون به فراگیرانِ شهرستان یاد می‌دهد."
            mentor = programme.add_mentor(person, county.code, by=one.staff[0], about=about)
            one.mentors[county.code] = mentor.id


def _person(one: _Seed, role: Role | None, body: Body | None) -> int:
    who = one.cast.somebody()
    person = accounts.add_person(who.mobile, who.given_name, who.family_name)
    if role is not None:
        accounts.give_role(person, role, by=None, body=body)
    for sight in _SIGHTS.get((role, body), ()):
        accounts.give_sight(person, sight, "نمایش: کارِ روزانه", by=None)
    return person.id


def _registrations(one: _Seed) -> None:
    """Cohorts, and the list of 1,730 people, taken as staff would take it."""
    one.say("registration list")
    first = local_date(clock.now())
    with transaction():
        for name, days in (("دورهٔ بهارِ استان", 0), ("دورهٔ تابستانِ استان", 70)):
            starts = first + timedelta(days=days)
            cohort = CohortPlan(name, starts, starts + timedelta(days=240), 600)
            one.cohorts.append(programme.plan_cohort(cohort, one.staff[0]).id)
    content = registrations.workbook(one.cast, one.dice)
    folder = one.settings.data_dir / "demo"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "registrations.xlsx").write_bytes(content)
    report = programme.examine(content)
    with transaction():
        consent.need_from_now()
        run = programme.keep_list(content, "registrations.xlsx", one.cohorts[0], one.staff[0], paper_signed=True)
        added = programme.apply_list(report, programme.cohort(one.cohorts[0]), one.staff[0])
        consent.on_paper(programme.trainees_of(report), one.staff[0])
        programme.finish(run, report, added, one.staff[0])
    one.say(f"  {added} registered, {len(report.bad)} rows refused, {report.restored} numbers restored")


def _goods(one: _Seed) -> None:
    """What was not clear about the law, staff decide."""
    routes = dict.fromkeys(plan.UNDECIDED, HealthRoute.WORKSHOP_ID)
    with transaction():
        for good_id, route in routes.items():
            catalogue.decide_route(good_id, route, "نامهٔ نمایشیِ ادارهٔ نظارت بر غذا", one.staff[0])


def _workshops(one: _Seed, drawing: Studio, makers: list[plan.Maker]) -> None:
    """Makers get a place, a face and an account; their products are drafted."""
    one.say(f"{len(makers)} makers, {sum(len(maker.items) for maker in makers)} products")
    chosen = _enrol(one, makers)
    for maker, trainee_id in zip(makers, chosen, strict=True):
        workshops.portrait_and_profile(drawing, trainee_id, maker, one.dice)
        if one.dice.random() < 0.93:
            workshops.bank_account(one.cast, trainee_id, one.finance[0] if one.dice.random() < 0.93 else None)
        for item in maker.items:
            one.listed.append(workshops.draft(drawing, trainee_id, item, one.dice, one.staff[0]))
    _unsellable(one, chosen[0])


def _enrol(one: _Seed, makers: list[plan.Maker]) -> list[int]:
    """Accept some four hundred applicants, among them one fitting each planned maker."""
    wanted = RollFilter(cohort_id=one.cohorts[0], stage=Stage.APPLIED)
    lines = [line for page in range(1, 40) for line in programme.roll(wanted, page).lines]
    by_county: dict[str, list[tuple[Trainee, int]]] = {}
    for line in lines:
        if line.engagement is not None:
            by_county.setdefault(line.trainee.county_code, []).append((line.trainee, line.engagement.id))
    chosen, others = [], []
    for maker in makers:
        here = by_county[maker.county]
        fitting = max(here, key=lambda pair: _likeness(pair[0], maker))
        here.remove(fitting)
        chosen.append((fitting[0].id, fitting[1]))
    for here in by_county.values():
        others += [(trainee.id, engagement) for trainee, engagement in here[: max(12, len(here) // 4)]]
    with transaction():
        for _, engagement_id in chosen + others:
            programme.accept(programme.engagement(engagement_id), one.staff[0])
        for place, (_, engagement_id) in enumerate(chosen + others):
            engagement = programme.engagement(engagement_id)
            phases = list(Phase) if place < len(chosen) else list(Phase)[: one.dice.randrange(1, 4)]
            for phase in phases[1:]:
                programme.enter_phase(engagement, phase, one.staff[0], _BEFORE_BOOKS)
    return [trainee_id for trainee_id, _ in chosen]


def _likeness(trainee: Trainee, maker: plan.Maker) -> tuple[bool, bool]:
    """How well somebody of the list fits a planned maker: her portrait first, then her trade."""
    return trainee.sex is maker.sex, trainee.trade_code == maker.trade


def _unsellable(one: _Seed, maker_id: int) -> None:
    """A draft of a good that the law does not let out of a home: it shows what a refusal looks like."""
    with transaction():
        version = catalogue.new_product(maker_id, None)
        good = catalogue.good(plan.UNSOLD)
        catalogue.choose_kind(version, catalogue.category(good.category_code), good)
        catalogue.write(version, catalogue.Facts(title=good.name_fa, materials=good.materials, weight_g=1100))


def _reviews(one: _Seed, diary: Diary) -> None:
    """Most products are sent in the first weeks, some every month, a few just now; mentors answer."""
    dice = one.dice
    queue = one.listed[:]
    dice.shuffle(queue)
    waiting, returned, refused = queue[:9], queue[9:13], queue[13:15]
    spare = {listed.item.good.id for listed in queue[15:]}
    late = [listed for listed in (*waiting, *returned, *refused) if listed.item.good.id in spare]
    span = (one.now - one.start).total_seconds()
    for place, listed in enumerate(queue):
        early = one.start - timedelta(days=28) + timedelta(hours=4 * (place % 150))
        at = early if dice.random() < 0.62 else one.start + timedelta(seconds=span * dice.random() * 0.97)
        if listed in late:
            at = one.now - timedelta(hours=2 + 40 * dice.random())
        fate = "wait" if listed in waiting and listed in late else "vouch"
        fate = "return" if listed in returned and listed in late else fate
        fate = "refuse" if listed in refused and listed in late else fate
        diary.write(at, _sending(one, diary, listed, fate))
    vouched = [listed.item.good.id for listed in queue[15:]]
    twice = [listed for listed in queue[15:] if vouched.count(listed.item.good.id) > 1]
    for listed in twice[:2]:
        diary.write(one.now - timedelta(days=9), _withdrawing(listed))


def _sending(one: _Seed, diary: Diary, listed: Listed, fate: str) -> Callable[[], None]:
    def act() -> None:
        review_id = workshops.send(listed)
        if fate == "wait":
            return
        hours = 1 + 30 * one.dice.random() if fate == "vouch" else one.dice.random()
        again = fate == "vouch" and one.dice.random() < 0.12
        diary.write(
            clock.now() + timedelta(hours=hours), _judging(one, diary, listed, review_id, "again" if again else fate)
        )

    return act


def _judging(one: _Seed, diary: Diary, listed: Listed, review_id: int, fate: str) -> Callable[[], None]:
    def act() -> None:
        mentor: Mentor = programme.mentor(one.mentors[programme.trainee(listed.maker_id).county_code])
        if fate == "refuse":
            workshops.refuse(review_id, mentor)
        elif fate in {"return", "again"}:
            workshops.return_for_correction(review_id, mentor, one.dice)
            if fate == "again":
                fixed = workshops.corrected(listed)
                diary.write(clock.now() + timedelta(hours=20), _sending(one, diary, fixed, "vouch"))
        else:
            workshops.vouch(review_id, mentor, listed.item, one.dice)

    return act


def _withdrawing(listed: Listed) -> Callable[[], None]:
    def act() -> None:
        version = catalogue.version(listed.version_id)
        statement = vouching.statements([version.id]).get(version.id)
        if statement is None or statement.vouch is None or statement.mentor is None:
            return
        with transaction():
            given = vouching.own_vouch(statement.mentor.id, statement.vouch.id)
            why = "در دیدارِ تازه اندازه‌ها با شرح نمی‌خواند."
            vouching.withdraw_vouch(given, why, statement.mentor.person_id)

    return act


def _goals(one: _Seed) -> None:
    """What staff set themselves at the start: some within reach, some not."""
    first, last = JalaliMonth.of(one.start), JalaliMonth.of(one.now)
    targets = {
        "1801": 4,
        "1802": 3,
        "1803": 9,
        "1804": 4,
        "1805": 2,
        "1806": 6,
        "1807": 3,
        "1808": 2,
        "1809": 4,
        "1810": 2,
    }
    with clock.at(one.start), transaction():
        impact.set_goal(Aim(Indicator.INCOME, 3_000_000_000, first, last), one.staff[0])
        impact.set_goal(Aim(Indicator.EARNING, 30, first, last), one.staff[0])
        impact.set_goal(Aim(Indicator.SELLING, 60, first, last, cohort_id=one.cohorts[0]), one.staff[0])
        impact.set_goal(Aim(Indicator.SUSTAINED, 5, first, last), one.staff[0])
        impact.set_goal(Aim(Indicator.SELLING, 30, first, last, cut=Cut.PLACE, value="village"), one.staff[0])
        for indicator, target in (
            (Indicator.WOMEN, 70),
            (Indicator.NO_SALE, 60),
            (Indicator.PAYOUT, 7),
            (Indicator.UPHELD, 0),
            (Indicator.REGISTERED, 1_700),
        ):
            impact.set_goal(Aim(indicator, target, first, last), one.staff[0])
        for code, target in targets.items():
            impact.set_goal(Aim(Indicator.SELLING, target, first, last, county_code=code), one.staff[0])


def _voices(one: _Seed, diary: Diary) -> Voices:
    voices = Voices(diary, one.buyers, one.staff[0])
    voices.plan_questions(one.start, one.now)
    return voices


def _tending(one: _Seed, diary: Diary) -> Tending:
    """Mentors who visit and help, makers who are away, and a batch that is called back a few days ago."""
    makers: dict[str, list[int]] = {}
    for maker_id in sorted({listed.maker_id for listed in one.listed}):
        makers.setdefault(programme.trainee(maker_id).county_code, []).append(maker_id)
    tending = Tending(diary, one.mentors, makers, one.staff[0], one.now)
    tending.plan(one.cohorts[0])
    Helping(diary, one.mentors, makers, one.now).plan()
    Reporting(diary, one.mentors, makers, one.staff, one.now).plan()
    Gatherings(diary, makers, one.staff, one.now).plan()
    Branding(diary, makers, one.staff, one.finance, one.labour[0], one.now).plan(one.start)
    Loans(diary, makers, one.staff, one.now).plan(one.start)
    products = [catalogue.version(listed.version_id).product_id for listed in one.listed]
    diary.write(one.now - timedelta(days=6), partial(tending.call_back, products))
    return tending


def _offers(one: _Seed, diary: Diary) -> Offers:
    """Coupons, a fund, and a group: the first of the makers, and three of one county."""
    makers = sorted({listed.maker_id for listed in one.listed})
    person = programme.trainee(makers[0]).person_id
    offers = Offers(one.dice, diary, one.finance[0], makers[:4], person)
    with clock.at(one.start):
        offers.plan()
    return offers


def _fairs(one: _Seed, market: Market) -> None:
    """Once or twice a month a few of the makers sell outside the shop."""
    makers = sorted({listed.maker_id for listed in one.listed})
    for week in range(1, MONTHS * 4):
        for maker_id in one.dice.sample(makers, 2):
            at = one.start + timedelta(days=7 * week, hours=15 * one.dice.random())
            market.diary.write(at, partial(market.after.fair, maker_id))


def _wholesale(one: _Seed, market: Market) -> None:
    """Mentors bring their trainees an order now and then, the last one just now."""
    makers = sorted({listed.maker_id for listed in one.listed})
    for number in range(10):
        maker_id = one.dice.choice(makers)
        mentor_id = one.mentors[programme.trainee(maker_id).county_code]
        at = one.now - timedelta(days=4 + 18 * (9 - number))
        market.diary.write(at, partial(market.after.wholesale, mentor_id, maker_id, number))


def _help(one: _Seed) -> None:
    """A mentor has just written a listing for a maker of hers; staff let another one off a paper."""
    sold = [listed for listed in one.listed if _live_version(listed) is not None]
    like, other = sold[0], sold[-1]
    mentor = programme.mentor(one.mentors[programme.trainee(like.maker_id).county_code])
    helped.assisted_listing(_live_version(like) or 0, mentor.person_id)
    helped.waiver(other.maker_id, one.staff[0])


def _agree(one: _Seed) -> None:
    """The contract with its levels and papers, and what a few makers would like to make next."""
    agreeing.agree(one.now, one.staff)
    imagining.imagine(one.now, sorted({listed.maker_id for listed in one.listed})[:5], one.staff)


def _live_version(listed: Listed) -> int | None:
    return catalogue.product(catalogue.version(listed.version_id).product_id).live_version_id


def _last_touches(one: _Seed) -> None:
    """What lists show is made anew, and the newest steps are told to the telephones of the development outbox."""
    with transaction():
        search.rebuild()
    search.reindex()
    while outbox.drain():
        pass
