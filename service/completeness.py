"""Notes about what is missing of a message, put where a person sees them: among its problems."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from dataclasses import replace

from PIL import Image

from intake.types import Page, Problem, Unpacked
from rules.completeness import Sheet, notes
from storage.types import PageResult


def with_notes(unpacked: Unpacked, pages: Sequence[PageResult]) -> Unpacked:
    """The same with a problem for each thing that is missing.

    Nothing is counted where a document gave no pages, which is said already, or has no sheets to count (Word, Excel).
    """
    papers = [page for page in pages if not page.page.typed]
    files = [document for document in unpacked.documents if not document.is_body]
    countable = all(document.pages and not any(page.typed for page in document.pages) for document in files)
    claimed = unpacked.envelope.pages_claimed if countable and papers else None
    found = notes([_sheet(page) for page in papers], claimed, by_gateway=unpacked.sender.gateway is not None)
    return replace(unpacked, problems=(*unpacked.problems, *(Problem(note.code, note.reason) for note in found)))


def _sheet(result: PageResult) -> Sheet:
    return Sheet(result.page.number, result.reading, result.form, result.other.kind if result.other else None, _inches(result.page))


def _inches(page: Page) -> float | None:
    """How long the paper was, of a fax: black and white, its resolution known. A photograph's or drawing's size says nothing."""
    with contextlib.suppress(OSError), Image.open(page.image) as picture:
        return page.height / page.dpi if picture.mode == "1" and page.dpi > 0 else None
    return None
