"""The order of a Thai dictionary, the same whatever the database: sort in Python with `key`.

The databases sort by code point, which puts every word with a leading vowel (เ แ โ ใ ไ) behind ฮ. In a dictionary such
a word stands under its consonant, and tone marks and other signs above count only between words that are else alike.
"""

from __future__ import annotations

import re
from functools import lru_cache

LEADING_VOWEL = re.compile("([เแโใไ])([ก-ฮ])")
SIGNS = "\u0e47-\u0e4e"  # ็ ่ ้ ๊ ๋ ์ ํ ๎
LETTER_AND_SIGNS = re.compile(f"([^{SIGNS}]?)([{SIGNS}]*)")
Key = tuple[str, tuple[str, ...], str]
ARABIC = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")


@lru_cache(maxsize=20_000)  # the agencies' names, which lists are sorted by again and again
def key(text: str) -> Key:
    """What to sort `text` by: its letters, then the signs letter by letter, then the text as it is."""
    swapped = LEADING_VOWEL.sub(r"\2\1", text.translate(ARABIC).casefold())
    parts = LETTER_AND_SIGNS.findall(swapped)
    return "".join(letter for letter, _ in parts), tuple(signs for _, signs in parts), text
