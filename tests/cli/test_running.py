"""Starting, checking, rebuilding, and what production refuses."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from flask import Flask
from flask.cli import ScriptInfo
from sqlalchemy import func, select, text

from app import catalogue, consent, create_app, places, search
from app.accounts import Role
from app.catalogue import Good
from app.cli.running import gunicorn
from app.shared import migrating, outbox, rulebook, schedule
from app.shared.database import db, session, transaction
from app.web import access
from config import ROOT
from tests import world
from tests.conftest import Store, browser_of, secret, settings_for
from tests.migrations.conftest import program_on
from tests.shared.listening import BellRang, happened, written

REAL = {
    "APP_MODE": "production",
    "SECRET_KEY": "a long secret that nobody can guess at all",
    "FIELD_KEYS": f"k1:{secret('n')}",
    "INDEX_KEY": secret("x"),
    "PUBLIC_URL": "https://dastsaz.example",
    "GATEWAYS": "",
    "SMS_PROVIDER": "kavenegar",
    "KAVENEGAR_API_KEY": "key",
}
MARKS = {*(f"R{number}" for number in range(1, 12)), "I1", "I2", "I3", "I4", "I5", "I6", "I9", "I10", "I12"}


def test_no_log_is_kept_of_addresses_in_which_names_were_sought():
    command = gunicorn("wsgi:app", "127.0.0.1", 8000, 1)

    assert [word for word in command if word.startswith("--access-log") or word == "-"] == []


# ---- the books ------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("app")
def test_the_check_prints_every_promise_with_its_figure(command, bank):
    world.sold(bank, {world.variant(world.maker()): 2})
    world.work()
    told = command("ledger", "check")

    lines = [line.split() for line in told.output.splitlines()]
    assert told.exit_code == 0, told.output
    assert {line[0] for line in lines} >= MARKS
    assert all(line[-1] == "ok" for line in lines if line[0] != "R3")
    assert [line[-2:] for line in lines if line[0] == "R3"] == [["no", "report"]]
    assert lines == sorted(lines, key=lambda line: (line[0][0], int(line[0][1:])))


@pytest.mark.usefixtures("app")
def test_the_check_fails_when_a_promise_is_broken_and_says_which(command, bank):
    world.sold(bank, {world.variant(world.maker()): 2})
    with db.engines[None].begin() as console:
        console.execute(text("UPDATE variant SET on_hand = on_hand + 1"))

    told = command("ledger", "check")

    broken = [line for line in told.output.splitlines() if line.endswith("BROKEN")]
    assert told.exit_code == 1
    assert len(broken) == 1
    assert "stock" in broken[0]
    assert " 1 " in broken[0]


# ---- setup ----------------------------------------------------------------------------------------------------


@pytest.fixture
def empty(worker_id: str) -> Iterator[Store]:
    made = Store(f"{worker_id}_setup")
    made.create()
    yield made
    made.drop()


def test_setup_twice_gives_one_shop(empty):
    with program_on(empty) as program:
        setup = partial(program.test_cli_runner().invoke, args=["setup"], obj=ScriptInfo(create_app=lambda: program))

        told, first = setup().output, facts()
        again, second = setup().output, facts()

    assert told == again == f"database at migration {migrating.newest()}\n"
    assert first == second == (97, 10, 31, 23)


@pytest.mark.usefixtures("app")
def test_a_new_shop_asks_before_it_uses_an_income_and_setup_never_overrules_staff(command):
    command("setup")
    world.fresh()
    asked = rulebook.number(consent.NEEDED)
    with transaction():
        rulebook.set_rule(consent.NEEDED, 0, source="everybody is told on paper", by=None)
    command("setup")
    world.fresh()

    assert (asked, rulebook.number(consent.NEEDED)) == (1, 0)


@pytest.mark.usefixtures("app")
def test_setup_leaves_what_staff_have_decided(command):
    staff_id = world.official(Role.STAFF)
    with transaction():
        catalogue.decide_route("B056", catalogue.HealthRoute.NONE, "letter 5", staff_id)
    before = facts()

    told = command("setup")

    assert told.output == f"database at migration {migrating.newest()}\n"
    assert facts() == before
    assert catalogue.good("B056").route is catalogue.HealthRoute.NONE


def facts() -> tuple[int, ...]:
    world.fresh()
    goods = session().scalar(select(func.count()).select_from(Good)) or 0
    return goods, len(places.home_counties()), len(places.provinces()), len(catalogue.categories())


# ---- search and the worker ------------------------------------------------------------------------------------


@pytest.mark.usefixtures("app")
def test_the_shelf_is_rebuilt_from_the_products(command):
    world.variant(world.maker(), world.Ware(title="گبهٔ عشایری"))
    world.work()
    with db.engines[None].begin() as console:
        console.execute(text("DELETE FROM shelf_row"))

    told = command("search", "rebuild")

    assert told.output == "1 products listed, 1 indexed\n"
    world.fresh()
    assert search.find(search.Wanted(words="گبه")).total == 1


@pytest.fixture
def _signals() -> Iterator[None]:
    """The worker listens to signals; afterwards the tests do again."""
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    yield
    for number, act in before.items():
        signal.signal(number, act)


@pytest.mark.usefixtures("app", "_signals")
def test_the_worker_does_what_is_due_and_ends(command):
    happened(BellRang(1))

    told = command("worker", "--once")

    assert told.exit_code == 0, told.output
    assert written("rang") == 1
    assert outbox.waiting() == 0
    assert schedule.last_beat() is not None


# ---- development's doors --------------------------------------------------------------------------------------


def test_a_login_url_lets_somebody_of_the_role_in_once(app, command):
    make = {Role.MENTOR: world.mentor, Role.TRAINEE: world.maker}
    for role in (Role.STAFF, Role.FINANCE, Role.OFFICER, Role.MENTOR, Role.TRAINEE):
        make.get(role, partial(world.official, role))()

        told = command("demo", "login-url", "--role", role.value)

        address = re.fullmatch(r"http://127\.0\.0\.1:8000(/dev/login/\S+)\n", told.output)
        assert address, told.output
        visitor = browser_of(app)
        assert visitor.get(address[1]).status_code == 303
        assert browser_of(app).get(address[1], status="*").status_code != 303
        with app.app_context(), app.test_request_context(headers={"Cookie": cookies(visitor)}):
            assert role in access.me().roles


def cookies(visitor) -> str:
    return "; ".join(f"{name}={value}" for name, value in visitor.cookies.items())


@pytest.mark.usefixtures("app")
def test_a_login_url_for_a_name(app, command):
    world.official(Role.STAFF)

    assert command("demo", "login-url", "--role", "staff", "--name", "کارمند").exit_code == 0
    nobody = command("demo", "login-url", "--role", "staff", "--name", "رستم")
    assert nobody.exit_code == 1
    assert "nobody of that role and name" in nobody.output


@pytest.mark.usefixtures("app")
def test_the_demo_is_not_poured_over_a_shop_that_lives(command):
    world.product(world.maker())

    told = command("demo", "seed")

    assert told.exit_code == 1
    assert "not empty" in told.output


@pytest.mark.usefixtures("app")
def test_a_shop_that_is_no_demo_is_not_thrown_away(command):
    product_id = world.product(world.maker())

    told = command("demo", "reset")

    assert told.exit_code == 1
    assert "not a demo" in told.output
    assert world.slug(product_id)


# ---- production -----------------------------------------------------------------------------------------------


def test_production_does_not_start_with_the_demos_secrets_and_names_every_fault(tmp_path):
    environ = {**os.environ, "DATA_DIR": str(tmp_path), "APP_MODE": "production", "GATEWAYS": "sandbox", "PORT": "0"}
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "setup"]

    told = subprocess.run(command, check=False, cwd=ROOT, env=environ, capture_output=True, text=True)

    assert told.returncode != 0
    for name in ("SECRET_KEY", "FIELD_KEYS", "INDEX_KEY", "GATEWAYS", "SMS_PROVIDER", "PUBLIC_URL", "PORT"):
        assert f"- {name}: " in told.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.fixture
def production(tmp_path: Path) -> Flask:
    """An empty shop in production."""
    return create_app(settings_for(tmp_path, **REAL))


@pytest.mark.parametrize("words", [("seed",), ("reset",), ("login-url", "--role", "staff")], ids=lambda words: words[0])
def test_the_demo_is_refused_in_production(production, words):
    told = production.test_cli_runner().invoke(args=["demo", *words], obj=ScriptInfo(create_app=lambda: production))

    assert (told.exit_code, told.output) == (1, "Error: not in production\n")
