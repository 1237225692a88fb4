"""An idea with its gentle prompts, and what is said to it."""

from __future__ import annotations

from wtforms import Form, RadioField

from app.ideas import LONGEST
from app.web.forms.fields import CleanText, Longest, Needed
from app.words import lazy_gettext


class IdeaForm(Form):
    title = CleanText(lazy_gettext("نامی برای ایده‌تان"), [Needed(lazy_gettext("نامی برایش بنویسید.")), Longest(120)])
    making = CleanText(lazy_gettext("چه می‌خواهید بسازید یا انجام دهید؟"), [Longest(LONGEST)], lines=True)
    for_whom = CleanText(lazy_gettext("برای چه کسی؟"), [Longest(LONGEST)], lines=True)
    lacking = CleanText(lazy_gettext("چه کم دارید؟"), [Longest(LONGEST)], lines=True)


class WordForm(Form):
    words = CleanText(lazy_gettext("چه می‌گویید؟"), [Longest(LONGEST)], lines=True)
    way = RadioField(lazy_gettext("اگر دنبال می‌شود، چه می‌شود؟"), validate_choice=False)
