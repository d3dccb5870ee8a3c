"""The trail of what people and the program did. It never holds a personal value: codes and numbers only."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from storage.tables import Event

CODE = 64


def write(
    session: Session, kind: str, at: datetime, *, user_id: int | None = None, receipt_id: int | None = None, **details: int | str | None
) -> None:
    """Add an event to the trail, in the transaction of what happened. Raises ValueError on a detail that is no short code or number."""
    for name, value in details.items():
        if isinstance(value, str) and (len(value) > CODE or not value.isascii()):
            raise ValueError(f"the trail holds codes and numbers only, not what {name} says")
    session.add(Event(kind=kind, at=at, user_id=user_id, receipt_id=receipt_id, details=dict(details)))
