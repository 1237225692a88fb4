"""The audit becomes a chain: a link for each row, append-only."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"


def upgrade() -> None:
    op.create_table(
        "audit_link",
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("audit_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["audit_id"], ["audit.id"], name=op.f("fk_audit_link_audit_id")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_audit_link")),
        sa.UniqueConstraint("audit_id", name=op.f("uq_audit_link_audit_id")),
    )
    postgres = op.get_bind().dialect.name == "postgresql"
    for act in ("UPDATE", "DELETE"):
        body = (
            "FOR EACH ROW EXECUTE FUNCTION refuse('audit_link is append-only')"
            if postgres
            else "BEGIN SELECT RAISE(ABORT, 'audit_link is append-only'); END"
        )
        op.execute(f"CREATE TRIGGER guard_audit_link_{act.lower()} BEFORE {act} ON audit_link {body}")
    if postgres:
        op.execute(
            "CREATE TRIGGER guard_audit_link_truncate BEFORE TRUNCATE ON audit_link "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse('audit_link is never emptied')"
        )


def downgrade() -> None:
    raise NotImplementedError("what is chained is not loosened again")
