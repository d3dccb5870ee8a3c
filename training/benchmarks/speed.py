"""What reading costs beside whole-page Tesseract: `python -m training.benchmarks.speed [--pages N | --files FILE...]`.

Processor seconds, each side in fresh processes on one thread, start and model included, over the same pages in the same run. Our reader
alone takes pages that are unpacked; `saraban read` takes the files themselves, and asks the second reader as shipped.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from training.benchmarks.figures import Figure, table
from training.benchmarks.page_files import PageFile, invented, pages_of

ONE_THREAD = {"OMP_NUM_THREADS": "1", "OMP_THREAD_LIMIT": "1", "OPENBLAS_NUM_THREADS": "1"}
START = "from ocr.reader import read_page; from ocr.net_reader import session; session()"
TRIES = 3  # starts, of which the quickest counts: the others waited for the disk or another program


@dataclass(frozen=True, slots=True)
class Speed:
    """Processor seconds over all pages; peak: megabytes; start: seconds of the clock until the model is loaded."""

    pages: int
    tesseract: float
    alone: float
    shipped: float
    peak: float
    start: float

    def figures(self) -> list[Figure]:
        """Beside what was aimed at."""
        of = f"{self.pages} pages, Tesseract {self.tesseract / self.pages:.2f} s a page"
        return [
            Figure("CPU, our reader alone / Tesseract", self.alone / self.tesseract, 0.1, at_most=True, of=of),
            Figure("CPU, as shipped / Tesseract", self.shipped / self.tesseract, 0.5, at_most=True, of=of),
            Figure("peak memory of a reading process", self.peak, 500, at_most=True, unit="MB"),
            Figure("import and model", self.start, 2, at_most=True, unit="s"),
        ]


def measure(pages: int = 30, files: Sequence[Path] = (), seed: int = 1) -> Speed:
    """Over so many invented pages, or the pages of the files. Raises RuntimeError where a program fails."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if files:
            chosen, whole = list(pages_of(files, folder)), [str(file) for file in files]
        else:
            chosen, fax = invented(pages, folder, seed)
            whole = [str(fax)]
        alone, answer = cost([sys.executable, "-m", "training.benchmarks.reading_child", str(_listed(chosen, folder))])
        shipped, _ = cost([sys.executable, "-m", "service.cli", "read", "--json", *whole])
        tesseract = sum(cost(["tesseract", str(page.image), "-", "-l", "tha+eng"])[0] for page in chosen)
        return Speed(len(chosen), tesseract, alone, shipped, float(json.loads(answer)["peak_mb"]), _start())


def _listed(pages: Sequence[PageFile], folder: Path) -> Path:
    listing = folder / "pages.json"
    listing.write_text(json.dumps([[str(page.image), page.dpi, page.scale] for page in pages]))
    return listing


def _start() -> float:
    taken = []
    for _ in range(TRIES):
        began = time.perf_counter()
        cost([sys.executable, "-c", START])
        taken.append(time.perf_counter() - began)
    return min(taken)


def cost(command: Sequence[str]) -> tuple[float, bytes]:
    """Processor seconds of a program and all that it started, and its output. Raises RuntimeError where it fails."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    ended = subprocess.run(command, capture_output=True, env=os.environ | ONE_THREAD, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if ended.returncode:
        raise RuntimeError(f"{Path(command[0]).name} failed: {ended.stderr.decode(errors='replace').strip()[-300:]}")
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, ended.stdout


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=30, help="invented pages")
    parser.add_argument("--files", nargs="+", type=Path, default=[], metavar="FILE", help="measure on the pages of these instead")
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    print(table(measure(args.pages, args.files, args.seed).figures()))


if __name__ == "__main__":
    main()
