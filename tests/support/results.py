"""Readings of papers, as the reading hands them to storage. All of it invented; the pictures are no pictures."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from intake.types import Document, Envelope, Page, Problem, Sender, Unpacked
from ocr.types import Box, Char, Line, Reading, Upright
from rules.types import Decided, DecidedForm, FieldDefinition, FormDefinition, OtherPage
from storage.types import FileResult, PageResult

FORM = FormDefinition(
    id="coordinator",
    title="แบบรายงานรายชื่อผู้ประสานงาน",
    fields=(
        FieldDefinition("agency", "agency", ("หน่วยงาน",), True),
        FieldDefinition("first_name", "given_name", ("ชื่อ",), True),
        FieldDefinition("phone", "phone", ("โทรศัพท์",)),
    ),
)
LETTER = OtherPage("letter", "no-form", "หนังสือนำส่ง ไม่มีแบบรายงาน")
BLANK = OtherPage("blank", "blank", "หน้าว่าง")
OTHER_FORM = OtherPage("form", "other-form", "เป็นแบบอื่น")
UNREADABLE = Problem("pdf-locked", "ไฟล์ PDF ตั้งรหัสผ่านไว้ เปิดไม่ได้", "a.pdf")
Made = DecidedForm | OtherPage | None


@dataclass
class Papers:
    """Makes results whose files lie under `folder`."""

    folder: Path
    sender: Sender = field(default_factory=lambda: Sender(number="+6653000001", gateway="hylafax"))

    def result(self, *pages: Made, content: bytes = b"paper", envelope: Envelope | None = None) -> FileResult:
        """One document with these pages; without any it is no paper."""
        sheets = tuple(self._page(number) for number in range(1, len(pages) + 1))
        document = self.document(content, pages=sheets)
        unpacked = Unpacked(self.sender, envelope or Envelope(subject="โทรสาร"), (document,))
        results = zip(sheets, pages, strict=True)
        return FileResult(unpacked, tuple(PageResult(sheet, reading(), *_made(made)) for sheet, made in results))

    def document(self, content: bytes, pages: Sequence[Page] = (), problem: Problem | None = None) -> Document:
        sha = hashlib.sha256(content).hexdigest()
        self.folder.mkdir(parents=True, exist_ok=True)
        path = self.folder / sha
        path.write_bytes(content)
        return Document("fax.tif", "image/tiff", sha, len(content), path, tuple(pages), problem)

    def _page(self, number: int) -> Page:
        self.folder.mkdir(parents=True, exist_ok=True)
        image = self.folder / f"{number}.png"
        image.write_bytes(b"picture %d" % number)
        return Page(number, image, 1728, 2200, 204.0, (1.0, 0.5))


def decided_form(agency: str | None = "A", phone: str = "+6653000002", *, accepted: bool = True) -> DecidedForm:
    """A filled form; accepted: whether all of it was, or the telephone number waits."""
    values = {
        "agency": Decided("สำนักงานสมมุติ", "สนง.สมมุติ", 0.99, True, box=Box(1, 2, 3, 4), proofs=("roster",)),
        "title": Decided("นาย", "นาย", 0.99, True),
        "first_name": Decided("สมมุติ", "สมมุติ", 0.99, True, hand=True, candidates=("สมมติ",)),
        "phone": Decided(phone, phone, 0.99 if accepted else 0.4, accepted, blank=not phone, others=("+66890000000",)),
    }
    return DecidedForm(FORM, values, agency)


def reading() -> Reading:
    box = Box(0.0, 0.0, 10.0, 10.0)
    return Reading((Line((Char("ก", box, 0.5),), box),), Upright(1728, 2200, 180), "reader/1")


def _made(made: Made) -> tuple[DecidedForm | None, OtherPage | None]:
    return (made, None) if isinstance(made, DecidedForm) else (None, made)
