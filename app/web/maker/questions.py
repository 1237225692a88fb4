"""What buyers ask about her products."""

from __future__ import annotations

from flask import request

from app import opinions
from app.opinions import Voice
from app.shared.database import transaction
from app.web.access import TRAINEES, allow, me, my_trainee
from app.web.forms.opinions import AnswerForm
from app.web.maker.door import blueprint
from app.web.pages import Page, done, go, page_number
from app.web.questions import listed, looked_at
from app.words import gettext


@blueprint.get("/questions")
@allow(TRAINEES)
def questions() -> Page:
    return listed(*opinions.makers_questions(my_trainee(), page_number()))


@blueprint.get("/questions/<int:question_id>")
@allow(TRAINEES)
def question(question_id: int) -> Page:
    return looked_at(opinions.makers_question(my_trainee(), question_id), Voice.MAKER)


@blueprint.post("/questions/<int:question_id>")
@allow(TRAINEES)
def answer_question(question_id: int) -> Page:
    view, form = opinions.makers_question(my_trainee(), question_id), AnswerForm(request.form)
    if not form.validate():
        return looked_at(view, Voice.MAKER, form)
    with transaction():
        maker = my_trainee()
        found = opinions.makers_question(maker, question_id).question
        opinions.answer_question(found, Voice.MAKER, maker.display_name, form.words.data or "", me().person.id)
    done(gettext("پاسختان زیرِ پرسش نوشته شد."))
    return go(".questions")
