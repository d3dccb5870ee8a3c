"""Readers for tests of the reading child: what each does is chosen by the file's name."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from pathlib import Path

from intake.types import Envelope, Unpacked
from service.reader_child import Request
from storage.types import FileResult


def read(request: Request) -> FileResult:
    """`hang`: never ends, with a grandchild; `die`: is killed; `fail`: raises; `once`: is killed the first time only."""
    behaviour = request.name.partition(".")[0]
    if behaviour == "hang":
        subprocess.run(["sleep", "1000"], check=False)
    if behaviour == "die" or (behaviour == "once" and _first_time(request.work)):
        os.kill(os.getpid(), signal.SIGKILL)
    if behaviour == "fail":
        raise RuntimeError("a defect")
    if behaviour == "slow":
        time.sleep(60)
    return FileResult(Unpacked(envelope=Envelope(subject=str(os.getpid()))))


def _first_time(work: Path) -> bool:
    mark = work.parent / "been-here"
    known = mark.exists()
    mark.touch()
    return not known
