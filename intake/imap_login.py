"""The way to an IMAP server: reached, encrypted, logged in by password or by XOAUTH2."""

from __future__ import annotations

import ipaddress
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlsplit

from imapclient import IMAPClient, SocketTimeout
from imapclient.exceptions import IMAPClientError, LoginError

FAULTS = (IMAPClientError, OSError)


class ImapError(Exception):
    """The mailbox cannot be used. `code`: `bad-url`, `unreachable`, `not-encrypted`, `log-in-refused`, `token-refused`,
    `no-folder`."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(f"{code}: {detail}")
        self.code = code
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Account:
    """How to reach a mailbox. url: `imaps://host[:993]` or `imap://host[:143]` (STARTTLS; without it only on this machine);
    `?cafile=PATH` for an authority of the office's own. timeout: seconds for every answer of the server. token: instead of the
    password, an access token for XOAUTH2; asked with True it must be a new one, for the old one was refused. It raises ImapError."""

    url: str
    user: str
    password: str = field(repr=False)
    folders: tuple[str, ...] = ("INBOX",)
    timeout: float = 60.0
    token: Callable[[bool], str] | None = field(default=None, repr=False)

    @property
    def name(self) -> str:
        """`user@host`, or the user's name alone where it already is an address."""
        return self.user if "@" in self.user else f"{self.user}@{urlsplit(self.url).hostname}"


@contextmanager
def connect(account: Account) -> Iterator[IMAPClient]:
    """A connection that is logged in. ImapError in words; later faults are of FAULTS."""
    client = _greeted(account)
    try:
        _log_in(client, account)
        yield client
    finally:
        _leave(client)


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
        if account.token is None:
            client.login(account.user, account.password)
        else:
            _show_token(client, account, account.token)
    except LoginError as error:
        raise ImapError("token-refused" if account.token else "log-in-refused", f"{account.name}: {error}") from error


def _show_token(client: IMAPClient, account: Account, token: Callable[[bool], str]) -> None:
    try:
        _xoauth2(client, account.user, token(False))
    except LoginError:  # it may have run out before its time
        _xoauth2(client, account.user, token(True))


def _xoauth2(client: IMAPClient, user: str, token: str) -> None:
    said = f"user={user}\1auth=Bearer {token}\1\1".encode()
    # A challenge after the first answer says why it was refused; an empty answer ends it.
    client.sasl_login("XOAUTH2", lambda challenge: b"" if challenge else said)


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
