"""How many mails a second are kept and queued on SQLite: bytes and small file fsynced, receipt committed, job in the list."""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from email.message import EmailMessage
from pathlib import Path

from intake.sources import Arrival
from service.jobs import Job, Jobs, prepare, urgency
from service.parts import open_parts
from service.settings import Settings
from service.taking import keep

PAPER_BYTES = 25_000  # a faxed page


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mails", type=int, default=10_000)
    parser.add_argument("--folder", type=Path, help="on the disk that is to be measured")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=args.folder) as name:
        seconds = measure(Path(name), args.mails)
    print(f"{args.mails} mails kept and queued in {seconds:.1f} s: {args.mails / seconds:.0f} a second (goal 100)")


def measure(folder: Path, count: int) -> float:
    """Seconds for so many mails."""
    parts = open_parts(Settings(data_dir=folder), create=True)
    prepare(parts.settings.jobs)
    jobs = Jobs(parts.settings.jobs)
    assert parts.reader
    began = time.monotonic()
    for uid in range(1, count + 1):
        kept = keep(parts, Arrival(_mail(uid), "office/INBOX", f"1-{uid}.eml", 1, uid))
        jobs.add(Job(kept.receipt_id, kept.run_id), urgency(kept.kept_at, kept.taken_at))
    seconds = time.monotonic() - began
    jobs.close()
    parts.engine.dispose()
    return seconds


def _mail(number: int) -> bytes:
    mail = EmailMessage()
    mail["From"], mail["Subject"], mail["Message-ID"] = "fax@gw.example", f"Fax {number}", f"<{number}@gw.example>"
    mail.set_content("1 page")
    mail.add_attachment(b"II*\0" + os.urandom(PAPER_BYTES), maintype="image", subtype="tiff", filename="fax.tif")
    return mail.as_bytes()


if __name__ == "__main__":
    main()
