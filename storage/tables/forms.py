"""Forms found on pages, their fields, and what people made of them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from storage.tables.agencies import Agency
from storage.tables.base import Base, few, short
from storage.tables.pages import Page

MIX, PRIME = 7919, 10007
ONE_IN = 20  # of the fields that the machine was sure of


def mixed(of: str = "") -> str:
    """SQL: a number from a field's id that goes with nothing else of it: not with its place on the form, nor with when it came."""
    return f"({of}id % {PRIME} * {MIX} % {PRIME})"


def sampled(of: str = "") -> str:
    """SQL: one in twenty of the fields that the machine was sure of, the same ones whenever one asks, in the words of their index."""
    return f"{of}sure AND {of}machine_value <> '' AND {mixed(of)} % {ONE_IN} = 0"


def doubtful(of: str = "") -> str:
    """SQL: a field that waits for a person, in the words of its index."""
    return f"{of}state = 'waiting'"


class Form(Base):
    """A form on a page. state: waiting, done, withdrawn. version: grows at each save; a save of an older one is refused.

    all_fields, sure_fields: how many it has, and how many of them the machine accepted; sought: what it is searched by (`storage.search`).
    restricted_at: since when the person asks that what it says is kept from use.
    """

    __tablename__ = "forms"
    __table_args__ = (
        Index("ix_forms_state", "state", "receipt_id"),
        Index("ix_forms_circular", "circular_id", "agency_id"),
        Index("ix_forms_made_at", "made_at"),
        few("ix_forms_unknown", "receipt_id", "agency_id IS NULL"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    page_id: Mapped[int] = mapped_column(ForeignKey("pages.id"), index=True)
    receipt_id: Mapped[int] = mapped_column(ForeignKey("receipts.id"), index=True)
    definition: Mapped[str] = mapped_column(short(64))
    state: Mapped[str] = mapped_column(short())
    agency_id: Mapped[int | None] = mapped_column(ForeignKey("agencies.id"))
    circular_id: Mapped[int | None] = mapped_column(ForeignKey("circulars.id"))
    version: Mapped[int] = mapped_column(default=1)
    made_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
    done_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    all_fields: Mapped[int] = mapped_column(default=0, server_default="0")
    sure_fields: Mapped[int] = mapped_column(default=0, server_default="0")
    sought: Mapped[str] = mapped_column(default="", server_default="")
    restricted_at: Mapped[datetime | None]

    page: Mapped[Page] = relationship()
    agency: Mapped[Agency | None] = relationship()
    fields: Mapped[list[Field]] = relationship(back_populates="form", order_by="Field.ordinal")


class Field(Base):
    """A value of a form. value: in force now; read: as on the paper; machine_value: what the machine decided, never changed.

    state: accepted, waiting, confirmed, corrected, blank, unreadable. box: left, top, right, bottom in pixels of the page
    as received (times 1/scale: of the stored PNG), null where there is no place. proofs: codes (`rules.proofs`).
    sure: the machine accepted it, whatever people made of it; incomplete: the sender left a part of it out, a person says.
    """

    __tablename__ = "fields"
    __table_args__ = (
        UniqueConstraint("form_id", "name"),
        Index("ix_fields_state", "state"),
        few("ix_fields_sampled", text(mixed()), sampled()),
        few("ix_fields_doubtful", text(mixed()), doubtful()),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    form_id: Mapped[int] = mapped_column(ForeignKey("forms.id"))
    ordinal: Mapped[int]
    name: Mapped[str] = mapped_column(short(64))
    kind: Mapped[str] = mapped_column(short())
    state: Mapped[str] = mapped_column(short())
    value: Mapped[str]
    read: Mapped[str]
    machine_value: Mapped[str]
    confidence: Mapped[float]
    hand: Mapped[bool]
    box: Mapped[list[float] | None]
    others: Mapped[list[str]]
    candidates: Mapped[list[str]]
    proofs: Mapped[list[str]]
    sure: Mapped[bool] = mapped_column(default=False, server_default=false())
    incomplete: Mapped[bool] = mapped_column(default=False, server_default=false())

    form: Mapped[Form] = relationship(back_populates="fields")


class Correction(Base):
    """That a person changed or confirmed a field: kept for ever. action: confirmed, corrected, blank, unreadable, told, undone."""

    __tablename__ = "corrections"

    id: Mapped[int] = mapped_column(primary_key=True)
    field_id: Mapped[int] = mapped_column(ForeignKey("fields.id"), index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime] = mapped_column(index=True)
    action: Mapped[str] = mapped_column(short())
    form_version: Mapped[int]


class CorrectionValue(Base):
    """Old and new value of a correction: apart, so that they can be erased without breaking the trail."""

    __tablename__ = "correction_values"

    correction_id: Mapped[int] = mapped_column(ForeignKey("corrections.id"), primary_key=True)
    old: Mapped[str]
    new: Mapped[str]


class SecondPaper(Base):
    """A further form of the same agency for the same circular, and what it is to the one before.

    proposed, decided: same, better-copy, replaces, additional. decided: empty until a person has to say so; decided_by: who,
    none where the program could tell by itself.
    """

    __tablename__ = "second_papers"

    form_id: Mapped[int] = mapped_column(ForeignKey("forms.id"), primary_key=True)
    earlier_id: Mapped[int] = mapped_column(ForeignKey("forms.id"), index=True)
    proposed: Mapped[str] = mapped_column(short())
    decided: Mapped[str | None] = mapped_column(short())
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    decided_at: Mapped[datetime | None]


class QuotedNumber(Base):
    """The number of a letter that a paper quotes (`ลพ 0017.2/ว 123`), canonical: by it a return finds its circular."""

    __tablename__ = "quoted_numbers"

    receipt_id: Mapped[int] = mapped_column(ForeignKey("receipts.id"), primary_key=True)
    number: Mapped[str] = mapped_column(short(64), primary_key=True)
