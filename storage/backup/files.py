"""The files of the store, copied one by one: what is there already is not copied again, so that a run goes on where one was killed."""

from __future__ import annotations

import os
import shutil
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

from storage.store import ERASED

Progress = Callable[[int, int], None]  # how many files are done, of how many


def copy_files(source: Path, target: Path, progress: Progress = lambda done, of: None, *, newer: bool = True) -> int:
    """Copy what `target` lacks of `source`; gives how many files. newer: small files that changed are copied again.

    What was erased in either is erased in `target`. Each file gets its name when all of it is on the disk.
    """
    wanted = [name for name in _names(source) if _lacks(source / name, target / name, newer)]
    for done, name in enumerate(wanted):
        progress(done, len(wanted))
        copy_whole(source / name, target / name)
    progress(len(wanted), len(wanted))
    erase_marked(target)
    return len(wanted)


def copy_whole(source: Path, target: Path) -> None:
    """Copy a file so that, whenever the machine stops, `target` is whole or as it was."""
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    temporary = target.with_name(f".{uuid.uuid4().hex}.copying")
    try:
        with source.open("rb") as read, temporary.open("xb") as write:
            os.fchmod(write.fileno(), 0o600)
            shutil.copyfileobj(read, write, 1 << 20)
            write.flush()
            os.fsync(write.fileno())
        times = source.stat()
        os.utime(temporary, ns=(times.st_atime_ns, times.st_mtime_ns))
        temporary.replace(target)
    except FileNotFoundError:
        if source.exists():  # else it was erased meanwhile, and is not wanted
            raise
    finally:
        temporary.unlink(missing_ok=True)


def erase_marked(folder: Path) -> None:
    """Remove the files beside which a mark says that they were erased."""
    for name in _names(folder):
        if name.name.endswith(ERASED):
            (folder / name).with_name(name.name.removesuffix(ERASED)).unlink(missing_ok=True)


def tidy(folder: Path) -> None:
    """Remove what a killed run left half copied."""
    for left in folder.rglob(".*.copying"):
        left.unlink(missing_ok=True)


def _names(store: Path) -> Iterator[Path]:
    folders = sorted(folder.name for folder in store.glob("[0-9a-f][0-9a-f]") if folder.is_dir())
    for folder in folders:
        yield from (Path(folder, entry.name) for entry in os.scandir(store / folder) if not entry.name.startswith("."))


def _lacks(source: Path, target: Path, newer: bool) -> bool:
    if target.with_name(target.name + ERASED).exists() and not target.name.endswith((ERASED, ".json")):
        return False
    try:
        there = target.stat()
    except FileNotFoundError:
        return True
    if source.suffix != ".json":  # named by its bytes
        return there.st_size != source.stat().st_size
    return newer and there.st_mtime_ns != source.stat().st_mtime_ns
