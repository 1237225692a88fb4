"""What buyers say of what came, what they ask, and what they are answered."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
WHEN = sa.DateTime(timezone=True)
AS_TOLD = ("yes", "partly", "no")
WHY = ("insult", "personal", "off_subject", "advert", "unlawful")
HIDDEN_FOR_A_REASON = "(state = 'hidden') = (hidden_why IS NOT NULL)"


def _words(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=24)


def upgrade() -> None:
    op.create_table(
        "opinion",
        sa.Column("id", KEY, nullable=False),
        sa.Column("line_id", KEY, nullable=False),
        sa.Column("product_id", KEY, nullable=False),
        sa.Column("maker_id", KEY, nullable=False),
        sa.Column("state", _words("state", "shown", "hidden"), nullable=False),
        sa.Column("stars", KEY, nullable=False),
        sa.Column("as_told", _words("as_told", *AS_TOLD), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("town", sa.String(length=60), nullable=False),
        sa.Column("written_by", KEY, nullable=True),
        sa.Column("written_at", WHEN, nullable=False),
        sa.Column("changed_at", WHEN, nullable=True),
        sa.Column("open_until", WHEN, nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_at", WHEN, nullable=True),
        sa.Column("report", sa.Text(), nullable=False),
        sa.Column("reported_at", WHEN, nullable=True),
        sa.Column("settled_at", WHEN, nullable=True),
        sa.Column("hidden_why", _words("hidden_why", *WHY), nullable=True),
        sa.CheckConstraint("stars >= 1 AND stars <= 5", name=op.f("ck_opinion_stars")),
        sa.CheckConstraint(
            "(state = 'hidden') = (hidden_why IS NOT NULL)", name=op.f("ck_opinion_hidden_for_a_reason")
        ),
        sa.CheckConstraint("(answered_at IS NULL) = (answer = '')", name=op.f("ck_opinion_answered")),
        sa.CheckConstraint("(reported_at IS NULL) = (report = '')", name=op.f("ck_opinion_reported")),
        sa.CheckConstraint("settled_at IS NULL OR reported_at IS NOT NULL", name=op.f("ck_opinion_settled")),
        sa.ForeignKeyConstraint(["line_id"], ["line.id"], name=op.f("fk_opinion_line_id")),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_opinion_product_id")),
        sa.ForeignKeyConstraint(["maker_id"], ["trainee.id"], name=op.f("fk_opinion_maker_id")),
        sa.ForeignKeyConstraint(["written_by"], ["person.id"], name=op.f("fk_opinion_written_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opinion")),
        sa.UniqueConstraint("line_id", name=op.f("uq_opinion_line_id")),
    )
    op.create_index("ix_opinion_product", "opinion", ["product_id", "state", "id"])
    op.create_index("ix_opinion_maker", "opinion", ["maker_id", "id"])
    op.create_table(
        "opinion_before",
        sa.Column("id", KEY, nullable=False),
        sa.Column("opinion_id", KEY, nullable=False),
        sa.Column("stars", KEY, nullable=False),
        sa.Column("as_told", _words("as_told", *AS_TOLD), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("until", WHEN, nullable=False),
        sa.ForeignKeyConstraint(["opinion_id"], ["opinion.id"], name=op.f("fk_opinion_before_opinion_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opinion_before")),
    )
    op.create_index(op.f("ix_opinion_before_opinion_id"), "opinion_before", ["opinion_id"])
    op.create_table(
        "opinion_picture",
        sa.Column("opinion_id", KEY, nullable=False),
        sa.Column("picture_id", KEY, nullable=False),
        sa.Column("dropped_at", WHEN, nullable=True),
        sa.ForeignKeyConstraint(["opinion_id"], ["opinion.id"], name=op.f("fk_opinion_picture_opinion_id")),
        sa.ForeignKeyConstraint(["picture_id"], ["picture.id"], name=op.f("fk_opinion_picture_picture_id")),
        sa.PrimaryKeyConstraint("opinion_id", "picture_id", name=op.f("pk_opinion_picture")),
    )

    _questions()


def _questions() -> None:
    op.create_table(
        "question",
        sa.Column("id", KEY, nullable=False),
        sa.Column("product_id", KEY, nullable=False),
        sa.Column("maker_id", KEY, nullable=False),
        sa.Column("asked_by", KEY, nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("state", _words("state", "shown", "hidden"), nullable=False),
        sa.Column("asked_at", WHEN, nullable=False),
        sa.Column("hidden_why", _words("hidden_why", *WHY), nullable=True),
        sa.CheckConstraint(
            "(state = 'hidden') = (hidden_why IS NOT NULL)", name=op.f("ck_question_hidden_for_a_reason")
        ),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_question_product_id")),
        sa.ForeignKeyConstraint(["maker_id"], ["trainee.id"], name=op.f("fk_question_maker_id")),
        sa.ForeignKeyConstraint(["asked_by"], ["person.id"], name=op.f("fk_question_asked_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question")),
    )
    op.create_index("ix_question_product", "question", ["product_id", "state", "id"])
    op.create_index("ix_question_maker", "question", ["maker_id", "state", "id"])
    op.create_table(
        "answer",
        sa.Column("id", KEY, nullable=False),
        sa.Column("question_id", KEY, nullable=False),
        sa.Column("voice", _words("voice", "maker", "mentor", "staff"), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("state", _words("state", "shown", "hidden"), nullable=False),
        sa.Column("given_by", KEY, nullable=False),
        sa.Column("given_at", WHEN, nullable=False),
        sa.Column("hidden_why", _words("hidden_why", *WHY), nullable=True),
        sa.CheckConstraint(HIDDEN_FOR_A_REASON, name=op.f("ck_answer_hidden_for_a_reason")),
        sa.ForeignKeyConstraint(["question_id"], ["question.id"], name=op.f("fk_answer_question_id")),
        sa.ForeignKeyConstraint(["given_by"], ["person.id"], name=op.f("fk_answer_given_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer")),
        sa.UniqueConstraint("question_id", "voice", name=op.f("uq_answer_question_id_voice")),
    )


def downgrade() -> None:
    raise NotImplementedError("what buyers said is not thrown away")
