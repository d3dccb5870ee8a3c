"""How agencies set the same form: as sent out, typed anew, in a table, on rules, scaled, with a letter above."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from numpy.random import Generator

from rules.types import FormDefinition
from training.people import pick

TITLE = "แบบรายงานรายชื่อผู้ประสานงาน"
NOTE = (
    "ทั้งนี้ขอให้ผู้ประสานงานแต่ละหน่วยงาน @Line ของกลุ่มงานยุทธศาสตร์ฯ",
    "สำนักงานจังหวัดลำพูน เพื่อเป็นช่องทางในการ รับ/ส่ง ชุดข้อมูล Infographics.",
)
LABELS = {  # as sent out first, then as people type them anew
    "agency": ("หน่วยงาน", "ชื่อหน่วยงาน"),
    "first_name": ("ชื่อ",),
    "last_name": ("นามสกุล", "สกุล"),
    "position": ("ตำแหน่ง",),
    "affiliation": ("สังกัด",),
    "phone": ("เบอร์โทรศัพท์", "โทรศัพท์", "เบอร์โทร", "หมายเลขโทรศัพท์"),
    "mobile": ("มือถือ", "เบอร์มือถือ", "โทรศัพท์มือถือ"),
    "email": ("E-mail", "อีเมล", "Email", "E-Mail"),
    "line_id": ("ID Line", "Line ID", "ไอดีไลน์", "ID LINE"),
}
ROWS = (("agency",), ("first_name", "last_name"), ("position", "affiliation"), ("phone", "mobile"), ("email", "line_id"))
NUMBERS = ("", "๑. ", "๒. ", "๓. ", "๔. ", "๕. ", "๖. ", "๗. ", "๘. ", "๙. ")


@dataclass(frozen=True, slots=True)
class Layout:
    """One way of setting a form. over: the leader runs on beneath the value, else it stops before it and goes on after."""

    structure: Literal["lines", "table", "beneath"] = "lines"
    leader: Literal[".", "…", "_", "rule", ""] = "."
    retyped: bool = False
    letter_above: bool = False
    scale: float = 1.0
    numbered: bool = True
    single: bool = False
    over: bool = True
    colon: bool = False


LAYOUTS = {
    "dotted": Layout(),
    "ellipsis": Layout(leader="…", over=False),
    "ruled": Layout(leader="rule", numbered=False),
    "underscored": Layout(leader="_", retyped=True, colon=True),
    "table": Layout(structure="table", leader="", retyped=True, numbered=False),
    "beneath": Layout(structure="beneath", leader="", numbered=False),
    "retyped": Layout(retyped=True, single=True, over=False, colon=True),
    "letter": Layout(letter_above=True),
    "scaled": Layout(scale=0.8),
}


@dataclass(frozen=True, slots=True)
class Slot:
    """A printed label and the field whose value stands after it."""

    label: str
    name: str


@dataclass(frozen=True, slots=True)
class Form:
    """What is printed on a form, whatever its layout. id: of its definition."""

    id: str
    title: str
    rows: tuple[tuple[Slot, ...], ...]
    note: tuple[str, ...] = ()


def invent_layout(rng: Generator) -> Layout:
    """One of the layouts, varied."""
    layout = LAYOUTS[pick(rng, tuple(LAYOUTS))]
    return replace(layout, scale=layout.scale * float(rng.uniform(0.9, 1.12)), over=bool(rng.random() < 0.5))


def coordinator(layout: Layout, rng: Generator) -> Form:
    """The coordinator form, its labels as sent out or, if the layout is retyped, as somebody typed them anew."""
    rows = tuple(tuple(Slot(_label(name, layout, rng), name) for name in row) for row in ROWS)
    return Form("coordinator", TITLE, _numbered(rows) if layout.numbered else rows, NOTE)


def from_definition(definition: FormDefinition, rng: Generator, *, per_row: int = 2) -> Form:
    """Any form, by its definition: its fields in order, `per_row` to a row, each with one of its labels."""
    slots = [Slot(pick(rng, field.labels), field.name) for field in definition.fields]
    rows = tuple(tuple(slots[at : at + per_row]) for at in range(0, len(slots), per_row))
    return Form(definition.id, definition.title, rows, definition.other_labels)


def _label(name: str, layout: Layout, rng: Generator) -> str:
    text = pick(rng, LABELS[name]) if layout.retyped else LABELS[name][0]
    return f"{text} :" if layout.colon else text


def _numbered(rows: tuple[tuple[Slot, ...], ...]) -> tuple[tuple[Slot, ...], ...]:
    """The first row stands without a number, as on the form sent out."""
    return tuple((Slot(NUMBERS[at] + row[0].label, row[0].name), *row[1:]) for at, row in enumerate(rows))
