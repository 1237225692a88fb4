"""Single cases of women, as an officer for women's affairs follows them: she reads and advises, and decides nothing."""

from __future__ import annotations

from flask import render_template, request

from app import accounts, outreach, programme
from app.accounts import Body, Role
from app.programme import Trainee
from app.shared.calendar import today
from app.shared.database import transaction
from app.shared.errors import NotFound
from app.web.access import OFFICERS, allow, me
from app.web.languages import chosen
from app.web.office.dashboard import blueprint
from app.web.pages import Page, done, go, page_number, pages_of
from app.web.reporting import form_key
from app.web.shop import county_names
from app.words import gettext, say


def _hers() -> frozenset[str] | None:
    """Counties in which the visitor is an officer for women's affairs; None for all. Raises NotFound for others."""
    grants = [one for one in me().grants if one.role is Role.OFFICER and one.body is Body.WOMEN]
    if not grants:
        raise NotFound
    codes = [one.county_code for one in grants]
    return None if None in codes else frozenset(code for code in codes if code is not None)


@blueprint.get("/women")
@allow(OFFICERS)
def women() -> Page:
    """The cases that she follows, and women whose name she looks for. Reading them is written down."""
    mine, by, page = _hers(), me().person.id, page_number()
    name = request.args.get("name", "")[:60]
    ids = [trainee.id for _, trainee in outreach.followed(by, page, mine)[1]]
    ids += [one.id for one in outreach.women_called(name, mine)]
    with transaction():
        outreach.look(ids, by)
    total, followed = outreach.followed(by, page, mine)
    return render_template(
        "office/women.html",
        total=total,
        followed=followed,
        name=name,
        found=outreach.women_called(name, mine),
        counties=county_names(),
        page=page,
        pages=pages_of(total, outreach.PAGE),
    )


@blueprint.get("/women/<int:trainee_id>")
@allow(OFFICERS)
def woman(trainee_id: int) -> Page:
    return _woman(outreach.woman(trainee_id, _hers()), "")


def _woman(hers: Trainee, said: str) -> Page:
    number, by = hers.id, me().person.id
    with transaction():
        outreach.look([number], by)
    hers = outreach.woman(number, _hers())
    engagements, comments = programme.engagements_of(number), outreach.comments_of(number)
    referrals = outreach.referrals_of(number, sent=True)
    page = render_template(
        "office/woman.html",
        trainee=hers,
        engagements=engagements,
        phases=programme.phases_of(one.id for one, _ in engagements),
        mentor=programme.mentor_in_care_of(number),
        referrals=referrals,
        moved=outreach.replies_put_off(referrals),
        today=today(),
        bodies={one.id: one.called(chosen()) for one in outreach.bodies()},
        comments=comments,
        people=accounts.names(one.by_id for one in comments),
        followed=outreach.follows(by, number),
        counties=county_names(),
        form_key=form_key(),
        said=said,
        typed=request.form.get("words", ""),
    )
    return (page, 422) if said else page


@blueprint.post("/women/<int:trainee_id>")
@allow(OFFICERS)
def on_woman(trainee_id: int) -> Page:
    """She follows the case, follows it no more, or says something of it."""
    what, by = request.form.get("do", ""), me().person.id
    try:
        with transaction():
            hers = outreach.woman(trainee_id, _hers())
            if what == "follow":
                outreach.follow(hers, by)
            elif what == "unfollow":
                outreach.unfollow(hers, by)
            elif what == "comment":
                outreach.comment(hers, request.form.get("words", ""), f"{by}:{form_key()}", by)
            else:
                raise NotFound
    except outreach.CommentMissing as refusal:
        return _woman(outreach.woman(trainee_id, _hers()), say(refusal).sentence)
    done(gettext("ثبت شد."))
    return go(".woman", trainee_id=trainee_id)
