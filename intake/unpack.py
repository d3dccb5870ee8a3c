"""A message or file to documents and pages, in a fresh child process with limits: whatever happens in it, the caller gets an answer."""

from __future__ import annotations

import contextlib
import dataclasses
import hashlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from intake import wire
from intake.limits import Limits
from intake.numbers import e164
from intake.problems import problem
from intake.types import Document, Page, Problem, Unpacked

_ROOT = Path(__file__).resolve().parent.parent
BODY_NAME = "ข้อความในอีเมล"
_OUT_OF_TIME = frozenset({-signal.SIGALRM, -signal.SIGXCPU})


def unpack(content: bytes, name: str, work: Path, limits: Limits | None = None) -> Unpacked:
    """Take `content` apart into `work` (made if missing, best empty): documents byte for byte, pages as PNG.

    name: as the sender or the folder gave it; what the bytes say counts for more. Problems hold every document's too, so
    that they are the whole list of what a person must see. Raises only OSError where `work` cannot be written.
    """
    limits = limits or Limits()
    work.mkdir(parents=True, exist_ok=True)
    (work / "content").write_bytes(content)
    failures = _run_through(work, name, limits)
    (work / "content").unlink(missing_ok=True)
    head = wire.read(work / "head.json")
    if head is None or head["error"]:
        code = head["error"] if head else failures.get(-1, "failed")
        return Unpacked(problems=(problem(code),), error=problem(code))
    return _put_together(work, head, failures, is_mail=head["mail"])


def _run_through(work: Path, name: str, limits: Limits) -> dict[int, str]:
    """Run children until every document has its answer; gives the documents (−1: the whole file) that killed one, and how."""
    failures: dict[int, str] = {}
    end = time.monotonic() + limits.total_seconds
    first = 0
    while True:
        code = _child(work, name, first, limits, end)
        head = wire.read(work / "head.json")
        if head is None:
            return failures | {-1: code or "crashed"}
        pending = [index for index in range(len(head["documents"])) if not _answer(work, index).is_file() and index not in failures]
        if not pending:
            return failures
        failures[pending[0]] = code or "crashed"
        if time.monotonic() >= end:
            return failures | dict.fromkeys(pending, "out-of-time")
        first = pending[0] + 1


def _child(work: Path, name: str, first: int, limits: Limits, end: float) -> str | None:
    """One child from document `first` on; the code of how it died, None if it ended well."""
    done = [wire.read(_answer(work, index)) or {} for index in range(first)]
    pages = sum(len(answer.get("pages", ())) for answer in done)
    job = {"work": str(work.resolve()), "name": name, "first": first, "pages": pages, "limits": dataclasses.asdict(limits)}
    wire.write(work / "job.json", job)
    command = [sys.executable, "-m", "intake.unpack_child", str((work / "job.json").resolve())]
    process = subprocess.Popen(
        command,
        cwd=_ROOT,
        env=_environment(work),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    return _outcome(process, max(0.1, end - time.monotonic()))


def _outcome(process: subprocess.Popen[bytes], seconds: float) -> str | None:
    try:
        _, errors = process.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        return "out-of-time"
    finally:
        _end(process)
    if process.returncode == 0:
        return None
    if process.returncode in _OUT_OF_TIME:
        return "out-of-time"
    if b"MemoryError" in errors or process.returncode == -signal.SIGKILL:
        return "out-of-memory"
    return "crashed" if process.returncode < 0 else "failed"


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the child and every program that it started; its session is its own."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _environment(work: Path) -> dict[str, str]:
    """Nothing of ours: passwords stand in our environment."""
    path = os.environ.get("PATH", "/usr/bin:/bin")
    return {"PATH": path, "LANG": "C.UTF-8", "HOME": str(work), "TMPDIR": str(work.resolve())}


def _answer(work: Path, index: int) -> Path:
    return work / f"pages-{index:04}.json"


def _put_together(work: Path, head: dict[str, Any], failures: dict[int, str], is_mail: bool) -> Unpacked:
    documents: list[Document] = []
    stations: list[str] = []
    count = 0
    for index, found in enumerate(head["documents"]):
        answer = wire.read(_answer(work, index)) or {"pages": [], "code": failures.get(index, "failed"), "station": None}
        pages = tuple(_numbered(wire.page(page), count + place) for place, page in enumerate(answer["pages"], 1))
        count += len(pages)
        stations += [answer["station"]] if answer["station"] else []
        documents.append(_document(work, index, found, pages, answer["code"]))
    problems = (*(Problem(**each) for each in head["problems"]), *(each.problem for each in documents if each.problem))
    sender = wire.sender(head["sender"])
    station = sender.station or next(iter(stations), None)
    sender = dataclasses.replace(sender, number=e164(sender.number) or e164(station), station=station)
    error = problems[0] if problems and not is_mail and count == 0 else None
    bodies = tuple(_body(work, index, wire.page(page)) for index, page in enumerate(head["bodies"]))
    return Unpacked(sender, wire.envelope(head["envelope"]), tuple(documents), problems, error, bodies)


def _body(work: Path, index: int, page: Page) -> Document:
    path = work / f"body-{index}"
    content = path.read_bytes()
    return Document(BODY_NAME, "text/plain", hashlib.sha256(content).hexdigest(), len(content), path, (page,), is_body=True)


def _numbered(page: Page, number: int) -> Page:
    return dataclasses.replace(page, number=number)


def _document(work: Path, index: int, found: dict[str, Any], pages: tuple[Page, ...], code: str | None) -> Document:
    trouble = problem(code, found["name"]) if code else None
    path = work / f"document-{index:04}"
    return Document(found["name"], found["media_type"], found["sha256"], found["size"], path, pages, trouble)
