"""A letter from a DOCX template: the office's own where it has one of this name, else the bundled one."""

from __future__ import annotations

import io
from collections.abc import Mapping
from pathlib import Path

from docxtpl import DocxTemplate
from jinja2 import Environment, StrictUndefined, TemplateError

BUNDLED = Path(__file__).parent / "letters"
TEMPLATES = ("memo", "reminder-stamped", "reminder-external", "directory")


class LetterError(ValueError):
    """A template cannot be filled; the message says which and why, in Thai."""

    code = "letter-template"


def fill(name: str, values: Mapping[str, object], own: Path | None = None) -> bytes:
    """The letter as DOCX. own: the office's folder of templates. Raises LetterError where a template asks for what there is not."""
    path = own / f"{name}.docx" if own else None
    template = DocxTemplate(path if path and path.is_file() else BUNDLED / f"{name}.docx")
    out = io.BytesIO()
    try:
        template.render(dict(values), Environment(undefined=StrictUndefined, autoescape=True), autoescape=True)
    except TemplateError as error:
        known = ", ".join(sorted(values))
        raise LetterError(f"แบบหนังสือ {name}.docx ใช้ไม่ได้ ({error}) คำที่ใช้ได้คือ {known}") from error
    template.save(out)
    return out.getvalue()
