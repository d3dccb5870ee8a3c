"""A page's form against what was written on it, field by field."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from rapidfuzz.distance import Levenshtein

from ocr.types import Box
from rules.types import Decided, DecidedForm, FieldDefinition, FormDefinition
from service.evaluate.compare import letters, meaning
from service.evaluate.truth import TrueForm


@dataclass(frozen=True, slots=True)
class Judged:
    """A field and how it was read. A given name stands together with its title.

    paper: `standard`, `fine`, `other`; truth: as written; read: as the reader saw it; box: where, pixels of the page as
    received; found: the form was; right: the value says what was written.
    """

    file: str
    page: int
    name: str
    kind: str
    paper: str
    hand: bool
    truth: str
    read: str
    value: str
    confidence: float
    accepted: bool
    right: bool
    found: bool
    box: Box | None = None

    @property
    def edits(self) -> int:
        """Letters that were misread, left out or put in."""
        return Levenshtein.distance(letters(self.truth), letters(self.read))

    @property
    def letters(self) -> int:
        """Letters that were written."""
        return len(letters(self.truth))

    @property
    def error(self) -> float:
        """Edits a written letter; of a field that was left blank, the letters put in."""
        return self.edits / max(1, self.letters)

    def as_json(self) -> dict[str, Any]:
        """A row of `fields.jsonl`."""
        box = [round(edge) for edge in self.box] if self.box else None
        return asdict(self) | {"confidence": round(self.confidence, 4), "cer": round(self.error, 4), "box": box}


def definition_of(form: TrueForm, definitions: Sequence[FormDefinition]) -> FormDefinition:
    """The definition that the truth names, else the one that has most of its fields."""
    named = [definition for definition in definitions if definition.id == form.form]
    return named[0] if named else max(definitions, key=lambda definition: len(form.fields.keys() & set(definition.value_names())))


def judged(
    file: str, paper: str, form: TrueForm, definition: FormDefinition, found: DecidedForm | None, codes: Mapping[str, str]
) -> list[Judged]:
    """The fields of the definition that the truth has. found: the form as read, None where it was not found."""
    asked = [field for field in definition.fields if field.name in form.fields]
    return [_judged(file, paper, form, (field, definition.title_name(field)), found, codes) for field in asked]


def _judged(
    file: str,
    paper: str,
    form: TrueForm,
    field: tuple[FieldDefinition, tuple[str, ...]],
    found: DecidedForm | None,
    codes: Mapping[str, str],
) -> Judged:
    (name, kind), titles = (field[0].name, field[0].kind), field[1]
    written = " ".join(form.fields[n] for n in (*titles, name) if form.fields.get(n))
    parts = [found.fields[n] for n in (*titles, name)] if found else []
    value = " ".join(part.value for part in parts if part.value)
    counted = [part for part in parts if part.value or not titles]  # a name without a title is as sure as the name
    return Judged(
        file,
        form.page,
        name,
        kind,
        paper,
        form.hand,
        truth=written,
        read=" ".join(part.read for part in parts if part.read),
        value=value,
        confidence=min((part.confidence for part in counted), default=0.0),
        accepted=bool(counted) and all(part.accepted for part in counted),
        right=found is not None and meaning(kind, value, codes) == meaning(kind, written, codes),
        found=found is not None,
        box=_round(parts) or form.boxes.get(name),
    )


def _round(parts: Sequence[Decided]) -> Box | None:
    """The box round a field's values."""
    boxes = [part.box for part in parts if part.box is not None]
    whole = boxes[0] if boxes else None
    for box in boxes[1:]:
        whole = whole.joined(box) if whole else box
    return whole
