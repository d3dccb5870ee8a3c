"""What is still to be read, on both databases."""

from __future__ import annotations

from storage import record
from storage.open_runs import counts, open_run_of, open_runs
from tests.support.desk import LATER, Desk


def test_a_run_is_open_until_something_is_recorded_of_it(desk: Desk) -> None:
    (first, one), (_, two) = desk.keep(), desk.keep()
    assert [run.id for run in open_runs(desk.engine)] == [one, two]
    record.park(desk.engine, one, "reader-hung", "อ่านไม่เสร็จ", LATER)
    assert [run.id for run in open_runs(desk.engine)] == [two]
    assert counts(desk.engine) == (2, 1)
    assert open_run_of(desk.engine, one) is None and open_run_of(desk.engine, 99) is None
    found = open_run_of(desk.engine, two)
    assert found is not None and found.receipt_id != first and found.file_name == "a.eml"
