"""Locks that end with the process that holds them, whatever ends it: one intake a mailbox folder, one scheduler, one worker a slot."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote


class Taken(Exception):
    """Another process holds this lock."""


@contextmanager
def held(folder: Path, name: str) -> Iterator[None]:
    """Holds the lock `name` while the block runs; its file lies in `folder` and stays. Raises Taken at once."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / (quote(name, safe="") + ".lock")
    descriptor = os.open(path, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Taken(name) from error
        yield
    finally:
        os.close(descriptor)
