"""Generated forms, read: `python -m training.calibration.drawn FOLDER --part fit --forms 1500 [--seed N]`.

A form is drawn, faxed, read by the pipeline with both readers, and kept with its truth. The parts share no face, writer, layout or name,
and the reader was trained on none of their faces.
"""

from __future__ import annotations

import argparse
import pickle
import tempfile
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
from numpy.random import Generator
from tqdm import tqdm

from ocr.reader import read_page
from ocr.strips import judge_fields, read_fields
from rules.decide import PageFacts, wanted_strips
from rules.forms import builtin_forms
from rules.hands import judged
from rules.labels import find_form
from training.benchmarks.page_files import PageFile, pages_of
from training.calibration.cases import Case, packed
from training.calibration.people import PARTS, person
from training.fax import Resolution, invent_scan, send
from training.layouts import LAYOUTS, Layout
from training.lines import faces
from training.lines.hands import invent_hand, written
from training.pages import Style, coordinator_page
from training.pen import strange_pen
from training.people import pick
from training.tiff import write_fax

FACES = {"fit": ("Kinnari", "fahkwang", "THFahkwang"), "test": ("trirong",)}
HANDS = {"fit": "charmonman", "test": "THCharmonman"}
STRANGE = "strange"  # the part for testing again, by hands of a style that neither the reader nor the fit has met
SETTINGS = {"fit": ("dotted", "ruled", "underscored", "table", "letter"), "test": ("ellipsis", "beneath", "retyped", "scaled", "dotted")}
FILE = 25  # forms in a file
BY_HAND = 0.45  # share of the forms


def case(rng: Generator, part: str, folder: Path) -> Case:
    """One form drawn, faxed and read."""
    return drawn_form(rng, part, folder, hand=part == STRANGE or bool(rng.random() < BY_HAND))


def drawn_form(rng: Generator, part: str, folder: Path, *, hand: bool, second_reader: str = "auto") -> Case:
    """One form typed or filled in by hand, drawn, faxed and read."""
    like = PARTS[-1] if part == STRANGE else part
    who, code = person(rng, like)
    resolution = _resolution(rng)
    sheet = coordinator_page(who, _layout(rng, like), rng, style=_style(rng, like, hand, strange=part == STRANGE))
    file = write_fax([send(sheet, invent_scan(rng, resolution), rng)], folder / "fax.tif", coding="g4")
    blank = Case(dict(sheet.truth.fields), code, hand, resolution)
    return _read(next(pages_of([file], folder)), blank, second_reader)


def _in_a_folder(rng: Generator, part: str) -> Case:
    """In one of its own: cleaned pages are remembered by their files' names."""
    with tempfile.TemporaryDirectory() as work:
        return case(rng, part, Path(work))


def _read(page: PageFile, case: Case, second_reader: str) -> Case:
    reading = read_page(page.image, dpi=page.dpi, scale=page.scale)
    found = find_form(reading, builtin_forms())
    if found is None:
        return case
    facts = PageFacts(reading.source, reading.damage, reading.reader)
    boxes = {name: place.box for name, place in found.places.items()}
    hands = judged(judge_fields(page.image, reading, boxes, dpi=page.dpi, scale=page.scale))
    wanted = wanted_strips(found, second_reader, facts, hands)
    strips = read_fields(page.image, reading, boxes, wanted, dpi=page.dpi, scale=page.scale)
    return replace(case, found=found, hands=hands, strips=strips, page=facts)


def _resolution(rng: Generator) -> Resolution:
    return "fine" if rng.random() < 0.6 else "standard"


def _layout(rng: Generator, part: str) -> Layout:
    layout = LAYOUTS[pick(rng, SETTINGS[part])]
    return replace(layout, scale=layout.scale * float(rng.uniform(0.9, 1.12)), over=bool(rng.random() < 0.5))


def _style(rng: Generator, part: str, hand: bool, strange: bool = False) -> Style:
    prints = [face for face in faces.printing(held_out=True) if face.name.startswith(FACES[part])]
    face, own = (Path(pick(rng, [str(f) for f in prints])) for _ in range(2))
    if not hand:
        return Style(face, own if rng.random() < 0.5 else face)
    hands = [f for f in faces.handwriting(held_out=True) if f.name.startswith(HANDS[part])]
    writer = invent_hand(rng, hands, prints, held_out=True)
    writer = replace(writer, pen=strange_pen(rng, hands)) if strange else writer
    return Style(face, face, lambda text, letter, rng: written(text, writer, letter, rng))


def write(folder: Path, part: str, forms: int, seed: int) -> None:
    """So many forms, in files of FILE; what is there already is not made again."""
    cv2.setNumThreads(1)
    folder.mkdir(parents=True, exist_ok=True)
    for number in tqdm(range(-(-forms // FILE)), desc=f"forms ({part}, seed {seed})", unit=f"×{FILE}"):
        file = folder / f"{part}-{seed:04}-{number:04}.pickle"
        if file.exists():
            continue
        rng = np.random.default_rng(((*PARTS, STRANGE).index(part), seed, number))
        rows = [packed(_in_a_folder(rng, part)) for _ in range(FILE)]
        file.with_suffix(".new").write_bytes(pickle.dumps(rows))
        file.with_suffix(".new").rename(file)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--part", choices=(*PARTS, STRANGE), required=True)
    parser.add_argument("--forms", type=int, default=1500)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    write(args.folder, args.part, args.forms, args.seed)
