"""What is asked of an IMAP server once it is open: folders, UIDs, messages one at a time, waiting."""

from __future__ import annotations

import threading
import time
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime

from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientError

from intake.imap_login import FAULTS, Account, ImapError, connect

__all__ = ["FAULTS", "Account", "ImapError", "connect"]


@dataclass(frozen=True, slots=True)
class Opened:
    """A folder as it stands: its UIDVALIDITY, and the UID that the next message will have. said: the server says so, else it is guessed."""

    uidvalidity: int
    uidnext: int
    said: bool = True


@dataclass(frozen=True, slots=True)
class Fetched:
    """A message as it lies on the server, and when the server got it."""

    content: bytes = field(repr=False)
    arrived_at: datetime | None


def open_folder(client: IMAPClient, folder: str, *, write: bool = False) -> Opened:
    """Open a folder: for reading only (EXAMINE), or also to flag and move (SELECT)."""
    try:
        facts = client.select_folder(folder, readonly=not write)
    except IMAPClientError as error:
        if isinstance(error, IMAPClient.AbortError):
            raise
        raise ImapError("no-folder", f"{folder}: {error}") from error
    uidnext = facts.get(b"UIDNEXT")
    return Opened(int(facts[b"UIDVALIDITY"]), int(uidnext or max(client.search("ALL"), default=0) + 1), uidnext is not None)


def uids_after(client: IMAPClient, last: int) -> list[int]:
    """UIDs over `last` in the open folder, lowest first."""
    # A range n:* always matches the last message, also where its UID is lower than n.
    return sorted(uid for uid in client.search(["UID", f"{last + 1}:*"]) if uid > last)


def uids_since(client: IMAPClient, day: date) -> list[int]:
    """UIDs of messages that the server got on `day` or later, lowest first."""
    return sorted(client.search(["SINCE", day]))


def fetch(client: IMAPClient, uid: int) -> Fetched | None:
    """One message, its flags untouched; None if it is there no longer. FAULTS where the server does not give it."""
    answer = client.fetch([uid], ["BODY.PEEK[]", "INTERNALDATE"]).get(uid)
    if answer is None or answer.get(b"BODY[]") is None:
        _gone(client, uid)
        return None
    return Fetched(bytes(answer[b"BODY[]"]), answer.get(b"INTERNALDATE"))


def fetch_head(client: IMAPClient, uid: int) -> bytes | None:
    """The head lines of a message, its flags untouched; None if it is there no longer. FAULTS as `fetch`."""
    answer = client.fetch([uid], ["BODY.PEEK[HEADER]"]).get(uid)
    if answer is None or answer.get(b"BODY[HEADER]") is None:
        _gone(client, uid)
        return None
    return bytes(answer[b"BODY[HEADER]"])


def message_ids(client: IMAPClient, uids: Collection[int]) -> dict[int, str]:
    """The Message-ID lines of those of these mails that are there; empty where there is none."""
    if not uids:
        return {}
    wanted = "BODY.PEEK[HEADER.FIELDS (MESSAGE-ID)]"
    answers = client.fetch(list(uids), [wanted])
    return {uid: _text(answer.get(b"BODY[HEADER.FIELDS (MESSAGE-ID)]")) for uid, answer in answers.items()}


def wait(client: IMAPClient, seconds: float, stop: threading.Event, slice_seconds: float = 1.0) -> None:
    """Until something may have arrived in the open folder, `seconds` are over, or `stop`. By IDLE where the server offers it."""
    if not client.has_capability("IDLE"):
        stop.wait(seconds)
        return
    client.idle()
    end = time.monotonic() + seconds
    while not stop.is_set() and time.monotonic() < end:
        asked = time.monotonic()
        # An answer of nothing before its time is a connection at its end; idle_done() then raises.
        if client.idle_check(timeout=min(slice_seconds, seconds)) or time.monotonic() - asked < min(slice_seconds, seconds) / 2:
            break
    client.idle_done()


def _gone(client: IMAPClient, uid: int) -> None:
    """Raises IMAPClientError where the message is there all the same, and only its text is not given."""
    if uid in client.search(["UID", str(uid)]):
        raise IMAPClientError(f"the server gives no text of message {uid}")


def _text(value: bytes | None) -> str:
    return (value or b"").decode("utf-8", "replace").strip()
