"""A drawn form page for the review tests: labels and values, and where each value stands. Invented people."""

from __future__ import annotations

import unicodedata
from functools import cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from ocr.types import Box

FONTS = Path(__file__).parents[2] / "review" / "static" / "fonts"
WIDTH, HEIGHT, SIZE, LEFT, TOP, STEP = 1728, 2200, 40, 420, 300, 130
LABELS = {
    "agency": "หน่วยงาน",
    "title": "คำนำหน้า",
    "first_name": "ชื่อ",
    "last_name": "นามสกุล",
    "position": "ตำแหน่ง",
    "affiliation": "สังกัด",
    "phone": "โทรศัพท์",
    "mobile": "มือถือ",
    "email": "E-mail",
    "line_id": "ID Line",
}


def drawn(values: dict[str, str]) -> tuple[Image.Image, dict[str, Box]]:
    """The page, black on white, and the box of each value in its pixels."""
    image = Image.new("1", (WIDTH, HEIGHT), 1)
    draw, boxes = ImageDraw.Draw(image), {}
    _write(draw, (560, 150), "แบบรายงานรายชื่อผู้ประสานงาน")
    for row, (name, label) in enumerate(LABELS.items()):
        y = TOP + row * STEP
        _write(draw, (120, y), label)
        draw.line((LEFT, y + 52, WIDTH - 150, y + 52), fill=0)
        right = _write(draw, (LEFT, y), values.get(name, ""))
        boxes[name] = Box(LEFT, y, max(right, LEFT + 300), y + 54)
    return image, boxes


def letters(text: str, box: Box) -> list[tuple[str, Box]]:
    """Each code point of a value that was drawn in `box`, with its place; a mark has the place of the letter that it stands on."""
    draw, x, placed = ImageDraw.Draw(Image.new("1", (1, 1))), box.left, list[tuple[str, Box]]()
    for letter in text:
        width = draw.textlength(letter, font=_face("latin" if letter.isascii() else "thai"))
        alone = unicodedata.combining(letter) or unicodedata.category(letter) == "Mn"
        placed.append((letter, placed[-1][1] if alone and placed else Box(x, box.top, x + width, box.bottom)))
        x += 0 if alone else width
    return placed


def _write(draw: ImageDraw.ImageDraw, at: tuple[int, int], text: str) -> int:
    """Each letter in the file of the face that holds it; gives where the text ends."""
    x, y = at
    for part in _runs(text):
        face = _face("latin" if part.isascii() else "thai")
        draw.text((x, y), part, font=face, fill=0)
        x += int(draw.textlength(part, font=face))
    return x


@cache
def _face(letters: str) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(FONTS / f"sarabun-{letters}-400.woff2", SIZE)


def _runs(text: str) -> list[str]:
    runs: list[str] = []
    for letter in text:
        if runs and runs[-1].isascii() == letter.isascii():
            runs[-1] += letter
        else:
            runs.append(letter)
    return runs
