"""What was published of a month: frozen from the first moment, numbered and signed, never deleted."""

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0039"

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
# What is frozen when it is prepared, and what the signature adds once.
BORN_WITH = ("id", "month", "figures", "as_of", "reason", "form_key", "prepared_by", "prepared_at")
SIGNED = ("edition", "signed_by", "signed_at")


def _postgres() -> bool:
    return op.get_bind().dialect.name == "postgresql"


def upgrade() -> None:
    op.create_table(
        "publication",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("edition", NUMBER, nullable=True),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("figures", sa.Text(), nullable=False),
        sa.Column("as_of", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("form_key", sa.String(length=40), nullable=False),
        sa.Column("prepared_by", NUMBER, nullable=False),
        sa.Column("prepared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("signed_by", NUMBER, nullable=True),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state IN ('prepared', 'signed', 'superseded', 'discarded')", name=op.f("ck_publication_state")
        ),
        sa.CheckConstraint(
            "(state IN ('signed', 'superseded')) = (edition IS NOT NULL)",
            name=op.f("ck_publication_signed_has_edition"),
        ),
        sa.CheckConstraint("(edition IS NULL) = (signed_at IS NULL)", name=op.f("ck_publication_signed_when")),
        sa.CheckConstraint("(edition IS NULL) = (signed_by IS NULL)", name=op.f("ck_publication_signed_by_somebody")),
        sa.CheckConstraint("signed_by IS NULL OR signed_by <> prepared_by", name=op.f("ck_publication_two_persons")),
        sa.CheckConstraint(
            "edition IS NULL OR edition = 1 OR (edition > 1 AND reason <> '')",
            name=op.f("ck_publication_correction_reason"),
        ),
        sa.ForeignKeyConstraint(["prepared_by"], ["person.id"], name=op.f("fk_publication_prepared_by_person")),
        sa.ForeignKeyConstraint(["signed_by"], ["person.id"], name=op.f("fk_publication_signed_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_publication")),
        sa.UniqueConstraint("form_key", name=op.f("uq_publication_form_key")),
        sa.UniqueConstraint("month", "edition", name=op.f("uq_publication_edition")),
    )
    for state in ("prepared", "signed"):
        only = sa.text(f"state = '{state}'")
        op.create_index(
            f"uq_publication_{state}", "publication", ["month"], unique=True, postgresql_where=only, sqlite_where=only
        )
    signed_again = f"OLD.edition IS NOT NULL AND ({_differs(SIGNED)})"
    _refuse("UPDATE", "what was published stands", f"({_differs(BORN_WITH)}) OR {signed_again}")
    _refuse("UPDATE", "what is public stays public", "OLD.edition IS NOT NULL AND NEW.state = 'prepared'", "back")
    _refuse("DELETE", "a publication is never deleted")
    if _postgres():
        op.execute(
            "CREATE TRIGGER guard_publication_truncate BEFORE TRUNCATE ON publication "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse('publication is never emptied')"
        )


def _differs(columns: tuple[str, ...]) -> str:
    different = "IS DISTINCT FROM" if _postgres() else "IS NOT"
    return " OR ".join(f"OLD.{column} {different} NEW.{column}" for column in columns)


def _refuse(act: str, message: str, condition: str = "", part: str = "") -> None:
    """A trigger that refuses `act` on rows for which `condition` holds."""
    name = "_".join(filter(None, ("guard_publication", act.lower(), part)))
    when = f"WHEN ({condition}) " if condition else ""
    if _postgres():
        body = f"FOR EACH ROW {when}EXECUTE FUNCTION refuse('{message}')"
    else:
        body = f"{when}BEGIN SELECT RAISE(ABORT, '{message}'); END"
    op.execute(f"CREATE TRIGGER {name} BEFORE {act} ON publication {body}")


def downgrade() -> None:
    raise NotImplementedError("what was published is not thrown away")
