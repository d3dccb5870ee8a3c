"""`trust.png`: whether a confidence keeps its word, and how much needs no person at which error among what is accepted."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from PIL import Image, ImageDraw

from service.evaluate.lettering import PALE, Colour, write

SIDE, MARGIN, HEAD, FOOT = 420, 60, 70, 60  # pixels of a plot and round it
BINS = 10
LEAST_ERROR, MOST_ERROR = 1e-4, 0.3  # of the axis of errors, which is logarithmic
TYPED, BY_HAND = (20, 90, 180), (190, 60, 20)
Point = tuple[float, float]


class Sure(NamedTuple):
    """A field's confidence, whether it was right, and whether it is by hand."""

    confidence: float
    right: bool
    hand: bool


def reliability(fields: Sequence[Sure]) -> list[tuple[float, float, int]]:
    """Of each tenth of confidence that any field has: mean confidence, share right, how many."""
    bins: dict[int, list[Sure]] = {}
    for one in fields:
        bins.setdefault(min(BINS - 1, int(one.confidence * BINS)), []).append(one)
    return [
        (sum(one.confidence for one in some) / len(some), sum(one.right for one in some) / len(some), len(some))
        for _, some in sorted(bins.items())
    ]


def touchless(fields: Sequence[Sure]) -> list[Point]:
    """From the surest field on: (share wrong among those taken, share of all that they are), where nothing else is as sure."""
    ordered = sorted(fields, key=lambda one: -one.confidence)
    points, wrong = [], 0
    for number, one in enumerate(ordered, 1):
        wrong += not one.right
        if number == len(ordered) or ordered[number].confidence < one.confidence:
            points.append((wrong / number, number / len(ordered)))
    return points


def trust_picture(fields: Sequence[Sure]) -> Image.Image:
    """Both plots side by side, typed and by hand apart."""
    image = Image.new("RGB", (2 * (SIDE + 2 * MARGIN), SIDE + HEAD + FOOT), "white")
    draw = ImageDraw.Draw(image)
    write(draw, (MARGIN, 10), "ความเชื่อมั่นกับส่วนที่ถูกต้องจริง", 22)
    write(draw, (3 * MARGIN + SIDE, 10), "ส่วนที่ไม่ต้องมีคนตรวจ ต่อความผิดพลาดที่ยอมได้", 22)
    write(draw, (MARGIN, 38), "น้ำเงิน: ตัวพิมพ์", 18, TYPED)
    write(draw, (MARGIN + 150, 38), "แดง: ลายมือ", 18, BY_HAND)
    left, right = (MARGIN, HEAD), (3 * MARGIN + SIDE, HEAD)
    _frame(draw, left, [(x / 4, f"{x / 4:g}") for x in range(5)])
    _frame(draw, right, [(_logarithmic(error), f"{error:.2%}") for error in (1e-4, 1.4e-3, 1e-2, 0.1)])
    draw.line([_at(left, (0, 0)), _at(left, (1, 1))], fill=PALE)
    for hand, colour in (False, TYPED), (True, BY_HAND):
        some = [one for one in fields if one.hand is hand]
        _reliability(draw, left, some, colour)
        _line(draw, right, [(_logarithmic(wrong), share) for wrong, share in touchless(some)], colour)
    return image


def _reliability(draw: ImageDraw.ImageDraw, corner: tuple[int, int], some: Sequence[Sure], colour: Colour) -> None:
    """A line through the tenths, and a dot for each, the larger the more fields it has."""
    points = reliability(some)
    _line(draw, corner, [(sure, right) for sure, right, _ in points], colour)
    for sure, right, count in points:
        (x, y), size = _at(corner, (sure, right)), 2 + 2 * math.log10(count)
        draw.ellipse((x - size, y - size, x + size, y + size), fill=colour)


def _frame(draw: ImageDraw.ImageDraw, corner: tuple[int, int], marks: Sequence[tuple[float, str]]) -> None:
    draw.rectangle((*corner, corner[0] + SIDE, corner[1] + SIDE), outline=PALE)
    for place, text in marks:
        x, y = _at(corner, (place, 0))
        draw.line((x, y, x, y + 5), fill=PALE)
        write(draw, (x - 14, y + 8), text, 14)
    for share in (0, 0.25, 0.5, 0.75, 1):
        x, y = _at(corner, (0, share))
        draw.line((x - 5, y, x, y), fill=PALE)
        write(draw, (x - 45, y - 9), f"{share:.0%}", 14)


def _line(draw: ImageDraw.ImageDraw, corner: tuple[int, int], points: Sequence[Point], colour: Colour) -> None:
    if len(points) > 1:
        draw.line([_at(corner, point) for point in points], fill=colour, width=2)


def _at(corner: tuple[int, int], point: Point) -> Point:
    """Pixels of a point whose both figures are 0 to 1, from the lower left."""
    return corner[0] + point[0] * SIDE, corner[1] + (1 - point[1]) * SIDE


def _logarithmic(error: float) -> float:
    """An error's place on the axis, 0 to 1."""
    inside = min(MOST_ERROR, max(LEAST_ERROR, error))
    return math.log(inside / LEAST_ERROR) / math.log(MOST_ERROR / LEAST_ERROR)
