"""What a trainee is told of her file: that it moved. A telephone may be shared, so no sum and no reason is said."""

from __future__ import annotations

from app import lending, programme
from app.notifications.reactions import tell
from app.shared.outbox import reaction


@reaction(lending.LoanFileMoved, "notifications.loan_file_moved")
def _loan_file_moved(event: lending.LoanFileMoved) -> None:
    whose = programme.trainee(lending.file_about(event.file_id).trainee_id)
    tell(whose.person_id, "loan_file", number=event.file_id, became=event.became)
