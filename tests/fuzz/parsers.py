"""`make fuzz`: coverage-guided fuzzing of every parser of ours that meets bytes from outside (deploy/fuzz.sh installs atheris).

A crash is an exception that the parsers do not promise; its input lies in var/fuzz/crash-….
"""

from __future__ import annotations

import contextlib
import sys
from datetime import UTC, datetime

import atheris

with atheris.instrument_imports(include=["intake"]):
    from intake import archive, body, charsets, gateways, heads, mime, numbers, tnef, uuencode
    from intake.limits import Limits
    from intake.opening import open_file
    from intake.problems import UnpackError

LIMITS = Limits(total_bytes=1 << 22, documents=20)
NOW = datetime(2018, 3, 5, tzinfo=UTC)


def whole_file(content: bytes) -> None:
    """A mail, an archive or a bare file, with all that is packed in it."""
    open_file(content or b"x", "a.eml", LIMITS)


def packed(content: bytes) -> None:
    """Archives, whatever their first bytes say."""
    for members in (archive.members, tnef.members):
        with contextlib.suppress(UnpackError):
            members(content, 20, 1 << 22)
    uuencode.members(content)


def texts(content: bytes) -> None:
    """Charsets, head lines, HTML, gateways, numbers."""
    text = charsets.decode(content, "tis-620")
    heads.readable(text)
    body.of_html(text)
    body.of_text(text, flowed=True)
    numbers.e164(text[:60])
    gateways.recognise((mime.parse(content),), text, [text[:60]], NOW)


TARGETS = (whole_file, packed, texts)


def one(data: bytes) -> None:
    """The first byte says which parser the others are for."""
    with contextlib.suppress(UnpackError):
        TARGETS[(data[0] if data else 0) % len(TARGETS)](data[1:])


if __name__ == "__main__":
    atheris.Setup(sys.argv, one)
    atheris.Fuzz()
