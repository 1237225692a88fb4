"""A sound piece's price beside a flawed one's, and the name that a grade had at the sale."""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"

LINE_FROZEN = (
    "parcel_id", "maker_id", "variant_id", "version_id", "vouch_id", "sku", "title", "quantity", "unit_price_rial",
    "goods_rial", "discount_rial", "funded_rial", "commission_rule_id", "commission_bps", "commission_fixed_rial",
    "commission_rial", "grade", "grade_names", "differences", "acknowledged", "exempt",
)  # fmt: skip


def _postgres() -> bool:
    return op.get_bind().dialect.name == "postgresql"


def upgrade() -> None:
    op.add_column("disclosure", sa.Column("sound_price_rial", sa.BigInteger(), nullable=True))
    op.add_column("line", sa.Column("grade_names", sa.Text(), nullable=False, server_default=""))
    _freeze_lines()


def _freeze_lines() -> None:
    """The same guard as before, over the new column too."""
    different = "IS DISTINCT FROM" if _postgres() else "IS NOT"
    changed = " OR ".join(f"OLD.{column} {different} NEW.{column}" for column in LINE_FROZEN)
    message = "a sold line is frozen"
    op.execute("DROP TRIGGER guard_line_update" + (" ON line" if _postgres() else ""))
    if _postgres():
        body = f"FOR EACH ROW WHEN ({changed}) EXECUTE FUNCTION refuse('{message}')"
    else:
        body = f"WHEN ({changed}) BEGIN SELECT RAISE(ABORT, '{message}'); END"
    op.execute(f"CREATE TRIGGER guard_line_update BEFORE UPDATE ON line {body}")


def downgrade() -> None:
    raise NotImplementedError("what people said and were sold is not thrown away")
