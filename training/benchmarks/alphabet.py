"""Whether every letter of the alphabet is read in its context on clean print: `python -m training.benchmarks.alphabet [--times N]`.

Lines are drawn in the faces of print, scanned at 200 dots an inch without any damage, read, and laid beside the truth by the fewest edits.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import cv2
import numpy as np
from numpy.random import Generator
from rapidfuzz.distance import Levenshtein

from ocr.alphabet import LETTERS
from ocr.ink import Picture, ink_of_grey
from ocr.line_reader import LineReader
from ocr.net_reader import NetReader
from ocr.thai import normal_thai
from training.benchmarks.contexts import context
from training.benchmarks.figures import Figure, Share, table
from training.faces import load
from training.lines import faces
from training.sheet import DPI
from training.strokes import typed

READ = LETTERS.replace(" ", "")
TARGET = 0.98
PARTS = 3  # contexts on a line
MARGIN = 40  # pixels of paper round a line, at the sheet's resolution
LETTER = (20, 40)  # height of ก in pixels of the sheet: 12 to 24 points
MISSING = "中"  # no Thai face has it
BATCH = 64


@dataclass(frozen=True, slots=True)
class Alphabet:
    """How often each letter was read right, and what stood in its place most often."""

    read: dict[str, Share]
    instead: dict[str, str]

    @property
    def below(self) -> list[str]:
        """The letters that miss the target, worst first."""
        return sorted((c for c, share in self.read.items() if share.value < TARGET), key=lambda c: self.read[c].value)

    def figures(self) -> list[Figure]:
        """Beside what was aimed at."""
        good = len(self.read) - len(self.below)
        return [Figure(f"letters read right {TARGET:.0%} of the time", good, len(self.read), of=f"{len(self.read)}")]

    def letters(self) -> str:
        """A line for each letter: times, share right, what was read instead; those below the target marked."""
        rows = (f"{c}  {s.of:5}  {s.value:.3f}  {self.instead.get(c, '')}{'  <' * (c in self.below)}" for c, s in self.read.items())
        return "\n".join(["letter, times, right, instead", *rows])


def measure(times: int = 100, seed: int = 1, *, reader: LineReader | None = None, letters: str = READ) -> Alphabet:
    """Each of the letters at least so many times; all others that stand on the lines are counted too, if asked for."""
    reader = reader or NetReader()
    rng, seen, right = np.random.default_rng(seed), Counter[str](), Counter[str]()
    instead: dict[str, Counter[str]] = {letter: Counter() for letter in letters}
    while lacking := [letter for letter in letters if seen[letter] < times]:
        wanted = [lacking[n % len(lacking)] for n in range(PARTS * BATCH)]
        truths = [" ".join(context(c, rng) for c in wanted[n::BATCH]) for n in range(BATCH)]
        drawn = [drawn_line(truth, rng) for truth in truths]
        for truth, line in zip(truths, reader.read(drawn), strict=True):
            for letter, got in compared(truth, normal_thai("".join(glyph.text for glyph in line.glyphs))):
                seen[letter] += 1
                right[letter] += letter == got
                if letter in instead and letter != got:
                    instead[letter][got or "nothing"] += 1
    return Alphabet(
        {c: Share(right[c], seen[c]) for c in letters}, {c: wrong.most_common(1)[0][0] for c, wrong in instead.items() if wrong}
    )


def compared(truth: str, read: str) -> Iterator[tuple[str, str]]:
    """Each letter of the truth with what was read in its place, by the fewest edits; `""` for nothing."""
    for edit in Levenshtein.opcodes(truth, read):
        for n in range(edit.src_start, edit.src_end):
            at = edit.dest_start + n - edit.src_start
            yield truth[n], read[at] if at < edit.dest_end else ""


def drawn_line(text: str, rng: Generator) -> Picture:
    """The ink of a line of print, cut to its edges, in a face that has all of its letters."""
    able = [face for face in faces.printing() if not lacks(face) & set(text)]
    if not able:
        raise ValueError(f"no typeface has all letters of «{text}»: run deploy/faces.sh")
    ink = typed(text, able[int(rng.integers(len(able)))], int(rng.integers(*LETTER))).ink
    paper = 255 - np.pad(ink, MARGIN)
    scanned = cv2.resize(paper, None, fx=200 / DPI, fy=200 / DPI, interpolation=cv2.INTER_AREA)
    found = ink_of_grey(np.asarray(scanned, np.uint8))
    rows, columns = np.flatnonzero(found.any(axis=1)), np.flatnonzero(found.any(axis=0))
    return np.ascontiguousarray(found[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1])


@lru_cache(maxsize=256)
def lacks(face: Path) -> frozenset[str]:
    """The letters that a face shows as missing."""
    font = load(face, 40)
    nothing = bytes(font.getmask(MISSING))
    return frozenset(letter for letter in READ if bytes(font.getmask(letter)) == nothing)


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=100, help="that each letter is read")
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    found = measure(args.times, args.seed)
    print(found.letters(), table(found.figures()), sep="\n\n")


if __name__ == "__main__":
    main()
