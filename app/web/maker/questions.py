"""What buyers ask about her products."""

from __future__ import annotations

from app import opinions
from app.opinions import Voice
from app.web.access import TRAINEES, allow, my_trainee
from app.web.maker.door import blueprint
from app.web.pages import Page, page_number
from app.web.questions import answered, listed, looked_at


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
    return answered(lambda: opinions.makers_question(my_trainee(), question_id), Voice.MAKER, my_trainee().display_name)
