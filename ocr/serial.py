"""A reading as a file, and back: the reading is kept beside the page image and decided again later.

Of each time step of a lattice the few likeliest letters are kept; the rest of the probability is shared out among the others.
"""

from __future__ import annotations

import json
import zlib
from base64 import b64decode, b64encode
from collections.abc import Sequence
from typing import Any

import numpy as np

from ocr.alphabet import LETTERS
from ocr.lattice import Lattice
from ocr.types import Box, Char, Line, Reading, Upright

VERSION = 2  # 1 had no lattices
CLASSES = len(LETTERS) + 1
LIKELIEST = 6  # letters of a time step that are kept
LOG_STEPS = 20  # log-probabilities are kept to a twentieth, down to -12.75
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
        "upright": [upright.width, upright.height, upright.turn, upright.skew, upright.photograph],
        "lines": [_line(line) for line in reading.lines],
    }
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()


def loads(data: bytes) -> Reading:
    """The reading of such a file. Raises ValueError with advice where it is none, or of a later version."""
    try:
        document = json.loads(data)
        if document["version"] in (1, VERSION):
            return _reading(document)
    except (KeyError, TypeError, IndexError, AttributeError, ValueError, zlib.error) as error:
        raise ValueError("This file is no reading of a page: read the page again.") from error
    raise ValueError(f"This reading has version {document['version']}, known is {VERSION}: read the page again.")


def _upright(width: int, height: int, turn: int, skew: float, photograph: Sequence[float] = ()) -> Upright:
    return Upright(width, height, turn, skew, tuple(photograph))


def _reading(document: dict[str, Any]) -> Reading:
    return Reading(
        lines=tuple(_line_of(line) for line in document["lines"]),
        upright=_upright(*document["upright"]),
        reader=document["reader"],
        source=document["source"],
        damage=document["damage"],
        header=document["header"],
    )


def _line(line: Line) -> dict[str, Any]:
    """Column by column: texts, boxes in one flat list, probabilities, and which characters are leaders."""
    return {
        "t": [char.text for char in line.chars],
        "b": [round(v * _TENTHS) for char in line.chars for v in char.box],
        "p": [round(char.probability * _PARTS) for char in line.chars],
        "l": [number for number, char in enumerate(line.chars) if char.leader],
        "box": _tenths(line.box),
        "cell": None if line.cell is None else _tenths(line.cell),
        "lattice": None if line.lattice is None else _lattice(line.lattice),
    }


def _line_of(data: dict[str, Any]) -> Line:
    leaders, flat = set(data["l"]), data["b"]
    chars = tuple(
        Char(text, _box(flat[4 * n : 4 * n + 4]), probability / _PARTS, n in leaders)
        for n, (text, probability) in enumerate(zip(data["t"], data["p"], strict=True))
    )
    lattice = data.get("lattice")
    return Line(chars, _box(data["box"]), None if data["cell"] is None else _box(data["cell"]), lattice and _lattice_of(lattice))


def _lattice(lattice: Lattice) -> list[Any]:
    """left, step, and for each time step the likeliest classes and their logarithms, packed."""
    likeliest = np.argpartition(-lattice.logs, LIKELIEST, axis=1)[:, :LIKELIEST]
    logs = np.take_along_axis(lattice.logs, likeliest, axis=1)
    packed = np.stack([likeliest, np.clip(np.round(-logs * LOG_STEPS), 0, 255)]).astype(np.uint8)
    return [lattice.left, lattice.step, b64encode(zlib.compress(packed.tobytes(), 6)).decode()]


def _lattice_of(data: list[Any]) -> Lattice:
    left, step, packed = data
    likeliest, parts = np.frombuffer(zlib.decompress(b64decode(packed)), np.uint8).reshape(2, -1, LIKELIEST)
    kept = -parts.astype(np.float32) / LOG_STEPS
    rest = np.maximum(1 - np.exp(kept).sum(axis=1, keepdims=True), 1e-6) / (CLASSES - LIKELIEST)
    logs = np.repeat(np.log(rest), CLASSES, axis=1).astype(np.float32)
    np.put_along_axis(logs, likeliest.astype(np.int64), kept, axis=1)
    return Lattice(logs, left, step)


def _tenths(box: Box) -> list[int]:
    return [round(value * _TENTHS) for value in box]


def _box(tenths: list[int]) -> Box:
    left, top, right, bottom = (value / _TENTHS for value in tenths)
    return Box(left, top, right, bottom)
