"""What arrives is kept before its source is told so, and known again when it comes another time."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from dataclasses import replace
from email.message import EmailMessage
from pathlib import Path

import pytest
from sqlalchemy import Engine, select

from intake.sources import Arrival
from service.failure import Failure
from service.identify import identify
from service.parts import Parts
from service.settings import Settings
from service.taking import alone, keep, take_from
from storage.engine import reading
from storage.receipts import Kept
from storage.store import Store
from storage.tables import Receipt, Sighting


@pytest.fixture
def parts(database: Engine, tmp_path: Path) -> Parts:
    return Parts(Settings(data_dir=tmp_path), database, Store(tmp_path / "store"))


def mail(message_id: str | None = "<1@x.example>", attachment: bytes | None = b"%PDF-1.4 paper", text: str = "") -> bytes:
    message = EmailMessage()
    message["From"] = "fax@gw.example"
    message["Date"] = "Mon, 19 Mar 2018 09:12:41 +0700"
    if message_id:
        message["Message-ID"] = message_id
    message.set_content(text)
    if attachment:
        message.add_attachment(attachment, maintype="application", subtype="pdf", filename="fax.pdf")
    return message.as_bytes()


class Source:
    """Gives what it was given; `done` looks whether it was kept by then."""

    def __init__(self, parts: Parts, *arrivals: Arrival) -> None:
        self.parts, self.given, self.kept_when_done = parts, arrivals, list[bool]()

    def arrivals(self, stop: threading.Event) -> Iterator[Sequence[Arrival]]:
        yield self.given

    def done(self, arrival: Arrival) -> None:
        with reading(self.parts.engine) as session:
            receipts = session.scalars(select(Receipt)).all()
        self.kept_when_done.append(any(self.parts.store.get(receipt.raw_sha256) == arrival.content for receipt in receipts))


def test_a_source_is_told_only_of_what_is_kept_and_fresh_receipts_are_queued(parts: Parts) -> None:
    first = Arrival(mail(), "office/INBOX", "1-1.eml", 1, 1)
    source = Source(parts, first, replace(first, uid=2, name="1-2.eml"), Arrival(b"", "/drop", "empty.tif"))
    queued: list[Kept] = []
    take_from(parts, source, queued.extend, threading.Event())
    assert source.kept_when_done == [True, True, True]
    assert [kept.number for kept in queued] == [1, 2]
    with reading(parts.engine) as session:
        assert len(session.scalars(select(Sighting)).all()) == 3
        assert [receipt.channel for receipt in session.scalars(select(Receipt).order_by(Receipt.id))] == ["mail", "folder"]


def test_a_receipt_knows_when_the_first_server_took_it(parts: Parts) -> None:
    keep(parts, Arrival(mail(), "office/INBOX", "1-1.eml", 1, 1))
    with reading(parts.engine) as session:
        taken_at = session.scalars(select(Receipt.taken_at)).one()
    assert taken_at is not None
    assert taken_at.isoformat() == "2018-03-19T02:12:41+00:00"


def test_identity_holds_message_id_and_what_is_carried() -> None:
    one, other = identify(mail(), "a.eml"), identify(mail(attachment=b"%PDF-1.4 other"), "a.eml")
    assert one.message_id == other.message_id == "1@x.example"
    assert len(one.attachments) == 1
    assert one.attachments != other.attachments


def test_a_mail_without_papers_is_known_by_its_text() -> None:
    one, other = identify(mail(attachment=None, text="ก"), "a.eml"), identify(mail(attachment=None, text="ข"), "a.eml")
    assert one.attachments == ()
    assert one.body_sha256 and other.body_sha256
    assert one.body_sha256 != other.body_sha256


@pytest.mark.parametrize("content", [b"", b"\x00" * 100, b"From: x\r\nContent-Type: multipart/mixed; boundary=\r\n\r\n" + b"-" * 5000])
def test_nothing_is_too_broken_to_be_kept(parts: Parts, content: bytes) -> None:
    assert keep(parts, Arrival(content, "/drop", "broken.eml")).fresh


def test_nobody_else_takes_from_a_source_that_is_held(parts: Parts) -> None:
    with alone(parts, "office/INBOX"), alone(parts, "office/Archive"):
        with pytest.raises(Failure) as refused, alone(parts, "office/INBOX"):
            pass
        assert refused.value.code == "source-taken"
