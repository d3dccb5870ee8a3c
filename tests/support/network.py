"""A line between two programs that can be cut without a word, as a firewall or a pulled plug does."""

from __future__ import annotations

import contextlib
import selectors
import socket
import threading
from types import TracebackType


class Line:
    """Passes on what comes to `port` to another port of this machine, until it is cut; a context manager."""

    def __init__(self, to_port: int) -> None:
        self._to = to_port
        self._whole = threading.Event()
        self._whole.set()
        self._stop = threading.Event()
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listening.getsockname()[1])

    def __enter__(self) -> Line:
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._stop.set()
        self._listening.close()

    def cut(self) -> None:
        """From now on nothing passes, and neither side is told."""
        self._whole.clear()

    def mend(self) -> None:
        """New connections pass again; those that were cut stay silent for ever."""
        self._whole.set()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while not self._stop.is_set():
                ours, _ = self._listening.accept()
                threading.Thread(target=self._pass_on, args=(ours,), daemon=True).start()

    def _pass_on(self, ours: socket.socket) -> None:
        theirs = socket.create_connection(("127.0.0.1", self._to))
        with ours, theirs, selectors.DefaultSelector() as both:
            both.register(ours, selectors.EVENT_READ, theirs)
            both.register(theirs, selectors.EVENT_READ, ours)
            with contextlib.suppress(OSError):
                while self._whole.is_set():
                    for key, _ in both.select(0.05):
                        content = key.fileobj.recv(65536)  # type: ignore[union-attr]
                        if not content:
                            return
                        key.data.sendall(content)
                self._stop.wait()  # held open, so that neither side learns of it
