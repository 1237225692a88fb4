"""Days off of a maker, hours and weekly room of what is made to order, what a piece costs her,
and how much it holds."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
WHEN = sa.DateTime(timezone=True)


def _postgres() -> bool:
    return op.get_bind().dialect.name == "postgresql"


def upgrade() -> None:
    _leaves()
    _weeks()
    _costs()
    _measures()
    _numbers("variant", cut_off_hour="cut_off_hour >= 1 AND cut_off_hour <= 23", weekly_capacity="weekly_capacity > 0")


def _leaves() -> None:
    op.create_table(
        "maker_leave",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("maker_id", NUMBER, nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("words", sa.String(length=200), nullable=False),
        sa.Column("spares_ready", sa.Boolean(), nullable=False),
        sa.Column("set_by", NUMBER, nullable=True),
        sa.Column("set_at", WHEN, nullable=False),
        sa.Column("ended_by", NUMBER, nullable=True),
        sa.Column("ended_at", WHEN, nullable=True),
        sa.CheckConstraint("last_day >= first_day", name=op.f("ck_maker_leave_runs_forward")),
        sa.ForeignKeyConstraint(["maker_id"], ["trainee.id"], name=op.f("fk_maker_leave_maker_id")),
        sa.ForeignKeyConstraint(["set_by"], ["person.id"], name=op.f("fk_maker_leave_set_by")),
        sa.ForeignKeyConstraint(["ended_by"], ["person.id"], name=op.f("fk_maker_leave_ended_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_maker_leave")),
    )
    op.create_index(op.f("ix_maker_leave_maker_id"), "maker_leave", ["maker_id"])


def _weeks() -> None:
    op.create_table(
        "making_week",
        sa.Column("variant_id", NUMBER, nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("capacity", NUMBER, nullable=False),
        sa.Column("booked", NUMBER, nullable=False),
        sa.CheckConstraint("booked >= 0 AND booked <= capacity", name=op.f("ck_making_week_booked")),
        sa.ForeignKeyConstraint(["variant_id"], ["variant.id"], name=op.f("fk_making_week_variant_id")),
        sa.PrimaryKeyConstraint("variant_id", "starts_on", name=op.f("pk_making_week")),
    )
    op.create_table(
        "making_booking",
        sa.Column("reservation_id", NUMBER, nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("pieces", NUMBER, nullable=False),
        sa.CheckConstraint("pieces >= 0", name=op.f("ck_making_booking_pieces")),
        sa.ForeignKeyConstraint(["reservation_id"], ["reservation.id"], name=op.f("fk_making_booking_reservation_id")),
        sa.PrimaryKeyConstraint("reservation_id", "starts_on", name=op.f("pk_making_booking")),
    )


def _costs() -> None:
    rials = ("material_rial", "packing_rial", "other_rial")
    op.create_table(
        "product_cost",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("product_id", NUMBER, nullable=False),
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in rials),
        sa.Column("set_by", NUMBER, nullable=True),
        sa.Column("set_at", WHEN, nullable=False),
        sa.CheckConstraint(
            "material_rial >= 0 AND packing_rial >= 0 AND other_rial >= 0", name=op.f("ck_product_cost_not_negative")
        ),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_product_cost_product_id")),
        sa.ForeignKeyConstraint(["set_by"], ["person.id"], name=op.f("fk_product_cost_set_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_product_cost")),
    )
    op.create_index(op.f("ix_product_cost_product_id"), "product_cost", ["product_id"])
    for act in ("UPDATE", "DELETE"):
        _refuse("product_cost", act)


def _measures() -> None:
    units = "unit IN ('gram', 'millilitre', 'centimetre', 'piece')"
    for table in ("product_version", "variant"):
        _numbers(table, measure="measure > 0")
        op.execute(
            sa.text(f"ALTER TABLE {table} ADD COLUMN unit VARCHAR(24) CONSTRAINT ck_{table}_unit CHECK ({units})")
        )
    op.add_column("shelf_row", sa.Column("unit_price_rial", sa.BigInteger(), nullable=True))
    op.add_column("shelf_row", sa.Column("unit", sa.String(length=12), nullable=False, server_default=""))
    different = "IS DISTINCT FROM" if _postgres() else "IS NOT"
    changed = f"OLD.state <> 'draft' AND (OLD.measure {different} NEW.measure OR OLD.unit {different} NEW.unit)"
    told, name = "a submitted version is frozen", "guard_product_version_measure"
    if _postgres():
        act = f"EXECUTE FUNCTION refuse('{told}')"
        op.execute(
            sa.text(f"CREATE TRIGGER {name} BEFORE UPDATE ON product_version FOR EACH ROW WHEN ({changed}) {act}")
        )
    else:
        act = f"BEGIN SELECT RAISE(ABORT, '{told}'); END"
        op.execute(sa.text(f"CREATE TRIGGER {name} BEFORE UPDATE ON product_version WHEN {changed} {act}"))


def _refuse(table: str, act: str) -> None:
    """A row stays as it was written."""
    name, told = f"guard_{table}_{act.lower()}", f"{table} is append-only"
    if _postgres():
        each = f"FOR EACH ROW EXECUTE FUNCTION refuse('{told}')"
        op.execute(sa.text(f"CREATE TRIGGER {name} BEFORE {act} ON {table} {each}"))
    else:
        op.execute(sa.text(f"CREATE TRIGGER {name} BEFORE {act} ON {table} BEGIN SELECT RAISE(ABORT, '{told}'); END"))


def _numbers(table: str, **columns: str) -> None:
    """Columns for numbers that may be missing, each with its own bound; SQLite's table is not rebuilt for them."""
    kind = "BIGINT" if _postgres() else "INTEGER"
    for column, bound in columns.items():
        check = f"CONSTRAINT ck_{table}_{column} CHECK ({bound})"
        op.execute(sa.text(f"ALTER TABLE {table} ADD COLUMN {column} {kind} {check}"))


def downgrade() -> None:
    raise NotImplementedError("what makers promised is not thrown away")
