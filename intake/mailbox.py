"""A mailbox as a source: everything that arrives in its folders, each message once it can be, none ever skipped.

Identity on the server is (folder, UIDVALIDITY, UID); what counts as the same message beyond that is for the keeper to say.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from imapclient import IMAPClient

from intake import imap
from intake.imap import FAULTS, Account, ImapError
from intake.sources import Arrival, Fault

LONGEST_IDLE = 540.0  # servers end an IDLE after half an hour, firewalls a silent connection much sooner
_FIRST_WAIT, _LONGEST_WAIT = 1.0, 300.0
# SINCE compares days by the server's clock and zone.
_ZONES = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class FolderState:
    """How far a folder has been taken. looked_at: up to when everything was seen, for the case that its UIDs are dealt anew."""

    uidvalidity: int
    last_uid: int
    looked_at: datetime


class Mailbox:
    """Source of one account's folders. Nothing on the server is changed.

    states: what was remembered, by folder name. remember: told each new state, to be stored by the caller; a folder without
    one begins with what arrives from now on. poll: seconds between looks, also beneath IDLE. report: told of each fault, and
    when it is over.
    """

    def __init__(
        self,
        account: Account,
        states: dict[str, FolderState],
        remember: Callable[[str, FolderState], None],
        *,
        poll: float = 60.0,
        report: Callable[[Fault], None] = lambda fault: None,
        first_wait: float = _FIRST_WAIT,
    ) -> None:
        self._account = account
        self._states = dict(states)
        self._remember = remember
        self._poll = min(poll, LONGEST_IDLE)
        self._report = report
        self._first_wait = first_wait
        self._open: set[tuple[str, int | None, int | None]] = set()
        self._blind_since: datetime | None = None

    def arrivals(self, stop: threading.Event) -> Iterator[Arrival]:
        """Messages in UID order, folder by folder, until `stop`. Faults are reported and waited out, each time longer."""
        pause = self._first_wait
        while not stop.is_set():
            try:
                with imap.connect(self._account) as client:
                    for arrival in self._rounds(client, stop):
                        pause = self._first_wait
                        yield arrival
            except (ImapError, *FAULTS) as error:
                self._blind(str(error))
                stop.wait(pause)
                pause = min(pause * 2, _LONGEST_WAIT)

    def done(self, arrival: Arrival) -> None:
        """The arrival was kept: it is not given again."""
        self._open.discard(_key(arrival))

    def count_since(self, day: date) -> dict[str, int]:
        """How many messages each folder got on `day` or later. ImapError, FAULTS."""
        with imap.connect(self._account) as client:
            counts = {}
            for folder in self._account.folders:
                imap.open_folder(client, folder)
                counts[folder] = len(imap.uids_since(client, day))
            return counts

    def fetch_since(self, day: date) -> Iterator[Arrival]:
        """Messages that each folder got on `day` or later; no state is changed. ImapError, FAULTS."""
        with imap.connect(self._account) as client:
            for folder in self._account.folders:
                opened = imap.open_folder(client, folder)
                for uid in imap.uids_since(client, day):
                    arrival = self._fetch(client, folder, opened.uidvalidity, uid)
                    if arrival:
                        yield arrival

    def _rounds(self, client: IMAPClient, stop: threading.Event) -> Iterator[Arrival]:
        """Look through all folders, wait, and again, until the connection breaks."""
        while not stop.is_set():
            for folder in reversed(self._account.folders):  # so that the first is the open one, in which IDLE waits
                yield from self._folder(client, folder, stop)
            self._sighted()
            imap.wait(client, self._poll, stop)

    def _folder(self, client: IMAPClient, folder: str, stop: threading.Event) -> Iterator[Arrival]:
        looked_at = datetime.now(UTC)
        opened = imap.open_folder(client, folder)
        state = self._states.get(folder)
        if state is None:
            self._keep(folder, FolderState(opened.uidvalidity, opened.uidnext - 1, looked_at))
        elif state.uidvalidity != opened.uidvalidity:
            yield from self._dealt_anew(client, folder, state, opened, looked_at, stop)
        else:
            yield from self._new(client, folder, state, looked_at, stop)

    def _new(self, client: IMAPClient, folder: str, state: FolderState, looked_at: datetime, stop: threading.Event) -> Iterator[Arrival]:
        for uid in imap.uids_after(client, state.last_uid):
            arrival = self._fetch(client, folder, state.uidvalidity, uid)
            if arrival:
                yield arrival
                if not self._is_done(arrival):
                    return
            state = replace(state, last_uid=uid)
            self._keep(folder, state)
            if stop.is_set():
                return
        self._keep(folder, replace(state, looked_at=looked_at))

    def _dealt_anew(
        self, client: IMAPClient, folder: str, old: FolderState, opened: imap.Opened, looked_at: datetime, stop: threading.Event
    ) -> Iterator[Arrival]:
        """UIDs mean other messages now: everything since the last look once more. The new state is kept only at the end."""
        for uid in imap.uids_since(client, (old.looked_at - _ZONES).date()):
            arrival = self._fetch(client, folder, opened.uidvalidity, uid) if uid < opened.uidnext else None
            if arrival:
                yield arrival
                if not self._is_done(arrival):
                    return
            if stop.is_set():
                return
        self._keep(folder, FolderState(opened.uidvalidity, opened.uidnext - 1, looked_at))

    def _fetch(self, client: IMAPClient, folder: str, uidvalidity: int, uid: int) -> Arrival | None:
        fetched = imap.fetch(client, uid)
        if fetched is None:
            return None
        source = f"{self._account.name}/{folder}"
        arrival = Arrival(fetched.content, source, f"{uidvalidity}-{uid}.eml", uidvalidity, uid, fetched.arrived_at)
        self._open.add(_key(arrival))
        return arrival

    def _is_done(self, arrival: Arrival) -> bool:
        return _key(arrival) not in self._open

    def _keep(self, folder: str, state: FolderState) -> None:
        if self._states.get(folder) != state:
            self._states[folder] = state
            self._remember(folder, state)

    def _blind(self, reason: str) -> None:
        self._blind_since = self._blind_since or datetime.now(UTC)
        self._report(Fault(self._account.name, reason, self._blind_since))

    def _sighted(self) -> None:
        if self._blind_since is not None:
            self._report(Fault(self._account.name, "", self._blind_since, datetime.now(UTC)))
            self._blind_since = None


def _key(arrival: Arrival) -> tuple[str, int | None, int | None]:
    return arrival.source, arrival.uidvalidity, arrival.uid
