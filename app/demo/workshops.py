"""Making the makers and their products: drafted, photographed, disclosed, sent, vouched for, or sent back."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from app import accounts, catalogue, programme, vouching
from app.catalogue import Facts, HealthRoute, Paper, Part, StockMode, Version
from app.demo import telling
from app.demo.cast import Cast
from app.demo.plan import Item, Maker
from app.demo.studio import Studio
from app.programme import Mentor, Profile, Trainee
from app.shared import clock, gallery
from app.shared.calendar import local_date
from app.shared.database import transaction
from app.shared.money import Rial
from app.vouching import Basis, Grade, Mark, Record, RemarkReason, Request, Testimony, Told

_MARKS = {
    HealthRoute.NONE: "مهر اصالتِ صنایع دستی",
    HealthRoute.HOME_DECLARATION: "گواهیِ اظهارِ خانگی",
    HealthRoute.WORKSHOP_ID: "شناسهٔ نظارتِ کارگاهی",
    HealthRoute.VETERINARY: "پروانهٔ بهداشتیِ دامپزشکی",
    HealthRoute.COSMETIC: "پروانهٔ آرایشی و بهداشتی",
}
_MISSING = {True: "نشانِ سیبِ سلامت ندارد", False: "نشانِ استانداردِ ملی ندارد"}
_WHY = {
    True: "پروانهٔ لازم را دارد؛ برای سیبِ سلامت پروانهٔ ساختِ کارخانه می‌خواهند که کارِ خانگی ندارد.",
    False: "برای این کارِ دست نشانِ اجباری نیست و هنوز درخواستِ داوطلبانه نداده‌ام.",
}


@dataclass
class Listed:
    """A product that was drafted, waiting for its day."""

    maker_id: int
    version_id: int
    item: Item


def portrait_and_profile(studio: Studio, trainee_id: int, plan: Maker, dice: random.Random) -> None:
    """Her face and her story."""
    key = gallery.keep(studio.take("portrait", plan.sex.value, plan.seed))
    with transaction():
        trainee = programme.trainee(trainee_id)
        picture_id = gallery.add(key, trainee.person_id).id
        story = telling.story(plan.trade, dice)
        programme.change_profile(trainee, Profile(trainee.display_name, story, picture_id))
        programme.attest(trainee, programme.MADE_BY_ME, trainee.person_id)


def bank_account(cast: Cast, trainee_id: int, verifier: int | None) -> None:
    """Where she is paid; compared by finance, if `verifier` says who did."""
    with transaction():
        trainee = programme.trainee(trainee_id)
        person = accounts.person(trainee.person_id)
        detail = accounts.set_sheba(person, cast.sheba(), person.name, person.id)
        if verifier is not None:
            accounts.verify_sheba(detail, verifier)


def draft(studio: Studio, trainee_id: int, item: Item, dice: random.Random, staff: int) -> Listed:
    """A complete draft with its photos, which the worker still has to render; `staff` has seen its paper."""
    keys = [gallery.keep(studio.take("product", item.good.id, item.seed))]
    if item.shown_deviation:
        keys.append(gallery.keep(studio.take("detail", item.good.id, item.seed)))
    with transaction():
        trainee = programme.trainee(trainee_id)
        by = trainee.person_id
        version = catalogue.new_product(trainee_id, by)
        good = catalogue.good(item.good.id)
        catalogue.choose_kind(version, catalogue.category(good.category_code), good)
        catalogue.write(version, _facts(item, dice))
        pictures = [gallery.add(key, by) for key in keys]
        catalogue.set_pictures(version, [(picture.id, item.title) for picture in pictures])
        variant = catalogue.variants_of([version.product_id])[version.product_id][0]
        mode = StockMode.MADE_TO_ORDER if item.ware.lead_days else StockMode.COUNTED
        catalogue.set_stock(variant, mode, on_hand=dice.randrange(4, 30), lead_days=item.ware.lead_days, by=by)
        vouching.disclose(version, _told(item, version.health_route, pictures[1].id if len(pictures) > 1 else None))
        _permit(version, trainee, dice, staff)
        return Listed(trainee_id, version.id, item)


def _facts(item: Item, dice: random.Random) -> Facts:
    return Facts(
        title=item.title,
        description=telling.description(item.good.name_fa, dice),
        materials=item.good.materials,
        size_words=item.good.unit,
        weight_g=item.ware.grams,
        care="جای خشک و خنک" if item.good.is_food else "دور از نم؛ با دستمالِ نیم‌تر پاک شود",
        price_rial=Rial(item.price_rial),
    )


def _told(item: Item, route: HealthRoute, picture_id: int | None) -> Told:
    good = item.good
    if item.grade is Grade.CONFORMS:
        return Told(Grade.CONFORMS, mark=_MARKS.get(route, _MARKS[HealthRoute.NONE]))
    # One photo shows all of it.
    differences = telling.differences(good, 1 if item.grade is Grade.SMALL else 2)
    return Told(
        item.grade,
        missing_mark="" if picture_id else _MISSING[good.is_food],
        why=_WHY[good.is_food],
        varies=telling.varies(good),
        differences=[replace(one, picture_id=picture_id) for one in differences],
        sound_price=_sound_price(item),
    )


def _sound_price(item: Item) -> Rial | None:
    """What it would cost without the flaw, where the grade must be cheaper."""
    return Rial(item.price_rial * 10 // 8) if vouching.rung(item.grade).price_down_bps else None


def _permit(version: Version, trainee: Trainee, dice: random.Random, staff: int) -> None:
    """The paper that the law asks for; one for each route of a maker."""
    if version.health_route in {HealthRoute.NONE, HealthRoute.UNKNOWN, HealthRoute.NOT_ALLOWED}:
        return
    known = catalogue.permits_of(trainee.id, version.health_route)
    if not known:
        issued = local_date(clock.now()) - timedelta(days=dice.randrange(60, 300))
        paper = Paper(
            version.health_route,
            f"{75000 + dice.randrange(900)}-{dice.randrange(1000, 4000)}",
            issued,
            _in_years(issued, 3),
        )
        known = [catalogue.record_permit(trainee.id, paper, staff)]
    catalogue.use_permit(version, known[0])


def _in_years(day: date, years: int) -> date:
    return day + timedelta(days=365 * years)


def send(listed: Listed) -> int:
    """Into the mentors' queue; the review's number."""
    with transaction():
        version = catalogue.version(listed.version_id)
        return vouching.submit(version, programme.trainee(listed.maker_id).person_id).id


def vouch(review_id: int, mentor: Mentor, item: Item, dice: random.Random) -> None:
    """A mentor looks and answers for it by name."""
    group = catalogue.category(item.good.category_code).group
    checked, unchecked, words = telling.testimony(item.good, group, dice)
    weak = item.grade is Grade.CONFORMS
    basis = dice.choices([Basis.IN_PERSON, Basis.SAMPLE, Basis.PHOTOS], (70, 20, 0 if weak else 10))[0]
    seen = local_date(clock.now()) - timedelta(days=dice.randrange(0, 3))
    others = [one for one in programme.all_mentors() if one.id != mentor.id]
    # Where one is not enough, a second one looks after her.
    for one in (mentor, *others[:1]):
        if _looked(review_id, one, basis, seen, (checked, unchecked, words)):
            return


def _looked(review_id: int, mentor: Mentor, basis: Basis, seen: date, told: tuple[str, str, str]) -> bool:
    """Whether it is on sale now that this mentor has looked."""
    with transaction():
        review = vouching.open_review(review_id, mentor, None)
        version = catalogue.version(review.version_id)
        marks = {one.id: Mark.MET for one in vouching.rubric_for(version.category_code)}
        # The demo's mentors took the photos that the makers show.
        taken = [one.picture.id for one in catalogue.pictures_of([version.id]).get(version.id, [])[-1:]]
        testimony = Testimony(basis, seen, *told, marks, taken)
        return vouching.vouch(review, mentor, testimony, Record(sold=0, upheld=0)) is not None


_REQUESTS = (
    Request(Part.PHOTO, RemarkReason.UNCLEAR_PHOTO, "لبه‌اش در عکس پیدا نیست؛ کنار پنجره یک عکس دیگر بگیرید."),
    Request(Part.SIZE, RemarkReason.WRONG_SIZE, "وزن را با بسته‌بندی بنویسید."),
    Request(Part.STANDARD, RemarkReason.HIDDEN_DEVIATION, "یکی‌درمیان رنگش فرق دارد؛ همین را بنویسید."),
    Request(Part.PRICE, RemarkReason.WRONG_PRICE, "با این همه کار ارزان گذاشته‌اید؛ دوباره حساب کنید."),
)


def return_for_correction(review_id: int, mentor: Mentor, dice: random.Random) -> None:
    with transaction():
        review = vouching.open_review(review_id, mentor, None)
        vouching.send_back(review, mentor, [dice.choice(_REQUESTS)])


def refuse(review_id: int, mentor: Mentor) -> None:
    with transaction():
        review = vouching.open_review(review_id, mentor, None)
        words = "این‌ها را آماده خریده‌اید و دوباره می‌فروشید؛ این‌جا فقط کارِ خانه فروخته می‌شود."
        vouching.refuse(review, mentor, [Request(Part.KIND, RemarkReason.NOT_HOME_MADE, words)])


def corrected(listed: Listed) -> Listed:
    """What came back is put right in a new version and waits to be sent again."""
    with transaction():
        old = catalogue.version(listed.version_id)
        by = programme.trainee(listed.maker_id).person_id
        fresh = catalogue.draft_after(old, by)
        vouching.copy_disclosure(old, fresh)
        catalogue.write(fresh, Facts(description=f"{old.description} وزن با بسته‌بندی نوشته شده است."))
        return Listed(listed.maker_id, fresh.id, listed.item)


@dataclass(frozen=True)
class Day:
    """A moment of the made-up past."""

    at: datetime

    def later(self, **span: float) -> Day:
        return Day(self.at + timedelta(**span))
