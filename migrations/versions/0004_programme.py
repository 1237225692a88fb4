"""Trades, cohorts, trainees, mentors, phases."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "trade",
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("name_fa", sa.String(length=60), nullable=False),
        sa.Column("name_en", sa.String(length=60), nullable=False),
        sa.Column("name_ar", sa.String(length=60), nullable=False),
        sa.Column("synonyms", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_trade")),
    )
    op.create_table(
        "cohort",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("county_code", sa.String(length=4), nullable=True),
        sa.Column("trade_code", sa.String(length=20), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("capacity", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "planned",
                "active",
                "completed",
                "cancelled",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.CheckConstraint("ends_on > starts_on", name=op.f("ck_cohort_runs_forward")),
        sa.ForeignKeyConstraint(["county_code"], ["county.code"], name=op.f("fk_cohort_county_code")),
        sa.ForeignKeyConstraint(["trade_code"], ["trade.code"], name=op.f("fk_cohort_trade_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cohort")),
    )
    op.create_table(
        "cooperative",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("registration_no", sa.String(length=20), nullable=False),
        sa.Column("national_id", sa.String(length=11), nullable=False),
        sa.Column("county_code", sa.String(length=4), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["county_code"], ["county.code"], name=op.f("fk_cooperative_county_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cooperative")),
        sa.UniqueConstraint("national_id", name=op.f("uq_cooperative_national_id")),
        sa.UniqueConstraint("registration_no", name=op.f("uq_cooperative_registration_no")),
    )
    op.create_table(
        "trainee",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("slug", sa.String(length=100), nullable=False),
        sa.Column("display_name", sa.String(length=140), nullable=False),
        sa.Column("sort_key", sa.String(length=160), nullable=False),
        sa.Column("county_code", sa.String(length=4), nullable=False),
        sa.Column("locality_code", sa.String(length=16), nullable=True),
        sa.Column("trade_code", sa.String(length=20), nullable=True),
        sa.Column("cooperative_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column(
            "sex",
            sa.Enum("female", "male", name="sex", native_enum=False, create_constraint=True, length=24),
            nullable=True,
        ),
        sa.Column("heads_household", sa.Boolean(), nullable=False),
        sa.Column("story", sa.Text(), nullable=False),
        sa.Column("portrait_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("registered_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["cooperative_id"], ["cooperative.id"], name=op.f("fk_trainee_cooperative_id")),
        sa.ForeignKeyConstraint(["county_code"], ["county.code"], name=op.f("fk_trainee_county_code")),
        sa.ForeignKeyConstraint(["locality_code"], ["locality.code"], name=op.f("fk_trainee_locality_code")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_trainee_person_id")),
        sa.ForeignKeyConstraint(["portrait_id"], ["picture.id"], name=op.f("fk_trainee_portrait_id")),
        sa.ForeignKeyConstraint(["trade_code"], ["trade.code"], name=op.f("fk_trainee_trade_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trainee")),
        sa.UniqueConstraint("person_id", name=op.f("uq_trainee_person_id")),
        sa.UniqueConstraint("slug", name=op.f("uq_trainee_slug")),
    )
    op.create_table(
        "mentor",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("slug", sa.String(length=100), nullable=False),
        sa.Column("display_name", sa.String(length=140), nullable=False),
        sa.Column("county_code", sa.String(length=4), nullable=False),
        sa.Column("trade_code", sa.String(length=20), nullable=True),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("capacity", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("teaches", sa.Boolean(), nullable=False),
        sa.Column("advises", sa.Boolean(), nullable=False),
        sa.Column("sells", sa.Boolean(), nullable=False),
        sa.CheckConstraint("teaches OR advises OR sells", name=op.f("ck_mentor_can_something")),
        sa.ForeignKeyConstraint(["county_code"], ["county.code"], name=op.f("fk_mentor_county_code")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_mentor_person_id")),
        sa.ForeignKeyConstraint(["trade_code"], ["trade.code"], name=op.f("fk_mentor_trade_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mentor")),
        sa.UniqueConstraint("person_id", name=op.f("uq_mentor_person_id")),
        sa.UniqueConstraint("slug", name=op.f("uq_mentor_slug")),
    )
    op.create_table(
        "engagement",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("trainee_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("cohort_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "applied",
                "waitlisted",
                "denied",
                "enrolled",
                "completed",
                "withdrawn",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("applied_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["cohort_id"], ["cohort.id"], name=op.f("fk_engagement_cohort_id")),
        sa.ForeignKeyConstraint(["trainee_id"], ["trainee.id"], name=op.f("fk_engagement_trainee_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_engagement")),
        sa.UniqueConstraint("trainee_id", "cohort_id", name=op.f("uq_engagement_trainee_id_cohort_id")),
    )
    op.create_table(
        "phase_entry",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("engagement_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "phase",
            sa.Enum(
                "consultation",
                "training",
                "empowerment",
                "market",
                name="phase",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_phase_entry_by_id")),
        sa.ForeignKeyConstraint(["engagement_id"], ["engagement.id"], name=op.f("fk_phase_entry_engagement_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_phase_entry")),
    )
    op.create_table(
        "import_run",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("file_name", sa.String(length=120), nullable=False),
        sa.Column("file_key", sa.String(length=60), nullable=True),
        sa.Column("cohort_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("uploaded_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("applied_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("added", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("known", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("refused", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["cohort_id"], ["cohort.id"], name=op.f("fk_import_run_cohort_id")),
        sa.ForeignKeyConstraint(["uploaded_by"], ["person.id"], name=op.f("fk_import_run_uploaded_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_run")),
    )
    op.create_index(op.f("ix_trainee_county_code"), "trainee", ["county_code"], unique=False)
    op.create_index(op.f("ix_engagement_cohort_id"), "engagement", ["cohort_id"], unique=False)
    op.create_index(op.f("ix_phase_entry_engagement_id"), "phase_entry", ["engagement_id"], unique=False)
    op.create_index(
        "uq_phase_entry_open",
        "phase_entry",
        ["engagement_id"],
        unique=True,
        postgresql_where=sa.text("left_at IS NULL"),
        sqlite_where=sa.text("left_at IS NULL"),
    )


def downgrade() -> None:
    op.drop_table("import_run")
    op.drop_table("phase_entry")
    op.drop_table("engagement")
    op.drop_table("mentor")
    op.drop_table("trainee")
    op.drop_table("cooperative")
    op.drop_table("cohort")
    op.drop_table("trade")
