"""Hands for the reader's lines: strokes led by a pen, or handwriting faces bent letter by letter with letters that people wrote set in."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from pathlib import Path

import cv2
import numpy as np
from numpy.random import Generator

from ocr.thai import SARA_AM
from training.pen import FINE, Cluster, Line, Pen, invent_pen, penned, skeleton, thinned
from training.strokes import Grey, Strokes, Writer, by_hand, invent_writer, typed

FOLDER = Path(os.environ.get("SARABAN_HANDWRITING", "../shared/handwriting"))
HELD_OUT = 6  # one written letter in so many is held out of training
PENS = 0.6  # share of the hands that are strokes led by a pen
SLIPS = 0.025  # share of the values with a slip struck out before them


@dataclass(frozen=True, slots=True)
class Hand:
    """A writer: a pen, or else a bent face.

    share: how often a letter is one that a person wrote; seed: which of the written ones they use; held_out: of those that
    training does not see.
    """

    pen: Pen | None
    writer: Writer
    share: float
    seed: int
    held_out: bool = False


def invent_hand(rng: Generator, hands: list[Path], prints: list[Path], *, held_out: bool = False) -> Hand:
    """A hand: mostly a handwriting face, at times a printed one, neat to wild."""
    faces = hands if rng.random() < 0.8 else prints
    writer = invent_writer(rng, faces)
    wild = float(rng.choice([0.5, 1.0, 1.0, 1.5, 2.0]))
    writer = replace(writer, wobble=writer.wobble * wild, bend=writer.bend * wild, pen=int(rng.choice([1, 1, 2, 2, 3])))
    pen = invent_pen(rng, hands if rng.random() < 0.5 else prints) if rng.random() < PENS else None
    return Hand(pen, writer, float(rng.choice([0.0, 0.3, 0.7])), int(rng.integers(1 << 30)), held_out)


def written(text: str, hand: Hand, letter: int, rng: Generator, slips: float = SLIPS) -> Strokes:
    """Text in that hand, at times after a slip that was struck out. slips: how often."""
    whole = _once(text, hand, letter, rng)
    if not text or rng.random() > slips:
        return whole
    slip = _struck(_once(text[: int(rng.integers(1, 1 + len(text)))].strip() or text, hand, letter, rng), rng)
    return _beside(slip, whole, slip.advance + round(letter * rng.uniform(0.2, 0.8)))


def _struck(strokes: Strokes, rng: Generator) -> Strokes:
    """Struck out with one to four strokes."""
    ink = strokes.ink.copy()
    height, width = ink.shape
    for _ in range(int(rng.integers(1, 5))):
        rows = rng.uniform(0.25, 0.75, 2) * height
        ends = (int(rng.uniform(-0.1, 0.1) * width), int(rows[0])), (int(rng.uniform(0.9, 1.1) * width), int(rows[1]))
        cv2.line(ink, *ends, 255, int(rng.integers(2, 5)), cv2.LINE_AA)
    return replace(strokes, ink=ink)


def _beside(first: Strokes, second: Strokes, x: int) -> Strokes:
    """Two pieces as one picture, the pen at `x` when the second begins."""
    above = max(first.baseline, second.baseline)
    below = max(first.ink.shape[0] - first.baseline, second.ink.shape[0] - second.baseline)
    left = min(first.left, x + second.left)
    right = max(first.left + first.ink.shape[1], x + second.left + second.ink.shape[1])
    ink = np.zeros((above + below, right - left), np.uint8)
    _lay(ink, first.ink, above - first.baseline, first.left - left)
    _lay(ink, second.ink, above - second.baseline, x + second.left - left)
    return Strokes(ink, above, left, x + second.advance)


def _once(text: str, hand: Hand, letter: int, rng: Generator) -> Strokes:
    if hand.pen is not None:
        return penned(text, hand.pen, letter, rng, own=partial(_led, hand=hand, rng=rng) if hand.share else None)
    if not hand.share or not real_letters():
        return by_hand(text, hand.writer, letter, rng)
    return by_hand(text, hand.writer, letter, rng, own=lambda piece, size: _mixed(piece, hand, size, rng))


def _picked(piece: str, hand: Hand, rng: Generator) -> tuple[str, int] | None:
    """Which picture of the cluster's first letter to take, mostly the same one; None where nobody wrote it, or by chance."""
    pictures = real_letters().get(piece[0], ())
    numbers = [n for n in range(len(pictures)) if (n % HELD_OUT == 0) == hand.held_out]
    if not numbers or rng.random() > hand.share:
        return None
    return piece[0], numbers[(hand.seed + ord(piece[0])) % len(numbers) if rng.random() < 0.7 else int(rng.integers(len(numbers)))]


def _led(piece: str, hand: Hand, rng: Generator) -> Cluster | None:
    """The cluster's first letter as a person led the pen, its marks as in the face."""
    picked = None if SARA_AM in piece or hand.pen is None else _picked(piece, hand, rng)
    if picked is None or hand.pen is None:
        return None
    (whole, advance), (base, _) = skeleton(hand.pen.face, piece), skeleton(hand.pen.face, piece[0])
    if not base:
        return None
    (left, top), (right, bottom) = np.vstack(base).min(axis=0), np.vstack(base).max(axis=0)
    drawn = _stroked(*picked)
    width = float(np.vstack(drawn)[:, 0].max()) * (bottom - top) if drawn else 0.0
    width = min(max(width, 0.6 * (right - left)), 1.6 * (right - left)) * float(rng.uniform(0.9, 1.1))
    scale = np.array([width / max(0.05, float(np.vstack(drawn)[:, 0].max())) if drawn else 1.0, bottom - top], np.float32)
    letter = [line * scale + (left, top) for line in drawn]
    moved = np.array([width - (right - left), 0], np.float32)
    marks = [line + moved for line in whole if line[:, 1].max() < top + 0.05 or line[:, 1].min() > bottom - 0.05]
    return tuple(np.asarray(line, np.float32) for line in (*letter, *marks)), advance + width - (right - left)


@lru_cache(maxsize=8000)
def _stroked(letter: str, number: int) -> list[Line]:
    """The strokes of a letter that a person wrote, one high, from the origin on."""
    picture = real_letters()[letter][number]
    small = cv2.resize(picture, None, fx=FINE / picture.shape[0], fy=FINE / picture.shape[0], interpolation=cv2.INTER_AREA)
    lines = thinned(cv2.GaussianBlur(small, (0, 0), 0.8) > 70)
    return [line / np.float32(FINE) for line in lines]


def _mixed(piece: str, hand: Hand, size: int, rng: Generator) -> Strokes | None:
    """The cluster with its first letter as a person wrote it, or None where nobody did."""
    picked = _picked(piece, hand, rng)
    if picked is None:
        return None
    drawn = real_letters()[picked[0]][picked[1]]
    whole, base = typed(piece, hand.writer.face, size), typed(piece[0], hand.writer.face, size)
    height, width = base.ink.shape
    turned = float(rng.uniform(0.85, 1.2))
    letter = cv2.resize(drawn, (max(3, round(width * turned)), height), interpolation=cv2.INTER_AREA)
    letter = np.clip(letter.astype(np.float32) * 2.2, 0, 255).astype(np.uint8)
    rows = max(whole.baseline, base.baseline), max(whole.ink.shape[0] - whole.baseline, height - base.baseline)
    left = min(whole.left, base.left)
    columns = max(whole.left + whole.ink.shape[1], base.left + letter.shape[1]) - left
    ink = np.zeros((sum(rows), columns), np.uint8)
    _lay(ink, whole.ink, rows[0] - whole.baseline, whole.left - left)
    gone = cv2.dilate(base.ink, np.ones((3, 3), np.uint8)) > 40
    room = ink[rows[0] - base.baseline :, base.left - left :][: gone.shape[0], : gone.shape[1]]
    room[gone[: room.shape[0], : room.shape[1]]] = 0
    _lay(ink, letter, rows[0] - base.baseline, base.left - left)
    return Strokes(ink, rows[0], left, round(whole.advance * max(1.0, turned)))


def _lay(ink: Grey, part: Grey, top: int, left: int) -> None:
    room = ink[top : top + part.shape[0], left : left + part.shape[1]]
    np.maximum(room, part[: room.shape[0], : room.shape[1]], out=room)


@lru_cache(maxsize=1)
def real_letters() -> dict[str, list[Grey]]:
    """Ink (255) pictures of letters that people wrote, by letter; empty where the folder is not there."""
    out: dict[str, list[Grey]] = {}
    for file in sorted(FOLDER.rglob("*.png")):
        picture = cv2.imdecode(np.frombuffer(file.read_bytes(), np.uint8), cv2.IMREAD_GRAYSCALE)
        if picture is None or len(file.parent.name) != 1:
            continue
        ink = 255 - picture
        share = float((ink > 100).mean())
        if 0.03 < share < 0.6:
            out.setdefault(file.parent.name, []).append(np.asarray(ink, np.uint8))
    return out
