"""Rows that hold from a moment on, until another or for good: rules, coupons, funds."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, or_

from app.shared import clock

# What is set «from now on» was typed a moment ago.
JUST_NOW = timedelta(minutes=10)


class Dated:
    """A model with `valid_from` and `valid_to` (None: for good), both UTC."""

    valid_from: Any
    valid_to: Any

    @classmethod
    def ends_after(cls, moment: datetime) -> ColumnElement[bool]:
        """It still holds then, or will begin later."""
        return or_(cls.valid_to.is_(None), cls.valid_to > moment)

    @classmethod
    def holds_at(cls, moment: datetime) -> ColumnElement[bool]:
        """It has begun by then and not ended."""
        return and_(cls.valid_from <= moment, cls.ends_after(moment))

    @property
    def over(self) -> bool:
        """It has ended."""
        return self.valid_to is not None and self.valid_to <= clock.now()

    def end(self) -> bool:
        """From now on it holds no more; False when it had ended already."""
        if self.over:
            return False
        self.valid_to = max(clock.now(), self.valid_from)
        return True
