"""The form as its page shows it: every field with its label, place on the upright page, choices, and what was typed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from review.places import Box, on_upright, upright_size
from review.values import LATIN, doubts, shown
from rules.types import FormDefinition
from storage.open_form import OpenForm
from storage.tables import Field
from storage.words import WORDS

MOST_CANDIDATES = 4
UNDECIDED = "waiting"
EMPTY = ("blank", "unreadable")


@dataclass(frozen=True, slots=True)
class FieldView:
    """A field. open: it asks for attention. value: stored, further values behind it; shown: the same in people form.

    typed: what stands in the input; mark: value, blank, unreadable, or `candidate-<n>`; was: both as first shown, so that a
    stale save can tell what the person touched. notes: why it is doubtful. stored: set where a newer save says
    otherwise than what was typed. problem: why it could not be saved. outside: the agency is in no roster, a person says.
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
    candidates: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    problem: str | None = None
    stored: str | None = None
    outside: bool = False
    outside_offered: bool = False

    @property
    def latin(self) -> bool:
        """It is written in Latin letters."""
        return self.kind in LATIN


@dataclass(frozen=True, slots=True)
class FormView:
    """A form with its fields and its page (size of the upright picture), and the receipt that it came in."""

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

    @property
    def doubtful(self) -> int:
        """How many fields ask for attention."""
        return sum(field.open for field in self.fields)

    @property
    def first(self) -> str | None:
        """The field at which work begins: the first one that cannot be saved, or is doubtful."""
        return next((f.name for f in self.fields if f.problem), next((f.name for f in self.fields if f.open), None))


def form_view(opened: OpenForm, definitions: Sequence[FormDefinition]) -> FormView:
    """The form as stored."""
    form, page, receipt, message = opened.form, opened.form.page, opened.receipt, opened.message
    definition = next((known for known in definitions if known.id == form.definition), None)
    width, height = upright_size(page)
    fields = tuple(_field_view(opened, field, label(definition, field.name)) for field in form.fields)
    return FormView(
        form_id=form.id,
        version=form.version,
        state=form.state,
        title=definition.title if definition else form.definition,
        fields=fields,
        page_id=page.id,
        page_number=page.number,
        width=width,
        height=height,
        receipt_id=receipt.id,
        number=receipt.number,
        year=receipt.year,
        taken_at=receipt.taken_at or receipt.kept_at,
        channel=receipt.channel,
        file_name=receipt.file_name,
        sender_number=message.sender_number if message else None,
        sender_station=message.sender_station if message else None,
        from_address=message.from_address if message else None,
    )


def with_typed(view: FormView, typed: Mapping[str, tuple[str, str]], problems: Mapping[str, str], stale: bool) -> FormView:
    """The form with what a person typed (by name: text and mark) kept in its inputs."""
    return replace(view, fields=tuple(_kept(f, *typed.get(f.name, (f.typed, f.mark)), problems.get(f.name), stale) for f in view.fields))


def was(text: str, mark: str) -> str:
    """Text and mark of an input in one."""
    return f"{mark}|{text}"


def label(definition: FormDefinition | None, name: str) -> str:
    """The office's word for a field, or else what the form prints before it."""
    if name in WORDS:
        return WORDS[name]
    labels = {field.name: field.labels[0] for field in definition.fields if field.labels} if definition else {}
    return labels.get(name) or (WORDS["title"] if name.endswith("_title") else name)


def _field_view(opened: OpenForm, field: Field, name: str) -> FieldView:
    text = shown(field.value, field.kind, field.others)
    other = dict.fromkeys(shown(candidate, field.kind) for candidate in field.candidates)
    open_ = field.state == UNDECIDED
    mark = field.state if field.state in EMPTY else "value"
    unknown_agency = field.kind == "agency" and opened.form.agency_id is None
    return FieldView(
        id=field.id,
        name=field.name,
        kind=field.kind,
        label=name,
        state=field.state,
        open=open_,
        value=(field.value, *field.others),
        shown=text,
        typed=text,
        mark=mark,
        was=was(text, mark),
        box=on_upright(field.box, opened.form.page) if field.box else None,
        candidates=tuple(candidate for candidate in other if candidate and candidate != text)[:MOST_CANDIDATES],
        notes=doubts(field.proofs) if open_ else (),
        outside=unknown_agency and opened.form.state == "done",
        outside_offered=unknown_agency and opened.form.state == "done",
    )


def _kept(field: FieldView, text: str, mark: str, problem: str | None, stale: bool) -> FieldView:
    differs = stale and (text, mark) != (field.shown, field.mark)
    stored = field.shown if differs else None
    return replace(field, typed=text, mark=mark, problem=problem, stored=stored, open=field.open or bool(problem) or differs)
