"""The forms that speak of a person, and by which texts that person is known elsewhere."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from rules.telephone_plan import national
from rules.text import arabic_digits, digits
from storage.search import holds
from storage.tables import Agency, BlindKey, Correction, CorrectionValue, Field, Form, Page, Receipt, ToldValue

NAMES, NUMBERS, ADDRESSES = ("given_name", "surname"), ("phone", "mobile"), ("email", "line_id")
OF_AN_AGENCY = ("agency",)
SHORTEST = 4  # letters of a text that is looked for everywhere
PARTED = ", "


@dataclass(frozen=True, slots=True)
class Found:
    """A form. name: as its fields say; restricted: it is kept from use."""

    form_id: int
    receipt_id: int
    year: int
    number: int
    kept_at: datetime
    state: str
    agency: str
    name: str
    restricted: bool


def find(session: Session, words: Sequence[str]) -> list[Found]:
    """The forms in which every one of these texts stands (loosely: tone marks, white space, ways of writing numbers), the oldest first."""
    wanted = [holds(Form.sought, text) for text in words]
    rows = select(Form.id).where(*wanted) if wanted else select(Form.id).where(Form.id.in_(()))
    return [one for form_id in session.scalars(rows.order_by(Form.id)) if (one := described(session, form_id))]


def described(session: Session, form_id: int) -> Found | None:
    """One form, None where it is not there."""
    rows = select(Form, Receipt, Agency.name).join(Receipt, Receipt.id == Form.receipt_id)
    row = session.execute(rows.outerjoin(Agency, Agency.id == Form.agency_id).where(Form.id == form_id)).one_or_none()
    if row is None:
        return None
    form, receipt, agency = row
    name = " ".join(field.value for field in form.fields if field.kind in NAMES and field.value)
    kept = receipt.year, receipt.number, receipt.kept_at
    return Found(form.id, receipt.id, *kept, form.state, agency or "", name, form.restricted_at is not None)


def with_copies(session: Session, form_ids: Collection[int]) -> set[int]:
    """These forms, and those that an earlier or later reading found on the same pictures."""
    other, picture = aliased(Form), aliased(Page)
    mine = select(Page.image_sha256, Page.run_id).join(Form, Form.page_id == Page.id).where(Form.id.in_(form_ids))
    pictures = session.execute(mine).all()
    same = picture.image_sha256.in_([sha for sha, _ in pictures]) & picture.run_id.not_in([run for _, run in pictures])
    return set(form_ids) | set(session.scalars(select(other.id).join(picture, picture.id == other.page_id).where(same)))


def known_by(session: Session, form_ids: Collection[int]) -> set[str]:
    """The texts that point to this person wherever they stand: whole name, surname, numbers, addresses, in all ways of writing."""
    fields = session.scalars(select(Field).where(Field.form_id.in_(form_ids))).all()
    texts = {text for field in fields for value in _values(session, field) for text in _ways(field.kind, value)}
    for form_id in form_ids:
        parts = [[*_values(session, field)] for field in fields if field.form_id == form_id and field.kind in NAMES]
        firsts, lasts = (parts[0], parts[1]) if len(parts) > 1 else ([], [])
        texts |= {f"{first}{between}{last}" for first in firsts for last in lasts for between in (" ", "", "  ") if first and last}
    return {text for text in texts if len(text) >= SHORTEST}


def _values(session: Session, field: Field) -> Iterator[str]:
    yield from (field.value, field.read, field.machine_value, *field.others, *field.candidates)
    said = select(CorrectionValue.old, CorrectionValue.new).join(Correction).where(Correction.field_id == field.id)
    for old, new in session.execute(said):
        yield from (part for text in (old, new) for part in text.split(PARTED))
    told, keyed = session.get(ToldValue, field.id), session.scalar(select(BlindKey).where(BlindKey.field_id == field.id))
    if told:
        yield from (told.value, *told.others)
    if keyed:
        yield from (keyed.value, *keyed.others, keyed.against)


def _ways(kind: str, text: str) -> Iterator[str]:
    text = text.strip()
    if kind == "surname" or kind in ADDRESSES:
        yield text
    elif kind in NUMBERS and len(digits(arabic_digits(text))) >= 8:
        yield from (text, digits(arabic_digits(text)))
        if text.startswith("+"):
            yield from (text.partition(";")[0], national(text) or text)
