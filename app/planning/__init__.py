"""Planning: what each county needs, who belongs to the network, how a year went, whether the next one is ready.

Owns `need_study`, `need_answer`, `partner`, `partner_trade`, `partner_tie`, `readiness_answer`, `cycle_copy`. Calls
impact, search, support, funding, orders, catalogue, programme, accounts, places. Announces nothing.
"""

from app.planning.errors import (
    CycleEmpty,
    MissingInWords,
    PartnerIncomplete,
    StudyFinal,
    StudyIncomplete,
    TieRefused,
    YearOutOfRange,
)
from app.planning.figures import CountyNeed, TradeNeed, days_of, figures_of
from app.planning.models import (
    ByHand,
    CycleCopy,
    NeedAnswer,
    NeedState,
    NeedStudy,
    Partner,
    PartnerKind,
    PartnerTie,
    Question,
    ReadinessAnswer,
)
from app.planning.needs import (
    EARLIEST,
    Answer,
    CountyYear,
    answer,
    answers_of,
    begin_study,
    counties_in,
    finish,
    studies_of,
    study,
    study_of,
    weights,
    years,
)
from app.planning.rules import WEIGHTS, Gap, score

__all__ = [
    "EARLIEST",
    "WEIGHTS",
    "Answer",
    "ByHand",
    "CountyNeed",
    "CountyYear",
    "CycleCopy",
    "CycleEmpty",
    "Gap",
    "MissingInWords",
    "NeedAnswer",
    "NeedState",
    "NeedStudy",
    "Partner",
    "PartnerIncomplete",
    "PartnerKind",
    "PartnerTie",
    "Question",
    "ReadinessAnswer",
    "StudyFinal",
    "StudyIncomplete",
    "TieRefused",
    "TradeNeed",
    "YearOutOfRange",
    "answer",
    "answers_of",
    "begin_study",
    "counties_in",
    "days_of",
    "figures_of",
    "finish",
    "score",
    "studies_of",
    "study",
    "study_of",
    "weights",
    "years",
]
