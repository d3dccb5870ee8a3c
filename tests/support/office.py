"""An office in the database, built by hand: agencies, a circular, and papers that came in. All of it invented."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from itertools import count
from typing import TypeVar

from sqlalchemy.orm import Session

from storage.tables import (
    Addressee,
    AddresseeMark,
    Agency,
    AgencyContact,
    Circular,
    Document,
    Field,
    Form,
    Message,
    Page,
    Receipt,
    Run,
    User,
)

MORNING = datetime(2018, 3, 21, 2, tzinfo=UTC)  # ๐๙.๐๐ น. in Thailand
Row = TypeVar("Row")
DUE = date(2018, 3, 23)


@dataclass
class Office:
    """Adds rows with sensible values and flushes them; ids are there at once."""

    session: Session
    numbers: count[int] = field(default_factory=lambda: count(1))

    def agency(self, name: str, kind: str = "provincial", district: str = "", *contacts: tuple[str, str]) -> Agency:
        n = next(self.numbers)
        agency = self._add(Agency(code=f"X-{n:03d}", name=name, kind=kind, district=district, ordinal=n, active=True))
        for contact_kind, value in contacts:
            self._add(AgencyContact(agency_id=agency.id, kind=contact_kind, value=value))
        return agency

    def circular(self, *asked: Agency, code: str = "เวียน-1", due_on: date | None = DUE, subject: str = "แจ้งรายชื่อผู้ประสานงาน") -> Circular:
        row = Circular(code=code, subject=subject, due_on=due_on, form="coordinator", dated=date(2018, 3, 12), made_at=MORNING)
        circular = self._add(row)
        for agency in asked:
            self.ask(circular, agency)
        return circular

    def ask(self, circular: Circular, agency: Agency, asked: str = "direct", excused: str | None = None) -> Addressee:
        n = next(self.numbers)
        row = self._add(Addressee(circular_id=circular.id, agency_id=agency.id, asked=asked, group=agency.kind, ordinal=n))
        if excused is not None:
            self._add(AddresseeMark(addressee_id=row.id, kind="excused", reason=excused, at=MORNING))
        return row

    def receipt(self, at: datetime = MORNING, *, taken_at: datetime | None = None, channel: str = "fax", **more: object) -> Receipt:
        n = next(self.numbers)
        own = {"year": 2561, "number": n, "raw_sha256": f"{n:064x}", "file_name": f"{n}.eml", "size": 1, "source": "test"}
        return self._add(Receipt(**{**own, "channel": channel, "taken_at": taken_at, "kept_at": at, **more}))

    def run(self, receipt: Receipt, *, closed: bool = True, error_code: str | None = None, ordinal: int = 1) -> Run:
        end = receipt.kept_at if closed else None
        row = Run(receipt_id=receipt.id, ordinal=ordinal, reader="test", opened_at=receipt.kept_at, closed_at=end, error_code=error_code)
        return self._add(row)

    def message(self, receipt: Receipt, number: str, pages_claimed: int | None = None) -> Message:
        return self._add(Message(receipt_id=receipt.id, subject="", sender_number=number, pages_claimed=pages_claimed))

    def document(self, receipt: Receipt, state: str = "read") -> Document:
        n = next(self.numbers)
        own = {"ordinal": n, "name": "fax.tif", "media_type": "image/tiff", "sha256": f"{n:064x}", "size": 1}
        return self._add(Document(receipt_id=receipt.id, state=state, **own))

    def page(self, receipt: Receipt, run: Run | None = None, kind: str = "form", state: str = "form", code: str | None = None) -> Page:
        run, document, n = run or self.run(receipt), self.document(receipt), next(self.numbers)
        size = {"width": 10, "height": 10, "dpi": 200.0, "image_sha256": "0" * 64}
        return self._add(Page(document_id=document.id, run_id=run.id, number=n, kind=kind, state=state, reason_code=code, **size))

    def form(self, circular: Circular, agency: Agency | None, state: str = "done", receipt: Receipt | None = None, **more: object) -> Form:
        receipt = receipt or self.receipt()
        page = self.page(receipt)
        ids = {"circular_id": circular.id, "agency_id": agency.id if agency else None, "page_id": page.id, "receipt_id": receipt.id}
        done_at = receipt.kept_at if state == "done" else None
        own = {"definition": "coordinator", "state": state, "made_at": receipt.kept_at, "done_at": done_at}
        return self._add(Form(**{**ids, **own, **more}))

    def field(self, form: Form, name: str, value: str = "", state: str = "accepted") -> Field:
        n = next(self.numbers)
        own = {"kind": name, "read": value, "machine_value": value, "confidence": 0.99, "hand": False, "others": [], "candidates": []}
        return self._add(Field(form_id=form.id, ordinal=n, name=name, value=value, state=state, proofs=[], **own))

    def user(self, login: str = "clerk") -> User:
        return self._add(User(login=login, name="ผู้ทดสอบ", duty="clerk", password_hash="", made_at=MORNING))

    def _add(self, row: Row) -> Row:
        self.session.add(row)
        self.session.flush()
        return row
