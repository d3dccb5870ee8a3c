"""How an alarm goes out: by the mail server, else by a second one, else by a command of the office's own."""

from __future__ import annotations

import logging
import shlex
import subprocess
from collections.abc import Iterator
from datetime import datetime

from report.mail_out import Letter, Sender, compose
from report.smtp import InDoubt, NotSent, Server, connected, envelope, hand_over
from service.accounts import smtp_server
from service.settings import Settings, SettingsError, read_secret

log = logging.getLogger(__name__)
COMMAND_SECONDS = 60


class Undelivered(Exception):
    """Nobody took the alarm: set SARABAN_ALARM_SMTP_URL or SARABAN_ALARM_COMMAND, and see that one of them works."""


def deliver(settings: Settings, sentence: str, now: datetime) -> None:
    """Tell those of SARABAN_ALARM_TO (else REPORT_TO). Nothing where no way is set up at all. Raises Undelivered."""
    recipients = settings.alarm_to or settings.report_to
    ways = list(_servers(settings)) if recipients and settings.mail_from else []
    for server in ways:
        try:
            return _mail(server, settings, recipients, sentence, now)
        except (NotSent, InDoubt, SettingsError) as error:
            log.warning("an alarm was not taken: %s", error)
    if settings.alarm_command:
        return _command(settings.alarm_command, sentence)
    if ways:
        raise Undelivered(str(Undelivered.__doc__))


def _servers(settings: Settings) -> Iterator[Server]:
    if settings.smtp_url:
        yield smtp_server(settings)
    if settings.alarm_smtp_url:
        file = settings.alarm_smtp_password_file
        yield Server(settings.alarm_smtp_url, read_secret(file) if file else None)


def _mail(server: Server, settings: Settings, recipients: tuple[str, ...], sentence: str, now: datetime) -> None:
    sender = Sender(settings.mail_from or "", server)
    letter = Letter(f"แจ้งเตือน: {sentence[:60]}", f"{settings.office}\n{sentence}\n{settings.public_url or ''}\n".lstrip(), "")
    domain = sender.address.rpartition("@")[2]
    content = compose(letter, f"<saraban.alarm.{now.timestamp():.6f}@{domain}>", sender.mail_from, recipients, now)
    with connected(server) as smtp:
        envelope(smtp, sender.address, recipients)
        hand_over(smtp, content)


def _command(command: str, sentence: str) -> None:
    """The sentence on its standard input; it has to end well."""
    try:
        subprocess.run(shlex.split(command), input=sentence.encode(), check=True, timeout=COMMAND_SECONDS, capture_output=True)
    except (OSError, subprocess.SubprocessError, ValueError) as error:
        raise Undelivered(f"{Undelivered.__doc__} ({error})") from error
