"""A database from before people could search: its forms are searched and counted like new ones once it was brought up to date."""

from __future__ import annotations

from alembic import command
from sqlalchemy import Engine, select, text

from storage.engine import MIGRATING, MODE, reading, writing
from storage.migrate import migrate, settings
from storage.queue import Wanted, queue
from storage.tables import Field, Form, Receipt
from tests.support.office import Office


def set_back(database: Engine, revision: str) -> None:
    """As if the migrations after this one had never run: its own columns are empty, and the later indexes are gone."""
    with database.execution_options(**{MODE: MIGRATING}).begin() as connection:
        connection.execute(text("UPDATE forms SET sought = '', all_fields = 0, sure_fields = 0"))
        connection.execute(text("UPDATE fields SET sure = false"))
        config = settings()
        config.attributes["connection"] = connection
        command.downgrade(config, revision)


def test_old_forms_are_found_and_counted(database: Engine) -> None:
    with writing(database) as session:
        office = Office(session)
        agency = office.agency("ที่ว่าการอำเภอสมมุติ")
        form = office.form(office.circular(agency), agency, "waiting")
        touched = office.form(office.circular(agency, code="c2"), agency, "done")
        for one, states in ((form, ("waiting", "accepted")), (touched, ("corrected", "accepted"))):
            office.field(one, "first_name", "กานดา", states[0])
            office.field(one, "phone", "+6653000002;ext=362", states[1])
        office.message(session.get_one(Receipt, form.receipt_id), "+6653000001")
    set_back(database, "0009")
    migrate(database)
    with reading(database) as session:
        assert session.execute(select(Form.all_fields, Form.sure_fields).order_by(Form.id)).all() == [(2, 1), (0, 0)]
        assert session.scalars(select(Field.name).where(Field.sure)).all() == ["phone"]
    for typed in ("กานดา", "ทีวาการ", "053-000002", "0 5300 0001"):
        assert queue(database, Wanted(search=typed)).count == 1, typed
