"""Pages to measure speed on: invented faxes, or those of given files, each as unpacking hands it on."""

from __future__ import annotations

import email
import email.policy
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.random import Generator
from PIL import Image, ImageSequence

from training.fax import FaxPage, Resolution, invent_scan, send
from training.layouts import LAYOUTS
from training.other_pages import letter
from training.pages import coordinator_page
from training.people import invent, pick, read_roster
from training.tiff import write_fax

ROSTER = Path("service/data/lamphun/roster.csv")
LETTERS = 5  # one page of so many is a covering letter
SQUARE = 1.3  # dots across for one down, from which on rows are repeated


@dataclass(frozen=True, slots=True)
class PageFile:
    """A page's picture with square pixels, its resolution, and the factors to its own pixels, as `ocr.reader.read_page` takes them."""

    image: Path
    dpi: float
    scale: tuple[float, float] = (1.0, 1.0)


def invented(count: int, folder: Path, seed: int = 1) -> tuple[list[PageFile], Path]:
    """So many fax pages, typed and by hand, at both resolutions, in all layouts; and all of them as one TIFF."""
    rng = np.random.default_rng(seed)
    faxes = [_fax(number, rng) for number in range(count)]
    whole = write_fax(faxes, folder / "all.tif", coding="g4")
    return list(pages_of([whole], folder)), whole


def _fax(number: int, rng: Generator) -> FaxPage:
    resolution: Resolution = "fine" if number % 2 else "standard"
    scan = invent_scan(rng, resolution)
    if number % LETTERS == LETTERS - 1:
        return send(letter(rng), scan, rng)
    layout = LAYOUTS[pick(rng, tuple(LAYOUTS))]
    return send(coordinator_page(invent(rng, read_roster(ROSTER)), layout, rng, hand=number % 4 < 2), scan, rng)


def pages_of(files: Sequence[Path], folder: Path) -> Iterator[PageFile]:
    """The pages of pictures, fax TIFFs, and mails with such. Raises ValueError for a file that holds none."""
    number = 0
    for file in files:
        pictures = list(_pictures(file))
        if not pictures:
            raise ValueError(f"{file} holds no TIFF or picture: give mails, TIFF or PNG files")
        for picture in pictures:
            number += 1
            yield _stored(picture, folder / f"page-{number:04}.png")


def _pictures(file: Path) -> Iterator[Image.Image]:
    contents = [file.read_bytes()]
    if file.suffix == ".eml":
        message = email.message_from_bytes(contents[0], policy=email.policy.default)
        contents = [part.get_content() for part in message.walk() if part.get_content_type() in ("image/tiff", "image/png", "image/jpeg")]
    for content in contents:
        for frame in ImageSequence.Iterator(Image.open(io.BytesIO(content))):
            yield frame.copy()  # the iterator has one picture only, which becomes the next


def _stored(picture: Image.Image, path: Path) -> PageFile:
    across, down = (float(value) for value in picture.info.get("dpi", (200.0, 200.0)))
    repeat = round(across / down) if across > SQUARE * down else 1
    width, height = picture.size
    picture.resize((width, height * repeat), Image.Resampling.NEAREST).save(path)
    return PageFile(path, across, (1.0, 1 / repeat))
