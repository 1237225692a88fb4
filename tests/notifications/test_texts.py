"""Texts that staff write in place of the built-in ones: facts in braces, checked before they are kept."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import func, select

from app import claims, notifications
from app.accounts import Role
from app.notifications import SAMPLES, Letter, TemplateText, UnknownFact, WordsMissing, facts_of, render, set_text
from app.shared import audit
from app.shared.database import session, transaction
from tests import world
from tests.notifications.scene import drain, messages

LANGUAGES = ["fa", "en", "ar"]
SITE = "http://127.0.0.1:8000"


@pytest.fixture
def staff(app) -> int:
    return world.official(Role.STAFF)


def write(variant: str, body: str, by: int, language: str = "fa") -> None:
    with transaction():
        set_text(variant, language, body, by)


def shown(variant: str, language: str = "fa", **facts: object) -> str:
    world.fresh()
    return render(Letter(variant.partition(".")[0], "", language, {**SAMPLES[variant], **facts}))


def kept() -> int:
    world.fresh()
    return session().scalar(select(func.count()).select_from(TemplateText)) or 0


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("variant", SAMPLES)
def test_every_text_can_be_written_with_all_its_facts(app, staff, variant, language):
    write(variant, " / ".join(f"{{{name}}}" for name in facts_of(variant)) or "words", staff, language)

    text = shown(variant, language)

    assert "{" not in text
    assert [part for part in text.split(" / ") if not part.strip()] == []


@pytest.mark.parametrize("variant", [one for one in SAMPLES if "link" in facts_of(one)])
def test_every_link_leads_where_the_built_in_one_leads(app, staff, variant):
    built_in = re.findall(rf"{SITE}\S+", shown(variant))

    write(variant, "{link}", staff)

    assert [shown(variant)] == built_in


def test_what_staff_wrote_is_what_the_buyer_gets(app, bank, staff):
    write("order_paid", "دستتان درد نکند! {code}\n{link}", staff)
    order = world.paid(bank, {world.variant(world.maker()): 1})
    drain()

    told = next(one.body for one in messages() if one.template == "order_paid")
    assert told.startswith("دستتان درد نکند! BU-")
    assert f"{SITE}/o/" in told
    assert str(order)


def test_a_text_holds_for_its_language_only(app, staff):
    before = {language: shown("order_paid", language) for language in LANGUAGES}

    write("order_paid", "Paid: {code} {link}", staff, "en")

    after = {language: shown("order_paid", language) for language in LANGUAGES}
    assert after["en"].startswith("Paid: BU-")
    assert (after["fa"], after["ar"]) == (before["fa"], before["ar"])


def test_a_text_holds_for_its_variant_only(app, staff):
    before = shown("claim_buyer.refused")

    write("claim_buyer.granted", "حق با شماست {link}", staff)

    assert shown("claim_buyer.granted").startswith("حق با شماست")
    assert shown("claim_buyer.refused") == before


def test_what_a_decision_says_is_what_was_written_for_it(app, bank, staff):
    write("claim_buyer.granted", "حق با شماست {code} {link}", staff)
    sold = world.paid(bank, {world.variant(world.maker()): 1})
    world.send(world.parcels(sold)[0])
    claim = world.dispute(world.parcels(sold)[0])
    world.decide(claim, world.verdict(100_000))
    drain()

    told = [one.body or "" for one in messages() if one.template == "claim_buyer"]
    assert any(text.startswith("حق با شماست BU-") for text in told)
    assert claims.claim(claim).id == claim


def test_the_newest_text_counts_and_older_ones_stay(app, staff):
    write("order_paid", "یک {link}", staff)
    write("order_paid", "دو {link}", staff)

    assert shown("order_paid").startswith("دو")
    assert kept() == 2


def test_empty_words_bring_the_built_in_text_back(app, staff):
    before = shown("order_paid")
    write("order_paid", "یک {link}", staff)

    write("order_paid", "  \n ", staff)

    assert shown("order_paid") == before
    assert notifications.own_text("order_paid", "fa") is None


@pytest.mark.parametrize(
    "body", ["{mobile} {link}", "{token} {link}", "{amount} {link}", "{} {link}", "{Code} {link}", "{ code } {link}",
             "{code {link}", "{link} {", "{{link}}", "{code.__class__} {link}", "{0} {link}", "{code!r} {link}"],
)  # fmt: skip
def test_a_fact_that_this_message_does_not_know_is_refused(app, staff, body):
    with pytest.raises(UnknownFact):
        write("order_paid", body, staff)

    assert kept() == 0


@pytest.mark.parametrize("body", ["پرداخت شد", "{code}", f"{SITE}/o/x", "link"])
def test_a_text_without_its_link_is_refused(app, staff, body):
    with pytest.raises(WordsMissing):
        write("order_paid", body, staff)

    assert kept() == 0


def test_a_text_that_has_no_link_needs_none(app, staff):
    write("payout_paid", "{amount} واریز شد", staff)

    assert shown("payout_paid") == "۴۳۰٬۰۰۰ تومان واریز شد"


@pytest.mark.parametrize(("language", "said"), [("fa", "۱۸۵٬۰۰۰"), ("en", "185,000"), ("ar", "١٨٥٬٠٠٠")])
def test_an_amount_is_written_as_its_reader_reads_it(app, staff, language, said):
    write("refunded", "{amount} {link}", staff, language)

    assert said in shown("refunded", language)


def test_a_fact_that_looks_like_a_fact_stays_words(app, staff):
    write("decided.vouched", "«{title}» {name}", staff)

    assert shown("decided.vouched", title="{name} {link}", name="زهرا") == "«{name} {link}» زهرا"


def test_nobody_writes_the_text_of_a_code(app):
    assert "code" not in SAMPLES


def test_who_wrote_a_text_can_be_seen(app, staff):
    write("order_paid", "یک {link}", staff)

    noted = audit.of("template_text", 0)
    assert [(one.act, one.by_id) for one in noted] == [("message_text_set", staff)]
