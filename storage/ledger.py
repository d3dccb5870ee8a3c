"""The ledger of a circular: what each addressee has done, and in time or late. Asked of the database, kept nowhere."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from storage.ledger_paper import paper_states
from storage.marks import EXCUSED, Mark, marks_in_force
from storage.tables import Addressee, Agency, Circular, Form, Receipt
from storage.thai_text import day_bounds

ANSWERED = ("received", "checked")
OPEN = ("unanswered", "wrong-form", "incomplete")


@dataclass(frozen=True, slots=True)
class Line:
    """An agency in the ledger. state: unanswered, received, checked, wrong-form, incomplete, excused (`storage.words`).

    answered_at: when its first form was taken by the gateway or first mail server (else by us), or a person says it answered;
    late: after the due day. channel: fax, mail, folder, hand, or `by-hand` where a person marked it. reason: of such a mark (also of
    an excuse), said by `by`.
    """

    agency_id: int
    code: str
    name: str
    kind: str
    group: str
    district: str
    state: str
    answered_at: datetime | None = None
    late: bool = False
    channel: str | None = None
    reason: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True)
class Ledger:
    """A circular's ledger. lines: those asked directly, in the circular's order; others: answers from anyone else.

    unknown: live forms of which nobody knows yet from which agency they are (the same paper again not counted).
    """

    circular_id: int
    code: str
    number: str | None
    subject: str
    due_on: date | None
    lines: tuple[Line, ...]
    others: tuple[Line, ...]
    unknown: int

    def counts(self) -> Counter[str]:
        """How many of those asked are in each state."""
        return Counter(line.state for line in self.lines)

    def expected(self) -> int:
        """How many are to answer: those asked, without the excused."""
        return sum(line.state != "excused" for line in self.lines)

    def answered(self) -> tuple[Line, ...]:
        """Those asked whose form came, checked or not."""
        return tuple(line for line in self.lines if line.state in ANSWERED)

    def unanswered(self) -> tuple[Line, ...]:
        """Those asked whose form is still to come, also where other paper came."""
        return tuple(line for line in self.lines if line.state in OPEN)


@dataclass(frozen=True, slots=True)
class _Answer:
    state: str
    at: datetime
    channel: str


def ledger(session: Session, circular_id: int) -> Ledger:
    """The ledger of a circular now. Raises LookupError if there is no such circular."""
    circular = session.get(Circular, circular_id)
    if circular is None:
        raise LookupError(f"no circular {circular_id}")
    answers, unknown = _answers(session, circular_id)
    lines = _asked(session, circular, answers)
    asked = {line.agency_id for line in lines}
    further = {agency: answer for agency, answer in answers.items() if agency not in asked}
    others = _others(session, further, _due_end(circular))
    return Ledger(circular.id, circular.code, circular.number, circular.subject, circular.due_on, lines, others, unknown)


def open_circulars(session: Session) -> list[int]:
    """Ids of the circulars that are not closed, those due first in front."""
    rows = select(Circular.id).where(Circular.closed_at.is_(None)).order_by(Circular.due_on.is_(None), Circular.due_on, Circular.id)
    return list(session.scalars(rows))


def _due_end(circular: Circular) -> datetime | None:
    return day_bounds(circular.due_on)[1] if circular.due_on else None


def _answers(session: Session, circular_id: int) -> tuple[dict[int, _Answer], int]:
    """What each agency answered, and how many forms are of an agency unknown yet."""
    moment = func.coalesce(Receipt.taken_at, Receipt.kept_at)
    rows = select(Form.agency_id, Form.state, moment, Receipt.channel, Receipt.same_paper_as).join(Receipt, Form.receipt_id == Receipt.id)
    live = rows.where(Form.circular_id == circular_id, Form.state != "withdrawn", Receipt.not_ours.is_(None)).order_by(moment, Form.id)
    answers: dict[int, _Answer] = {}
    unknown = 0
    for agency_id, state, at, channel, same_paper_as in session.execute(live):
        if agency_id is None:
            unknown += same_paper_as is None
        else:
            answers[agency_id] = _further(answers.get(agency_id), state, at, channel)
    return answers, unknown


def _further(first: _Answer | None, form_state: str, at: datetime, channel: str) -> _Answer:
    """The first form tells when; any checked form makes it checked."""
    state = "checked" if form_state == "done" or (first and first.state == "checked") else "received"
    return _Answer(state, first.at if first else at, first.channel if first else channel)


def _asked(session: Session, circular: Circular, answers: dict[int, _Answer]) -> tuple[Line, ...]:
    rows = select(Agency, Addressee.group).join(Addressee, Addressee.agency_id == Agency.id)
    asked = rows.where(Addressee.circular_id == circular.id, Addressee.asked == "direct").order_by(Addressee.ordinal, Addressee.id)
    paper, due_end, marks = paper_states(session, circular), _due_end(circular), marks_in_force(session, circular.id)
    lines = []
    for agency, group in session.execute(asked):
        line = _line(agency, group, answers.get(agency.id), paper.get(agency.id, "unanswered"), due_end)
        lines.append(_marked(line, marks.get(agency.id), due_end))
    return tuple(lines)


def _marked(line: Line, mark: Mark | None, due_end: datetime | None) -> Line:
    """What a person said by hand, as long as no form says more."""
    if mark is None or line.state in ANSWERED:
        return line
    said = replace(line, reason=mark.reason, by=mark.by)
    if mark.kind == EXCUSED:
        return replace(said, state="excused")
    at = mark.answered_at or mark.at
    return replace(said, state="checked", answered_at=at, late=_late(at, due_end), channel="by-hand")


def _others(session: Session, answers: dict[int, _Answer], due_end: datetime | None) -> tuple[Line, ...]:
    agencies = session.scalars(select(Agency).where(Agency.id.in_(answers)).order_by(Agency.ordinal, Agency.id))
    return tuple(_line(agency, agency.kind, answers[agency.id], "unanswered", due_end) for agency in agencies)


def _line(agency: Agency, group: str, answer: _Answer | None, without: str, due_end: datetime | None) -> Line:
    line = Line(agency.id, agency.code, agency.name, agency.kind, group, agency.district, without)
    if answer is None:
        return line
    return replace(line, state=answer.state, answered_at=answer.at, late=_late(answer.at, due_end), channel=answer.channel)


def _late(at: datetime, due_end: datetime | None) -> bool:
    return due_end is not None and at >= due_end
