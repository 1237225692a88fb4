"""What a buyer said of what came stands once its time is over or its maker has answered; nobody rewrites it.

The database goes by its own clock, not by what a row says of itself: a moment that is written down can be made up.
"""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"

APPEND_ONLY = ("opinion_before",)
NEVER_DELETED = ("opinion", "opinion_picture")
TOLD = ("stars", "as_told", "words", "changed_at")
# Which line it is about, whose, and until when it may be changed: as it was written, from the first moment on.
BORN_WITH = (
    "id", "line_id", "product_id", "maker_id", "name", "town", "written_by", "written_at", "open_until",
)  # fmt: skip
ANSWERED = ("answer", "answered_at")
REPORTED = ("report", "reported_at")


def _postgres() -> bool:
    return op.get_bind().dialect.name == "postgresql"


def _late() -> str:
    """The clock of a database on another machine may go a little before the shop's."""
    if _postgres():
        return "clock_timestamp() > OLD.open_until + interval '5 minutes'"
    return "strftime('%Y-%m-%d %H:%M:%f', 'now', '-5 minutes') > OLD.open_until"


def _differs(columns: tuple[str, ...]) -> str:
    different = "IS DISTINCT FROM" if _postgres() else "IS NOT"
    return " OR ".join(f"OLD.{column} {different} NEW.{column}" for column in columns)


def upgrade() -> None:
    fixed = f"(OLD.state <> 'shown' OR OLD.answered_at IS NOT NULL OR {_late()})"
    _refuse("opinion", "UPDATE", "an opinion stands", f"({_differs(BORN_WITH)}) OR ({_differs(TOLD)}) AND {fixed}")
    for word, columns in (("answer", ANSWERED), ("report", REPORTED)):
        told = f"OLD.{columns[1]} IS NOT NULL AND ({_differs(columns)})"
        _refuse("opinion", "UPDATE", f"the {word} stands", told, word)
    moved = _differs(("opinion_id", "picture_id"))
    _refuse("opinion_picture", "UPDATE", "a photo is taken away once", f"OLD.dropped_at IS NOT NULL OR ({moved})")
    for table in NEVER_DELETED:
        _refuse(table, "DELETE", f"{table} is never deleted")
    for table in APPEND_ONLY:
        _refuse(table, "UPDATE", f"{table} is append-only")
        _refuse(table, "DELETE", f"{table} is append-only")
    if _postgres():
        for table in (*NEVER_DELETED, *APPEND_ONLY):
            _run(
                f"CREATE TRIGGER guard_{table}_truncate BEFORE TRUNCATE ON {table} "
                f"FOR EACH STATEMENT EXECUTE FUNCTION refuse('{table} is never emptied')"
            )


def _refuse(table: str, act: str, message: str, condition: str = "", part: str = "") -> None:
    """A trigger that refuses `act` on rows of `table` for which `condition` holds."""
    name = "_".join(filter(None, ("guard", table, act.lower(), part)))
    when = f"WHEN ({condition}) " if condition else ""
    if _postgres():
        _run(f"CREATE TRIGGER {name} BEFORE {act} ON {table} FOR EACH ROW {when}EXECUTE FUNCTION refuse('{message}')")
    else:
        _run(f"CREATE TRIGGER {name} BEFORE {act} ON {table} {when}BEGIN SELECT RAISE(ABORT, '{message}'); END")


def _run(statement: str) -> None:
    op.execute(sa.text(statement.replace(":", r"\:")))


def downgrade() -> None:
    raise NotImplementedError("what buyers said is not made changeable again")
