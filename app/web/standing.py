"""A mentor's own page, for anybody: what she answers for, and how that has turned out so far. Never a telephone."""

from __future__ import annotations

from flask import Blueprint, render_template

from app import claims, offshop, programme, search, vouching
from app.programme import Trainee
from app.web.access import ANYONE, allow
from app.web.pages import Page
from app.web.shop import county_names

blueprint = Blueprint("standing", __name__)


@blueprint.get("/mentors/<slug>")
@allow(ANYONE)
def mentor(slug: str) -> Page:
    found = programme.mentor_by_slug(slug)
    whole, standing = vouching.vouched_now(found.id)
    return render_template(
        "shop/mentor.html",
        mentor=found,
        caring=programme.load_of(found.id),
        trades={one.code: one for one in programme.trades()},
        record=vouching.record_of(found.id),
        pace=vouching.pace_of(found.id),
        given=programme.given_by(found.id),
        kept=claims.kept_word(found.id),
        whole=whole,
        rows=search.rows_of(product.id for _, _, product in standing),
        sold_for=_sold_for(found.id),
        ended=vouching.ended_vouches(found.id),
        ties=vouching.interests_of(found.id),
        counties=county_names(),
    )


def _sold_for(mentor_id: int) -> list[Trainee]:
    """Makers whose goods he sold or to whom he opened a market, by name; only those whom buyers can see."""
    shown = dict(search.makers_on_shelf())
    helped = offshop.sold_for(mentor_id) | programme.brought_to_market(mentor_id)
    found = programme.trainees(number for number in helped if number in shown)
    return sorted(found.values(), key=lambda one: (one.sort_key, one.id))
