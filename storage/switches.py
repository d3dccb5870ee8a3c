"""Ways of working that a supervisor chooses. Every form is seen by a person before it counts as checked, until one turns that off."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Engine

from storage import events
from storage.engine import reading, writing
from storage.tables import Switch

EVERY_FORM_SEEN = "every-form-seen"
SAMPLE = 0.05  # of the forms that need no person, that one sees all the same


def every_form_seen(engine: Engine) -> bool:
    """A person sees every form, also where the machine was sure of all of it."""
    with reading(engine) as session:
        switch = session.get(Switch, EVERY_FORM_SEEN)
        return switch is None or switch.value == "on"


def share_seen(engine: Engine, sample_share: float) -> float:
    """The share of forms that need no person and that one sees all the same. sample_share: as set; 1 stands for nothing set."""
    if every_form_seen(engine):
        return 1.0
    return sample_share if sample_share < 1 else SAMPLE


def see_every_form(engine: Engine, on: bool, user_id: int, now: datetime) -> None:
    """Turn it on or off; it holds for what is read from now on."""
    with writing(engine) as session:
        session.merge(Switch(name=EVERY_FORM_SEEN, value="on" if on else "off", user_id=user_id, at=now))
        events.write(session, EVERY_FORM_SEEN, now, user_id=user_id, value="on" if on else "off")
