"""Claims: a buyer's word that something is not right, from the first sentence to the money.

Owns `claim`, `claim_line`, `claim_picture`. Calls orders, catalogue, shipping, places.
Announces ClaimOpened, ClaimMoved.
"""

from app.claims import reactions as _reactions
from app.claims import sweeps as _sweeps
from app.claims.actions import (
    Complaint,
    Verdict,
    accept_offer,
    agree,
    contest,
    decide,
    decline_offer,
    goods_came,
    offer,
    open_claim,
    sent_back,
    take_back,
)
from app.claims.errors import ClaimNotPossible, OfferOutOfRange, SameJudge, TooLateToClaim, WordsNeeded
from app.claims.events import ClaimMoved, ClaimOpened
from app.claims.models import OPEN, Claim, ClaimState, Reason
from app.claims.queries import (
    ClaimView,
    by_parcel,
    claim,
    count_for_staff,
    for_staff,
    heard_again,
    in_order,
    invariants,
    of_maker,
    open_about,
    own_claim,
    possible,
    possible_of,
    under_claim,
    upheld_on,
    view,
    within,
)
from app.claims.rules import (
    ANSWER_HOURS,
    CLAIM_DAYS,
    MOST_PICTURES,
    RETURN_ADDRESS,
    WITHDRAWAL_DAYS,
    claimed_amount,
)
from app.claims.standing import FEWEST_LINES, Kept, Upheld, kept_word, upheld_against

__all__ = [
    "ANSWER_HOURS",
    "CLAIM_DAYS",
    "FEWEST_LINES",
    "MOST_PICTURES",
    "OPEN",
    "RETURN_ADDRESS",
    "WITHDRAWAL_DAYS",
    "Claim",
    "ClaimMoved",
    "ClaimNotPossible",
    "ClaimOpened",
    "ClaimState",
    "ClaimView",
    "Complaint",
    "Kept",
    "OfferOutOfRange",
    "Reason",
    "SameJudge",
    "TooLateToClaim",
    "Upheld",
    "Verdict",
    "WordsNeeded",
    "_reactions",
    "_sweeps",
    "accept_offer",
    "agree",
    "by_parcel",
    "claim",
    "claimed_amount",
    "contest",
    "count_for_staff",
    "decide",
    "decline_offer",
    "for_staff",
    "goods_came",
    "heard_again",
    "in_order",
    "invariants",
    "kept_word",
    "of_maker",
    "offer",
    "open_about",
    "open_claim",
    "own_claim",
    "possible",
    "possible_of",
    "sent_back",
    "take_back",
    "under_claim",
    "upheld_against",
    "upheld_on",
    "view",
    "within",
]
