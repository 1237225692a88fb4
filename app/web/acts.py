"""The record of who did what, to be read: acts by day, kind and person, and where their chain ends. No facts, no names
but those of officials."""

from __future__ import annotations

from collections.abc import Collection

from flask import render_template, request
from wtforms import Form

from app import accounts, support
from app.shared import audit, chain
from app.shared.audit import Acts
from app.shared.text import clean
from app.web.forms.fields import JalaliDay
from app.web.pages import Page, row_number
from app.web.reporting import reader
from app.words import act_name, lazy_gettext, subject_name

PER_PAGE = 50


class DayForm(Form):
    day = JalaliDay(lazy_gettext("کدام روز؟"))


def acts_page() -> Page:
    """The newest acts first; `before` in the address leads to older ones.

    Of a complaint behind its shield nothing is told: that somebody read it would tell that it is there.
    """
    form = DayForm(request.args)
    who, before = row_number(request.args.get("who", "")), row_number(request.args.get("before", ""))
    veiled = ("obstacle", support.complaints_veiled_from(reader()))
    wanted = Acts(form.day.data, clean(request.args.get("act", ""))[:60], who or None, before or None, veiled)
    rows = audit.acts(wanted, PER_PAGE + 1)
    shown = rows[:PER_PAGE]
    return render_template(
        "staff/acts.html",
        form=form,
        wanted=wanted,
        rows=shown,
        older=shown[-1].id if len(rows) > PER_PAGE else None,
        people=_officials({one.by_id for one in shown if one.by_id is not None} | {who}),
        end=chain.end(),
        checked=chain.last_check(),
        act_name=act_name,
        subject_name=subject_name,
        kept={name: value for name, value in request.args.items() if name != "before"},
    )


def _officials(ids: Collection[int]) -> dict[int, str]:
    """Names of those who have an office; what others do is told without a name."""
    desks = accounts.desks_of(ids)
    return accounts.names(one for one, grants in desks.items() if any(grant.role in _OFFICES for grant in grants))


_OFFICES = (accounts.Role.STAFF, accounts.Role.FINANCE, accounts.Role.OFFICER, accounts.Role.MENTOR)
