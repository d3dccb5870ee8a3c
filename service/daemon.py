"""The daemon: the roles, each in threads of its own, until a signal ends them all."""

from __future__ import annotations

import logging
import os
import signal
import threading
import time
from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial
from types import FrameType, TracebackType

from intake.sources import Source
from service.age import check_age
from service.jobs import Job, Jobs, prepare, urgency
from service.parts import Parts
from service.patience import DatabaseOlder, Stopped, all_well, patiently
from service.reading_role import read_runs
from service.reading_tools import read_request
from service.roles import Role
from service.systemd import Watchdog, tell_systemd
from service.taking import alone, sources, take_from
from storage.high_water import move_ahead
from storage.open_runs import counts
from storage.receipts import Kept, mend
from storage.troubles import DATABASE

log = logging.getLogger(__name__)

ROLES = ("intake", "worker", "web", "scheduler")
QUIET_SECONDS = 10.0
STOP_SECONDS = 15.0


class Daemon:
    """Starts roles and ends them. address: where the web role serves, empty without it."""

    def __init__(self, parts: Parts, roles: Collection[str] = ROLES, *, next_free_port: bool = False) -> None:
        self.parts = parts
        self.stop = threading.Event()
        self.address = ""
        self._roles: list[Role] = []
        self._look_back()
        prepare(parts.settings.jobs)
        self._jobs = Jobs(parts.settings.jobs)
        starts = {"intake": self._intake, "worker": self._worker, "scheduler": self._scheduler}
        for role, start in starts.items():
            if role in roles:
                start()
        if "web" in roles:
            self._web(next_free_port)
        if parts.settings.metrics_bind:
            self._watching(parts.settings.metrics_bind)

    def __enter__(self) -> Daemon:
        """Starts all roles. SIGINT and SIGTERM set `stop`; a second one ends the process at once."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._on_signal)
        for role in self._roles:
            role.start()
        tell_systemd("READY=1")
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Ends all roles; one that does not end in time is left behind, and the process with it."""
        tell_systemd("STOPPING=1")
        self.stop.set()
        deadline = time.monotonic() + STOP_SECONDS
        late = [role.name for role in self._roles if not role.join(max(0.0, deadline - time.monotonic()))]
        self._jobs.close()
        if late:
            log.error("did not stop in time: %s", ", ".join(late))
            os._exit(1)

    def wait(self, until: Callable[[], bool] = lambda: False) -> bool:
        """Waits until `until` says so, and gives True; False where a signal came first."""
        dog = Watchdog()
        while not self.stop.is_set():
            if until():
                return True
            dog.pat(all(role.is_alive() for role in self._roles))
            self.stop.wait(0.2)
        return False

    def idle(self) -> Callable[[], bool]:
        """Says whether nothing came in and nothing was left to read for some seconds."""
        seen, since = counts(self.parts.engine), time.monotonic()

        def now_idle() -> bool:
            nonlocal seen, since
            total, still_open = counts(self.parts.engine)
            if (total, still_open) != seen or still_open:
                seen, since = (total, still_open), time.monotonic()
            return time.monotonic() - since > QUIET_SECONDS

        return now_idle

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        self.stop.set()
        signal.signal(number, signal.SIG_DFL)

    def _look_back(self) -> None:
        """Small files that are missing are made from the receipts; a database that is older than the store gives no number twice."""
        parts = self.parts
        parts.board.returning = partial(check_age, parts)
        all_well(parts.board)
        try:
            check_age(parts)
            mend(parts.engine, parts.store)
        except DatabaseOlder as error:
            log.error("the database is older than the store: nothing is taken in until `saraban recover` [%s]", error.code)
            parts.board.begins(DATABASE, error.code, datetime.now(UTC))
            move_ahead(parts.engine, parts.store, datetime.now(UTC))

    def _intake(self) -> None:
        for name, open_source in sources(self.parts).items():
            self._roles.append(Role(f"intake {name}", partial(self._take, name, open_source), self.stop))

    def _take(self, name: str, open_source: Callable[[threading.Event], Source], stop: threading.Event) -> None:
        with suppress(Stopped):
            patiently(self.parts.board, stop, partial(check_age, self.parts))  # `saraban recover` needs the source meanwhile
            with alone(self.parts, name):
                take_from(self.parts, open_source(stop), self._queue, stop)

    def _queue(self, kept: Sequence[Kept]) -> None:
        self._jobs.add_or_leave_to_sweep({Job(each.receipt_id, each.run_id): urgency(each.kept_at, each.taken_at) for each in kept})

    def _worker(self) -> None:
        self._roles.append(Role("worker", lambda stop: read_runs(self.parts, read_request, stop), self.stop))

    def _scheduler(self) -> None:
        from service.alarms import keep_watch
        from service.scheduler import keep_time

        self._roles.append(Role("scheduler", lambda stop: keep_time(self.parts, stop), self.stop))
        self._roles.append(Role("alarms", lambda stop: keep_watch(self.parts, stop), self.stop))

    def _web(self, next_free_port: bool) -> None:
        from service.web import bind, refuse_open_line, review_app, serve

        settings = self.parts.settings
        refuse_open_line(settings)
        tls = (settings.tls_certificate, settings.tls_key) if settings.tls_certificate and settings.tls_key else None
        bound = bind(settings.bind, next_free=next_free_port)
        host, port = bound.getsockname()[:2]
        self.address = settings.public_url or f"http{'s' if tls else ''}://{host}:{port}/"
        app = review_app(self.parts)
        self._roles.append(Role("web", lambda stop: serve(app, bound, settings.trusted_proxy, stop, tls), self.stop))

    def _watching(self, address: str) -> None:
        from service.watching import watching_app
        from service.web import bind, serve

        bound, app = bind(address), watching_app(self.parts, lambda: all(role.is_alive() for role in self._roles))
        self._roles.append(Role("metrics", lambda stop: serve(app, bound, None, stop), self.stop))
