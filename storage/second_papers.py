"""A further form of the same agency for the same circular: what it is to the one before, and who says so.

Where both name the same person the program tells by itself; where a name differs, a person decides, and until then the
directory stays as it was. What is doubtful on one copy and clear on the other is offered there as a candidate.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session

from rules.text import key
from storage import events
from storage.tables import Field, Form, Receipt, SecondPaper

SAME, BETTER, REPLACES, ADDITIONAL = "same", "better-copy", "replaces", "additional"
RELATIONS = (SAME, BETTER, REPLACES, ADDITIONAL)
NAMES = ("first_name", "last_name")
CLEAR = ("accepted", "confirmed", "corrected")
MOST_CANDIDATES = 8


@dataclass(frozen=True, slots=True)
class Pair:
    """Two papers of one agency, for a person to decide. differing: names of the fields whose values differ."""

    form: Form
    earlier: Form
    agency: str
    proposed: str
    decided: str | None
    differing: tuple[str, ...]


def relate(session: Session, form: Form) -> SecondPaper | None:
    """See what a form is to the one before it, as its values stand now; None where it is the first. A person's word stays."""
    row, earlier = session.get(SecondPaper, form.id), _earlier(session, form)
    if earlier is None:
        if row:
            session.delete(row)
            session.flush()
        return None
    if row and row.decided_by is not None and row.earlier_id == earlier.id:
        return row
    ours, theirs = _fields(session, form), _fields(session, earlier)
    _lend(ours, theirs)
    _lend(theirs, ours)
    proposed, sure = _proposal(ours, theirs, _same_paper(session, form, earlier))
    row = row or SecondPaper(form_id=form.id)
    row.earlier_id, row.proposed, row.decided, row.decided_by = earlier.id, proposed, proposed if sure else None, None
    session.add(row)
    session.flush()
    return row


def say(session: Session, form_id: int, relation: str, user_id: int, now: datetime) -> Form:
    """A person says what a second paper is. The caller then lets the directory follow. Raises LookupError, ValueError."""
    row = session.get(SecondPaper, form_id)
    if row is None:
        raise LookupError(f"form {form_id} is no second paper")
    if relation not in RELATIONS:
        raise ValueError(f"a second paper is one of {RELATIONS}, not {relation}")
    row.decided, row.decided_by, row.decided_at = relation, user_id, now
    form = session.get_one(Form, form_id)
    session.flush()
    events.write(session, "second-paper", now, user_id=user_id, receipt_id=form.receipt_id, form=form_id, relation=relation)
    return form


def pairs(session: Session, *, undecided: bool = True) -> Sequence[Pair]:
    """Second papers, those that a person has to decide (or all), the oldest first."""
    rows = select(SecondPaper).order_by(SecondPaper.form_id)
    found = []
    for row in session.scalars(rows.where(SecondPaper.decided.is_(None)) if undecided else rows):
        form, earlier = session.get_one(Form, row.form_id), session.get_one(Form, row.earlier_id)
        ours, theirs = _fields(session, form), _fields(session, earlier)
        differing = tuple(name for name in ours if name in theirs and key(ours[name].value) != key(theirs[name].value))
        found.append(Pair(form, earlier, form.agency.name if form.agency else "", row.proposed, row.decided, differing))
    return found


def _earlier(session: Session, form: Form) -> Form | None:
    """The live form before this one of the same agency, for the same circular."""
    if form.agency_id is None or form.circular_id is None or form.state == "withdrawn":
        return None
    rows = select(Form).join(Receipt, Receipt.id == Form.receipt_id).where(Receipt.not_ours.is_(None), Form.state != "withdrawn")
    same = rows.where(Form.agency_id == form.agency_id, Form.circular_id == form.circular_id, Form.id != form.id)
    before = same.where(tuple_(Form.receipt_id, Form.id) < tuple_(form.receipt_id, form.id))
    return session.scalar(before.order_by(Form.receipt_id.desc(), Form.id.desc()).limit(1))


def _fields(session: Session, form: Form) -> Mapping[str, Field]:
    rows = select(Field).where(Field.form_id == form.id, Field.kind != "agency").order_by(Field.ordinal)
    return {field.name: field for field in session.scalars(rows)}


def _same_paper(session: Session, form: Form, earlier: Form) -> bool:
    original = session.scalar(select(Receipt.same_paper_as).where(Receipt.id == form.receipt_id))
    known = session.scalar(select(Receipt.same_paper_as).where(Receipt.id == earlier.receipt_id))
    return original is not None and original in (earlier.receipt_id, known)


def _proposal(ours: Mapping[str, Field], theirs: Mapping[str, Field], same_paper: bool) -> tuple[str, bool]:
    """What the newer is, and whether that needs no person."""
    if same_paper:
        return SAME, True
    differing = [name for name in ours if name in theirs and key(ours[name].value) != key(theirs[name].value)]
    doubtful = [name for name in differing if not (_clear(ours[name]) and _clear(theirs[name]))]
    relation = SAME if not differing else BETTER if differing == doubtful else REPLACES
    return relation, not any(name in differing for name in NAMES)


def _clear(field: Field) -> bool:
    return field.state in CLEAR or field.state == "blank"


def _lend(to: Mapping[str, Field], lender: Mapping[str, Field]) -> None:
    """What is clear on one copy is the first candidate where the other is doubtful."""
    for name, field in to.items():
        other = lender.get(name)
        if field.state == "waiting" and other and other.state in CLEAR and other.value and other.value not in field.candidates[:1]:
            rest = [candidate for candidate in field.candidates if candidate != other.value]
            field.candidates = [other.value, *rest][:MOST_CANDIDATES]
