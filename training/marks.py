"""What machines add to a page: the sender's line on top, specks, streaks, the dirt of a photocopy."""

from __future__ import annotations

from datetime import datetime

import cv2
import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from training.faces import MACHINE
from training.people import landline, pick
from training.strokes import Grey, typed

MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
OUR_FAX = "053999999"  # an invented number
NAMES = ("", "OFFICE", "LAMPHUN", "FAX", "GENERAL AFFAIRS", "สำนักงาน", "KX-FT983", "MFC-7860DW")


def header_line(rng: Generator, *, at: datetime | None = None, number: str = "", page: int = 1) -> str:
    """The line that the sender's machine prints on top: its name and number, the time, the page."""
    number = number or "".join(c for c in landline(rng).partition(" ต่อ")[0] if c.isdigit())
    at = at or datetime(2018, 3, int(rng.integers(12, 24)), int(rng.integers(8, 17)), int(rng.integers(0, 60)))
    month = MONTHS[at.month - 1]
    forms = (
        f"FROM : {pick(rng, NAMES)}    FAX NO. : {number}    {month}. {at.day} {at.year} {at:%H:%M}  P{page}",
        f"{at:%d/%m}/{at.year + 543} {at:%H:%M}   {number}   {pick(rng, NAMES)}   PAGE {page:02}",
        f"{at.day:02}-{month}-{at.year} {at:%H:%M} From:{pick(rng, NAMES)}  {number}  To:{OUR_FAX}  P.{page}",
    )
    return pick(rng, forms)


def print_header(bits: NDArray[np.bool_], text: str, down: int) -> None:
    """Print the sender's line into the first rows of a page. down: dots an inch down the page."""
    strokes = typed(text, MACHINE, 16)
    height = max(8, round(strokes.ink.shape[0] * down / 204))
    ink = cv2.resize(strokes.ink, (strokes.ink.shape[1], height), interpolation=cv2.INTER_AREA) > 110
    top, left = round(0.05 * down), 60
    room = bits[top : top + height, left : left + ink.shape[1]]
    room |= ink[: room.shape[0], : room.shape[1]]


def specks(bits: NDArray[np.bool_], count: int, rng: Generator) -> None:
    """Dirt: dots of one to three pixels."""
    rows, columns = bits.shape
    for y, x, size in zip(rng.integers(0, rows, count), rng.integers(0, columns, count), rng.integers(1, 4, count), strict=True):
        bits[y : y + size, x : x + size] = True


def streaks(bits: NDArray[np.bool_], count: int, rng: Generator) -> None:
    """Dirt on the glass: thin lines down the page, broken here and there."""
    rows, columns = bits.shape
    for x, width in zip(rng.integers(20, columns - 20, count), rng.integers(1, 4, count), strict=True):
        first, last = sorted(int(v) for v in rng.integers(0, rows, 2))
        bits[first:last, x : x + width] |= (rng.random(last - first) < 0.9)[:, None]


def photocopied(grey: Grey, rng: Generator) -> Grey:
    """A copy: softer, harder in contrast, with a little dirt."""
    soft = cv2.GaussianBlur(grey, (0, 0), 0.6).astype(np.float32)
    hard = np.clip((soft - 128) * rng.uniform(1.3, 1.8) + 128 + rng.uniform(-15, 15), 0, 255).astype(np.uint8)
    for y, x in zip(rng.integers(0, grey.shape[0], 60), rng.integers(0, grey.shape[1], 60), strict=True):
        hard[y : y + 2, x : x + 2] = 90
    return np.asarray(hard, np.uint8)


def torn(bits: NDArray[np.bool_], rng: Generator) -> None:
    """Rows that the line damaged: a few bands blown sideways, or black or white from some column on."""
    rows, columns = bits.shape
    for first in rng.integers(0, rows, int(rng.integers(2, 12))):
        band = bits[first : first + int(rng.integers(1, 6))]
        at = int(rng.integers(columns))
        if rng.random() < 0.6:
            band[:] = np.roll(band, int(rng.normal(0, 15)), axis=1)
        else:
            band[:, at : at + int(rng.integers(50, 600))] = rng.random() < 0.3
