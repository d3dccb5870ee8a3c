"""A stored form made into what its page shows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from review.form_model import EMPTY, FieldView, FormView, Said, Strip, was
from review.letters import Mark, marks
from review.places import on_picture, on_upright, strip_bounds, turned, upright_size
from review.values import doubts, shown
from rules.types import FormDefinition
from storage.letters import letters_in
from storage.open_form import OpenForm
from storage.store import Store
from storage.tables import BlindKey, Field, Page, ToldValue
from storage.thai_text import bangkok
from storage.words import WORDS

MOST_CANDIDATES = 4
UNDECIDED = "waiting"
MOMENT = "%Y-%m-%dT%H:%M"


def form_view(opened: OpenForm, definitions: Sequence[FormDefinition], store: Store) -> FormView:
    """The form as stored."""
    form, page, receipt, message = opened.form, opened.form.page, opened.receipt, opened.message
    definition = next((known for known in definitions if known.id == form.definition), None)
    width, height = upright_size(page)
    return FormView(
        form_id=form.id,
        version=form.version,
        state=form.state,
        title=definition.title if definition else form.definition,
        fields=tuple(_field_view(opened, field, label(definition, field.name), store) for field in form.fields),
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
        agency_id=form.agency_id,
        together=tuple(opened.together),
        papers=opened.papers,
    )


def label(definition: FormDefinition | None, name: str) -> str:
    """The office's word for a field, or else what the form prints before it."""
    if name in WORDS:
        return WORDS[name]
    labels = {field.name: field.labels[0] for field in definition.fields if field.labels} if definition else {}
    return labels.get(name) or (WORDS["title"] if name.endswith("_title") else name)


def strip_of(field: Field, page: Page, doubtful: Sequence[Mark] = ()) -> Strip | None:
    """The field's strip with lines under its doubtful letters; None where the field has no place on the page."""
    if field.box is None:
        return None
    left, top, right, bottom = turned(strip_bounds(field.box, page, (page.width, page.height)), page)
    places = [turned(mark.box, page) for mark in doubtful if mark.box]
    lines = tuple((place[0] - left, place[2] - left) for place in places)
    return Strip(round(right - left), round(bottom - top), lines)


def _field_view(opened: OpenForm, field: Field, name: str, store: Store) -> FieldView:
    page, text, told = opened.form.page, shown(field.value, field.kind, field.others), _said(opened.told.get(field.id), field.kind)
    mark = field.state if field.state in EMPTY else "value"
    doubtful = _marks(store, page, field, text) if field.state == UNDECIDED else ()
    unknown_agency = field.kind == "agency" and opened.form.agency_id is None
    return FieldView(
        id=field.id,
        name=field.name,
        kind=field.kind,
        label=name,
        state=field.state,
        open=field.state == UNDECIDED,
        value=(field.value, *field.others),
        shown=text,
        typed=text,
        mark=mark,
        was=was(text, mark, field.incomplete, told),
        box=on_upright(field.box, page) if field.box else None,
        strip=strip_of(field, page, doubtful),
        marks=tuple((one.start, one.end) for one in doubtful),
        candidates=_candidates(field, text, opened.keyed.get(field.id)),
        notes=doubts(field.proofs) if field.state == UNDECIDED else (),
        incomplete=field.incomplete,
        told=told,
        outside=unknown_agency and opened.form.state == "done",
        outside_offered=unknown_agency and opened.form.state == "done",
    )


def _marks(store: Store, page: Page, field: Field, text: str) -> tuple[Mark, ...]:
    box = on_picture(field.box, page) if field.box else None
    return marks(text, field.kind, letters_in(store, page.reading_sha256, box)) if box else ()


def _candidates(field: Field, text: str, keyed: BlindKey | None) -> tuple[str, ...]:
    """Other values that may be right; what a person typed from the strip comes first."""
    typed = [shown(keyed.value, field.kind, keyed.others)] if keyed else []
    other = dict.fromkeys([*typed, *(shown(candidate, field.kind) for candidate in field.candidates)])
    return tuple(candidate for candidate in other if candidate and candidate != text)[:MOST_CANDIDATES]


def _said(told: ToldValue | None, kind: str) -> Said:
    if told is None:
        return Said()
    return Said(shown(told.value, kind, told.others), told.said_by, as_typed(told.said_at))


def as_typed(moment: datetime) -> str:
    """A moment as a `datetime-local` input holds it."""
    return bangkok(moment).strftime(MOMENT)
