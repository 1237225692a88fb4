"""Settings: read once from the environment, checked once, all faults named together, frozen."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent

DEMO_SECRET = "demo-secret-not-for-production"
DEMO_FIELD_KEY = base64.b64encode(b"demo-field-key--not-for-real-use").decode()
DEMO_INDEX_KEY = base64.b64encode(b"demo-index-key--not-for-real-use").decode()

KNOWN_GATEWAYS = frozenset({"sandbox", "zarinpal", "zibal", "stripe", "card", "counter", "cod"})
DEMO_GATEWAYS = "sandbox,zarinpal,zibal,card,counter,cod,stripe"
DEMO_STRIPE_KEY = "sk_test_sandbox"
DEMO_STRIPE_HOOKS = "whsec_sandbox"
STRIPE = "https://api.stripe.com"
DEMO_MERCHANT_ID = "00000000-0000-0000-0000-000000000000"
ZARINPAL = "https://payment.zarinpal.com"
ZIBAL = "https://gateway.zibal.ir"
KNOWN_SMS_PROVIDERS = frozenset({"outbox", "kavenegar", "smsir", "melipayamak"})


class Mode(StrEnum):
    """Where the program runs; only production is strict about secrets and pretend services."""

    PRODUCTION = "production"
    DEVELOPMENT = "development"


class SettingsFault(Exception):
    """The environment can't be started from; `faults` names everything that is wrong with it."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(["The settings have these faults:", *(f"  - {fault}" for fault in faults)]))
        self.faults = faults


@dataclass(frozen=True)
class Settings:
    """What the operator decides outside the program. `docs/operator.md` explains each."""

    mode: Mode
    database_url: str
    redis_url: str | None
    secret_key: str
    field_keys: tuple[tuple[str, bytes], ...]
    index_key: bytes
    data_dir: Path
    host: str
    port: int
    workers: int
    public_url: str
    trusted_proxies: int
    gateways: tuple[str, ...]
    sandbox_base_url: str
    zarinpal_base_url: str
    zarinpal_merchant_id: str
    zarinpal_refund_url: str
    zarinpal_refund_token: str
    zarinpal_terminal_id: str
    zibal_base_url: str
    zibal_merchant: str
    more_bank_origins: tuple[str, ...]
    stripe_api_base: str
    stripe_secret_key: str
    stripe_webhook_secret: str
    stripe_currency: str
    stripe_live_allowed: str
    sms_providers: tuple[str, ...]
    kavenegar_base_url: str
    kavenegar_api_key: str
    smsir_base_url: str
    smsir_api_key: str
    smsir_line: str
    melipayamak_base_url: str
    melipayamak_username: str
    melipayamak_password: str
    melipayamak_line: str
    smtp_url: str
    mail_from: str
    picture_speed: int = 8
    testing: bool = False

    @property
    def production(self) -> bool:
        return self.mode is Mode.PRODUCTION

    @property
    def gateway_origins(self) -> tuple[str, ...]:
        """Origins of the enabled gateways' pages, for the content security policy's form-action."""
        pages = {
            "sandbox": self.sandbox_base_url,
            "zarinpal": self.zarinpal_base_url,
            "zibal": self.zibal_base_url,
            "stripe": "https://checkout.stripe.com" if self.stripe_api_base == STRIPE else self.stripe_api_base,
        }
        own = [origin_of(pages[name]) for name in self.gateways if name in pages]
        return tuple(dict.fromkeys([*own, *self.more_bank_origins]))


def origin_of(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


class _Reader:
    """Reads one variable after another and remembers every fault, so that they can be told at once."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self.environ = environ
        self.faults: list[str] = []

    def text(self, name: str, default: str = "") -> str:
        return self.environ.get(name, "").strip() or default

    def number(self, name: str, default: int, least: int, most: int) -> int:
        raw = self.text(name, str(default))
        if not raw.isascii() or not raw.isdigit() or not least <= int(raw) <= most:
            self.faults.append(f"{name}: {raw!r} is not a whole number from {least} to {most}")
            return default
        return int(raw)

    def url(self, name: str, default: str) -> str:
        raw = self.text(name).rstrip("/")
        if not raw:
            return default
        if urlsplit(raw).scheme not in {"http", "https"} or not urlsplit(raw).netloc:
            self.faults.append(f"{name}: {raw!r} is not an http(s) address")
        return raw

    def origins(self, name: str) -> tuple[str, ...]:
        """Addresses separated by spaces, cut down to their origins."""
        addresses = self.text(name).split()
        self.faults += [
            f"{name}: {one!r} is not an http(s) address"
            for one in addresses
            if urlsplit(one).scheme not in {"http", "https"} or not urlsplit(one).netloc
        ]
        return tuple(origin_of(one) for one in addresses)

    def choice(self, name: str, default: str, known: frozenset[str]) -> str:
        raw = self.text(name, default)
        if raw not in known:
            self.faults.append(f"{name}: {raw!r} is unknown; known: {', '.join(sorted(known))}")
        return raw

    def choices(self, name: str, default: str, known: frozenset[str]) -> tuple[str, ...]:
        """Names separated by commas, in the order of preference."""
        names = tuple(part.strip() for part in self.text(name, default).split(",") if part.strip())
        unknown = [one for one in names if one not in known]
        if unknown:
            self.faults.append(f"{name}: {unknown[0]!r} is unknown; known: {', '.join(sorted(known))}")
        if not names:
            self.faults.append(f"{name}: at least one of {', '.join(sorted(known))} is needed")
        return names

    def key(self, name: str, raw: str) -> bytes:
        try:
            key = base64.b64decode(raw, validate=True)
        except (binascii.Error, ValueError):
            key = b""
        if len(key) != 32:
            self.faults.append(f"{name}: a key must be 32 bytes in base64")
        return key

    def keys(self, name: str, default: str) -> tuple[tuple[str, bytes], ...]:
        """`id:base64,id:base64`; the first one encrypts, all decrypt."""
        pairs = [part.strip().partition(":") for part in self.text(name, default).split(",")]
        if any(not key_id.isalnum() or len(key_id) > 8 for key_id, _, _ in pairs):
            self.faults.append(
                f"{name}: write id:base64 pairs with ids of 1 to 8 letters or digits, separated by commas"
            )
        if len({key_id for key_id, _, _ in pairs}) < len(pairs):
            self.faults.append(f"{name}: two keys have the same id")
        return tuple((key_id, self.key(name, raw)) for key_id, _, raw in pairs)


def _production_faults(settings: Settings) -> list[str]:
    rules = [
        (settings.secret_key == DEMO_SECRET, "SECRET_KEY: the demo secret must not be used in production"),
        (len(settings.secret_key) < 32, "SECRET_KEY: at least 32 characters are needed in production"),
        (
            base64.b64decode(DEMO_FIELD_KEY) in {key for _, key in settings.field_keys},
            "FIELD_KEYS: the demo key must not be used in production",
        ),
        (
            settings.index_key == base64.b64decode(DEMO_INDEX_KEY),
            "INDEX_KEY: the demo key must not be used in production",
        ),
        ("sandbox" in settings.gateways, "GATEWAYS: the sandbox gateway takes no real money; not in production"),
        (
            "outbox" in settings.sms_providers,
            "SMS_PROVIDER: the development outbox shows codes to anybody; not in production",
        ),
        (not settings.public_url.startswith("https://"), "PUBLIC_URL: production needs an https address"),
        (
            "zarinpal" in settings.gateways and settings.zarinpal_merchant_id in {"", DEMO_MERCHANT_ID},
            "ZARINPAL_MERCHANT_ID: the terminal's own merchant id is needed",
        ),
        (
            "zarinpal" in settings.gateways and not settings.zarinpal_base_url.startswith("https://"),
            "ZARINPAL_BASE_URL: production needs an https address",
        ),
        (
            "zibal" in settings.gateways and settings.zibal_merchant in {"", "zibal"},
            "ZIBAL_MERCHANT: the merchant's own name is needed; zibal is for tests",
        ),
        (
            "zibal" in settings.gateways and not settings.zibal_base_url.startswith("https://"),
            "ZIBAL_BASE_URL: production needs an https address",
        ),
        (
            "stripe" in settings.gateways and settings.stripe_secret_key == DEMO_STRIPE_KEY,
            "STRIPE_SECRET_KEY: that is the pretend bank's",
        ),
        (
            "stripe" in settings.gateways and settings.stripe_webhook_secret == DEMO_STRIPE_HOOKS,
            "STRIPE_WEBHOOK_SECRET: that is the pretend bank's, which anybody can read",
        ),
        (
            "stripe" in settings.gateways and not settings.stripe_api_base.startswith("https://"),
            "STRIPE_API_BASE: production needs an https address",
        ),
    ]
    return [fault for broken, fault in rules if broken]


OWNERS_WORD = "the owner has decided"
# Of those that Stripe settles without special rules about their smallest unit.
STRIPE_CURRENCIES = frozenset({"eur", "usd", "gbp", "aed", "chf", "sek", "nok", "dkk", "cad", "aud"})


def _stripe_faults(settings: Settings) -> list[str]:
    if "stripe" not in settings.gateways:
        return []
    rules = [
        (not settings.stripe_secret_key, "STRIPE_SECRET_KEY: needed while GATEWAYS has stripe"),
        (not settings.stripe_webhook_secret, "STRIPE_WEBHOOK_SECRET: needed while GATEWAYS has stripe"),
        (
            settings.stripe_secret_key.startswith(("sk_live_", "rk_live_"))
            and (settings.stripe_live_allowed != OWNERS_WORD or settings.testing),
            f"STRIPE_SECRET_KEY: live keys are refused unless STRIPE_LIVE_KEYS is {OWNERS_WORD!r}",
        ),
        (
            settings.stripe_currency not in STRIPE_CURRENCIES,
            f"STRIPE_CURRENCY: {settings.stripe_currency!r} is unknown; known: {', '.join(sorted(STRIPE_CURRENCIES))}",
        ),
    ]
    return [fault for broken, fault in rules if broken]


def _refund_faults(settings: Settings) -> list[str]:
    """ZarinPal's refunds after half an hour: all of it is set up, or nothing."""
    given = {
        "ZARINPAL_REFUND_TOKEN": settings.zarinpal_refund_token,
        "ZARINPAL_REFUND_URL": settings.zarinpal_refund_url,
        "ZARINPAL_TERMINAL_ID": settings.zarinpal_terminal_id,
    }
    faults = [f"{name}: needed with the others of {', '.join(given)}" for name, value in given.items() if not value]
    if len(faults) == len(given):
        return []
    if settings.zarinpal_terminal_id and not settings.zarinpal_terminal_id.isdigit():
        faults.append("ZARINPAL_TERMINAL_ID: the terminal's number, in digits")
    if settings.production and settings.zarinpal_refund_url.startswith("http://"):
        faults.append("ZARINPAL_REFUND_URL: production needs an https address")
    return faults


def _message_faults(settings: Settings) -> list[str]:
    needed = {
        "kavenegar": {"KAVENEGAR_API_KEY": settings.kavenegar_api_key},
        "smsir": {"SMSIR_API_KEY": settings.smsir_api_key, "SMSIR_LINE": settings.smsir_line},
        "melipayamak": {
            "MELIPAYAMAK_USERNAME": settings.melipayamak_username,
            "MELIPAYAMAK_PASSWORD": settings.melipayamak_password,
            "MELIPAYAMAK_LINE": settings.melipayamak_line,
        },
    }
    faults = [
        f"{name}: needed while SMS_PROVIDER is {provider}"
        for provider in settings.sms_providers
        for name, value in needed.get(provider, {}).items()
        if not value
    ]
    if settings.smsir_line and not settings.smsir_line.isdigit():
        faults.append("SMSIR_LINE: the number of the line, in digits")
    if settings.smtp_url and urlsplit(settings.smtp_url).scheme not in {"smtp", "smtps", "smtp+starttls"}:
        faults.append("SMTP_URL: smtp://, smtp+starttls:// or smtps://, with user and password where there are any")
    if settings.smtp_url and "@" not in settings.mail_from:
        faults.append("MAIL_FROM: needed while SMTP_URL is set")
    return faults


def read(environ: Mapping[str, str]) -> Settings:
    """Settings out of `environ`. Raises SettingsFault with every fault found, not just the first."""
    reader = _Reader(environ)
    mode = (
        Mode.PRODUCTION
        if reader.choice("APP_MODE", "development", frozenset(Mode)) == "production"
        else Mode.DEVELOPMENT
    )
    data_dir = Path(reader.text("DATA_DIR", str(ROOT / "data"))).resolve()
    port = reader.number("PORT", 8000, 1, 65534)
    gateways = tuple(
        name for name in reader.text("GATEWAYS", DEMO_GATEWAYS if mode is Mode.DEVELOPMENT else "").split(",") if name
    )
    reader.faults += [
        f"GATEWAYS: {name!r} is unknown; known: {', '.join(sorted(KNOWN_GATEWAYS))}"
        for name in gateways
        if name not in KNOWN_GATEWAYS
    ]
    sandbox = reader.url("SANDBOX_BASE_URL", f"http://127.0.0.1:{port + 1}")
    real = mode is Mode.PRODUCTION
    settings = Settings(
        mode=mode,
        database_url=_database_url(reader, data_dir),
        redis_url=reader.text("REDIS_URL") or None,
        secret_key=reader.text("SECRET_KEY", DEMO_SECRET),
        field_keys=reader.keys("FIELD_KEYS", f"demo:{DEMO_FIELD_KEY}"),
        index_key=reader.key("INDEX_KEY", reader.text("INDEX_KEY", DEMO_INDEX_KEY)),
        data_dir=data_dir,
        host=reader.text("HOST", "127.0.0.1"),
        port=port,
        workers=reader.number("WORKERS", 2, 1, 64),
        public_url=reader.url("PUBLIC_URL", f"http://127.0.0.1:{port}"),
        trusted_proxies=reader.number("TRUSTED_PROXIES", 0, 0, 5),
        gateways=gateways,
        sandbox_base_url=sandbox,
        # In development the pretend bank plays the real ones too.
        zarinpal_base_url=reader.url("ZARINPAL_BASE_URL", ZARINPAL if real else sandbox),
        zarinpal_merchant_id=reader.text("ZARINPAL_MERCHANT_ID", "" if real else DEMO_MERCHANT_ID),
        zarinpal_refund_url=reader.url("ZARINPAL_REFUND_URL", ""),
        zarinpal_refund_token=reader.text("ZARINPAL_REFUND_TOKEN").removeprefix("Bearer "),
        zarinpal_terminal_id=reader.text("ZARINPAL_TERMINAL_ID"),
        zibal_base_url=reader.url("ZIBAL_BASE_URL", ZIBAL if real else sandbox),
        zibal_merchant=reader.text("ZIBAL_MERCHANT", "" if real else "zibal"),
        more_bank_origins=reader.origins("BANK_ORIGINS"),
        stripe_api_base=reader.url("STRIPE_API_BASE", STRIPE if real else sandbox),
        stripe_secret_key=reader.text("STRIPE_SECRET_KEY", "" if real else DEMO_STRIPE_KEY),
        stripe_webhook_secret=reader.text("STRIPE_WEBHOOK_SECRET", "" if real else DEMO_STRIPE_HOOKS),
        stripe_currency=reader.text("STRIPE_CURRENCY", "eur").lower(),
        stripe_live_allowed=reader.text("STRIPE_LIVE_KEYS"),
        sms_providers=reader.choices("SMS_PROVIDER", "outbox", KNOWN_SMS_PROVIDERS),
        kavenegar_base_url=reader.url("KAVENEGAR_BASE_URL", "https://api.kavenegar.com"),
        kavenegar_api_key=reader.text("KAVENEGAR_API_KEY"),
        smsir_base_url=reader.url("SMSIR_BASE_URL", "https://api.sms.ir"),
        smsir_api_key=reader.text("SMSIR_API_KEY"),
        smsir_line=reader.text("SMSIR_LINE"),
        melipayamak_base_url=reader.url("MELIPAYAMAK_BASE_URL", "https://rest.payamak-panel.com"),
        melipayamak_username=reader.text("MELIPAYAMAK_USERNAME"),
        melipayamak_password=reader.text("MELIPAYAMAK_PASSWORD"),
        melipayamak_line=reader.text("MELIPAYAMAK_LINE"),
        smtp_url=reader.text("SMTP_URL"),
        mail_from=reader.text("MAIL_FROM"),
        picture_speed=reader.number("PICTURE_SPEED", 8, 0, 10),
    )
    reader.faults += [*_message_faults(settings), *_stripe_faults(settings), *_refund_faults(settings)]
    if settings.production:
        reader.faults += _production_faults(settings)
    if reader.faults:
        raise SettingsFault(reader.faults)
    return settings


def _database_url(reader: _Reader, data_dir: Path) -> str:
    """The address as SQLAlchemy wants it; PostgreSQL is always driven by psycopg 3."""
    raw = reader.text("DATABASE_URL", f"sqlite:///{data_dir / 'dastsaz.sqlite3'}")
    for scheme in ("postgres://", "postgresql://"):
        if raw.startswith(scheme):
            return "postgresql+psycopg://" + raw.removeprefix(scheme)
    if not raw.startswith(("sqlite:///", "postgresql+psycopg://")):
        reader.faults.append("DATABASE_URL: only sqlite:/// and postgresql:// are supported")
    return raw
