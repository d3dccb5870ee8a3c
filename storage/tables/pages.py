"""The sheets of a document."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from storage.tables.base import Base, short
from storage.tables.intake import Document


class Page(Base):
    """A sheet as one run read it. image_sha256: its PNG; reading_sha256: its reading (JSON) in the store.

    number: over all pages of the message. dpi, scale_x, scale_y: as `intake.types.Page`. turn (0, 90, 180, 270 degrees
    clockwise) brings it upright. kind: form, or as `rules.types.OtherPage` (form with another state: another form). state:
    form (it holds one), aside (rightly none), waiting (it ought to have one: a person looks), settled (a person did),
    superseded (a later run read the paper again). reason: Thai, with its code.
    """

    __tablename__ = "pages"
    __table_args__ = (UniqueConstraint("run_id", "number"), Index("ix_pages_document", "document_id"), Index("ix_pages_state", "state"))

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id"))
    run_id: Mapped[int] = mapped_column(ForeignKey("runs.id"))
    number: Mapped[int]
    image_sha256: Mapped[str] = mapped_column(short(64))
    reading_sha256: Mapped[str | None] = mapped_column(short(64))
    width: Mapped[int]
    height: Mapped[int]
    dpi: Mapped[float]
    scale_x: Mapped[float] = mapped_column(default=1.0)
    scale_y: Mapped[float] = mapped_column(default=1.0)
    turn: Mapped[int] = mapped_column(default=0)
    kind: Mapped[str] = mapped_column(short())
    state: Mapped[str] = mapped_column(short())
    reason_code: Mapped[str | None] = mapped_column(short(64))
    reason: Mapped[str | None]

    document: Mapped[Document] = relationship()


class CoveringLetter(Base):
    """What a letter or cover sheet on a page says of itself (`rules.covering`), confirmed by nobody. circular: which it answers."""

    __tablename__ = "covering_letters"

    page_id: Mapped[int] = mapped_column(ForeignKey("pages.id"), primary_key=True)
    number: Mapped[str] = mapped_column(short(64))
    dated: Mapped[date | None]
    sender: Mapped[str]
    subject: Mapped[str]
    circular: Mapped[str] = mapped_column(short(64))
