"""Statements: a month as it was known on a day, which nothing changes once it is made."""

import sqlalchemy as sa
from alembic import op

revision = "0051"
down_revision = "0050"

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
WHEN = sa.DateTime(timezone=True)


def _postgres() -> bool:
    return op.get_bind().dialect.name == "postgresql"


def upgrade() -> None:
    op.create_table(
        "statement",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("as_of", WHEN, nullable=False),
        sa.Column("asked_by", NUMBER, nullable=False),
        sa.Column("asked_at", WHEN, nullable=False),
        sa.Column("made_at", WHEN, nullable=True),
        sa.Column("figures", sa.Text(), nullable=True),
        sa.CheckConstraint("(made_at IS NULL) = (figures IS NULL)", name=op.f("ck_statement_made_with_figures")),
        sa.CheckConstraint("as_of <= asked_at", name=op.f("ck_statement_nothing_to_come")),
        sa.ForeignKeyConstraint(["asked_by"], ["person.id"], name=op.f("fk_statement_asked_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_statement")),
        sa.UniqueConstraint("month", "as_of", "asked_at", name="uq_statement_month_as_of_asked_at"),
    )
    _guard("update", "OLD.made_at IS NOT NULL", "a statement never changes")
    _guard("delete", None, "a statement is never deleted")


def _guard(act: str, when: str | None, message: str) -> None:
    condition = f"WHEN ({when}) " if when else ""
    body = (
        f"FOR EACH ROW {condition}EXECUTE FUNCTION refuse('{message}')"
        if _postgres()
        else f"{condition}BEGIN SELECT RAISE(ABORT, '{message}'); END"
    )
    op.execute(f"CREATE TRIGGER guard_statement_{act} BEFORE {act.upper()} ON statement {body}")


def downgrade() -> None:
    raise NotImplementedError("what was stated is not forgotten")
