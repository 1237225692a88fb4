"""What trainees say to the use of their income, and what they live from beside the shop."""

import sqlalchemy as sa
from alembic import op

revision = "0047"
down_revision = "0046"

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def _postgres() -> bool:
    return op.get_bind().dialect.name == "postgresql"


def _one_of(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=24)


def _to(table: str, column: str, other: str, key: str = "id") -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.{key}"], name=op.f(f"fk_{table}_{column}"))


def _check(table: str, name: str, rule: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(rule, name=op.f(f"ck_{table}_{name}"))


def _append_only(table: str) -> None:
    for act in ("UPDATE", "DELETE"):
        message = f"{table} is append-only"
        body = (
            f"FOR EACH ROW EXECUTE FUNCTION refuse('{message}')"
            if _postgres()
            else f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
        )
        op.execute(f"CREATE TRIGGER guard_{table}_{act.lower()} BEFORE {act} ON {table} {body}")
    if _postgres():
        op.execute(
            f"CREATE TRIGGER guard_{table}_truncate BEFORE TRUNCATE ON {table} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION refuse('{table} is never emptied')"
        )


def upgrade() -> None:
    op.add_column("import_run", sa.Column("paper_signed", sa.Boolean(), nullable=False, server_default=sa.false()))
    _consents()
    _livings()


def _consents() -> None:
    op.create_table(
        "consent",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("trainee_id", NUMBER, nullable=False),
        sa.Column("purpose", _one_of("purpose", "figures", "named"), nullable=False),
        sa.Column("yes", sa.Boolean(), nullable=False),
        sa.Column("way", _one_of("way", "applied", "own", "paper", "called"), nullable=False),
        sa.Column("wording", NUMBER, nullable=False),
        sa.Column("said_on", sa.Date(), nullable=False),
        sa.Column("by_id", NUMBER, nullable=True),
        sa.Column("at", MOMENT, nullable=False),
        _check("consent", "paper_is_a_yes", "way <> 'paper' OR yes"),
        _check("consent", "wording", "wording > 0"),
        _to("consent", "trainee_id", "trainee"),
        _to("consent", "by_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent")),
    )
    op.create_index(op.f("ix_consent_trainee_id_purpose_id"), "consent", ["trainee_id", "purpose", "id"])
    _append_only("consent")


def _livings() -> None:
    grades = ("declared", "paper", "statement")
    _told(
        "side_income",
        ["trainee_id", "month", "kind", "id"],
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("kind", _one_of("kind", "wage", "piecework", "other_work", "aid"), nullable=False),
        sa.Column("amount_rial", sa.BigInteger(), nullable=False),
        sa.Column("grade", _one_of("grade", *grades), nullable=False),
        _check("side_income", "amount", "amount_rial >= 0"),
    )
    _told(
        "insured_month",
        ["trainee_id", "month", "id"],
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("kind", _one_of("kind", "self", "family", "work"), nullable=True),
        sa.Column("grade", _one_of("grade", *grades), nullable=False),
    )
    _told(
        "home_work",
        ["trainee_id", "from_day", "id"],
        sa.Column(
            "kind", _one_of("kind", "independent", "supporter", "covered", "cooperative", "unpaid"), nullable=False
        ),
        sa.Column("helpers", NUMBER, nullable=False),
        sa.Column("from_day", sa.Date(), nullable=False),
        _check("home_work", "helpers", "helpers BETWEEN 0 AND 20"),
    )


def _told(table: str, index: list[str], *parts: sa.schema.SchemaItem) -> None:
    """A table of things told of a trainee, of which nothing is ever changed."""
    op.create_table(
        table,
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("trainee_id", NUMBER, nullable=False),
        *parts,
        sa.Column("by_id", NUMBER, nullable=True),
        sa.Column("at", MOMENT, nullable=False),
        _to(table, "trainee_id", "trainee"),
        _to(table, "by_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )
    op.create_index(op.f(f"ix_{table}_{'_'.join(index)}"), table, index)
    _append_only(table)


def downgrade() -> None:
    raise NotImplementedError("what somebody said to the use of her income is not forgotten")
