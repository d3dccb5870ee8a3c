"""Letters as strokes: a face's glyphs thinned to lines, which a writer then bends, opens, joins and draws with a pen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

import cv2
import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray
from skimage.morphology import skeletonize

from training.strokes import CLUSTER, Strokes, typed

Line = NDArray[np.float32]  # points (n, 2): columns, rows
Cluster = tuple[tuple[Line, ...], float]  # strokes in letter heights, baseline at row 0, and how far the pen goes on
Own = Callable[[str], Cluster | None]
FINE = 48  # height of a letter, pixels, at which glyphs are thinned
STEP = 4  # pixels between the points that are kept
SHIFT = 4  # bits behind the point for OpenCV's drawing
AROUND = [(-1, -1), (-1, 0), (-1, 1), (0, -1), (0, 1), (1, -1), (1, 0), (1, 1)]


@dataclass(frozen=True, slots=True)
class Pen:
    """How a person leads a pen; lengths in letter heights.

    slant: columns a row; spread: between letters; wobble: of size, place and turn of a letter; bend: of its strokes;
    loops: share of small loops left out, filled or open; overshoot: of a stroke's ends; joins: share of letters joined on.
    """

    face: Path
    width: float
    slant: float = 0.0
    size: float = 1.0
    narrow: float = 1.0
    spread: float = 0.0
    wobble: float = 0.03
    drift: float = 0.0
    bend: float = 0.03
    rounding: float = 1.0
    loops: float = 0.2
    overshoot: float = 0.0
    joins: float = 0.0


def invent_pen(rng: Generator, faces: list[Path]) -> Pen:
    """A writer, careful to hasty."""
    haste = float(rng.choice([0.6, 1.0, 1.0, 1.5, 2.0]))
    return Pen(
        face=faces[int(rng.integers(len(faces)))],
        width=float(rng.uniform(0.07, 0.16)),
        slant=float(rng.normal(0.06, 0.13)),
        size=float(rng.uniform(0.95, 1.3)),
        narrow=float(rng.uniform(0.75, 1.15)),
        spread=float(rng.uniform(-0.05, 0.15)),
        wobble=float(rng.uniform(0.02, 0.05)) * haste,
        drift=float(rng.normal(0, 0.012)),
        bend=float(rng.uniform(0.015, 0.05)) * haste,
        rounding=float(rng.uniform(0.3, 2.5)),
        loops=float(rng.uniform(0, 0.35)) * haste,
        overshoot=float(rng.uniform(0, 0.12)) * haste,
        joins=float(rng.choice([0, 0, 0.1, 0.3])),
    )


def strange_pen(rng: Generator, faces: list[Path]) -> Pen:
    """A writer of a style that `invent_pen` does not invent: steep, most letters joined, the loops open, the strokes drawn too far."""
    steep = float(rng.choice([-1, 1])) * float(rng.uniform(0.4, 0.6))
    return replace(invent_pen(rng, faces), slant=steep, joins=0.6, loops=0.8, overshoot=0.25)


def penned(text: str, pen: Pen, letter: int, rng: Generator, own: Own | None = None) -> Strokes:
    """Text as that writer leads the pen. letter: height of ก in pixels.

    own: gives a cluster its own strokes, or None to have them from the pen's face.
    """
    size = letter * pen.size
    lines, at, last = [], 0.0, None
    for piece in CLUSTER.findall(text):
        strokes, advance = (own and own(piece)) or skeleton(pen.face, piece)
        moved = _led([_own(line, pen, rng) for line in strokes], pen, rng)
        moved = [line * (size, size) + (at, pen.drift * at + rng.normal(0, pen.wobble) * size) for line in moved]
        if last is not None and moved and rng.random() < pen.joins and np.hypot(*(moved[0][0] - last)) < 0.7 * size:
            lines.append(np.asarray([last, moved[0][0]], np.float32))
        lines += moved
        last = max((line[-1] for line in moved), key=lambda point: float(point[0]), default=None)
        at += size * (advance * pen.narrow + pen.spread + rng.normal(0, pen.wobble))
    return _drawn(lines, pen, size, round(at), rng)


def _led(lines: list[Line], pen: Pen, rng: Generator) -> list[Line]:
    """One letter with its marks: bent by a smooth field, so that what is joined stays joined, turned, slanted, sized."""
    field = rng.normal(0, pen.bend, (4, 4, 2))
    turn, grow = rng.normal(0, pen.wobble), 1 + rng.normal(0, pen.wobble, 2)
    out = []
    for line in lines:
        x, y = line[:, 0], line[:, 1]
        u, v = np.clip((x + 0.2) * 2, 0, 2.99), np.clip((y + 1.9) * 1.2, 0, 2.99)
        i, j = u.astype(int), v.astype(int)
        a, b = (u - i)[:, None], (v - j)[:, None]
        push = (field[j, i] * (1 - a) + field[j, i + 1] * a) * (1 - b) + (field[j + 1, i] * (1 - a) + field[j + 1, i + 1] * a) * b
        x, y = x + push[:, 0], y + push[:, 1]
        x, y = x * grow[0] - turn * y, y * grow[1] + turn * x
        out.append(np.stack([x * pen.narrow - pen.slant * y, y], axis=1).astype(np.float32))
    return out


def _own(line: Line, pen: Pen, rng: Generator) -> Line:
    """One stroke rounded off; a small loop at times left open or closed up, the ends at times drawn too far."""
    closed = len(line) > 3 and bool(np.abs(line[0] - line[-1]).max() < 0.02)
    small = closed and bool((line.max(axis=0) - line.min(axis=0)).max() < 0.45)
    if small and rng.random() < pen.loops:
        kind = rng.random()
        if kind < 0.5:  # left open
            line = line[int(len(line) * rng.uniform(0, 0.2)) : max(2, int(len(line) * rng.uniform(0.55, 0.95)))]
        else:  # pressed together, to a dot or to a stroke
            line = line.mean(axis=0) + (line - line.mean(axis=0)) * np.where(rng.random(2) < 0.6, 0.25, 1.0).astype(np.float32)
    if len(line) > 4:
        reach = 2 * int(2 * pen.rounding) + 3
        soft = np.asarray(cv2.GaussianBlur(line, (1, reach), 0, sigmaY=pen.rounding, borderType=cv2.BORDER_REPLICATE), np.float32)
        soft[[0, -1]] = line[[0, -1]]
        line = soft
    if not closed and len(line) > 2 and rng.random() < 0.4:
        end = line[-1] - line[-3]
        length = float(np.hypot(*end))
        if length > 0:
            line = np.vstack([line, line[-1] + end / length * abs(rng.normal(0, pen.overshoot))])
    return np.asarray(line, np.float32)


def _drawn(lines: list[Line], pen: Pen, size: float, advance: int, rng: Generator) -> Strokes:
    if not lines:
        return Strokes(np.zeros((1, 1), np.uint8), 0, 0, advance)
    points = np.vstack(lines)
    pad = 4 + int(size * pen.width)
    left, top = (np.floor(points.min(axis=0)) - pad).astype(int)
    right, bottom = (np.ceil(points.max(axis=0)) + pad).astype(int)
    ink = np.zeros((bottom - top, right - left), np.uint8)
    for line in lines:
        width = max(1, round(size * pen.width * rng.uniform(0.8, 1.2)))
        places = np.round((line - (left, top)) * (1 << SHIFT)).astype(np.int32)
        cv2.polylines(ink, [places], False, 255, width, cv2.LINE_AA, SHIFT)
    return Strokes(ink, -int(top), int(left), advance)


@lru_cache(maxsize=20_000)
def skeleton(face: Path, text: str) -> Cluster:
    """The strokes of a cluster of letters in a face."""
    drawn = typed(text, face, FINE)
    origin = np.array([drawn.left, -drawn.baseline], np.float32)
    return tuple((line + origin) / np.float32(FINE) for line in thinned(drawn.ink > 110)), drawn.advance / FINE


def thinned(ink: NDArray[np.bool_]) -> list[Line]:
    """The ink's strokes, in its pixels."""
    return [_kept(path) for path in _paths(skeletonize(np.pad(ink, 1)))]


def _kept(path: list[tuple[int, int]]) -> Line:
    """Every so many points, always the last, as columns and rows."""
    chosen = path[::STEP] if (len(path) - 1) % STEP == 0 else [*path[::STEP], path[-1]]
    rows, columns = np.asarray(chosen if len(chosen) > 1 else [*chosen, (path[0][0], path[0][1] + 1)], np.float32).T
    return np.stack([columns - 1, rows - 1], axis=1)


def _paths(thin: NDArray[np.bool_]) -> list[list[tuple[int, int]]]:
    """The skeleton's pixels as walks from end to crossing to end, loops last."""
    left = {(int(y), int(x)) for y, x in np.argwhere(thin)}
    near = {p: [q for d in AROUND if (q := (p[0] + d[0], p[1] + d[1])) in left] for p in left}
    knots = {p for p in left if len(near[p]) != 2}
    walks = []
    for start in [*sorted(knots), *sorted(left - knots)]:
        for step in near[start]:
            if step in left and (start in left or start in knots):
                walks.append(_walk(start, step, near, left, knots))
        if not near[start]:
            walks.append([start])
    return walks


def _walk(
    start: tuple[int, int],
    step: tuple[int, int],
    near: dict[tuple[int, int], list[tuple[int, int]]],
    left: set[tuple[int, int]],
    knots: set[tuple[int, int]],
) -> list[tuple[int, int]]:
    """From start by step on to the next knot, or round to the start; what is walked is gone."""
    path = [start, step]
    left.discard(start)
    while path[-1] not in knots:
        left.discard(path[-1])
        onward = [p for p in near[path[-1]] if (p in left or p in knots or p == start) and p != path[-2]]
        if not onward or (len(path) > 2 and path[-1] == start):
            break
        path.append(onward[0])
    return path
