"""The numbered migrations: from empty to what the models say, again and again, also two at once."""

import ast
import os
import subprocess
import sys

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import CheckConstraint, Connection, inspect, text
from sqlalchemy.exc import OperationalError

from app.shared import migrating
from app.shared.database import db
from config import ROOT
from tests.conftest import Store
from tests.migrations.conftest import program_on

VERSIONS = sorted((ROOT / "migrations" / "versions").glob("*.py"))
ONLY_ON_POSTGRESQL = {"ix_shelf_row_words"}
UPGRADE = """
import sys
from app import create_app
from sqlalchemy.exc import OperationalError

from app.shared import migrating

with create_app().app_context():
    print("ready", flush=True)
    sys.stdin.readline()
    migrating.upgrade()
    print(migrating.current())
"""


def differences(connection: Connection) -> list[str]:
    """What the models say and the database does not have, or the other way round."""
    found = compare_metadata(MigrationContext.configure(connection, opts={"compare_type": True}), db.metadata)
    expected = [one for one in found if one[0] == "remove_index" and one[1].name in ONLY_ON_POSTGRESQL]
    assert len(expected) == (connection.dialect.name == "postgresql")
    return [repr(one) for one in found if one not in expected]


def checks(connection: Connection) -> tuple[set[str], set[str]]:
    """Names of all CHECKs: in the database, in the models."""
    inspector = inspect(connection)
    there = {check["name"] for table in db.metadata.tables for check in inspector.get_check_constraints(table)}
    wanted = [one for table in db.metadata.tables.values() for one in table.constraints]
    return there, {str(one.name) for one in wanted if isinstance(one, CheckConstraint)}


def guards(connection: Connection) -> list[str]:
    """Names of all triggers."""
    on_sqlite = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    on_postgresql = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
    question = on_sqlite if connection.dialect.name == "sqlite" else on_postgresql
    return sorted(connection.scalars(text(question)))


def test_an_empty_database_becomes_what_the_models_say(empty: Store):
    with program_on(empty):
        assert migrating.current() == ""

        migrating.upgrade()

        assert migrating.current() == migrating.newest() == VERSIONS[-1].name[:4]
        with db.engines[None].connect() as connection:
            assert differences(connection) == []
            there, wanted = checks(connection)
            assert there == wanted
            assert len(guards(connection)) > 20


def test_every_step_can_be_taken_by_itself_and_all_of_them_twice(empty: Store):
    with program_on(empty):
        for version in VERSIONS:
            migrating.upgrade(version.name[:4])
            assert migrating.current() == version.name[:4]
        with db.engines[None].begin() as connection:
            connection.execute(text("INSERT INTO heartbeat (name, at) VALUES ('kept', '2026-11-01')"))
            before = guards(connection)

        migrating.upgrade()
        migrating.upgrade()

        with db.engines[None].connect() as connection:
            assert differences(connection) == []
            assert guards(connection) == before
            assert connection.scalar(text("SELECT count(*) FROM heartbeat")) == 1


def test_two_programs_that_upgrade_at_once_both_end_well(empty: Store):
    environ = {**os.environ, "DATABASE_URL": empty.url, "DATA_DIR": str(empty.folder)}
    command = [sys.executable, "-c", UPGRADE]
    programs = [
        subprocess.Popen(command, cwd=ROOT, env=environ, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    for program in programs:
        assert program.stdout.readline() == "ready\n"

    for program in programs:
        program.stdin.write("go\n")
        program.stdin.flush()
    told = [program.communicate(timeout=60)[0].strip() for program in programs]

    assert [program.returncode for program in programs] == [0, 0]
    assert told == [VERSIONS[-1].name[:4]] * 2
    with program_on(empty), db.engines[None].connect() as connection:
        assert differences(connection) == []


def test_a_migration_that_does_not_get_its_lock_gives_up_soon_and_works_later(empty: Store):
    if not empty.server:
        pytest.skip("SQLite has one lock for everything, and waits for it")
    with program_on(empty):
        migrating.upgrade("0011")
        with db.engines[None].begin() as somebody:
            somebody.execute(text("LOCK TABLE journal IN ACCESS EXCLUSIVE MODE"))
            with pytest.raises(OperationalError, match="lock timeout"):
                migrating.upgrade()

        with program_on(empty):
            assert migrating.current() == "0011"
            migrating.upgrade()
            assert migrating.current() == migrating.newest()


def test_migrations_are_numbered_without_a_gap_and_know_no_models():
    assert [version.name[:4] for version in VERSIONS] == [f"{number:04d}" for number in range(1, len(VERSIONS) + 1)]
    for before, version in zip([None, *VERSIONS], VERSIONS, strict=False):
        tree = ast.parse(version.read_text())
        told = {
            node.targets[0].id: ast.literal_eval(node.value)
            for node in tree.body
            if isinstance(node, ast.Assign) and node.targets[0].id in {"revision", "down_revision"}
        }
        assert told == {"revision": version.name[:4], "down_revision": before and before.name[:4]}
        assert not imports(tree) & {"app", "config", "tests"}, version.name


def imports(tree: ast.Module) -> set[str]:
    plain = [one.name for node in ast.walk(tree) if isinstance(node, ast.Import) for one in node.names]
    from_them = [str(node.module) for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    return {name.partition(".")[0] for name in (*plain, *from_them)}
