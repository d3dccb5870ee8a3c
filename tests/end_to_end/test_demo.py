"""What `make run` does: everything from nothing, ended by Ctrl-C at any moment, and nothing taken twice."""

from __future__ import annotations

import re
import urllib.request
from pathlib import Path

import pytest
from sqlalchemy import select

from storage.engine import open_engine, reading
from storage.tables import Receipt, Sighting
from tests.end_to_end.daemon import ROOT, Office

SAMPLES = len(list((ROOT / "samples").glob("*.eml")))
PASSWORD = re.compile(r"ผู้ใช้ (\w+) รหัสผ่าน (\S+)")


@pytest.mark.timeout(600)
def test_a_first_start_that_is_broken_off_is_finished_by_the_second(tmp_path: Path) -> None:
    office = Office(tmp_path)
    office.engine = open_engine(f"sqlite:///{tmp_path / 'var' / 'demo' / 'saraban.sqlite'}")
    office.start("--demo")
    address = office.address()
    office.until(lambda: "อ่านตัวอย่างแล้ว 1 " in office.said())
    with urllib.request.urlopen(f"{address}login", timeout=20) as page:
        assert page.status == 200
    assert office.stop() == 0
    assert {login for login, _ in PASSWORD.findall(office.said())} == {"admin", "sarabun"}

    office.start("--demo", "--until-idle")
    office.until_ended(480)
    said = office.said()
    assert f"อ่านตัวอย่างแล้ว {SAMPLES} จาก {SAMPLES}" in said
    assert "จาก ๕๘" in said
    assert PASSWORD.findall(said) == []
    assert seen(office) == (SAMPLES, SAMPLES)

    office.start("--demo", "--until-idle")
    office.until_ended(120)
    assert seen(office) == (SAMPLES, SAMPLES)


def seen(office: Office) -> tuple[int, int]:
    """How many receipts are in no more work, and how often anything was seen."""
    assert "in-work" not in office.receipt_states()
    with reading(office.engine) as session:
        return len(session.scalars(select(Receipt)).all()), len(session.scalars(select(Sighting)).all())
