"""The files of a folder, read as `saraban read` reads them, each laid against its truth; what that costs."""

from __future__ import annotations

import resource
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from intake.types import Page
from ocr.ink import Picture
from rules.types import FormDefinition
from service.evaluate.judge import Judged, definition_of, judged
from service.evaluate.strips import cut
from service.evaluate.truth import TrueFile, TrueForm
from service.one_fax import Tools
from service.read_command import read_path
from storage.types import FileResult, PageResult

FAX_DOTS = (202.0, 206.0)  # an inch along a row
PAPERS = ("fine", "standard", "other")


@dataclass(frozen=True, slots=True)
class Outcome:
    """One file. strips: of the misread fields, by their number in `fields`; cpu: seconds of this process and its children."""

    fields: tuple[Judged, ...]
    strips: Mapping[int, Picture | None]
    forms_found: int
    forms_missed: int
    forms_invented: int
    in_error: bool
    pages: int
    cpu: float


def outcomes(folder: Path, truth: Sequence[TrueFile], tools: Tools, codes: Mapping[str, str]) -> Iterator[Outcome]:
    """Reads the files in order. A file that cannot be opened is an outcome in error; its forms are missed."""
    for row in truth:
        with tempfile.TemporaryDirectory(prefix="saraban-") as work:
            began = _cpu_seconds()
            result = read_path(folder / row.file, Path(work), tools)
            used = _cpu_seconds() - began
            yield _outcome(row, result, tools.forms, codes, used)


def _outcome(row: TrueFile, result: FileResult, definitions: Sequence[FormDefinition], codes: Mapping[str, str], cpu: float) -> Outcome:
    pages = {page.page.number: page for page in result.pages}
    fields: list[Judged] = []
    found = 0
    for form in row.forms:
        page, definition = pages.get(form.page), definition_of(form, definitions)
        read = page.form if page and page.form and page.form.definition.id == definition.id else None
        found += read is not None
        fields += judged(row.file, _paper(row, page), form, definition, read, codes)
    return Outcome(
        tuple(fields),
        {n: cut(pages[field.page], field.box) for n, field in enumerate(fields) if field.found and field.edits},
        found,
        len(row.forms) - found,
        _invented(row.forms, row.lost, result),
        result.unpacked.error is not None,
        len(result.pages),
        cpu,
    )


def _invented(forms: Sequence[TrueForm], lost: Sequence[int], result: FileResult) -> int:
    known = {form.page for form in forms} | set(lost)
    return sum(page.form is not None and page.page.number not in known for page in result.pages)


def _paper(row: TrueFile, page: PageResult | None) -> str:
    if row.res is not None:
        return row.res if row.res in PAPERS else "other"
    return paper_of(page.page) if page else "other"


def paper_of(page: Page) -> str:
    """`standard` (204×98), `fine` (204×196), or `other`, by the page's resolution as received."""
    if not FAX_DOTS[0] <= page.dpi * page.scale[0] <= FAX_DOTS[1]:
        return "other"
    return {0.5: "standard", 1.0: "fine"}.get(round(page.scale[1] / page.scale[0], 2), "other")


def _cpu_seconds() -> float:
    """User and system time of this process and of the children that have ended."""
    both = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(used.ru_utime + used.ru_stime for used in both)
