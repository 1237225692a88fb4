"""Whom to call and what came of it, bodies and referrals to them, hand-overs, followed cases and comments on them."""

import sqlalchemy as sa
from alembic import op

revision = "0046"
down_revision = "0045"

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
TABLES = (
    "outreach_task", "outreach_call", "related_body", "referral", "hand_over", "followed_case", "case_comment",
)  # fmt: skip
APPEND_ONLY = ("outreach_call", "hand_over", "case_comment")
TASK_FROZEN = ("trainee_id", "county_code", "signs", "assigned_by", "assigned_at")
BODY_FROZEN = ("code", "name_fa", "name_en", "name_ar", "first_day", "added_by")
ASKED = (
    "form_key", "body_id", "trainee_id", "county_code", "obstacle_id", "permit_id", "asked", "written_at",
)  # fmt: skip
LETTER = ("letter_no", "letter_on", "due_on", "sent_by")
REPLY = ("state", "outcome", "replied_on", "reply_no", "reply_words", "withdrawn_why")
CASE_FROZEN = ("person_id", "trainee_id", "began_at")


def _postgres() -> bool:
    return op.get_bind().dialect.name == "postgresql"


def _one_of(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=24)


def _table(name: str, *parts: sa.Column | sa.Constraint) -> None:
    op.create_table(
        name, sa.Column("id", NUMBER, nullable=False), *parts, sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}"))
    )


def _text(name: str, length: int) -> sa.Column:
    return sa.Column(name, sa.String(length=length), nullable=False)


def _number(name: str, *, optional: bool = False) -> sa.Column:
    return sa.Column(name, NUMBER, nullable=optional)


def _day(name: str, *, optional: bool = False) -> sa.Column:
    return sa.Column(name, sa.Date(), nullable=optional)


def _moment(name: str, *, optional: bool = False) -> sa.Column:
    return sa.Column(name, MOMENT, nullable=optional)


def _to(table: str, column: str, other: str, key: str = "id") -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.{key}"], name=op.f(f"fk_{table}_{column}"))


def _check(table: str, name: str, rule: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(rule, name=op.f(f"ck_{table}_{name}"))


def _once(table: str) -> sa.UniqueConstraint:
    return sa.UniqueConstraint("form_key", name=op.f(f"uq_{table}_form_key"))


def _open_once(name: str, table: str, columns: list[str], where: str) -> None:
    op.create_index(name, table, columns, unique=True, postgresql_where=sa.text(where), sqlite_where=sa.text(where))


def _refuse(table: str, act: str, message: str, condition: str = "", name: str = "") -> None:
    when = f"WHEN ({condition}) " if condition else ""
    body = (
        f"FOR EACH ROW {when}EXECUTE FUNCTION refuse('{message}')"
        if _postgres()
        else f"{when}BEGIN SELECT RAISE(ABORT, '{message}'); END"
    )
    op.execute(f"CREATE TRIGGER guard_{table}_{name or act.lower()} BEFORE {act} ON {table} {body}")


def _differs(columns: tuple[str, ...]) -> str:
    different = "IS DISTINCT FROM" if _postgres() else "IS NOT"
    return " OR ".join(f"OLD.{column} {different} NEW.{column}" for column in columns)


def upgrade() -> None:
    _calls()
    _referrals()
    _cases()
    _refuse("outreach_task", "UPDATE", "what was asked is frozen", _differs(TASK_FROZEN))
    _refuse("related_body", "UPDATE", "a body stands", _differs(BODY_FROZEN))
    _refuse("followed_case", "UPDATE", "a followed case stands", _differs(CASE_FROZEN))
    _refuse("referral", "UPDATE", "what was asked is frozen", _differs(ASKED), "asked")
    sent, over = "OLD.sent_by IS NOT NULL", "OLD.state IN ('answered', 'withdrawn')"
    _refuse("referral", "UPDATE", "the letter has gone", f"{sent} AND ({_differs(LETTER)})", "letter")
    _refuse("referral", "UPDATE", "it is over", f"{over} AND ({_differs(REPLY)})", "over")
    for table in APPEND_ONLY:
        _refuse(table, "UPDATE", f"{table} is append-only")
    for table in TABLES:
        _refuse(table, "DELETE", f"{table} is never deleted")
        if _postgres():
            op.execute(
                f"CREATE TRIGGER guard_{table}_truncate BEFORE TRUNCATE ON {table} "
                f"FOR EACH STATEMENT EXECUTE FUNCTION refuse('{table} is never emptied')"
            )


def _calls() -> None:
    _table(
        "outreach_task",
        _number("trainee_id"),
        _text("county_code", 4),
        _text("signs", 120),
        _number("owner_id"),
        _day("due_on"),
        sa.Column("state", _one_of("state", "open", "done", "ended"), nullable=False),
        _day("quiet_until", optional=True),
        _number("assigned_by"),
        _moment("assigned_at"),
        _check("outreach_task", "for_a_reason", "signs <> ''"),
        _to("outreach_task", "trainee_id", "trainee"),
        _to("outreach_task", "county_code", "county", "code"),
        _to("outreach_task", "owner_id", "person"),
        _to("outreach_task", "assigned_by", "person"),
    )
    _open_once("uq_outreach_task_open", "outreach_task", ["trainee_id"], "state = 'open'")
    op.create_index(op.f("ix_outreach_task_trainee_id"), "outreach_task", ["trainee_id"])
    op.create_index("ix_outreach_task_owner_state", "outreach_task", ["owner_id", "state", "due_on"])
    results = ("will_come", "wants_help", "obstacle", "no_interest", "wrong_number", "call_again")
    _table(
        "outreach_call",
        _text("form_key", 48),
        _number("task_id"),
        _number("trainee_id"),
        _day("called_on"),
        sa.Column("way", _one_of("way", "phone", "visit", "message"), nullable=False),
        sa.Column("reached", sa.Boolean(), nullable=False),
        sa.Column("result", _one_of("result", *results), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        _day("again_on", optional=True),
        _number("obstacle_id", optional=True),
        _number("by_id"),
        _moment("written_at"),
        _check("outreach_call", "reached", "reached OR result IN ('wrong_number', 'call_again')"),
        _check("outreach_call", "wrong_number", "NOT reached OR result <> 'wrong_number'"),
        _check("outreach_call", "again_on", "(result = 'call_again') = (again_on IS NOT NULL)"),
        _check("outreach_call", "runs_forward", "again_on IS NULL OR again_on > called_on"),
        _check("outreach_call", "words", "result NOT IN ('no_interest', 'obstacle', 'wants_help') OR words <> ''"),
        _check("outreach_call", "obstacle", "(result = 'obstacle') = (obstacle_id IS NOT NULL)"),
        _to("outreach_call", "task_id", "outreach_task"),
        _to("outreach_call", "trainee_id", "trainee"),
        _to("outreach_call", "obstacle_id", "obstacle"),
        _to("outreach_call", "by_id", "person"),
        _once("outreach_call"),
    )
    op.create_index(op.f("ix_outreach_call_task_id"), "outreach_call", ["task_id"])
    op.create_index(op.f("ix_outreach_call_trainee_id"), "outreach_call", ["trainee_id"])


def _referrals() -> None:
    _table(
        "related_body",
        _text("code", 48),
        _text("name_fa", 120),
        _text("name_en", 120),
        _text("name_ar", 120),
        _day("first_day"),
        _day("last_day", optional=True),
        _number("added_by", optional=True),
        _check("related_body", "named", "name_fa <> ''"),
        _check("related_body", "runs_forward", "last_day IS NULL OR last_day >= first_day"),
        _to("related_body", "added_by", "person"),
        sa.UniqueConstraint("code", name=op.f("uq_related_body_code")),
    )
    by_letter = "letter_no <> '' AND letter_on IS NOT NULL AND due_on IS NOT NULL AND sent_by IS NOT NULL"
    _table(
        "referral",
        _text("form_key", 48),
        _number("body_id"),
        _number("trainee_id"),
        _text("county_code", 4),
        _number("obstacle_id", optional=True),
        _number("permit_id", optional=True),
        _text("asked", 500),
        sa.Column("state", _one_of("state", "draft", "sent", "answered", "withdrawn"), nullable=False),
        _number("owner_id"),
        _moment("written_at"),
        _text("letter_no", 40),
        _day("letter_on", optional=True),
        _day("due_on", optional=True),
        _number("sent_by", optional=True),
        sa.Column("outcome", _one_of("outcome", "yes", "part", "no"), nullable=True),
        _day("replied_on", optional=True),
        _text("reply_no", 40),
        _text("reply_words", 1000),
        _text("withdrawn_why", 300),
        _check("referral", "asked", "asked <> ''"),
        _check("referral", "sent_by_letter", f"state NOT IN ('sent', 'answered') OR ({by_letter})"),
        _check(
            "referral",
            "answered",
            "(state = 'answered') = (outcome IS NOT NULL) AND (outcome IS NULL) = (replied_on IS NULL)",
        ),
        _check("referral", "refused_with_a_reason", "outcome IS NULL OR outcome = 'yes' OR reply_words <> ''"),
        _check("referral", "runs_forward", "replied_on IS NULL OR replied_on >= letter_on"),
        _check("referral", "withdrawn_with_a_reason", "(state = 'withdrawn') = (withdrawn_why <> '')"),
        *(
            _to("referral", column, other, key)
            for column, other, key in (
                ("body_id", "related_body", "id"),
                ("trainee_id", "trainee", "id"),
                ("county_code", "county", "code"),
                ("obstacle_id", "obstacle", "id"),
                ("permit_id", "permit", "id"),
                ("owner_id", "person", "id"),
                ("sent_by", "person", "id"),
            )
        ),
        _once("referral"),
    )
    op.create_index(op.f("ix_referral_body_id"), "referral", ["body_id"])
    op.create_index(op.f("ix_referral_trainee_id"), "referral", ["trainee_id"])
    op.create_index("ix_referral_state_due", "referral", ["state", "due_on"])
    op.create_index("ix_referral_owner_state", "referral", ["owner_id", "state"])


def _cases() -> None:
    _table(
        "hand_over",
        _text("form_key", 48),
        _number("person_id"),
        _number("by_id"),
        _moment("at"),
        _number("reports"),
        _number("calls"),
        _number("referrals"),
        sa.Column("closed", sa.Boolean(), nullable=False),
        _to("hand_over", "person_id", "person"),
        _to("hand_over", "by_id", "person"),
        _once("hand_over"),
    )
    op.create_index(op.f("ix_hand_over_person_id"), "hand_over", ["person_id"])
    _table(
        "followed_case",
        _number("person_id"),
        _number("trainee_id"),
        _moment("began_at"),
        _moment("ended_at", optional=True),
        _check("followed_case", "runs_forward", "ended_at IS NULL OR ended_at >= began_at"),
        _to("followed_case", "person_id", "person"),
        _to("followed_case", "trainee_id", "trainee"),
    )
    _open_once("uq_followed_case_open", "followed_case", ["person_id", "trainee_id"], "ended_at IS NULL")
    op.create_index(op.f("ix_followed_case_trainee_id"), "followed_case", ["trainee_id"])
    _table(
        "case_comment",
        _text("form_key", 48),
        _number("trainee_id"),
        _number("by_id"),
        sa.Column("words", sa.Text(), nullable=False),
        _moment("written_at"),
        _check("case_comment", "words", "words <> ''"),
        _to("case_comment", "trainee_id", "trainee"),
        _to("case_comment", "by_id", "person"),
        _once("case_comment"),
    )
    op.create_index(op.f("ix_case_comment_trainee_id"), "case_comment", ["trainee_id"])


def downgrade() -> None:
    raise NotImplementedError("what was asked, answered and handed over is not thrown away")
