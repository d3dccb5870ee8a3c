"""What is asked of an IMAP server once it is open: folders, UIDs, messages, waiting."""

from __future__ import annotations

import threading
import time
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

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


def sizes(client: IMAPClient, uids: Collection[int]) -> dict[int, int]:
    """Bytes of those of these messages that are there."""
    answers = client.fetch(list(uids), ["RFC822.SIZE"])
    return {uid: int(answer.get(b"RFC822.SIZE", 0)) for uid, answer in answers.items()}


def fetch(client: IMAPClient, uids: Collection[int]) -> dict[int, Fetched]:
    """Those of these messages that are there, their flags untouched. FAULTS where the server does not give one of them."""
    answers = _asked(client, uids, "BODY[]", "INTERNALDATE")
    return {uid: Fetched(bytes(answer[b"BODY[]"]), answer.get(b"INTERNALDATE")) for uid, answer in answers.items()}


def fetch_heads(client: IMAPClient, uids: Collection[int]) -> dict[int, bytes]:
    """The head lines of those of these messages that are there, their flags untouched. FAULTS as `fetch`."""
    return {uid: bytes(answer[b"BODY[HEADER]"]) for uid, answer in _asked(client, uids, "BODY[HEADER]").items()}


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


def _asked(client: IMAPClient, uids: Collection[int], body: str, *more: str) -> dict[int, dict[bytes, Any]]:
    """Raises IMAPClientError where a message is there and only its text is not given."""
    if not uids:
        return {}
    answers = client.fetch(list(uids), [body.replace("BODY", "BODY.PEEK"), *more])
    given = {uid: answer for uid in uids if (answer := answers.get(uid)) and answer.get(body.encode()) is not None}
    missing = [uid for uid in uids if uid not in given]
    there = client.search(["UID", ",".join(map(str, missing))]) if missing else []
    if there:
        raise IMAPClientError(f"the server gives no text of message {there[0]}")
    return given


def _text(value: bytes | None) -> str:
    return (value or b"").decode("utf-8", "replace").strip()
