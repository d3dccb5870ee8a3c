"""From labels to the places of their values: to the right, in the next cell, in the cell beneath, or on the next line."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce

from ocr.types import Box, Line
from rules.candidates import Candidate
from rules.layout import Layout, Stretch, beneath, left_of, right_of
from rules.printed import Printed
from rules.types import Place

NEAR = 1.3  # line heights of white space to the next line, within which a value may go on
FULL = 0.93  # of the right edge of the labels' lines: a value that reaches so far fills its line
SIGNED = ("ลงชื่อ", "ลงนาม")  # what begins the line beneath the form
LEADERS = 3  # pieces of leader at a line's start that make it one to go on writing on


def places_of(lines: Sequence[Line], labels: Sequence[Candidate], printed: Printed) -> dict[int, Place]:
    """The place of each label's value, by the field's number. `labels` in reading order."""
    layout = Layout(lines, labels, printed)
    below = _values_below(layout, labels)
    followed = [*(after.field for after in labels[1:]), None] if labels else []
    places = {label.field: _place(layout, label, follower) for label, follower in zip(labels, followed, strict=True)}
    return places | {label.field: _place_below(layout, label, below[label.line]) for label in labels if label.line in below}


def _values_below(layout: Layout, labels: Sequence[Candidate]) -> dict[int, int]:
    """For each line of labels the line of their values, where a page without ruled cells has the values beneath the labels.

    It is so set where most lines of labels have no ink beside the labels, and a line of ink without labels right beneath.
    """
    rows = {label.line for label in labels}
    below: dict[int, int] = {}
    for row in rows:
        bare = not any(layout.ink(layout.after(label)) for label in labels if label.line == row)
        number = _next_line(layout, row) if bare and layout.lines[row].cell is None else None
        if number is not None and layout.free([number]) and layout.ink(layout.whole(number)):
            below[row] = number
    return below if len(below) >= max(2, len(rows) / 2) else {}


def _place_below(layout: Layout, label: Candidate, number: int) -> Place:
    """What stands on the line beneath, from under the label to under the next one."""
    own, value = layout.lines[label.line], layout.lines[number]
    end = layout.after(label).end
    left = 0.0 if _first_of_line(layout, label) else own.chars[label.first].box.left
    right = own.chars[end].box.left if end < len(own.chars) else float("inf")
    inside = [at for at, char in enumerate(value.chars) if left <= (char.box.left + char.box.right) / 2 < right]
    if not inside:
        return Place(Box(own.chars[label.first].box.left, value.box.top, own.chars[label.last].box.right, value.box.bottom))
    part = Stretch(number, inside[0], inside[-1] + 1)
    return Place(_box_of(layout, label, [part]), layout.chars(part), layout.lattices([part]))


def _first_of_line(layout: Layout, label: Candidate) -> bool:
    return min(first for number, first, _ in layout.marks if number == label.line) == label.first


def _place(layout: Layout, label: Candidate, follower: int | None) -> Place:
    """follower: the field of the label that comes next; where it is the next field's, a line without a label cannot be its."""
    parts = _parts(layout, label)
    next_known = follower in (None, label.field + 1)
    parts += [layout.whole(number) for number in _going_on(layout, parts[-1], next_known, follower == label.field + 1)]
    chars = tuple(char for part in parts for char in layout.chars(part))
    return Place(_box_of(layout, label, parts), chars, layout.lattices(parts))


def _parts(layout: Layout, label: Candidate) -> list[Stretch]:
    """Beside the label; where nothing is there and the page is ruled, the whole of the cell that holds the value."""
    beside = layout.after(label)
    cell = layout.lines[label.line].cell
    if cell is None or layout.chars(beside) or _last_of_line(layout, beside) is False:
        return [beside]
    own = [number for number in layout.in_cell(cell) if number > label.line]
    numbers = own if layout.free(own) else _value_cell(layout, cell)
    return [layout.whole(number) for number in numbers] or [beside]


def _value_cell(layout: Layout, cell: Box) -> list[int]:
    """The lines of the cell to the right, or of the one beneath where a label is a head among heads."""
    right, below, left = (layout.neighbour(cell, touches) for touches in (right_of, beneath, left_of))
    among_heads = any(map(layout.has_mark, left)) or any(map(layout.has_mark, right))
    if layout.free(right) and not (among_heads and layout.free(below)):
        return right
    return below if layout.free(below) else []


def _last_of_line(layout: Layout, stretch: Stretch) -> bool:
    return stretch.end == len(layout.lines[stretch.line].chars)


def _going_on(layout: Layout, last: Stretch, next_known: bool, between: bool) -> list[int]:
    """The lines on which the value goes on. between: the next field's label stands below, so that no signature line can be meant."""
    if not _last_of_line(layout, last):
        return []
    more: list[int] = []
    at = last
    while (number := _next_line(layout, at.line)) is not None and _continues(layout, at, number, next_known, between):
        more.append(number)
        at = layout.whole(number)
    return more


def _next_line(layout: Layout, number: int) -> int | None:
    """The nearest line beneath in the same cell (or outside tables) that overlaps sideways."""
    line = layout.lines[number]
    for below in range(number + 1, len(layout.lines)):
        other = layout.lines[below]
        if other.cell == line.cell and other.box.top > (line.box.top + line.box.bottom) / 2:
            return below
    return None


def _continues(layout: Layout, at: Stretch, number: int, next_known: bool, between: bool) -> bool:
    line, following = layout.lines[at.line], layout.lines[number]
    height = line.box.bottom - line.box.top
    if layout.has_mark(number) or not following.chars or following.box.top - line.box.bottom > NEAR * height:
        return False
    if line.cell is not None:
        return True
    if all(char.leader for char in following.chars[:LEADERS]):
        return next_known or not layout.ink(layout.whole(number))
    ink = layout.ink(at)
    full = bool(ink) and ink[-1].box.right > FULL * layout.right and following.box.left < ink[-1].box.left
    wrapped = not ink and _did_not_fit(layout, line, following)
    return next_known and (full or not layout.chars(at) or (between and not ink) or wrapped)


def _did_not_fit(layout: Layout, line: Line, following: Line) -> bool:
    """Whether the line begins with what found no room on the one before: a word that ends in leaders of its own, as typed forms have."""
    text = following.text.lstrip("( ")
    first = next((n for n, char in enumerate(following.chars) if char.text.isspace()), len(following.chars))
    if not following.chars[first - 1].leader or text.startswith(SIGNED):
        return False
    edge = max(each.box.right for each in layout.lines)
    return line.box.right + following.chars[first - 1].box.right - following.box.left > edge


def _box_of(layout: Layout, label: Candidate, parts: Sequence[Stretch]) -> Box:
    """Round what is written; else round the leaders; else the empty place."""
    written = [char.box for part in parts for char in layout.ink(part)]
    leaders = [char.box for part in parts for char in layout.chars(part) if char.leader]
    if written or leaders:
        return reduce(Box.joined, written or _tall(leaders, layout.lines[parts[0].line]))
    line = layout.lines[parts[0].line]
    if parts[0].line != label.line:
        return line.cell or line.box
    left = line.chars[label.last].box.right
    edge = line.cell.right if line.cell else max(layout.right, line.box.right)
    right = line.chars[parts[0].end].box.left if parts[0].end < len(line.chars) else edge
    return Box(left, line.box.top, max(right, left + 1), line.box.bottom)


def _tall(leaders: Sequence[Box], line: Line) -> list[Box]:
    """Leaders as high as the line: one writes above them."""
    return [Box(box.left, min(line.box.top, box.top), box.right, max(line.box.bottom, box.bottom)) for box in leaders]
