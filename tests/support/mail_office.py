"""A mailbox that is taken from in a thread of the test, as the daemon would; what it remembers is in the process."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from queue import Empty, Queue

from intake.folder import Ways
from intake.imap import Account
from intake.mailbox import Mailbox
from intake.sources import Arrival, Fault
from tests.support.dovecot import Dovecot
from tests.support.mail_memory import MemoryHere


def message(number: int) -> bytes:
    return f"From: a@b.example\r\nSubject: {number}\r\nMessage-ID: <{number}@b.example>\r\n\r\nfax {number}\r\n".encode()


def message_id(content: bytes) -> str:
    found = re.search(rb"Message-ID: <(.*?)>", content)
    return found[1].decode() if found else ""


def account(server: Dovecot, *folders: str, password: str = "", url: str = "", timeout: float = 10) -> Account:
    return Account(url or server.url, server.user, password or server.password, folders, timeout=timeout)


class MailOffice:
    """Takes what a mailbox gives, as the daemon would: in a thread, done after it was kept."""

    def __init__(self, account: Account, keeps: Callable[[Arrival], bool] = lambda arrival: True, ways: Ways | None = None) -> None:
        self.account = account
        self.memory = MemoryHere()
        self.looked = self.memory.looked
        self.states = self.memory.states
        self.faults: Queue[Fault] = Queue()
        self.kept: Queue[Arrival] = Queue()
        self.seen: Queue[Arrival] = Queue()
        self._keeps = keeps
        self._ways = ways or Ways(retry=0.5)

    @contextmanager
    def open(self) -> Iterator[MailOffice]:
        stop = threading.Event()
        self.looked.clear()
        thread = threading.Thread(target=self._run, args=(stop,), daemon=True)
        thread.start()
        try:
            yield self
        finally:
            stop.set()
            thread.join(15)
            assert not thread.is_alive(), "the mailbox did not stop when told to"

    def take(self, count: int) -> list[bytes]:
        return [self.kept.get(timeout=20).content for _ in range(count)]

    def fault(self, code: str, *, over: bool = False) -> Fault:
        """The next fault of this code that begins or (over) has an end."""
        faults = iter(lambda: self.faults.get(timeout=20), None)
        return next(fault for fault in faults if fault.code == code and bool(fault.until) == over and fault.since != fault.until)

    def _run(self, stop: threading.Event) -> None:
        mailbox = Mailbox(self.account, self.memory, self._ways, poll=0.3, report=self.faults.put, first_wait=0.1)
        for arrivals in mailbox.arrivals(stop):
            for arrival in arrivals:
                if not self._keep(arrival):
                    break
                mailbox.done(arrival)

    def _keep(self, arrival: Arrival) -> bool:
        self.seen.put(arrival)
        if not self._keeps(arrival):
            return False
        assert arrival.uidvalidity is not None and arrival.uid is not None
        folder = arrival.source.partition("/")[2]
        self.memory.ids[folder, arrival.uidvalidity, arrival.uid] = message_id(arrival.content)
        self.kept.put(arrival)
        return True


def nothing_more(queue: Queue[Arrival], seconds: float = 1.0) -> bool:
    try:
        return queue.get(timeout=seconds) is None
    except Empty:
        return True
