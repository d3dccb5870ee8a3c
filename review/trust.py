"""How far the machine can be trusted, the differences that the blind sample found, and whether every form is seen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from starlette.exceptions import HTTPException
from starlette.responses import Response

from review.form_view import label, strip_of
from review.routes import Route, page, post
from review.values import shown
from review.visit import STAFF, SUPERVISOR, Visit
from storage.access import looked
from storage.blind import TRUTHS, differences, settle_difference
from storage.corrections import Choice, InHand, Save, StaleForm, save
from storage.switches import every_form_seen, see_every_form
from storage.trust import ENOUGH, Week, weeks

SETTLED = "บันทึกผลการตัดสินแล้ว"
CHANGED = "ค่าในแบบตอบถูกแก้ไขไปก่อนแล้ว บันทึกเฉพาะผลการตัดสิน"
WIDTH, HEIGHT, GAP = 44, 120, 8


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar of a plot, in its units from the top left. share: None where there is nothing to show."""

    x: int
    top: float
    height: float
    share: float | None
    week: Week


def show(visit: Visit) -> Response:
    """The page; in figures only where the sample suffices."""
    found = weeks(visit.office.engine, datetime.now(UTC))
    supervisor = visit.user.duty == SUPERVISOR
    odd = differences(visit.office.engine) if supervisor else ()
    if odd:
        looked(visit.office.engine, visit.user.id, "keying")
    lines = [
        (
            one,
            label(None, one.field.name),
            shown(one.key.against, one.field.kind),
            shown(one.key.value, one.field.kind),
            strip_of(one.field, one.page),
        )
        for one in odd
    ]
    known: dict[str, Any] = {"sample": found[-1].sample, "enough": ENOUGH, "touchless": _bars(found), "reliable": _reliable(found)}
    return visit.page("trust.html", **known, differences=lines, seen=every_form_seen(visit.office.engine), supervisor=supervisor)


def settle(visit: Visit) -> Response:
    """A supervisor says who was right; where it was the person, the form gets that value."""
    odd = next((one for one in differences(visit.office.engine) if one.key.id == visit.number("key_id")), None)
    truth = visit.text("truth")
    if odd is None or truth not in TRUTHS:
        raise HTTPException(404)
    now = datetime.now(UTC)
    if not settle_difference(visit.office.engine, odd.key.id, truth, visit.user.id, now):
        return visit.go("/trust")
    if truth == "other":
        return visit.go(f"/forms/{odd.form.id}", SETTLED, f"/undo/difference/{odd.key.id}")
    if truth == "keyed" and odd.field.value == odd.field.machine_value:
        choice = Choice(odd.key.value, tuple(odd.key.others), odd.key.empty)
        try:
            save(visit.office.engine, Save(odd.form.id, odd.form.version, visit.user.id, now, {odd.field.name: choice}, odd.form.agency_id))
        except (StaleForm, InHand):
            return visit.go("/trust", CHANGED)
    return visit.go("/trust", SETTLED, f"/undo/difference/{odd.key.id}")


def switch(visit: Visit) -> Response:
    """Every form is seen by a person, or not."""
    see_every_form(visit.office.engine, visit.text("seen") == "1", visit.user.id, datetime.now(UTC))
    return visit.go("/trust", "บันทึกแล้ว มีผลกับเอกสารที่อ่านต่อจากนี้")


def _bars(found: Sequence[Week]) -> list[Bar]:
    """The touchless share of each week."""
    return [_bar(n, week, week.touchless) for n, week in enumerate(found)]


def _reliable(found: Sequence[Week]) -> list[Bar]:
    """What the sample till each week's end at least shows to be right; nothing where it did not suffice yet."""
    return [_bar(n, week, 1 - week.sample.bound if week.sample.enough else None) for n, week in enumerate(found)]


def _bar(n: int, week: Week, share: float | None) -> Bar:
    height = (share or 0.0) * HEIGHT
    return Bar(n * (WIDTH + GAP), HEIGHT - height, height, share, week)


ROUTES: tuple[Route, ...] = (
    page("/trust", show, *STAFF),
    post("/trust/seen", switch, SUPERVISOR),
    post("/trust/differences/{key_id:int}", settle, SUPERVISOR),
)
