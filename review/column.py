"""One field of all forms of a day as a column of strips; look-alike letters cut out and put together."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from types import MappingProxyType

from starlette.exceptions import HTTPException
from starlette.responses import Response

from review.alike import ALIKE, of_group, suspects, together
from review.choices import foreign
from review.form_model import Strip
from review.form_view import label, strip_of
from review.places import on_picture, strip_bounds, turned
from review.routes import Route, page, post
from review.values import canonical, shown, whole
from review.visit import STAFF, Visit
from storage.access import looked
from storage.columns import Row, Value, column, last_days, names_of_fields, rows_of
from storage.corrections import Choice, InHand, Save, StaleForm, save
from storage.letters import letters_in
from storage.tables import Field
from storage.thai_text import bangkok_date, thai_digits
from storage.undo import CannotUndo, undo

A_PAGE = 60
VERSION = re.compile(r"version-[0-9]{1,9}")
AROUND = 4  # pixels round a letter that is cut out


@dataclass(frozen=True, slots=True)
class Line:
    """A row as its page shows it. suspect: another value of the day differs from it by look-alike letters only."""

    row: Row
    text: str
    strip: Strip | None
    suspect: bool = False
    problem: str | None = None
    typed: str | None = None


@dataclass(frozen=True, slots=True)
class Cut:
    """A letter cut out of a strip: its form, the strip, and the window on it (left, top, width, height in its pixels)."""

    form_id: int
    field_id: int
    strip: Strip
    window: tuple[float, float, float, float]


def show(visit: Visit) -> Response:
    """The column, or one group of look-alikes in it, a page at a time."""
    name, day = _asked(visit)
    looked(visit.office.engine, visit.user.id, "column")
    return _page(visit, name, day)


def correct(visit: Visit) -> Response:
    """Save what was changed, and, if it is said so, confirm the rest of the fields that wait. What cannot be saved stays as typed."""
    name, day = _asked(visit)
    rows = rows_of(visit.office.engine, name, [int(field[8:]) for field in visit.form if VERSION.fullmatch(field)])
    saved, kept = list[int](), dict[int, tuple[str, str]]()
    for row in rows:
        said, typed = _save(visit, row)
        saved += [row.form.id] if said == "" else []
        if said:
            kept[row.field.id] = (typed, said)
    if kept:
        return _page(visit, name, day, 409, kept)
    undo = f"/columns/{name}/undo?day={day}&forms={'-'.join(map(str, saved))}" if saved else None
    return visit.go(f"/columns/{name}?day={day}&page={_number(visit)}", f"บันทึกแล้ว {thai_digits(len(saved))} ช่อง", undo)


def take_back(visit: Visit) -> Response:
    """Take this person's last saves of forms back; what somebody saved since stays."""
    name, day = _asked(visit)
    wanted, undone = [form_id for one in visit.query("forms").split("-") if (form_id := whole(one)) is not None], 0
    for form_id in wanted[:A_PAGE]:
        with suppress(CannotUndo):
            undo(visit.office.engine, form_id, visit.user.id, datetime.now(UTC))
            undone += 1
    return visit.go(f"/columns/{name}?day={day}", f"ยกเลิกการบันทึกแล้ว {thai_digits(undone)} ช่อง")


def _asked(visit: Visit) -> tuple[str, date]:
    name, days = visit.request.path_params["name"], visit.query("day") or visit.text("day")
    if name not in names_of_fields(visit.office.engine):
        raise HTTPException(404)
    try:
        return name, date.fromisoformat(days)
    except ValueError:
        known = last_days(visit.office.engine)
        return name, known[0] if known else bangkok_date(datetime.now(UTC))


def _number(visit: Visit) -> int:
    """Which page of the column is wanted."""
    return whole(visit.query("page") or visit.text("page"), 5) or 1


def _order(values: Sequence[Value], group: int | None) -> tuple[list[int], frozenset[int]]:
    """The fields with look-alikes together, those with a letter of the group only; and those that look like another one."""
    texts = [", ".join((one.value, *one.others)) for one in values]
    odd = suspects(texts)
    wanted = [n for n in together(texts) if group is None or any(of_group(group, texts[n]))]
    return [values[n].field_id for n in wanted], frozenset(values[n].field_id for n in odd)


def _text(one: Field) -> str:
    return shown(one.value, one.kind, one.others)


def _save(visit: Visit, row: Row) -> tuple[str | None, str]:
    """Empty where saved, None where there was nothing to save, else why not; and what was typed."""
    field, form, text = row.field, row.form, _text(row.field)
    typed, version = visit.text(f"value-{field.id}", text), visit.text(f"version-{field.id}")
    waits = field.state == "waiting" and visit.text("all") == "1"
    if typed == text and not (waits and version):
        return None, typed
    value, others = canonical(field.kind, typed) if typed != text else (field.value, tuple(field.others))
    if not value or foreign(field.kind, value) or field.kind == "agency":
        return "แก้ช่องนี้ในหน้าแบบตอบ", typed
    try:
        choice = {field.name: Choice(value, others)}
        at = datetime.now(UTC)
        save(visit.office.engine, Save(form.id, int(version or 0), visit.user.id, at, choice, form.agency_id))
    except StaleForm:
        return "แบบตอบนี้เปลี่ยนไปแล้ว", typed
    except InHand as held:
        return f"{held.holder.name} กำลังแก้ไขอยู่", typed
    return "", typed


def _page(visit: Visit, name: str, day: date, status: int = 200, kept: Mapping[int, tuple[str, str]] = MappingProxyType({})) -> Response:
    asked = whole(visit.query("alike"), 3)
    group = asked if asked is not None and asked < len(ALIKE) else None
    order, odd = _order(column(visit.office.engine, name, day), group)
    last, number = max(1, -(-len(order) // A_PAGE)), _number(visit)
    wanted = list(kept) if kept else order[(number - 1) * A_PAGE : number * A_PAGE]
    lines = [_line(row, row.field.id in odd, kept) for row in rows_of(visit.office.engine, name, wanted)]
    cuts = _cuts(visit, lines, group) if group is not None else {}
    labels = {one: label(None, one) for one in names_of_fields(visit.office.engine)}
    known = {"name": name, "day": day, "days": last_days(visit.office.engine), "labels": labels, "groups": ALIKE, "group": group}
    paged = {"count": len(order), "number": number, "last": 1 if kept else last, "failed": len(kept)}
    return visit.page("column.html", status, lines=lines, cuts=cuts, **known, **paged)


def _line(row: Row, suspect: bool, kept: Mapping[int, tuple[str, str]]) -> Line:
    typed, problem = kept.get(row.field.id, (None, None))
    return Line(row, _text(row.field), strip_of(row.field, row.page), suspect, problem, typed)


def _cuts(visit: Visit, lines: Sequence[Line], group: int) -> dict[str, list[Cut]]:
    """Each letter of the group that was read, by the letter."""
    found: dict[str, list[Cut]] = {}
    for line in lines:
        for letter, cut in _letters(visit, line, group):
            found.setdefault(letter, []).append(cut)
    return dict(sorted(found.items()))


def _letters(visit: Visit, line: Line, group: int) -> Iterator[tuple[str, Cut]]:
    field, sheet = line.row.field, line.row.page
    if field.box is None or line.strip is None:
        return
    read = letters_in(visit.office.store, sheet.reading_sha256, on_picture(field.box, sheet))
    left, top, _, _ = turned(strip_bounds(field.box, sheet, (sheet.width, sheet.height)), sheet)
    for n, letter in of_group(group, "".join(one.text for one in read)):
        x0, y0, x1, y1 = turned(read[n].box, sheet)
        window = (x0 - left - AROUND, y0 - top - AROUND, x1 - x0 + 2 * AROUND, y1 - y0 + 2 * AROUND)
        yield letter, Cut(line.row.form.id, field.id, line.strip, window)


def first(visit: Visit) -> Response:
    """The column with which work begins: telephones, where forms have them."""
    names = names_of_fields(visit.office.engine)
    return visit.go(f"/columns/{'phone' if 'phone' in names else names[0]}" if names else "/")


ROUTES: tuple[Route, ...] = (
    page("/columns", first, *STAFF),
    page("/columns/{name}", show, *STAFF),
    post("/columns/{name}", correct, *STAFF),
    post("/columns/{name}/undo", take_back, *STAFF),
)
