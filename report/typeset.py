"""Printed papers (PDF, PNG) by Typst, which shapes Thai and knows where its words end. The face is Sarabun, bundled (fonts/OFL.txt)."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Literal

import typst
from pythainlp.corpus import provinces

FOLDER = Path(__file__).parent
FONTS = FOLDER / "fonts"
PPI = 144.0  # of pictures


@cache
def _whole_names() -> str:
    """Typst's rule that names of provinces are not broken over two lines (ลำพูน is ลำ and พูน to its dictionary)."""
    return f'#show regex("{"|".join(sorted(map(str, provinces())))}"): box\n'


def typeset(
    template: str, data: Mapping[str, Any], form: Literal["pdf", "png"] = "pdf", pictures: Mapping[str, bytes] | None = None
) -> bytes:
    """A paper from `templates/<template>.typ`, which finds `data` as its input. pictures: PNG files that it shows, by name.

    png: the first page only.
    """
    with tempfile.TemporaryDirectory(prefix="saraban-typst-") as place:
        folder = Path(place)
        paper = (FOLDER / "templates" / f"{template}.typ").read_text(encoding="utf-8")
        (folder / "paper.typ").write_text(_whole_names() + paper, encoding="utf-8")
        for name, content in (pictures or {}).items():
            (folder / name).write_bytes(content)
        inputs = {"data": json.dumps(data, ensure_ascii=False)}
        made = typst.compile(
            folder / "paper.typ", root=folder, font_paths=[FONTS], ignore_system_fonts=True, format=form, ppi=PPI, sys_inputs=inputs
        )
    first = made[0] if isinstance(made, list) else made
    assert first is not None
    return bytes(first)
