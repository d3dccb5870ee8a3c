"""The figures of one day, and what stands open."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import Engine

from storage.day_figures import Standing, day_figures, standing
from storage.engine import writing
from storage.tables import Correction, Sighting
from tests.support.office import MORNING, Office

DAY = date(2018, 3, 21)
YESTERDAY = MORNING - timedelta(days=1)


def test_a_quiet_day_is_all_noughts(database: Engine) -> None:
    with writing(database) as session:
        figures = day_figures(session, DAY)
        assert not any(getattr(figures, name) for name in figures.__slots__)
        assert standing(session) == Standing(0, None, 0, 0)


def test_receipts_count_on_the_day_in_thailand_that_they_came(database: Engine) -> None:
    with writing(database) as session:
        office = Office(session)
        midnight = MORNING - timedelta(hours=9)
        receipt = office.receipt(midnight)
        office.receipt(midnight - timedelta(seconds=1))
        office.receipt(midnight + timedelta(days=1))
        office.receipt(not_ours="bounce")
        session.add(Sighting(receipt_id=receipt.id, first=True, source="test", seen_at=midnight))
        session.add(Sighting(receipt_id=receipt.id, first=False, source="test", seen_at=MORNING))
        session.flush()
        figures = day_figures(session, DAY)
    assert (figures.taken_in, figures.not_ours, figures.seen_again) == (2, 1, 1)


def test_what_the_machine_did_alone_and_what_people_did(database: Engine) -> None:
    with writing(database) as session:
        office = Office(session)
        circular = office.circular()
        clerk = office.user()
        alone = office.form(circular, None)
        helped = office.form(circular, None, done_by=clerk.id)
        office.form(circular, None, "withdrawn")
        office.form(circular, None, receipt=office.receipt(YESTERDAY))
        office.field(alone, "phone", "1")
        office.field(alone, "email", state="blank")
        changed, kept, lost = (office.field(helped, name, state=name) for name in ("corrected", "confirmed", "unreadable"))
        for field in (changed, changed, kept, lost):
            session.add(Correction(field_id=field.id, user_id=clerk.id, at=MORNING, action=field.state, form_version=2))
        session.flush()
        figures = day_figures(session, DAY)
    assert (figures.forms, figures.forms_accepted) == (2, 1)
    assert (figures.fields, figures.fields_accepted) == (5, 2)
    assert (figures.corrected, figures.confirmed, figures.unreadable_fields) == (1, 1, 1)


def test_what_could_not_be_opened_counts_once_a_receipt(database: Engine) -> None:
    with writing(database) as session:
        office = Office(session)
        broken = office.receipt()
        office.run(broken, error_code="unreadable")
        office.document(broken, "unreadable")
        office.document(broken, "parked")
        office.document(office.receipt(not_ours="person"), "unreadable")
        assert day_figures(session, DAY).unreadable_receipts == 1


def test_what_waits_and_since_when(database: Engine) -> None:
    with writing(database) as session:
        office = Office(session)
        circular = office.circular()
        office.form(circular, None, "waiting")
        office.form(circular, None, "done", office.receipt(YESTERDAY - timedelta(days=9)))
        office.document(office.receipt(YESTERDAY), "unreadable")
        assert standing(session) == Standing(receipts=2, oldest=YESTERDAY, forms=1, without_form=1)
