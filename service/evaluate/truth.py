"""What stands on the papers of a folder: its `truth.jsonl`, one JSON object a line, one a file.

    {"file": "0001.eml", "res": "fine", "lost": [2],
     "forms": [{"page": 1, "hand": false, "form": "coordinator",
                "fields": {"agency": "…", "first_name": "นาย สมมุติ", …}, "boxes": {"agency": [left, top, right, bottom], …}}]}

- `file`: its name within the folder, any kind that `saraban read` takes. `forms`: empty where it holds none.
- `res`: the paper, `standard` (204×98) or `fine` (204×196); anything else counts as other; without it, what the page itself says.
- `lost`: pages lost or cut off on the way; a form found there is not counted as invented.
- `page` counts from 1 as in `saraban read`. `hand`: the values are written by hand (false without it).
- `form`: the form's id; without it, the form that has most of the `fields`.
- `fields`: by name, as written on the paper; a blank is `""` or a dash; a name that is not there is not judged. A title stands before the
  given name, or in a field of its own.
- `boxes` (may be left out): pixels of the page as received, round the value; shown where no place was found for the field.

All other keys are let be.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, Field, ValidationError

from ocr.types import Box
from service.failure import UsageFailure

NAME = "truth.jsonl"
Page = Annotated[int, Field(ge=1)]


class TrueForm(BaseModel):
    """A form on a page, as it was filled in."""

    page: Page
    fields: dict[str, str]
    hand: bool = False
    form: str | None = None
    boxes: dict[str, Box] = {}


class TrueFile(BaseModel):
    """A file of the folder and the forms on it."""

    file: Annotated[str, Field(min_length=1)]
    forms: tuple[TrueForm, ...]
    res: str | None = None
    lost: tuple[Page, ...] = ()


def load_truth(folder: Path) -> list[TrueFile]:
    """The rows of the folder's truth, in order. Raises UsageFailure where there is none, or with the number of a broken line."""
    if not folder.is_dir():
        raise UsageFailure("no-such-folder", f"ไม่มีโฟลเดอร์ {folder} โปรดตรวจชื่อโฟลเดอร์ที่จะวัดผล")
    path = folder / NAME
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        sentence = f"อ่าน {path} ไม่ได้ ({error}) โปรดวางไฟล์ {NAME} (UTF-8) ที่บอกข้อความจริงของแต่ละไฟล์ไว้ในโฟลเดอร์"
        raise UsageFailure("no-truth", sentence) from error
    rows = [_row(line, f"{path} บรรทัดที่ {number}") for number, line in enumerate(lines, start=1) if line.strip()]
    if not rows:
        raise UsageFailure("no-truth", f"{path} ว่างเปล่า โปรดใส่หนึ่งบรรทัดต่อหนึ่งไฟล์")
    return rows


def _row(line: str, where: str) -> TrueFile:
    try:
        return TrueFile.model_validate_json(line)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = ".".join(map(str, first["loc"])) or "JSON"
        raise UsageFailure("truth-broken", f"{where} ใช้ไม่ได้ ({place}: {first['msg']}) โปรดแก้บรรทัดนี้") from error
