"""Taking in by hand: files dragged, chosen, pasted or photographed in the browser become receipts like any other."""

from __future__ import annotations

from datetime import UTC, datetime

from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.responses import Response

from review.choices import as_moment
from review.duties import CHANNEL_NAMES
from review.form_view import as_typed
from review.routes import Route, page, post
from review.settings import HandedIn, NotNow
from review.visit import STAFF, Visit
from storage.thai_text import thai_digits

MOST_FILES = 50
CHANNELS = ("fax", "mail", "line", "hand", "post", "system")
NOTHING = "ยังไม่ได้เลือกไฟล์ กรุณาลากไฟล์มาวาง หรือกดเลือกไฟล์"
NO_TIME = "กรุณากรอกวันเวลาที่ได้รับเอกสาร และต้องไม่เป็นเวลาในอนาคต"


def ask(visit: Visit) -> Response:
    """The page on which files are handed in."""
    return _page(visit)


def take(visit: Visit) -> Response:
    """Keep each file; all that was handed in is on the disk when this answers."""
    files = [file for file in visit.form.getlist("files") if isinstance(file, UploadFile) and file.filename]
    came, channel, now = as_moment(visit.text("came")), visit.text("channel"), datetime.now(UTC)
    if channel not in CHANNELS:
        raise HTTPException(404)
    if not files:
        return _page(visit, 400, problem=NOTHING)
    if came is None or came > now:
        return _page(visit, 400, problem=NO_TIME)
    try:
        kept = [_keep(visit, file, channel, came) for file in files]
    except NotNow as refused:
        return _page(visit, 503, problem=str(refused))
    if len(set(kept)) == 1:
        return visit.go(f"/receipts/{kept[0]}", "รับเข้าแล้ว ระบบกำลังอ่าน")
    return visit.go("/receipts", f"รับเข้าแล้ว {thai_digits(len(set(kept)))} รายการ ระบบกำลังอ่าน")


def _keep(visit: Visit, file: UploadFile, channel: str, came: datetime) -> int:
    keep = visit.office.settings.take
    assert keep is not None
    file.file.seek(0)
    return keep(HandedIn(file.file.read(), file.filename or "", channel, came, visit.user.id))


def _page(visit: Visit, status: int = 200, problem: str | None = None) -> Response:
    if visit.office.settings.take is None:
        raise HTTPException(404)
    channels = {code: CHANNEL_NAMES[code] for code in CHANNELS}
    typed = {"channel": visit.text("channel", "hand"), "came": visit.text("came") or as_typed(datetime.now(UTC))}
    return visit.page("taking.html", status, channels=channels, problem=problem, typed=typed)


ROUTES: tuple[Route, ...] = (
    page("/take", ask, *STAFF),
    post("/take", take, *STAFF, files=MOST_FILES),
)
