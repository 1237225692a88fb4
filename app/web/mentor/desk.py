"""Queue, review, vouches. Never more than one product at a time."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, render_template

from app import catalogue, opinions, outreach, support, vouching
from app.accounts import Role
from app.web.access import MENTORS, allow, me, my_mentor
from app.web.pages import Page, page_number, pages_of
from app.web.shop import county_names

blueprint = Blueprint("mentor", __name__, url_prefix="/desk")


def counties_of_mine() -> frozenset[str] | None:
    """Where this mentor is one; None: everywhere."""
    return me().counties(Role.MENTOR)


@blueprint.get("/")
@allow(MENTORS)
def desk() -> Page:
    mentor = my_mentor()
    waiting, items = vouching.queue(mentor, counties_of_mine())
    return render_template(
        "mentor/desk.html",
        mentor=mentor,
        waiting=waiting,
        oldest=items[0] if items else None,
        overdue=sum(item.overdue for item in items),
        vouches=vouching.vouches_by(mentor.id)[:5],
        seeking=vouching.seeking(mentor, counties_of_mine())[0],
        appeals=vouching.appeals(mentor, counties_of_mine())[0],
        questions=opinions.waiting_for_mentor(mentor.id),
        obstacles=support.count_before_mentor(mentor),
        calls=outreach.count_tasks(me().person.id),
        counties=county_names(),
    )


@blueprint.get("/queue")
@allow(MENTORS)
def queue() -> Page:
    waiting, items = vouching.queue(my_mentor(), counties_of_mine(), page_number())
    return listed("mentor/queue.html", waiting, items)


def listed(template: str, waiting: int, items: Sequence[vouching.QueueItem | vouching.AppealItem]) -> Page:
    """A page of ten of what waits, with the first picture of each."""
    return render_template(
        template,
        waiting=waiting,
        items=items,
        page=page_number(),
        pages=pages_of(waiting, 10),
        pictures=catalogue.pictures_of(item.version.id for item in items),
        counties=county_names(),
    )
