"""Taking back what a person did last besides saving a form: a receipt settled, a paper asked for, a sender bound, a strip keyed."""

from __future__ import annotations

from datetime import UTC, datetime

from starlette.exceptions import HTTPException
from starlette.responses import Response

from review.routes import Route, post
from review.visit import STAFF, Visit
from storage.take_back import ASKING, DIFFERENCE, KEYED, RECEIPT, RELATION, SENDER, take_back
from storage.undo import CannotUndo

UNDONE = "ยกเลิกแล้ว ทุกอย่างกลับเป็นเหมือนเดิม"
NOT_UNDONE = "ยกเลิกไม่ได้ เพราะมีการเปลี่ยนแปลงหลังจากนั้น"
WHERE = {
    RECEIPT: "/receipts/{}",
    SENDER: "/receipts/{}",
    RELATION: "/forms/{}/papers",
    ASKING: "/asked",
    KEYED: "/keying",
    DIFFERENCE: "/trust",
}


def undo(visit: Visit) -> Response:
    """Take it back, and show where it stands."""
    kind, subject = str(visit.request.path_params["kind"]), visit.number("subject")
    if kind not in WHERE:
        raise HTTPException(404)
    try:
        take_back(visit.office.engine, kind, subject, visit.user.id, datetime.now(UTC))
    except CannotUndo:
        return visit.go(WHERE[kind].format(subject), NOT_UNDONE)
    return visit.go(WHERE[kind].format(subject), UNDONE)


ROUTES: tuple[Route, ...] = (post("/undo/{kind}/{subject:int}", undo, *STAFF),)
