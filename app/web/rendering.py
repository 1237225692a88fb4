"""What templates can do: write numbers, money, days and names, and find files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app, g, has_request_context, request, session
from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame
from markupsafe import Markup

from app import claims, opinions, orders
from app.accounts import Role
from app.consent import Purpose
from app.shared import cache, rulebook
from app.web import access, files
from app.web.languages import DIRECTIONS, LANGUAGES, chosen
from app.web.shop import trade_names
from app.words import (
    DEMO,
    EVIDENCE_MEANINGS,
    GROUPS,
    HELP_PHONE,
    HOME_WORKS,
    account_amount,
    account_name,
    advice_on,
    bank_name,
    cause,
    claim_step,
    condition_of_her,
    consent_introduction,
    consent_question,
    formats,
    gateway_name,
    grade_meaning,
    grade_named,
    grade_sold,
    message_name,
    name_of,
    part_name,
    route_name,
    rule_name,
    rule_reason,
    rule_source,
    rule_value,
)
from config import Settings


class AnewForEachReader(CodeGenerator):
    """Works nothing out when a template is read: or `1|num` would stay in the language of whoever opened it first.

    `optimized = False` alone keeps what stands inside of other expressions; what is written out is worked out here.
    """

    def _output_child_to_const(self, node: nodes.Expr, frame: Frame, finalize: Any) -> str:
        if not isinstance(node, nodes.TemplateData):
            raise nodes.Impossible
        return super()._output_child_to_const(node, frame, finalize)


def dress(app: Flask) -> None:
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.code_generator_class = AnewForEachReader
    app.jinja_env.filters.update(
        veiled=opinions.veil,
        num=formats.num,
        digits=formats.digits,
        toman=formats.toman,
        money=formats.money,
        million=formats.million_toman,
        whole_toman=formats.whole_toman,
        whole_money=formats.whole_money,
        percent=formats.percent,
        hundredths=formats.hundredths,
        tenths=formats.tenths,
        ltr=formats.ltr,
        foreign=formats.foreign,
        plain_foreign=formats.plain_foreign,
        as_written=formats.as_written,
        inside=formats.inside,
        day=formats.day,
        day_tag=formats.time_tag,
        month=formats.month,
        month_of=formats.month_of,
        hour=formats.clock_time,
        when=formats.when,
        lasted=formats.lasted,
        in_words=formats.in_words,
        paragraphs=formats.paragraphs,
        called=name_of,
        grade_meaning=grade_meaning,
        advice=advice_on,
        grade_named=grade_named,
        grade_sold=grade_sold,
        account=account_name,
        account_amount=account_amount,
        cause=cause,
        claim_step=claim_step,
        of_her=condition_of_her,
        gateway=gateway_name,
        message_name=message_name,
        card_number=formats.card_number,
        bank=bank_name,
        rule_name=rule_name,
        rule_reason=rule_reason,
        rule_source=rule_source,
        says=lambda rule, value: formats.as_written(rule_value(value, rule.unit, trade_names())),
        products=formats.products,
        opinions=formats.opinions,
        people=formats.people,
        order_count=formats.order_count,
        made_in=formats.made_in,
    )
    app.jinja_env.globals.update(
        static=files.static,
        media=files.picture_url,
        voice_at=files.voice_url,
        icon=icon,
        CONSENTS=list(Purpose),
        consent_question=consent_question,
        consent_introduction=consent_introduction,
        month_name=formats.month_name,
        calendar_hint=formats.calendar_hint,
        comma=formats.comma,
        jalali_note=formats.jalali_note,
        semicolon=formats.semicolon,
        withdrawal_days=lambda: rulebook.number(claims.WITHDRAWAL_DAYS),
        accept_hours=lambda: rulebook.number(orders.ACCEPT_HOURS),
        part_name=part_name,
        route_name=route_name,
        GROUPS=GROUPS,
        EVIDENCE_MEANINGS=EVIDENCE_MEANINGS,
        HOME_WORKS=HOME_WORKS,
        LANGUAGES=LANGUAGES,
        Role=Role,
        languages=lambda: LANGUAGES,
    )
    app.context_processor(_facts)


def icon(name: str, sprite: str = "sprite", flip: bool = False) -> Markup:
    """An icon beside words; it says nothing by itself."""
    kind = "i i-flip" if flip else "i"
    address = files.static(f"icons/{sprite}.svg")
    return Markup(f'<svg class="{kind}" aria-hidden="true"><use href="{address}#{name}"/></svg>')


def _facts() -> dict[str, Any]:
    """What the layout shows on every page; a message, written outside any request, has no layout."""
    if not has_request_context():
        return {}
    language = chosen()
    about = cache.kept("about the site", 10, _about)
    settings: Settings = current_app.extensions["settings"]
    return {
        "language": language,
        "direction": DIRECTIONS[language],
        "visit": access.visitor(),
        "basket_count": basket_count(),
        "demo": about.demo,
        "help_phone": about.help_phone,
        "theme": request.cookies.get("theme", ""),
        "development": not settings.production,
    }


@dataclass(frozen=True)
class _About:
    """What the staff's rules say of this site as a whole."""

    demo: bool
    help_phone: str


def _about() -> _About:
    return _About(bool(rulebook.number(DEMO)), rulebook.words(HELP_PHONE))


def basket_count() -> int:
    """How many pieces lie in this browser's basket."""
    if "basket_count" not in g:
        token = session.get("basket")
        g.basket_count = orders.count(token) if token else 0
    return int(g.basket_count)
