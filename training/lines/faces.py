"""The faces that lines are drawn with, and which of them are held out of training."""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path

from training import faces

FOLDER = Path(os.environ.get("SARABAN_FACES", "var/faces"))
HANDWRITING = (
    "mali",
    "itim",
    "sriracha",
    "playpen",
    "charm",
    "kodchasan",
    "THMaliGrade6",
    "THCharmofAU",
    "THSrisakdi",
    "Purisa",
    "THKodchasal",
)
HELD_OUT = ("charmonman", "THCharmonman", "fahkwang", "THFahkwang", "trirong", "Kinnari")
UNLICENSED = ("Angsana", "Webdings")


@lru_cache(maxsize=1)
def _all() -> list[Path]:
    files = sorted(FOLDER.rglob("*.ttf")) + sorted(faces.TLWG.glob("*.ttf")) + sorted(faces.ARUNDINA.glob("*.ttf"))
    return [f for f in files if not f.name.startswith("_") and not any(name in f.name for name in UNLICENSED)]


def _is(face: Path, names: tuple[str, ...]) -> bool:
    return any(face.name.startswith(name) for name in names)


def printing(*, held_out: bool = False) -> list[Path]:
    """Faces of print: those of training, or those held out."""
    return [f for f in _all() if not _is(f, HANDWRITING) and _is(f, HELD_OUT) == held_out and "harmonman" not in f.name]


def handwriting(*, held_out: bool = False) -> list[Path]:
    """Faces in handwriting style."""
    if held_out:
        return [f for f in _all() if "harmonman" in f.name]
    return [f for f in _all() if _is(f, HANDWRITING) and not _is(f, HELD_OUT)]
