"""Disclosures, reviews, vouches."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.create_table(
        "disclosure",
        sa.Column("version_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "grade",
            sa.Enum(
                "conforms",
                "small",
                "visible",
                "seconds",
                name="grade",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("mark", sa.String(length=120), nullable=False),
        sa.Column("missing_mark", sa.String(length=200), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("varies", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["version_id"], ["product_version.id"], name=op.f("fk_disclosure_version_id")),
        sa.PrimaryKeyConstraint("version_id", name=op.f("pk_disclosure")),
    )
    op.create_table(
        "deviation",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("position", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "size",
                "colour",
                "weight",
                "shape",
                "finish",
                "taste",
                "packing",
                "durability",
                "other",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("words", sa.String(length=200), nullable=False),
        sa.Column("amount", sa.String(length=60), nullable=False),
        sa.Column("picture_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(["picture_id"], ["picture.id"], name=op.f("fk_deviation_picture_id")),
        sa.ForeignKeyConstraint(["version_id"], ["disclosure.version_id"], name=op.f("fk_deviation_version_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deviation")),
    )
    op.create_table(
        "review",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("maker_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("county_code", sa.String(length=4), nullable=False),
        sa.Column("rural", sa.Boolean(), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "decision",
            sa.Enum(
                "vouched", "returned", "refused", name="decision", native_enum=False, create_constraint=True, length=24
            ),
            nullable=True,
        ),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("mentor_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.CheckConstraint("(decision IS NULL) = (decided_at IS NULL)", name=op.f("ck_review_decided_once")),
        sa.ForeignKeyConstraint(["county_code"], ["county.code"], name=op.f("fk_review_county_code")),
        sa.ForeignKeyConstraint(["maker_id"], ["trainee.id"], name=op.f("fk_review_maker_id")),
        sa.ForeignKeyConstraint(["mentor_id"], ["mentor.id"], name=op.f("fk_review_mentor_id")),
        sa.ForeignKeyConstraint(["version_id"], ["product_version.id"], name=op.f("fk_review_version_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review")),
        sa.UniqueConstraint("version_id", name=op.f("uq_review_version_id")),
    )
    op.create_table(
        "review_remark",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("review_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "part",
            sa.Enum(
                "photo",
                "kind",
                "name",
                "size",
                "stock",
                "standard",
                "price",
                name="part",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column(
            "reason",
            sa.Enum(
                "unclear_photo",
                "wrong_kind",
                "unclear_name",
                "wrong_size",
                "hidden_deviation",
                "wrong_price",
                "missing_paper",
                "unsafe",
                "not_home_made",
                "other",
                name="reason",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("words", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=op.f("fk_review_remark_review_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_remark")),
    )
    op.create_table(
        "vouch",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("mentor_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("mentor_person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("maker_person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "basis",
            sa.Enum(
                "in_person", "sample", "photos", name="basis", native_enum=False, create_constraint=True, length=24
            ),
            nullable=False,
        ),
        sa.Column("seen_on", sa.Date(), nullable=False),
        sa.Column("checked", sa.Text(), nullable=False),
        sa.Column("unchecked", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("withdrawn_why", sa.Text(), nullable=False),
        sa.CheckConstraint("mentor_person_id <> maker_person_id", name=op.f("ck_vouch_not_for_oneself")),
        sa.CheckConstraint("valid_until > seen_on", name=op.f("ck_vouch_runs_forward")),
        sa.ForeignKeyConstraint(["maker_person_id"], ["person.id"], name=op.f("fk_vouch_maker_person_id")),
        sa.ForeignKeyConstraint(["mentor_id"], ["mentor.id"], name=op.f("fk_vouch_mentor_id")),
        sa.ForeignKeyConstraint(["mentor_person_id"], ["person.id"], name=op.f("fk_vouch_mentor_person_id")),
        sa.ForeignKeyConstraint(["version_id"], ["product_version.id"], name=op.f("fk_vouch_version_id")),
        sa.ForeignKeyConstraint(["withdrawn_by"], ["person.id"], name=op.f("fk_vouch_withdrawn_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vouch")),
    )
    op.create_index(
        "ix_review_open", "review", ["submitted_at"], unique=False, postgresql_where=sa.text("decided_at IS NULL")
    )
    op.create_index(op.f("ix_vouch_mentor_id"), "vouch", ["mentor_id"], unique=False)
    op.create_index(
        "uq_vouch_open",
        "vouch",
        ["version_id"],
        unique=True,
        postgresql_where=sa.text("withdrawn_at IS NULL"),
        sqlite_where=sa.text("withdrawn_at IS NULL"),
    )
    op.create_index(op.f("ix_deviation_version_id"), "deviation", ["version_id"], unique=False)
    op.create_index(op.f("ix_review_remark_review_id"), "review_remark", ["review_id"], unique=False)


def downgrade() -> None:
    op.drop_table("vouch")
    op.drop_table("review_remark")
    op.drop_table("review")
    op.drop_table("deviation")
    op.drop_table("disclosure")
