"""The roster: a list is taken in only after it was shown what it would change; agencies are renamed and merged."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import selectinload
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.responses import Response

from review.routes import Route, page, post
from review.visit import STAFF, SUPERVISOR, Visit
from rules.roster import RosterError
from rules.roster_table import RosterTable, read_table
from storage import merge, roster_changes
from storage.engine import reading, writing
from storage.groups import GROUPS
from storage.store import NotInStore
from storage.tables import Agency


def show(visit: Visit) -> Response:
    """All agencies in use, and where a new list is handed in."""
    return _page(visit)


def compare(visit: Visit) -> Response:
    """What a list would change. Nothing is changed yet."""
    upload = _upload(visit, "list")
    if upload is None:
        return _page(visit, 400, problem="กรุณาเลือกไฟล์ Excel (.xlsx) หรือ CSV")
    name, content = upload
    try:
        table = read_table(content, name)
    except RosterError as error:
        return _page(visit, 400, problem=str(error))
    with reading(visit.office.engine) as session:
        changes = roster_changes.compare(session, table.agencies)
    sha = visit.office.store.put(content)
    return visit.page("roster_changes.html", table=table, changes=changes, sha=sha, name=name)


def take(visit: Visit) -> Response:
    """Take the list that was shown, with what the person said of it."""
    table = _shown(visit)
    renamed = {n: int(visit.text(f"renamed-{n}")) for n in range(len(table.agencies)) if visit.text(f"renamed-{n}").isdecimal()}
    retired = [int(one) for one in visit.form.getlist("retired") if isinstance(one, str) and one.isdecimal()]
    with writing(visit.office.engine) as session:
        roster_changes.take(session, table.agencies, renamed, retired, visit.user.id, datetime.now(UTC))
    return visit.go("/roster", "ปรับปรุงบัญชีหน่วยงานแล้ว")


def add(visit: Visit) -> Response:
    """One more agency. A circular that is to ask it names it on its own page."""
    kind = visit.text("kind")
    if kind not in GROUPS:
        raise HTTPException(404)
    with writing(visit.office.engine) as session:
        made = roster_changes.add(session, visit.text("name")[:300], kind, visit.text("district")[:100], visit.user.id, datetime.now(UTC))
    return visit.go("/roster", "เพิ่มหน่วยงานแล้ว" if made else "ยังไม่ได้เพิ่ม กรุณาระบุชื่อที่ยังไม่มีในบัญชี")


def change(visit: Visit) -> Response:
    """Rename an agency, give it another name, or merge it into another."""
    agency_id, action, now = visit.number("agency_id"), visit.text("action"), datetime.now(UTC)
    try:
        with writing(visit.office.engine) as session:
            if session.get(Agency, agency_id) is None:
                raise HTTPException(404)
            if action == "rename":
                merge.rename(session, agency_id, visit.text("name"), visit.user.id, now)
            elif action == "alias":
                merge.add_alias(session, agency_id, visit.text("name"))
            elif action == "merge" and visit.text("into").isdecimal():
                merge.merge(session, agency_id, int(visit.text("into")), visit.user.id, now)
            else:
                raise HTTPException(404)
    except merge.MergeRefused as refused:
        return visit.go("/roster", f"ยังไม่ได้รวม {refused}")
    return visit.go("/roster", "บันทึกแล้ว")


def _upload(visit: Visit, name: str) -> tuple[str, bytes] | None:
    """Name and bytes of a posted file."""
    file = visit.form.get(name)
    return (file.filename or "", file.file.read()) if isinstance(file, UploadFile) and file.filename else None


def _shown(visit: Visit) -> RosterTable:
    sha = visit.text("sha")
    try:
        if len(sha) != 64 or not sha.isalnum():
            raise HTTPException(404)
        return read_table(visit.office.store.get(sha), visit.text("name"))
    except (NotInStore, RosterError) as error:
        raise HTTPException(404) from error


def _page(visit: Visit, status: int = 200, problem: str = "") -> Response:
    with reading(visit.office.engine) as session:
        wanted = select(Agency).where(Agency.active).order_by(Agency.ordinal, Agency.id).options(selectinload(Agency.aliases))
        agencies = session.scalars(wanted).all()
    return visit.page("roster.html", status, agencies=agencies, problem=problem, kinds=GROUPS)


ROUTES: tuple[Route, ...] = (
    page("/roster", show, *STAFF),
    post("/roster/compare", compare, SUPERVISOR, files=1),
    post("/roster/take", take, SUPERVISOR),
    post("/roster", add, SUPERVISOR),
    post("/roster/{agency_id:int}", change, SUPERVISOR),
)
