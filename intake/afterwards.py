"""What is done to a mail on the server once it is safely kept: nothing (leave), flag it, or move it. Never deleted."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection
from dataclasses import dataclass

from imapclient import SEEN, IMAPClient
from imapclient.exceptions import IMAPClientError

from intake.imap import FAULTS
from intake.standing import Standing

KEYWORD = b"$Saraban"
CODE = "not-moved"


@dataclass(frozen=True, slots=True)
class Afterwards:
    """kind: `leave` (no write access is needed), `flag` (read, and the keyword $Saraban), `move` (to the folder `into`)."""

    kind: str = "leave"
    into: str = "Saraban"

    @property
    def writes(self) -> bool:
        return self.kind != "leave"

    def do(self, client: IMAPClient, uids: Collection[int]) -> None:
        """To these mails of the open folder; safe to do twice. FAULTS: some may be left as they were."""
        if not uids:
            return
        if self.kind == "flag":
            _flag(client, uids)
        if self.kind == "move":
            _move(client, uids, self.into)

    def left(self, client: IMAPClient) -> list[int]:
        """Mails of the open folder to which it was not done; also those that were never taken."""
        if self.kind == "flag":
            return sorted(client.search(["UNKEYWORD", KEYWORD, "UNSEEN"]))
        return sorted(client.search("ALL"))


class Tidying:
    """Does it to each mail that was kept, and later to what was left behind: by a crash, a full quota, a lost connection.

    The mail is kept, whatever happens here: only a broken connection is raised (AbortError, OSError).
    """

    def __init__(self, afterwards: Afterwards, standing: Standing, retry: float) -> None:
        self._afterwards = afterwards
        self._standing = standing
        self._retry = retry
        self._next = 0.0

    def some(self, client: IMAPClient, uids: Collection[int]) -> None:
        """To mails that are kept."""
        if self._afterwards.writes:
            self._try(lambda: self._afterwards.do(client, uids))

    def rest(self, client: IMAPClient, kept: Callable[[list[int]], Collection[int]]) -> None:
        """To what was left behind, at the first look and after a failure. kept: says which of these UIDs were kept."""
        if not self._afterwards.writes or time.monotonic() < self._next:
            return
        if self._try(lambda: self._afterwards.do(client, sorted(kept(self._afterwards.left(client))))):
            self._next = float("inf")
            self._standing.ends(CODE)

    def _try(self, work: Callable[[], None]) -> bool:
        try:
            work()
        except (IMAPClient.AbortError, OSError):
            self._next = 0.0
            raise
        except FAULTS as error:
            self._next = time.monotonic() + self._retry
            self._standing.begins(CODE, str(error))
            return False
        return True


def _flag(client: IMAPClient, uids: Collection[int]) -> None:
    client.add_flags(list(uids), [SEEN], silent=True)
    try:
        client.add_flags(list(uids), [KEYWORD], silent=True)
    except IMAPClient.AbortError:
        raise
    except IMAPClientError:  # a server without keywords: that it is read has to do
        return


def _move(client: IMAPClient, uids: Collection[int], into: str) -> None:
    _see_to(client, into)
    if client.has_capability("MOVE"):
        client.move(list(uids), into)
        return
    client.copy(list(uids), into)
    client.delete_messages(list(uids), silent=True)
    if client.has_capability("UIDPLUS"):  # without it EXPUNGE would take what other programs marked
        client.uid_expunge(list(uids))


def _see_to(client: IMAPClient, folder: str) -> None:
    if not client.folder_exists(folder):
        client.create_folder(folder)
        client.subscribe_folder(folder)
