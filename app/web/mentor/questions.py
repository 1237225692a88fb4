"""What buyers ask about products for which the mentor answers."""

from __future__ import annotations

from flask import request

from app import opinions
from app.opinions import Voice
from app.shared.database import transaction
from app.web.access import MENTORS, allow, me, my_mentor
from app.web.forms.opinions import AnswerForm
from app.web.mentor.desk import blueprint
from app.web.pages import Page, done, go, page_number
from app.web.questions import listed, looked_at
from app.words import gettext


@blueprint.get("/questions")
@allow(MENTORS)
def questions() -> Page:
    return listed(*opinions.mentors_questions(my_mentor(), page_number()))


@blueprint.get("/questions/<int:question_id>")
@allow(MENTORS)
def question(question_id: int) -> Page:
    return looked_at(opinions.mentors_question(my_mentor(), question_id), Voice.MENTOR)


@blueprint.post("/questions/<int:question_id>")
@allow(MENTORS)
def answer_question(question_id: int) -> Page:
    view, form = opinions.mentors_question(my_mentor(), question_id), AnswerForm(request.form)
    if not form.validate():
        return looked_at(view, Voice.MENTOR, form)
    with transaction():
        mentor = my_mentor()
        found = opinions.mentors_question(mentor, question_id).question
        opinions.answer_question(found, Voice.MENTOR, mentor.display_name, form.words.data or "", me().person.id)
    done(gettext("پاسختان زیرِ پرسش نوشته شد."))
    return go(".questions")
