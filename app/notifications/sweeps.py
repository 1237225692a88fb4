"""What time does to messages: those that no provider takes come before people, and some are due by day."""

from __future__ import annotations

from datetime import timedelta

from app import finance
from app.finance import TaskKind
from app.notifications import reminding
from app.notifications.sending import TRIES_EACH
from app.shared import outbox, running
from app.shared.schedule import sweep


def _stuck() -> list[int]:
    return outbox.stuck("notifications.", TRIES_EACH * len(running.settings().sms_providers) + 2)


@sweep("notifications.stuck", timedelta(minutes=5), _stuck)
def _open_task(row_id: int) -> None:
    """Every provider was tried, more than once. The task says which row of the outbox, not what was in it."""
    finance.open_task(TaskKind.MESSAGE, f"outbox:{row_id}", f"outbox {row_id}", once=True)


def _through() -> list[int]:
    told = [int(task.ref.removeprefix("outbox:")) for task in finance.open_tasks() if task.kind is TaskKind.MESSAGE]
    return outbox.delivered(told)


@sweep("notifications.unstuck", timedelta(minutes=5), _through)
def _close_task(row_id: int) -> None:
    """It got through after all."""
    finance.close_about(TaskKind.MESSAGE, f"outbox:{row_id}", "sent")


_AN_HOUR = timedelta(hours=1)
sweep("notifications.ask_buyers", _AN_HOUR, reminding.orders_to_ask)(reminding.ask_buyer)
sweep("notifications.remind_makers", _AN_HOUR, reminding.makers_to_remind)(reminding.remind_maker)
sweep("notifications.remind_mentors", _AN_HOUR, reminding.mentors_to_remind)(reminding.remind_mentor)
