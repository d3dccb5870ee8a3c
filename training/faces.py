"""The typefaces that pages are drawn with: those of Debian's fonts-thai-tlwg and fonts-sipa-arundina.

Both are free for us to ship what is drawn with them (GPL with font exception; Bitstream Vera licence). The font files
themselves are no part of the repository.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from PIL import ImageFont

TLWG = Path("/usr/share/fonts/truetype/tlwg")
ARUNDINA = Path("/usr/share/fonts/truetype/arundina")

PRINT = (
    TLWG / "Garuda.ttf",
    TLWG / "Laksaman.ttf",
    TLWG / "Kinnari.ttf",
    TLWG / "Norasi.ttf",
    TLWG / "Umpush.ttf",
    TLWG / "Waree.ttf",
    TLWG / "Loma.ttf",
    ARUNDINA / "ArundinaSans.ttf",
    ARUNDINA / "ArundinaSerif.ttf",
)
TYPEWRITER = (TLWG / "TlwgTypist.ttf", TLWG / "TlwgTypo.ttf", TLWG / "TlwgTypewriter.ttf")
HAND = (TLWG / "Purisa.ttf",)
MACHINE = TLWG / "TlwgMono-Bold.ttf"  # the line that a fax machine prints on top
PACKAGES = "fonts-thai-tlwg fonts-sipa-arundina"


class FacesMissing(RuntimeError):
    """The typefaces are not installed."""


def bold(face: Path) -> Path:
    """The bold cut of a face, or the face itself where there is none."""
    cut = face.with_name(f"{face.stem}-Bold{face.suffix}")
    return cut if cut.exists() else face


def available() -> bool:
    """Whether every face that we draw with is installed."""
    return all(face.exists() for face in (*PRINT, *TYPEWRITER, *HAND, MACHINE))


@lru_cache(maxsize=256)
def load(face: Path, em: int) -> ImageFont.FreeTypeFont:
    """A face at `em` pixels, shaped by Raqm, which sets Thai marks where they belong.

    Raises:
        FacesMissing: no such face on this machine.
    """
    if not face.exists():
        raise FacesMissing(f"typeface {face} is missing: apt-get install {PACKAGES}")
    return ImageFont.truetype(str(face), em, layout_engine=ImageFont.Layout.RAQM)


@lru_cache(maxsize=64)
def em_for(face: Path, letter: int) -> int:
    """The em at which the face's ก is `letter` pixels high: faces differ by half in size at the same em."""
    left_top_right_bottom = load(face, 200).getbbox("ก", anchor="ls")
    return max(8, round(200 * letter / -left_top_right_bottom[1]))
