"""A small office for the review tests: papers recorded through storage, users, and the pages served over real HTTP."""

from __future__ import annotations

import hashlib
import re
import socket
import threading
import time
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import MappingProxyType

import uvicorn
from argon2 import PasswordHasher
from playwright.sync_api import APIRequestContext, APIResponse
from sqlalchemy import Engine, select, update
from starlette.applications import Starlette
from starlette.types import ASGIApp

from intake.types import Document, Envelope, Page, Problem, Sender, Unpacked
from ocr.types import Box, Char, Line, Reading, Upright
from review.app import create_app
from review.settings import HandedIn, ReviewSettings
from review.values import shown
from rules.forms import builtin_forms
from rules.roster import Agency
from rules.types import Decided, DecidedForm, OtherPage
from storage import agencies
from storage.engine import reading, writing
from storage.receipts import Arrival, keep
from storage.record import record
from storage.store import Store
from storage.tables import Field, Form, User
from storage.types import FileResult, PageResult
from storage.users import create_user
from tests.review.paper import drawn, letters

NOON = datetime(2018, 3, 21, 5, tzinfo=UTC)  # ๑๒.๐๐ น. in Thailand
PASSWORD = "correct-horse-battery"
QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
DEFINITION = next(form for form in builtin_forms() if form.id == "coordinator")
ROSTER = (
    Agency("T-1", "สำนักงานสมมุติจังหวัดลำพูน", ("สนง.สมมุติจังหวัดลำพูน",), "provincial", ""),
    Agency("T-2", "ที่ว่าการอำเภอทดสอบ", (), "district", "ทดสอบ"),
)
LOCKED = Problem("pdf-locked", "ไฟล์ PDF ตั้งรหัสผ่านไว้ เปิดไม่ได้", "ลับ.pdf")
NO_FORM = OtherPage("letter", "no-form", "หนังสือนำส่ง ไม่มีแบบรายงาน")
VALUES = {
    "agency": "สำนักงานสมมุติจังหวัดลำพูน",
    "title": "นาย",
    "first_name": "สมมุติ",
    "last_name": "ทดลอง",
    "position": "นักวิชาการคอมพิวเตอร์",
    "affiliation": "กลุ่มงานทดสอบ",
    "phone": "+6653000002;ext=362",
    "mobile": "+66890000000",
    "email": "sommut@example.go.th",
    "line_id": "",
}


def staff(engine: Engine) -> None:
    """Roster and people: `clerk`, `other` (also a clerk), `head` (supervisor), `admin`; their hashes are cheap to check."""
    with writing(engine) as session:
        agencies.load(session, ROSTER)
    for login, duty in (("clerk", "clerk"), ("other", "clerk"), ("head", "supervisor"), ("admin", "administrator")):
        create_user(engine, login, f"ผู้ใช้ {login}", duty, PASSWORD)
    with writing(engine) as session:
        session.execute(update(User).values(password_hash=QUICK.hash(PASSWORD)))


@dataclass
class Desk:
    """An office in a database and a store. Every call adds something that came in, an hour after the one before. says: what mails say."""

    engine: Engine
    store: Store
    folder: Path
    clock: datetime = NOON
    says: str = ""

    def form_fax(
        self,
        doubtful: Mapping[str, Decided],
        *,
        turn: int = 0,
        repeated_rows: bool = False,
        agency: str | None = "T-1",
        unsure: Mapping[str, Collection[int]] = MappingProxyType({}),
        seen: bool = True,
        **values: str,
    ) -> int:
        """A fax of one form; all fields but the doubtful were accepted. Gives the form's id.

        unsure: by field, which of its letters the reader was not sure of; seen: a person looks at it in any case.
        """
        return self.forms_fax((doubtful, agency), turn=turn, repeated_rows=repeated_rows, unsure=unsure, seen=seen, **values)[0]

    def forms_fax(
        self,
        *forms: tuple[Mapping[str, Decided], str | None],
        turn: int = 0,
        repeated_rows: bool = False,
        unsure: Mapping[str, Collection[int]] = MappingProxyType({}),
        seen: bool = True,
        **values: str,
    ) -> list[int]:
        """A fax of several forms, each with its doubtful fields and its agency. Gives the forms' ids in page order."""
        scale = (1.0, 0.5) if repeated_rows else (1.0, 1.0)
        known = {**VALUES, **values}
        pages = [self._form(n, doubtful, agency, known, turn, scale, unsure) for n, (doubtful, agency) in enumerate(forms, 1)]
        receipt = self._arrive(*pages, seen=seen)
        with reading(self.engine) as session:
            return list(session.scalars(select(Form.id).where(Form.receipt_id == receipt).order_by(Form.id)))

    def _form(
        self,
        number: int,
        doubtful: Mapping[str, Decided],
        agency: str | None,
        known: Mapping[str, str],
        turn: int,
        scale: tuple[float, float],
        unsure: Mapping[str, Collection[int]],
    ) -> PageResult:
        said = {**{name: shown(value, name) for name, value in known.items()}, **{name: one.read for name, one in doubtful.items()}}
        image, boxes = drawn(said)
        placed = {name: _received(box, image.size, turn, scale) for name, box in boxes.items()}
        fields = {name: doubtful.get(name) or _sure(name, value) for name, value in known.items()}
        fields = {name: _at(one, placed[name]) for name, one in fields.items()}
        lines = tuple(_line(said[name], box, unsure.get(name, ())) for name, box in boxes.items() if said[name])
        reading_ = Reading(lines, Upright(image.width, image.height, (360 - turn) % 360), "test/1")
        return PageResult(self._page(image.rotate(-turn, expand=True), scale, number), reading_, DecidedForm(DEFINITION, fields, agency))

    def letter_fax(self) -> int:
        """A fax without any form: it waits for a person. Gives the receipt's id."""
        page = self._page(drawn({})[0], (1.0, 1.0))
        return self._arrive(PageResult(page, Reading((), Upright(page.width, page.height), "test/1"), other=NO_FORM))

    def locked_mail(self) -> int:
        """A mail whose one document cannot be opened. Gives the receipt's id."""
        return self._arrive(problem=LOCKED)

    def bounce(self) -> int:
        """A mail that came back. Gives the receipt's id."""
        return self._arrive(automatic="bounce")

    def values(self, form_id: int) -> dict[str, tuple[str, str]]:
        """State and value of each field as stored now."""
        with reading(self.engine) as session:
            rows = session.execute(select(Field.name, Field.state, Field.value).where(Field.form_id == form_id))
            return {name: (state, value) for name, state, value in rows}

    def take(self, file: HandedIn) -> int:
        """Keeps a file that somebody hands in; it is not read."""
        now = datetime.now(UTC)
        arrival = Arrival(file.content, file.name, "hand", file.channel, now, "test/1", taken_at=file.came_at)
        return keep(self.engine, self.store, arrival).receipt_id

    def pause(self) -> None:
        """A moment, while something is waited for."""
        time.sleep(0.05)

    def _page(self, image, scale: tuple[float, float], number: int = 1) -> Page:  # type: ignore[no-untyped-def]
        path = self.folder / f"{self.clock:%d%H%M%S}-{number}.png"
        image.save(path)
        return Page(number, path, image.width, image.height, 204.0, scale)

    def _arrive(self, *results: PageResult, problem: Problem | None = None, automatic: str | None = None, seen: bool = True) -> int:
        raw = f"mail of {self.clock} {self.says}".encode()
        kept = keep(self.engine, self.store, Arrival(raw, "1.eml", "test", "fax", self.clock, "test/1", taken_at=self.clock))
        path = self.folder / hashlib.sha256(raw).hexdigest()
        path.write_bytes(raw)
        pages = tuple(result.page for result in results)
        name, kind = (problem.document or "", "application/pdf") if problem else ("fax000000123.tif", "image/tiff")
        document = Document(name, kind, path.name, len(raw), path, pages, problem)
        documents = (document,) if results or problem else ()
        unpacked = Unpacked(Sender("+6653000001", "0-5300-0001", "fax@gw.example"), Envelope(automatic=automatic), documents)
        result = FileResult(unpacked, results)
        record(self.engine, self.store, kept.run_id, result, "test/1", self.clock, every_form_seen=seen)
        self.clock += timedelta(hours=1)
        return kept.receipt_id


def doubt(value: str, *candidates: str, proofs: tuple[str, ...] = ("second-reader-differs",)) -> Decided:
    """A field that waits for a person."""
    return Decided(value, value, 0.5, False, hand=True, candidates=candidates, proofs=proofs)


def _sure(name: str, value: str) -> Decided:
    return Decided(value, value, 0.999, True, blank=not value, proofs=("roster",) if name == "agency" else ())


def _at(one: Decided, box: Box) -> Decided:
    return Decided(one.value, one.read, one.confidence, one.accepted, one.hand, one.blank, box, one.others, one.candidates, one.proofs)


def _line(text: str, box: Box, unsure: Collection[int]) -> Line:
    placed = letters(text, box)
    return Line(tuple(Char(letter, at, 0.5 if n in unsure else 0.999) for n, (letter, at) in enumerate(placed)), box)


def _received(box: Box, size: tuple[int, int], turn: int, scale: tuple[float, float]) -> Box:
    """Where a box of the upright page stands on the page as received: upside down (180) or upright (0)."""
    turned = box if turn == 0 else Box(size[0] - box.right, size[1] - box.bottom, size[0] - box.left, size[1] - box.top)
    return Box(turned.left * scale[0], turned.top * scale[1], turned.right * scale[0], turned.bottom * scale[1])


def pages_of(desk: Desk, **settings: object) -> Starlette:
    """The review pages of this office."""
    known = ReviewSettings(secret_key="x" * 32, **{"take": desk.take, "mail_text": lambda content: content.decode(), **settings})  # type: ignore[arg-type]
    return create_app(desk.engine, desk.store, known)


@contextmanager
def served(desk: Desk, **settings: object) -> Iterator[str]:
    """The review pages at an address of this machine."""
    with serving(pages_of(desk, **settings)) as address:
        yield address


@contextmanager
def serving(app: ASGIApp) -> Iterator[str]:
    """An application at an address of this machine."""
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        bound.listen()
        server = uvicorn.Server(uvicorn.Config(app, log_config=None, timeout_graceful_shutdown=1))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [bound]}, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{bound.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join(timeout=20)


def token(page: APIResponse) -> str:
    """The token in a page's form."""
    found = re.search(r'name="token" value="([^"]+)"', page.text())
    assert found, page.text()
    return found.group(1)


def log_in(client: APIRequestContext, login: str, password: str = PASSWORD) -> APIResponse:
    """Log in over HTTP, as a browser does; redirects are not followed."""
    sent = {"token": token(client.get("/login")), "login": login, "password": password, "next": ""}
    return client.post("/login", form=sent, max_redirects=0)
