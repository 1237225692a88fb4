"""What the database itself refuses: unbalanced books, changed history, changed versions and sold lines.

Also PostgreSQL's index of the shelf's words.
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"

APPEND_ONLY = ("move", "audit", "entry", "stock_move", "account")
NEVER_DELETED = ("journal", "vouch", "line", "payment_attempt", "refund")
VERSION_CONTENT = (
    "product_id", "number", "good_id", "category_code", "title", "description", "materials", "size_words", "care",
    "weight_g", "price_rial", "health_route", "permit_id", "permit_number", "permit_expires_on",
)  # fmt: skip
LINE_FROZEN = (
    "parcel_id", "maker_id", "variant_id", "version_id", "vouch_id", "sku", "title", "quantity", "unit_price_rial",
    "goods_rial", "commission_bps", "commission_rial", "grade", "differences", "acknowledged", "exempt",
)  # fmt: skip
VOUCH_FROZEN = (
    "version_id", "mentor_id", "mentor_person_id", "maker_person_id", "basis", "seen_on", "checked", "unchecked",
    "words", "valid_until", "given_at",
)  # fmt: skip
PARTS_OF_A_VERSION = ("version_picture", "disclosure", "deviation")
SHELF_WORDS = "setweight(to_tsvector('simple', title_terms), 'A') || setweight(to_tsvector('simple', body_terms), 'D')"


def _postgres() -> bool:
    return op.get_bind().dialect.name == "postgresql"


def _run(statement: str) -> None:
    op.execute(sa.text(statement.replace(":", r"\:")))


def _differs(columns: tuple[str, ...]) -> str:
    different = "IS DISTINCT FROM" if _postgres() else "IS NOT"
    return " OR ".join(f"OLD.{column} {different} NEW.{column}" for column in columns)


def _refuse(table: str, act: str, message: str, condition: str = "") -> None:
    """A trigger that refuses `act` on rows of `table` for which `condition` holds."""
    name = f"guard_{table}_{act.lower()}"
    when = f"WHEN ({condition}) " if condition else ""
    if _postgres():
        _run(
            f"CREATE TRIGGER {name} BEFORE {act} ON \"{table}\" FOR EACH ROW {when}EXECUTE FUNCTION refuse('{message}')"
        )
    else:
        _run(f"CREATE TRIGGER {name} BEFORE {act} ON \"{table}\" {when}BEGIN SELECT RAISE(ABORT, '{message}'); END")


def upgrade() -> None:
    if _postgres():
        _run(
            "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            "RAISE EXCEPTION '%', TG_ARGV[0] USING ERRCODE = 'check_violation'; END $$"
        )
    for table in APPEND_ONLY:
        _refuse(table, "UPDATE", f"{table} is append-only")
        _refuse(table, "DELETE", f"{table} is append-only")
    for table in NEVER_DELETED:
        _refuse(table, "DELETE", f"{table} is never deleted")
    _refuse("line", "UPDATE", "a sold line is frozen", _differs(LINE_FROZEN))
    _refuse("vouch", "UPDATE", "a vouch is frozen", _differs(VOUCH_FROZEN))
    _refuse(
        "product_version",
        "UPDATE",
        "a submitted version is frozen",
        f"OLD.state <> 'draft' AND (NEW.state = 'draft' OR {_differs(VERSION_CONTENT)})",
    )
    (_ledger_postgres if _postgres() else _ledger_sqlite)()
    (_versions_postgres if _postgres() else _versions_sqlite)()
    if _postgres():
        _never_emptied()
        _run(f"CREATE INDEX ix_shelf_row_words ON shelf_row USING gin (({SHELF_WORDS}))")


def _never_emptied() -> None:
    for table in (*APPEND_ONLY, *NEVER_DELETED):
        _run(
            f"CREATE TRIGGER guard_{table}_truncate BEFORE TRUNCATE ON {table} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION refuse('{table} is never emptied')"
        )


def _ledger_sqlite() -> None:
    _run(
        "CREATE TRIGGER guard_entry_insert BEFORE INSERT ON entry "
        "WHEN (SELECT sealed FROM journal WHERE id = NEW.journal_id) "
        "BEGIN SELECT RAISE(ABORT, 'a sealed journal takes no entries'); END"
    )
    _run(
        "CREATE TRIGGER guard_journal_update BEFORE UPDATE ON journal WHEN OLD.sealed OR NOT NEW.sealed "
        "BEGIN SELECT RAISE(ABORT, 'a journal is sealed once and then never changed'); END"
    )
    _run(
        "CREATE TRIGGER guard_journal_seal BEFORE UPDATE ON journal WHEN NEW.sealed AND ("
        "(SELECT count(*) FROM entry WHERE journal_id = NEW.id) < 2 OR EXISTS ("
        "SELECT 1 FROM entry JOIN account ON account.id = entry.account_id WHERE journal_id = NEW.id "
        "GROUP BY account.currency HAVING sum(amount) <> 0)) "
        "BEGIN SELECT RAISE(ABORT, 'an unbalanced journal can not be sealed'); END"
    )
    _run(
        "CREATE TRIGGER guard_journal_insert BEFORE INSERT ON journal WHEN NEW.sealed "
        "BEGIN SELECT RAISE(ABORT, 'a journal is sealed after its entries are there'); END"
    )


def _ledger_postgres() -> None:
    _run(
        "CREATE FUNCTION guard_entry() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "IF (SELECT sealed FROM journal WHERE id = NEW.journal_id) THEN "
        "RAISE EXCEPTION 'a sealed journal takes no entries' USING ERRCODE = 'check_violation'; END IF; "
        "RETURN NEW; END $$"
    )
    _run("CREATE TRIGGER guard_entry_insert BEFORE INSERT ON entry FOR EACH ROW EXECUTE FUNCTION guard_entry()")
    _run(
        "CREATE FUNCTION guard_seal() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "IF (SELECT count(*) FROM entry WHERE journal_id = NEW.id) < 2 OR EXISTS ("
        "SELECT 1 FROM entry JOIN account ON account.id = entry.account_id WHERE journal_id = NEW.id "
        "GROUP BY account.currency HAVING sum(amount) <> 0) THEN "
        "RAISE EXCEPTION 'an unbalanced journal can not be sealed' USING ERRCODE = 'check_violation'; END IF; "
        "RETURN NEW; END $$"
    )
    _refuse("journal", "UPDATE", "a journal is sealed once and then never changed", "OLD.sealed OR NOT NEW.sealed")
    _refuse("journal", "INSERT", "a journal is sealed after its entries are there", "NEW.sealed")
    _run("CREATE TRIGGER guard_seal BEFORE UPDATE ON journal FOR EACH ROW EXECUTE FUNCTION guard_seal()")
    _run(
        "CREATE FUNCTION guard_commit() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "IF NOT (SELECT sealed FROM journal WHERE id = NEW.id) THEN "
        "RAISE EXCEPTION 'an unsealed journal can not be kept' USING ERRCODE = 'check_violation'; END IF; "
        "RETURN NULL; END $$"
    )
    _run(
        "CREATE CONSTRAINT TRIGGER guard_commit AFTER INSERT ON journal DEFERRABLE INITIALLY DEFERRED "
        "FOR EACH ROW EXECUTE FUNCTION guard_commit()"
    )


def _versions_sqlite() -> None:
    for table in PARTS_OF_A_VERSION:
        for act, versions in (
            ("INSERT", "NEW.version_id"),
            ("UPDATE", "OLD.version_id, NEW.version_id"),
            ("DELETE", "OLD.version_id"),
        ):
            _refuse(
                table,
                act,
                "a submitted version is frozen",
                f"EXISTS (SELECT 1 FROM product_version WHERE id IN ({versions}) AND state <> 'draft')",
            )


def _versions_postgres() -> None:
    _run(
        "CREATE FUNCTION guard_version_part() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "IF EXISTS (SELECT 1 FROM product_version "
        "WHERE id IN (OLD.version_id, NEW.version_id) AND state <> 'draft') THEN "
        "RAISE EXCEPTION 'a submitted version is frozen' USING ERRCODE = 'check_violation'; END IF; "
        "RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END; END $$"
    )
    for table in PARTS_OF_A_VERSION:
        _run(
            f"CREATE TRIGGER guard_{table}_frozen BEFORE INSERT OR UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION guard_version_part()"
        )


def downgrade() -> None:
    raise NotImplementedError("the guards stay: without them the books could be changed")
