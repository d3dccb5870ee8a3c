"""The store: originals, documents, page images, readings and mails, each under its SHA-256 (`ab/cdef…`) in one folder.

A file gets its final name only when all its bytes are on the disk (temporary name, fsync, rename, fsync of the folder), so
what stands under a final name is whole, also after a power cut. Putting the same bytes again changes nothing.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from storage.sealed import MAGIC, OVERHEAD, is_sealed, seal, unseal

_SMALL = ".receipt.json"
ERASED = ".erased"  # beside where a file stood: it was erased on purpose, and does not come back
PROBE_BYTES = 16 << 20
_HANDS = 8


class StoreError(Exception):
    """Something is wrong with the store of originals."""

    code = "store-error"


class StoreNotWritable(StoreError):
    """The store of originals cannot be written: free disk space, or give this program's user the right to write there."""

    code = "store-not-writable"


class NotInStore(StoreError):
    """A file is missing from the store of originals: restore it from the backup."""

    code = "not-in-store"


class Erased(NotInStore):
    """A file was erased on purpose."""

    code = "erased"


class Damaged(StoreError):
    """A file in the store of originals is not what it was: restore it from the backup."""

    code = "store-damaged"


class Store:
    """The folder `root`, made at the first write. Any number of processes may use it at once. key: its files are encrypted with it."""

    def __init__(self, root: Path, key: bytes | None = None) -> None:
        self.root = root
        self._key = key

    def put(self, content: bytes) -> str:
        """Keep `content` and give its SHA-256 (hex). On return it is on the disk, unless it was erased. Raises StoreNotWritable."""
        return self.put_all([content])[0]

    def put_all(self, contents: Sequence[bytes]) -> list[str]:
        """As `put`, many at once: the disk is waited for once for all of them."""
        shas = [hashlib.sha256(content).hexdigest() for content in contents]
        with _refusals(self.root):
            wanted = {sha: content for sha, content in zip(shas, contents, strict=True) if not self.erased(sha)}
            missing = {self.path(sha): self._sealed(content, sha) for sha, content in wanted.items() if not self._holds(sha, content)}
            # Also the folders of what is there: who put it there may not have come so far.
            self._write_all(missing, {self.path(sha).parent for sha in wanted})
        return shas

    def put_file(self, path: Path) -> str:
        """As `put`, the bytes of a file elsewhere."""
        return self.put(path.read_bytes())

    def path(self, sha: str) -> Path:
        """Where the file with this SHA-256 stands, if it is here."""
        return self.root / sha[:2] / sha[2:]

    def has(self, sha: str) -> bool:
        return self.path(sha).is_file()

    def get(self, sha: str) -> bytes:
        """The bytes, checked against their hash. Raises NotInStore (Erased) or Damaged."""
        try:
            content = self._open(sha)
        except FileNotFoundError:
            if self.erased(sha):
                raise Erased(f"{sha} was erased") from None
            raise NotInStore(f"{sha} is not in {self.root}") from None
        if hashlib.sha256(content).hexdigest() != sha:
            raise Damaged(f"{self.path(sha)} is damaged")
        return content

    def erase(self, sha: str) -> None:
        """Remove a file for good: the same bytes are not kept again. Raises StoreNotWritable."""
        with _refusals(self.root):
            self._write(self._mark(sha), b"")
            self.path(sha).unlink(missing_ok=True)
            _sync_folder(self.path(sha).parent)

    def erased(self, sha: str) -> bool:
        return self._mark(sha).exists()

    def put_receipt(self, sha: str, facts: dict[str, Any]) -> None:
        """Write the small file beside an original that says which receipt it belongs to. Raises StoreNotWritable."""
        self.put_receipts({sha: facts})

    def put_receipts(self, facts: Mapping[str, dict[str, Any]]) -> None:
        """As `put_receipt`, many at once, by SHA-256."""
        with _refusals(self.root):
            files = {self._receipt(sha): json.dumps(each, ensure_ascii=False, indent=1).encode() for sha, each in facts.items()}
            self._write_all(files, {path.parent for path in files})

    def receipt(self, sha: str) -> dict[str, Any] | None:
        """What the small file beside an original says; None where there is none."""
        try:
            facts: dict[str, Any] = json.loads(self._receipt(sha).read_bytes())
        except FileNotFoundError:
            return None
        return facts

    def put_facts(self, name: str, facts: dict[str, Any]) -> None:
        """Write a small file of the whole store. Raises StoreNotWritable."""
        with _refusals(self.root):
            self._write(self.root / name, json.dumps(facts, ensure_ascii=False, indent=1).encode())

    def facts(self, name: str) -> dict[str, Any] | None:
        """What a small file of the whole store says; None where there is none."""
        try:
            facts: dict[str, Any] = json.loads((self.root / name).read_bytes())
        except FileNotFoundError:
            return None
        return facts

    def forget_facts(self, name: str) -> None:
        """Remove a small file of the whole store."""
        (self.root / name).unlink(missing_ok=True)

    def receipts(self) -> set[str]:
        """The SHA-256 of every original that has its small file."""
        folders = (folder for folder in self.root.glob("[0-9a-f][0-9a-f]") if folder.is_dir())
        names = ((folder.name, entry.name) for folder in folders for entry in os.scandir(folder))
        return {start + name.removesuffix(_SMALL) for start, name in names if name.endswith(_SMALL)}

    def size(self, sha: str) -> int:
        """Bytes of a file. Raises NotInStore."""
        try:
            with self.path(sha).open("rb") as file:
                sealed = is_sealed(file.read(len(MAGIC)))
            return self.path(sha).stat().st_size - (OVERHEAD if sealed else 0)
        except FileNotFoundError:
            raise NotInStore(f"{sha} is not in {self.root}") from None

    def probe(self, *folders: Path) -> None:
        """Write something large, here and in these folders, and take it away again. Raises StoreNotWritable."""
        with _refusals(self.root):
            self._incoming.mkdir(parents=True, exist_ok=True)
            for folder in (self._incoming, *folders):
                with tempfile.TemporaryFile(dir=folder) as file:
                    os.posix_fallocate(file.fileno(), 0, PROBE_BYTES)

    def tidy(self, before: datetime) -> int:
        """Remove what broken-off writes of before that moment left behind; gives how many."""
        left = [path for path in self._incoming.glob("*") if path.stat().st_mtime < before.timestamp()]
        for path in left:
            path.unlink(missing_ok=True)
        return len(left)

    @property
    def _incoming(self) -> Path:
        return self.root / "incoming"

    def _receipt(self, sha: str) -> Path:
        return self.path(sha).with_name(sha[2:] + _SMALL)

    def _mark(self, sha: str) -> Path:
        return self.path(sha).with_name(sha[2:] + ERASED)

    def seal_all(self) -> int:
        """Encrypt what still lies there open, from before there was a key; gives how many files."""
        if self._key is None:
            return 0
        names = (path for path in self.root.glob("[0-9a-f][0-9a-f]/*") if len(path.name) == 62)
        return sum(self._seal(path) for path in names)

    def _seal(self, path: Path) -> bool:
        content, sha = path.read_bytes(), path.parent.name + path.name
        if is_sealed(content):
            return False
        with _refusals(self.root):
            self._write(path, self._sealed(content, sha))
        return True

    def _sealed(self, content: bytes, sha: str) -> bytes:
        return seal(content, sha, self._key) if self._key else content

    def _open(self, sha: str) -> bytes:
        return unseal(self.path(sha).read_bytes(), sha, self._key)

    def _holds(self, sha: str, content: bytes) -> bool:
        return self.has(sha) and self._open(sha) == content

    def _write(self, target: Path, content: bytes) -> None:
        self._write_all({target: content}, {target.parent})

    def _write_all(self, files: Mapping[Path, bytes], folders: set[Path]) -> None:
        """Write these files, and wait for the disk: for them, and for the folders, which hold all of them."""
        self._incoming.mkdir(parents=True, exist_ok=True)
        if new := [folder for folder in folders if not folder.is_dir()]:
            for folder in new:
                folder.mkdir(exist_ok=True)
            _sync_folder(self.root)
        _all_at_once(self._write_one, list(files.items()))
        _all_at_once(_sync_folder, [(folder,) for folder in folders])

    def _write_one(self, target: Path, content: bytes) -> None:
        temporary = self._incoming / uuid.uuid4().hex
        try:
            with temporary.open("xb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            temporary.replace(target)
        except OSError:
            with suppress(OSError):
                temporary.unlink(missing_ok=True)
            raise


def _all_at_once(work: Callable[..., None], arguments: Sequence[tuple[Any, ...]]) -> None:
    """Some beside each other: a disk takes many waits for it as one."""
    if len(arguments) < 2:
        for some in arguments:
            work(*some)
        return
    hands = min(len(arguments), _HANDS)
    with ThreadPoolExecutor(hands) as threads:
        for each in [threads.submit(_one_by_one, work, arguments[start::hands]) for start in range(hands)]:
            each.result()


def _one_by_one(work: Callable[..., None], arguments: Sequence[tuple[Any, ...]]) -> None:
    for some in arguments:
        work(*some)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def _refusals(root: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise StoreNotWritable(f"the store of originals {root} cannot be written: {error.strerror or error}") from error
