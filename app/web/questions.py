"""Questions about a product, in the open: asked after a log-in, read by everybody."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flask import Blueprint, render_template, request

from app import catalogue, opinions
from app.opinions import QuestionView, Voice
from app.shared import rulebook, throttle
from app.shared.database import transaction
from app.shared.throttle import Limit, TooOften
from app.web.access import ANYONE, LOGGED_IN, allow, me
from app.web.forms.fields import fault_list
from app.web.forms.opinions import AnswerForm, HideForm, QuestionForm, ShowAgainForm
from app.web.pages import Page, done, go, page_number, pages_of
from app.words import gettext, say

blueprint = Blueprint("questions", __name__)

LATEST = 3


@dataclass(frozen=True)
class Asked:
    """What a product's page tells of questions."""

    count: int
    latest: list[QuestionView]


def asked(product_id: int) -> Asked:
    count = opinions.count_about(product_id)
    return Asked(count, opinions.questions_about(product_id, size=LATEST) if count else [])


@blueprint.get("/p/<slug>/questions")
@allow(ANYONE)
def of_product(slug: str) -> Page:
    product, version = catalogue.on_sale_by_slug(slug)
    count, page = opinions.count_about(product.id), page_number()
    return render_template(
        "shop/questions.html",
        product=product,
        version=version,
        count=count,
        found=opinions.questions_about(product.id, page),
        page=page,
        pages=pages_of(count, 20),
    )


@blueprint.route("/p/<slug>/ask", methods=["GET", "POST"])
@allow(LOGGED_IN)
def ask(slug: str) -> Page:
    product, version = catalogue.on_sale_by_slug(slug)
    form = QuestionForm(request.form if request.method == "POST" else None)
    if request.method == "POST" and form.validate():
        most = rulebook.number(opinions.QUESTIONS_A_DAY)
        with transaction():
            wait = throttle.hit("question", str(me().person.id), Limit(most, 86400))
        if wait:
            raise TooOften(wait)
        try:
            with transaction():
                product, version = catalogue.on_sale_by_slug(slug)
                opinions.ask(product, form.words.data or "", me().person)
            done(gettext("پرسیدید. سازنده و پیشران آن را می‌بینند و همین‌جا پاسخ می‌دهند."))
            return go(".of_product", slug=slug)
        except opinions.Interested as refusal:
            form.words.errors = [say(refusal).sentence]
    page = render_template("shop/ask.html", product=product, version=version, form=form, faults=fault_list(form))
    return (page, 422) if request.method == "POST" else page


def listed(total: int, found: list[QuestionView]) -> Page:
    """A room's list of questions: those that nobody has answered first."""
    return render_template(
        "questions/list.html",
        total=total,
        found=found,
        titles=opinions.titles(found),
        page=page_number(),
        pages=pages_of(total, 20),
    )


def answered(find: Callable[[], QuestionView], voice: Voice, name: str) -> Page:
    """Write an answer down in the name of whoever may give it; `find` looks for the question among hers."""
    form = AnswerForm(request.form)
    if not form.validate():
        return looked_at(find(), voice, form)
    with transaction():
        opinions.answer_question(find().question, voice, name, form.words.data or "", me().person.id)
    done(gettext("پاسختان زیرِ پرسش نوشته شد."))
    return go(f"{request.blueprint}.questions")


def looked_at(
    view: QuestionView,
    voice: Voice,
    form: AnswerForm | HideForm | ShowAgainForm | None = None,
    originals: list[str] | None = None,
) -> Page:
    """A question with its answers, and the form of whoever may answer as `voice`."""
    product = catalogue.product(view.question.product_id)
    page = render_template(
        "questions/page.html",
        view=view,
        voice=voice,
        product=product,
        title=opinions.titles([view]).get(product.id, ""),
        form=form if isinstance(form, AnswerForm) else AnswerForm(),
        hiding=form if isinstance(form, HideForm) else HideForm(),
        again=form if isinstance(form, ShowAgainForm) else ShowAgainForm(),
        faults=fault_list(form) if form else [],
        reasons=list(opinions.HideReason),
        originals=originals or [],
    )
    return (page, 422) if form else page
