"""The intake role: what arrives is kept first, and only then is its source told so."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from intake.drop_folder import DropFolder
from intake.imap import Account
from intake.mailbox import FolderState, Mailbox
from intake.sources import Arrival, Fault, Source
from service.failure import Failure
from service.identify import identify
from service.locks import Taken, held
from service.parts import Parts
from service.settings import MailboxSettings
from storage import receipts
from storage.positions import position, save_position
from storage.receipts import Kept

log = logging.getLogger(__name__)
Queue = Callable[[Kept], None]


def take_from(parts: Parts, source: Source, queue: Queue, stop: threading.Event) -> None:
    """Keeps everything that a source gives until `stop`."""
    for arrival in source.arrivals(stop):
        kept = keep(parts, arrival)
        source.done(arrival)
        if kept.fresh:
            queue(kept)


def keep(parts: Parts, arrival: Arrival, channel: str = "folder") -> Kept:
    """The receipt of an arrival; it is on the disk when this returns. channel: of a bare file (folder, hand)."""
    identity = identify(arrival.content, arrival.name)
    kept = receipts.keep(
        parts.engine,
        parts.store,
        receipts.Arrival(
            raw=arrival.content,
            file_name=arrival.name,
            source=arrival.source,
            channel=identity.channel or channel,
            seen_at=datetime.now(UTC),
            reader=parts.reader,
            taken_at=identity.taken_at or arrival.arrived_at,
            mailbox=arrival.source if arrival.uid is not None else None,
            uid_validity=arrival.uidvalidity,
            uid=arrival.uid,
            message_id=identity.message_id,
            attachments=identity.attachments,
            body_sha256=identity.body_sha256,
        ),
    )
    log.info("%s: %s is receipt %d/%d%s", arrival.source, arrival.name, kept.number, kept.year, "" if kept.fresh else " (seen before)")
    return kept


def sources(parts: Parts) -> dict[str, Callable[[], Source]]:
    """How to open each source of the settings, by its name."""
    found: dict[str, Callable[[], Source]] = {}
    for mailbox in parts.settings.imap.values():
        account = account_of(mailbox)
        for folder in account.folders:
            found[f"{account.name}/{folder}"] = _mailbox(parts, mailbox, folder)
    for path in parts.settings.drop.values():
        found[str(path)] = lambda path=path: DropFolder(path, report=_report)  # type: ignore[misc]
    return found


def account_of(mailbox: MailboxSettings, *folders: str) -> Account:
    """The account of a mailbox's settings, with all of its folders or those named. Raises SettingsError."""
    return Account(mailbox.url, mailbox.user, mailbox.password(), folders or mailbox.folders)


def open_mailbox(parts: Parts, account: Account) -> Mailbox:
    """A mailbox that remembers in the database how far it was taken."""
    names = {folder: f"{account.name}/{folder}" for folder in account.folders}
    known = {folder: position(parts.engine, name) for folder, name in names.items()}
    states = {folder: FolderState(p.uid_validity, p.last_uid, p.seen_at) for folder, p in known.items() if p}

    def remember(folder: str, state: FolderState) -> None:
        save_position(parts.engine, names[folder], state.uidvalidity, state.last_uid, state.looked_at)

    return Mailbox(account, states, remember, report=_report)


@contextmanager
def alone(parts: Parts, name: str) -> Iterator[None]:
    """Holds a source, so that no other process takes from it meanwhile. Raises Failure."""
    try:
        with held(parts.settings.locks, f"intake-{name}"):
            yield
    except Taken as error:
        raise Failure("source-taken", f"มีโปรแกรมอื่นกำลังรับเอกสารจาก {name} อยู่ โปรดหยุดโปรแกรมนั้นก่อน") from error


def _mailbox(parts: Parts, mailbox: MailboxSettings, folder: str) -> Callable[[], Source]:
    return lambda: open_mailbox(parts, account_of(mailbox, folder))


def _report(fault: Fault) -> None:
    if fault.until:
        log.warning("%s: seen again, after it was blind since %s", fault.source, fault.since)
    else:
        log.warning("%s: %s; run `saraban check`", fault.source, fault.reason)
