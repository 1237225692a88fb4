"""The shelf of documents, contracts with their levels of service, the register of questions, the box of ideas."""

import sqlalchemy as sa
from alembic import op

revision = "0045"
down_revision = "0044"

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
VERSION_FROZEN = (
    "form_key", "document_id", "number", "file_key", "file_kind", "size", "address", "reference", "valid_from",
    "valid_to", "changed", "added_by", "added_at",
)  # fmt: skip
DUE_FROZEN = (
    "level_id", "term_id", "period", "about", "caused_on", "due_on", "opened_by", "opened_at",
)  # fmt: skip
QUESTION_FROZEN = ("form_key", "question", "contract_id", "level_id", "raised_on", "raised_by")
IDEA_FROZEN = ("form_key", "person_id", "entered_by", "trainee_id", "county_code", "begun_at")
IDEA_WORDS = ("title", "making", "for_whom", "lacking")
TIMINGS = ("undefined", "after", "monthly", "fixed")


def _postgres() -> bool:
    return op.get_bind().dialect.name == "postgresql"


def _one_of(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=24)


def _id(table: str) -> tuple[sa.Column, sa.PrimaryKeyConstraint]:
    return sa.Column("id", NUMBER, nullable=False), sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}"))


def _to(table: str, column: str, other: str, key: str = "id") -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.{key}"], name=op.f(f"fk_{table}_{column}"))


def _check(table: str, name: str, rule: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(rule, name=op.f(f"ck_{table}_{name}"))


def _unique(table: str, *columns: str) -> sa.UniqueConstraint:
    return sa.UniqueConstraint(*columns, name=op.f(f"uq_{table}_{'_'.join(columns)}"))


def _words(name: str, length: int) -> sa.Column:
    return sa.Column(name, sa.String(length=length), nullable=False)


def _day(name: str, *, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.Date(), nullable=nullable)


def _number(name: str, *, nullable: bool = False) -> sa.Column:
    return sa.Column(name, NUMBER, nullable=nullable)


def _moment(name: str, *, nullable: bool = False) -> sa.Column:
    return sa.Column(name, MOMENT, nullable=nullable)


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
    _library()
    _contracts()
    _dues()
    _questions()
    _ideas()
    for table in ("library_document", "contract", "service_level", "level_term", "idea_word"):
        _refuse(table, "UPDATE", f"{table} is frozen")
    _refuse("library_version", "UPDATE", "a version of a document is frozen", _differs(VERSION_FROZEN))
    _refuse("level_due", "UPDATE", "what is due is frozen", _differs(DUE_FROZEN))
    _refuse("ambiguity", "UPDATE", "a question is frozen", _differs(QUESTION_FROZEN))
    sent = f"OLD.state <> 'draft' AND ({_differs(IDEA_WORDS)})"
    _refuse("idea", "UPDATE", "an idea that was sent is frozen", f"{_differs(IDEA_FROZEN)} OR ({sent})")
    for table in (
        "library_document", "library_version", "contract", "service_level", "level_term", "level_due", "ambiguity",
        "idea", "idea_word",
    ):  # fmt: skip
        _refuse(table, "DELETE", f"{table} is never deleted")
        if _postgres():
            op.execute(
                f"CREATE TRIGGER guard_{table}_truncate BEFORE TRUNCATE ON {table} "
                f"FOR EACH STATEMENT EXECUTE FUNCTION refuse('{table} is never emptied')"
            )


def _library() -> None:
    op.create_table(
        "library_document",
        *_id("library_document"),
        _words("form_key", 48),
        _words("title", 200),
        sa.Column(
            "kind", _one_of("kind", "law", "contract", "minutes", "guide", "form", "women", "licence"), nullable=False
        ),
        sa.Column("readers", _one_of("readers", "public", "members", "officials"), nullable=False),
        _number("added_by"),
        _moment("added_at"),
        _check("library_document", "title", "title <> ''"),
        _to("library_document", "added_by", "person"),
        _unique("library_document", "form_key"),
    )
    op.create_index(op.f("ix_library_document_readers"), "library_document", ["readers"])
    name = "library_version"
    op.create_table(
        name,
        *_id(name),
        _words("form_key", 48),
        _number("document_id"),
        _number("number"),
        sa.Column("file_key", sa.String(length=60), nullable=True),
        sa.Column("file_kind", _one_of("file_kind", "pdf", "jpg", "docx"), nullable=True),
        _number("size"),
        _words("address", 500),
        _words("reference", 80),
        _day("valid_from"),
        _day("valid_to", nullable=True),
        _words("changed", 500),
        sa.Column("state", _one_of("state", "stands", "withdrawn"), nullable=False),
        _words("withdrawn_why", 500),
        _number("added_by"),
        _moment("added_at"),
        _check(name, "number", "number > 0"),
        _check(name, "file_or_address", "(file_key IS NULL) <> (address = '')"),
        _check(name, "file_has_kind", "(file_key IS NULL) = (file_kind IS NULL)"),
        _check(name, "file_has_size", "(file_key IS NULL) = (size = 0)"),
        _check(name, "days", "valid_to IS NULL OR valid_to >= valid_from"),
        _check(name, "says_what_changed", "number = 1 OR changed <> ''"),
        _check(name, "withdrawn_why", "(state = 'withdrawn') = (withdrawn_why <> '')"),
        _to(name, "document_id", "library_document"),
        _to(name, "added_by", "person"),
        _unique(name, "form_key"),
        _unique(name, "document_id", "number"),
        _unique(name, "file_key"),
    )


def _contracts() -> None:
    op.create_table(
        "contract",
        *_id("contract"),
        _words("form_key", 48),
        _words("title", 200),
        _words("parties", 300),
        _words("number", 80),
        _day("signed_on"),
        _day("valid_from"),
        _day("valid_to", nullable=True),
        _number("document_id", nullable=True),
        _number("written_by"),
        _moment("written_at"),
        _check("contract", "said", "title <> '' AND parties <> ''"),
        _check("contract", "days", "valid_to IS NULL OR valid_to >= valid_from"),
        _to("contract", "document_id", "library_document"),
        _to("contract", "written_by", "person"),
        _unique("contract", "form_key"),
    )
    op.create_table(
        "service_level",
        *_id("service_level"),
        _words("form_key", 48),
        _number("contract_id"),
        sa.Column("province_code", sa.String(length=2), nullable=False),
        _words("what", 300),
        _number("written_by"),
        _moment("written_at"),
        _check("service_level", "what", "what <> ''"),
        _to("service_level", "contract_id", "contract"),
        _to("service_level", "province_code", "province", "code"),
        _to("service_level", "written_by", "person"),
        _unique("service_level", "form_key"),
    )
    op.create_index(op.f("ix_service_level_contract_id"), "service_level", ["contract_id"])
    name = "level_term"
    op.create_table(
        name,
        *_id(name),
        _number("level_id"),
        _day("valid_from"),
        sa.Column("timing", _one_of("timing", *TIMINGS), nullable=False),
        _words("owed_by", 120),
        _words("owed_to", 120),
        _number("days", nullable=True),
        _words("cause", 200),
        _number("month_day", nullable=True),
        _day("on_day", nullable=True),
        _words("evidence", 300),
        _words("source", 300),
        _number("written_by"),
        _moment("written_at"),
        _check(name, "days_after", "(timing = 'after') = (days IS NOT NULL AND cause <> '')"),
        _check(name, "day_of_month", "(timing = 'monthly') = (month_day IS NOT NULL)"),
        _check(name, "one_day", "(timing = 'fixed') = (on_day IS NOT NULL)"),
        _check(name, "not_before", "days IS NULL OR days >= 0"),
        _check(name, "month_day", "month_day IS NULL OR (month_day >= 1 AND month_day <= 31)"),
        _check(name, "owed", "timing = 'undefined' OR (owed_by <> '' AND owed_to <> '')"),
        _to(name, "level_id", "service_level"),
        _to(name, "written_by", "person"),
        _unique(name, "level_id", "valid_from"),
    )


def _dues() -> None:
    name = "level_due"
    op.create_table(
        name,
        *_id(name),
        _number("level_id"),
        _number("term_id"),
        _words("period", 60),
        _words("about", 200),
        _day("caused_on", nullable=True),
        _day("due_on"),
        sa.Column("state", _one_of("state", "open", "done", "waived"), nullable=False),
        _day("ended_on", nullable=True),
        _words("ended_words", 500),
        _number("opened_by", nullable=True),
        _moment("opened_at"),
        _check(name, "ended", "(state = 'open') = (ended_on IS NULL)"),
        _check(name, "ended_in_words", "state = 'open' OR ended_words <> ''"),
        _check(name, "opened", "(opened_by IS NULL) = (caused_on IS NULL)"),
        _check(name, "due_after_cause", "caused_on IS NULL OR caused_on <= due_on"),
        _to(name, "level_id", "service_level"),
        _to(name, "term_id", "level_term"),
        _to(name, "opened_by", "person"),
        _unique(name, "level_id", "period"),
    )
    op.create_index("ix_level_due_state_due", name, ["state", "due_on"])


def _questions() -> None:
    name = "ambiguity"
    op.create_table(
        name,
        *_id(name),
        _words("form_key", 48),
        sa.Column("question", sa.Text(), nullable=False),
        _number("contract_id", nullable=True),
        _number("level_id", nullable=True),
        _day("raised_on"),
        _number("raised_by"),
        sa.Column("state", _one_of("state", "open", "asked", "answered", "unanswered"), nullable=False),
        _words("asked_of", 120),
        _words("letter", 80),
        _day("asked_on", nullable=True),
        sa.Column("ended_words", sa.Text(), nullable=False),
        _day("ended_on", nullable=True),
        _words("source", 300),
        _number("changed_level_id", nullable=True),
        _words("changed_rule", 60),
        _check(name, "question", "question <> ''"),
        _check(name, "asked", "state <> 'asked' OR asked_on IS NOT NULL"),
        _check(name, "asked_of", "(asked_of <> '') = (asked_on IS NOT NULL)"),
        _check(name, "answered_with_source", "(state = 'answered') = (source <> '')"),
        _check(name, "ended", "(state IN ('answered', 'unanswered')) = (ended_on IS NOT NULL)"),
        _check(name, "ended_in_words", "(ended_on IS NOT NULL) = (ended_words <> '')"),
        _check(name, "changed", "state = 'answered' OR (changed_level_id IS NULL AND changed_rule = '')"),
        _to(name, "contract_id", "contract"),
        _to(name, "level_id", "service_level"),
        _to(name, "raised_by", "person"),
        _to(name, "changed_level_id", "service_level"),
        _unique(name, "form_key"),
    )
    op.create_index(op.f("ix_ambiguity_contract_id"), name, ["contract_id"])
    op.create_index("ix_ambiguity_state_raised", name, ["state", "raised_on"])


def _ideas() -> None:
    op.create_table(
        "idea",
        *_id("idea"),
        _words("form_key", 48),
        _number("person_id"),
        _number("entered_by"),
        _number("trainee_id", nullable=True),
        sa.Column("county_code", sa.String(length=4), nullable=True),
        _words("title", 120),
        sa.Column("making", sa.Text(), nullable=False),
        sa.Column("for_whom", sa.Text(), nullable=False),
        sa.Column("lacking", sa.Text(), nullable=False),
        sa.Column("state", _one_of("state", "draft", "sent", "further", "aside", "discarded"), nullable=False),
        sa.Column("way", _one_of("way", "need", "product", "other"), nullable=True),
        _number("need_id", nullable=True),
        _moment("begun_at"),
        _moment("sent_at", nullable=True),
        _check("idea", "title", "title <> ''"),
        _check("idea", "sent", "(state IN ('draft', 'discarded')) = (sent_at IS NULL)"),
        _check("idea", "goes_a_way", "(state = 'further') = (way IS NOT NULL)"),
        _check("idea", "need", "need_id IS NULL OR way = 'need'"),
        _to("idea", "person_id", "person"),
        _to("idea", "entered_by", "person"),
        _to("idea", "trainee_id", "trainee"),
        _to("idea", "county_code", "county", "code"),
        _to("idea", "need_id", "need"),
        _unique("idea", "form_key"),
    )
    for column in ("person_id", "trainee_id", "county_code"):
        op.create_index(op.f(f"ix_idea_{column}"), "idea", [column])
    op.create_table(
        "idea_word",
        *_id("idea_word"),
        _words("form_key", 48),
        _number("idea_id"),
        _number("said_by"),
        _moment("said_at"),
        sa.Column("words", sa.Text(), nullable=False),
        _check("idea_word", "words", "words <> ''"),
        _to("idea_word", "idea_id", "idea"),
        _to("idea_word", "said_by", "person"),
        _unique("idea_word", "form_key"),
    )
    op.create_index(op.f("ix_idea_word_idea_id"), "idea_word", ["idea_id"])


def downgrade() -> None:
    raise NotImplementedError("what was agreed is not thrown away")
