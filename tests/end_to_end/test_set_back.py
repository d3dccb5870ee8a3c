"""The IT officer restores a backup by the commands: the daemon takes nothing in, says so, and goes on once it was recovered."""

from __future__ import annotations

import shutil

from storage import troubles
from storage.tables import Receipt
from tests.end_to_end.daemon import ROOT, Office

SAMPLES = ROOT / "samples"


def test_a_restored_database_stops_taking_in_until_it_is_recovered(office: Office) -> None:
    backup = str(office.folder / "backup")
    office.saraban("intake", str(SAMPLES / "01-typed.eml"))
    office.saraban("backup", backup)
    office.saraban("intake", str(SAMPLES / "08-broken.eml"))
    office.engine.dispose()
    assert "saraban recover" in office.saraban("restore", "--replace", backup)
    office.settings["DROP_1"] = str(office.drop)
    office.start("--role", "intake")
    office.until(lambda: [notice.code for notice in troubles.now(office.engine)] == ["database-older"])
    shutil.copy(SAMPLES / "02-table-pdf.eml", office.drop)
    assert "saraban recover" in office.saraban("report", "--preview")
    assert office.count(Receipt.id) == 1
    assert "สร้างรายการรับเข้าคืน 1 รายการ" in office.saraban("recover")
    office.until(lambda: office.count(Receipt.id) == 3)
    assert troubles.now(office.engine) == ()
    assert office.stop() == 0
