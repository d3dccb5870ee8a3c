"""Containers for the tests of intake, written here byte by byte: winmail.dat, zips with names and flags of their own."""

from __future__ import annotations

import io
import struct
import zipfile

MAPI_LONG_NAME, MAPI_STRING, MAPI_UNICODE = 0x3707, 0x1E, 0x1F


def tnef(*files: tuple[bytes, bytes | str, bytes], body: bytes = b"", subject: bytes = b"") -> bytes:
    """A winmail.dat of files (short name, long name (bytes: cp874, text: Unicode), content)."""
    out = struct.pack("<IH", 0x223E9F78, 1)
    out += _part(1, 0x9007, struct.pack("<II", 874, 0))
    out += _part(1, 0x8004, subject + b"\0", kind=1) if subject else b""
    out += _part(1, 0x800C, body + b"\0", kind=2) if body else b""
    for short, long, content in files:
        out += _part(2, 0x9002, b"\0" * 14)
        out += _part(2, 0x8010, short + b"\0", kind=1)
        out += _part(2, 0x9005, _long_name(long)) if long else b""
        out += _part(2, 0x800F, content)
    return out


def _part(level: int, name: int, data: bytes, kind: int = 6) -> bytes:
    return struct.pack("<BHHI", level, name, kind, len(data)) + data + struct.pack("<H", sum(data) & 0xFFFF)


def _long_name(name: bytes | str) -> bytes:
    kind, data = (MAPI_UNICODE, name.encode("utf-16-le") + b"\0\0") if isinstance(name, str) else (MAPI_STRING, name + b"\0")
    padded = data + b"\0" * (-len(data) % 4)
    return struct.pack("<IHHII", 1, kind, MAPI_LONG_NAME, 1, len(data)) + padded


def zipped(*files: tuple[str | bytes, bytes], locked: bool = False, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip of files. A name of bytes is written as it is, without the mark of UTF-8, as Windows does."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, content in files:
            archive.writestr("?" * len(name) if isinstance(name, bytes) else name, content)
    out = file.getvalue()
    for name, _ in files:
        if isinstance(name, bytes):
            out = out.replace(b"?" * len(name), name, 1)
            out = out[::-1].replace(b"?" * len(name), name[::-1], 1)[::-1]
    return _locked(out) if locked else out


def _locked(content: bytes) -> bytes:
    """The same with the mark that a password is needed, in both places."""
    out = bytearray(content)
    for sign, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = out.find(sign)
        while at >= 0:
            out[at + place] |= 1
            at = out.find(sign, at + 4)
    return bytes(out)


def uuencoded(content: bytes, name: str = "fax.tif", end: str = "`\nend\n") -> str:
    """The classic encoding, written from its description: a length, then six bits a letter."""
    lines = [f"begin 644 {name}"]
    for start in range(0, len(content), 45):
        piece = content[start : start + 45]
        padded = piece + b"\0" * (-len(piece) % 3)
        letters = [padded[i] << 16 | padded[i + 1] << 8 | padded[i + 2] for i in range(0, len(padded), 3)]
        line = "".join(chr((word >> shift & 63) + 32 if word >> shift & 63 else 96) for word in letters for shift in (18, 12, 6, 0))
        lines.append(chr(len(piece) + 32) + line)
    return "\n".join(lines) + "\n" + end
