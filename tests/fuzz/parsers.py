"""`make fuzz`: coverage-guided fuzzing of every parser of ours that meets bytes from outside (deploy/fuzz.sh installs atheris).

A crash is an exception that the parsers do not promise; its input lies in var/fuzz/crash-….
"""

from __future__ import annotations

import contextlib
import sys
from datetime import UTC, datetime
from pathlib import Path

import atheris

from tests.intake import packed as packed_by_hand
from tests.intake.material import mail, sheet, tiff

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


def sow(folder: Path) -> None:
    """What to begin with, where there is nothing yet: one whole example of each kind."""
    paper = tiff(sheet(100, 120))
    thai = "แบบ.tif"
    kinds = [packed_by_hand.zipped((name, paper)) for name in (thai, thai.encode("cp874"))]
    kinds += [packed_by_hand.tnef((b"a.tif", thai, paper), body=b"x"), packed_by_hand.uuencoded(paper).encode()]
    mails = [mail((paper, "image/tiff", thai)), mail(*((kind, "application/x", "a") for kind in kinds))]
    for n, content in enumerate([*kinds, *mails]):
        for target in range(len(TARGETS)):
            (folder / f"seed-{n}-{target}").write_bytes(bytes([target]) + content)


if __name__ == "__main__":
    if (corpus := Path(sys.argv[1])).is_dir() and not any(corpus.iterdir()):
        sow(corpus)
    atheris.Setup(sys.argv, one)
    atheris.Fuzz()
