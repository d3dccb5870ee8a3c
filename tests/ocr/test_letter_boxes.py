"""Boxes for single digits are one text on the line of their label; a table's cells stay cells."""

from __future__ import annotations

import cv2
import numpy as np

from ocr.ink import Picture
from ocr.lines import TextLine, find_lines

LETTER = 20.0


def blank() -> Picture:
    return np.zeros((400, 1200), np.uint8)


def written(ink: Picture, text: str, x: int, y: int) -> None:
    cv2.putText(ink, text, (x, y), cv2.FONT_HERSHEY_SIMPLEX, 0.9, 255, 2)


def boxed(ink: Picture, left: int, top: int, columns: int, width: int, height: int = 44) -> None:
    for number in range(columns):
        cv2.rectangle(ink, (left + number * width, top), (left + (number + 1) * width, top + height), 255, 2)


def on_row(lines: list[TextLine], y: float) -> list[TextLine]:
    return [line for line in lines if line.ink.any() and line.box.top < y < line.box.bottom]


def test_digits_in_boxes_stand_on_their_labels_line() -> None:
    ink = blank()
    written(ink, "Number", 60, 132)
    boxed(ink, 250, 100, 10, 40)
    for number in range(10):
        written(ink, str(number), 262 + 40 * number, 132)
    (line,) = on_row(find_lines(ink, LETTER), 122)
    assert line.cell is None
    assert line.box.left < 80 and line.box.right > 262 + 40 * 9


def test_a_tables_narrow_cells_stay_cells() -> None:
    ink = blank()
    for top in (100, 144):
        boxed(ink, 250, top, 4, 44)
        for number in range(4):
            written(ink, f"{number}{number}", 254 + 44 * number, top + 32)
    lines = find_lines(ink, LETTER)
    assert len(on_row(lines, 122)) == 4 and all(line.cell is not None for line in on_row(lines, 122))
