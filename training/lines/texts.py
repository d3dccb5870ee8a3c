"""What stands on generated lines: labels, values, running text."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.random import Generator

from ocr.alphabet import CLASS_OF
from training import words
from training.layouts import LABELS, NOTE, TITLE
from training.lines.letters import even
from training.lines.values import MAKERS, dictionary, either_digits, word
from training.people import pick

MORE_LABELS = tuple(Path(__file__).with_name("labels.txt").read_text("utf-8").splitlines())
KNOWN_LABELS = tuple(text for texts in LABELS.values() for text in texts)
SHARES = np.array([share for share, _ in MAKERS]) / sum(share for share, _ in MAKERS)


def label(rng: Generator) -> str:
    """A printed label, at times numbered, at times with a colon."""
    kinds = (KNOWN_LABELS, MORE_LABELS, dictionary())
    text = pick(rng, kinds[int(rng.choice(3, p=[0.55, 0.32, 0.13]))])
    if rng.random() < 0.3:
        number = either_digits(rng, str(rng.integers(1, 13)))
        text = pick(rng, (f"{number}. ", f"{number}) ", f"({number}) ", f"{number}.")) + text
    return text + (pick(rng, (" :", ":")) if rng.random() < 0.15 else "")


def value(rng: Generator, letters: float = 0.0) -> str:
    """What somebody fills in. letters: share of texts made for rare letters instead."""
    if rng.random() < letters:
        return known(even(rng))
    return known(MAKERS[int(rng.choice(len(MAKERS), p=SHARES))][1](rng))


def running(rng: Generator) -> str:
    """A line of print: a sentence of a letter, words in a row, or any value."""
    roll = rng.random()
    if roll < 0.1:
        return known(pick(rng, (*words.FILLER, *NOTE, TITLE)))
    return known(" ".join(word(rng, 4) for _ in range(int(rng.integers(1, 4))))) if roll < 0.6 else value(rng)


def known(text: str) -> str:
    """Only letters of the alphabet, white space folded."""
    return " ".join("".join(c for c in text if c in CLASS_OF).split()) or "-"
