"""Texts of messages: built in (templates/messages), or as staff have written them, with facts in braces.

A variant is a template, and where it says different things the word that decides: `claim_buyer.granted`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from sqlalchemy import func, select

from app.notifications.errors import UnknownFact, WordsMissing
from app.notifications.models import TemplateText
from app.shared import audit, clock, text
from app.shared.database import session

_FACT = re.compile(r"\{([a-z_0-9]*)\}")
_DECIDES = ("became", "decision")
# Facts by variant, with what a preview shows in their place. `link` is the page where the reader goes on.
SAMPLES: dict[str, dict[str, object]] = {
    "order_paid": {"code": "BU-0509-7K2QM4", "token": "t"},
    "cash_agreed": {"code": "BU-0509-7K2QM4", "token": "t", "amount": 1_850_000},
    "cash_off": {"code": "BU-0509-7K2QM4", "token": "t", "maker": "زهرا دشتی"},
    "credit_given": {"code": "BU-0509-7K2QM4", "token": "t", "amount": 500_000},
    "payment_never_came": {"code": "BU-0509-7K2QM4", "token": "t"},
    "new_parcel": {"code": "BU-0509-7K2QM4", "parcel_id": 7, "hours": 48, "name": "زهرا"},
    "parcel_sent": {
        "code": "BU-0509-7K2QM4",
        "token": "t",
        "maker": "زهرا دشتی",
        "tracking_no": "661810218404058079369151",
    },
    "parcel_called_off": {"code": "BU-0509-7K2QM4", "token": "t", "maker": "زهرا دشتی", "became": "rejected"},
    "parcel_off": {"code": "BU-0509-7K2QM4", "name": "زهرا", "became": "cancelled"},
    "line_off": {"code": "BU-0509-7K2QM4", "parcel_id": 7, "title": "سبدِ حصیری", "name": "زهرا"},
    "vouch_withdrawn": {"code": "BU-0509-7K2QM4", "token": "t", "title": "سبدِ حصیری"},
    "vouch_withdrawn.overruled": {
        "code": "BU-0509-7K2QM4",
        "token": "t",
        "title": "سبدِ حصیری",
        "became": "overruled",
    },
    **{
        f"vouch_off.{became}": {"title": "سبدِ حصیری", "became": became, "name": "زهرا"}
        for became in ("delisted", "regraded", "overruled_delisted", "overruled_regraded")
    },
    "vouch_off_mentor": {"title": "سبدِ حصیری", "name": "فاطمه"},
    "released": {"code": "BU-0509-7K2QM4", "name": "زهرا"},
    "refunded": {"code": "BU-0509-7K2QM4", "token": "t", "amount": 1_850_000},
    "refund_by_hand": {"code": "BU-0509-7K2QM4", "token": "t", "amount": 1_850_000},
    "decided.vouched": {"title": "سبدِ حصیری", "decision": "vouched", "name": "زهرا"},
    "decided.returned": {"title": "سبدِ حصیری", "decision": "returned", "name": "زهرا"},
    "decided.refused": {"title": "سبدِ حصیری", "decision": "refused", "name": "زهرا"},
    "decided.kept": {"title": "سبدِ حصیری", "decision": "kept", "name": "زهرا"},
    "listing_prepared": {"preparer": "فاطمه پیشران", "title": "سبدِ حصیری", "listing_token": "t", "name": "زهرا"},
    **{
        f"permit_checked.{became}": {"number": "75012-1405", "permit_id": 7, "became": became, "name": "زهرا"}
        for became in ("accepted", "refused")
    },
    "permit_ended": {"title": "ارده", "product_id": 7, "name": "زهرا"},
    "permit_ending": {"number": "75012-1405", "permit_id": 7, "left": 30, "name": "زهرا"},
    "permit_ending_mentor": {"number": "75012-1405", "left": 30, "maker": "زهرا دشتی", "name": "فاطمه"},
    **{
        f"recalled.{became}": {"title": "ارده", "code": "BU-0509-7K2QM4", "token": "t", "became": became}
        for became in ("sold", "stopped", "stopped_transfer", "stopped_unpaid")
    },
    "recalled_maker": {"title": "ارده", "name": "زهرا"},
    "recalled_mentor": {"title": "ارده", "maker": "زهرا دشتی", "name": "فاطمه"},
    "enrolled": {"cohort": "دورهٔ حصیربافی", "name": "زهرا"},
    **{
        f"help_trainee.{became}": {"mentor": "فاطمه پیشران", "what": "بافتِ سبد", "became": became, "name": "زهرا"}
        for became in ("undertaken", "called_off", "handed_on", "waiting")
    },
    **{
        f"help_mentor.{became}": {"maker": "زهرا دشتی", "what": "بافتِ سبد", "became": became, "name": "فاطمه"}
        for became in ("taken_up", "called_off", "handed_on")
    },
    "payout_paid": {"amount": 4_300_000, "tracking_no": "140509123456", "name": "زهرا"},
    "wholesale_told": {"mentor": "فاطمه پیشران", "amount": 12_000_000, "name": "زهرا"},
    **{
        f"wholesale_answered.{became}": {"maker": "زهرا دشتی", "amount": 12_000_000, "became": became, "name": "فاطمه"}
        for became in ("recorded", "denied")
    },
    "opinion_wanted": {"code": "BU-0509-7K2QM4", "token": "t"},
    **{
        f"questions_waiting.{became}": {"count": 3, "became": became, "questions_at": place, "name": "زهرا"}
        for became, place in (("maker", "workshop"), ("mentor", "desk"))
    },
    **{
        f"loan_file.{became}": {"number": 12, "became": became, "name": "زهرا"}
        for became in ("referred", "granted", "refused")
    },
    **{
        f"obstacle.{became}": {"number": 12, "became": became, "name": "زهرا"}
        for became in ("taken", "solved", "declined", "risen")
    },
    "space.given": {"what": "نمایشگاهِ گلاب", "became": "given", "name": "زهرا"},
    "space.freed": {"what": "نمایشگاهِ گلاب", "became": "freed", "name": "زهرا"},
    "space.off": {"what": "نمایشگاهِ گلاب", "why": "باران", "became": "off", "name": "زهرا"},
    "story_asked": {"writer": "فاطمه پیشران", "name": "زهرا"},
    "sheba_changed": {"last4": "0001", "name": "زهرا"},
    **{
        f"claim_buyer.{became}": {"code": "BU-0509-7K2QM4", "token": "t", "became": became}
        for became in ("opened", "offered", "returning", "disputed", "granted", "charged_back", "refused")
    },
    **{
        f"claim_maker.{became}": {"code": "BU-0509-7K2QM4", "claim_id": 7, "became": became, "name": "زهرا"}
        for became in ("opened", "returning", "disputed", "granted", "charged_back", "taken_back", "refused")
    },
}
_LINKS = {
    "token": "/o/{token}",
    "listing_token": "/assisted/{listing_token}",
    "parcel_id": "/workshop/orders/{parcel_id}",
    "claim_id": "/workshop/claims/{claim_id}",
    "permit_id": "/workshop/permits/{permit_id}",
    "questions_at": "/{questions_at}/questions",
}
_HIDDEN = {"token", "listing_token", "parcel_id", "claim_id", "permit_id", "questions_at", *_DECIDES}


def variant_of(template: str, facts: Mapping[str, object]) -> str:
    """The variant that these facts make of a template."""
    for word in _DECIDES:
        named = f"{template}.{facts.get(word, '')}"
        if named in SAMPLES:
            return named
    return template


def facts_of(variant: str) -> list[str]:
    """The words in braces that a text of this variant may hold."""
    sample = SAMPLES.get(variant, {})
    linked = any(name in sample for name in _LINKS)
    return [*(name for name in sample if name not in _HIDDEN), *(["link"] if linked else [])]


def own_text(variant: str, language: str) -> str | None:
    """What staff wrote for this variant and language; None where the built-in text holds."""
    query = select(TemplateText.body).where(TemplateText.variant == variant, TemplateText.language == language)
    body = session().scalar(query.order_by(TemplateText.id.desc()).limit(1))
    return body or None


def own_texts() -> dict[tuple[str, str], str]:
    """What staff wrote and what holds now, by variant and language; built-in texts are not among them."""
    newest = select(func.max(TemplateText.id)).group_by(TemplateText.variant, TemplateText.language)
    rows = session().scalars(select(TemplateText).where(TemplateText.id.in_(newest), TemplateText.body != ""))
    return {(row.variant, row.language): row.body for row in rows}


def fill(body: str, facts: Mapping[str, object], site: str, written: Mapping[str, str]) -> str:
    """The text with its facts in place; `written` are facts as people read them, such as amounts with their unit."""
    link = next((site + address.format(**facts) for name, address in _LINKS.items() if name in facts), site)
    known = {**{name: str(value) for name, value in facts.items()}, **written, "link": link}
    return _FACT.sub(lambda found: known.get(found[1], ""), body)


def set_text(variant: str, language: str, body: str, by: int) -> None:
    """Say it in these words from now on; empty words bring the built-in text back.

    Raises UnknownFact for a word in braces that this message does not know, and WordsMissing without its link.
    """
    wanted = text.clean(body, lines=True)[:600]
    unknown = [name for name in _FACT.findall(wanted) if name not in facts_of(variant)]
    if unknown or "{" in _FACT.sub("", wanted):
        raise UnknownFact(unknown[0] if unknown else "{")
    if wanted and "link" in facts_of(variant) and "{link}" not in wanted:
        raise WordsMissing("link")
    session().add(TemplateText(variant=variant, language=language, body=wanted, set_by=by, set_at=clock.now()))
    audit.note("message_text_set", "template_text", 0, by, variant=variant, language=language)
