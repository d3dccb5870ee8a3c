"""Recording what a run made of a receipt: files to the store first, then everything in one transaction that closes the run."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from rules.letter_numbers import numbers_in
from storage import events
from storage.belonging import note_quoted
from storage.engine import writing
from storage.record_forms import write_form
from storage.record_message import link_same_paper, write_documents, write_message, write_problems
from storage.record_pages import PageFiles, keep_files, page_results, page_state, write_page
from storage.runs import still_open
from storage.store import Store
from storage.supersede import supersede
from storage.tables import Receipt, Run
from storage.types import FileResult, PageResult


def record(
    engine: Engine, store: Store, run_id: int, result: FileResult, reader: str, now: datetime, *, every_form_seen: bool = True
) -> None:
    """Write what a run made of its receipt, and close the run; a run that is closed already is left as it is.

    reader: the version that read. every_form_seen: a person looks at every form, also where all its fields were accepted.
    Raises UnknownRun, StoreNotWritable, and OSError where the result's own files cannot be read; then nothing is recorded
    and the run stays open.
    """
    files = {page.page.number: keep_files(store, page) for page in page_results(result)}
    for document in result.unpacked.documents:
        store.put_file(document.path)
    with writing(engine) as session:
        run = still_open(session, run_id)
        if run:
            run.reader, run.closed_at = reader, now
            _write(session, run, result, files, now, every_form_seen)


def park(engine: Engine, run_id: int, code: str, reason: str, now: datetime) -> None:
    """Close a run that comes to no end (its reading crashed again and again): a person is to look; `reason` is Thai."""
    with writing(engine) as session:
        run = still_open(session, run_id)
        if run:
            run.closed_at, run.error_code, run.error_reason = now, code, reason
            events.write(session, "run-parked", now, receipt_id=run.receipt_id, run=run.ordinal, code=code)


def _write(session: Session, run: Run, result: FileResult, files: dict[int, PageFiles], now: datetime, every_form_seen: bool) -> None:
    receipt = session.get_one(Receipt, run.receipt_id)
    pages = page_results(result)
    earlier = supersede(session, run)
    has_form = bool(earlier.forms) or any(page.form for page in pages)
    if receipt.settled_by is None:
        receipt.not_ours = None if has_form else result.unpacked.envelope.automatic
    write_message(session, receipt, result.unpacked)
    documents = write_documents(session, receipt, result.unpacked)
    link_same_paper(session, receipt, result.unpacked)
    note_quoted(session, receipt.id, _quoted(pages))
    for page in pages:
        number = page.page.number
        state = page_state(page, earlier, has_form=has_form, ours=receipt.not_ours is None)
        row = write_page(session, run, documents[number], page, state, files[number])
        if page.form and number not in earlier.forms:
            write_form(session, row, receipt, page.form, now, every_form_seen)
    write_problems(session, run, result.unpacked)


def _quoted(pages: Sequence[PageResult]) -> set[str]:
    """The numbers of letters that stand anywhere on these pages."""
    lines = (line for page in pages if page.reading for line in page.reading.lines)
    return {number for line in lines for number in numbers_in("".join(char.text for char in line.chars))}
