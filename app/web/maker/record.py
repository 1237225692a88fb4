"""Her own record: where her living stands by the programme's rules, by what months, and who looked at it."""

from __future__ import annotations

import secrets

from flask import render_template

from app import accounts, consent, impact, programme
from app.shared import audit
from app.shared.calendar import JalaliMonth
from app.web.access import TRAINEES, allow, my_trainee
from app.web.living import what_is_told
from app.web.maker.door import blueprint
from app.web.pages import Page

_MONTHS, _LOOKS = 13, 50


@blueprint.get("/record")
@allow(TRAINEES)
def record() -> Page:
    """What the programme knows of her income by the rules, and who has seen that, her name in a list or her code."""
    maker = my_trainee()
    months = impact.own_record(maker.id, _MONTHS)
    looks = audit.looks(
        ["livelihood_seen", "income_seen", "few_seen", "outreach_seen", "loan_file_seen"], "trainee", maker.id, _LOOKS
    )
    codes = audit.looks(["national_code_shown"], "person", maker.person_id, _LOOKS)
    answers = consent.history(maker.id)
    lookers = {by for _, by in (*looks, *codes) if by is not None}
    lookers |= {one.by_id for one in answers if one.by_id is not None}
    return render_template(
        "maker/record.html",
        months=months,
        certificates=programme.certificates_of(maker.id),
        newest=months[0] if months else None,
        month_of={one.month: JalaliMonth.parse(one.month) for one in months},
        rules=impact.steadiness(),
        least=impact.thresholds().month_rial,
        looks=looks,
        codes=codes,
        held=consent.standing(maker.id),
        answers=answers,
        form_key=secrets.token_hex(8),
        names=accounts.names(lookers),
        desks=accounts.desks_of(lookers),
        **what_is_told(maker.id),
    )
