"""A mailbox as a source: everything that arrives in its folders, each message once it can be, none ever skipped.

Identity on the server is (folder, UIDVALIDITY, UID); what counts as the same message beyond that is for the keeper to say.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime

from imapclient import IMAPClient

from intake import imap
from intake.folder import Folder, Ways
from intake.imap import FAULTS, Account, ImapError
from intake.memory import Memory
from intake.portions import fetch, portions
from intake.sources import Arrival, Fault

LONGEST_IDLE = 540.0  # servers end an IDLE after half an hour, firewalls a silent connection much sooner
_FIRST_WAIT, _LONGEST_WAIT = 1.0, 300.0
_AS_IT_IS = Ways()


class Mailbox:
    """Source of one account's folders. Of the server's mail only what was kept is touched, and only if `ways` says so.

    memory: what was remembered; a folder without a state begins with what arrives from now on. poll: seconds between looks, also
    beneath IDLE, which is renewed as often. report: told of each fault, and when it is over. first_wait: seconds until a broken
    connection is tried again; each time it fails twice as long, up to five minutes.
    """

    def __init__(
        self,
        account: Account,
        memory: Memory,
        ways: Ways = _AS_IT_IS,
        *,
        poll: float = 60.0,
        report: Callable[[Fault], None] = lambda fault: None,
        first_wait: float = _FIRST_WAIT,
    ) -> None:
        self._account = account
        self._poll = min(poll, LONGEST_IDLE)
        self._report = report
        self._first_wait = first_wait
        self._rule = ways.rule
        self._open: set[tuple[str, int | None, int | None]] = set()
        self._blind_since: datetime | None = None
        self._seen = False
        self._name = f"{account.name}/{','.join(account.folders)}"
        self._pause = first_wait
        self._folders = [Folder(account.name, name, memory, ways, report, self._is_done) for name in account.folders]

    def arrivals(self, stop: threading.Event) -> Iterator[Sequence[Arrival]]:
        """Messages in UID order, folder by folder, some at once, until `stop`. Faults are reported and waited out, each time longer."""
        while not stop.is_set():
            try:
                with imap.connect(self._account) as client:
                    yield from self._rounds(client, stop)
            except (ImapError, *FAULTS) as error:
                self._blind(str(error), getattr(error, "code", "unreachable"))
                stop.wait(self._pause)
                self._pause = min(self._pause * 2, _LONGEST_WAIT)

    def done(self, arrival: Arrival) -> None:
        """The arrival was kept: it is not given again."""
        self._open.discard(_key(arrival))

    def count_since(self, day: date) -> dict[str, int]:
        """How many messages each folder got on `day` or later, the rule aside. ImapError, FAULTS."""
        with imap.connect(self._account) as client:
            counts = {}
            for folder in self._account.folders:
                imap.open_folder(client, folder)
                counts[folder] = len(imap.uids_since(client, day))
            return counts

    def fetch_since(self, day: date) -> Iterator[Sequence[Arrival]]:
        """Messages that the rule takes and that each folder got on `day` or later; no state is changed. ImapError, FAULTS."""
        with imap.connect(self._account) as client:
            for folder in self._account.folders:
                opened = imap.open_folder(client, folder)
                for portion in portions(client, imap.uids_since(client, day), set()):
                    yield fetch(client, f"{self._account.name}/{folder}", opened.uidvalidity, portion, self._rule)[0]

    def _rounds(self, client: IMAPClient, stop: threading.Event) -> Iterator[Sequence[Arrival]]:
        """Look through all folders, wait, and again, until the connection breaks."""
        while not stop.is_set():
            for folder in reversed(self._folders):  # so that the first is the open one, in which IDLE waits
                for arrivals in folder.look(client, stop):
                    self._open.update(map(_key, arrivals))
                    yield arrivals
            self._sighted()
            imap.wait(client, self._poll, stop)

    def _is_done(self, arrival: Arrival) -> bool:
        return _key(arrival) not in self._open

    def _blind(self, reason: str, code: str) -> None:
        self._blind_since = self._blind_since or datetime.now(UTC)
        self._report(Fault(self._name, reason, self._blind_since, code=code))

    def _sighted(self) -> None:
        """Said when it was blind, and once at the first look: an earlier life of the program may have ended blind."""
        self._pause = self._first_wait
        if self._blind_since is not None or not self._seen:
            now = datetime.now(UTC)
            self._report(Fault(self._name, "", self._blind_since or now, now))
        self._blind_since, self._seen = None, True


def _key(arrival: Arrival) -> tuple[str, int | None, int | None]:
    return arrival.source, arrival.uidvalidity, arrival.uid
