"""A reading as a file, and back: the reading is kept beside the page image and decided again later."""

from __future__ import annotations

import json
from typing import Any

from ocr.types import Box, Char, Line, Reading, Upright

VERSION = 1
_TENTHS = 10  # boxes are kept to a tenth of a pixel
_PARTS = 10_000  # probabilities to a ten-thousandth


def dumps(reading: Reading) -> bytes:
    """The reading as compact JSON (UTF-8). Places are rounded to 0.1 pixel, probabilities to 0.0001."""
    upright = reading.upright
    document = {
        "version": VERSION,
        "reader": reading.reader,
        "source": reading.source,
        "damage": reading.damage,
        "header": reading.header,
        "upright": [upright.width, upright.height, upright.turn, upright.skew],
        "lines": [_line(line) for line in reading.lines],
    }
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()


def loads(data: bytes) -> Reading:
    """The reading of such a file. Raises ValueError with advice where it is none, or of a later version."""
    try:
        document = json.loads(data)
        if document["version"] != VERSION:
            raise ValueError(f"This reading has version {document['version']}, known is {VERSION}: read the page again.")
        return Reading(
            lines=tuple(_line_of(line) for line in document["lines"]),
            upright=Upright(*document["upright"]),
            reader=document["reader"],
            source=document["source"],
            damage=document["damage"],
            header=document["header"],
        )
    except (KeyError, TypeError, IndexError, AttributeError, UnicodeDecodeError, json.JSONDecodeError) as error:
        raise ValueError("This file is no reading of a page: read the page again.") from error


def _line(line: Line) -> dict[str, Any]:
    """Column by column: texts, boxes in one flat list, probabilities, and which characters are leaders."""
    return {
        "t": [char.text for char in line.chars],
        "b": [round(v * _TENTHS) for char in line.chars for v in char.box],
        "p": [round(char.probability * _PARTS) for char in line.chars],
        "l": [number for number, char in enumerate(line.chars) if char.leader],
        "box": _tenths(line.box),
        "cell": None if line.cell is None else _tenths(line.cell),
    }


def _line_of(data: dict[str, Any]) -> Line:
    leaders, flat = set(data["l"]), data["b"]
    chars = tuple(
        Char(text, _box(flat[4 * n : 4 * n + 4]), probability / _PARTS, n in leaders)
        for n, (text, probability) in enumerate(zip(data["t"], data["p"], strict=True))
    )
    return Line(chars, _box(data["box"]), None if data["cell"] is None else _box(data["cell"]))


def _tenths(box: Box) -> list[int]:
    return [round(value * _TENTHS) for value in box]


def _box(tenths: list[int]) -> Box:
    left, top, right, bottom = (value / _TENTHS for value in tenths)
    return Box(left, top, right, bottom)
