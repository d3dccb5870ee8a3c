import threading
import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, select

from intake.types import Envelope, Problem, Unpacked
from storage import record
from storage.engine import reading, writing
from storage.receipts import Arrival, keep
from storage.runs import last_run, open_run
from storage.states import Account, account, receipt_state
from storage.store import Store
from storage.tables import Form, Receipt
from storage.types import FileResult
from tests.support.results import LETTER, Papers, decided_form

NOON = datetime(2026, 3, 2, 5, tzinfo=UTC)
STEPS = ("keep", "see again", "form", "letter", "broken", "bounce", "park", "read again", "finish", "settle", "not ours")


@dataclass
class Paper:
    """What ought to be said of one receipt."""

    id: int
    open: bool = True
    form_waits: bool = False
    look: bool = False
    settled: bool = False
    not_ours: bool = False

    def state(self) -> str:
        if self.not_ours:
            return "not-ours"
        if self.open:
            return "in-work"
        return "waiting" if self.form_waits or (self.look and not self.settled) else "done"


@dataclass
class History:
    """Does steps to a database and says what ought to come of them."""

    engine: Engine
    store: Store
    papers: Papers
    known: list[Paper] = field(default_factory=list)
    sightings: int = 0
    name: str = field(default_factory=lambda: uuid.uuid4().hex)

    def step(self, what: str, which: int) -> None:
        if what == "keep" or not self.known:
            return self.keep(len(self.known), new=True)
        paper = self.known[which % len(self.known)]
        if what == "see again":
            self.keep(which % len(self.known), new=False)
        elif what in ("form", "letter", "broken", "bounce", "park") and paper.open:
            self.read(paper, what)
        elif what not in ("form", "letter", "broken", "bounce", "park"):
            self.by_hand(paper, what)

    def keep(self, n: int, *, new: bool) -> None:
        self.sightings += 1
        raw = f"{self.name} {n}".encode()
        kept = keep(self.engine, self.store, Arrival(raw, "a.eml", "test", "mail", NOON, "r1"))
        assert kept.fresh == new
        if new:
            self.known.append(Paper(kept.receipt_id))

    def read(self, paper: Paper, what: str) -> None:
        with reading(self.engine) as session:
            run = last_run(session, paper.id).id
        paper.open = False
        if what == "park":
            record.park(self.engine, run, "crashed", "หยุดทำงาน", NOON)
            paper.look = True
            return
        record.record(self.engine, self.store, run, self.result(what, paper), "r1", NOON)
        paper.form_waits = what == "form"
        paper.look = what in ("broken", "letter", "bounce")
        paper.not_ours = what == "bounce"

    def result(self, what: str, paper: Paper) -> FileResult:
        content = f"{self.name} {paper.id}".encode()
        if what == "broken":
            return FileResult(Unpacked(error=Problem("broken", "ชำรุด")))
        if what == "bounce":
            return FileResult(Unpacked(envelope=Envelope(automatic="bounce")))
        return self.papers.result(decided_form() if what == "form" else LETTER, content=content)

    def by_hand(self, paper: Paper, what: str) -> None:
        with writing(self.engine) as session:
            receipt = session.get_one(Receipt, paper.id)
            if what == "read again":
                open_run(session, paper.id, "r2", NOON)
                paper.open = True
            elif what == "settle":
                receipt.settled_at, paper.settled = NOON, True
            elif what == "not ours":
                receipt.not_ours, paper.not_ours = "by-a-person", True
            elif what == "finish" and paper.form_waits:
                form = session.scalars(select(Form).where(Form.receipt_id == paper.id, Form.state == "waiting")).one()
                form.state, paper.form_waits = "done", False

    def check(self, before: Account) -> None:
        with reading(self.engine) as session:
            now = account(session)
            states = dict(session.execute(select(Receipt.id, receipt_state())).all())
        assert {paper.id: paper.state() for paper in self.known} == {paper.id: states[paper.id] for paper in self.known}
        assert now.messages_seen == now.receipts + now.further_sightings
        assert now.receipts == now.in_work + now.waiting + now.done + now.not_ours
        assert (now.messages_seen - before.messages_seen, now.receipts - before.receipts) == (self.sightings, len(self.known))


@given(steps=st.lists(st.tuples(st.sampled_from(STEPS), st.integers(0, 3)), min_size=5, max_size=20))
# Not shrunk: every try writes to the disk
@settings(
    max_examples=15,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_the_account_comes_out_even_after_any_history(database: Engine, tmp_path: Path, steps: list[tuple[str, int]]) -> None:
    history = History(database, Store(tmp_path / "store"), Papers(tmp_path / "work"))
    with reading(database) as session:
        before = account(session)
    for what, which in steps:
        history.step(what, which)
    history.check(before)


def test_the_account_is_of_one_moment_while_others_write(database: Engine, tmp_path: Path) -> None:
    store = Store(tmp_path / "store")

    def take_in() -> None:
        for n in range(40):
            for _ in range(2):
                keep(database, store, Arrival(b"%d" % n, "a.eml", "test", "mail", NOON, "r1"))

    writer = threading.Thread(target=take_in)
    writer.start()
    while writer.is_alive():
        with reading(database) as session:
            now = account(session)
        assert now.messages_seen == now.receipts + now.further_sightings
        assert now.receipts == now.in_work
    writer.join()
    with reading(database) as session:
        assert account(session) == Account(80, 40, 40, 40, 0, 0, 0)


def test_an_empty_office_has_an_account_of_nothing(database: Engine) -> None:
    with reading(database) as session:
        assert account(session) == Account(0, 0, 0, 0, 0, 0, 0)
