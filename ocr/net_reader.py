"""Our own line reader: strips through the network (`reader.onnx`, made by `training.reader`), steps made characters with places."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from ocr.alphabet import CLASS_OF
from ocr.ink import Picture
from ocr.lattice import Lattice, Logs, Steps, align, best_path
from ocr.line_reader import ReadLine
from ocr.strip import HEIGHT, Strip, strip_of
from ocr.thai import MARKS, Glyph

MODEL = Path(__file__).with_name("reader.onnx")
VERSION = "1"
COLUMNS_A_STEP = 2  # columns of a strip for one time step of the network
MULTIPLE = 4  # the network takes strips whose width is a multiple of this
BUDGET = 3_000  # columns read at once: more waste time on padding, for lines are of all widths


class NetReader:
    """Reads strips on one thread of the CPU."""

    clear = 0.9
    space = 1.6  # it reads white spaces itself; what is wider parts one field from the next

    @property
    def name(self) -> str:
        return f"saraban-{model_version()}/{VERSION}"

    def read(self, strips: Sequence[Picture]) -> list[ReadLine]:
        """The characters of each strip (255 ink, 0 paper), left to right, white spaces among them, and its lattice."""
        sized = [strip_of(ink) for ink in strips]
        return [
            ReadLine(glyphs_of(ink, strip.factor, logs), Lattice(logs, 0.0, COLUMNS_A_STEP / strip.factor))
            for ink, strip, logs in zip(strips, sized, log_probabilities(sized), strict=True)
        ]


def log_probabilities(strips: Sequence[Strip]) -> list[Logs]:
    """The network's answer to each strip: (steps, classes)."""
    out: dict[int, Logs] = {}
    for numbers in _batches([strip.ink.shape[1] for strip in strips]):
        pictures = _padded([strips[n].ink for n in numbers])
        answers = session().run(None, {"strips": pictures})[0]
        out |= {n: answers[i, : -(-strips[n].ink.shape[1] // COLUMNS_A_STEP)] for i, n in enumerate(numbers)}
    return [out[n] for n in range(len(strips))]


def _batches(widths: Sequence[int]) -> Iterator[list[int]]:
    """Numbers of strips of like width, as many as the budget holds."""
    batch: list[int] = []
    for number in sorted(range(len(widths)), key=lambda n: widths[n]):
        if batch and (len(batch) + 1) * widths[number] > BUDGET:
            yield batch
            batch = []
        batch.append(number)
    if batch:
        yield batch


def _padded(inks: Sequence[Picture]) -> NDArray[np.float32]:
    width = -(-max(ink.shape[1] for ink in inks) // MULTIPLE) * MULTIPLE
    out = np.zeros((len(inks), 1, HEIGHT, width), np.float32)
    for number, ink in enumerate(inks):
        out[number, 0, :, : ink.shape[1]] = ink
    return np.asarray(out / np.float32(255), np.float32)


def glyphs_of(ink: Picture, factor: float, logs: Logs) -> tuple[Glyph, ...]:
    """The best path's characters with their places in the ink. factor: from the ink's columns to the network's."""
    return _placed(ink, COLUMNS_A_STEP / factor, *best_path(logs))


def aligned(ink: Picture, text: str, lattice: Lattice) -> tuple[Glyph, ...]:
    """The characters of a text that the line is known to say, with their places. lattice: the line's, in the ink's pixels.

    Raises ValueError where the line has no room for the text.
    """
    steps = align(lattice.logs, text)
    at_best = [lattice.logs[a : b + 1, CLASS_OF[letter]].max() for letter, (a, b) in zip(text, steps, strict=True)]
    return _placed(ink, lattice.step, text, steps, [float(np.exp(log)) for log in at_best])


def _placed(ink: Picture, step: float, text: str, steps: Sequence[Steps], probabilities: Sequence[float]) -> tuple[Glyph, ...]:
    """Each letter from cut to cut, drawn in to its ink; a mark as wide as its letter, a white space what lies between two letters.

    step: columns of the ink for a time step.
    """
    columns: list[int] = np.count_nonzero(ink, axis=0).tolist()
    middles = [(first + last + 1) / 2 * step for first, last in steps]
    bases = [n for n, letter in enumerate(text) if letter not in MARKS and letter != " "]
    cuts = [0, *(_cut(columns, middles[a], middles[b]) for a, b in itertools.pairwise(bases)), len(columns)]
    inked = [_inked(columns, left, right) for left, right in itertools.pairwise(cuts)]
    glyphs, at = [], -1
    for number, letter in enumerate(text):
        at += at + 1 < len(bases) and bases[at + 1] == number
        left, right = inked[max(at, 0)]
        if letter == " ":
            left, right = (right if at >= 0 else 0.0), (inked[at + 1][0] if at + 1 < len(bases) else float(len(columns)))
        glyphs.append(Glyph(letter, left, max(left, right), probabilities[number]))
    return tuple(glyphs)


def _cut(columns: list[int], before: float, after: float) -> int:
    """The column between two letters' middles: the middle of the emptiest stretch, the widest of several. columns: ink in each."""
    first, last = round(before), max(round(before) + 1, round(after))
    between = columns[first:last]
    if not between:
        return min(first, len(columns))
    emptiest, start, widest, at = min(between), first, 0, first
    for ink, stretch in itertools.groupby(between):
        width = len(list(stretch))
        if ink == emptiest and width > widest:
            start, widest = at, width
        at += width
    return start + widest // 2


def _inked(columns: list[int], left: int, right: int) -> tuple[float, float]:
    inked = [n for n in range(left, right) if columns[n]]
    return (float(inked[0]), float(inked[-1] + 1)) if inked else (float(left), float(max(left, right)))


@lru_cache(maxsize=1)
def model_version() -> str:
    """The version that the model file bears."""
    return str(session().get_modelmeta().version)


@lru_cache(maxsize=1)
def session() -> onnxruntime.InferenceSession:
    """The network, loaded once a process."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1  # several readers share the cores
    return onnxruntime.InferenceSession(str(MODEL), options, providers=["CPUExecutionProvider"])
