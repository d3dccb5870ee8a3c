"""What systemd is told (sd_notify) and what the journal is given: plain datagrams, no library of its own.

https://www.freedesktop.org/software/systemd/man/latest/sd_notify.html, https://systemd.io/JOURNAL_NATIVE_PROTOCOL/
"""

from __future__ import annotations

import logging
import os
import socket
import struct
import time
from pathlib import Path

JOURNAL = Path("/run/systemd/journal/socket")
_PRIORITIES = ((logging.ERROR, 3), (logging.WARNING, 4), (logging.INFO, 6))


def tell_systemd(state: str) -> None:
    """`READY=1`, `STOPPING=1`, `WATCHDOG=1`; nothing where systemd did not start us."""
    address = os.environ.get("NOTIFY_SOCKET", "")
    if address:
        _send("\0" + address[1:] if address.startswith("@") else address, state.encode())


class Watchdog:
    """Says that the program is well, in time for WatchdogSec; as long as it is."""

    def __init__(self) -> None:
        self._every = int(os.environ.get("WATCHDOG_USEC", "0")) / 2e6
        self._last = 0.0

    def pat(self, well: bool) -> None:
        """To be called again and again."""
        if well and self._every and time.monotonic() - self._last > self._every:
            tell_systemd("WATCHDOG=1")
            self._last = time.monotonic()


def to_journal(path: Path = JOURNAL) -> logging.Handler | None:
    """A handler for structured lines in the journal; None where our output does not go there."""
    return Journal(path) if "JOURNAL_STREAM" in os.environ and path.exists() else None


class Journal(logging.Handler):
    """Each record with its level, its logger, and the receipt's number where it is about one (`SARABAN_RECEIPT=12/2569`)."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = str(path)

    def emit(self, record: logging.LogRecord) -> None:
        fields = {
            "MESSAGE": self.format(record),
            "PRIORITY": str(next((priority for level, priority in _PRIORITIES if record.levelno >= level), 7)),
            "SYSLOG_IDENTIFIER": "saraban",
            "SARABAN_LOGGER": record.name,
            "SARABAN_RECEIPT": getattr(record, "receipt", ""),
        }
        _send(self._path, b"".join(_field(name, value) for name, value in fields.items() if value))


def _field(name: str, value: str) -> bytes:
    """With its length: a value may have several lines."""
    content = value.encode("utf-8", "replace")
    return name.encode() + b"\n" + struct.pack("<Q", len(content)) + content + b"\n"


def _send(address: str, content: bytes) -> None:
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as out:
            out.sendto(content, address)
    except OSError:  # nobody listens: no reason to stop working
        return
