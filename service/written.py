"""Papers that the office writes, put together from its settings and its database."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

from sqlalchemy import select

from report.memo import memo
from service.failure import UsageFailure
from service.parts import Parts
from storage.engine import reading
from storage.ledger import ledger, open_circulars
from storage.office_days import office_days
from storage.tables import Circular
from storage.thai_text import bangkok


def memo_of(parts: Parts, code: str | None, day: date | None) -> bytes:
    """The memorandum on a circular (by its code; else the one due first) as DOCX. Raises UsageFailure where there is none."""
    with reading(parts.engine) as session:
        known = session.scalar(select(Circular.id).where(Circular.code == code)) if code else next(iter(open_circulars(session)), None)
        if known is None:
            raise UsageFailure("circular-unknown", "ไม่พบหนังสือเวียนนี้ โปรดดูรหัสด้วย saraban circular list แล้วระบุด้วย --circular")
        on = day or bangkok(datetime.now(UTC)).date()
        return memo(ledger(session, known), on, office_days(session), parts.settings.office, parts.settings.letters)


def write_to(path: Path, content: bytes) -> None:
    """Writes a file. Raises UsageFailure where it cannot."""
    try:
        path.write_bytes(content)
    except OSError as error:
        raise UsageFailure("output-not-writable", f"เขียนแฟ้ม {path} ไม่ได้ ({error.strerror}) โปรดเลือกที่อื่น") from error
