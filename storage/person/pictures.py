"""Page images with a person's values blacked out."""

from __future__ import annotations

import io
from collections.abc import Iterable

from PIL import Image, ImageDraw
from sqlalchemy import select
from sqlalchemy.orm import Session

from ocr import serial
from storage.person.find import OF_AN_AGENCY
from storage.search import loose
from storage.store import NotInStore, Store
from storage.tables import Field, Form, Page

MARGIN = 0.6  # of the value's height, on all sides: letters reach beyond what was read


def blacked_out(session: Session, store: Store, pages: Iterable[Page], forms: Iterable[int], texts: Iterable[str]) -> dict[str, str]:
    """New pictures for those of the pages that show the person, by hash: old to new. A value without a place blacks out the whole page.

    So does a reading (of a covering letter) in which one of the texts stands. The new pictures are in the store.
    """
    new: dict[str, str] = {}
    wanted = set(forms)
    for page in pages:
        boxes = _boxes(session, page, wanted)
        if boxes is None and not _speaks_of(store, page, texts):
            continue
        source = new.get(page.image_sha256, page.image_sha256)
        try:
            new[page.image_sha256] = store.put(_blacken(store.get(source), page, boxes))
        except NotInStore:
            continue
    return {old: picture for old, picture in new.items() if old != picture}


def _boxes(session: Session, page: Page, forms: set[int]) -> list[list[float]] | None:
    """Where the person's values stand; None where the page shows none, an empty list where nobody knows where."""
    rows = select(Field).join(Form).where(Form.page_id == page.id, Form.id.in_(forms), Field.kind.not_in(OF_AN_AGENCY))
    fields = session.scalars(rows).all()
    if not fields:
        return None
    if any(field.box is None and (field.value or field.read) for field in fields):
        return []
    return [field.box for field in fields if field.box]


def _blacken(content: bytes, page: Page, boxes: list[list[float]] | None) -> bytes:
    with Image.open(io.BytesIO(content)) as stored:
        image = stored.copy() if stored.mode in ("1", "L", "RGB") else stored.convert("RGB")
    pen = ImageDraw.Draw(image)
    for left, top, right, bottom in boxes or ():
        x, y, margin = 1 / page.scale_x, 1 / page.scale_y, MARGIN * (bottom - top)
        pen.rectangle(((left - margin) * x, (top - margin) * y, (right + margin) * x, (bottom + margin) * y), fill=0)
    if not boxes:
        pen.rectangle((0, 0, *image.size), fill=0)
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def _speaks_of(store: Store, page: Page, texts: Iterable[str]) -> bool:
    if page.reading_sha256 is None:
        return False
    try:
        said = loose("".join(line.text for line in serial.loads(store.get(page.reading_sha256)).lines))
    except (NotInStore, ValueError):
        return False
    return any(loose(text) in said for text in texts)
