"""A maker may appeal against a mentor's decision: another mentor has the last word."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
OUTCOMES = sa.Enum("granted", "kept", "dropped", name="outcome", native_enum=False, create_constraint=True, length=24)


def upgrade() -> None:
    op.create_table(
        "appeal",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("review_id", NUMBER, nullable=False),
        sa.Column("first_mentor_id", NUMBER, nullable=False),
        sa.Column("plea", sa.Text(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("mentor_id", NUMBER, nullable=True),
        sa.Column("outcome", OUTCOMES, nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(outcome IS NULL) = (decided_at IS NULL)", name=op.f("ck_appeal_decided_once")),
        sa.CheckConstraint("mentor_id IS NULL OR mentor_id <> first_mentor_id", name=op.f("ck_appeal_another_mentor")),
        sa.CheckConstraint(
            "outcome IS NULL OR outcome = 'dropped' OR mentor_id IS NOT NULL", name=op.f("ck_appeal_somebody_decided")
        ),
        sa.CheckConstraint("outcome <> 'kept' OR words <> ''", name=op.f("ck_appeal_kept_with_a_reason")),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=op.f("fk_appeal_review_id")),
        sa.ForeignKeyConstraint(["first_mentor_id"], ["mentor.id"], name=op.f("fk_appeal_first_mentor_id")),
        sa.ForeignKeyConstraint(["mentor_id"], ["mentor.id"], name=op.f("fk_appeal_mentor_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appeal")),
        sa.UniqueConstraint("review_id", name=op.f("uq_appeal_review_id")),
    )
    op.create_index("ix_appeal_open", "appeal", ["due_at"], postgresql_where=sa.text("decided_at IS NULL"))


def downgrade() -> None:
    raise NotImplementedError("what makers said is not thrown away")
