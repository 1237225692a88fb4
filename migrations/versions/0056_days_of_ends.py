"""The day on which a course ended for somebody; what of one year was carried into the next, course by course."""

import sqlalchemy as sa
from alembic import op
from persiantools.jdatetime import JalaliDate

revision = "0056"
down_revision = "0055"

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("course_end", sa.Column("ended_on", sa.Date(), nullable=True))
    op.add_column("departure", sa.Column("ended_on", sa.Date(), nullable=True))
    cohorts = op.create_table(
        "carried_cohort",
        sa.Column("cohort_id", NUMBER, autoincrement=False, nullable=False),
        sa.Column("year", NUMBER, nullable=False),
        sa.Column("made_id", NUMBER, nullable=True),
        sa.ForeignKeyConstraint(["cohort_id"], ["cohort.id"], name=op.f("fk_carried_cohort_cohort_id")),
        sa.ForeignKeyConstraint(["made_id"], ["cohort.id"], name=op.f("fk_carried_cohort_made_id")),
        sa.PrimaryKeyConstraint("cohort_id", name=op.f("pk_carried_cohort")),
    )
    goals = op.create_table(
        "carried_goal",
        sa.Column("goal_id", NUMBER, autoincrement=False, nullable=False),
        sa.Column("year", NUMBER, nullable=False),
        sa.ForeignKeyConstraint(["goal_id"], ["goal.id"], name=op.f("fk_carried_goal_goal_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("goal_id", name=op.f("pk_carried_goal")),
    )
    for [year] in op.get_bind().execute(sa.text("SELECT year FROM cycle_copy ORDER BY year")).all():
        _keep(cohorts, goals, year)


def _keep(cohorts: sa.Table, goals: sa.Table, year: int) -> None:
    """A year that was made as a whole: every course that began in the one before was carried, and its goals."""
    connection = op.get_bind()
    first, end = JalaliDate(year - 1, 1, 1).to_gregorian(), JalaliDate(year, 1, 1).to_gregorian()
    cohort = sa.table("cohort", sa.column("id"), sa.column("starts_on", sa.Date()), sa.column("state"))
    began = sa.and_(cohort.c.starts_on >= first, cohort.c.starts_on < end, cohort.c.state != "cancelled")
    known = sa.select(cohort.c.id, sa.literal(year)).where(began)
    connection.execute(cohorts.insert().from_select(["cohort_id", "year"], known))
    goal = sa.table("goal", sa.column("id"), sa.column("last_month"), sa.column("cohort_id"))
    ended = sa.and_(
        goal.c.last_month.like(f"{year - 1}-%"),
        sa.or_(goal.c.cohort_id.is_(None), goal.c.cohort_id.in_(sa.select(cohorts.c.cohort_id))),
    )
    connection.execute(
        goals.insert().from_select(["goal_id", "year"], sa.select(goal.c.id, sa.literal(year)).where(ended))
    )


def downgrade() -> None:
    raise NotImplementedError("the day on which a course ended for somebody is not forgotten")
