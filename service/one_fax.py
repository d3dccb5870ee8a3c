"""The way of one fax, on one screen: bytes → pages → lines → labels → second reader on the strips → decided fields.

Storage keeps the bytes before (`storage.receipts.keep`) and the result after (`storage.record.record`).
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from intake.types import Document, Page, Unpacked
from intake.types import Sender as MailSender
from intake.unpack import unpack
from ocr.page import to_page
from ocr.reader import read_page
from ocr.strips import judge_fields, read_fields
from ocr.tesseract import TesseractError
from ocr.text_layer import reading_of_typed
from ocr.types import Box, Reading, StripReading
from rules.confidence import ERROR_ALLOWED
from rules.decide import Knowledge, PageFacts, Sender, decide, wanted_strips
from rules.hands import judged
from rules.labels import find_form, is_filled_in
from rules.pages import other_page
from rules.senders import named
from rules.signature import signed_name
from rules.types import Decided, DecidedForm, FormDefinition, FoundForm, OtherPage
from service.completeness import with_notes
from storage.types import FileResult, PageResult

log = logging.getLogger(__name__)

UNREADABLE = OtherPage("other", "reader-failed", "โปรแกรมอ่านหน้านี้ไม่สำเร็จ โปรดเปิดดูภาพหน้าเอกสาร")


@dataclass(frozen=True, slots=True)
class Tools:
    """What a reading needs besides the bytes. second_reader: auto, always, never. error_allowed: share of accepted fields."""

    forms: Sequence[FormDefinition]
    knowledge: Knowledge
    second_reader: str = "auto"
    error_allowed: float = ERROR_ALLOWED


@dataclass(frozen=True, slots=True)
class SeenPage:
    """A page before anything is decided. reading: None where there is no picture; found: None where no form is on it, then other."""

    page: Page
    reading: Reading | None
    found: FoundForm | None
    other: OtherPage | None = None


def read_file(content: bytes, name: str, work: Path, tools: Tools) -> FileResult:
    """Takes a message or file apart under `work` and reads its pages. Bad input is in the result, in words; never raised."""
    unpacked = unpack(content, name, work)
    seen = [see(page, tools.forms) for page in unpacked.pages]
    body = _typed_into(unpacked, any(page.found for page in seen), tools.forms)
    if body is not None:
        unpacked = unpacked.with_body(body)
        seen += [see(page, tools.forms) for page in unpacked.documents[-1].pages]
    sender = _sender(unpacked.sender, seen, tools.knowledge)
    pages = tuple(read_one_page(page, sender, tools) for page in seen)
    return FileResult(with_notes(unpacked, pages), pages)


def _typed_into(unpacked: Unpacked, has_form: bool, forms: Sequence[FormDefinition]) -> Document | None:
    """The mail's own text, if a form is typed into it: one that is filled in and, beside a form on paper, has its title.

    (The blank form of the letter that is answered may be quoted; who signs a mail gives name, position and telephone too.)
    """
    for body in unpacked.bodies:
        found = find_form(_reading(body.pages[0]), forms)
        if found is not None and is_filled_in(found) and (found.title_found or not has_form):
            return body
    return None


def see(page: Page, forms: Sequence[FormDefinition]) -> SeenPage:
    """A page's lines, and the form whose labels are among them."""
    try:
        reading = _reading(page)
    except ValueError:  # no picture that can be read: a page all the same, for a person to see
        return SeenPage(page, None, None, UNREADABLE)
    found = find_form(reading, forms)
    return SeenPage(page, reading, found, None if found else other_page(reading))


def read_one_page(seen: SeenPage, sender: Sender, tools: Tools) -> PageResult:
    """The form on a page with its fields decided, or what else the page is. Boxes in pixels of the page as received."""
    page, reading, found = seen.page, seen.reading, seen.found
    if reading is None or found is None:
        return PageResult(page, reading, other=seen.other)
    facts = PageFacts(reading.source, reading.damage, reading.reader, signed_name(reading, found))
    hands = typed_or_by_hand(page, reading, found)
    strips = read_again(page, reading, wanted_strips(found, tools.second_reader, facts, hands), found)
    decided = decide(found, strips, tools.knowledge, sender, facts, tools.error_allowed, hands)
    return PageResult(page, reading, form=on_paper(decided, reading, page))


def _reading(page: Page) -> Reading:
    if page.typed:
        return reading_of_typed([(line.text, line.box, line.cell) for line in page.lines])
    return read_page(page.image, dpi=page.dpi, scale=page.scale, words=[(word.text, word.box) for word in page.words])


def read_again(page: Page, reading: Reading, wanted: Mapping[str, Sequence[str]], found: FoundForm) -> dict[str, list[StripReading]]:
    """The second reader's readings of the wanted fields, each in its alphabets, by field name.

    None where it fails, as on a machine that is overloaded: the fields are then decided without its vote.
    """
    boxes = {name: place.box for name, place in found.places.items()}
    try:
        return read_fields(page.image, reading, boxes, wanted, dpi=page.dpi, scale=page.scale)
    except TesseractError as error:
        log.warning("the second reader is left out: %s", error)
        return {}


def typed_or_by_hand(page: Page, reading: Reading, found: FoundForm) -> dict[str, bool]:
    """Which fields are by hand, by name; those of which their ink leaves a doubt are not named."""
    boxes = {name: place.box for name, place in found.places.items()} if reading.source == "ink" else {}
    return judged(judge_fields(page.image, reading, boxes, dpi=page.dpi, scale=page.scale))


def _sender(mail: MailSender, seen: Sequence[SeenPage], knowledge: Knowledge) -> Sender:
    """Who sent it: what the message says, and the agencies that letters, cover sheets and the fax machines' lines name."""
    covers = [page.other.covering.sender for page in seen if page.other and page.other.covering]
    headers = [page.reading.header for page in seen if page.reading]
    forms = sum(page.found is not None for page in seen)
    return Sender(mail.number or "", mail.station or "", mail.address or "", forms, named(dict.fromkeys([*covers, *headers]), knowledge))


def on_paper(form: DecidedForm, reading: Reading, page: Page) -> DecidedForm:
    """The form with its boxes moved from the upright page to the page as received; what was typed has none."""
    return replace(form, fields={name: _received(decided, reading, page) for name, decided in form.fields.items()})


def _received(decided: Decided, reading: Reading, page: Page) -> Decided:
    if decided.box is None or page.typed:
        return replace(decided, box=None)
    left, top, right, bottom = to_page(decided.box, reading.upright)
    x, y = page.scale
    return replace(decided, box=Box(left * x, top * y, right * x, bottom * y))
