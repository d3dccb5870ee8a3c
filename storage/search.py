"""Text as it is searched for: without tone marks and white space, telephone numbers in any way of writing."""

from __future__ import annotations

import re
from collections.abc import Iterable

from sqlalchemy import ColumnElement, and_, false
from sqlalchemy.orm import InstrumentedAttribute, Session

from rules.telephone_plan import national
from rules.text import arabic_digits, digits, key
from storage.tables import Agency, Form, Message, Receipt

_SIGNS = re.compile("[\u0e47-\u0e4e]")  # ็ ่ ้ ๊ ๋ ์ ํ ๎
_JOINTS = re.compile(r"(?<=\d)[\s().\-/–]+(?=\d)")
_NUMBER = re.compile(r"\+?[\d\s().\-–]{4,}")
TELEPHONES = ("phone", "mobile")
PARTED = "|"


def loose(text: str) -> str:
    """Folded, small letters, Arabic digits, no white space, no tone marks and other signs above."""
    return _SIGNS.sub("", key(text))


def words_of(typed: str) -> tuple[str, ...]:
    """What was typed as words to look for; digits of one number written apart (`0-5356 9692`) become one word."""
    joined = _JOINTS.sub("", arabic_digits(typed)) if _NUMBER.fullmatch(arabic_digits(typed).strip()) else arabic_digits(typed)
    return tuple(_without_country(loose(word)) for word in joined.split() if loose(word))


def holds(column: InstrumentedAttribute[str], typed: str) -> ColumnElement[bool]:
    """The column (as `describe` writes it) holds every word that was typed."""
    words = words_of(typed)
    return and_(*(column.contains(word, autoescape=True) for word in words)) if words else false()


def describe(session: Session, form: Form) -> None:
    """Write down what the form may be searched by: agency, values, sender and intake number. To be called after each change."""
    receipt, message = session.get_one(Receipt, form.receipt_id), session.get(Message, form.receipt_id)
    agency = session.get(Agency, form.agency_id) if form.agency_id else None
    values = [(field.kind, (field.value, *field.others)) for field in form.fields]
    sender = (message.sender_number, message.sender_station, message.from_address) if message else (None, None, None)
    form.sought = sought_by(f"{receipt.number}/{receipt.year}", agency.name if agency else None, values, sender)


def sought_by(
    number: str, agency: str | None, values: Iterable[tuple[str, Iterable[str]]], sender: tuple[str | None, str | None, str | None]
) -> str:
    """The same from what is known. number: `12/2561`; values: by kind; sender: number, station, address."""
    texts = [text for kind, of_field in values for text in _values(kind, of_field)]
    sent_from = [*_values("phone", (sender[0] or "",)), digits(sender[1] or ""), sender[2] or ""]
    known = (number, agency, *texts, *sent_from)
    return PARTED.join(dict.fromkeys(loose(text) for text in known if text))


def _values(kind: str, values: Iterable[str]) -> list[str]:
    """Telephones as dialled in the country, `0535692` and extension apart."""
    return [national(value) or value if kind in TELEPHONES and value.startswith("+") else value for value in values]


def _without_country(word: str) -> str:
    return f"0{word[3:]}" if re.fullmatch(r"\+66\d+", word) else word
