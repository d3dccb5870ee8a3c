"""Joins each web face's Thai and Latin subsets to one typeface: alone, the Thai one has no Latin letter.

python -m training.lines.join_faces var/faces/web var/faces      # needs fonttools and brotli
"""

from __future__ import annotations

import sys
from pathlib import Path

from fontTools.merge import Merger
from fontTools.ttLib import TTFont

WEIGHTS = ("400", "700")
SUBSETS = ("thai", "latin")


def join(family: Path, weight: str, out: Path) -> None:
    """Writes `out/<family>-<weight>.ttf`; nothing where the family lacks the weight."""
    files = [family / "files" / f"{family.name}-{subset}-{weight}-normal.woff2" for subset in SUBSETS]
    if not all(file.exists() for file in files):
        return
    plain = [out / f"_{subset}.ttf" for subset in SUBSETS]
    for file, target in zip(files, plain, strict=True):
        font = TTFont(file)
        font.flavor = None
        font.save(target)
    Merger().merge([str(file) for file in plain]).save(out / f"{family.name}-{weight}.ttf")
    for file in plain:
        file.unlink()


if __name__ == "__main__":
    for family in sorted(Path(sys.argv[1]).iterdir()):
        for weight in WEIGHTS:
            join(family, weight, Path(sys.argv[2]))
