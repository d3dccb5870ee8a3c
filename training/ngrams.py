"""Makes the letter model `ocr/ngrams.npz` of invented values and of Thai words: `python -m training.ngrams`.

From no roster, and from no measuring set. What was rarely seen is left out of the longer contexts: they would learn names by heart.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.random import Generator
from pythainlp.corpus.common import thai_family_names, thai_female_names, thai_male_names
from pythainlp.corpus.tnc import unigram_word_freqs
from pythainlp.transliterate import romanize
from tqdm import tqdm

from ocr.alphabet import CLASS_OF
from ocr.ngrams import BITS, FILE, ORDER, RARE, classes_of, key_of, shorter
from training.lines import texts, values
from training.people import pick

VALUES = 350_000
LEAST = {1: 1, 2: 1, 3: 1, 4: 2, 5: 3}
"""How often an n-gram of this length must have been seen."""
BESIDE = ("", "", "", " ", ".", " .", "..", "_")  # what is left of a leader before and behind a value


def corpus(rng: Generator) -> Iterator[str]:
    """What the model learns: values as people fill them in, words as often as the root of their frequency."""
    makers = [(share, maker) for share, maker in values.MAKERS if maker not in (values.agency, values.soup, values.number)]
    shares = np.array([share for share, _ in makers])
    for choice in tqdm(rng.choice(len(makers), VALUES, p=shares / shares.sum()), desc="values"):
        yield pick(rng, BESIDE) + texts.known(makers[choice][1](rng)) + pick(rng, BESIDE)
    for word, times in unigram_word_freqs().items():
        if all(letter in CLASS_OF for letter in word):
            yield from [word] * round(math.sqrt(times))
    yield from values.dictionary()
    yield from (pick(rng, ("", " ", ".")) + name + pick(rng, ("", "@", ".", "_")) for name in latin(rng))


def latin(rng: Generator) -> Iterator[str]:
    """Names in Latin letters: by the Royal Institute's rules, and nearer to how people spell them."""
    for name in sorted(thai_female_names() | thai_male_names() | thai_family_names()):
        royal = romanize(name, engine="royin")
        if royal.isascii() and royal.isalpha():
            yield royal
            usual = royal.replace("ph", pick(rng, ("p", "ph"))).replace("th", pick(rng, ("t", "th")))
            yield usual[:-1] + "rn" if name.endswith("\u0e23") and usual.endswith("n") else usual


def counted(lines: Iterator[str]) -> Counter[int]:
    """How often each n-gram of up to ORDER letters was seen, by key."""
    counts: Counter[int] = Counter()
    for line in lines:
        classes = classes_of(line)
        for end in range(2, len(classes) + 1):
            counts.update(key_of(classes[start:end]) for start in range(max(0, end - ORDER), end))
    return counts


def interpolated(counts: Counter[int]) -> tuple[dict[int, float], dict[int, float]]:
    """Probabilities of letters after contexts, and the weights of what was not seen there."""
    seen: dict[int, float] = {}
    unseen: dict[int, float] = {}
    followers: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for key, times in counts.items():
        if times >= LEAST[(key.bit_length() - 1) // BITS]:
            followers[key >> BITS].append((key, times))
    for context in sorted(followers):  # a shorter context has a smaller key
        found = followers[context]
        total, kinds = sum(times for _, times in found), len(found)
        unseen[context] = kinds / (total + kinds)
        for key, times in found:
            fallback = math.exp(RARE) if context == 1 else seen.get(shorter(key), math.exp(RARE))
            seen[key] = (times + kinds * fallback) / (total + kinds)
    return seen, unseen


def save(file: Path, seen: dict[int, float], unseen: dict[int, float]) -> None:
    """Keeps the model. Keys rise, so that they pack well."""
    arrays: dict[str, Any] = {}
    for name, table in (("seen", seen), ("unseen", unseen)):
        keys = sorted(table)
        arrays[name] = np.array(keys, np.int64)
        arrays[f"{name}_logs"] = np.log([table[key] for key in keys]).astype(np.float16)
    np.savez_compressed(file, **arrays)
    print(f"{file}: {len(seen)} n-grams, {file.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    save(FILE, *interpolated(counted(corpus(np.random.default_rng(1)))))
