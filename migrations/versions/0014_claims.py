"""Claims; a parcel whose buyer claims is frozen."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
OPEN = "state IN ('open', 'offered', 'returning', 'disputed', 'approving')"
FROZEN = ("parcel_id", "reason", "words", "opened_by", "opened_at")


def upgrade() -> None:
    op.add_column("parcel", sa.Column("frozen", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_table(
        "claim",
        sa.Column("id", KEY, nullable=False),
        sa.Column("parcel_id", KEY, nullable=False),
        sa.Column(
            "reason",
            sa.Enum(
                "not_as_described", "damaged", "missing", "not_arrived", "withdrawal",
                name="reason", native_enum=False, create_constraint=True, length=24,
            ),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "open", "offered", "returning", "disputed", "approving", "granted", "refused", "taken_back",
                name="state", native_enum=False, create_constraint=True, length=24,
            ),
            nullable=False,
        ),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("offered_rial", sa.BigInteger(), nullable=True),
        sa.Column("return_tracking", sa.String(length=40), nullable=False),
        sa.Column("upheld", sa.Boolean(), nullable=False),
        sa.Column("refund_id", KEY, nullable=True),
        sa.Column("opened_by", KEY, nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("offered_rial IS NULL OR offered_rial > 0", name=op.f("ck_claim_offered")),
        sa.CheckConstraint("state <> 'offered' OR offered_rial IS NOT NULL", name=op.f("ck_claim_offer_has_amount")),
        sa.CheckConstraint(f"{OPEN} OR closed_at IS NOT NULL", name=op.f("ck_claim_closed")),
        sa.ForeignKeyConstraint(["opened_by"], ["person.id"], name=op.f("fk_claim_opened_by")),
        sa.ForeignKeyConstraint(["parcel_id"], ["parcel.id"], name=op.f("fk_claim_parcel_id")),
        sa.ForeignKeyConstraint(["refund_id"], ["refund.id"], name=op.f("fk_claim_refund_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claim")),
    )  # fmt: skip
    op.create_index(op.f("ix_claim_parcel_id"), "claim", ["parcel_id"])
    op.create_index("ix_claim_due", "claim", ["state", "due_at"])
    op.create_index(
        "uq_claim_open", "claim", ["parcel_id"], unique=True,
        sqlite_where=sa.text(OPEN), postgresql_where=sa.text(OPEN),
    )  # fmt: skip
    op.create_table(
        "claim_line",
        sa.Column("claim_id", KEY, nullable=False),
        sa.Column("line_id", KEY, nullable=False),
        sa.Column("quantity", KEY, nullable=False),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_claim_line_quantity")),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name=op.f("fk_claim_line_claim_id")),
        sa.ForeignKeyConstraint(["line_id"], ["line.id"], name=op.f("fk_claim_line_line_id")),
        sa.PrimaryKeyConstraint("claim_id", "line_id", name=op.f("pk_claim_line")),
    )
    op.create_table(
        "claim_picture",
        sa.Column("claim_id", KEY, nullable=False),
        sa.Column("position", KEY, nullable=False),
        sa.Column("picture_id", KEY, nullable=False),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name=op.f("fk_claim_picture_claim_id")),
        sa.ForeignKeyConstraint(["picture_id"], ["picture.id"], name=op.f("fk_claim_picture_picture_id")),
        sa.PrimaryKeyConstraint("claim_id", "position", name=op.f("pk_claim_picture")),
    )
    _guard()


def _run(statement: str) -> None:
    op.execute(sa.text(statement.replace(":", r"\:")))


def _guard() -> None:
    """What a buyer said stands, and no claim is ever deleted."""
    postgres = op.get_bind().dialect.name == "postgresql"
    different = "IS DISTINCT FROM" if postgres else "IS NOT"
    changed = " OR ".join(f"OLD.{column} {different} NEW.{column}" for column in FROZEN)
    for act, message, condition in (
        ("UPDATE", "what a buyer said stands", changed),
        ("DELETE", "claim is never deleted", ""),
    ):
        when = f"WHEN ({condition}) " if condition else ""
        name = f"guard_claim_{act.lower()}"
        if postgres:
            _run(f"CREATE TRIGGER {name} BEFORE {act} ON claim FOR EACH ROW {when}EXECUTE FUNCTION refuse('{message}')")
        else:
            _run(f"CREATE TRIGGER {name} BEFORE {act} ON claim {when}BEGIN SELECT RAISE(ABORT, '{message}'); END")
    if postgres:
        _run(
            "CREATE TRIGGER guard_claim_truncate BEFORE TRUNCATE ON claim "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse('claim is never emptied')"
        )


def downgrade() -> None:
    raise NotImplementedError("what buyers said is not thrown away")
