"""A real SMTP server in a thread of this process, that keeps what it takes."""

from __future__ import annotations

import base64
import socket
import ssl
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword

from report.smtp import Server

PASSWORD = "p@ss:word"


class Taken:
    """The mails that the server took, and how it behaves. drops: how often it breaks off after it took a mail, without a word."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.recipients: list[list[str]] = []
        self.unknown: set[str] = set()
        self.busy = 0
        self.drops = 0
        self.logged_in: list[str] = []
        self.encrypted: list[bool] = []
        self.server = Server("")

    tokens: frozenset[str] = frozenset()

    async def auth_XOAUTH2(self, server: Any, arguments: list[str]) -> AuthResult:
        said = dict(part.partition("=")[::2] for part in base64.b64decode(arguments[1]).decode().split("\1") if part)
        self.logged_in.append(said["user"])
        if said["auth"].removeprefix("Bearer ") in self.tokens:
            return AuthResult(success=True)
        await server.challenge_auth(b'{"status":"401"}')
        return AuthResult(success=False, handled=False)

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any) -> str:
        if address in self.unknown:
            return "550 5.1.1 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        if self.busy:
            self.busy -= 1
            return "451 4.3.0 try later"
        self.mails.append(message_from_bytes(envelope.content, policy=policy.default))
        self.recipients.append(envelope.rcpt_tos)
        self.encrypted.append(session.ssl is not None)
        if self.drops:
            self.drops -= 1
            server.transport.abort()
        return "250 taken"

    def authenticate(self, _server: Any, _session: Any, _envelope: Any, _mechanism: str, data: Any) -> AuthResult:
        assert isinstance(data, LoginPassword)
        self.logged_in.append(data.login.decode())
        return AuthResult(success=data.password == PASSWORD.encode(), handled=False)

    def message_ids(self) -> list[str]:
        return [mail["Message-ID"] for mail in self.mails]


@contextmanager
def running_mail_server(tls: ssl.SSLContext | None = None, log_in: bool = False, tokens: Collection[str] = ()) -> Iterator[Taken]:
    """tls: offers STARTTLS. log_in: asks for a user and `PASSWORD`. tokens: for one of these, by XOAUTH2."""
    taken = Taken()
    taken.tokens = frozenset(tokens)
    auth = {"authenticator": taken.authenticate, "auth_required": True, "auth_require_tls": False} if log_in or tokens else {}
    controller = Controller(taken, hostname="127.0.0.1", port=_free_port(), tls_context=tls, **auth)
    controller.start()
    taken.server = Server(f"smtp://127.0.0.1:{controller.port}")
    try:
        yield taken
    finally:
        controller.stop()


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])
