"""Whether pieces of a line are parted between the right two letters: `python -m training.benchmarks.places [--lines N]`.

On generated lines the true text is laid along the reader's lattice; the cut between the last letter of a label and the first of its value
(and between a value and the next label) must lie between the columns that the two were drawn in.
"""

from __future__ import annotations

import argparse
import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ocr.line_reader import LineReader
from ocr.net_reader import NetReader, aligned
from ocr.thai import Glyph
from training.benchmarks.figures import Figure, Share, share_figure, table
from training.lines.harvest import Sample, Span, samples
from training.lines.sheets import Mix

SLACK = 2  # pixels: where a piece was drawn is known no better
TARGETS = {"typed": 0.99, "hand": 0.97}


@dataclass(frozen=True, slots=True)
class Places:
    """Cuts between the right two letters, of all, by kind: `hand` where one of the two pieces is."""

    cuts: dict[str, Share]

    def figures(self) -> list[Figure]:
        """Beside what was aimed at."""
        return [share_figure(f"cuts between the right two letters, {kind}", self.cuts[kind], target) for kind, target in TARGETS.items()]


def measure(lines: int = 1500, seed: int = 1, *, reader: LineReader | None = None) -> Places:
    """Over so many lines, drawn as for training."""
    return judged(itertools.islice(_drawn(seed), lines), reader or NetReader())


def _drawn(seed: int) -> Iterator[Sample]:
    for number in itertools.count():
        yield from samples(np.random.default_rng((seed, number)), Mix())


def judged(lines: Iterator[Sample] | Sequence[Sample], reader: LineReader) -> Places:
    """The cuts on these lines. The reader must give lattices."""
    cuts = dict.fromkeys(TARGETS, Share(0, 0))
    for line in lines:
        read = reader.read([line.ink])[0]
        if read.lattice is None:
            raise ValueError(f"{reader.name} gives no lattice: measure a reader that does")
        try:
            glyphs = aligned(line.ink, line.text, read.lattice)
        except ValueError:  # too short for its text: every cut of it is lost
            glyphs = ()
        for kind, right in _cuts(line, glyphs):
            cuts[kind] = cuts[kind].plus(Share(int(right), 1))
    return Places(cuts)


def _cuts(line: Sample, glyphs: Sequence[Glyph]) -> Iterator[tuple[str, bool]]:
    """Each cut's kind, and whether it lies right. The glyphs say the line's text, letter for letter."""
    end, columns = 0, np.flatnonzero(line.ink.any(axis=0))
    for before, after in itertools.pairwise(line.spans):
        end += len(before.text)
        kind = "hand" if before.hand or after.hand else "typed"
        yield kind, bool(glyphs) and _between((glyphs[end - 1].right + glyphs[end + 1].left) / 2, before, after, columns)
        end += 1  # the white space


def _between(cut: float, before: Span, after: Span, columns: NDArray[np.int64]) -> bool:
    """Behind the last ink of the one and before the first of the other; where they run into each other, anywhere in what they share.

    columns: those that hold ink.
    """
    last, first = columns[columns < before.right], columns[columns >= after.left]
    end, start = (last[-1] + 1 if len(last) else before.right), (first[0] if len(first) else after.left)
    return bool(min(end, start) - SLACK <= cut <= max(end, start) + SLACK)


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lines", type=int, default=1500)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    print(table(measure(args.lines, args.seed).figures()))


if __name__ == "__main__":
    main()
