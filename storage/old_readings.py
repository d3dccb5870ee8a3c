"""What earlier readings made of the receipts: for reading them again with a newer reader."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Engine, select
from sqlalchemy.orm import aliased

from storage.engine import reading, writing
from storage.runs import open_run
from storage.tables import Correction, Field, Form, Page, Receipt, Run
from storage.thai_text import day_bounds


@dataclass(frozen=True, slots=True)
class OldReading:
    """A receipt and the version that read it last."""

    receipt_id: int
    year: int
    number: int
    raw_sha256: str
    file_name: str
    reader: str


@dataclass(frozen=True, slots=True)
class OldValue:
    """A field as it stands now. by_person: a person worked on its form, which so stays as it is."""

    value: str
    accepted: bool
    by_person: bool


def old_readings(
    engine: Engine, reader: str, since: date | None = None, numbers: Collection[tuple[int, int]] = (), *, all_readers: bool = False
) -> Sequence[OldReading]:
    """Receipts that were last read by another version than `reader` (or any), the oldest first; those open now are left out.

    since: kept on this day in Thailand or later. numbers: only these (year, number).
    """
    later = aliased(Run)
    newer = select(later.id).where(later.receipt_id == Run.receipt_id, later.ordinal > Run.ordinal).exists()
    columns = (Receipt.id, Receipt.year, Receipt.number, Receipt.raw_sha256, Receipt.file_name, Run.reader)
    wanted = select(*columns).join(Run, Run.receipt_id == Receipt.id).where(~newer, Run.closed_at.is_not(None))
    if not all_readers:
        wanted = wanted.where(Run.reader != reader)
    if since:
        wanted = wanted.where(Receipt.kept_at >= day_bounds(since)[0])
    with reading(engine) as session:
        found = [OldReading(*row) for row in session.execute(wanted.order_by(Receipt.id))]
    return [each for each in found if not numbers or (each.year, each.number) in numbers]


def old_values(engine: Engine, receipt_id: int) -> Mapping[tuple[int, str], OldValue]:
    """The values in force, by page number and field."""
    person = select(Correction.id).join(Field, Field.id == Correction.field_id).where(Field.form_id == Form.id).exists()
    columns = (Page.number, Field.name, Field.value, Field.state, person, Form.done_by)
    rows = select(*columns).join(Form, Form.id == Field.form_id).join(Page, Page.id == Form.page_id)
    with reading(engine) as session:
        found = session.execute(rows.where(Form.receipt_id == receipt_id, Form.state != "withdrawn")).all()
    return {
        (page, name): OldValue(value, state != "waiting", bool(corrected) or done_by is not None)
        for page, name, value, state, corrected, done_by in found
    }


def read_again(engine: Engine, receipt_ids: Collection[int], reader: str, now: datetime) -> int:
    """Opens a run for each; gives how many. The worker reads them behind everything else."""
    for receipt_id in receipt_ids:
        with writing(engine) as session:
            open_run(session, receipt_id, reader, now)
    return len(receipt_ids)
