"""Runs pieces of work at the same moment, in processes and threads."""

from __future__ import annotations

import os
import threading
import traceback
from collections.abc import Callable


def in_processes(work: Callable[[int], object], count: int) -> None:
    """Do `work(0)` … `work(count - 1)`, each in a process of its own; raises AssertionError if one fails."""
    children = [_fork(work, n) for n in range(count)]
    statuses = [os.waitpid(child, 0)[1] for child in children]
    assert statuses == [0] * count, "a process failed, see its traceback above"


def in_threads(work: Callable[[int], object], count: int) -> None:
    """The same in threads of this process; raises the first error of one of them."""
    errors: list[BaseException] = []

    def run(n: int) -> None:
        try:
            work(n)
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=run, args=(n,)) for n in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]


def _fork(work: Callable[[int], object], n: int) -> int:
    child = os.fork()
    if child:
        return child
    try:
        work(n)
    except BaseException:
        traceback.print_exc()
        os._exit(1)
    os._exit(0)
