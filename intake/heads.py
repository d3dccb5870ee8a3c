"""Head lines of a mail: encoded words (RFC 2047) and parameters (RFC 2231), as they are in the wild. Nothing here raises.

Values come as the email package keeps them: text in which bytes over 0x7f stand as surrogates.
"""

from __future__ import annotations

import base64
import binascii
import quopri
import re
from email.message import Message
from urllib.parse import unquote_to_bytes

from intake.charsets import decode

_WORD = re.compile(r"=\?([^?\s]*)\?([BbQq])\?([^?]*)\?=")
_WORD_GAP = re.compile(r"(\?=)\s+(=\?)")
_PARAMETER = re.compile(r""";\s*([^\s=;"]+)\s*=\s*("(?:[^"\\]|\\.)*"?|[^;]*)""", re.S)
_NOT_IN_NAMES = re.compile(r"[\x00-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def head(message: Message, name: str) -> str:
    """The first head line of that name as readable text on one line, or the empty text."""
    values = heads(message, name)
    return values[0] if values else ""


def heads(message: Message, name: str) -> list[str]:
    """All head lines of that name as readable text, each on one line."""
    return [" ".join(readable(value).split()) for value in raw_heads(message, name)]


def raw_heads(message: Message, name: str) -> list[str]:
    """All head lines of that name as they came."""
    return [str(value) for key, value in message.raw_items() if key.lower() == name.lower()]


def readable(value: str) -> str:
    """Text of a head line: encoded words decoded (letters cut between two words joined), raw bytes by guess."""
    if "=?" not in value:
        return decode(_bytes(value))
    parts = _runs(_WORD_GAP.sub(r"\1\2", value))
    return "".join(decode(content, charset) for content, charset in parts)


def parameters(message: Message, name: str) -> dict[str, str]:
    """Parameters of a head line such as Content-Disposition, keys in lower case, values readable."""
    raw = (raw_heads(message, name) or [""])[0]
    found: dict[str, str] = {}
    pieces: dict[str, list[tuple[int, str, bool]]] = {}
    for key, value in _PARAMETER.findall(";" + raw.partition(";")[2]):
        key, star, section = key.lower().partition("*")
        text = _unquoted(value)
        if star:
            number = section.rstrip("*")
            pieces.setdefault(key, []).append((int(number[:4]) if number.isdecimal() else 0, text, section.endswith("*") or not number))
        else:
            found.setdefault(key, readable(text))
    return found | {key: _joined(parts) for key, parts in pieces.items()}


def file_name(text: str) -> str:
    """A name fit to be shown and to make a file of: no folders, no control characters, not over 150 letters."""
    name = _NOT_IN_NAMES.sub("", re.split(r"[/\\]", text)[-1]).strip(" .")
    if len(name) <= 150:
        return name
    stem, dot, suffix = name.rpartition(".")
    return stem[:140] + dot + suffix[:9] if dot else name[:150]


def _runs(value: str) -> list[tuple[bytes, str]]:
    """Bytes with their charset; neighbours of one charset joined, for some mailers cut in mid-letter."""
    runs: list[tuple[bytes, str]] = []
    place = 0
    for match in _WORD.finditer(value):
        if match.start() > place:
            runs.append((_bytes(value[place : match.start()]), ""))
        charset, content = match[1].partition("*")[0].lower(), _word_bytes(match[2], match[3])
        if match.start() == place and runs and runs[-1][1] == charset:
            runs[-1] = (runs[-1][0] + content, charset)
        else:
            runs.append((content, charset))
        place = match.end()
    return [*runs, (_bytes(value[place:]), "")]


def _word_bytes(encoding: str, text: str) -> bytes:
    content = _bytes(text)
    if encoding in "Qq":
        return quopri.decodestring(content, header=True)
    try:
        return base64.b64decode(content + b"=" * (-len(content) % 4))
    except binascii.Error:
        return content


def _bytes(text: str) -> bytes:
    """The bytes behind text of the email package, in which bytes over 0x7f stand as surrogates."""
    return text.encode("utf-8", "surrogateescape")


def _unquoted(value: str) -> str:
    value = value.strip()
    if value.startswith('"'):
        # A backslash before a letter is a Windows path of a careless mailer, not a quoted letter.
        return re.sub(r'\\(["\\])', r"\1", value[1:].removesuffix('"'))
    return value


def _joined(parts: list[tuple[int, str, bool]]) -> str:
    """One RFC 2231 value from its numbered pieces; the first names the charset."""
    charset, content = "", b""
    for index, (_, text, encoded) in enumerate(sorted(parts, key=lambda part: part[0])):
        if encoded and index == 0 and text.count("'") >= 2:
            charset, _, text = text.split("'", 2)
        content += unquote_to_bytes(_bytes(text)) if encoded else _bytes(text)
    return decode(content, charset)
