"""Runs a piece of work in a child process that is killed (SIGKILL) at a chosen line of chosen modules."""

from __future__ import annotations

import os
import signal
import sys
import threading
import traceback
from collections.abc import Callable
from types import FrameType, ModuleType
from typing import Any


def runs_through(work: Callable[[], object], modules: list[ModuleType], line: int) -> bool:
    """Do `work` in a child that is killed before the `line`-th line it executes there. True if it came to its end first.

    Raises AssertionError where the work failed by itself.
    """
    child = os.fork()
    if child == 0:
        _in_child(work, {str(module.__file__) for module in modules}, line)
    status = os.waitpid(child, 0)[1]
    if os.WIFSIGNALED(status):
        assert os.WTERMSIG(status) == signal.SIGKILL
        return False
    assert os.WEXITSTATUS(status) == 0, "the work failed, see its traceback above"
    return True


def _in_child(work: Callable[[], object], files: set[str], line: int) -> None:
    left = line

    def trace(frame: FrameType, event: str, _argument: Any) -> Any:
        nonlocal left
        if frame.f_code.co_filename not in files:
            return None
        if event == "line":
            left -= 1
            if left <= 0:
                os.kill(os.getpid(), signal.SIGKILL)
        return trace

    try:
        threading.settrace(trace)
        sys.settrace(trace)
        work()
        sys.settrace(None)
    except BaseException:
        traceback.print_exc()
        os._exit(1)
    os._exit(0)
