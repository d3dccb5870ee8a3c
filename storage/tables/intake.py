"""What came in: receipts and their sightings, runs, messages, documents, and how far each mailbox was read."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from storage.tables.base import Base, few, short


class Receipt(Base):
    """Everything that came in has one, with a gap-free intake number (ลำดับรับเข้า) in its Buddhist-era year.

    taken_at: when the gateway or first mail server took it; kept_at: when we did. same_paper_as: an earlier receipt with
    the same document. mark: what the identity table noted. not_ours: why it is none of ours (a code); by a person: settled_by.
    settled_at: a person dealt with what no form could carry. Its state follows from its parts: `storage.states`.
    """

    __tablename__ = "receipts"
    __table_args__ = (UniqueConstraint("year", "number"), few("ix_receipts_not_ours", "not_ours", "not_ours IS NOT NULL"))

    id: Mapped[int] = mapped_column(primary_key=True)
    year: Mapped[int]
    number: Mapped[int]
    raw_sha256: Mapped[str] = mapped_column(short(64), unique=True)
    file_name: Mapped[str]
    size: Mapped[int]
    source: Mapped[str]
    channel: Mapped[str] = mapped_column(short())
    taken_at: Mapped[datetime | None]
    kept_at: Mapped[datetime] = mapped_column(index=True)
    same_paper_as: Mapped[int | None] = mapped_column(ForeignKey("receipts.id"))
    mark: Mapped[str | None] = mapped_column(short(64))
    not_ours: Mapped[str | None] = mapped_column(short())
    settled_at: Mapped[datetime | None]
    settled_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))

    sightings: Mapped[list[Sighting]] = relationship(back_populates="receipt", order_by="Sighting.id")
    runs: Mapped[list[Run]] = relationship(back_populates="receipt", order_by="Run.ordinal")
    message: Mapped[Message | None] = relationship(back_populates="receipt")
    documents: Mapped[list[Document]] = relationship(back_populates="receipt", order_by="Document.ordinal")


class Sighting(Base):
    """Each time a receipt's content was seen; the first one made the receipt. A UID is fetched once."""

    __tablename__ = "sightings"
    __table_args__ = (
        UniqueConstraint("mailbox", "uid_validity", "uid"),
        Index("ix_sightings_receipt", "receipt_id"),
        few("ix_sightings_further", "receipt_id", "first = false"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    receipt_id: Mapped[int] = mapped_column(ForeignKey("receipts.id"))
    first: Mapped[bool]
    source: Mapped[str]
    mailbox: Mapped[str | None]
    uid_validity: Mapped[int | None] = mapped_column(BigInteger)  # unsigned 32 bits
    uid: Mapped[int | None] = mapped_column(BigInteger)
    seen_at: Mapped[datetime]

    receipt: Mapped[Receipt] = relationship(back_populates="sightings")


class Run(Base):
    """One reading of a receipt by one reader version. Open until its results are recorded; a sweep queues open runs.

    error_code, error_reason (Thai): why nothing could be read at all (parked or unreadable as a whole).
    """

    __tablename__ = "runs"
    __table_args__ = (
        UniqueConstraint("receipt_id", "ordinal"),
        Index("ix_runs_open", "closed_at"),
        few("ix_runs_failed", "receipt_id", "error_code IS NOT NULL"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    receipt_id: Mapped[int] = mapped_column(ForeignKey("receipts.id"))
    ordinal: Mapped[int]
    reader: Mapped[str]
    opened_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    error_code: Mapped[str | None] = mapped_column(short(64))
    error_reason: Mapped[str | None]

    receipt: Mapped[Receipt] = relationship(back_populates="runs")


class Message(Base):
    """The head of a receipt's mail and who sent it. Files handed in have none. documents_sha256: its attachments' hash."""

    __tablename__ = "messages"

    receipt_id: Mapped[int] = mapped_column(ForeignKey("receipts.id"), primary_key=True)
    message_id: Mapped[str | None] = mapped_column(index=True)
    documents_sha256: Mapped[str | None] = mapped_column(short(64))
    subject: Mapped[str]
    from_address: Mapped[str | None]
    sender_number: Mapped[str | None] = mapped_column(short(64))
    sender_station: Mapped[str | None]
    gateway: Mapped[str | None] = mapped_column(short())
    pages_claimed: Mapped[int | None]
    automatic: Mapped[str | None] = mapped_column(short())

    receipt: Mapped[Receipt] = relationship(back_populates="message")


class Attachment(Base):
    """The hash of a file that came with a receipt, known before it is unpacked: by these the same mail or paper is known."""

    __tablename__ = "attachments"

    receipt_id: Mapped[int] = mapped_column(ForeignKey("receipts.id"), primary_key=True)
    ordinal: Mapped[int] = mapped_column(primary_key=True)
    sha256: Mapped[str] = mapped_column(short(64), index=True)


class Problem(Base):
    """Something of a receipt that a run could not use and that is no document of its own (a page limit, a broken part).

    A person looks at it until the receipt is settled. document: the name of the file it concerns. reason: Thai.
    """

    __tablename__ = "problems"

    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("runs.id"), index=True)
    code: Mapped[str] = mapped_column(short(64))
    reason: Mapped[str]
    document: Mapped[str | None]


class Document(Base):
    """A file of a receipt. state: kept, reading, read, unreadable, parked, not-a-paper. reason: Thai, with its code."""

    __tablename__ = "documents"
    __table_args__ = (UniqueConstraint("receipt_id", "ordinal"), Index("ix_documents_state", "state"))

    id: Mapped[int] = mapped_column(primary_key=True)
    receipt_id: Mapped[int] = mapped_column(ForeignKey("receipts.id"))
    ordinal: Mapped[int]
    name: Mapped[str]
    media_type: Mapped[str]
    sha256: Mapped[str] = mapped_column(short(64), index=True)
    size: Mapped[int]
    state: Mapped[str] = mapped_column(short())
    reason_code: Mapped[str | None] = mapped_column(short(64))
    reason: Mapped[str | None]

    receipt: Mapped[Receipt] = relationship(back_populates="documents")


class MailboxPosition(Base):
    """How far a mailbox folder was read: UIDs up to last_uid are done. since: when taking began there.

    passed_over: how many messages the mailbox's rule did not take; of them nothing else is kept.
    """

    __tablename__ = "mailbox_positions"

    mailbox: Mapped[str] = mapped_column(primary_key=True)
    uid_validity: Mapped[int] = mapped_column(BigInteger)
    last_uid: Mapped[int] = mapped_column(BigInteger)
    since: Mapped[datetime]
    seen_at: Mapped[datetime]
    passed_over: Mapped[int] = mapped_column(default=0, server_default="0")


class WithheldMail(Base):
    """A message that the server refuses to give. It holds nobody up, and is asked for again until it comes or is gone."""

    __tablename__ = "withheld_mails"

    mailbox: Mapped[str] = mapped_column(primary_key=True)
    uid_validity: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    uid: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    since: Mapped[datetime]
