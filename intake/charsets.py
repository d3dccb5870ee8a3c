"""Bytes of a mail to text: Thai as it really is labelled, mislabelled, and not labelled at all. Nothing here raises."""

from __future__ import annotations

import codecs
import itertools

# Python knows no codec named windows-874, and its tis_620 and iso8859_11 lack letters that mails so labelled do hold.
_THAI_NAMES = frozenset({"windows874", "cp874", "xcp874", "874", "ibm874", "tis620", "iso885911", "xwindows874", "tis62025331", "dos874"})
_VAGUE_NAMES = frozenset(
    {"", "usascii", "ascii", "unknown8bit", "unknown", "8bit", "binary", "default", "iso88591", "latin1", "windows1252", "cp1252"}
)


def decode(content: bytes, charset: str | None = None) -> str:
    """Text of `content`, labelled `charset` (or not, or wrongly). Bytes that no charset explains become U+FFFD."""
    name = "".join(letter for letter in (charset or "").lower() if letter.isalnum())
    if name in _THAI_NAMES:
        return _labelled_thai(content)
    for codec in _candidates(name):
        text = _strictly(content, codec)
        if text is not None and not (_is_odd(text) and _looks_thai(content)):
            return mend(text)
    return _by_cp874(content) if _looks_thai(content) else content.decode("cp1252", "replace")


def mend(text: str) -> str:
    """Undo Thai that was decoded as Latin-1 or Windows-1252 somewhere on the way (UTF-8 or windows-874 beneath)."""
    if not any("\x80" <= letter <= "\xff" for letter in text):
        return text
    content = _as_single_bytes(text)
    if content is None:
        return text
    utf8 = _strictly(content, "utf-8")
    if utf8 is not None:
        return utf8
    return _by_cp874(content) if _looks_thai(content) else text


def _labelled_thai(content: bytes) -> str:
    """Some mailers say windows-874 and write UTF-8. A short word of cp874 can be UTF-8 too (ยก is ¡), but not of Thai letters."""
    text = _strictly(content, "utf-8")
    if text is not None and (text.isascii() or any("\u0e01" <= letter <= "\u0e5b" for letter in text)):
        return text
    return _by_cp874(content)


def _candidates(name: str) -> list[str]:
    if name in _VAGUE_NAMES:
        return ["utf-8"]
    return [_known(charset=name), "utf-8"]


def _known(charset: str) -> str:
    try:
        return codecs.lookup(charset).name
    except (LookupError, ValueError):
        return "utf-8"


def _is_odd(text: str) -> bool:
    """Letters that nobody here writes: แบ in cp874 is a letter of Vietnamese in UTF-8, and most words begin with เ or แ."""
    return any("\u0800" <= letter <= "\u1fff" and not "\u0e01" <= letter <= "\u0e5b" for letter in text)


def _strictly(content: bytes, codec: str) -> str | None:
    try:
        return str(content, codec)
    except (UnicodeError, LookupError, ValueError):
        return None


def _looks_thai(content: bytes) -> bool:
    """Most bytes over 0x7f are letters of cp874. European text has few such bytes, and seldom two together."""
    high = [byte for byte in content if byte >= 0x80]
    thai = sum(0xA1 <= byte <= 0xDA or 0xDF <= byte <= 0xFB for byte in high)
    pairs = sum(a >= 0xA1 and b >= 0xA1 for a, b in itertools.pairwise(content))
    return bool(high) and thai >= 0.9 * len(high) and pairs >= 0.5 * len(high)


def _by_cp874(content: bytes) -> str:
    return content.decode("cp874", "replace")


def _as_single_bytes(text: str) -> bytes | None:
    """The bytes that a wrong single-byte decoding started from, or None if it was no such decoding."""
    out = bytearray()
    for letter in text:
        try:
            out += letter.encode("latin-1" if ord(letter) < 0x100 else "cp1252")
        except UnicodeEncodeError:
            return None
    return bytes(out)
