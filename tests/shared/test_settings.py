"""Settings: all faults at once, and what production refuses."""

import dataclasses
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import config
from config import DEMO_FIELD_KEY, DEMO_INDEX_KEY, DEMO_SECRET, Mode, SettingsFault, read
from tests.conftest import secret

REAL = {
    "APP_MODE": "production",
    "DATABASE_URL": "postgresql://shop@db/shop",
    "SECRET_KEY": "a long secret that nobody can guess at all",
    "FIELD_KEYS": f"k2:{secret('n')},k1:{secret('o')}",
    "INDEX_KEY": secret("x"),
    "PUBLIC_URL": "https://dastsaz.example/",
    "SMS_PROVIDER": "kavenegar",
    "KAVENEGAR_API_KEY": "key",
}


def faults_of(**changed: str) -> list[str]:
    with pytest.raises(SettingsFault) as refused:
        read(changed)
    return refused.value.faults


def in_production(**changed: str) -> list[str]:
    return faults_of(**{**REAL, **changed})


REFUNDS = {
    "ZARINPAL_REFUND_TOKEN": "Bearer secret",
    "ZARINPAL_REFUND_URL": "https://next.zarinpal.com/api/v4/",
    "ZARINPAL_TERMINAL_ID": "445566",
}


def test_zarinpal_s_refunds_are_off_until_all_of_it_is_given():
    off, on = read({}), read(REFUNDS)

    assert (off.zarinpal_refund_token, off.zarinpal_refund_url, off.zarinpal_terminal_id) == ("", "", "")
    assert (on.zarinpal_refund_token, on.zarinpal_refund_url) == ("secret", "https://next.zarinpal.com/api/v4")


@pytest.mark.parametrize("missing", REFUNDS)
def test_a_part_of_zarinpal_s_refunds_is_a_fault(missing):
    given = {name: value for name, value in REFUNDS.items() if name != missing}

    assert [fault.partition(":")[0] for fault in faults_of(**given)] == [missing]
    assert faults_of(**{**REFUNDS, "ZARINPAL_TERMINAL_ID": "x1"})[0].startswith("ZARINPAL_TERMINAL_ID")


def test_without_any_setting_a_development_shop_starts():
    made = read({})

    assert (made.mode, made.host, made.port, made.workers) == (Mode.DEVELOPMENT, "127.0.0.1", 8000, 2)
    assert made.public_url == "http://127.0.0.1:8000"
    assert made.sandbox_base_url == "http://127.0.0.1:8001"
    assert made.gateways == ("sandbox", "zarinpal", "zibal", "card", "counter", "cod", "stripe")
    assert made.stripe_api_base == made.sandbox_base_url in made.gateway_origins
    assert made.zarinpal_base_url == made.zibal_base_url == made.sandbox_base_url
    assert made.database_url.startswith("sqlite:///")


def test_a_real_shop_starts_in_production():
    made = read(REAL)

    assert made.production
    assert made.database_url == "postgresql+psycopg://shop@db/shop"
    assert made.public_url == "https://dastsaz.example"
    assert [name for name, _ in made.field_keys] == ["k2", "k1"]
    assert made.gateways == ()
    assert made.gateway_origins == ()


def test_every_fault_is_named_at_once():
    faults = faults_of(
        APP_MODE="prod", PORT="80000", WORKERS="0", TRUSTED_PROXIES="-1", PUBLIC_URL="dastsaz.example",
        SANDBOX_BASE_URL="ftp://bank", KAVENEGAR_BASE_URL="x", FIELD_KEYS="no key", INDEX_KEY="short",
        GATEWAYS="sandbox,paypal", SMS_PROVIDER="pigeon", DATABASE_URL="mysql://db",
    )  # fmt: skip

    named = {fault.partition(":")[0] for fault in faults}
    assert named == {
        "APP_MODE", "PORT", "WORKERS", "TRUSTED_PROXIES", "PUBLIC_URL", "SANDBOX_BASE_URL", "KAVENEGAR_BASE_URL",
        "FIELD_KEYS", "INDEX_KEY", "GATEWAYS", "SMS_PROVIDER", "DATABASE_URL",
    }  # fmt: skip


def test_the_message_lists_all_faults_and_tells_no_secret():
    with pytest.raises(SettingsFault) as refused:
        read({**REAL, "SECRET_KEY": "hunter2", "INDEX_KEY": "c2hvcnQ=", "PORT": "eighty"})

    told = str(refused.value)
    assert all(name in told for name in ("SECRET_KEY", "INDEX_KEY", "PORT"))
    assert "hunter2" not in told
    assert "c2hvcnQ=" not in told


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({"SECRET_KEY": DEMO_SECRET}, "SECRET_KEY: the demo secret"),
        ({"SECRET_KEY": ""}, "SECRET_KEY: the demo secret"),
        ({"SECRET_KEY": "too short"}, "SECRET_KEY: at least 32"),
        ({"FIELD_KEYS": f"k1:{DEMO_FIELD_KEY}"}, "FIELD_KEYS: the demo key"),
        ({"FIELD_KEYS": f"k2:{secret('n')},k1:{DEMO_FIELD_KEY}"}, "FIELD_KEYS: the demo key"),
        ({"FIELD_KEYS": ""}, "FIELD_KEYS: the demo key"),
        ({"INDEX_KEY": DEMO_INDEX_KEY}, "INDEX_KEY: the demo key"),
        ({"INDEX_KEY": ""}, "INDEX_KEY: the demo key"),
        ({"GATEWAYS": "sandbox"}, "GATEWAYS: the sandbox"),
        ({"GATEWAYS": "zarinpal"}, "ZARINPAL_MERCHANT_ID: the terminal's own"),
        ({"GATEWAYS": "zarinpal", "ZARINPAL_BASE_URL": "http://zp.example"}, "ZARINPAL_BASE_URL: production"),
        (
            {
                "ZARINPAL_REFUND_TOKEN": "t",
                "ZARINPAL_REFUND_URL": "http://next.example",
                "ZARINPAL_TERMINAL_ID": "7",
            },
            "ZARINPAL_REFUND_URL: production",
        ),
        ({"GATEWAYS": "zibal", "ZIBAL_MERCHANT": "zibal"}, "ZIBAL_MERCHANT: the merchant's own"),
        ({"GATEWAYS": "zibal", "ZIBAL_BASE_URL": "http://zb.example"}, "ZIBAL_BASE_URL: production"),
        ({"GATEWAYS": "stripe"}, "STRIPE_SECRET_KEY: needed"),
        ({"GATEWAYS": "stripe", "STRIPE_SECRET_KEY": "sk_test_sandbox"}, "STRIPE_SECRET_KEY: that is the pretend"),
        (
            {"GATEWAYS": "stripe", "STRIPE_WEBHOOK_SECRET": "whsec_sandbox"},
            "STRIPE_WEBHOOK_SECRET: that is",
        ),
        ({"GATEWAYS": "stripe", "STRIPE_API_BASE": "http://stripe.example"}, "STRIPE_API_BASE: production"),
        ({"BANK_ORIGINS": "https://sep.example ftp://x"}, "BANK_ORIGINS: 'ftp://x'"),
        ({"SMS_PROVIDER": "outbox"}, "SMS_PROVIDER: the development outbox"),
        ({"SMS_PROVIDER": ""}, "SMS_PROVIDER: the development outbox"),
        ({"PUBLIC_URL": "http://dastsaz.example"}, "PUBLIC_URL: production needs an https"),
        ({"PUBLIC_URL": ""}, "PUBLIC_URL: production needs an https"),
    ],
)
def test_production_refuses_what_is_only_for_trying_out(changed, named):
    assert [fault for fault in in_production(**changed) if fault.startswith(named)]


def test_production_names_all_that_is_left_of_the_demo_together():
    faults = faults_of(APP_MODE="production", GATEWAYS="sandbox")

    assert {fault.partition(":")[0] for fault in faults} == {
        "SECRET_KEY", "FIELD_KEYS", "INDEX_KEY", "GATEWAYS", "SMS_PROVIDER", "PUBLIC_URL",
    }  # fmt: skip


@pytest.mark.parametrize("keys", ["k1", "k1:", ":AAAA", "k1:AAAA", f"toolongname:{secret('n')}", f"k1:{secret('n')},"])
def test_a_field_key_has_a_short_name_and_32_bytes(keys):
    assert {fault.partition(":")[0] for fault in in_production(FIELD_KEYS=keys)} == {"FIELD_KEYS"}


def test_two_keys_of_one_name_are_refused():
    assert in_production(FIELD_KEYS=f"k1:{secret('n')},k1:{secret('o')}")


def test_a_provider_without_its_key_is_refused():
    assert in_production(KAVENEGAR_API_KEY="")[0].startswith("KAVENEGAR_API_KEY")


@pytest.mark.parametrize("url", ["postgres://shop@db/shop", "postgresql://shop@db/shop"])
def test_postgresql_is_always_spoken_to_by_one_driver(url):
    assert read({"DATABASE_URL": url}).database_url == "postgresql+psycopg://shop@db/shop"


def test_the_bank_page_is_an_origin_that_forms_may_go_to():
    made = read({"SANDBOX_BASE_URL": "http://127.0.0.1:9001/bank?x=1"})

    assert made.gateway_origins == ("http://127.0.0.1:9001",)


def test_spaces_around_a_value_do_not_matter():
    assert read({"PORT": " 9000 ", "SECRET_KEY": "  "}).port == 9000


def test_settings_can_not_be_changed_afterwards():
    with pytest.raises(dataclasses.FrozenInstanceError):
        read({}).port = 1


NAMES = ("APP_MODE", "PORT", "WORKERS", "FIELD_KEYS", "INDEX_KEY", "GATEWAYS", "DATABASE_URL", "PUBLIC_URL", "DATA_DIR")


@settings(deadline=None, max_examples=100)
@given(st.dictionaries(st.sampled_from(NAMES), st.text(st.characters(exclude_characters="\0"), max_size=12)))
def test_whatever_stands_in_the_environment_it_starts_or_names_the_faults(environ: dict[str, str]):
    with suppress(SettingsFault):
        assert isinstance(read(environ), config.Settings)
