"""The installed program in a folder of its own: commands, and the daemon as a process that is stopped or killed."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import InstrumentedAttribute

from storage.engine import open_engine, reading
from storage.states import receipt_state
from storage.tables import Receipt, Run

ROOT = Path(__file__).parents[2]
PATIENCE = 180.0


class Office:
    """A data folder, settings, and the programs that run on it. settings: without their prefix."""

    CIRCULAR = ROOT / "service" / "data" / "lamphun" / "circular.toml"

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.drop = folder / "drop"
        self.drop.mkdir()
        self.settings = {"DATA_DIR": str(folder / "var"), "BIND": "127.0.0.1:0"}
        self.engine = open_engine(f"sqlite:///{folder / 'var' / 'saraban.sqlite'}")
        self._process: subprocess.Popen[bytes] | None = None
        self._said = folder / "said"

    def saraban(self, *arguments: str, code: int = 0) -> str:
        """What a command prints; it must end with this exit code."""
        ended = subprocess.run(
            self._command(arguments), cwd=self.folder, env=self._environment(), capture_output=True, text=True, timeout=PATIENCE
        )
        assert ended.returncode == code, ended.stdout + ended.stderr
        return ended.stdout

    def begin(self, *arguments: str) -> subprocess.Popen[bytes]:
        """Starts a command that goes on beside the daemon; what it prints is in `said_by`."""
        with (self.folder / "beside").open("wb") as said:
            command = self._command(arguments)
            return subprocess.Popen(command, cwd=self.folder, env=self._environment(), stdout=said, stderr=said)

    def said_by(self, beside: subprocess.Popen[bytes]) -> str:
        """What a command that was begun has printed by now."""
        return (self.folder / "beside").read_text(encoding="utf-8")

    def start(self, *arguments: str) -> None:
        """Starts the daemon; what it prints is in `said`."""
        with self._said.open("wb") as said:
            command = self._command(("run", *arguments))
            self._process = subprocess.Popen(command, cwd=self.folder, env=self._environment(), stdout=said, stderr=said)

    def stop(self) -> int:
        """Ends the daemon as Ctrl-C does; gives its exit code."""
        assert self._process is not None
        self._process.send_signal(signal.SIGINT)
        return self._process.wait(30)

    def until_ended(self, seconds: float) -> None:
        """Waits for the daemon to end by itself, all well."""
        assert self._process is not None
        assert self._process.wait(seconds) == 0, self.said()

    def kill(self) -> None:
        """Ends the daemon as a power cut does."""
        if self._process is not None and self._process.poll() is None:
            self._process.kill()
            self._process.wait()

    def said(self) -> str:
        return self._said.read_text(encoding="utf-8")

    def address(self) -> str:
        """Where the review queue is served."""
        self.until(lambda: "http://" in self.said())
        found = re.search(r"http://\S+", self.said())
        assert found
        return found[0]

    def until(self, condition: Callable[[], object]) -> None:
        """Waits until `condition` holds; fails with what the daemon said where it never does, or the daemon ends."""
        end = time.monotonic() + PATIENCE
        while not condition():
            assert self._process is not None
            assert self._process.poll() is None, f"the daemon ended: {self.said()}"
            assert time.monotonic() < end, f"it did not happen: {self.said()}"
            time.sleep(0.2)

    def count(self, what: InstrumentedAttribute[int]) -> int:
        """How many rows there are."""
        with reading(self.engine) as session:
            return session.scalar(select(func.count(what))) or 0

    def all_read(self, receipts: int) -> Callable[[], bool]:
        """Whether so many receipts are there and all runs are closed."""
        return lambda: self.count(Receipt.id) == receipts and self.open_runs() == 0

    def open_runs(self) -> int:
        with reading(self.engine) as session:
            return session.scalar(select(func.count(Run.id)).where(Run.closed_at.is_(None))) or 0

    def receipt_states(self) -> list[str]:
        """The state of each receipt, in the order of their numbers."""
        with reading(self.engine) as session:
            return list(session.scalars(select(receipt_state()).select_from(Receipt).order_by(Receipt.number)))

    def _command(self, arguments: tuple[str, ...]) -> list[str | Path]:
        return [Path(sys.executable).with_name("saraban"), *arguments]

    def _environment(self) -> dict[str, str]:
        own = {f"SARABAN_{name}": value for name, value in self.settings.items()}
        return {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "HOME": str(self.folder), **own}
