"""Livings: what a trainee lives from beside the shop, months of insurance, and what kind of home worker she is.

Owns `side_income`, `insured_month`, `home_work`. Calls programme (whose it is). Announces LivingTold.
"""

from app.livings.actions import Work, tell_income, tell_insured, tell_work
from app.livings.errors import MonthOutOfRange
from app.livings.events import LivingTold
from app.livings.models import Grade, HomeWork, IncomeKind, InsuranceKind, InsuredMonth, SideIncome, WorkKind
from app.livings.queries import (
    Beside,
    Held,
    Told,
    beside_rows,
    counts,
    held_at,
    incomes_of,
    insured_in,
    insured_numbers,
    insured_of,
    insured_rows,
    told_later,
    works_at,
    works_of,
)
from app.livings.rules import COUNTS, insured_counts

__all__ = [
    "COUNTS",
    "Beside",
    "Grade",
    "Held",
    "HomeWork",
    "IncomeKind",
    "InsuranceKind",
    "InsuredMonth",
    "LivingTold",
    "MonthOutOfRange",
    "SideIncome",
    "Told",
    "Work",
    "WorkKind",
    "beside_rows",
    "counts",
    "held_at",
    "incomes_of",
    "insured_counts",
    "insured_in",
    "insured_numbers",
    "insured_of",
    "insured_rows",
    "tell_income",
    "tell_insured",
    "tell_work",
    "told_later",
    "works_at",
    "works_of",
]
