"""Forms and fields as the rules see them: defined, found on a page, decided."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from ocr.lattice import Lattice
from ocr.types import Box, Char

KINDS = ("text", "agency", "given_name", "surname", "position", "phone", "mobile", "email", "line_id", "number", "date")


@dataclass(frozen=True, slots=True)
class FieldDefinition:
    """One `[[field]]` of a form file."""

    name: str
    kind: str
    labels: tuple[str, ...]
    required: bool = False


@dataclass(frozen=True, slots=True)
class FormDefinition:
    """A form file. Its fields in the file's order; the title field of a `given_name` is not among them."""

    id: str
    title: str
    fields: tuple[FieldDefinition, ...]
    other_labels: tuple[str, ...] = ()

    def value_names(self) -> tuple[str, ...]:
        """Names of all values that a reading of this form has, titles included, in order."""
        names: list[str] = []
        for definition in self.fields:
            names += [*self.title_name(definition), definition.name]
        return tuple(names)

    def title_name(self, definition: FieldDefinition) -> tuple[str, ...]:
        """The title's name for a `given_name` (`title` for the first, `<name>_title` for further ones), else empty."""
        if definition.kind != "given_name":
            return ()
        first = next(f for f in self.fields if f.kind == "given_name")
        return ("title",) if definition is first else (f"{definition.name}_title",)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a field's value stands, in pixels of the upright page, and its characters (leaders included, labels not).

    box: round the whole value; where nothing is written, the place where it would stand; lattices: of the value's ink, one for
    each line that it stands on; none where the reader gives none.
    """

    box: Box
    chars: tuple[Char, ...] = ()
    lattices: tuple[Lattice, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class FoundForm:
    """A form recognised on a page: the place of each field by its definition's name. Fields not found have no place."""

    definition: FormDefinition
    places: dict[str, Place]
    title_found: bool
    labels_found: int


@dataclass(frozen=True, slots=True)
class Decided:
    """A field's value and how sure we are (DESIGN.md, *Contracts*). box: in pixels of the upright page.

    value: canonical; read: as on the paper; confidence: probability that value is right; blank: nothing is written;
    others: further values (a second telephone number); candidates: other possible values, best first, for a person;
    proofs: stable codes of what speaks for or against it (`second-reader-agrees`, `roster`, `not-in-plan`, ...);
    evidence: the figures that a fitted confidence was made from.
    """

    value: str
    read: str
    confidence: float
    accepted: bool
    hand: bool = False
    blank: bool = False
    box: Box | None = None
    others: tuple[str, ...] = ()
    candidates: tuple[str, ...] = ()
    proofs: tuple[str, ...] = ()
    evidence: Mapping[str, float] = field(default_factory=dict, compare=False)


@dataclass(frozen=True, slots=True)
class DecidedForm:
    """A form with every value of its definition (`value_names()`), and the agency by the roster's code, if known."""

    definition: FormDefinition
    fields: dict[str, Decided] = field(default_factory=dict)
    agency_id: str | None = None


@dataclass(frozen=True, slots=True)
class Covering:
    """What a letter or cover sheet says of itself; empty what it does not say. number, circular: as `rules.letter_numbers` spells them."""

    number: str = ""
    dated: date | None = None
    sender: str = ""
    subject: str = ""
    circular: str = ""


@dataclass(frozen=True, slots=True)
class OtherPage:
    """A page without a wanted form. kind: letter, cover, form (another one), table, blank, other; reason in Thai.

    covering: of a letter or cover sheet."""

    kind: str
    code: str
    reason: str
    covering: Covering | None = None
