"""Draws a whole form page, filled in, with its truth."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from numpy.random import Generator

from rules.types import FormDefinition
from training.faces import HAND, PRINT, bold
from training.layouts import Form, Layout, coordinator, from_definition
from training.people import TO_THAI, Person, pick
from training.rows import LEFT, LETTER, STRUCTURES, Pen, Write
from training.sheet import WIDTH, PageTruth, Sheet, Spot, blank, millimetres, stamp
from training.strokes import by_hand, invent_writer, typed
from training.words import FILLER


@dataclass(frozen=True, slots=True)
class Style:
    """What a page is set and filled in with. face: of the form; value_face: of typed values; write: a hand, None where they are typed."""

    face: Path
    value_face: Path
    write: Write | None = None


def invent_style(rng: Generator, *, hand: bool = False) -> Style:
    """Debian's faces: the form's own for typed values, a bent handwriting face for written ones."""
    face = Path(pick(rng, [str(f) for f in PRINT]))
    if not hand:
        return Style(face, face)
    writer = invent_writer(rng, HAND)
    return Style(face, face, lambda text, letter, rng: by_hand(text, writer, letter, rng))


def coordinator_page(person: Person, layout: Layout, rng: Generator, *, hand: bool = False, style: Style | None = None) -> Sheet:
    """The coordinator form filled in for `person`."""
    return form_page(coordinator(layout, rng), person.fields(), layout, rng, style or invent_style(rng, hand=hand))


def definition_page(definition: FormDefinition, values: Mapping[str, str], layout: Layout, rng: Generator, *, hand: bool = False) -> Sheet:
    """Any form by its definition, filled in with `values` (by field name; what is missing stays blank)."""
    return form_page(from_definition(definition, rng), values, layout, rng, invent_style(rng, hand=hand))


def form_page(form: Form, values: Mapping[str, str], layout: Layout, rng: Generator, style: Style) -> Sheet:
    """A form filled in. The truth has every slot of the form."""
    letter, top = round(LETTER * layout.scale), millimetres(rng.uniform(26, 40))
    pen = Pen(blank(), style.face, letter, layout, rng, style.value_face, style.write, top)
    if layout.letter_above:
        _letter(pen)
    centred(pen, form.title)
    pen.y += pen.step // 2
    draw = STRUCTURES[layout.structure]
    for row in form.rows:
        draw(pen, row, values)
    pen.y += pen.step
    for text in form.note:
        centred(pen, text, plain=True)
    filled = {slot.name: values.get(slot.name, "") for row in form.rows for slot in row}
    return Sheet(pen.paper, PageTruth(form.id, style.write is not None, filled, pen.boxes), "form")


def centred(pen: Pen, text: str, *, plain: bool = False) -> None:
    """A line of print in the middle of the page."""
    strokes = typed(text, pen.face if plain else bold(pen.face), pen.letter if plain else round(pen.letter * 1.15))
    stamp(pen.paper, strokes, Spot((WIDTH - strokes.advance) // 2, pen.y))
    pen.y += pen.step


def paragraph(pen: Pen, lines: tuple[str, ...], *, indent: float = 20) -> None:
    """Lines of print, the first indented by `indent` millimetres."""
    for at, text in enumerate(lines):
        stamp(pen.paper, typed(text, pen.face, pen.letter), Spot(LEFT + (0 if at else millimetres(indent)), pen.y))
        pen.y += round(pen.step * 0.85)


def _letter(pen: Pen) -> None:
    """A short letter above the form, on the same sheet."""
    paragraph(pen, ("ที่ ลพ ๐๐๙๙/" + str(pen.rng.integers(100, 999)).translate(TO_THAI), "เรียน  ผู้ว่าราชการจังหวัดลำพูน"), indent=0)
    paragraph(pen, FILLER[:4])
    pen.y += pen.step
