"""The blind sample, its bound, and the share that needs no person, on both databases."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine

from storage.blind import MIX, ONE_IN, PRIME, Keyed, differences, key, next_to_key, settle_difference
from storage.engine import writing
from storage.switches import SAMPLE, every_form_seen, see_every_form, share_seen
from storage.tables import BlindKey, Field
from storage.trust import ENOUGH, Sample, weeks
from tests.support.office import Office

NOW = datetime(2018, 3, 21, 8, tzinfo=UTC)
BOX = [1.0, 2.0, 30.0, 10.0]


@pytest.fixture
def fields(database: Engine) -> list[Field]:
    """A done form with 40 fields of which the machine was sure, and one that waits; users 1 and 2."""
    with writing(database) as session:
        office = Office(session)
        agency = office.agency("ก")
        office.user()
        office.user("other")
        form = office.form(office.circular(agency), agency, made_at=NOW)
        made = [office.field(form, f"f{n}", "ค่า") for n in range(40)]
        for field in made:
            field.sure, field.box = True, BOX
        waits = office.field(form, "waits", "ค่า", "waiting")
        waits.box = BOX
        form.all_fields, form.sure_fields = 41, 40
    return [*made, waits]


def keyed_all(database: Engine, value: str = "ค่า") -> int:
    """Keys strips until there is none left; gives how many there were."""
    count, found = 0, next_to_key(database, 2)
    while found:
        key(database, found[0].id, Keyed(value), 2, NOW)
        count, found = count + 1, next_to_key(database, 2)
    return count


def test_the_sample_is_keyed_among_the_doubtful_and_nothing_twice(database: Engine, fields: list[Field]) -> None:
    sampled = sum(field.id % PRIME * MIX % PRIME % ONE_IN == 0 for field in fields[:-1])
    assert keyed_all(database) == sampled + 1
    now = weeks(database, NOW)[-1]
    assert (now.sample, now.touchless) == (Sample(sampled, 0, 0), 40 / 41)
    key(database, fields[-1].id, Keyed("อื่น"), 1, NOW)
    assert differences(database) == ()


def test_a_difference_counts_once_a_supervisor_has_said_who_was_right(database: Engine, fields: list[Field]) -> None:
    sampled = keyed_all(database, "อื่น") - 1
    odd = differences(database)
    assert len(odd) == sampled and weeks(database, NOW)[-1].sample == Sample(0, 0, sampled)
    assert settle_difference(database, odd[0].key.id, "keyed", 1, NOW) and settle_difference(database, odd[1].key.id, "machine", 1, NOW)
    assert not settle_difference(database, odd[0].key.id, "machine", 1, NOW)
    assert weeks(database, NOW)[-1].sample == Sample(2, 1, sampled - 2)
    with pytest.raises(ValueError, match="no truth"):
        settle_difference(database, odd[0].key.id, "nobody", 1, NOW)


def test_what_comes_later_is_not_in_the_weeks_before(database: Engine, fields: list[Field]) -> None:
    keyed_all(database)
    found = weeks(database, NOW + timedelta(weeks=2))
    assert [week.sample.compared > 0 for week in found[-4:]] == [False, True, True, True]
    assert [week.fields for week in found[-4:]] == [0, 41, 0, 0]


def test_a_sample_suffices_at_its_number() -> None:
    assert [Sample(n, 0, 0).enough for n in (0, ENOUGH - 1, ENOUGH)] == [False, False, True]


def test_every_form_is_seen_until_a_supervisor_turns_it_off(database: Engine) -> None:
    with writing(database) as session:
        Office(session).user()
    assert every_form_seen(database) and share_seen(database, 0.2) == 1.0
    see_every_form(database, False, 1, NOW)
    assert (share_seen(database, 0.2), share_seen(database, 1.0)) == (0.2, SAMPLE)
    see_every_form(database, True, 1, NOW)
    assert share_seen(database, 0.2) == 1.0


def test_a_keyed_field_keeps_the_first_keying(database: Engine, fields: list[Field]) -> None:
    found = next_to_key(database, 1)
    assert found is not None
    key(database, found[0].id, Keyed("ก"), 1, NOW)
    key(database, found[0].id, Keyed("ข"), 2, NOW)
    with writing(database) as session:
        assert [row.value for row in session.query(BlindKey)] == ["ก"]
