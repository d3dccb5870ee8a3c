"""The directory as a spreadsheet opens it."""

from __future__ import annotations

import csv
from datetime import datetime
from io import StringIO

from sqlalchemy import Engine

from report.export import directory_csv
from storage.engine import writing
from storage.tables import Agency, Coordinator, CoordinatorValue
from tests.support.office import MORNING, Office


def coordinator(office: Office, agency: Agency, until: datetime | None, values: dict[str, str]) -> None:
    rows = [CoordinatorValue(name=name, value=value) for name, value in values.items()]
    office.session.add(Coordinator(agency_id=agency.id, since=MORNING, until=until, values=rows))
    office.session.flush()


def test_agencies_in_order_with_who_coordinates_now(database: Engine) -> None:
    out = StringIO(newline="")
    values = {"first_name": "ทดสอบ", "phone": "+6653001234;ext=362", "mobile": "+66812345678", "line_id": "@test", "position": "=1+1"}
    with writing(database) as session:
        office = Office(session)
        first, second = office.agency("หน่วยงาน ก"), office.agency("หน่วยงาน ข")
        coordinator(office, second, None, {"first_name": "สมมุติ, ก"})
        coordinator(office, first, MORNING, {"first_name": "คนเก่า"})
        coordinator(office, first, None, values)
        directory_csv(session, out)
    text = out.getvalue()
    assert text.startswith("\ufeff")
    one, two = csv.DictReader(StringIO(text.removeprefix("\ufeff")))
    assert next(iter(one)) == "หน่วยงาน"
    assert (one["หน่วยงาน"], one["โทรศัพท์"], one["โทรศัพท์มือถือ"]) == ("หน่วยงาน ก", "0 5300 1234 ต่อ 362", "08 1234 5678")
    assert (one["ตำแหน่ง"], one["ไอดีไลน์"]) == ("'=1+1", "'@test"), "a spreadsheet must not calculate with what a fax says"
    assert (two["หน่วยงาน"], two["ชื่อ"]) == ("หน่วยงาน ข", "สมมุติ, ก")
