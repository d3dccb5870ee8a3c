"""One folder of a mailbox: what in it is new, each message once, none ever skipped for good."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from imapclient import IMAPClient

from intake import imap
from intake.afterwards import Afterwards, Tidying
from intake.imap import FAULTS
from intake.mail_rule import Rule
from intake.memory import FolderState, Memory
from intake.sources import Arrival, Fault
from intake.standing import Standing
from intake.withheld import Withheld

SAVE_EACH = 25  # what was kept since is known again by its UID
_COMPARED = 20
# SINCE compares days by the server's clock and zone.
_ZONES = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Ways:
    """How a folder's mail is dealt with. retry: seconds until something that failed is tried again, each time twice as long."""

    rule: Rule = Rule()  # noqa: RUF009 (frozen)
    afterwards: Afterwards = Afterwards()  # noqa: RUF009
    retry: float = 600.0


class Folder:
    """Looks through one folder. `is_done` says whether an arrival was kept by whoever got it."""

    def __init__(
        self, account: str, name: str, memory: Memory, ways: Ways, report: Callable[[Fault], None], is_done: Callable[[Arrival], bool]
    ) -> None:
        self.source = f"{account}/{name}"
        self._name = name
        self._memory = memory
        self._ways = ways
        self._is_done = is_done
        standing = Standing(self.source, report)
        self._withheld = Withheld(name, memory, standing, ways.retry)
        self._tidying = Tidying(ways.afterwards, standing, ways.retry)
        self._compared: IMAPClient | None = None

    def look(self, client: IMAPClient, stop: threading.Event) -> Iterator[Arrival]:
        """What is new. ImapError, FAULTS where the connection is of no use any more."""
        looked_at = datetime.now(UTC)
        opened = imap.open_folder(client, self._name, write=self._ways.afterwards.writes)
        state = self._memory.state(self._name)
        if state is None:
            self._memory.remember(self._name, FolderState(opened.uidvalidity, opened.uidnext - 1, looked_at))
            return
        if state.uidvalidity != opened.uidvalidity or self._went_back(client, opened, state):
            yield from self._dealt_anew(client, state, opened, looked_at, stop)
        else:
            yield from self._new(client, state, looked_at, stop)
        if not stop.is_set():
            yield from self._once_more(client, opened.uidvalidity)
            self._tidying.rest(client, lambda uids: self._memory.known(self._name, opened.uidvalidity, uids))

    def _new(self, client: IMAPClient, state: FolderState, looked_at: datetime, stop: threading.Event) -> Iterator[Arrival]:
        uids = imap.uids_after(client, state.last_uid)
        known = self._memory.known(self._name, state.uidvalidity, uids)
        saved = state
        try:
            for uid in self._not_withheld(state.uidvalidity, uids):
                arrival, passed = (None, 0) if uid in known else self._give(client, state.uidvalidity, uid)
                if arrival:
                    yield arrival
                    if not self._is_done(arrival):
                        return
                state = replace(state, last_uid=uid, passed_over=state.passed_over + passed)
                if arrival or uid in known:
                    self._tidying.one(client, uid)
                if uid - saved.last_uid >= SAVE_EACH:
                    self._memory.remember(self._name, state)
                    saved = state
                if stop.is_set():
                    return
            state = replace(state, last_uid=max([state.last_uid, *uids]), looked_at=looked_at)
        finally:
            if state != saved:
                self._memory.remember(self._name, state)

    def _not_withheld(self, uidvalidity: int, uids: list[int]) -> list[int]:
        withheld = self._withheld.uids(uidvalidity)
        return [uid for uid in uids if uid not in withheld]

    def _went_back(self, client: IMAPClient, opened: imap.Opened, state: FolderState) -> bool:
        """Whether the mailbox was restored from an older state, so that its UIDs are dealt to other mails. Compared once a connection."""
        if opened.said and opened.uidnext <= state.last_uid:
            return True
        if self._compared is client:
            return False
        self._compared = client
        kept = self._memory.message_ids(self._name, state.uidvalidity, _COMPARED)
        there = imap.message_ids(client, kept)
        return any(kept[uid] not in line for uid, line in there.items() if uid in kept)

    def _dealt_anew(
        self, client: IMAPClient, old: FolderState, opened: imap.Opened, looked_at: datetime, stop: threading.Event
    ) -> Iterator[Arrival]:
        """UIDs mean other messages now: everything since the last look once more. The new state is kept only at the end."""
        uids = [uid for uid in imap.uids_since(client, (old.looked_at - _ZONES).date()) if uid < opened.uidnext]
        fresh = old.uidvalidity != opened.uidvalidity
        known = self._memory.known(self._name, opened.uidvalidity, uids) if fresh else set()
        for uid in self._not_withheld(opened.uidvalidity, uids):
            arrival, _ = (None, 0) if uid in known else self._give(client, opened.uidvalidity, uid)
            if arrival:
                yield arrival
                if not self._is_done(arrival):
                    return
            if arrival or uid in known:
                self._tidying.one(client, uid)
            if stop.is_set():
                return
        now = FolderState(opened.uidvalidity, opened.uidnext - 1, looked_at, old.passed_over)
        self._memory.remember(self._name, now, back=True)

    def _give(self, client: IMAPClient, uidvalidity: int, uid: int) -> tuple[Arrival | None, int]:
        """The message, unless it is gone, withheld, or passed over; and how many were passed over. FAULTS: to be tried again."""
        try:
            return fetch(client, self.source, uidvalidity, uid, self._ways.rule)
        except FAULTS as error:
            self._withheld.failed(uidvalidity, uid, error)
            return None, 0

    def _once_more(self, client: IMAPClient, uidvalidity: int) -> Iterator[Arrival]:
        """Asks again for what the server refused to give."""
        for uid in self._withheld.due(uidvalidity):
            try:
                arrival, _ = fetch(client, self.source, uidvalidity, uid, self._ways.rule)
            except FAULTS as error:
                self._withheld.asked_in_vain(error)
                continue
            if arrival:
                yield arrival
                if not self._is_done(arrival):
                    return
                self._tidying.one(client, uid)
            self._withheld.release(uidvalidity, uid)


def fetch(client: IMAPClient, source: str, uidvalidity: int, uid: int, rule: Rule) -> tuple[Arrival | None, int]:
    """The message as an arrival, None where it is gone or passed over; and 1 where it was passed over. FAULTS."""
    if rule.asks_head:
        head = imap.fetch_head(client, uid)
        if head is None or not rule.takes_head(head):
            return None, int(head is not None)
    fetched = imap.fetch(client, uid)
    if fetched is None or not rule.takes(fetched.content):
        return None, int(fetched is not None)
    return Arrival(fetched.content, source, f"{uidvalidity}-{uid}.eml", uidvalidity, uid, fetched.arrived_at), 0
