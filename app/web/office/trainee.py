"""One trainee as officers see her: her way through the programme, and month by month where her living stands.

Nothing here finds her at home or tells what she or her mentor said in confidence: no number, address or bank, no
complaint, no words of visits. What she earned is shown at a press, which is written into her own record.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from flask import render_template, request, url_for

from app import catalogue, impact, lending, outreach, programme, support
from app.accounts import Body, Role
from app.programme import Attended, Cohort, Engagement, Mark, PhaseEntry, Stay, Trainee
from app.shared import audit
from app.shared.calendar import JalaliMonth
from app.shared.database import transaction
from app.shared.errors import NotFound
from app.web.access import OFFICERS_OF_INCOMES, allow, me, my_id
from app.web.languages import chosen
from app.web.office.dashboard import blueprint
from app.web.office.groups import names_of_groups
from app.web.pages import Page
from app.web.shop import county_names

_MONTHS = 13


@dataclass(frozen=True)
class PlaceSeen:
    """A place in a course: its phases, each with its days, and to how many of the sessions she was called she came."""

    engagement: Engagement
    cohort: Cohort
    stays: list[tuple[PhaseEntry, int]]
    came: int
    called: int


@dataclass(frozen=True)
class MonthSeen:
    """A month of hers: whether it was an income month, and where she stood after it, now and as it was known then."""

    month: JalaliMonth
    kept: impact.TraineeMonth

    @property
    def over(self) -> bool:
        return self.month < JalaliMonth.current()

    @property
    def revised(self) -> bool:
        """Whether it was seen otherwise when it ended."""
        return self.kept.known_then not in {None, self.kept.livelihood}


@blueprint.get("/trainees/<int:trainee_id>")
@allow(OFFICERS_OF_INCOMES)
def trainee(trainee_id: int) -> Page:
    """Hers in the visitor's counties; each look is kept. Of who stands in no list by name, not her living."""
    hers, by, veiled = _seen(trainee_id), my_id(), trainee_id in impact.hidden_names()
    income = request.args.get("income") == "1" and not veiled
    files = lending.named_files_of(trainee_id) if _may_read_credit(hers) else []
    referrals = outreach.referrals_of(trainee_id, sent=True)
    page = render_template(
        "office/trainee.html",
        trainee=hers,
        trade=names_of_groups(impact.Cut.TRADE).get(hers.trade_code or "", ""),
        counties=county_names(),
        mine=_mine(),
        places=_places(hers),
        mentor=programme.mentor_in_care_of(trainee_id),
        on_sale=catalogue.count_on_sale_of(trainee_id),
        obstacles=support.open_by_topic(trainee_id, _mine()),
        referrals=referrals,
        bodies={
            one.id: one.called(chosen()) for one in outreach.bodies_by_id(one.body_id for one in referrals).values()
        },
        files=files,
        months=[] if veiled else _months(trainee_id),
        veiled=veiled,
        income=income,
    )
    shown = {"livelihood_seen": not veiled, "income_seen": income, "loan_file_seen": bool(files)}
    with transaction():
        for act in (act for act, there in shown.items() if there):
            audit.note_looks(act, "trainee", [trainee_id], by, page="trainee")
    return page


def _months(trainee_id: int) -> list[MonthSeen]:
    return [MonthSeen(JalaliMonth.parse(one.month), one) for one in impact.own_record(trainee_id, _MONTHS)]


def _mine() -> frozenset[str] | None:
    """Counties in which the visitor is an officer; None for all."""
    return me().counties(Role.OFFICER)


def _seen(trainee_id: int) -> Trainee:
    """Raises NotFound elsewhere."""
    found, mine = programme.trainee(trainee_id), _mine()
    if mine is not None and found.county_code not in mine:
        raise NotFound
    return found


def _may_read_credit(hers: Trainee) -> bool:
    """Women's affairs has no word on loans, and opens no name behind them."""
    return any(
        one.role is Role.OFFICER and one.body is not Body.WOMEN and one.county_code in {None, hers.county_code}
        for one in me().grants
    )


def _places(hers: Trainee) -> list[PlaceSeen]:
    """Her places, the newest first; as many questions for many as for one."""
    found = programme.engagements_of(hers.id)
    entries = programme.phases_of(one.id for one, _ in found)
    still, sessions = programme.StillDays(), programme.sessions_of(hers.id)

    def place(one: Engagement, cohort: Cohort) -> PlaceSeen:
        stays = [
            (entry, programme.days_in(Stay.of(entry, cohort.id, hers), still)) for entry in entries.get(one.id, [])
        ]
        return PlaceSeen(one, cohort, stays, *_attendance(sessions, cohort.id))

    return [place(one, cohort) for one, cohort in found]


def _attendance(sessions: Collection[Attended], cohort_id: int) -> tuple[int, int]:
    """To how many she came, and to how many she was called; who was excused was not."""
    marks = [one.mark for one in sessions if one.cohort.id == cohort_id and one.mark is not Mark.EXCUSED]
    return marks.count(Mark.PRESENT), len(marks)


def addresses(trainee_ids: Collection[int]) -> Mapping[int, str]:
    """Where the visitor opens each of these, of those whom she may: staff the case, officers their own page of her."""
    visit, found = me(), programme.counties_of(trainee_ids)
    pages = [(role, page) for role, page in _PAGES if role in visit.roles]
    return {
        number: url_for(page, trainee_id=number)
        for number, county in found.items()
        for page in [next((page for role, page in pages if _within(visit.counties(role), county)), "")]
        if page
    }


_PAGES = ((Role.STAFF, "staff.trainee"), (Role.OFFICER, "office.trainee"))


def _within(counties: frozenset[str] | None, county: str) -> bool:
    return counties is None or county in counties
