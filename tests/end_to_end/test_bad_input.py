"""What cannot be read: one receipt each, with the reason in Thai in the queue, and the daemon goes on."""

from __future__ import annotations

import re
import shutil
from email.message import EmailMessage

import pytest
from sqlalchemy import select

from storage.engine import reading
from storage.tables import Document, Form, Page, Problem, Receipt, Run
from tests.end_to_end.daemon import ROOT, Office
from tests.intake.material import huge_png, locked_pdf

THAI = re.compile("[ก-๙]{4}")


def mail(name: str | None = None, attachment: bytes = b"", kind: str = "pdf") -> bytes:
    message = EmailMessage()
    message["From"] = "fax@gateway.example"
    message["Message-ID"] = f"<{name}@gateway.example>"
    if name:
        message.add_attachment(attachment, maintype="application", subtype=kind, filename=name)
    return message.as_bytes()


@pytest.mark.timeout(400)
def test_each_becomes_a_receipt_with_a_reason_and_the_next_fax_is_read(office: Office) -> None:
    bad = {
        "1-broken.eml": mail("fax.tif", b"II*\x00 and then nothing that a TIFF would have", "octet-stream"),
        "2-empty.eml": mail(),
        "3-locked.eml": mail("locked.pdf", locked_pdf()),
        "4-nothing.tif": b"",
        "5-huge.eml": mail("huge.png", huge_png(), "octet-stream"),
    }
    for name, content in bad.items():
        (office.drop / name).write_bytes(content)
    shutil.copy(ROOT / "samples" / "01-typed.eml", office.drop / "6-good.eml")
    office.settings["DROP_1"] = str(office.drop)
    office.start("--role", "intake", "--role", "worker")
    office.until(office.all_read(6))
    assert office.stop() == 0

    assert office.receipt_states() == ["waiting"] * 6
    reasons = reasons_by_file(office)
    assert [name for name in bad if not any(THAI.search(reason) for reason in reasons[name])] == []
    with reading(office.engine) as session:
        good = session.scalars(select(Receipt.file_name).join(Form, Form.receipt_id == Receipt.id)).all()
    assert good == ["6-good.eml"]


def reasons_by_file(office: Office) -> dict[str, list[str]]:
    """Every reason that the queue can show, by the receipt's file."""
    found: dict[str, list[str]] = {}
    with reading(office.engine) as session:
        for receipt in session.scalars(select(Receipt)):
            run = session.scalars(select(Run).where(Run.receipt_id == receipt.id)).one()
            reasons = [run.error_reason]
            reasons += session.scalars(select(Document.reason).where(Document.receipt_id == receipt.id))
            reasons += session.scalars(select(Problem.reason).where(Problem.run_id == run.id))
            reasons += session.scalars(select(Page.reason).where(Page.run_id == run.id))
            found[receipt.file_name] = [reason for reason in reasons if reason]
    return found
