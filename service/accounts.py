"""Mailboxes and mail server of the settings, with their ways to log in."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote, urlsplit

from intake.imap import Account, ImapError
from report.smtp import NotSent, Server
from service.settings import MailboxSettings, Settings, read_secret


def account_of(settings: Settings, mailbox: MailboxSettings, *folders: str) -> Account:
    """The account of a mailbox's settings, with all of its folders or those named. Raises SettingsError."""
    wanted = folders or mailbox.folders
    if mailbox.oauth_file is None:
        return Account(mailbox.url, mailbox.user, mailbox.password(), wanted)
    return Account(mailbox.url, mailbox.user, "", wanted, token=_asking(settings, mailbox.oauth_file, mailbox.user, ImapError))


def smtp_server(settings: Settings) -> Server:
    """The mail server of the settings, which must name one. Raises SettingsError."""
    assert settings.smtp_url is not None
    if settings.smtp_oauth_file is not None:
        user = unquote(urlsplit(settings.smtp_url).username or "")
        return Server(settings.smtp_url, token=_asking(settings, settings.smtp_oauth_file, user, NotSent))
    return Server(settings.smtp_url, read_secret(settings.smtp_password_file) if settings.smtp_password_file else None)


def _asking(settings: Settings, file: Path, user: str, wrap: Callable[[str, str], Exception]) -> Callable[[bool], str]:
    """Asks for an access token; what goes wrong is raised as wrap(code, detail)."""
    from service.oauth import NoToken, Tokens  # slow to import, and only some offices need it

    tokens = Tokens(settings, file, user)

    def ask(renew: bool) -> str:
        try:
            return tokens.get(renew)
        except NoToken as error:
            raise wrap(error.code, str(error)) from error

    return ask
