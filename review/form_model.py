"""The form as its page shows it: every field with its label, place on the upright page, choices, and what was typed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from review.places import Box
from review.values import LATIN
from storage.open_form import Together

EMPTY = ("blank", "unreadable")
COMPLETED = ("agency", "position", "text")  # a text may be where one belongs to: another agency


@dataclass(frozen=True, slots=True)
class Strip:
    """The strip of paper of a field. width, height: pixels; lines: under the doubtful letters (left, right), in its pixels."""

    width: int
    height: int
    lines: tuple[tuple[float, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Said:
    """What was said by telephone, as typed: value, who said it, and when (`2018-03-21T14:30`, on a clock in Thailand)."""

    value: str = ""
    by: str = ""
    at: str = ""


@dataclass(frozen=True, slots=True)
class FieldView:
    """A field. open: it asks for attention. value: stored, further values behind it; shown: the same in people form.

    typed: what stands in the input; mark: value, blank, unreadable, or `candidate-<n>`; was: both as first shown, so that a
    stale save can tell what the person touched. marks: doubtful letters of `shown` (start, end). notes: why it is doubtful.
    stored: set where a newer save says otherwise than what was typed. problem: why it could not be saved; meant: what was
    perhaps typed in the other keyboard layout. outside: the agency is in no roster, a person says.
    """

    id: int
    name: str
    kind: str
    label: str
    state: str
    open: bool
    value: tuple[str, ...]
    shown: str
    typed: str
    mark: str
    was: str
    box: Box | None = None
    strip: Strip | None = None
    marks: tuple[tuple[int, int], ...] = ()
    candidates: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    problem: str | None = None
    meant: str | None = None
    stored: str | None = None
    incomplete: bool = False
    told: Said = field(default_factory=Said)
    outside: bool = False
    outside_offered: bool = False

    @property
    def latin(self) -> bool:
        """It is written in Latin letters."""
        return self.kind in LATIN

    @property
    def completed(self) -> bool:
        """What is typed is completed from a list."""
        return self.kind in COMPLETED


@dataclass(frozen=True, slots=True)
class FormView:
    """A form with its fields and its page (size of the upright picture), the receipt that it came in, further papers of its agency."""

    form_id: int
    version: int
    state: str
    title: str
    fields: tuple[FieldView, ...]
    page_id: int
    page_number: int
    width: int
    height: int
    receipt_id: int
    number: int
    year: int
    taken_at: datetime
    channel: str
    file_name: str
    sender_number: str | None
    sender_station: str | None
    from_address: str | None
    agency_id: int | None
    together: tuple[Together, ...]
    papers: int = 0

    @property
    def doubtful(self) -> int:
        """How many fields ask for attention."""
        return sum(field.open for field in self.fields)

    @property
    def placed(self) -> bool:
        """Some field has its place on the page: none has where a person typed in what no form was found on."""
        return any(field.box for field in self.fields)

    @property
    def first(self) -> str | None:
        """The field at which work begins: the first one that cannot be saved, or is doubtful."""
        return next((f.name for f in self.fields if f.problem), next((f.name for f in self.fields if f.open), None))


@dataclass(frozen=True, slots=True)
class Typed:
    """A field as posted. was: text and mark as first shown to the person."""

    text: str
    mark: str
    was: str
    incomplete: bool = False
    told: Said = field(default_factory=Said)

    @property
    def touched(self) -> bool:
        """The person changed something."""
        return was(self.text, self.mark, self.incomplete, self.told) != self.was


def with_typed(view: FormView, typed: Mapping[str, Typed], problems: Mapping[str, str], stale: bool) -> FormView:
    """The form with what a person typed (by name) kept in its inputs."""
    return replace(view, fields=tuple(_kept(f, typed[f.name], problems.get(f.name), stale) if f.name in typed else f for f in view.fields))


def was(text: str, mark: str, incomplete: bool = False, told: Said | None = None) -> str:
    """An input's text and marks in one; the hour of a call alone is no change."""
    said = f"|{told.value}|{told.by}" if told and (told.value or told.by) else ""
    return f"{mark}{'~' if incomplete else ''}{said}|{text}"


def names(fields: Sequence[FieldView]) -> tuple[str, ...]:
    """The names of the fields."""
    return tuple(one.name for one in fields)


def _kept(field: FieldView, typed: Typed, problem: str | None, stale: bool) -> FieldView:
    differs = stale and (typed.text, typed.mark) != (field.shown, field.mark)
    own = {"typed": typed.text, "mark": typed.mark, "incomplete": typed.incomplete, "told": typed.told}
    stored = field.shown if differs else None
    return replace(field, **own, problem=problem, stored=stored, open=field.open or bool(problem) or differs)  # type: ignore[arg-type]
