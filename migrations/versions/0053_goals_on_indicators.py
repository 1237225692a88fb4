"""Goals on what a month's end tells, and where they set out from."""

import sqlalchemy as sa
from alembic import op

revision = "0053"
down_revision = "0052"

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INDICATORS = (
    *("income", "selling", "earning", "sustained", "median", "full_time", "no_sale", "at_risk", "left", "first_sale"),
    *("insured", "rural", "women", "heads", "review", "upheld", "payout", "returning", "registered", "trained"),
    "placed",
)
CUTS = ("county", "trade", "cohort", "place", "sex", "head")


def _one_of(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=24)


def upgrade() -> None:
    """The table is made anew: SQLite changes no check. Goals are a few dozen."""
    connection = op.get_bind()
    rows = [dict(row) for row in connection.execute(sa.text("SELECT * FROM goal ORDER BY id")).mappings()]
    op.drop_table("goal")
    op.create_table(
        "goal",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("indicator", _one_of("indicator", *INDICATORS), nullable=False),
        sa.Column("county_code", sa.String(length=4), nullable=True),
        sa.Column("cohort_id", NUMBER, nullable=True),
        sa.Column("cut", _one_of("cut", *CUTS), nullable=True),
        sa.Column("value", sa.String(length=20), nullable=True),
        sa.Column("first_month", sa.String(length=7), nullable=False),
        sa.Column("last_month", sa.String(length=7), nullable=False),
        sa.Column("target", sa.BigInteger(), nullable=False),
        sa.Column("baseline", sa.BigInteger(), nullable=True),
        sa.Column("baseline_source", sa.String(length=300), nullable=False, server_default=""),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("set_by", NUMBER, nullable=True),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("county_code IS NULL OR cohort_id IS NULL", name=op.f("ck_goal_one_scope")),
        sa.CheckConstraint("(cut IS NULL) = (value IS NULL)", name=op.f("ck_goal_whole_group")),
        sa.CheckConstraint("(baseline IS NULL) = (baseline_source = '')", name=op.f("ck_goal_baseline_with_source")),
        sa.CheckConstraint("last_month >= first_month", name=op.f("ck_goal_runs_forward")),
        sa.CheckConstraint("target > 0", name=op.f("ck_goal_target")),
        sa.ForeignKeyConstraint(["cohort_id"], ["cohort.id"], name=op.f("fk_goal_cohort_id")),
        sa.ForeignKeyConstraint(["county_code"], ["county.code"], name=op.f("fk_goal_county_code")),
        sa.ForeignKeyConstraint(["set_by"], ["person.id"], name=op.f("fk_goal_set_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_goal")),
    )
    if not rows:
        return
    names = ", ".join(rows[0])
    values = ", ".join(f":{name}" for name in rows[0])
    connection.execute(sa.text(f"INSERT INTO goal ({names}) VALUES ({values})"), rows)
    if connection.dialect.name == "postgresql":
        connection.execute(sa.text("SELECT setval(pg_get_serial_sequence('goal', 'id'), (SELECT max(id) FROM goal))"))


def downgrade() -> None:
    raise NotImplementedError("goals on indicators would be lost")
