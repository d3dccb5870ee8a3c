"""Hands for the reader's lines: handwriting faces bent letter by letter, with letters that people wrote set in."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

import cv2
import numpy as np
from numpy.random import Generator

from training.strokes import CLUSTER, Grey, Strokes, Writer, by_hand, invent_writer, typed

FOLDER = Path(os.environ.get("SARABAN_HANDWRITING", "../shared/handwriting"))


@dataclass(frozen=True, slots=True)
class Hand:
    """A writer, and how often a letter of theirs is one that a person wrote. seed: which of the written ones they use."""

    writer: Writer
    share: float
    seed: int


def invent_hand(rng: Generator, hands: list[Path], prints: list[Path]) -> Hand:
    """A hand: mostly a handwriting face, at times a printed one, neat to wild."""
    faces = hands if rng.random() < 0.8 else prints
    writer = invent_writer(rng, faces)
    wild = float(rng.choice([0.5, 1.0, 1.0, 1.5, 2.0]))
    writer = replace(writer, wobble=writer.wobble * wild, bend=writer.bend * wild, pen=int(rng.choice([1, 1, 2, 2, 3])))
    return Hand(writer, float(rng.choice([0.0, 0.0, 0.3, 0.7])), int(rng.integers(1 << 30)))


def written(text: str, hand: Hand, letter: int, rng: Generator) -> Strokes:
    """Text in that hand."""
    real = real_letters()
    if not hand.share or not real:
        return by_hand(text, hand.writer, letter, rng)
    return by_hand(text, hand.writer, letter, rng, own=lambda piece, size: _mixed(piece, hand, size, rng))


def _mixed(piece: str, hand: Hand, size: int, rng: Generator) -> Strokes | None:
    """The cluster with its first letter as a person wrote it, or None where nobody did."""
    pictures = real_letters().get(piece[0])
    if not pictures or rng.random() > hand.share:
        return None
    whole, base = typed(piece, hand.writer.face, size), typed(piece[0], hand.writer.face, size)
    drawn = pictures[(hand.seed + ord(piece[0])) % len(pictures) if rng.random() < 0.7 else int(rng.integers(len(pictures)))]
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


assert CLUSTER.pattern
