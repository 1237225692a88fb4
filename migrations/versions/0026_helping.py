"""Somebody may prepare a listing for a trainee, inert until she confirms it by a code; what is asked of makers is a
list that staff set."""

import re

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
WORDS = {"native_enum": False, "create_constraint": True, "length": 24}
INERT = "state = 'draft' OR prepared_by IS NULL OR confirmed_at IS NOT NULL"
NOTHING_TO_CONFIRM = "confirmed_at IS NULL OR prepared_by IS NOT NULL"
FROZEN = (
    "product_id", "number", "good_id", "category_code", "title", "description", "materials", "size_words", "care",
    "weight_g", "price_rial", "health_route", "permit_id", "permit_number", "permit_expires_on",
    "prepared_by", "confirmed_at",
)  # fmt: skip


def _postgres() -> bool:
    return op.get_bind().dialect.name == "postgresql"


def upgrade() -> None:
    _versions()
    _handovers()
    _checklist()
    _sheets()


def _versions() -> None:
    number = "BIGINT" if _postgres() else "INTEGER"
    op.execute(
        f"ALTER TABLE product_version ADD COLUMN prepared_by {number} "
        "CONSTRAINT fk_product_version_prepared_by REFERENCES person (id)"
    )
    op.add_column("product_version", sa.Column("confirmed_at", MOMENT, nullable=True))
    op.create_index("ix_product_version_prepared_by", "product_version", ["prepared_by"])
    _require("product_version", {"prepared_is_confirmed": INERT, "confirmed_is_prepared": NOTHING_TO_CONFIRM})
    differs = "IS DISTINCT FROM" if _postgres() else "IS NOT"
    changed = " OR ".join(f"OLD.{column} {differs} NEW.{column}" for column in FROZEN)
    op.execute("DROP TRIGGER guard_product_version_update" + (" ON product_version" if _postgres() else ""))
    _refuse(
        "guard_product_version_update",
        "a submitted version is frozen",
        f"OLD.state <> 'draft' AND (NEW.state = 'draft' OR {changed})",
    )
    _refuse(
        "guard_product_version_preparer",
        "who prepared a version stays written",
        f"OLD.state = 'draft' AND OLD.prepared_by {differs} NEW.prepared_by",
    )


def _refuse(name: str, message: str, condition: str) -> None:
    body = f"EXECUTE FUNCTION refuse('{message}')" if _postgres() else f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
    each = "FOR EACH ROW " if _postgres() else ""
    op.execute(f"CREATE TRIGGER {name} BEFORE UPDATE ON product_version {each}WHEN ({condition}) {body}")


def _require(table: str, rules: dict[str, str]) -> None:
    """Further CHECKs, which every row there keeps already.

    SQLite's table is not rebuilt, so that triggers stay where they are: SQLite's own page on ALTER TABLE, section 7.
    """
    if _postgres():
        for name, rule in rules.items():
            op.create_check_constraint(op.f(f"ck_{table}_{name}"), table, rule)
        return
    connection = op.get_bind()
    version = connection.exec_driver_sql("PRAGMA schema_version").scalar_one()
    there = "SELECT sql FROM sqlite_master WHERE type = 'table' AND name = ?"
    sql = connection.exec_driver_sql(there, (table,)).scalar_one()
    more = ", ".join(f"CONSTRAINT ck_{table}_{name} CHECK ({rule})" for name, rule in rules.items())
    changed, found = re.subn(r"\)\s*$", lambda _: f", {more})", sql)
    if found != 1:
        raise RuntimeError(f"{table} was made otherwise than this migration knows")
    connection.exec_driver_sql("PRAGMA writable_schema = ON")
    connection.exec_driver_sql("UPDATE sqlite_master SET sql = ? WHERE type = 'table' AND name = ?", (changed, table))
    connection.exec_driver_sql(f"PRAGMA schema_version = {version + 1}")
    connection.exec_driver_sql("PRAGMA writable_schema = OFF")


def _handovers() -> None:
    op.create_table(
        "handover",
        sa.Column("version_id", NUMBER, nullable=False),
        sa.Column("token", sa.String(length=40), nullable=False),
        sa.Column("told_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["version_id"], ["product_version.id"], name=op.f("fk_handover_version_id")),
        sa.PrimaryKeyConstraint("version_id", name=op.f("pk_handover")),
        sa.UniqueConstraint("token", name=op.f("uq_handover_token")),
    )


def _checklist() -> None:
    kinds = sa.Enum("computed", "attested", "verified", name="kind", **WORDS)
    marks = sa.Enum("attested", "verified", "waived", name="kind", **WORDS)
    op.create_table(
        "checklist_item",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("kind", kinds, nullable=False),
        sa.Column("words_fa", sa.String(length=200), nullable=False),
        sa.Column("words_en", sa.String(length=200), nullable=False),
        sa.Column("words_ar", sa.String(length=200), nullable=False),
        sa.Column("required", sa.Boolean(), nullable=False),
        sa.Column("position", NUMBER, nullable=False),
        sa.Column("active_from", MOMENT, nullable=False),
        sa.Column("active_to", MOMENT, nullable=True),
        sa.Column("set_by", NUMBER, nullable=True),
        sa.CheckConstraint("words_fa <> ''", name=op.f("ck_checklist_item_has_words")),
        sa.CheckConstraint(
            "active_to IS NULL OR active_to >= active_from", name=op.f("ck_checklist_item_runs_forward")
        ),
        sa.ForeignKeyConstraint(["set_by"], ["person.id"], name=op.f("fk_checklist_item_set_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_checklist_item")),
    )
    _only_one_open("uq_checklist_item_open", "checklist_item", ["code"], "active_to IS NULL")
    op.create_table(
        "checklist_mark",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("trainee_id", NUMBER, nullable=False),
        sa.Column("item_id", NUMBER, nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("kind", marks, nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("by_id", NUMBER, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("ended_by", NUMBER, nullable=True),
        sa.CheckConstraint("kind <> 'waived' OR why <> ''", name=op.f("ck_checklist_mark_waived_with_a_reason")),
        sa.CheckConstraint("(ended_at IS NULL) = (ended_by IS NULL)", name=op.f("ck_checklist_mark_ended_by_somebody")),
        sa.ForeignKeyConstraint(["trainee_id"], ["trainee.id"], name=op.f("fk_checklist_mark_trainee_id")),
        sa.ForeignKeyConstraint(["item_id"], ["checklist_item.id"], name=op.f("fk_checklist_mark_item_id")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_checklist_mark_by_id")),
        sa.ForeignKeyConstraint(["ended_by"], ["person.id"], name=op.f("fk_checklist_mark_ended_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_checklist_mark")),
    )
    _only_one_open("uq_checklist_mark_open", "checklist_mark", ["trainee_id", "code"], "ended_at IS NULL")


def _sheets() -> None:
    op.add_column("product", sa.Column("own_key", sa.String(length=40), nullable=True))
    op.create_index("uq_product_own_key", "product", ["maker_id", "own_key"], unique=True)
    op.create_table(
        "product_sheet",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("maker_id", NUMBER, nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("file_digest", sa.String(length=64), nullable=False),
        sa.Column("plan_digest", sa.String(length=64), nullable=False),
        sa.Column("uploaded_by", NUMBER, nullable=True),
        sa.Column("uploaded_at", MOMENT, nullable=False),
        sa.Column("applied_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["maker_id"], ["trainee.id"], name=op.f("fk_product_sheet_maker_id")),
        sa.ForeignKeyConstraint(["uploaded_by"], ["person.id"], name=op.f("fk_product_sheet_uploaded_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_product_sheet")),
    )
    op.create_index("ix_product_sheet_maker_id", "product_sheet", ["maker_id"])


def _only_one_open(name: str, table: str, columns: list[str], still: str) -> None:
    where = sa.text(still)
    op.create_index(name, table, columns, unique=True, postgresql_where=where, sqlite_where=where)


def downgrade() -> None:
    raise NotImplementedError("who prepared what is not forgotten")
