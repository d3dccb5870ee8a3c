"""Circulars: made, copied, filled in later, their due day moved, closed; and whom each asks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session, selectinload

from storage import events
from storage.tables import Addressee, Agency, Circular, DueChange

DIRECT, DISTRICT, NO = "direct", "district", "no"
ASKED = (DIRECT, DISTRICT, NO)


class CircularError(ValueError):
    """A circular cannot be made so; the message says what to change."""

    code = "circular-unusable"


@dataclass(frozen=True, slots=True)
class NewCircular:
    """A circular to be made. asked: by the roster's kind of agency: direct, district (through it) or no; kinds not named: no.

    number, dated: may be filled in later; send_to, call, urgency: as `storage.tables.Circular`.
    """

    code: str
    subject: str
    form: str
    asked: Mapping[str, str]
    number: str | None = None
    dated: date | None = None
    due_on: date | None = None
    send_to: str = ""
    call: str = ""
    urgency: str = ""


def create(session: Session, new: NewCircular, now: datetime) -> Circular:
    """Make a circular with a line for every agency in use, in the roster's order. Raises CircularError."""
    _check(session, new)
    names = ("code", "subject", "form", "number", "dated", "due_on", "send_to", "call", "urgency")
    circular = Circular(**{name: getattr(new, name) for name in names}, made_at=now)
    session.add(circular)
    session.flush()
    _ask(session, circular, {}, new.asked)
    return circular


def copy(session: Session, earlier_id: int, code: str, due_on: date | None, now: datetime) -> Circular:
    """A new circular that asks whom an earlier one asks; agencies that are new since are asked as most of their kind are.

    Number and day are left blank. Raises CircularError, LookupError.
    """
    earlier = _circular(session, earlier_id)
    rows = session.execute(select(Addressee.agency_id, Addressee.group, Addressee.asked).where(Addressee.circular_id == earlier_id)).all()
    kinds: dict[str, Counter[str]] = {}
    for _, group, asked in rows:
        kinds.setdefault(group, Counter())[asked] += 1
    usual = {group: count.most_common(1)[0][0] for group, count in kinds.items()}
    same = {name: getattr(earlier, name) for name in ("subject", "form", "send_to", "call", "urgency")}
    _check(session, NewCircular(code=code, asked=usual, **same))
    circular = Circular(code=code, due_on=due_on, made_at=now, **same)
    session.add(circular)
    session.flush()
    _ask(session, circular, {agency: asked for agency, _, asked in rows}, usual)
    _through_the_same(session, earlier_id, circular.id)
    return circular


def fill_in(session: Session, circular_id: int, facts: Mapping[str, object], user_id: int | None, now: datetime) -> None:
    """Change what is written of a circular (number, dated, subject, send_to, call, urgency). Raises LookupError, CircularError."""
    if unknown := set(facts) - {"number", "dated", "subject", "send_to", "call", "urgency"}:
        raise CircularError(f"a circular has no {unknown.pop()}")
    circular = _circular(session, circular_id)
    for name, value in facts.items():
        setattr(circular, name, value)
    session.flush()
    events.write(session, "circular-filled-in", now, user_id=user_id, circular=circular_id)


def move_due(session: Session, circular_id: int, due_on: date | None, reason: str, user_id: int | None, now: datetime) -> None:
    """Move the due day (usually: extend it); the move is kept with its reason. Raises CircularError without one."""
    circular = _circular(session, circular_id)
    if circular.due_on == due_on:
        return
    if not reason.strip():
        raise CircularError("กรุณาระบุเหตุผลที่เลื่อนวันครบกำหนด")
    session.add(DueChange(circular_id=circular_id, old=circular.due_on, new=due_on, reason=reason.strip(), user_id=user_id, at=now))
    circular.due_on = due_on
    session.flush()
    events.write(session, "circular-due-moved", now, user_id=user_id, circular=circular_id)


def due_history(session: Session, circular_id: int) -> Sequence[DueChange]:
    """How the due day was moved, the first time first."""
    return session.scalars(select(DueChange).where(DueChange.circular_id == circular_id).order_by(DueChange.id)).all()


def set_closed(session: Session, circular_id: int, closed: bool, user_id: int | None, now: datetime) -> None:
    """Close a circular (nothing more is waited for), or open it again."""
    _circular(session, circular_id).closed_at = now if closed else None
    session.flush()
    events.write(session, "circular-closed" if closed else "circular-opened", now, user_id=user_id, circular=circular_id)


def set_asked(
    session: Session,
    circular_id: int,
    agencies: Collection[int],
    asked: str,
    user_id: int | None,
    now: datetime,
    through: int | None = None,
) -> None:
    """Ask these agencies in this way from now on. through: another district office than that of their own district.

    Raises CircularError.
    """
    if asked not in ASKED:
        raise CircularError(f"an agency is asked 'direct', 'district' or 'no', not '{asked}'")
    circular, districts = _circular(session, circular_id), _districts(session)
    if through is not None and through not in districts.values():
        raise CircularError("กรุณาเลือกที่ว่าการอำเภอ")
    known = set(session.scalars(select(Addressee.agency_id).where(Addressee.circular_id == circular_id)))
    last = session.scalar(select(func.max(Addressee.ordinal)).where(Addressee.circular_id == circular_id)) or 0
    for ordinal, agency_id in enumerate(sorted(set(agencies) - known), last + 1):
        _add(session, circular, session.get_one(Agency, agency_id), asked, ordinal, {})
    wanted = update(Addressee).where(Addressee.circular_id == circular_id, Addressee.agency_id.in_(agencies))
    session.execute(wanted.values(asked=asked))
    for row in session.scalars(select(Addressee).where(Addressee.circular_id == circular_id, Addressee.agency_id.in_(agencies))):
        row.through_id = (through or districts.get(row.agency.district)) if asked == DISTRICT else None
    session.flush()
    events.write(session, "circular-asked", now, user_id=user_id, circular=circular_id, asked=asked, agencies=len(agencies))


def asked_by_group(session: Session, circular_id: int) -> list[tuple[str, dict[str, int]]]:
    """Each group in the circular's order, and how many of it are asked in each way."""
    groups: dict[str, dict[str, int]] = {}
    rows = select(Addressee.group, Addressee.asked).where(Addressee.circular_id == circular_id).order_by(Addressee.ordinal)
    for group, asked in session.execute(rows):
        counts = groups.setdefault(group, dict.fromkeys(ASKED, 0))
        counts[asked] += 1
    return list(groups.items())


def asked_through(session: Session, circular_id: int) -> dict[str, list[str]]:
    """Whom each district office passes the circular on to: names by the office's name, empty where none is known."""
    rows = select(Addressee).where(Addressee.circular_id == circular_id, Addressee.asked == DISTRICT).order_by(Addressee.ordinal)
    names = {row.id: row.name for row in session.execute(select(Agency.id, Agency.name).where(Agency.kind == DISTRICT))}
    found: dict[str, list[str]] = {}
    for row in session.scalars(rows.options(selectinload(Addressee.agency))):
        found.setdefault(names.get(row.through_id or 0, ""), []).append(row.agency.name)
    return found


def district_offices(session: Session) -> list[tuple[int, str]]:
    """Id and name of the district offices through which a circular may ask, in the roster's order."""
    rows = select(Agency.id, Agency.name).where(Agency.kind == DISTRICT, Agency.active).order_by(Agency.ordinal, Agency.id)
    return [(row.id, row.name) for row in session.execute(rows)]


def _circular(session: Session, circular_id: int) -> Circular:
    circular = session.get(Circular, circular_id)
    if circular is None:
        raise LookupError(f"no circular {circular_id}")
    return circular


def _ask(session: Session, circular: Circular, known: Mapping[int, str], by_kind: Mapping[str, str]) -> None:
    """A line for every agency in use: as it is known to be asked, else as its kind is."""
    agencies = session.scalars(select(Agency).where(Agency.active).order_by(Agency.ordinal, Agency.id)).all()
    districts = _districts(session)
    for ordinal, agency in enumerate(agencies, 1):
        _add(session, circular, agency, known.get(agency.id, by_kind.get(agency.kind, NO)), ordinal, districts)
    session.flush()


def _through_the_same(session: Session, earlier_id: int, circular_id: int) -> None:
    """A copy asks through the district that a person chose before."""
    chosen = select(Addressee.agency_id, Addressee.through_id).where(Addressee.circular_id == earlier_id, Addressee.through_id.is_not(None))
    through = {row.agency_id: row.through_id for row in session.execute(chosen)}
    for row in session.scalars(select(Addressee).where(Addressee.circular_id == circular_id, Addressee.asked == DISTRICT)):
        row.through_id = through.get(row.agency_id, row.through_id)
    session.flush()


def _add(session: Session, circular: Circular, agency: Agency, asked: str, ordinal: int, districts: Mapping[str, int]) -> None:
    through = districts.get(agency.district) if asked == DISTRICT else None
    row = Addressee(circular_id=circular.id, agency_id=agency.id, asked=asked, through_id=through, group=agency.kind, ordinal=ordinal)
    session.add(row)
    session.flush()


def _districts(session: Session) -> dict[str, int]:
    """The district office of each district."""
    rows = select(Agency.district, Agency.id).where(Agency.kind == "district", Agency.active, Agency.district != "")
    return {row.district: row.id for row in session.execute(rows.order_by(Agency.ordinal.desc()))}


def _check(session: Session, new: NewCircular) -> None:
    if wrong := set(new.asked.values()) - set(ASKED):
        raise CircularError(f"an agency is asked 'direct', 'district' or 'no', not '{wrong.pop()}'")
    if not (new.code.strip() and new.subject.strip()):
        raise CircularError("หนังสือเวียนต้องมีรหัสและเรื่อง")
    if session.scalar(select(Circular.id).where(Circular.code == new.code)):
        raise CircularError(f"there is a circular '{new.code}' already; choose another code")
