"""What is asked of a trainee for a loan, said of her: for staff, who speak with her. To herself it says «you»."""

from __future__ import annotations

from app import lending
from app.lending import Condition
from app.shared.errors import Refusal
from app.shared.tongue import gettext, lazy_gettext
from app.words.names import name_of
from app.words.refusals import say

_OF_HER = {
    Condition.ACCEPTED: lazy_gettext("در برنامه پذیرفته شده است"),
    Condition.FIELD: lazy_gettext("رستهٔ او جزوِ این اعتبار است"),
    Condition.COUNTY: lazy_gettext("شهرستانِ او جزوِ این اعتبار است"),
    Condition.VILLAGE: lazy_gettext("در روستا زندگی می‌کند"),
    Condition.NO_FILE: lazy_gettext("پروندهٔ بازِ دیگری از همین اعتبار ندارد"),
}


def condition_of_her(condition: Condition) -> str:
    """A condition as it is said of somebody else."""
    return str(_OF_HER.get(condition) or name_of(condition))


def refused_of_her(refusal: Refusal) -> str:
    """Why a file isn't opened for her, to whoever opens it."""
    if isinstance(refusal, lending.FileOpen):
        return gettext("از این اعتبار پرونده‌ای باز دارد؛ نخست آن به پایان برسد.")
    if isinstance(refusal, lending.NotEntitled):
        return gettext("یکی از شرط‌های این اعتبار برقرار نیست: «%(what)s».", what=condition_of_her(refusal.condition))
    return say(refusal).sentence
