"""How much one message or file may cost before unpacking it is given up."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one unpacking. What goes over them becomes a Problem, never an exception.

    seconds: wall clock a document; cpu_seconds: processor time a document; total_seconds: wall clock a message;
    memory: address space of the child, in bytes; file_bytes: the largest file that it may write; total_bytes: of all
    documents of a message, unpacked; picture_bytes: of all page pictures of a message; pages: of a message; pixels: of one page
    as received; nesting: parts within parts of a mail; archives: archives and mails within one another.
    """

    seconds: float = 90.0
    cpu_seconds: int = 60
    total_seconds: float = 600.0
    memory: int = 3 << 29
    file_bytes: int = 256 << 20
    total_bytes: int = 256 << 20
    picture_bytes: int = 1 << 30
    documents: int = 100
    pages: int = 200
    pixels: int = 120_000_000
    nesting: int = 24
    archives: int = 6
