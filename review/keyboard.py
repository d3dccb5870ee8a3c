"""Text typed in the wrong keyboard layout: Thai Kedmanee (TIS 820-2538) and English (US), key by key."""

from __future__ import annotations

import re

from review.values import LATIN, TELEPHONES

ENGLISH = "`1234567890-=~!@#$%^&*()_+qwertyuiop[]\\QWERTYUIOP{}|asdfghjkl;'ASDFGHJKL:\"zxcvbnm,./ZXCVBNM<>?"
KEDMANEE = '_ๅ/-ภถุึคตจขช%+๑๒๓๔ู฿๕๖๗๘๙ๆไำพะัีรนยบลฃ๐"ฎฑธํ๊ณฯญฐ,ฅฟหกดเ้่าสวงฤฆฏโฌ็๋ษศซ.ผปแอิืทมใฝ()ฉฮฺ์?ฒฬฦ'
_TO_ENGLISH = str.maketrans(KEDMANEE, ENGLISH)
_TO_THAI = str.maketrans(ENGLISH, KEDMANEE)
_THAI = re.compile("[ก-ฺเ-๎]")
_ENGLISH = re.compile("[A-Za-z]")


def in_english(text: str) -> str:
    """What the same keys give in the English layout."""
    return text.translate(_TO_ENGLISH)


def in_thai(text: str) -> str:
    """What the same keys give in the Thai layout."""
    return text.translate(_TO_THAI)


def meant(kind: str, text: str) -> str | None:
    """What was perhaps meant where the letters are not those of this kind of field; None where nothing looks wrong.

    It is offered to the person and never put in the place of what was typed.
    """
    thai, english = bool(_THAI.search(text)), bool(_ENGLISH.search(text))
    if kind in TELEPHONES:
        other = in_english(text) if thai else ""
        return other if any(letter.isdecimal() for letter in other) and not _ENGLISH.search(other) else None
    if kind in LATIN:
        return in_english(text) if thai else None
    return in_thai(text) if english and not thai else None
