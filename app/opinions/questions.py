"""Questions about products, and their answers: who asks, who may answer as what, and who sees what waits."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, exists, func, not_, select

from app import accounts, catalogue, programme, vouching
from app.accounts import Person
from app.catalogue import Product
from app.opinions import rules
from app.opinions.errors import AnsweredAlready, Interested
from app.opinions.models import Answer, HideReason, Question, Visibility, Voice
from app.opinions.veiling import veil
from app.programme import Mentor, Trainee
from app.shared import audit, clock, states
from app.shared.database import LOCK, count_of, session
from app.shared.errors import NotFound
from app.vouching import Vouch

PAGE = 20


@dataclass(frozen=True)
class QuestionView:
    """A question with its answers, as they are shown: without numbers and addresses of anybody."""

    question: Question
    answers: tuple[Answer, ...]

    @property
    def words(self) -> str:
        return veil(self.question.words)

    @property
    def shown_answers(self) -> list[tuple[Answer, str]]:
        return [(one, veil(one.words)) for one in self.answers if one.state is Visibility.SHOWN]

    @property
    def hidden_answers(self) -> list[tuple[Answer, str]]:
        """What staff have hidden, for staff alone."""
        return [(one, veil(one.words)) for one in self.answers if one.state is Visibility.HIDDEN]

    def answered_by(self, voice: Voice) -> bool:
        return any(one.voice is voice for one in self.answers)


# ---- asking and answering -------------------------------------------------------------------------------------


def ask(product: Product, words: str, by: Person) -> Question:
    """A buyer asks in the open. The same question again, while it waits, is the one that is there.

    Raises SayWhy without words, Interested for who made it or answers for it.
    """
    told = rules.needed(words, rules.MOST_QUESTION)
    _check_asker(product, by)
    session().refresh(by, with_for_update=LOCK)
    same = session().scalar(
        select(Question).where(
            Question.product_id == product.id, Question.asked_by == by.id, Question.words == told, _unanswered()
        )
    )
    if same is not None:
        return same
    question = Question(
        product_id=product.id,
        maker_id=product.maker_id,
        asked_by=by.id,
        name=rules.first_name(by.given_name),
        words=told,
        state=Visibility.SHOWN,
        asked_at=clock.now(),
    )
    states.begin(question, by.id)
    return question


def _check_asker(product: Product, by: Person) -> None:
    judged = {programme.trainee(product.maker_id).person_id}
    judged |= vouching.concerned_with(product.live_version_id or 0)
    if any(one.id == by.id or one.mobile == by.mobile for one in map(accounts.person, judged)):
        raise Interested


def answer_question(question: Question, voice: Voice, name: str, words: str, by: int) -> Answer:
    """An answer in the open, one for each voice, under the name of who gives it. Raises AnsweredAlready, SayWhy."""
    told = rules.needed(words)
    session().refresh(question, with_for_update=LOCK)
    if question.state is Visibility.HIDDEN:
        raise NotFound
    if session().scalar(select(Answer.id).where(Answer.question_id == question.id, Answer.voice == voice)):
        raise AnsweredAlready
    given = Answer(
        question_id=question.id,
        voice=voice,
        name=name,
        words=told,
        state=Visibility.SHOWN,
        given_by=by,
        given_at=clock.now(),
    )
    states.begin(given, by)
    return given


def hide_words(said: Question | Answer, why: HideReason, by: int) -> None:
    """Show a question (with its answers) or an answer no more. Raises MoveRefused."""
    said.move_to(Visibility.HIDDEN, by, why.value, hidden_why=why)
    audit.note(f"{said.__tablename__}_hidden", said.__tablename__, said.id, by, why=why.value)


def show_words_again(said: Question | Answer, why: str, by: int) -> None:
    """It was hidden for no good reason; the record keeps why it is shown again. Raises MoveRefused, SayWhy."""
    told = rules.needed(why, rules.MOST_WHY)
    said.move_to(Visibility.SHOWN, by, told, hidden_why=None)
    audit.note(f"{said.__tablename__}_shown", said.__tablename__, said.id, by, why=told)


def originals(found: QuestionView, by: int) -> list[str]:
    """The words as they were written, first the question's; each look leaves an audit row."""
    audit.note("question_original_seen", "question", found.question.id, by)
    return [found.question.words, *(one.words for one in found.answers)]


# ---- reading --------------------------------------------------------------------------------------------------


def _unanswered() -> ColumnElement[bool]:
    shown = exists().where(Answer.question_id == Question.id, Answer.state == Visibility.SHOWN)
    return and_(Question.state == Visibility.SHOWN, not_(shown))


def _views(query: Select[Question]) -> list[QuestionView]:
    """Two queries, whatever the number."""
    found = list(session().scalars(query))
    answers: dict[int, list[Answer]] = {}
    if found:
        given = select(Answer).where(Answer.question_id.in_([one.id for one in found]))
        for one in session().scalars(given.order_by(Answer.id)):
            answers.setdefault(one.question_id, []).append(one)
    return [QuestionView(one, tuple(answers.get(one.id, ()))) for one in found]


def _page(query: Select[Question], page: int) -> tuple[int, list[QuestionView]]:
    whole = count_of(query)
    open_first = query.order_by(not_(_unanswered()), Question.id.desc())
    return whole, _views(open_first.limit(PAGE).offset((page - 1) * PAGE))


def questions_about(product_id: int, page: int = 1, size: int = PAGE) -> list[QuestionView]:
    """What is asked of a product, newest first."""
    query = select(Question).where(Question.product_id == product_id, Question.state == Visibility.SHOWN)
    return _views(query.order_by(Question.id.desc()).limit(size).offset((page - 1) * size))


def count_about(product_id: int) -> int:
    query = select(func.count()).where(Question.product_id == product_id, Question.state == Visibility.SHOWN)
    return session().scalar(query) or 0


def _of_maker(maker_id: int) -> Select[Question]:
    return select(Question).where(Question.maker_id == maker_id, Question.state == Visibility.SHOWN)


def _of_mentor(mentor_id: int) -> Select[Question]:
    """Questions about what this mentor vouches for now."""
    return (
        select(Question)
        .join(Product, Product.id == Question.product_id)
        .join(Vouch, Vouch.version_id == Product.live_version_id)
        .where(Vouch.mentor_id == mentor_id, Vouch.withdrawn_at.is_(None), Question.state == Visibility.SHOWN)
    )


def _in_counties(counties: frozenset[str] | None) -> Select[Question]:
    return select(Question).where(programme.in_counties(Question.maker_id, counties))


def makers_questions(maker: Trainee, page: int) -> tuple[int, list[QuestionView]]:
    return _page(_of_maker(maker.id), page)


def mentors_questions(mentor: Mentor, page: int) -> tuple[int, list[QuestionView]]:
    return _page(_of_mentor(mentor.id), page)


def staffs_questions(counties: frozenset[str] | None, page: int) -> tuple[int, list[QuestionView]]:
    return _page(_in_counties(counties), page)


def _one(query: Select[Question], question_id: int) -> QuestionView:
    found = _views(query.where(Question.id == question_id))
    if not found:
        raise NotFound
    return found[0]


def makers_question(maker: Trainee, question_id: int) -> QuestionView:
    """A question about one of her products. Raises NotFound."""
    return _one(_of_maker(maker.id), question_id)


def mentors_question(mentor: Mentor, question_id: int) -> QuestionView:
    """A question about what she vouches for now. Raises NotFound."""
    return _one(_of_mentor(mentor.id), question_id)


def staffs_question(counties: frozenset[str] | None, question_id: int) -> QuestionView:
    """A question about a product of these counties (None: of any). Raises NotFound."""
    return _one(_in_counties(counties), question_id)


def waiting_for_maker(maker_id: int) -> int:
    return _waiting(_of_maker(maker_id))


def waiting_for_mentor(mentor_id: int) -> int:
    return _waiting(_of_mentor(mentor_id))


def waiting_in(counties: frozenset[str] | None) -> int:
    return _waiting(_in_counties(counties))


def _waiting(query: Select[Question]) -> int:
    """How many of these nobody has answered."""
    unanswered = query.where(_unanswered()).subquery()
    return session().scalar(select(func.count()).select_from(unanswered)) or 0


@dataclass(frozen=True)
class Waiting:
    """How many questions nobody has answered, and the number of the newest."""

    count: int
    newest: int


def waiting_by_maker(maker_id: int | None = None) -> dict[int, Waiting]:
    """By maker, or of this one alone."""
    query = select(Question.maker_id, func.count(), func.max(Question.id)).where(_unanswered())
    if maker_id is not None:
        query = query.where(Question.maker_id == maker_id)
    return {who: Waiting(count, newest) for who, count, newest in session().execute(query.group_by(Question.maker_id))}


def waiting_by_mentor(mentor_id: int | None = None) -> dict[int, Waiting]:
    """By mentor who answers for the thing now and has not left, or of this one alone."""
    query = (
        select(Vouch.mentor_id, func.count(), func.max(Question.id))
        .join(Mentor, Mentor.id == Vouch.mentor_id)
        .join(Product, Product.live_version_id == Vouch.version_id)
        .join(Question, Question.product_id == Product.id)
        .where(Vouch.withdrawn_at.is_(None), Mentor.left_at.is_(None), _unanswered())
    )
    if mentor_id is not None:
        query = query.where(Vouch.mentor_id == mentor_id)
    return {who: Waiting(count, newest) for who, count, newest in session().execute(query.group_by(Vouch.mentor_id))}


def titles(found: Iterable[QuestionView]) -> dict[int, str]:
    """What the products are called, by the product's number."""
    products = catalogue.products(view.question.product_id for view in found)
    versions = catalogue.versions(one.live_version_id for one in products.values() if one.live_version_id)
    return {one.id: versions[one.live_version_id].title for one in products.values() if one.live_version_id in versions}
