"""Finding an order."""

from __future__ import annotations

from wtforms import Form

from app.web.forms.fields import CleanText, Mobile, Needed
from app.words import lazy_gettext


class FindForm(Form):
    code = CleanText(
        lazy_gettext("شمارهٔ سفارش"), [Needed(lazy_gettext("شمارهٔ سفارش را بنویسید، مانند BU-0509-7K2QM4."))]
    )
    mobile = Mobile(lazy_gettext("شمارهٔ همراهی که با آن خریدید"), [Needed(lazy_gettext("شمارهٔ همراه را بنویسید."))])
