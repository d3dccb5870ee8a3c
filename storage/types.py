"""What the reading of one receipt hands to storage."""

from __future__ import annotations

from dataclasses import dataclass

from intake.types import Page, Unpacked
from ocr.types import Reading
from rules.types import DecidedForm, OtherPage


@dataclass(frozen=True, slots=True)
class PageResult:
    """What was made of one page: its reading, and either a form or what other kind of page it is.

    The boxes of the form's fields are in pixels of the page as received.
    """

    page: Page
    reading: Reading | None
    form: DecidedForm | None = None
    other: OtherPage | None = None


@dataclass(frozen=True, slots=True)
class FileResult:
    """What was made of one message or file: taken apart, and its pages in order."""

    unpacked: Unpacked
    pages: tuple[PageResult, ...] = ()
