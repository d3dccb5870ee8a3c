"""Makes the dozen faxes that the program shows itself with: `python -m training.make_samples [FOLDER]`.

The same every time on the same machine. All people and numbers in them are invented; the agencies' names are public.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta, timezone
from pathlib import Path

import numpy as np
from numpy.random import Generator

from training import other_pages
from training.fax import FaxPage, invent_scan, send
from training.flatbed import scan_to_jpeg
from training.layouts import LAYOUTS
from training.mails import SHAPES, Attachment, Call, to_bytes
from training.marks import header_line
from training.pages import coordinator_page
from training.people import Agency, invent, read_roster
from training.sample_list import SAMPLES, Sample
from training.sheet import PageTruth, Sheet
from training.tiff import on_pdf, write_fax, write_pdf

ROOT = Path(__file__).parents[1]
ROSTER = ROOT / "service" / "data" / "lamphun" / "roster.csv"
BANGKOK = timezone(timedelta(hours=7))
SEED = 2561


@dataclass(frozen=True, slots=True)
class Made:
    """A sample's document, the truth of its pages in order, and its call."""

    file: Attachment
    pages: tuple[tuple[PageTruth, str], ...]
    call: Call


def make(folder: Path) -> list[dict[str, object]]:
    """Write all samples and `truth.jsonl` into `folder`. Returns the truth, a record a file."""
    folder.mkdir(parents=True, exist_ok=True)
    roster = {agency.code: agency for agency in read_roster(ROSTER)}
    made: dict[str, Made] = {}
    for serial, sample in enumerate(SAMPLES, start=1):
        made[sample.name] = made_sample(sample, serial, roster, made)
        mail = SHAPES[sample.shape](made[sample.name].call, made[sample.name].file)
        (folder / f"{sample.name}.eml").write_bytes(to_bytes(mail))
    truth = [_record(sample, made[sample.name]) for sample in SAMPLES]
    lines = "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in truth)
    (folder / "truth.jsonl").write_text(lines, encoding="utf-8")
    return truth


def made_sample(sample: Sample, serial: int, roster: dict[str, Agency], earlier: dict[str, Made]) -> Made:
    """One sample. An `again` bears the very document of an earlier one."""
    rng, at = np.random.default_rng([SEED, serial]), datetime.fromisoformat(sample.at).replace(tzinfo=BANGKOK)
    if sample.again:
        first, name = earlier[sample.again], f"fax{4200 + serial:09}.tif"
        return replace(first, call=replace(first.call, at=at, serial=4200 + serial), file=replace(first.file, name=name))
    number = f"0535{rng.integers(10, 100)}{rng.integers(100, 1000)}"
    station = f"{number[0]}-{number[1:5]}-{number[5:]}"
    agency = roster[sample.agencies[0]].name if sample.agencies else ""
    sheets = _sheets(sample, [roster[code] for code in sample.agencies], rng)
    call = Call(at, number, station, len(sheets), 4200 + serial, sample.resolution == "fine", f"office{serial}@example.com", agency)
    file, truths = _document(sample, sheets, call, rng)
    return Made(file, tuple(zip(truths, [sheet.kind for sheet in sheets], strict=True)), call)


def _sheets(sample: Sample, agencies: Sequence[Agency], rng: Generator) -> list[Sheet]:
    """The pages. People come first: how much chance the drawing takes depends on the typefaces' version."""
    people = [invent(rng, (agency,)) for agency in agencies]
    ahead = [other_pages.KINDS[kind](rng, agencies[0].name if agencies else "") for kind in sample.before]
    pairs = zip(people, sample.by_hand, strict=False)
    return ahead + [coordinator_page(person, LAYOUTS[sample.layout], rng, hand=hand) for person, hand in pairs]


def _document(sample: Sample, sheets: Sequence[Sheet], call: Call, rng: Generator) -> tuple[Attachment, list[PageTruth]]:
    """The file, and the truth of its pages with boxes in their pixels."""
    if sample.file == "jpg":
        picture = scan_to_jpeg(sheets[0], rng, skew=sample.skew)
        return Attachment("scan0001.jpg", "image/jpeg", picture.content), [picture.truth]
    pages = [_sent(sample, sheet, call, number, rng) for number, sheet in enumerate(sheets, start=1)]
    truths = [page.truth for page in pages]
    name = f"fax{call.serial:09}.{sample.file}"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        if sample.file == "pdf":
            content = write_pdf(pages, path, call.at).read_bytes()
            truths = [replace(p.truth, boxes={n: on_pdf(b, p.dpi) for n, b in p.truth.boxes.items()}) for p in pages]
            return Attachment(name, "application/pdf", content), truths
        content = write_fax(pages, path, coding=sample.coding).read_bytes()
    return Attachment(name, "image/tiff", content[:900] if sample.broken else content), truths


def _sent(sample: Sample, sheet: Sheet, call: Call, number: int, rng: Generator) -> FaxPage:
    """A page through a scanner that is set well enough to be read."""
    line = header_line(rng, at=call.at.replace(tzinfo=None), number=call.number, page=number)
    scan = replace(invent_scan(rng, sample.resolution), header=line, mode="threshold", level=0.1)
    scan = replace(scan, skew=sample.skew, upside_down=sample.upside_down)
    return send(sheet, scan, rng)


def _record(sample: Sample, made: Made) -> dict[str, object]:
    """The truth of a sample, in the form that scorers take."""
    pages = [] if sample.broken else list(enumerate(made.pages, start=1))
    agencies = iter(sample.agencies or next((s.agencies for s in SAMPLES if s.name == sample.again), ()))
    return {
        "file": f"{sample.name}.eml",
        "shape": sample.shape,
        "caller": None if sample.shape in ("person", "scanner") else made.call.number,
        "res": sample.resolution,
        "received": made.call.at.isoformat(),
        "forms": [{"page": n, "agency_id": next(agencies), **_form(truth)} for n, (truth, _) in pages if truth.form],
        "other_pages": [{"page": n, "kind": kind} for n, (truth, kind) in pages if not truth.form],
        "broken": sample.broken,
    }


def _form(truth: PageTruth) -> dict[str, object]:
    return {key: value for key, value in asdict(truth).items() if key != "form"}


if __name__ == "__main__":
    make(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "samples")
