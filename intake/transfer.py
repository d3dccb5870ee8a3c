"""A part's bytes out of its transfer encoding; broken base64 is mended as far as it can be. Nothing here raises."""

from __future__ import annotations

import binascii
import quopri
import re
import string
from email.message import Message

_LETTERS, _SPACE = f"{string.ascii_letters}{string.digits}+/=".encode(), b" \t\n\r\f\v"
_SMELLS_OF_BASE64 = re.compile(rb"\s*(?:JVBERi|SUkq|TU0A|iVBORw|/9j/|R0lGOD|UEsDB)[A-Za-z0-9+/=\s]{40,}")


def body_bytes(part: Message) -> bytes:
    """The decoded bytes of a part that is no multipart."""
    payload = part.get_payload()
    if not isinstance(payload, str):
        return b""
    content = payload.encode("utf-8", "surrogateescape")
    encoding = str(part.get("content-transfer-encoding", "")).strip().lower()
    if encoding == "base64" or (encoding != "quoted-printable" and _SMELLS_OF_BASE64.match(content[:4000])):
        return unbase64(content)
    if encoding == "quoted-printable":
        return quopri.decodestring(content)
    return content


def unbase64(content: bytes) -> bytes:
    """Base64 with lines of any length, lost padding, several padded pieces, foreign lines (a list's footer) and a cut end."""
    if content.translate(None, _LETTERS + _SPACE):
        content = b"\n".join(line for line in content.splitlines() if not line.translate(None, _LETTERS + _SPACE))
    letters = content.translate(None, _SPACE)
    pieces = letters.rstrip(b"=").split(b"=")
    return b"".join(_piece(piece) for piece in pieces if piece)


def _piece(letters: bytes) -> bytes:
    letters = letters[: len(letters) - 1] if len(letters) % 4 == 1 else letters
    try:
        return binascii.a2b_base64(letters + b"=" * (-len(letters) % 4))
    except binascii.Error:
        return b""
