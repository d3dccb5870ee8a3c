"""uuencode and its Base64 sister, as they stand in the text of old programs' mails. Nothing here raises."""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterator

from intake.charsets import decode
from intake.heads import file_name
from intake.transfer import unbase64

_BEGIN = re.compile(rb"^begin(-base64)? [0-7]{3,4} ([^\r\n]+)\r?\n", re.M)
_LINE = re.compile(rb"[\x20-\x60]{1,90}\Z")


def members(content: bytes) -> list[tuple[str, bytes]]:
    """Names and bytes of the files in a text. One that is cut off before its `end` gives what came."""
    return [(name, data) for name, data, _ in _found(content)]


def without(content: bytes) -> bytes:
    """The text around the files."""
    spans = [span for _, _, span in _found(content)]
    for first, end in reversed(spans):
        content = content[:first] + content[end:]
    return content


def _found(content: bytes) -> Iterator[tuple[str, bytes, tuple[int, int]]]:
    place = 0
    while begin := _BEGIN.search(content, place):
        data, place = (_base64 if begin[1] else _classic)(content, begin.end())
        if data:
            yield file_name(decode(begin[2])) or "uuencode", data, (begin.start(), place)


def _base64(content: bytes, place: int) -> tuple[bytes, int]:
    end = content.find(b"\n====", place)
    end = len(content) if end < 0 else end + 1
    behind = content.find(b"\n", end)
    return unbase64(content[place:end]), len(content) if behind < 0 else behind + 1


def _classic(content: bytes, place: int) -> tuple[bytes, int]:
    """Line by line until `end`, or the first that is none of it."""
    out = bytearray()
    while place < len(content):
        behind = content.find(b"\n", place)
        behind = len(content) if behind < 0 else behind + 1
        line = content[place:behind].rstrip(b"\r\n")
        if line.strip() == b"end":
            return bytes(out), behind
        if not _LINE.match(line or b" "):
            break
        out += _decoded(line)
        place = behind
    return bytes(out), place


def _decoded(line: bytes) -> bytes:
    """A line's bytes; some encoders pad more than they should, some mailers cut the spaces at a line's end."""
    if not line:
        return b""
    length = (line[0] - 32) & 63
    letters = (length * 4 + 2) // 3
    try:
        return binascii.a2b_uu(line[: 1 + letters].ljust(1 + letters))
    except binascii.Error:
        return b""
