"""The one module that calls Ghostscript (Debian: ghostscript): PostScript to PDF, its pictures' pixels untouched."""

from __future__ import annotations

import subprocess
from pathlib import Path

from intake.problems import UnpackError

# SAFER keeps PostScript, which is a programming language, from files other than its own.
_OPTIONS = (
    "-dSAFER",
    "-dBATCH",
    "-dNOPAUSE",
    "-dQUIET",
    "-sDEVICE=pdfwrite",
    "-dDownsampleMonoImages=false",
    "-dDownsampleGrayImages=false",
)


class MissingProgramError(RuntimeError):
    """Ghostscript is not installed; install the package ghostscript."""


def to_pdf(source: Path, target: Path) -> bool:
    """Write `source` as a PDF; False if it broke off. UnpackError `postscript-broken` where nothing comes of it."""
    command = ["gs", *_OPTIONS, f"-sOutputFile={target}", str(source)]
    try:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    except FileNotFoundError as error:
        raise MissingProgramError("gs") from error
    if not target.is_file() or target.stat().st_size == 0:
        raise UnpackError("postscript-broken")
    return done.returncode == 0


def without_printer_talk(content: bytes) -> bytes:
    """The PostScript alone: drivers put commands for the printer (PJL) before and behind it, which Ghostscript prints as errors."""
    start = content.find(b"%!")
    end = content.rfind(b"\x1b%-12345X")
    return content[max(start, 0) : end if end > start else len(content)]
