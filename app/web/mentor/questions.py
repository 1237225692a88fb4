"""What buyers ask about products for which the mentor answers."""

from __future__ import annotations

from app import opinions
from app.opinions import Voice
from app.web.access import MENTORS, allow, my_mentor
from app.web.mentor.desk import blueprint
from app.web.pages import Page, page_number
from app.web.questions import answered, listed, looked_at


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
    return answered(lambda: opinions.mentors_question(my_mentor(), question_id), Voice.MENTOR, my_mentor().display_name)
