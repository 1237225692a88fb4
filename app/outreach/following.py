"""Single cases of women that an officer for women's affairs follows, and what she says of them. She decides nothing."""

from __future__ import annotations

from sqlalchemy import Select, select

from app import programme
from app.outreach.errors import CommentMissing
from app.outreach.models import CaseComment, FollowedCase
from app.programme import Sex, Trainee
from app.shared import audit, clock, text
from app.shared.database import count_of, session, take_turns
from app.shared.errors import NotFound

PAGE = 20


def woman(trainee_id: int, counties: frozenset[str] | None) -> Trainee:
    """A woman of these counties. Raises NotFound."""
    query = _women(counties).where(Trainee.id == trainee_id)
    found = session().scalar(query)
    if found is None:
        raise NotFound
    return found


def _women(counties: frozenset[str] | None) -> Select[Trainee]:
    return select(Trainee).where(Trainee.sex == Sex.FEMALE, programme.in_counties(Trainee.id, counties))


def women_called(name: str, counties: frozenset[str] | None) -> list[Trainee]:
    """Women whose name holds this, by name; twenty at most."""
    wanted = text.sort_key(text.clean(name))
    if not wanted:
        return []
    query = _women(counties).where(Trainee.sort_key.contains(wanted, autoescape=True))
    return list(session().scalars(query.order_by(Trainee.sort_key, Trainee.id).limit(PAGE)))


def followed(
    person_id: int, page: int, counties: frozenset[str] | None = None
) -> tuple[int, list[tuple[FollowedCase, Trainee]]]:
    """How many cases an officer follows in her counties, and a page of them, the newest first."""
    query = (
        select(FollowedCase, Trainee)
        .join(Trainee, Trainee.id == FollowedCase.trainee_id)
        .where(
            FollowedCase.person_id == person_id,
            FollowedCase.ended_at.is_(None),
            programme.in_counties(FollowedCase.trainee_id, counties),
        )
    )
    rows = session().execute(query.order_by(FollowedCase.id.desc()).limit(PAGE).offset((page - 1) * PAGE))
    return count_of(query), [(case, trainee) for case, trainee in rows]


def follows(person_id: int, trainee_id: int) -> FollowedCase | None:
    """The case, while she follows it."""
    return session().scalar(
        select(FollowedCase).where(
            FollowedCase.person_id == person_id, FollowedCase.trainee_id == trainee_id, FollowedCase.ended_at.is_(None)
        )
    )


def follow(hers: Trainee, by: int) -> None:
    """She follows the case from now on; said twice, it is done once."""
    take_turns(f"follow:{by}:{hers.id}")
    if follows(by, hers.id) is None:
        session().add(FollowedCase(person_id=by, trainee_id=hers.id, began_at=clock.now()))
        session().flush()
        audit.note("case_followed", "trainee", hers.id, by)


def unfollow(hers: Trainee, by: int) -> None:
    """She follows it no more."""
    known = follows(by, hers.id)
    if known is not None:
        known.ended_at = clock.now()


def comment(hers: Trainee, words: str, form_key: str, by: int) -> CaseComment:
    """Keep what she says of the case; the same form key is the same comment. Raises CommentMissing."""
    take_turns(f"comment:{form_key}")
    known = session().scalar(select(CaseComment).where(CaseComment.form_key == form_key))
    if known is not None:
        return known
    told = text.clean(words, lines=True)[:2000]
    if not told:
        raise CommentMissing
    made = CaseComment(form_key=form_key, trainee_id=hers.id, by_id=by, words=told, written_at=clock.now())
    session().add(made)
    session().flush()
    return made


def comments_of(trainee_id: int) -> list[CaseComment]:
    """What was said of her case, newest first."""
    query = select(CaseComment).where(CaseComment.trainee_id == trainee_id)
    return list(session().scalars(query.order_by(CaseComment.id.desc()).limit(30)))
