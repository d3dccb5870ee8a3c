"""Lines are found whole: nothing of a letter cut off, nothing of a neighbour taken, whatever their size and what stands beside them."""

from __future__ import annotations

import numpy as np
import pytest

from ocr.components import components, letter_height
from ocr.ink import Picture
from ocr.lines import TextLine, find_lines
from tests.support.faxes import need_faces
from training.faces import PRINT
from training.strokes import typed

LETTER = 20  # pixels of ก


@pytest.fixture(autouse=True)
def faces() -> None:
    need_faces()


def blank() -> Picture:
    return np.zeros((500, 1200), np.uint8)


def put(ink: Picture, text: str, x: int, y: int, letter: int = LETTER) -> Picture:
    """Prints text with its baseline on row y; gives that ink alone."""
    strokes = typed(text, PRINT[0], letter)
    own = np.zeros_like(ink)
    top, left = y - strokes.baseline, x + strokes.left
    own[top : top + strokes.ink.shape[0], left : left + strokes.ink.shape[1]] = np.where(strokes.ink > 110, 255, 0)
    np.maximum(ink, own, out=ink)
    return own


def dots(ink: Picture, x: int, y: int, count: int, step: int = 8, size: int = 3) -> None:
    for number in range(count):
        ink[y - size : y, x + number * step : x + number * step + size] = 255


def found(ink: Picture) -> list[TextLine]:
    return [line for line in find_lines(ink, letter_height(components(ink))) if line.ink.any()]


def holds(line: TextLine, own: Picture) -> float:
    """The share of a text's ink that a line has."""
    whole = np.zeros_like(own)
    left, top, right, bottom = (round(value) for value in line.box)
    whole[top:bottom, left:right] = line.ink
    return float(np.count_nonzero(whole & own) / np.count_nonzero(own))


@pytest.mark.parametrize("text", ["ที่ปู่ผู้ใหญ่น้ำ", "ฐานฎีกาญัตติ", "กตัญญูรู้คุณ", "e-mail: a.b@c.th", "โทร : ๐๕๓-๕๑๑"])
def test_marks_and_signs_stay_with_their_letters(text: str) -> None:
    ink = blank()
    own = put(ink, text, 100, 200)
    (line,) = found(ink)
    assert holds(line, own) == 1.0


def test_a_large_line_keeps_its_marks_beside_small_print() -> None:
    ink = blank()
    for number in range(3):
        put(ink, "ข้อความตัวพิมพ์เล็กบรรทัดยาว", 100, 300 + 60 * number, 14)
    own = put(ink, "สำนักงานที่ดิน", 100, 200, 34)
    assert max(holds(line, own) for line in found(ink)) == 1.0


def test_small_print_is_found_beside_large() -> None:
    ink = blank()
    for number in range(3):
        put(ink, "ข้อความตัวพิมพ์ใหญ่", 100, 100 + 90 * number, 30)
    own = put(ink, "ข้อความตัวเล็ก", 100, 400, 13)
    assert max(holds(line, own) for line in found(ink)) > 0.97


def test_rows_that_touch_are_parted_between_them() -> None:
    ink = blank()
    upper = put(ink, "บรรทัดบนกฎหมาย", 100, 200)
    lower = put(ink, "บรรทัดล่างราชการ", 100, 270)
    ink[185:265, 105:108] = 255  # a stroke that joins a letter of each
    rows = [max(found(ink), key=lambda line: holds(line, own)) for own in (upper, lower)]
    assert rows[0] is not rows[1]
    assert holds(rows[0], upper) > 0.97 and holds(rows[1], lower) > 0.97
    assert holds(rows[0], lower) < 0.03 and holds(rows[1], upper) < 0.03


def test_a_raised_value_stands_on_its_labels_line() -> None:
    ink = blank()
    label, value = put(ink, "ตำแหน่ง", 100, 200), put(ink, "นักวิชาการ", 260, 190)
    (line,) = found(ink)
    assert holds(line, label) == 1.0 and holds(line, value) == 1.0


def test_a_full_stop_before_a_leader_is_the_texts() -> None:
    ink = blank()
    own = put(ink, "โทร.", 100, 200)
    right = int(np.flatnonzero(own.any(axis=0))[-1])
    dots(ink, right + 14, 200, 30)
    (line,) = found(ink)
    assert holds(line, own) == 1.0 and line.box.right < right + 14


def test_dots_of_an_abbreviation_are_the_texts_where_the_leader_stops_for_it() -> None:
    ink = blank()
    own = put(ink, "ว่าที่ ร.ต. สมชาย ใจทดสอบ", 220, 200)
    right = int(np.flatnonzero(own.any(axis=0))[-1])
    dots(ink, 100, 200, 14)
    dots(ink, right + 10, 200, 30)
    (line,) = found(ink)
    assert holds(line, own) == 1.0


def test_stems_of_large_letters_are_no_rules() -> None:
    ink = blank()
    for number in range(3):
        put(ink, "ข้อความตัวพิมพ์เล็กบรรทัดยาว", 100, 300 + 60 * number, 14)
    own = put(ink, "ไฟใต้ 11", 100, 220, 44)
    assert max(holds(line, own) for line in found(ink)) > 0.97


def test_who_writes_over_a_cells_edge_is_read_whole() -> None:
    ink = blank()
    for top in (140, 205, 270):
        ink[top : top + 2, 80:900] = 255
    for left in (80, 400, 898):
        ink[140:272, left : left + 2] = 255
    own = put(ink, "ผู้ใหญ่", 430, 256, 30)
    put(ink, "ชื่อ", 100, 192)
    put(ink, "นามสกุล", 430, 190)
    put(ink, "ตำแหน่ง", 100, 258)
    line = max(found(ink), key=lambda line: holds(line, own))
    assert holds(line, own) > 0.9 and line.cell is not None


def test_who_writes_on_beside_the_cell_is_read_whole() -> None:
    ink = blank()
    for top in (140, 205):
        ink[top : top + 2, 80:500] = 255
    for left in (80, 300, 498):
        ink[140:207, left : left + 2] = 255
    put(ink, "ชื่อ", 100, 192)
    own = put(ink, "นายสมมติใจทดสอบ", 330, 192)
    assert np.flatnonzero(own.any(axis=0))[-1] > 520, "it runs out of its cell"
    line = max(found(ink), key=lambda line: holds(line, own))
    assert holds(line, own) > 0.95 and line.cell is not None and line.cell.left > 290


def test_text_beside_a_table_is_none_of_it() -> None:
    ink = blank()
    for top in (140, 205):
        ink[top : top + 2, 80:500] = 255
    for left in (80, 498):
        ink[140:207, left : left + 2] = 255
    put(ink, "นายสมมติ", 330, 192)
    beside = put(ink, "หมายเหตุ", 540, 192)
    line = max(found(ink), key=lambda line: holds(line, beside))
    assert holds(line, beside) == 1.0 and line.cell is None
