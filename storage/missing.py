"""What ought to be there and is not: intake numbers without a receipt, pages and files that are gone. The report says so."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import Subquery, and_, func, select
from sqlalchemy.orm import Session, aliased

from storage.new_receipts import SERIES
from storage.numbers import skipped
from storage.store import Store
from storage.tables import Counter, Document, Form, Message, Page, Receipt, Run

MOST_NAMED = 5
Number = tuple[int, int]  # year of the Buddhist era, intake number


@dataclass(frozen=True, slots=True)
class Missing:
    """numbers: given, neither left out on purpose nor borne by a receipt; unnumbered: receipts beyond the last number given.

    pages, files: receipts that lack some.
    """

    numbers: tuple[Number, ...] = ()
    unnumbered: tuple[Number, ...] = ()
    pages: tuple[Number, ...] = ()
    files: tuple[Number, ...] = ()


def missing(session: Session, store: Store | None) -> Missing:
    """All that is gone. Without a store, files are not looked for."""
    numbers, unnumbered = _numbers(session)
    return Missing(numbers, unnumbered, tuple(_pages(session)), tuple(_files(session, store)) if store else ())


def short_of_pages(session: Session) -> Sequence[Number]:
    """Receipts that still wait and brought fewer pages than their sender counted, though they hold a form."""
    form = select(Form.id).where(Form.receipt_id == Receipt.id, Form.state == "waiting").correlate(Receipt).exists()
    counted = _page_counts()
    rows = (
        select(Receipt.year, Receipt.number)
        .join(Message, Message.receipt_id == Receipt.id)
        .join(counted, counted.c.receipt_id == Receipt.id)
    )
    short = and_(Message.pages_claimed > counted.c.pages, counted.c.pages > 0, Receipt.not_ours.is_(None), Receipt.settled_at.is_(None))
    return [(year, number) for year, number in session.execute(rows.where(short, form).order_by(Receipt.id))]


def _numbers(session: Session) -> tuple[tuple[Number, ...], tuple[Number, ...]]:
    given = {row.year: row.n for row in session.scalars(select(Counter).where(Counter.series == SERIES))}
    borne: dict[int, set[int]] = {}
    for year, number in session.execute(select(Receipt.year, Receipt.number)):
        borne.setdefault(year, set()).add(number)
    left_out = skipped(session, SERIES)
    unborne = ((year, n) for year, last in given.items() for n in range(1, last + 1) if n not in borne.get(year, ()))
    gone = [number for number in unborne if number not in left_out]
    beyond = [(year, n) for year, numbers in borne.items() for n in numbers if n > given.get(year, 0)]
    return tuple(sorted(gone)), tuple(sorted(beyond))


def _pages(session: Session) -> Iterator[Number]:
    """Receipts whose last run has a gap in its pages, or read a document of which no page is there."""
    counted = _page_counts()
    gap = select(Receipt.year, Receipt.number).join(counted, counted.c.receipt_id == Receipt.id).where(counted.c.pages < counted.c.last)
    page = select(Page.id).where(Page.document_id == Document.id).correlate(Document).exists()
    bare = select(Receipt.year, Receipt.number).join(Document, Document.receipt_id == Receipt.id).where(Document.state == "read", ~page)
    yield from sorted({(year, number) for query in (gap, bare) for year, number in session.execute(query)})


def _page_counts() -> Subquery:
    """A subquery: receipt_id, pages of its last closed run, the highest of their numbers."""
    later = aliased(Run)
    newer = select(later.id).where(later.receipt_id == Run.receipt_id, later.ordinal > Run.ordinal).correlate(Run).exists()
    rows = select(Run.receipt_id, func.count(Page.id).label("pages"), func.max(Page.number).label("last")).join(Page, Page.run_id == Run.id)
    return rows.where(~newer).group_by(Run.receipt_id).subquery()


def _files(session: Session, store: Store) -> Iterator[Number]:
    originals = select(Receipt.year, Receipt.number, Receipt.raw_sha256)
    images = (
        select(Receipt.year, Receipt.number, Page.image_sha256).join(Run, Run.receipt_id == Receipt.id).join(Page, Page.run_id == Run.id)
    )
    known: dict[str, bool] = {}
    gone: set[Number] = set()
    for query in (originals, images):
        for year, number, sha in session.execute(query):
            if not known.setdefault(sha, store.has(sha) or store.erased(sha)):
                gone.add((year, number))
    yield from sorted(gone)
