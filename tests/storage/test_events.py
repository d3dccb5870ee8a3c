from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine, select

from storage import events
from storage.engine import reading, writing
from storage.tables import Event

NOON = datetime(2026, 3, 2, 5, tzinfo=UTC)


def test_an_event_is_in_the_trail(database: Engine) -> None:
    with writing(database) as session:
        events.write(session, "form-done", NOON, form=7, action="confirmed")
    with reading(database) as session:
        event = session.scalars(select(Event)).one()
    assert (event.kind, event.at, event.details) == ("form-done", NOON, {"form": 7, "action": "confirmed"})


@pytest.mark.parametrize("value", ["นายสมมุติ", "x" * 65])
def test_the_trail_refuses_what_may_be_a_personal_value(database: Engine, value: str) -> None:
    with pytest.raises(ValueError, match="codes and numbers"), writing(database) as session:
        events.write(session, "form-done", NOON, name=value)
