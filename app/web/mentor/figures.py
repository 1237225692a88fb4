"""A mentor's own figures, as everybody sees them on her page, with the rows behind each."""

from __future__ import annotations

from flask import render_template

from app import claims, vouching
from app.web.access import MENTORS, allow, my_mentor
from app.web.mentor.desk import blueprint
from app.web.pages import Page


@blueprint.get("/figures")
@allow(MENTORS)
def figures() -> Page:
    mentor = my_mentor()
    return render_template(
        "mentor/figures.html",
        mentor=mentor,
        record=vouching.record_of(mentor.id),
        pace=vouching.pace_of(mentor.id),
        kept=claims.kept_word(mentor.id),
        upheld=claims.upheld_against(mentor.id),
        reviews=vouching.latest_reviews(mentor.id),
        ended=vouching.ended_vouches(mentor.id),
    )
