"""One folder of a mailbox: what in it is new, each message once, none ever skipped for good."""

from __future__ import annotations

import threading
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from imapclient import IMAPClient

from intake import imap
from intake.afterwards import Afterwards, Tidying
from intake.imap import FAULTS
from intake.mail_rule import Rule
from intake.memory import FolderState, Memory
from intake.portions import fetch, portions
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
        self._singly: set[int] = set()

    def look(self, client: IMAPClient, stop: threading.Event) -> Iterator[Sequence[Arrival]]:
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

    def _new(self, client: IMAPClient, state: FolderState, looked_at: datetime, stop: threading.Event) -> Iterator[Sequence[Arrival]]:
        uids = imap.uids_after(client, state.last_uid)
        saved = state
        try:
            for portion in portions(client, self._unknown(client, state.uidvalidity, uids), self._singly):
                arrivals, passed = self._give(client, state.uidvalidity, portion)
                if not (yield from self._handed_over(client, arrivals)):
                    return
                state = replace(state, last_uid=portion[-1], passed_over=state.passed_over + passed)
                if state.last_uid - saved.last_uid >= SAVE_EACH:
                    self._memory.remember(self._name, state)
                    saved = state
                if stop.is_set():
                    return
            state = replace(state, last_uid=max([state.last_uid, *uids]), looked_at=looked_at)
        finally:
            if state != saved:
                self._memory.remember(self._name, state)

    def _unknown(self, client: IMAPClient, uidvalidity: int, uids: list[int]) -> list[int]:
        """Those of these mails that are to be fetched: neither kept nor withheld. What was kept is seen to."""
        known = self._memory.known(self._name, uidvalidity, uids)
        self._tidying.some(client, sorted(known))
        return self._not_withheld(uidvalidity, [uid for uid in uids if uid not in known])

    def _handed_over(self, client: IMAPClient, arrivals: list[Arrival]) -> Generator[Sequence[Arrival], None, bool]:
        """Gives these; True once they were kept, and so dealt with on the server."""
        if arrivals:
            yield arrivals
        if not all(map(self._is_done, arrivals)):
            return False
        self._tidying.some(client, [arrival.uid for arrival in arrivals if arrival.uid is not None])
        return True

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
    ) -> Iterator[Sequence[Arrival]]:
        """UIDs mean other messages now: everything since the last look once more. The new state is kept only at the end."""
        uids = [uid for uid in imap.uids_since(client, (old.looked_at - _ZONES).date()) if uid < opened.uidnext]
        fresh = old.uidvalidity != opened.uidvalidity
        unknown = self._unknown(client, opened.uidvalidity, uids) if fresh else self._not_withheld(opened.uidvalidity, uids)
        for portion in portions(client, unknown, self._singly):
            arrivals, _ = self._give(client, opened.uidvalidity, portion)
            if not (yield from self._handed_over(client, arrivals)) or stop.is_set():
                return
        now = FolderState(opened.uidvalidity, opened.uidnext - 1, looked_at, old.passed_over)
        self._memory.remember(self._name, now, back=True)

    def _give(self, client: IMAPClient, uidvalidity: int, uids: list[int]) -> tuple[list[Arrival], int]:
        """The messages, unless they are gone, withheld, or passed over; and how many were passed over. FAULTS: to be tried again."""
        try:
            given = fetch(client, self.source, uidvalidity, uids, self._ways.rule)
        except FAULTS as error:
            if len(uids) > 1:  # which of them it was shows when each is asked for alone
                self._singly.update(uids)
                raise
            self._withheld.failed(uidvalidity, uids[0], error)
            return [], 0
        self._singly.difference_update(uids)
        return given

    def _once_more(self, client: IMAPClient, uidvalidity: int) -> Iterator[Sequence[Arrival]]:
        """Asks again for what the server refused to give."""
        for uid in self._withheld.due(uidvalidity):
            try:
                arrivals, _ = fetch(client, self.source, uidvalidity, [uid], self._ways.rule)
            except FAULTS as error:
                self._withheld.asked_in_vain(error)
                continue
            if not (yield from self._handed_over(client, arrivals)):
                return
            self._withheld.release(uidvalidity, uid)
