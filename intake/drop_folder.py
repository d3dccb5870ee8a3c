"""A folder into which a fax server or scanner puts files. They are taken once they stop growing, and moved aside, never deleted."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from intake.sources import Arrival, Fault, together

TAKEN = "taken"
_NOT_YET = (".part", ".tmp", ".partial", ".crdownload", ".filepart")
_Seen = tuple[int, int, int]


class DropFolder:
    """Source of the files of one folder (not of folders in it).

    settle: seconds for which size and time of a file must not change before it is taken. poll: seconds between looks.
    report: told of what cannot be read; such files are left, and tried again when they change.
    """

    def __init__(
        self, folder: Path, *, settle: float = 5.0, poll: float = 2.0, report: Callable[[Fault], None] = lambda fault: None
    ) -> None:
        self._folder = folder
        self._settle = settle
        self._poll = poll
        self._report = report
        self._seen: dict[Path, tuple[_Seen, float]] = {}
        self._given: dict[str, _Seen] = {}
        self._unreadable: dict[Path, _Seen] = {}
        self._blind_since: datetime | None = None

    def arrivals(self, stop: threading.Event) -> Iterator[Sequence[Arrival]]:
        """Files that have settled, oldest first. One that was not done comes again at the next look."""
        while not stop.is_set():
            for portion in together(((path, seen), seen[0]) for path, seen in self._settled()):
                if stop.is_set():
                    return
                arrivals = [arrival for path, seen in portion if (arrival := self._read(path, seen))]
                if arrivals:
                    yield arrivals
            stop.wait(self._poll)

    def done(self, arrival: Arrival) -> None:
        """Move the file to `taken/`; one that was overwritten meanwhile stays, for it is another paper."""
        path = self._folder / arrival.name
        given = self._given.pop(arrival.name, None)
        if given is None or _facts(path) != given:
            return
        taken = self._folder / TAKEN
        taken.mkdir(exist_ok=True)
        # link() and unlink() rather than rename(): an older file of that name is never overwritten.
        for target in _free_names(taken, arrival.name):
            try:
                os.link(path, target)
            except FileExistsError:
                continue
            except OSError:
                path.rename(target)  # a file system without hard links
                return
            path.unlink()
            return

    def _settled(self) -> list[tuple[Path, _Seen]]:
        now = time.monotonic()
        found = self._look()
        known = {path: self._seen.get(path) for path in found}
        self._seen = {path: (old if old and old[0] == found[path] else (found[path], now)) for path, old in known.items()}
        settled = [path for path, (_, since) in self._seen.items() if now - since >= self._settle]
        return [(path, found[path]) for path in sorted(settled, key=lambda path: (found[path][1], path.name))]

    def _look(self) -> dict[Path, _Seen]:
        try:
            paths = [path for path in self._folder.iterdir() if not path.name.startswith(".") and not path.name.lower().endswith(_NOT_YET)]
        except OSError as error:
            self._fault(str(error.strerror or error))
            return {}
        self._fault(None)
        facts = {path: _facts(path) for path in paths if path.is_file() and not path.is_symlink()}
        return {path: seen for path, seen in facts.items() if seen}

    def _read(self, path: Path, seen: _Seen) -> Arrival | None:
        if self._unreadable.get(path) == seen:
            return None
        try:
            content = path.read_bytes()
        except OSError as error:
            self._unreadable[path] = seen
            self._report(Fault(str(path), str(error.strerror or error), datetime.now(UTC)))
            return None
        if _facts(path) != seen:
            return None
        self._given[path.name] = seen
        return Arrival(content, str(self._folder), path.name, arrived_at=datetime.fromtimestamp(seen[1] / 1e9, UTC))

    def _fault(self, reason: str | None) -> None:
        now = datetime.now(UTC)
        if reason and self._blind_since is None:
            self._blind_since = now
            self._report(Fault(str(self._folder), reason, now))
        if not reason and self._blind_since is not None:
            self._report(Fault(str(self._folder), "", self._blind_since, now))
            self._blind_since = None


def _facts(path: Path) -> _Seen | None:
    """Size, time of change and inode; None where there is no such file."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_size, status.st_mtime_ns, status.st_ino


def _free_names(folder: Path, name: str) -> Iterator[Path]:
    path = folder / name
    yield path
    number = 2
    while True:
        yield path.with_name(f"{path.stem}-{number}{path.suffix}")
        number += 1
