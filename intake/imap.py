"""One connection to an IMAP server: logged in, folders opened for reading only, messages one at a time."""

from __future__ import annotations

import ipaddress
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from urllib.parse import parse_qs, urlsplit

from imapclient import IMAPClient, SocketTimeout
from imapclient.exceptions import IMAPClientError, LoginError

FAULTS = (IMAPClientError, OSError)


class ImapError(Exception):
    """The mailbox cannot be used. `code`: `bad-url`, `unreachable`, `not-encrypted`, `log-in-refused`, `no-folder`."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(f"{code}: {detail}")
        self.code = code
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Account:
    """How to reach a mailbox. url: `imaps://host[:993]` or `imap://host[:143]` (STARTTLS; without it only on this machine);
    `?cafile=PATH` for an authority of the office's own. timeout: seconds for every answer of the server."""

    url: str
    user: str
    password: str = field(repr=False)
    folders: tuple[str, ...] = ("INBOX",)
    timeout: float = 60.0

    @property
    def name(self) -> str:
        """`user@host`, or the user's name alone where it already is an address."""
        return self.user if "@" in self.user else f"{self.user}@{urlsplit(self.url).hostname}"


@dataclass(frozen=True, slots=True)
class Opened:
    """A folder as it stands: its UIDVALIDITY, and the UID that the next message will have."""

    uidvalidity: int
    uidnext: int


@dataclass(frozen=True, slots=True)
class Fetched:
    """A message as it lies on the server, and when the server got it."""

    content: bytes = field(repr=False)
    arrived_at: datetime | None


@contextmanager
def connect(account: Account) -> Iterator[IMAPClient]:
    """A connection that is logged in. ImapError in words; later faults are of FAULTS."""
    client = _greeted(account)
    try:
        _log_in(client, account)
        yield client
    finally:
        _leave(client)


def open_folder(client: IMAPClient, folder: str) -> Opened:
    """Open a folder for reading only (EXAMINE)."""
    try:
        facts = client.select_folder(folder, readonly=True)
    except IMAPClientError as error:
        if isinstance(error, IMAPClient.AbortError):
            raise
        raise ImapError("no-folder", f"{folder}: {error}") from error
    uidnext = facts.get(b"UIDNEXT") or max(client.search("ALL"), default=0) + 1
    return Opened(int(facts[b"UIDVALIDITY"]), int(uidnext))


def uids_after(client: IMAPClient, last: int) -> list[int]:
    """UIDs over `last` in the open folder, lowest first."""
    # A range n:* always matches the last message, also where its UID is lower than n.
    return sorted(uid for uid in client.search(["UID", f"{last + 1}:*"]) if uid > last)


def uids_since(client: IMAPClient, day: date) -> list[int]:
    """UIDs of messages that the server got on `day` or later, lowest first."""
    return sorted(client.search(["SINCE", day]))


def fetch(client: IMAPClient, uid: int) -> Fetched | None:
    """One message, its flags untouched; None if it is there no longer."""
    answer = client.fetch([uid], ["BODY.PEEK[]", "INTERNALDATE"]).get(uid)
    if answer is None or b"BODY[]" not in answer:
        return None
    return Fetched(bytes(answer[b"BODY[]"] or b""), answer.get(b"INTERNALDATE"))


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


def _greeted(account: Account) -> IMAPClient:
    parts = urlsplit(account.url)
    try:
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise ImapError("bad-url", account.url) from error
    if parts.scheme not in ("imap", "imaps") or not host:
        raise ImapError("bad-url", account.url)
    timeout = SocketTimeout(connect=min(account.timeout, 30), read=account.timeout)
    try:
        context = ssl.create_default_context(cafile=next(iter(parse_qs(parts.query).get("cafile", [])), None))
        client = IMAPClient(host, port, ssl=parts.scheme == "imaps", ssl_context=context, timeout=timeout)
        client.normalise_times = False
        if parts.scheme == "imap":
            _encrypt(client, host, context)
        return client
    except FAULTS as error:
        raise ImapError("unreachable", f"{host}: {error}") from error


def _encrypt(client: IMAPClient, host: str, context: ssl.SSLContext) -> None:
    if client.has_capability("STARTTLS"):
        client.starttls(context)
    elif not _is_here(host):
        _leave(client)
        raise ImapError("not-encrypted", host)


def _log_in(client: IMAPClient, account: Account) -> None:
    try:
        client.login(account.user, account.password)
    except LoginError as error:
        raise ImapError("log-in-refused", f"{account.name}: {error}") from error


def _leave(client: IMAPClient) -> None:
    try:
        client.logout()
    except FAULTS:
        try:
            client.shutdown()
        except FAULTS:
            return


def _is_here(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
