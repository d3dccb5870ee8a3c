"""A year of an office's work, invented from a seed: three circulars to 400 agencies, and what comes back, in the order of time.

Districts send six forms a fax; some answer late, twice, revised or on the wrong form; some mail is none of ours. Everything goes
through the same functions as in the real thing: `receipts.keep`, `record.record`, `corrections.save`, `settle`.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from pathlib import Path

from sqlalchemy import Engine, select

from intake.types import Envelope, Sender
from ocr.types import Box, Char, Line, Reading, Upright
from rules.types import Decided, DecidedForm
from storage import agencies, belonging, circulars, directory, register
from storage.agencies import AgencyRow
from storage.circulars import NewCircular
from storage.corrections import Choice, Save, save
from storage.engine import reading, writing
from storage.office_days import settle_day
from storage.receipts import Arrival, keep
from storage.record import record
from storage.second_papers import pairs
from storage.settle import settle
from storage.states import WAITING, receipt_state
from storage.store import Store
from storage.tables import Circular, Field, Form, Receipt, User
from storage.thai_text import BANGKOK
from storage.types import FileResult
from tests.support.results import FORM, OTHER_FORM, Papers

FIRST, LAST = date(2018, 9, 3), date(2019, 8, 30)
DISTRICTS = 10
KINDS = {"provincial": 70, "enterprise": 10, "district": DISTRICTS, "local": 310}
SPECIAL = (date(2018, 12, 21), date(2019, 5, 6))  # days off that the calendar does not know
ASKED = dict.fromkeys(KINDS, "direct")
WRITTEN = (  # code, number, dated, due: the second and third overlap
    ("c1", "ทส 0017.2/ว101", date(2018, 9, 10), date(2018, 9, 28)),
    ("c2", "ทส 0017.2/ว215", date(2018, 12, 3), date(2018, 12, 28)),
    ("c3", "ทส 0017.2/ว230", date(2018, 12, 17), date(2019, 1, 18)),
)


@dataclass(frozen=True, order=True)
class Post:
    """Something that comes in. kind: form, other-form, bounce, same-bytes (of the post before), same-paper; agencies: by place."""

    at: datetime
    serial: int
    kind: str = "form"
    circular: int = 0
    agencies: tuple[int, ...] = ()
    quoted: bool = True
    surname: str = "ทดลอง"
    phone: str = "+6653000002"
    of: int = 0


@dataclass
class Year:
    """The office. `clock` is the moment that it is there; `days` turns it. came: how many messages the day brought."""

    engine: Engine
    folder: Path
    seed: int = 2561
    came: int = 0
    clock: datetime = field(default=datetime.combine(FIRST, time(8), BANGKOK))

    def __post_init__(self) -> None:
        self.store, self.papers = Store(self.folder / "store"), Papers(self.folder / "work", Sender("+6653000001", gateway="hylafax"))
        self.chance = random.Random(self.seed)
        self.raw: dict[int, tuple[bytes, str]] = {}
        self.answered: dict[tuple[int, int], datetime] = {}  # (circular, agency), by place: when the first form was sent
        self.meant: dict[int, int] = {}  # by receipt: which circular, by place
        with writing(self.engine) as session:
            agencies.load(session, roster())
            clerk = User(login="clerk", name="เจ้าหน้าที่", duty="clerk", password_hash="", made_at=self.clock)
            session.add(clerk)
            session.flush()
            self.clerk = clerk.id
            register.begin(session, 301, 2561)
            for special in SPECIAL:
                settle_day(session, special, False, "วันหยุดพิเศษ", None, self.clock)

    def days(self) -> Iterator[date]:
        """Plays the year through, a day after the other; what a day brings has happened when it is given."""
        post = iter(sorted(self.posts()))
        coming = next(post, None)
        for n in range((LAST - FIRST).days + 1):
            day = FIRST + timedelta(days=n)
            self._write_circulars(day)
            self.came = 0
            while coming and coming.at.astimezone(BANGKOK).date() <= day:
                self.clock, self.came = coming.at, self.came + 1
                self._take(coming)
                coming = next(post, None)
            self.clock = datetime.combine(day, time(16), BANGKOK).astimezone(UTC)
            if self.came:
                self._work()
            yield day

    def posts(self) -> Iterator[Post]:
        """Everything that comes in, in no order."""
        serial = 0
        for number, (_, _, dated, due) in enumerate(WRITTEN):
            for agencies_ in self._papers():
                serial += 1
                late = self.chance.random() < 0.08
                day = due + timedelta(days=self.chance.randint(1, 12)) if late else self._between(dated, due)
                first = Post(self._hour(day), serial, "form", number, agencies_, self.chance.random() < 0.9 or number == 0)
                yield first
                for again in self._again(first):
                    serial += 1
                    yield replace(again, serial=serial)
            for kind in ("other-form", "bounce"):
                for _ in range(8):
                    serial += 1
                    yield Post(self._hour(self._between(dated, due)), serial, kind, number)

    def _papers(self) -> Iterator[tuple[int, ...]]:
        """Who answers together: each agency alone, local ones mostly six on a fax of their district. A few never answer."""
        answering = [n for n in range(sum(KINDS.values())) if self.chance.random() < 0.95]
        local = [n for n in answering if n >= sum(KINDS.values()) - KINDS["local"]]
        yield from ((n,) for n in answering if n not in set(local))
        for district in range(DISTRICTS):
            there = [n for n in local if n % DISTRICTS == district]
            yield from (tuple(there[start : start + 6]) for start in range(0, len(there), 6))

    def _again(self, first: Post) -> Iterator[Post]:
        """The same mail, the same paper, a revised paper, another person: a few of each."""
        later = first.at + timedelta(days=self.chance.randint(0, 3), hours=1)
        chance = self.chance.random()
        if chance < 0.04:
            yield replace(first, at=later, kind="same-bytes", of=first.serial)
        elif chance < 0.08:
            yield replace(first, at=later, kind="same-paper", of=first.serial)
        elif chance < 0.12:
            yield replace(first, at=later, phone="+6653000003")
        elif chance < 0.15:
            yield replace(first, at=later, surname="คนใหม่")

    def _take(self, post: Post) -> None:
        raw, paper = f"mail {post.serial}".encode(), f"paper {post.serial}"
        if post.kind == "same-bytes":
            raw, paper = self.raw[post.of]
        elif post.kind == "same-paper":
            paper = self.raw[post.of][1]
        self.raw[post.serial] = raw, paper
        for agency in post.agencies:
            self.answered.setdefault((post.circular, agency), post.at)
        arrival = Arrival(raw, "fax.eml", "year", "fax", self.clock, "r1", taken_at=post.at)
        kept = keep(self.engine, self.store, arrival)
        self.meant[kept.receipt_id] = post.circular
        if kept.fresh:
            record(self.engine, self.store, kept.run_id, self._result(post, paper), "r1", self.clock, every_form_seen=False)

    def _result(self, post: Post, paper: str) -> FileResult:
        if post.kind == "bounce":
            return self.papers.result(None, content=paper.encode(), envelope=Envelope(automatic="bounce"))
        if post.kind == "other-form":
            return self.papers.result(OTHER_FORM, content=paper.encode())
        forms = [self._form(n, post) for n in post.agencies]
        result = self.papers.result(*forms, content=paper.encode())
        text = WRITTEN[post.circular][1] if post.quoted else ""
        return replace(result, pages=tuple(replace(page, reading=_reading(text)) for page in result.pages))

    def _form(self, agency: int, post: Post) -> DecidedForm:
        sure = self.chance.random() < 0.92
        name = roster()[agency].name
        values = {"agency": name, "title": "นาย", "first_name": f"สมมุติ{agency}{post.surname}", "phone": post.phone}
        fields = {key: Decided(value, value, 0.99, sure or key != "phone", box=Box(1, 2, 3, 4)) for key, value in values.items()}
        return DecidedForm(FORM, fields, f"A{agency}")

    def _write_circulars(self, day: date) -> None:
        for code, number, dated, due in WRITTEN:
            if dated == day:
                new = NewCircular(code, f"เรื่อง {code}", "coordinator", ASKED, number, dated, due)
                with writing(self.engine) as session:
                    circulars.create(session, new, datetime.combine(day, time(8), BANGKOK))
            if day == due + timedelta(days=40):
                with writing(self.engine) as session:
                    circular = session.scalars(select(Circular).where(Circular.code == code)).one()
                    circulars.set_closed(session, circular.id, True, self.clerk, self.clock)

    def _work(self) -> None:
        """What people do till the evening: correct, choose, decide, settle; the register is written up."""
        with reading(self.engine) as session:
            waiting = session.execute(select(Form.id, Form.version, Form.agency_id).where(Form.state == "waiting")).all()
            others = session.scalars(select(Receipt.id).where(receipt_state() == WAITING)).all()
            phones = {
                row.form_id: row.value
                for row in session.execute(select(Field.form_id, Field.value).where(Field.name == "phone", Field.state == "waiting"))
            }
        for form, version, agency in waiting:
            save(self.engine, Save(form, version, self.clerk, self.clock, {"phone": Choice(phones[form])}, agency))
        for receipt in set(others) - set(self._with_forms()):
            settle(self.engine, receipt, self.clerk)
        with writing(self.engine) as session:
            for form in belonging.unassigned(session):
                fitting = belonging.fitting(session, session.get_one(Receipt, form.receipt_id), form.definition, form.agency_id)
                chosen = next(one for one in fitting if one.code == WRITTEN[self.meant[form.receipt_id]][0])
                belonging.choose(session, form.id, chosen.id, self.clerk, self.clock)
            for pair in pairs(session):
                directory.decide(session, pair.form.id, "replaces", self.clerk, self.clock)
            register.register_new(session, self.clock)

    def _with_forms(self) -> list[int]:
        with reading(self.engine) as session:
            return list(session.scalars(select(Form.receipt_id).distinct()))

    def _between(self, first: date, last: date) -> date:
        return first + timedelta(days=self.chance.randint(1, (last - first).days))

    def _hour(self, day: date) -> datetime:
        moment = datetime.combine(day, time(8), BANGKOK) + timedelta(seconds=self.chance.randrange(7 * 3600))
        return moment.astimezone(UTC)


@cache
def roster() -> tuple[AgencyRow, ...]:
    """The 400 agencies; their places are their codes."""
    kinds = [kind for kind, count in KINDS.items() for _ in range(count)]
    return tuple(_agency(n, kind) for n, kind in enumerate(kinds))


def _agency(n: int, kind: str) -> AgencyRow:
    district = f"ที่{n % DISTRICTS}" if kind in ("district", "local") else ""
    return AgencyRow(f"A{n}", f"หน่วยงานสมมุติลำดับ {n}", (), kind, district)


def _reading(text: str) -> Reading:
    box = Box(0.0, 0.0, 10.0, 10.0)
    return Reading((Line(tuple(Char(letter, box) for letter in f"ที่ {text}"), box),), Upright(1728, 2200), "r1")
