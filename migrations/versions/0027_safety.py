"""Papers are looked at before anything is sold under them; a batch can be called back, and who bought it is told."""

import re

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
STATES = ("waiting", "accepted", "refused")
PERMIT_RULES = {
    "photographed": "state <> 'waiting' OR picture_id IS NOT NULL",
    "checked": "(state = 'waiting') = (checked_at IS NULL)",
    "refused_with_a_reason": "state <> 'refused' OR refused_why <> ''",
}
PERMIT_FROZEN = ("maker_id", "route", "number", "issued_on", "expires_on")
UNACCEPTED = (
    "NEW.health_route <> 'none' AND NOT EXISTS (SELECT 1 FROM permit WHERE permit.id = NEW.permit_id "
    "AND permit.state = 'accepted' AND permit.route = NEW.health_route)"
)
UNLAWFUL = (
    "NOT EXISTS (SELECT 1 FROM product_version v LEFT JOIN permit ON permit.id = v.permit_id "
    "WHERE v.id = NEW.live_version_id AND v.state = 'published' "
    "AND (v.health_route = 'none' OR permit.state = 'accepted'))"
)
RECALLED = "EXISTS (SELECT 1 FROM recall WHERE recall.product_id = NEW.id AND recall.ended_at IS NULL)"
RELIED_ON = (
    "EXISTS (SELECT 1 FROM product p JOIN product_version v ON v.id = p.live_version_id "
    "WHERE v.permit_id = NEW.id AND p.state = 'on_sale')"
)
ON_SALE = "EXISTS (SELECT 1 FROM product WHERE product.id = NEW.product_id AND product.state = 'on_sale')"


def upgrade() -> None:
    _permits()
    _recalls()
    _guards()


def _postgres() -> bool:
    return op.get_bind().dialect.name == "postgresql"


def _permits() -> None:
    number = "BIGINT" if _postgres() else "INTEGER"
    states = ", ".join(repr(one) for one in STATES)
    op.execute(
        "ALTER TABLE permit ADD COLUMN state VARCHAR(24) DEFAULT 'accepted' NOT NULL "
        f"CONSTRAINT ck_permit_state CHECK (state IN ({states}))"
    )
    for column, table in (("picture_id", "picture"), ("checked_by", "person")):
        reference = f"CONSTRAINT fk_permit_{column} REFERENCES {table} (id)"
        op.execute(f"ALTER TABLE permit ADD COLUMN {column} {number} {reference}")
    op.add_column("permit", sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("permit", sa.Column("refused_why", sa.String(length=300), nullable=False, server_default=""))
    op.add_column("permit", sa.Column("warned", NUMBER, nullable=False, server_default="0"))
    op.execute("UPDATE permit SET checked_by = recorded_by, checked_at = recorded_at")
    _let_a_number_be_renewed()
    _require("permit", PERMIT_RULES)
    op.create_index("ix_permit_waiting", "permit", ["recorded_at"], postgresql_where=sa.text("state = 'waiting'"))


def _let_a_number_be_renewed() -> None:
    """The same number with other dates is another paper."""
    was, now = "uq_permit_maker_id_route_number", "uq_permit_maker_id_route_number_expires_on"
    if _postgres():
        op.drop_constraint(op.f(was), "permit", type_="unique")
        op.create_unique_constraint(op.f(now), "permit", ["maker_id", "route", "number", "expires_on"])
        return
    known = rf"CONSTRAINT {was} UNIQUE \(maker_id, route, number\)"
    _edit("permit", known, f"CONSTRAINT {now} UNIQUE (maker_id, route, number, expires_on)")
    op.execute("REINDEX permit")


def _require(table: str, rules: dict[str, str]) -> None:
    """Further CHECKs, which every row there keeps already."""
    if _postgres():
        for name, rule in rules.items():
            op.create_check_constraint(op.f(f"ck_{table}_{name}"), table, rule)
        return
    checks = ", ".join(f"CONSTRAINT ck_{table}_{name} CHECK ({rule})" for name, rule in rules.items())
    _edit(table, r"\)\s*$", f", {checks})")


def _edit(table: str, known: str, wanted: str) -> None:
    """Change what SQLite remembers of a table's making, as its page on ALTER TABLE says in section 7."""
    connection = op.get_bind()
    version = connection.exec_driver_sql("PRAGMA schema_version").scalar_one()
    there = "SELECT sql FROM sqlite_master WHERE type = 'table' AND name = ?"
    sql = connection.exec_driver_sql(there, (table,)).scalar_one()
    changed, found = re.subn(known, lambda _: wanted, sql)
    if found != 1:
        raise RuntimeError(f"{table} was made otherwise than this migration knows")
    connection.exec_driver_sql("PRAGMA writable_schema = ON")
    connection.exec_driver_sql("UPDATE sqlite_master SET sql = ? WHERE type = 'table' AND name = ?", (changed, table))
    connection.exec_driver_sql(f"PRAGMA schema_version = {version + 1}")
    connection.exec_driver_sql("PRAGMA writable_schema = OFF")


def _recalls() -> None:
    op.create_table(
        "recall",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("product_id", NUMBER, nullable=False),
        sa.Column("variant_id", NUMBER, nullable=True),
        sa.Column("sold_from", sa.Date(), nullable=False),
        sa.Column("sold_until", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("advice", sa.String(length=300), nullable=False),
        sa.Column("begun_by", NUMBER, nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_by", NUMBER, nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_why", sa.String(length=300), nullable=False),
        sa.CheckConstraint("sold_until >= sold_from", name=op.f("ck_recall_runs_forward")),
        sa.CheckConstraint("reason <> '' AND advice <> ''", name=op.f("ck_recall_told")),
        sa.CheckConstraint(
            "(ended_at IS NULL) = (ended_by IS NULL) AND (ended_at IS NULL OR ended_why <> '')",
            name=op.f("ck_recall_ended"),
        ),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_recall_product_id")),
        sa.ForeignKeyConstraint(["variant_id"], ["variant.id"], name=op.f("fk_recall_variant_id")),
        sa.ForeignKeyConstraint(["begun_by"], ["person.id"], name=op.f("fk_recall_begun_by")),
        sa.ForeignKeyConstraint(["ended_by"], ["person.id"], name=op.f("fk_recall_ended_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recall")),
    )
    op.create_index(op.f("ix_recall_product_id"), "recall", ["product_id"])
    standing = sa.text("ended_at IS NULL")
    op.create_index(
        "uq_recall_standing", "recall", ["product_id"], unique=True, postgresql_where=standing, sqlite_where=standing
    )
    op.create_table(
        "recalled_line",
        sa.Column("recall_id", NUMBER, nullable=False),
        sa.Column("line_id", NUMBER, nullable=False),
        sa.Column("order_id", NUMBER, nullable=False),
        sa.Column("parcel_id", NUMBER, nullable=False),
        sa.Column("stopped", sa.Boolean(), nullable=False),
        sa.Column("struck_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["recall_id"], ["recall.id"], name=op.f("fk_recalled_line_recall_id")),
        sa.ForeignKeyConstraint(["line_id"], ["line.id"], name=op.f("fk_recalled_line_line_id")),
        sa.ForeignKeyConstraint(["order_id"], ["order.id"], name=op.f("fk_recalled_line_order_id")),
        sa.ForeignKeyConstraint(["parcel_id"], ["parcel.id"], name=op.f("fk_recalled_line_parcel_id")),
        sa.PrimaryKeyConstraint("recall_id", "line_id", name=op.f("pk_recalled_line")),
    )
    for column in ("line_id", "order_id", "parcel_id"):
        op.create_index(op.f(f"ix_recalled_line_{column}"), "recalled_line", [column])


def _guards() -> None:
    """What the database itself refuses, once the row keeps its own CHECKs."""
    different = "IS DISTINCT FROM" if _postgres() else "IS NOT"
    changed = " OR ".join(f"OLD.{column} {different} NEW.{column}" for column in PERMIT_FROZEN)
    published = "NEW.state = 'published'"
    offered = "NEW.state = 'on_sale'"
    guards = (
        (
            "permit_frozen",
            "permit",
            "UPDATE",
            f"OLD.state = 'accepted' AND ({changed})",
            "an accepted paper is frozen",
        ),
        ("permit_kept", "permit", "UPDATE", f"NEW.state <> 'accepted' AND {RELIED_ON}", "something is sold under it"),
        ("version_permit", "product_version", "UPDATE", f"{published} AND {UNACCEPTED}", "its permit is not accepted"),
        ("product_lawful", "product", "UPDATE", f"{offered} AND {UNLAWFUL}", "no lawful version is on sale"),
        ("product_recalled", "product", "UPDATE", f"{offered} AND {RECALLED}", "the product is recalled"),
        ("recall_sold", "recall", "INSERT", ON_SALE, "what is recalled is off sale first"),
        ("recall_reopened", "recall", "UPDATE", "OLD.ended_at IS NOT NULL", "a recall that ended is frozen"),
        ("recall_deleted", "recall", "DELETE", "", "recall is never deleted"),
        ("recalled_line_deleted", "recalled_line", "DELETE", "", "recalled_line is never deleted"),
    )
    for guard in guards:
        (_refuse_on_postgres if _postgres() else _refuse_on_sqlite)(*guard)


def _refuse_on_sqlite(name: str, table: str, act: str, condition: str, message: str) -> None:
    when = f"WHEN {condition} " if condition else ""
    op.execute(f"CREATE TRIGGER guard_{name} AFTER {act} ON {table} {when}BEGIN SELECT RAISE(ABORT, '{message}'); END")


def _refuse_on_postgres(name: str, table: str, act: str, condition: str, message: str) -> None:
    row = "OLD" if act == "DELETE" else "NEW"
    op.execute(
        f"CREATE FUNCTION guard_{name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF {condition or 'true'} THEN RAISE EXCEPTION '{message}' USING ERRCODE = 'check_violation'; END IF; "
        f"RETURN {row}; END $$"
    )
    op.execute(f"CREATE TRIGGER guard_{name} AFTER {act} ON {table} FOR EACH ROW EXECUTE FUNCTION guard_{name}()")


def downgrade() -> None:
    raise NotImplementedError("what was found unsafe is not forgotten")
