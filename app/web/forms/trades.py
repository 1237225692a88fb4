"""What staff write of a trade."""

from __future__ import annotations

from wtforms import Form

from app.web.forms.fields import CleanText, Longest, Needed
from app.words import lazy_gettext

_NAME = lazy_gettext("نامش را به هر سه زبان بنویسید.")


class TradeForm(Form):
    code = CleanText(
        lazy_gettext("نامِ کوتاه، با حرفِ انگلیسی"),
        [Needed(lazy_gettext("نامِ کوتاه را بنویسید، مانند tourism.")), Longest(20)],
    )
    name_fa = CleanText(lazy_gettext("نام به فارسی"), [Needed(_NAME), Longest(60)])
    name_en = CleanText(lazy_gettext("نام به انگلیسی"), [Needed(_NAME), Longest(60)])
    name_ar = CleanText(lazy_gettext("نام به عربی"), [Needed(_NAME), Longest(60)])
    synonyms = CleanText(lazy_gettext("نام‌های دیگر در فهرست‌ها، با «؛» میانشان"), [Longest(1000)])
