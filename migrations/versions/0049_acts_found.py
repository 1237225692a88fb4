"""Acts are found by day, by kind and by who did them."""

from alembic import op

revision = "0049"
down_revision = "0048"

_INDEXES = {"ix_audit_at": ["at"], "ix_audit_act_id": ["act", "id"], "ix_audit_by_id_id": ["by_id", "id"]}


def upgrade() -> None:
    for name, columns in _INDEXES.items():
        op.create_index(op.f(name), "audit", columns, unique=False)


def downgrade() -> None:
    for name in _INDEXES:
        op.drop_index(op.f(name), table_name="audit")
