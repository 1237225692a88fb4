"""Studies of what a county needs: begun, answered, final; a new one begins with last year's answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select

from app import places
from app.planning.errors import StudyFinal, StudyIncomplete, YearOutOfRange
from app.planning.figures import CountyNeed, figures_of, from_text, kept_text
from app.planning.models import NeedAnswer, NeedState, NeedStudy, Question
from app.planning.rules import WEIGHTS, score
from app.shared import audit, clock, rulebook, states, text
from app.shared.calendar import JalaliMonth
from app.shared.database import LOCK, session, take_turns
from app.shared.errors import NotFound

EARLIEST = 1395


@dataclass(frozen=True)
class Answer:
    mark: int
    words: str = ""


def begin_study(county_code: str, year: int, by: int) -> NeedStudy:
    """A county's study of a year that has begun, with the answers of the last one before it; the same one if there is.

    Raises NotFound for a county of another province, YearOutOfRange.
    """
    if county_code not in {one.code for one in places.home_counties()}:
        raise NotFound
    if not EARLIEST <= year <= JalaliMonth.current().year:
        raise YearOutOfRange
    take_turns(f"need:{county_code}:{year}")
    known = study_of(county_code, year)
    if known is not None:
        return known
    before = session().scalar(
        select(NeedStudy)
        .where(NeedStudy.county_code == county_code, NeedStudy.year < year)
        .order_by(NeedStudy.year.desc())
        .limit(1)
    )
    made = NeedStudy(
        county_code=county_code,
        year=year,
        state=NeedState.DRAFT,
        copied_from=None if before is None else before.id,
        begun_by=by,
        begun_at=clock.now(),
    )
    states.begin(made, by)
    if before is not None:
        _say(made, {one.question: Answer(one.mark, one.words) for one in answers_of(before.id)}, by)
    return made


def answer(found: NeedStudy, answers: Mapping[Question, Answer], by: int) -> None:
    """Say these; said again, it replaces what was said. Raises StudyFinal."""
    session().refresh(found, with_for_update=LOCK)
    if found.state is NeedState.FINAL:
        raise StudyFinal
    _say(found, answers, by)


def _say(found: NeedStudy, answers: Mapping[Question, Answer], by: int) -> None:
    known = {one.question: one for one in answers_of(found.id)}
    for question, said in answers.items():
        row = known.get(question) or NeedAnswer(study_id=found.id, question=question)
        row.mark, row.words = said.mark, text.clean(said.words)[:300]
        row.said_by, row.said_at = by, clock.now()
        session().add(row)
    session().flush()


def finish(found: NeedStudy, by: int, figures: CountyNeed | None = None) -> None:
    """Keep its score as it is now, and its figures: those that were read just before, or else as they are now.

    Raises StudyIncomplete, MoveRefused.
    """
    session().refresh(found, with_for_update=LOCK)
    marks = {one.question: one.mark for one in answers_of(found.id)}
    reached = score(marks, weights())
    if set(marks) != {*Question} or reached is None:
        raise StudyIncomplete
    if figures is None or (figures.county_code, figures.year) != (found.county_code, found.year):
        figures = figures_of(found.year)[found.county_code]
    found.move_to(NeedState.FINAL, by, score=reached, as_of=figures.as_of, figures=kept_text(figures))
    audit.note("need_final", "need_study", found.id, by, county=found.county_code, year=found.year, score=reached)


def weights() -> dict[Question, int]:
    """How much each question weighs now."""
    return {question: rulebook.number(rule) for question, rule in WEIGHTS.items()}


def study(number: int) -> NeedStudy:
    """Raises NotFound."""
    found = session().get(NeedStudy, number)
    if found is None:
        raise NotFound
    return found


def study_of(county_code: str, year: int) -> NeedStudy | None:
    return session().scalar(select(NeedStudy).where(NeedStudy.county_code == county_code, NeedStudy.year == year))


def answers_of(study_id: int) -> list[NeedAnswer]:
    """In the order of the questions."""
    found = session().scalars(select(NeedAnswer).where(NeedAnswer.study_id == study_id))
    return sorted(found, key=lambda one: list(Question).index(one.question))


@dataclass(frozen=True)
class CountyYear:
    """A county in a year: its study where there is one, its figures (those that were kept, of a final one), its score.

    `score` of a draft is that of the answers so far.
    """

    county_code: str
    study: NeedStudy | None
    figures: CountyNeed
    score: int | None

    @property
    def final(self) -> bool:
        return self.study is not None and self.study.state is NeedState.FINAL


def counties_in(year: int) -> dict[str, CountyYear]:
    """All counties of a year side by side; so many queries, whatever there is."""
    studies = {one.county_code: one for one in session().scalars(select(NeedStudy).where(NeedStudy.year == year))}
    now, heavy = figures_of(year), weights()
    marks: dict[int, dict[Question, int]] = {}
    wanted = [one.id for one in studies.values()]
    for row in session().scalars(select(NeedAnswer).where(NeedAnswer.study_id.in_(wanted))):
        marks.setdefault(row.study_id, {})[row.question] = row.mark
    return {code: _county_year(code, studies.get(code), figures, marks, heavy) for code, figures in now.items()}


def _county_year(
    code: str,
    found: NeedStudy | None,
    figures: CountyNeed,
    marks: Mapping[int, Mapping[Question, int]],
    heavy: Mapping[Question, int],
) -> CountyYear:
    if found is None:
        return CountyYear(code, None, figures, None)
    if found.state is NeedState.FINAL:
        return CountyYear(code, found, from_text(found.figures), found.score)
    return CountyYear(code, found, figures, score(marks.get(found.id, {}), heavy))


def studies_of(county_code: str) -> list[NeedStudy]:
    """All studies of a county, the latest first."""
    query = select(NeedStudy).where(NeedStudy.county_code == county_code)
    return list(session().scalars(query.order_by(NeedStudy.year.desc())))


def years() -> list[int]:
    """Years of which there are studies, and this one, the latest first."""
    return sorted({*session().scalars(select(NeedStudy.year).distinct()), JalaliMonth.current().year}, reverse=True)
