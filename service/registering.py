"""The office's own receive register, written up as papers are read, where the settings ask for it."""

from __future__ import annotations

from datetime import datetime

from service.parts import Parts
from storage import register
from storage.engine import writing


def keep_register(parts: Parts, now: datetime) -> int:
    """Numbers what came in and is in no register yet; gives how many. Nothing where the office has a central register."""
    settings = parts.settings
    if settings.receive_register != "own":
        return 0
    with writing(parts.engine) as session:
        if settings.receive_register_start:
            first, year = settings.receive_register_start.split("/")
            register.begin(session, int(first), int(year))
        return register.register_new(session, now, settings.office)
