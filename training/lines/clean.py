"""Lines of clean print, scanned without a fax: letters that forms seldom hold are met often, in all faces and sizes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
from numpy.random import Generator

from ocr.ink import ink_of_grey
from training.lines import faces, texts
from training.lines.harvest import Sample, Span
from training.lines.letters import even
from training.lines.sheets import Mix
from training.sheet import DPI
from training.strokes import Grey, Strokes, narrowed, typed

LETTER = (16, 44)  # height of ก in pixels of the sheet: 10 to 26 points
PAPER = 30  # pixels of paper round a line
COUNT = 64  # lines made at a time
RARE = 0.6  # share of the texts that are made for rare letters


def samples(rng: Generator, mix: Mix) -> Iterator[Sample]:
    """Some lines, each one text."""
    prints = faces.printing(held_out=mix.held_out)
    for _ in range(COUNT):
        text = texts.known(even(rng) if rng.random() < RARE else texts.running(rng))
        ink = _scanned(_set(text, prints[int(rng.integers(len(prints)))], rng), rng)
        rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
        if len(rows):
            ink = np.ascontiguousarray(ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1])
            yield Sample(ink, (Span(0, ink.shape[1], text, False),), "clean")


def _set(text: str, face: Path, rng: Generator) -> Strokes:
    strokes = typed(text, face, int(rng.integers(*LETTER)))
    return narrowed(strokes, float(rng.uniform(0.8, 1.1))) if rng.random() < 0.3 else strokes


def _scanned(strokes: Strokes, rng: Generator) -> Grey:
    """Black ink at 150 to 300 dots an inch, the paper moved by parts of a pixel, now and then soft."""
    paper = 255 - np.pad(strokes.ink, [(PAPER, PAPER + int(rng.integers(4))), (PAPER, PAPER + int(rng.integers(4)))])
    scale = float(rng.choice([150, 200, 200, 200, 300])) / DPI
    scanned = cv2.resize(paper, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    if rng.random() < 0.3:
        scanned = cv2.GaussianBlur(scanned, (0, 0), float(rng.uniform(0.4, 0.9)))
    return np.asarray(ink_of_grey(np.asarray(scanned, np.uint8)), np.uint8)
