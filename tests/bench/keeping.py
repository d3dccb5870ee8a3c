"""How many mails a second are kept and queued on SQLite: bytes and small file on the disk, receipt committed, job in the list.

The daemon's own way (`service.taking.take_from`), out of a real Dovecot; `--from memory` leaves the mail server out of it.
"""

from __future__ import annotations

import argparse
import base64
import os
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from itertools import islice
from pathlib import Path

from intake.imap import Account
from intake.mailbox import Mailbox
from intake.sources import Arrival, Source, together
from service.jobs import Job, Jobs, prepare, urgency
from service.mail_memory import DatabaseMemory
from service.parts import Parts, open_parts
from service.settings import Settings
from service.taking import take_from
from storage.receipts import Kept
from tests.support.dovecot import Dovecot

PAPER_BYTES = 25_000  # a faxed page
Opened = Callable[[Parts, threading.Event, int], AbstractContextManager[Source]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mails", type=int, default=10_000)
    parser.add_argument("--folder", type=Path, help="on the disk that is to be measured")
    parser.add_argument("--from", dest="source", choices=("imap", "memory"), default="imap")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=args.folder) as name:
        seconds = measure(Path(name), args.mails, {"imap": from_imap, "memory": from_memory}[args.source])
    print(f"{args.mails} mails from {args.source} kept and queued in {seconds:.1f} s: {args.mails / seconds:.0f} a second (goal 100)")


def measure(folder: Path, count: int, opened: Opened) -> float:
    """Seconds for so many mails."""
    parts = open_parts(Settings(data_dir=folder), create=True)
    prepare(parts.settings.jobs)
    jobs = Jobs(parts.settings.jobs)
    assert parts.reader
    stop, left = threading.Event(), count

    def queue(kept: Sequence[Kept]) -> None:
        nonlocal left
        jobs.add_all({Job(each.receipt_id, each.run_id): urgency(each.kept_at, each.taken_at) for each in kept})
        left -= len(kept)
        if left == 0:
            stop.set()

    with opened(parts, stop, count) as source:
        began = time.monotonic()
        take_from(parts, source, queue, stop)
        seconds = time.monotonic() - began
    assert left == 0
    jobs.close()
    parts.engine.dispose()
    return seconds


class FromMemory:
    """Gives mails that it makes on the way."""

    def __init__(self, count: int) -> None:
        self._count = count

    def arrivals(self, stop: threading.Event) -> Iterator[Sequence[Arrival]]:
        yield from together((Arrival(_mail(uid), "office/INBOX", f"1-{uid}.eml", 1, uid), PAPER_BYTES) for uid in range(1, self._count + 1))

    def done(self, arrival: Arrival) -> None:
        """Nothing is kept of what was given."""


@contextmanager
def from_memory(parts: Parts, stop: threading.Event, count: int) -> Iterator[Source]:
    yield FromMemory(count)


@contextmanager
def from_imap(parts: Parts, stop: threading.Event, count: int) -> Iterator[Source]:
    """A mailbox to which so many mails came while the daemon was away."""
    with Dovecot() as server:
        account = Account(server.url, server.user, server.password)
        memory = DatabaseMemory(parts, account.name, stop)
        looked = threading.Event()
        list(Mailbox(account, memory, report=lambda fault: looked.set()).arrivals(looked))
        with server.client() as client:
            numbers = iter(range(count))
            while some := list(islice(numbers, 100)):
                client.multiappend("INBOX", [_mail(number) for number in some])
        yield Mailbox(account, memory, poll=1.0)


def _mail(number: int) -> bytes:
    paper = base64.encodebytes(b"II*\0" + os.urandom(PAPER_BYTES)).replace(b"\n", b"\r\n").decode()
    return f"""From: fax@gw.example\r
Subject: Fax {number}\r
Date: Mon, 19 Mar 2018 09:12:41 +0700\r
Message-ID: <{number}@gw.example>\r
MIME-Version: 1.0\r
Content-Type: multipart/mixed; boundary="part"\r
\r
--part\r
Content-Type: text/plain\r
\r
1 page\r
--part\r
Content-Type: image/tiff; name="fax.tif"\r
Content-Disposition: attachment; filename="fax.tif"\r
Content-Transfer-Encoding: base64\r
\r
{paper}--part--\r
""".encode()


if __name__ == "__main__":
    main()
