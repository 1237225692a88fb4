"""Leave to see incomes and national codes, by name; who is left out of lists beside those who asked for it.

Whoever could see them until now has sixty days to be given it.
"""

import sqlalchemy as sa
from alembic import op

revision = "0054"
down_revision = "0053"

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
REASON = "پیش از این برای همهٔ کارکنان و مسئولان باز بود"


def _postgres() -> bool:
    return op.get_bind().dialect.name == "postgresql"


def upgrade() -> None:
    op.create_table(
        "sight_grant",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("person_id", NUMBER, nullable=False),
        sa.Column(
            "sight",
            sa.Enum("incomes", "identity", name="sight", native_enum=False, create_constraint=True, length=24),
            nullable=False,
        ),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=True),
        sa.Column("given_by", NUMBER, nullable=True),
        sa.Column("given_at", MOMENT, nullable=False),
        sa.Column("ended_by", NUMBER, nullable=True),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.CheckConstraint("given_by IS NULL OR given_by <> person_id", name=op.f("ck_sight_grant_not_by_herself")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_sight_grant_person_id")),
        sa.ForeignKeyConstraint(["given_by"], ["person.id"], name=op.f("fk_sight_grant_given_by")),
        sa.ForeignKeyConstraint(["ended_by"], ["person.id"], name=op.f("fk_sight_grant_ended_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sight_grant")),
    )
    op.create_index(
        "uq_sight_grant_open",
        "sight_grant",
        ["person_id", "sight"],
        unique=True,
        postgresql_where=sa.text("ended_at IS NULL"),
        sqlite_where=sa.text("ended_at IS NULL"),
    )
    _keep_what_was_open()
    op.create_table(
        "companion",
        sa.Column("trainee_id", NUMBER, nullable=False),
        sa.Column("since", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("trainee_id", name=op.f("pk_companion")),
    )


def _keep_what_was_open() -> None:
    last_day = "CURRENT_DATE + 60" if _postgres() else "date('now', '+60 days')"
    for sight, roles in (("incomes", "'staff', 'officer'"), ("identity", "'staff'")):
        op.execute(
            "INSERT INTO sight_grant (person_id, sight, reason, last_day, given_at) "
            f"SELECT DISTINCT person_id, '{sight}', '{REASON}', {last_day}, CURRENT_TIMESTAMP "
            f"FROM role_grant WHERE ended_at IS NULL AND role IN ({roles}) ORDER BY person_id"
        )


def downgrade() -> None:
    raise NotImplementedError("who might see what is not forgotten")
