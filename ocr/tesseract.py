"""The one module that runs Tesseract: strips in, characters with places and confidences out."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from xml.etree import ElementTree

import cv2
import numpy as np
import pytesseract

from ocr.ink import Picture
from ocr.thai import Glyph, thai_glyphs

# One thread a process: with more, Tasks on few cores wait for each other and take several times as long.
os.environ.setdefault("OMP_THREAD_LIMIT", "1")

SECONDS_A_STRIP = 10
MARGIN = 12  # pixels of paper round a strip; Tesseract loses letters that touch the edge
_HTML = "{http://www.w3.org/1999/xhtml}"
_BOX = re.compile(r"x_bboxes (-?\d+) (-?\d+) (-?\d+) (-?\d+); x_conf ([\d.]+)")
_LATIN = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"


class TesseractError(RuntimeError):
    """Tesseract cannot be used. The message is one sentence that says what to do."""


@dataclass(frozen=True)
class Alphabet:
    """What a strip is read in: Tesseract's languages, and the only characters allowed (empty: all)."""

    languages: str
    allowed: str = ""


ALPHABETS = {
    "tha": Alphabet("tha"),
    "eng": Alphabet("eng"),
    "tha+eng": Alphabet("tha+eng"),
    "digits": Alphabet("eng", "0123456789+-()#/.,"),
    "address": Alphabet("eng", _LATIN + "0123456789@._-+"),
}


@lru_cache(maxsize=1)
def version() -> str:
    """Tesseract's version, such as `5.3.0`. Raises TesseractError if it is not installed."""
    try:
        return str(pytesseract.get_tesseract_version())
    except (pytesseract.TesseractNotFoundError, SystemExit) as error:
        raise TesseractError("Tesseract is not installed: run `apt-get install tesseract-ocr tesseract-ocr-tha`.") from error


def reader_name() -> str:
    """Name and version as they are kept with its readings. Raises TesseractError if it is not installed."""
    return f"tesseract-{version()}/1"


@lru_cache(maxsize=1)
def languages() -> frozenset[str]:
    """The installed languages. Raises TesseractError if Tesseract is not installed."""
    version()
    return frozenset(pytesseract.get_languages(config=""))


def read(strips: Sequence[Picture], alphabet: str) -> list[tuple[Glyph, ...]]:
    """What stands on each strip (ink pictures of one line), left to right, places in the strip's pixels.

    Raises TesseractError where the program or a language is missing, it fails, or takes longer than 10 s a strip;
    KeyError for an alphabet that is not in ALPHABETS.
    """
    if not strips:
        return []
    setting = ALPHABETS[alphabet]
    missing = set(setting.languages.split("+")) - languages()
    if missing:
        raise TesseractError(f"Tesseract lacks a language: run `apt-get install tesseract-ocr-{min(missing)}`.")
    with tempfile.TemporaryDirectory(prefix="saraban-strips-") as folder:
        hocr = _run(_stored(strips, Path(folder)), setting, SECONDS_A_STRIP * len(strips))
    pages = list(_pages(hocr))
    if len(pages) != len(strips):
        raise TesseractError(
            f"Tesseract answered {len(pages)} of {len(strips)} strips: see that its memory is not limited, then try again."
        )
    return [thai_glyphs(page) for page in pages]


def _stored(strips: Sequence[Picture], folder: Path) -> Path:
    """The strips as files, black on white with a margin, and the list of them that one process reads."""
    names = []
    for number, strip in enumerate(strips):
        name = folder / f"{number}.png"
        framed = cv2.copyMakeBorder(strip, MARGIN, MARGIN, MARGIN, MARGIN, cv2.BORDER_CONSTANT, value=(0,))
        cv2.imwrite(str(name), 255 - np.asarray(framed, np.uint8))
        names.append(str(name))
    listing = folder / "strips.txt"
    listing.write_text("\n".join(names) + "\n")
    return listing


def _run(listing: Path, setting: Alphabet, seconds: int) -> bytes:
    config = "--psm 7 -c hocr_char_boxes=1" + (f" -c tessedit_char_whitelist={setting.allowed}" if setting.allowed else "")
    try:
        return bytes(
            pytesseract.image_to_pdf_or_hocr(str(listing), lang=setting.languages, config=config, extension="hocr", timeout=seconds)
        )
    except pytesseract.TesseractError as error:
        raise TesseractError(
            f"Tesseract failed ({error.message.strip()[:200]}): try `tesseract --list-langs`, then reinstall it."
        ) from error
    except RuntimeError as error:
        raise TesseractError(f"Tesseract took longer than {seconds} s: see whether the machine is overloaded, then try again.") from error


def _pages(hocr: bytes) -> Iterator[list[Glyph]]:
    """The characters of each page (strip) of an hOCR document."""
    for page in ElementTree.fromstring(hocr).iter(f"{_HTML}div"):
        if page.get("class") == "ocr_page":
            yield [glyph for span in page.iter(f"{_HTML}span") for glyph in _glyphs_of_word(span)]


def _glyphs_of_word(span: ElementTree.Element) -> Iterator[Glyph]:
    if span.get("class") != "ocrx_word":
        return
    first = True
    for cell in span.iter(f"{_HTML}span"):
        found = _BOX.match(cell.get("title", "")) if cell.get("class") == "ocrx_cinfo" else None
        if found and cell.text:
            left, _, right, _ = (int(v) - MARGIN for v in found.groups()[:4])
            yield Glyph(cell.text, float(left), float(max(right, left)), min(1.0, float(found[5]) / 100), first)
            first = False
