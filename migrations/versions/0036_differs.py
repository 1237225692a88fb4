"""What lists know of a product's differences: the kinds that its disclosure names."""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"

_NAMED = sa.text(
    "SELECT DISTINCT product.id, deviation.kind FROM shelf_row"
    " JOIN product ON product.id = shelf_row.product_id"
    " JOIN deviation ON deviation.version_id = product.live_version_id"
    " WHERE shelf_row.listed"
)


def upgrade() -> None:
    op.add_column("shelf_row", sa.Column("differs", sa.String(length=120), nullable=False, server_default=""))
    kinds: dict[int, set[str]] = {}
    for product_id, kind in op.get_bind().execute(_NAMED):
        kinds.setdefault(product_id, set()).add(kind)
    write = sa.text("UPDATE shelf_row SET differs = :differs WHERE product_id = :product_id")
    for product_id, its in kinds.items():
        op.get_bind().execute(write, {"differs": " ".join(sorted(its)), "product_id": product_id})


def downgrade() -> None:
    op.drop_column("shelf_row", "differs")
