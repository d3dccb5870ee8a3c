"""The program that takes one file apart, as a process of its own: `python -m intake.unpack_child JOB.json`.

It writes its findings beside the job as it goes (head.json, then one file a document), so that what was done before
a document that kills it is not lost; the caller starts it again behind that document. See intake/unpack.py.
"""

from __future__ import annotations

import contextlib
import resource
import signal
import sys
from pathlib import Path
from typing import Any

from intake import wire
from intake.documents import pages_of
from intake.isolation import leave_network
from intake.limits import Limits
from intake.opening import Opened, open_file
from intake.problems import UnpackError
from intake.typed import Block, page_of
from intake.types import Page


def main(job_path: str) -> None:
    """Do the job; its JSON holds work, name, first (the first document to do), pages (made before) and limits."""
    leave_network()
    job = wire.read(Path(job_path)) or {}
    limits, work = Limits(**job["limits"]), Path(job["work"])
    _bound(limits)
    if job["first"] == 0 and not (work / "head.json").exists():
        _start_clock(limits)
        _open(work, str(job["name"]), limits)
    made = int(job["pages"])
    documents = (wire.read(work / "head.json") or {}).get("documents", [])
    for index in range(int(job["first"]), len(documents)):
        _start_clock(limits)
        made += _document(work, index, documents[index], limits, made)


def _open(work: Path, name: str, limits: Limits) -> None:
    try:
        opened = open_file((work / "content").read_bytes(), name, limits)
    except UnpackError as error:
        wire.write(work / "head.json", {"error": error.code, "documents": []})
        return
    for index, found in enumerate(opened.documents):
        (work / f"document-{index:04}").write_bytes(found.content)
    bodies = [page for index, blocks in enumerate(opened.bodies) for page in _body(work, index, blocks)]
    wire.write(work / "head.json", _head(opened) | {"bodies": bodies})


def _body(work: Path, index: int, blocks: tuple[Block, ...]) -> list[Page]:
    """The mail's text as a page, and as a file of its own; what is wrong with it is no reason to lose the mail."""
    with contextlib.suppress(UnpackError, OSError, ValueError, MemoryError):
        page, _ = page_of(blocks, work / f"body-{index}.png")
        (work / f"body-{index}").write_text("\n".join(line.text for line in page.lines), "utf-8", "replace")
        return [page]
    return []


def _head(opened: Opened) -> dict[str, Any]:
    documents = [
        {"name": each.name, "kind": each.kind, "media_type": each.media_type, "sha256": each.sha256, "size": len(each.content)}
        | {"fault": each.fault}
        for each in opened.documents
    ]
    return {
        "error": None,
        "mail": opened.is_mail,
        "sender": opened.sender,
        "envelope": opened.envelope,
        "problems": opened.problems,
        "documents": documents,
    }


def _document(work: Path, index: int, found: dict[str, Any], limits: Limits, made: int) -> int:
    """Write what became of one document; gives how many pages it has."""
    stem = f"{index:04}"
    path = work / f"document-{stem}"
    pages: list[Page] = []
    try:
        if found["fault"]:
            raise UnpackError(found["fault"])
        if sum(picture.stat().st_size for picture in work.glob("page-*.png")) > limits.picture_bytes:
            raise UnpackError("too-large")
        pages, code = pages_of(found["kind"], path, work, f"page-{stem}", limits.pages - made, limits)
    except UnpackError as error:
        code = error.code
    except MemoryError:
        code = "out-of-memory"
    station = _station(path) if found["kind"] == "tiff" and pages else None
    wire.write(work / f"pages-{stem}.json", {"pages": pages, "code": code, "station": station})
    return len(pages)


def _station(path: Path) -> str | None:
    from intake import tiff

    return tiff.station_of(path)


def _bound(limits: Limits) -> None:
    """Limits of this process and of the programs that it starts."""
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory, limits.memory))
    resource.setrlimit(resource.RLIMIT_FSIZE, (limits.file_bytes, limits.file_bytes))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)  # too big a file is an OSError of that document


def _start_clock(limits: Limits) -> None:
    """A document's own time: the kernel ends us, even within C code, when it is over."""
    used = sum(resource.getrusage(resource.RUSAGE_SELF)[:2])
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    resource.setrlimit(resource.RLIMIT_CPU, (int(used) + limits.cpu_seconds, hard))
    signal.setitimer(signal.ITIMER_REAL, limits.seconds)


if __name__ == "__main__":
    main(sys.argv[1])
