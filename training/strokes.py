"""Text as ink: a small grey picture of a line of text, typed or by hand, with the place of its baseline."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from training.faces import em_for, load

Grey = NDArray[np.uint8]
Own = Callable[[str, int], "Strokes | None"]
CLUSTER = re.compile(r".[ัิ-ฺ็-๎]*ำ?", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Strokes:
    """Ink of a text: 0 none, 255 full. `baseline`: rows from the top; `left`: columns from the pen's start to the picture's edge."""

    ink: Grey
    baseline: int
    left: int
    advance: int


@dataclass(frozen=True, slots=True)
class Writer:
    """How a person writes. slant: columns a row; spread: extra pixels a cluster; wobble: share of the letter's height."""

    face: Path
    slant: float
    size: float
    spread: float
    wobble: float
    drift: float
    pen: int
    bend: float


def invent_writer(rng: Generator, faces: Sequence[Path]) -> Writer:
    """A writer with a hand of their own."""
    return Writer(
        face=faces[int(rng.integers(len(faces)))],
        slant=float(rng.uniform(-0.12, 0.28)),
        size=float(rng.uniform(1.0, 1.3)),
        spread=float(rng.uniform(-0.03, 0.08)),
        wobble=float(rng.uniform(0.02, 0.06)),
        drift=float(rng.uniform(-0.02, 0.02)),
        pen=int(rng.integers(1, 4)),
        bend=float(rng.uniform(0.5, 1.6)),
    )


def typed(text: str, face: Path, letter: int, *, narrow: float = 1.0) -> Strokes:
    """Text as a printer sets it. letter: height of ก in pixels; narrow: width as a share of the face's own."""
    font = load(face, em_for(face, letter))
    left, top, right, bottom = (int(v) for v in font.getbbox(text, anchor="ls", language="th"))
    picture = Image.new("L", (max(1, right - left), max(1, bottom - top)))
    ImageDraw.Draw(picture).text((-left, -top), text, font=font, fill=255, anchor="ls", language="th")
    strokes = Strokes(np.asarray(picture), -top, left, round(font.getlength(text, language="th")))
    return strokes if narrow == 1.0 else narrowed(strokes, narrow)


def narrowed(strokes: Strokes, share: float) -> Strokes:
    """The same text pressed together to `share` of its width."""
    height, width = strokes.ink.shape
    ink = cv2.resize(strokes.ink, (max(1, round(width * share)), height), interpolation=cv2.INTER_AREA)
    return Strokes(np.asarray(ink, np.uint8), strokes.baseline, round(strokes.left * share), round(strokes.advance * share))


def by_hand(text: str, writer: Writer, letter: int, rng: Generator, own: Own | None = None) -> Strokes:
    """Text as `writer` writes it: letter by letter, each a little other, then slanted and bent as a whole.

    own: gives (text, size) its own strokes, or None to have them from the writer's face.
    """
    size = round(letter * writer.size)
    clusters = [_cluster(piece, writer, size, rng, own and own(piece, size)) for piece in CLUSTER.findall(text)]
    pad = 2 * size
    width = sum(c.advance + round(writer.spread * size) for c in clusters) + 2 * pad
    ink = np.zeros((5 * size, max(width, 2 * pad)), np.uint8)
    baseline, pen = 3 * size, float(pad)
    for cluster in clusters:
        rise = baseline + round(writer.drift * (pen - pad) + rng.normal(0, writer.wobble * size))
        _lay(ink, cluster, round(pen), rise)
        pen += cluster.advance + writer.spread * size + rng.normal(0, writer.wobble * size)
    return _cropped(_bent(ink, writer, size, baseline, rng), baseline, pad, round(pen) - pad)


def _cluster(text: str, writer: Writer, size: int, rng: Generator, own: Strokes | None = None) -> Strokes:
    """One consonant with its marks, a little turned and stretched."""
    whole = own or typed(text, writer.face, max(6, round(size * (1 + rng.normal(0, writer.wobble)))))
    turn, stretch = rng.normal(0, 60 * writer.wobble), 1 + rng.normal(0, writer.wobble)
    height, width = whole.ink.shape
    matrix = cv2.getRotationMatrix2D((width / 2, whole.baseline), turn, 1.0)
    matrix[0] *= stretch
    pad = max(2, height // 6)
    matrix[:, 2] += pad
    ink = cv2.warpAffine(whole.ink, matrix, (round(width * stretch) + 2 * pad, height + 2 * pad), flags=cv2.INTER_LINEAR)
    return Strokes(np.asarray(ink, np.uint8), whole.baseline + pad, whole.left - pad, round(whole.advance * stretch))


def _lay(ink: Grey, piece: Strokes, x: int, y: int) -> None:
    """Lay `piece` into `ink` with the pen at (x, y); what would fall outside is cut off."""
    top, left = max(0, y - piece.baseline), max(0, x + piece.left)
    part = piece.ink[: max(0, ink.shape[0] - top), : max(0, ink.shape[1] - left)]
    room = ink[top : top + part.shape[0], left : left + part.shape[1]]
    np.maximum(room, part, out=room)


def _bent(ink: Grey, writer: Writer, size: int, baseline: int, rng: Generator) -> Grey:
    """Slanted, bent by a smooth field of some pixels, and drawn with the writer's pen."""
    height, width = ink.shape
    rows, columns = np.mgrid[0:height, 0:width].astype(np.float32)
    grid = (max(2, height // size), max(2, width // size))
    field = rng.normal(0, writer.bend * size / 24, (2, *grid)).astype(np.float32)
    across, down = (cv2.resize(part, (width, height), interpolation=cv2.INTER_CUBIC) for part in field)
    columns += np.float32(writer.slant) * (rows - baseline) + across
    out = cv2.remap(ink, columns, rows + down, cv2.INTER_LINEAR)
    return np.asarray(cv2.dilate(out, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (writer.pen, writer.pen))), np.uint8)


def _cropped(ink: Grey, baseline: int, start: int, advance: int) -> Strokes:
    """Only where there is ink."""
    rows, columns = np.flatnonzero(ink.max(axis=1) > 64), np.flatnonzero(ink.max(axis=0) > 64)
    if not rows.size:
        return Strokes(np.zeros((1, 1), np.uint8), 0, 0, advance)
    part = ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    return Strokes(part.copy(), baseline - int(rows[0]), int(columns[0]) - start, advance)
