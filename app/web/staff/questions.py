"""What buyers ask: staff answer for the shop, hide a question or an answer for a reason, or show it again."""

from __future__ import annotations

from flask import request

from app import opinions
from app.opinions import Answer, HideReason, Question, QuestionView, Voice
from app.shared.database import transaction
from app.shared.errors import NotFound
from app.web.access import STAFF, allow, me
from app.web.forms.opinions import HideForm, ShowAgainForm
from app.web.pages import Page, done, go, page_number, row_number
from app.web.questions import answered, listed, looked_at
from app.web.staff.door import blueprint, reach
from app.words import gettext


@blueprint.get("/questions")
@allow(STAFF)
def questions() -> Page:
    return listed(*opinions.staffs_questions(reach(), page_number()))


@blueprint.get("/questions/<int:question_id>")
@allow(STAFF)
def question(question_id: int) -> Page:
    return looked_at(opinions.staffs_question(reach(), question_id), Voice.STAFF)


@blueprint.post("/questions/<int:question_id>")
@allow(STAFF)
def on_question(question_id: int) -> Page:
    view, what = opinions.staffs_question(reach(), question_id), request.form.get("do", "answer")
    if what == "original":
        with transaction():
            view = opinions.staffs_question(reach(), question_id)
            words = opinions.originals(view, me().person.id)
        return looked_at(opinions.staffs_question(reach(), question_id), Voice.STAFF, originals=words)
    if what == "hide":
        return _hide(view)
    if what == "show":
        return _show_again(view)
    return answered(lambda: opinions.staffs_question(reach(), question_id), Voice.STAFF, "")


def _hide(view: QuestionView) -> Page:
    form, question_id = HideForm(request.form), view.question.id
    if not form.validate():
        return looked_at(view, Voice.STAFF, form)
    with transaction():
        said = _named(opinions.staffs_question(reach(), question_id))
        opinions.hide_words(said, HideReason(form.reason.data), me().person.id)
    done(gettext("پنهان شد."))
    return go(".question", question_id=question_id)


def _show_again(view: QuestionView) -> Page:
    form, question_id = ShowAgainForm(request.form), view.question.id
    if not form.validate():
        return looked_at(view, Voice.STAFF, form)
    with transaction():
        said = _named(opinions.staffs_question(reach(), question_id))
        opinions.show_words_again(said, form.why.data or "", me().person.id)
    done(gettext("دوباره نشان داده می‌شود."))
    return go(".question", question_id=question_id)


def _named(view: QuestionView) -> Question | Answer:
    """The question, or the one of its answers that the form names. Raises NotFound for another's."""
    answer_id = row_number(request.form.get("answer", ""))
    if not answer_id:
        return view.question
    found = next((one for one in view.answers if one.id == answer_id), None)
    if found is None:
        raise NotFound
    return found
