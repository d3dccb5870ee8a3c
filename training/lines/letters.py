"""Text in which every letter of the alphabet stands about as often as any other: what is rare in forms is learned too."""

from __future__ import annotations

from functools import lru_cache

from numpy.random import Generator

from ocr.alphabet import LETTERS, SIGNS
from ocr.thai import normal_thai
from training.lines.values import CONSONANTS, LEADING, TAILS, TONES, UPPER_LOWER, dictionary, number, word
from training.people import pick

WANTED = LETTERS.replace(" ", "")
SURE = 20  # words that must hold a letter before words alone teach it
BRACKETS = {"(": ")", '"': '"', "'": "'"}


def even(rng: Generator) -> str:
    """Two to five texts, each made round a letter drawn with equal chances."""
    return " ".join(round_letter(pick(rng, WANTED), rng) for _ in range(int(rng.integers(2, 6))))


def round_letter(letter: str, rng: Generator) -> str:
    """A text that holds the letter, in normal order."""
    if letter in SIGNS:
        return _signed(letter, rng)
    if letter.isascii() and letter.isalpha():
        return _latin(letter, rng)
    if letter.isdigit():
        return "".join(pick(rng, digits_like(letter)) for _ in range(int(rng.integers(0, 5)))) + letter + pick(rng, digits_like(letter))
    known = _holding().get(letter, ())
    return pick(rng, known) if len(known) > SURE and rng.random() < 0.6 else _syllables(letter, rng)


def digits_like(letter: str) -> str:
    """The ten digits of the letter's own set."""
    return "0123456789" if letter.isascii() else "๐๑๒๓๔๕๖๗๘๙"


def _syllables(letter: str, rng: Generator) -> str:
    """Thai syllables that no dictionary has, one of them with the letter; what stands above or below stands on any consonant."""
    parts = [_syllable("", rng) for _ in range(int(rng.integers(0, 4)))]
    parts.insert(int(rng.integers(len(parts) + 1)), _syllable(letter, rng))
    return normal_thai("".join(parts))


def _syllable(letter: str, rng: Generator) -> str:
    """A syllable; `letter`, if any, in the place where letters of its kind stand, or at the end."""
    places = ((LEADING, 0.2), (CONSONANTS, 1.0), (UPPER_LOWER, 0.3), (TONES + "ํ", 0.25), (TAILS, 0.2))
    taken = [letter if letter and letter in place else pick(rng, place) if rng.random() < share else "" for place, share in places]
    return "".join(dict.fromkeys(taken)) + ("" if letter in taken else letter)  # no mark twice on one letter


def _latin(letter: str, rng: Generator) -> str:
    """Letters in the case of `letter`, a capital also before small ones: alone, I and l cannot be told apart."""
    count = int(rng.integers(2, 8))
    others = [pick(rng, "abcdefghijklmnopqrstuvwxyz") for _ in range(count)]
    if letter.isupper() and rng.random() < 0.4:
        return letter + "".join(others)
    others.insert(int(rng.integers(count + 1)), letter.lower())
    text = "".join(others)
    return text.upper() if letter.isupper() else text


def _signed(sign: str, rng: Generator) -> str:
    """Words or numbers with the sign before, behind, between or round them."""
    a, b = _beside(rng), _beside(rng)
    close = BRACKETS.get(sign, sign)
    forms = (f"{a}{sign}{b}", f"{a} {sign} {b}", f"{a}{sign} {b}", f"{a}{sign}", f"{sign}{a}", f"{sign}{a}{close}", f"{a} {sign}{b}{close}")
    return pick(rng, forms)


def _beside(rng: Generator) -> str:
    roll = rng.random()
    return word(rng) if roll < 0.6 else number(rng) if roll < 0.85 else _latin(pick(rng, "abxyAKMTZ"), rng)


@lru_cache(maxsize=1)
def _holding() -> dict[str, tuple[str, ...]]:
    words = [text for text in dictionary() if normal_thai(text) == text]
    return {letter: tuple(text for text in words if letter in text) for letter in WANTED if not letter.isascii()}
