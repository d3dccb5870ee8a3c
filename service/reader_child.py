"""Reading in a process of its own that lives long, with everything loaded: a document that hangs or kills it takes nothing else with it."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import threading
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

from rules.confidence import ERROR_ALLOWED
from rules.roster import Agency
from storage.senders import SeenSender
from storage.types import FileResult

_SPAWN = multiprocessing.get_context("spawn")  # a fork would copy the threads' locks of this process as they happen to stand


HUNG = "อ่านเอกสารไม่เสร็จภายในเวลาที่กำหนด โปรดเปิดดูเอกสารและกรอกด้วยตนเอง"
DIED = "โปรแกรมอ่านหยุดทำงานระหว่างอ่านเอกสารนี้ โปรดเปิดดูเอกสารและกรอกด้วยตนเอง"
FAILED = "เกิดข้อผิดพลาดภายในโปรแกรมระหว่างอ่านเอกสารนี้ โปรดเปิดดูเอกสารและกรอกด้วยตนเอง"


class ReadingFailed(Exception):
    """The child hung, ended, or failed while it read. code: stable; reason: Thai, for the queue."""

    def __init__(self, code: str, reason: str, detail: str = "") -> None:
        super().__init__(f"{code} {detail}".strip())
        self.code = code
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Request:
    """What to read. name: the file's name; work: an empty folder for what is made of it."""

    content: bytes
    name: str
    work: Path
    agencies: tuple[Agency, ...] = ()
    error_allowed: float = ERROR_ALLOWED
    senders: tuple[SeenSender, ...] = ()


class ReaderChild:
    """One child process. Starts with the first request, and again after it died. `read` for one thread at a time, `close` from any."""

    def __init__(self, limit: float, read: Callable[[Request], FileResult]) -> None:
        """limit: seconds a file; read: what the child calls, a function of a module that it can import."""
        self._limit = limit
        self._read = read
        self._process: multiprocessing.process.BaseProcess | None = None
        self._pipe: Connection | None = None
        self._closed = False
        self._starting = threading.Lock()

    def read(self, request: Request) -> FileResult:
        """The result of one file. Raises ReadingFailed; the next file then meets a fresh child."""
        try:
            pipe = self._ready()
            pipe.send(request)
            if not pipe.poll(self._limit):
                raise ReadingFailed("reader-hung", HUNG)
            answer: FileResult | str = pipe.recv()
        except (EOFError, OSError) as error:
            self._end()
            raise ReadingFailed("reader-died", DIED) from error
        except ReadingFailed:
            self._end()
            raise
        if isinstance(answer, str):
            raise ReadingFailed("reader-failed", FAILED, answer)
        return answer

    def close(self) -> None:
        """Kills the child and whatever it started, for good: a reading fails, and no further one begins."""
        with self._starting:
            self._closed = True
        self._end()

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is None or process.pid is None:
            return
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        process.kill()  # should it not have come so far as to lead a group
        process.join()

    def _ready(self) -> Connection:
        with self._starting:
            if self._closed:
                raise ReadingFailed("reader-closed", DIED)
            return self._started()

    def _started(self) -> Connection:
        if self._pipe is None or self._process is None or not self._process.is_alive():
            self._pipe, theirs = _SPAWN.Pipe()
            self._process = _SPAWN.Process(target=_serve, args=(theirs, self._read), name="saraban-reader", daemon=True)
            self._process.start()
            theirs.close()  # so that its end shows as the end of the pipe
        return self._pipe


def _serve(pipe: Connection, read: Callable[[Request], FileResult]) -> None:
    """The child: reads what is asked until the pipe ends, whichever way it does."""
    os.setsid()  # Ctrl-C in the terminal is for the parent, and `end` reaches what we start
    with contextlib.suppress(EOFError, BrokenPipeError):
        while True:
            request = pipe.recv()
            try:
                pipe.send(read(request))
            except Exception:
                pipe.send(traceback.format_exc())
