"""What is searched for, what counties need, partners of the network, readiness, and a cycle made out of the last."""

import sqlalchemy as sa
from alembic import op

revision = "0043"
down_revision = "0042"

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
STUDY = ("county_code", "year", "begun_by", "begun_at", "copied_from")
KEPT = ("state", "score", "figures", "as_of")
PARTNER = ("form_key", "written_by", "written_at")
TIE = ("partner_id", "mentor_id", "trainee_id", "since", "written_by")


def _postgres() -> bool:
    return op.get_bind().dialect.name == "postgresql"


def _one_of(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=24)


def _to(table: str, column: str, other: str, key: str = "id") -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.{key}"], name=op.f(f"fk_{table}_{column}"))


def _check(table: str, name: str, rule: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(rule, name=op.f(f"ck_{table}_{name}"))


def _refuse(table: str, act: str, message: str, condition: str = "") -> None:
    when = f"WHEN ({condition}) " if condition else ""
    body = (
        f"FOR EACH ROW {when}EXECUTE FUNCTION refuse('{message}')"
        if _postgres()
        else f"{when}BEGIN SELECT RAISE(ABORT, '{message}'); END"
    )
    op.execute(f"CREATE TRIGGER guard_{table}_{act.lower()} BEFORE {act} ON {table} {body}")


def _differs(columns: tuple[str, ...]) -> str:
    different = "IS DISTINCT FROM" if _postgres() else "IS NOT"
    return " OR ".join(f"OLD.{column} {different} NEW.{column}" for column in columns)


def upgrade() -> None:
    _searches()
    _needs()
    _partners()
    _next_year()
    _refuse(
        "need_study", "UPDATE", "a study stands", f"{_differs(STUDY)} OR (OLD.state = 'final' AND ({_differs(KEPT)}))"
    )
    _refuse("need_study", "DELETE", "need_study is never deleted")
    _refuse("partner", "UPDATE", "who wrote it stands", _differs(PARTNER))
    _refuse("partner", "DELETE", "partner is never deleted")
    _refuse("partner_tie", "UPDATE", "a tie is ended and not changed", f"{_differs(TIE)} OR OLD.until IS NOT NULL")
    _refuse("partner_tie", "DELETE", "partner_tie is never deleted")
    for table in ("readiness_answer", "cycle_copy"):
        _refuse(table, "UPDATE", f"{table} is append-only")
        _refuse(table, "DELETE", f"{table} is append-only")


def _searches() -> None:
    op.create_table(
        "search_count",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("county_code", sa.String(length=4), nullable=False),
        sa.Column("words", sa.String(length=40), nullable=False),
        sa.Column("trade_code", sa.String(length=20), nullable=False),
        sa.Column("times", NUMBER, nullable=False),
        sa.Column("found", NUMBER, nullable=False),
        sa.PrimaryKeyConstraint("day", "county_code", "words", "trade_code", name=op.f("pk_search_count")),
    )


def _needs() -> None:
    op.create_table(
        "need_study",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("county_code", sa.String(length=4), nullable=False),
        sa.Column("year", NUMBER, nullable=False),
        sa.Column("state", _one_of("state", "draft", "final"), nullable=False),
        sa.Column("copied_from", NUMBER, nullable=True),
        sa.Column("score", NUMBER, nullable=True),
        sa.Column("figures", sa.Text(), nullable=False),
        sa.Column("as_of", MOMENT, nullable=True),
        sa.Column("begun_by", NUMBER, nullable=False),
        sa.Column("begun_at", MOMENT, nullable=False),
        _check("need_study", "year", "year BETWEEN 1390 AND 1500"),
        _check("need_study", "score", "score BETWEEN 0 AND 100"),
        _check(
            "need_study",
            "final_is_whole",
            "(state = 'final') = (as_of IS NOT NULL) AND (state = 'final') = (score IS NOT NULL)"
            " AND (state = 'final') = (figures <> '')",
        ),
        _to("need_study", "county_code", "county", "code"),
        _to("need_study", "copied_from", "need_study"),
        _to("need_study", "begun_by", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_need_study")),
        sa.UniqueConstraint("county_code", "year", name=op.f("uq_need_study_county_code_year")),
    )
    op.create_table(
        "need_answer",
        sa.Column("study_id", NUMBER, nullable=False),
        sa.Column("question", _one_of("question", "material", "market", "roads", "power", "licences"), nullable=False),
        sa.Column("mark", NUMBER, nullable=False),
        sa.Column("words", sa.String(length=300), nullable=False),
        sa.Column("said_by", NUMBER, nullable=False),
        sa.Column("said_at", MOMENT, nullable=False),
        _check("need_answer", "mark", "mark BETWEEN 0 AND 4"),
        _to("need_answer", "study_id", "need_study"),
        _to("need_answer", "said_by", "person"),
        sa.PrimaryKeyConstraint("study_id", "question", name=op.f("pk_need_answer")),
    )


def _partners() -> None:
    op.create_table(
        "partner",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("form_key", sa.String(length=60), nullable=False),
        sa.Column("kind", _one_of("kind", "supplier", "shop", "market", "wholesale"), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("county_code", sa.String(length=4), nullable=False),
        sa.Column("contact", sa.String(length=200), nullable=False),
        sa.Column("written_by", NUMBER, nullable=False),
        sa.Column("written_at", MOMENT, nullable=False),
        sa.Column("checked_by", NUMBER, nullable=True),
        sa.Column("checked_on", sa.Date(), nullable=True),
        sa.Column("ended_by", NUMBER, nullable=True),
        sa.Column("ended_at", MOMENT, nullable=True),
        _check("partner", "named", "name <> ''"),
        _check("partner", "checked_by_somebody", "(checked_on IS NULL) = (checked_by IS NULL)"),
        _check("partner", "ended_by_somebody", "(ended_at IS NULL) = (ended_by IS NULL)"),
        _to("partner", "county_code", "county", "code"),
        *(_to("partner", column, "person") for column in ("written_by", "checked_by", "ended_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partner")),
        sa.UniqueConstraint("form_key", name=op.f("uq_partner_form_key")),
    )
    op.create_index(op.f("ix_partner_county_code"), "partner", ["county_code"])
    op.create_table(
        "partner_trade",
        sa.Column("partner_id", NUMBER, nullable=False),
        sa.Column("trade_code", sa.String(length=20), nullable=False),
        _to("partner_trade", "partner_id", "partner"),
        _to("partner_trade", "trade_code", "trade", "code"),
        sa.PrimaryKeyConstraint("partner_id", "trade_code", name=op.f("pk_partner_trade")),
    )
    _ties()


def _ties() -> None:
    op.create_table(
        "partner_tie",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("partner_id", NUMBER, nullable=False),
        sa.Column("mentor_id", NUMBER, nullable=True),
        sa.Column("trainee_id", NUMBER, nullable=True),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("written_by", NUMBER, nullable=False),
        _check("partner_tie", "one_person", "(mentor_id IS NULL) <> (trainee_id IS NULL)"),
        _check("partner_tie", "runs_forward", "until IS NULL OR until >= since"),
        _to("partner_tie", "partner_id", "partner"),
        _to("partner_tie", "mentor_id", "mentor"),
        _to("partner_tie", "trainee_id", "trainee"),
        _to("partner_tie", "written_by", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partner_tie")),
    )
    for column in ("mentor_id", "trainee_id"):
        op.create_index(op.f(f"ix_partner_tie_{column}"), "partner_tie", [column])
        still = sa.text(f"until IS NULL AND {column} IS NOT NULL")
        op.create_index(
            f"uq_partner_tie_{column}",
            "partner_tie",
            ["partner_id", column],
            unique=True,
            postgresql_where=still,
            sqlite_where=still,
        )
    op.create_index(op.f("ix_partner_tie_partner_id"), "partner_tie", ["partner_id"])


def _next_year() -> None:
    op.create_table(
        "readiness_answer",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("form_key", sa.String(length=60), nullable=False),
        sa.Column("year", NUMBER, nullable=False),
        sa.Column("item", _one_of("item", "rooms", "teachers", "contract", "briefing"), nullable=False),
        sa.Column("ready", sa.Boolean(), nullable=False),
        sa.Column("words", sa.String(length=300), nullable=False),
        sa.Column("said_by", NUMBER, nullable=False),
        sa.Column("said_at", MOMENT, nullable=False),
        _check("readiness_answer", "missing_in_words", "ready OR words <> ''"),
        _to("readiness_answer", "said_by", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_readiness_answer")),
        sa.UniqueConstraint("form_key", name=op.f("uq_readiness_answer_form_key")),
    )
    op.create_index(op.f("ix_readiness_answer_year"), "readiness_answer", ["year", "item"])
    op.create_table(
        "cycle_copy",
        sa.Column("year", NUMBER, nullable=False),
        sa.Column("cohorts", NUMBER, nullable=False),
        sa.Column("lessons", NUMBER, nullable=False),
        sa.Column("goals", NUMBER, nullable=False),
        sa.Column("copied_by", NUMBER, nullable=False),
        sa.Column("copied_at", MOMENT, nullable=False),
        _to("cycle_copy", "copied_by", "person"),
        sa.PrimaryKeyConstraint("year", name=op.f("pk_cycle_copy")),
    )
