"""The chart of accounts: codes, and the kind that each prefix stands for."""

from __future__ import annotations

from app.ledger.models import AccountKind

_KINDS = {
    "asset": AccountKind.ASSET,
    "liab": AccountKind.LIABILITY,
    "income": AccountKind.INCOME,
    "expense": AccountKind.EXPENSE,
    "equity": AccountKind.EQUITY,
    "fx": AccountKind.FX,
}

SHIPPING = "liab:shipping"
REFUND_PENDING = "liab:refund_pending"
PAYOUT_IN_TRANSIT = "liab:payout_in_transit"
UNAPPLIED = "liab:unapplied"
BANK = "asset:bank:main"
CASH = "asset:cash"
GATEWAY_FEE = "expense:gateway_fee"
COMMISSION = "income:commission"
COMMISSION_CASH = "income:commission_cash"
CREDIT = "liab:gift_credit"
DISCOUNT = "expense:discount"
SUBSIDY = "expense:subsidy"
DELIVERY_BORNE = "expense:delivery_borne"
GOODWILL = "expense:refund_goodwill"
BRANDING = "expense:branding"
BAD_DEBT = "expense:bad_debt"
ROUNDING = "equity:rounding"
MAKER = "liab:maker"
COOPERATIVE = "liab:coop"
ESCROW = "liab:escrow"
FX_RIAL = "fx:irr"
EXCHANGE = "income:exchange"
RIAL = "IRR"


def kind_of(code: str) -> AccountKind:
    """The kind of an account by its code. Raises KeyError for a code outside the chart."""
    return _KINDS[code.partition(":")[0]]


def currency_of(code: str) -> str:
    """In what an account is kept: rials, or for a gateway's own currency and its exchange account that one."""
    last = code.rpartition(":")[2]
    foreign = code.startswith(("fx:", "asset:gateway:")) and len(last) == 3 and last.isascii() and last.isalpha()
    return last.upper() if foreign else RIAL


def fx(currency: str) -> str:
    return f"fx:{currency.lower()}"


def foreign_gateway(name: str, currency: str) -> str:
    return f"asset:gateway:{name}:{currency.lower()}"


def gateway(name: str) -> str:
    return f"asset:gateway:{name}"


def escrow(parcel_id: int) -> str:
    return f"{ESCROW}:{parcel_id}"


def discount(coupon_id: int) -> str:
    """What the shop has paid to makers in the place of buyers who used this coupon."""
    return f"{DISCOUNT}:{coupon_id}"


def subsidy(subsidy_id: int) -> str:
    """What this fund has paid of deliveries in the place of buyers."""
    return f"{SUBSIDY}:{subsidy_id}"


def branding(budget_id: int) -> str:
    """What this budget has given to cooperatives for their brands."""
    return f"{BRANDING}:{budget_id}"


def cooperative(cooperative_id: int) -> str:
    """What a cooperative has been granted and not yet paid."""
    return f"{COOPERATIVE}:{cooperative_id}"


def carrier(service_code: str) -> str:
    return f"liab:carrier:{service_code}"


def maker(maker_id: int) -> str:
    return f"{MAKER}:{maker_id}"


def maker_id_of(code: str) -> int | None:
    prefix, _, number = code.rpartition(":")
    return int(number) if prefix == MAKER else None
