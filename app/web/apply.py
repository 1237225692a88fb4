"""«می‌خواهم بفروشم»: a person asks to take part in the programme."""

from __future__ import annotations

from flask import Blueprint, render_template, request

from app import accounts, consent, places, programme
from app.consent import Told, Way
from app.places import Locality
from app.programme import Background, Sex
from app.shared.database import session, transaction
from app.web.access import ANYONE, LOGGED_IN, allow, me, visitor
from app.web.consenting import answers_sent
from app.web.forms.apply import ApplyForm
from app.web.forms.fields import fault_list
from app.web.languages import chosen
from app.web.pages import Page, done, go, row_number
from app.web.shop import county_names
from app.words import gettext, say

blueprint = Blueprint("apply", __name__)


@blueprint.get("/sell")
@allow(ANYONE)
def about() -> Page:
    """What taking part means, before anything is asked."""
    visit = visitor()
    trainee = None if visit is None else programme.trainee_of(visit.person.id)
    return render_template(
        "apply/about.html", trainee=trainee, engagements=programme.engagements_of(trainee.id) if trainee else []
    )


@blueprint.route("/apply", methods=["GET", "POST"])
@allow(LOGGED_IN)
def form() -> Page:
    person = me().person
    if programme.trainee_of(person.id) is not None:
        return go(".about")
    language = chosen()
    filled = ApplyForm(
        request.form if request.method == "POST" else None,
        data={"given_name": person.given_name, "family_name": person.family_name, "sex": "female"},
    )
    filled.counties = county_names()
    filled.trades = {one.code: one.called(language) for one in programme.open_trades()}
    # Neither stops at the other's faults: all of them are shown together.
    sound = request.method == "POST" and filled.validate() & _placed(filled) & _new(filled)
    if sound and _taken(filled):
        done(gettext("درخواستتان ثبت شد. کارشناسِ شهرستان با شما تماس می‌گیرد."))
        return go(".about")
    page = render_template(
        "apply/form.html", form=filled, faults=fault_list(filled), cohorts=programme.open_cohorts(), sent=_sent()
    )
    return (page, 422) if request.method == "POST" else page


def _sent() -> dict[str, str]:
    """What she chose of the uses of her income, so that a form with faults keeps it."""
    return {purpose.value: "yes" if yes else "no" for purpose, yes in answers_sent().items()}


def _placed(filled: ApplyForm) -> bool:
    """Whether her place, if she wrote one, is in her county; if not, that stands at its field."""
    if not filled.place.data or filled.place.errors or filled.county.errors or _candidates(filled):
        return True
    filled.place.errors = [gettext("این شهر یا روستا را در شهرستان نیافتیم؛ نامش را آن‌طور که رسمی است بنویسید.")]
    return False


def _new(filled: ApplyForm) -> bool:
    """Whether nobody else has her national code; if somebody has, that stands at its field."""
    code = None if filled.national_code.errors else filled.national_code.data
    other = accounts.by_national_code(code) if code else None
    if other is None or other.id == me().person.id:
        return True
    filled.national_code.errors = [say(accounts.NationalCodeTaken()).sentence]
    return False


def _candidates(filled: ApplyForm) -> list[Locality]:
    place = filled.place.data
    return places.find_locality(str(filled.county.data), place) if place else []


def _taken(filled: ApplyForm) -> bool:
    """Whether the application was written down; what is wrong stands at its field."""
    county, candidates = str(filled.county.data), _candidates(filled)
    try:
        with transaction():
            person = accounts.person(me().person.id)
            accounts.change_names(person, filled.given_name.data or "", filled.family_name.data or "")
            accounts.set_national_code(person, filled.national_code.data)
            sex = Sex(filled.sex.data) if filled.sex.data in {*Sex} else None
            background = Background(
                candidates[0].code if candidates else None,
                str(filled.trade.data),
                sex,
                bool(filled.heads_household.data),
            )
            trainee = programme.new_trainee(person, county, background)
            session().flush()
            consent.answer_all(trainee.id, answers_sent(), Told(Way.APPLIED, person.id))
            cohort_id = row_number(str(filled.cohort.data or ""))
            cohort = (
                programme.cohort(cohort_id) if cohort_id else programme.fitting_cohort(county, background.trade_code)
            )
            if cohort is not None:
                programme.apply(trainee, cohort, person.id)
    except accounts.NationalCodeTaken as refusal:
        filled.national_code.errors = [say(refusal).sentence]
        return False
    return True
