"""One field of all forms of a day as a column of strips; look-alike letters cut out and put together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from starlette.exceptions import HTTPException
from starlette.responses import Response

from review.alike import ALIKE, of_group, suspects, together
from review.choices import foreign
from review.form_model import Strip
from review.form_view import label, strip_of
from review.places import on_picture, strip_bounds, turned
from review.routes import Route, page, post
from review.values import canonical, shown
from review.visit import STAFF, Visit
from storage.access import looked
from storage.columns import Row, column, last_days, names_of_fields
from storage.corrections import Choice, InHand, Save, StaleForm, save
from storage.letters import letters_in
from storage.thai_text import bangkok_date, thai_digits

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
    """The column, or one group of look-alikes in it."""
    name, day = _asked(visit)
    looked(visit.office.engine, visit.user.id, "column")
    return _page(visit, name, day, _lines(column(visit.office.engine, name, day)))


def correct(visit: Visit) -> Response:
    """Save what was changed, and, if it is said so, confirm the rest of the fields that wait. What cannot be saved stays as typed."""
    name, day = _asked(visit)
    lines, saved, kept = _lines(column(visit.office.engine, name, day)), 0, dict[int, tuple[str, str]]()
    for line in lines:
        said, typed = _save(visit, line)
        saved += said == ""
        if said:
            kept[line.row.field.id] = (typed, said)
    if kept:
        now = [_with(line, kept) for line in _lines(column(visit.office.engine, name, day))]
        return _page(visit, name, day, now, 409)
    return visit.go(f"/columns/{name}?day={day}", f"บันทึกแล้ว {thai_digits(saved)} ช่อง")


def _asked(visit: Visit) -> tuple[str, date]:
    name, days = visit.request.path_params["name"], visit.query("day") or visit.text("day")
    if name not in names_of_fields(visit.office.engine):
        raise HTTPException(404)
    try:
        return name, date.fromisoformat(days)
    except ValueError:
        known = last_days(visit.office.engine)
        return name, known[0] if known else bangkok_date(datetime.now(UTC))


def _lines(rows: Sequence[Row]) -> list[Line]:
    texts = [shown(row.field.value, row.field.kind, row.field.others) for row in rows]
    odd = suspects(texts)
    return [Line(rows[n], texts[n], strip_of(rows[n].field, rows[n].page), n in odd) for n in together(texts)]


def _save(visit: Visit, line: Line) -> tuple[str | None, str]:
    """Empty where saved, None where there was nothing to save, else why not; and what was typed."""
    field, form = line.row.field, line.row.form
    typed, version = visit.text(f"value-{field.id}", line.text), visit.text(f"version-{field.id}")
    waits = field.state == "waiting" and visit.text("all") == "1"
    if typed == line.text and not (waits and version):
        return None, typed
    value, others = canonical(field.kind, typed) if typed != line.text else (field.value, tuple(field.others))
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


def _with(line: Line, kept: dict[int, tuple[str, str]]) -> Line:
    typed, problem = kept.get(line.row.field.id, (None, None))
    return Line(line.row, line.text, line.strip, line.suspect, problem, typed)


def _page(visit: Visit, name: str, day: date, lines: Sequence[Line], status: int = 200) -> Response:
    group = visit.query("alike")
    chosen = int(group) if group.isascii() and group.isdecimal() and int(group[:3]) < len(ALIKE) else None
    cuts = _cuts(visit, lines, chosen) if chosen is not None else {}
    labels = {one: label(None, one) for one in names_of_fields(visit.office.engine)}
    known = {"name": name, "day": day, "days": last_days(visit.office.engine), "labels": labels, "groups": ALIKE, "group": chosen}
    return visit.page("column.html", status, lines=lines, cuts=cuts, failed=sum(bool(line.problem) for line in lines), **known)


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
)
