"""Finding an order."""

from __future__ import annotations

from wtforms import Form

from app.web.forms.fields import CleanText, Longest, Mobile, Needed, Sheba
from app.words import lazy_gettext


class FindForm(Form):
    code = CleanText(
        lazy_gettext("شمارهٔ سفارش"), [Needed(lazy_gettext("شمارهٔ سفارش را بنویسید، مانند BU-0509-7K2QM4."))]
    )
    mobile = Mobile(lazy_gettext("شمارهٔ همراهی که با آن خریدید"), [Needed(lazy_gettext("شمارهٔ همراه را بنویسید."))])


class RefundAccountForm(Form):
    """Where a refund by hand is to go."""

    sheba = Sheba(lazy_gettext("شمارهٔ شبا"), [Needed(lazy_gettext("شمارهٔ شبا را بنویسید."))])
    holder = CleanText(lazy_gettext("نامِ صاحبِ حساب"), [Needed(lazy_gettext("نامِ صاحبِ حساب را بنویسید.")), Longest(140)])
