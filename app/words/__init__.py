"""Words: how numbers, money and days are written, and the sentence of every refusal.

Owns no table. Calls everybody below, to name what they refuse. Used by the web, the commands and the demo.
"""

from app.shared.tongue import Later, gettext, lazy_gettext, ngettext, speaking
from app.words import formats
from app.words.acts import ACTS, SUBJECTS, act_name, subject_name
from app.words.advice import advice_on
from app.words.banks import bank_name
from app.words.consent import consent_introduction, consent_question
from app.words.goals import goal_meaning, goal_reached, goal_share, in_unit, unit_called
from app.words.goods_sheet import cell_fault_words, step_words
from app.words.grades import grade_asks, grade_meaning, grade_named, grade_sold, rung_wants
from app.words.measures import formula
from app.words.messages import message_name
from app.words.names import (
    EVIDENCE_MEANINGS,
    GROUPS,
    HOME_WORKS,
    NAMES,
    account_amount,
    account_name,
    cause,
    claim_step,
    gateway_name,
    group_name,
    name_of,
)
from app.words.published import DICTIONARY, Entry, published_column, published_group, published_indicator
from app.words.refusals import WORDS, Said, part_name, route_name, say
from app.words.registration import COLUMN_NAMES, fault_words, list_fault_words
from app.words.rules import rule_name, rule_reason, rule_source, rule_value, unit_name
from app.words.site import DEMO, HELP_PHONE
from app.words.statistics import STATISTICS
from app.words.titles import BENEFACTOR, in_title

__all__ = [
    "ACTS",
    "BENEFACTOR",
    "COLUMN_NAMES",
    "DEMO",
    "DICTIONARY",
    "EVIDENCE_MEANINGS",
    "GROUPS",
    "HELP_PHONE",
    "HOME_WORKS",
    "NAMES",
    "STATISTICS",
    "SUBJECTS",
    "WORDS",
    "Entry",
    "Later",
    "Said",
    "account_amount",
    "account_name",
    "act_name",
    "advice_on",
    "bank_name",
    "cause",
    "cell_fault_words",
    "claim_step",
    "consent_introduction",
    "consent_question",
    "fault_words",
    "formats",
    "formula",
    "gateway_name",
    "gettext",
    "goal_meaning",
    "goal_reached",
    "goal_share",
    "grade_asks",
    "grade_meaning",
    "grade_named",
    "grade_sold",
    "group_name",
    "in_title",
    "in_unit",
    "lazy_gettext",
    "list_fault_words",
    "message_name",
    "name_of",
    "ngettext",
    "part_name",
    "published_column",
    "published_group",
    "published_indicator",
    "route_name",
    "rule_name",
    "rule_reason",
    "rule_source",
    "rule_value",
    "rung_wants",
    "say",
    "speaking",
    "step_words",
    "subject_name",
    "unit_called",
    "unit_name",
]
