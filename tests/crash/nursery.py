"""Starts daemons fast: everything is imported once, and each daemon is a fork of that, in a process group of its own.

A program of its own: reads one request a line (JSON: arguments, environment, log, and perhaps after which line to die) on
standard input and answers with the process's number. What then runs is `saraban run` itself. Its reading children, which else
take seconds to load their modules and lists, are forks of one process that has them: they read as ever, and end with their daemon.
"""

from __future__ import annotations

import importlib
import json
import multiprocessing
import os
import signal
import sys
import threading
from multiprocessing import forkserver
from types import FrameType
from typing import Any

from service import cli, reader_child

_IMPORTED = (
    *("service.commands.run", "service.jobs", "service.reading_role", "service.scheduler", "service.taking", "service.web"),
    *("ocr.net_reader", "storage.migrate", "alembic.command", "psycopg", "sqlalchemy.dialects.sqlite", "sqlalchemy.dialects.postgresql"),
)

# What happens to a mail between its fetch and the commit that closes its run.
_FETCH = ("intake/imap.py", "fetch")
_STEPS = {
    "intake": ("folder", "mailbox", "portions", "afterwards"),
    "service": ("taking", "mail_memory", "patience", "jobs", "worker", "reader_child"),
    "storage": (
        *("receipts", "new_receipts", "store", "identity", "numbers", "runs", "small_file", "positions", "engine", "open_runs"),
        *("record", "record_message", "record_pages", "record_forms", "supersede"),
    ),
}
_WORK = ("service/worker.py", "_do")


def serve() -> None:
    """Until standard input ends."""
    for name in _IMPORTED:
        importlib.import_module(name)
    _share_one_forkserver()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the dead are not waited for
    for line in sys.stdin:
        request = json.loads(line)
        child = os.fork()
        if child == 0:
            _be_a_daemon(request)
        print(child, flush=True)


def _share_one_forkserver() -> None:
    """Started here, and used by all daemons: none may look after it, for it is not their child."""
    forkserver.set_forkserver_preload(["tests.crash.warm"])
    forkserver.ensure_running()
    forkserver._forkserver.ensure_running = lambda: None  # type: ignore[attr-defined]
    reader_child._SPAWN = multiprocessing.get_context("forkserver")  # type: ignore[assignment]


def _be_a_daemon(request: dict[str, Any]) -> None:
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.setsid()
    os.chdir(request["folder"])
    os.environ.clear()
    os.environ.update(request["environment"])
    log = os.open(request["log"], os.O_CREAT | os.O_APPEND | os.O_WRONLY)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(log, 1)
    os.dup2(log, 2)
    if request["die_after"]:
        _die_after(int(request["die_after"]), _WORK if request["reading"] else _FETCH)
    code = 1
    try:
        code = cli.main(request["arguments"])
    finally:
        os._exit(code)


def _die_after(lines: int, first: tuple[str, str]) -> None:
    """Kill this process's group before it executes so many lines of `_STEPS`, counted from the first call of this function on."""
    root = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))  # noqa: PTH100, PTH120 (asked at every call)
    steps = {f"{root}/{folder}/{name}.py" for folder, names in _STEPS.items() for name in names}
    begins = (f"{root}/{first[0]}", first[1])
    left, begun = lines, False

    def trace(frame: FrameType, event: str, argument: Any) -> Any:
        nonlocal left, begun
        code = frame.f_code
        if event == "call":
            begun = begun or (code.co_filename, code.co_name) == begins
            return trace if begun and code.co_filename in steps else None
        if event == "line":
            left -= 1
            if left <= 0:
                os.killpg(0, signal.SIGKILL)
        return trace

    threading.settrace(trace)


if __name__ == "__main__":
    serve()
