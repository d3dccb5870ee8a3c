"""What a circular's ledger says of each addressee."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine

from storage.engine import writing
from storage.ledger import ledger, open_circulars
from tests.support.office import MORNING, Office

LAST_MOMENT = datetime(2018, 3, 23, 16, 59, 59, tzinfo=UTC)  # ๒๓.๕๙.๕๙ น. of the due day


def test_each_addressee_has_one_state_in_the_order_of_the_circular(database: Engine) -> None:
    with writing(database) as session:
        office = Office(session)
        silent, waiting, checked, excused = (office.agency(name) for name in ("ก", "ข", "ค", "ง"))
        circular = office.circular(checked, waiting, silent)
        office.ask(circular, excused, excused="ยุบหน่วยงาน")
        office.form(circular, waiting, "waiting")
        office.form(circular, checked, "done")
        found = ledger(session, circular.id)
    assert [(line.name, line.state) for line in found.lines] == [
        ("ค", "checked"),
        ("ข", "received"),
        ("ก", "unanswered"),
        ("ง", "excused"),
    ]
    assert (len(found.answered()), len(found.unanswered()), found.expected()) == (2, 1, 3)
    assert found.counts() == {"checked": 1, "received": 1, "unanswered": 1, "excused": 1}


def test_only_those_asked_directly_count_and_other_answers_stand_apart(database: Engine) -> None:
    with writing(database) as session:
        office = Office(session)
        asked, through, not_asked, stranger = (office.agency(name) for name in ("ก", "ข", "ค", "ง"))
        circular = office.circular(asked)
        office.ask(circular, through, "district")
        office.ask(circular, not_asked, "no")
        for agency in (through, stranger):
            office.form(circular, agency)
        found = ledger(session, circular.id)
    assert [line.name for line in found.lines] == ["ก"]
    assert found.expected() == 1 and not found.answered()
    assert [(line.name, line.state) for line in found.others] == [("ข", "checked"), ("ง", "checked")]


@pytest.mark.parametrize(("after", "late"), [(timedelta(0), False), (timedelta(seconds=1), True)])
def test_the_due_day_ends_at_midnight_in_thailand_by_when_the_gateway_took_it(database: Engine, after: timedelta, late: bool) -> None:
    with writing(database) as session:
        office = Office(session)
        agency = office.agency("ก")
        circular = office.circular(agency)
        taken = LAST_MOMENT + after
        office.form(circular, agency, receipt=office.receipt(taken + timedelta(days=2), taken_at=taken))
        (line,) = ledger(session, circular.id).lines
    assert (line.late, line.answered_at, line.channel) == (late, taken, "fax")


def test_without_a_gateway_time_ours_decides(database: Engine) -> None:
    with writing(database) as session:
        office = Office(session)
        agency = office.agency("ก")
        circular = office.circular(agency)
        office.form(circular, agency, receipt=office.receipt(LAST_MOMENT + timedelta(seconds=1)))
        assert ledger(session, circular.id).lines[0].late


def test_the_first_paper_tells_when_and_any_checked_one_that_it_is_checked(database: Engine) -> None:
    with writing(database) as session:
        office = Office(session)
        agency = office.agency("ก")
        circular = office.circular(agency)
        office.form(circular, agency, "done", office.receipt(LAST_MOMENT + timedelta(days=3)))
        office.form(circular, agency, "waiting", office.receipt(MORNING, channel="email"))
        (line,) = ledger(session, circular.id).lines
    assert (line.state, line.answered_at, line.late, line.channel) == ("checked", MORNING, False, "email")


def test_withdrawn_forms_and_papers_that_are_none_of_ours_do_not_count(database: Engine) -> None:
    with writing(database) as session:
        office = Office(session)
        first, second = office.agency("ก"), office.agency("ข")
        circular = office.circular(first, second)
        office.form(circular, first, "withdrawn")
        office.form(circular, second, receipt=office.receipt(not_ours="person"))
        assert [line.state for line in ledger(session, circular.id).lines] == ["unanswered", "unanswered"]


def test_forms_of_an_unknown_agency_are_counted_apart_the_same_paper_once(database: Engine) -> None:
    with writing(database) as session:
        office = Office(session)
        circular = office.circular(office.agency("ก"))
        first = office.receipt()
        office.form(circular, None, "waiting", first)
        office.form(circular, None, "waiting", office.receipt(same_paper_as=first.id))
        found = ledger(session, circular.id)
    assert (found.unknown, len(found.answered()), found.others) == (1, 0, ())


def test_a_return_to_another_circular_is_no_answer_to_this_one(database: Engine) -> None:
    with writing(database) as session:
        office = Office(session)
        agency = office.agency("ก")
        circular, other = office.circular(agency), office.circular(agency, code="เวียน-2")
        office.form(other, agency)
        assert ledger(session, circular.id).lines[0].state == "unanswered"
        assert ledger(session, other.id).lines[0].state == "checked"


def test_an_unknown_circular_is_an_error(database: Engine) -> None:
    with writing(database) as session, pytest.raises(LookupError):
        ledger(session, 404)


def test_closed_circulars_are_left_out_and_the_next_due_comes_first(database: Engine) -> None:
    with writing(database) as session:
        office = Office(session)
        never = office.circular(code="ก", due_on=None)
        later = office.circular(code="ข", due_on=LAST_MOMENT.date() + timedelta(days=9))
        soon = office.circular(code="ค")
        office.circular(code="ง").closed_at = MORNING
        session.flush()
        assert open_circulars(session) == [soon.id, later.id, never.id]
