"""Zip archives: their members' bytes and names. Nothing is written to a path of theirs, so that none can climb out."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator

from intake.charsets import decode
from intake.heads import file_name
from intake.problems import UnpackError

Member = tuple[str, bytes]
_LOCKED, _UTF8_NAME = 0x1, 0x800
# What systems put beside one's files: no papers.
_BY_MACHINES = ("__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini")
_BROKEN = (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError, struct.error, zlib.error, RuntimeError, KeyError)


def members(content: bytes, most: int, most_bytes: int) -> list[Member]:
    """Names and bytes of the files in a zip, in its order; those that are locked or broken have no bytes left to give.

    UnpackError: `zip-broken`, `zip-locked` (a member has a password), `too-many-documents`, `too-large` (a bomb).
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except _BROKEN as error:
        raise UnpackError("zip-broken") from error
    wanted = [info for info in archive.infolist() if not info.filename.endswith("/") and not _by_a_machine(info.filename)]
    if len(wanted) > most:
        raise UnpackError("too-many-documents")
    if any(info.flag_bits & _LOCKED for info in wanted):
        raise UnpackError("zip-locked")
    return list(_read(archive, wanted, most_bytes))


def _read(archive: zipfile.ZipFile, wanted: list[zipfile.ZipInfo], most_bytes: int) -> Iterator[Member]:
    left = most_bytes
    for info in wanted:
        try:
            with archive.open(info) as file:
                content = file.read(left + 1)  # what the directory says of sizes may be a lie
        except _BROKEN as error:
            raise UnpackError("zip-broken") from error
        left -= len(content)
        if left < 0:
            raise UnpackError("too-large")
        yield name_of(info) or f"document-{info.header_offset}", content


def name_of(info: zipfile.ZipInfo) -> str:
    """The member's own name. Without the mark of UTF-8 the library takes it for cp437; Windows in Thailand writes cp874."""
    if info.flag_bits & _UTF8_NAME:
        return file_name(info.filename)
    return file_name(decode(info.orig_filename.encode("cp437", "replace")))


def _by_a_machine(name: str) -> bool:
    return name.startswith(_BY_MACHINES) or name.rpartition("/")[2] in _BY_MACHINES or name.rpartition("/")[2].startswith("._")
