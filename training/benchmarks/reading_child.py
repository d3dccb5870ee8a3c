"""A reading process of its own: `python -m training.benchmarks.reading_child PAGES.json` reads the pages and says what it took.

PAGES.json: a list of [image, dpi, [scale x, scale y]]. Out: {"lines": …, "peak_mb": …}; the caller counts the processor's time.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from ocr.reader import read_page


def main(pages: Path) -> None:
    """Reads them all, one after the other."""
    lines = 0
    for image, dpi, scale in json.loads(pages.read_text()):
        lines += len(read_page(Path(image), dpi=dpi, scale=(scale[0], scale[1])).lines)
    print(json.dumps({"lines": lines, "peak_mb": peak_megabytes()}))


def peak_megabytes() -> float:
    """The most memory that this program held. `getrusage` would count what its parent held before it began."""
    status = Path("/proc/self/status").read_text()
    kilobytes = next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM"))
    return int(kilobytes) / 1024


if __name__ == "__main__":
    main(Path(sys.argv[1]))
