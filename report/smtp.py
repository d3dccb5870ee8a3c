"""The mail server, by URL: `smtps://user:password@host:465`, or `smtp://…:587` (STARTTLS where the server offers it)."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import TypeVar
from urllib.parse import unquote, urlsplit

TIMEOUT = 30.0  # seconds a step: a server that says nothing must not hold the sender for ever
T = TypeVar("T")
PORTS = {"smtp": 587, "smtps": 465}
HERE = ("localhost", "127.0.0.1", "::1")


class NotSent(Exception):
    """The server certainly did not take the mail. code: a stable word for the log and the next report."""

    def __init__(self, code: str, detail: str, for_good: bool = False) -> None:
        super().__init__(f"{code}: {detail}")
        self.code = code
        self.for_good = for_good


class InDoubt(Exception):
    """The connection broke after the mail's bytes went out: nobody knows whether the server took it."""

    code = "in-doubt"


@dataclass(frozen=True, slots=True)
class Server:
    """Where mail is handed over. password: where it does not stand in the URL.

    token: instead of it, an access token for XOAUTH2; asked with True it must be a new one, for the old one was refused.
    It raises NotSent.
    """

    url: str
    password: str | None = None
    token: Callable[[bool], str] | None = None

    def secret(self) -> tuple[str, str] | None:
        """User and password; None where the server asks for none."""
        parts = urlsplit(self.url)
        password = self.password or unquote(parts.password or "")
        return (unquote(parts.username), password) if parts.username else None


@contextmanager
def connected(server: Server) -> Iterator[smtplib.SMTP]:
    """A session with the server, encrypted and logged in. Raises NotSent. A password never goes over an open line to elsewhere."""
    smtp = _step("smtp-unreachable", lambda: _connect(server.url))
    try:
        _step("smtp-tls", lambda: _encrypt(smtp, server.url))
        secret = server.secret()
        token = server.token
        if secret and token:
            _step("smtp-login", lambda: _show_token(smtp, secret[0], token))
        elif secret:
            _step("smtp-login", lambda: smtp.login(*secret))
        yield smtp
    finally:
        smtp.close()


def envelope(smtp: smtplib.SMTP, sender: str, recipients: Sequence[str]) -> list[str]:
    """Say from whom and to whom; the mail itself has not gone out yet. Gives the codes of what went wrong with single recipients.

    Raises NotSent: for good where the server knows none of them, and not for good where another try may reach one.
    """
    _step("smtp-sender", lambda: _expect(smtp.mail(sender)))
    refusals: list[NotSent] = []
    for recipient in recipients:
        try:
            _step("smtp-recipient", partial(_to, smtp, recipient))
        except NotSent as refusal:
            refusals.append(refusal)
    if len(refusals) == len(recipients):
        raise next((refusal for refusal in refusals if not refusal.for_good), refusals[0])
    return [refusal.code for refusal in refusals]


def hand_over(smtp: smtplib.SMTP, content: bytes) -> None:
    """Send the bytes. On return the server has taken them. Raises NotSent (refused) or InDoubt (no answer)."""
    try:
        answer = smtp.data(content)
    except smtplib.SMTPDataError as error:
        raise _refusal("smtp-data", error) from error
    except (smtplib.SMTPException, OSError) as error:
        raise InDoubt(str(error)) from error
    if answer[0] != 250:
        raise _refusal("smtp-data", smtplib.SMTPResponseException(*answer))


def _connect(url: str) -> smtplib.SMTP:
    parts = urlsplit(url)
    host, port = parts.hostname or "localhost", parts.port or PORTS[parts.scheme]
    if parts.scheme == "smtps":
        return smtplib.SMTP_SSL(host, port, timeout=TIMEOUT, context=ssl.create_default_context())
    return smtplib.SMTP(host, port, timeout=TIMEOUT)


def _encrypt(smtp: smtplib.SMTP, url: str) -> None:
    smtp.ehlo_or_helo_if_needed()
    parts = urlsplit(url)
    if parts.scheme == "smtps":
        return
    if smtp.has_extn("starttls"):
        smtp.starttls(context=_context(parts.hostname))
        smtp.ehlo()
    elif parts.username and parts.hostname not in HERE:
        raise smtplib.SMTPException("the server offers no encryption, and the password is not sent without it")


def _show_token(smtp: smtplib.SMTP, user: str, token: Callable[[bool], str]) -> None:
    try:
        _xoauth2(smtp, user, token(False))
    except smtplib.SMTPAuthenticationError:  # it may have run out before its time
        _xoauth2(smtp, user, token(True))


def _xoauth2(smtp: smtplib.SMTP, user: str, token: str) -> None:
    smtp.ehlo_or_helo_if_needed()
    said = f"user={user}\1auth=Bearer {token}\1\1"
    # A challenge after the first answer says why it was refused; an empty answer ends it.
    smtp.auth("XOAUTH2", lambda challenge=None: "" if challenge else said)


def _context(host: str | None) -> ssl.SSLContext:
    """A server on this machine may show a certificate of its own making: the line does not leave the machine."""
    context = ssl.create_default_context()
    if host in HERE:
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context


def _to(smtp: smtplib.SMTP, recipient: str) -> None:
    _expect(smtp.rcpt(recipient))


def _expect(answer: tuple[int, bytes]) -> None:
    if answer[0] not in (250, 251):
        raise smtplib.SMTPResponseException(*answer)


def _step(code: str, step: Callable[[], T]) -> T:
    try:
        return step()
    except smtplib.SMTPResponseException as error:
        raise _refusal(code, error) from error
    except UnicodeError as error:  # an address that the server cannot be told
        raise NotSent(code, str(error), for_good=True) from error
    except (smtplib.SMTPException, OSError) as error:
        raise NotSent(code, str(error)) from error


def _refusal(code: str, error: smtplib.SMTPResponseException) -> NotSent:
    """5xx is meant for good; but a refused log-in or sender is a setting that somebody will mend."""
    text = error.smtp_error.decode("utf-8", "replace") if isinstance(error.smtp_error, bytes) else error.smtp_error
    for_good = error.smtp_code >= 500 and code in ("smtp-recipient", "smtp-data")
    return NotSent(code, f"{error.smtp_code} {text}", for_good)
