"""What a run found out about the message itself: its head, its documents, and what could not be used."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from intake.types import Document as UnpackedDocument
from intake.types import Envelope, Sender, Unpacked
from intake.types import Problem as UnpackedProblem
from storage import identity
from storage.tables import Document, Message, Problem, Receipt, Run

NOTHING_FOUND = UnpackedProblem("no-document", "ไม่พบเอกสารหรือแบบตอบในรายการนี้")


def write_message(session: Session, receipt: Receipt, unpacked: Unpacked) -> None:
    """The mail's head and sender; a file that was handed in has none."""
    receipt.taken_at = receipt.taken_at or unpacked.envelope.taken_at
    if unpacked.sender == Sender() and unpacked.envelope == Envelope():
        return
    sender, envelope = unpacked.sender, unpacked.envelope
    message = session.get(Message, receipt.id) or Message(receipt_id=receipt.id, message_id=envelope.message_id)
    message.subject, message.from_address = envelope.subject, envelope.from_address or sender.address
    message.sender_number, message.sender_station, message.gateway = sender.number, sender.station, sender.gateway
    message.pages_claimed, message.automatic = envelope.pages_claimed, envelope.automatic
    session.add(message)


def write_documents(session: Session, receipt: Receipt, unpacked: Unpacked) -> dict[int, Document]:
    """The documents; gives each page's by the page's number. One that an earlier run found is known by its hash."""
    rows = {row.sha256: row for row in session.scalars(select(Document).where(Document.receipt_id == receipt.id))}
    of_page: dict[int, Document] = {}
    for document in unpacked.documents:
        row = rows.get(document.sha256)
        if row is None:
            row = rows[document.sha256] = Document(receipt_id=receipt.id, ordinal=len(rows) + 1, sha256=document.sha256)
        row.name, row.media_type, row.size, row.state = document.name, document.media_type, document.size, _state(document)
        row.reason_code = document.problem.code if document.problem else None
        row.reason = document.problem.reason if document.problem else None
        session.add(row)
        of_page.update((page.number, row) for page in document.pages)
    session.flush()
    return of_page


def link_same_paper(session: Session, receipt: Receipt, unpacked: Unpacked) -> None:
    """Now that it is known which attachments are papers (no logos): the first receipt that brought one of them."""
    papers = [document.sha256 for document in unpacked.documents if _state(document) != "not-a-paper"]
    receipt.same_paper_as = identity.same_paper(session, papers, before=receipt.id)


def write_problems(session: Session, run: Run, unpacked: Unpacked) -> None:
    """What could not be used and is said by no document: a broken file as a whole, pages over a limit, or nothing there at all."""
    if unpacked.error:
        run.error_code, run.error_reason = unpacked.error.code, unpacked.error.reason
    said = {document.problem for document in unpacked.documents if not document.pages} | {unpacked.error}
    problems = [problem for problem in unpacked.problems if problem not in said]
    if not (unpacked.pages or problems or said - {None}):
        problems = [NOTHING_FOUND]
    for problem in problems:
        session.add(Problem(run_id=run.id, code=problem.code, reason=problem.reason, document=problem.document))


def _state(document: UnpackedDocument) -> str:
    if document.pages:
        return "read"
    return "unreadable" if document.problem else "not-a-paper"
