"""From the places of a form to its values: the one way in for all who want a form decided."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ocr.types import StripReading
from rules import across
from rules.choose import Option, best, options
from rules.confidence import ERROR_ALLOWED
from rules.decoding.decode import Decoded as Decoding
from rules.decoding.decode import decode as decode_fields
from rules.field import FieldCase, blank_field, decided_values, missing_field
from rules.kinds import kinds_of
from rules.knowledge import Knowledge, PageFacts, Sender
from rules.senders import favoured
from rules.strips import wanted_strips
from rules.text import is_blank
from rules.types import Decided, DecidedForm, FieldDefinition, FormDefinition, FoundForm
from rules.votes import Vote, text_of, votes

__all__ = ["Knowledge", "PageFacts", "Sender", "decide", "wanted_strips"]


@dataclass(frozen=True, slots=True)
class _Read:
    """All readings of a form's fields, and what they say."""

    votes: dict[str, tuple[Vote, ...]]
    options: dict[str, tuple[Option, ...]]
    chosen: dict[str, Option]


def decide(
    found: FoundForm,
    strips: Mapping[str, Sequence[StripReading]],
    knowledge: Knowledge,
    sender: Sender | None = None,
    page: PageFacts | None = None,
    error_allowed: float = ERROR_ALLOWED,
    hands: Mapping[str, bool] | None = None,
) -> DecidedForm:
    """Every value of the form's definition, each with its proofs and confidence.

    strips: further readings by field name; sender: what the message says of who sent it; page: of the reading that
    `found` came from; error_allowed: the share of accepted values that may be wrong; hands: by field name, whether it is
    written by hand, judged by who saw the ink; what is not judged is accepted on the terms of handwriting only.
    """
    page, sender = page or PageFacts(), sender or Sender()
    read = _read(found, strips, knowledge, page, sender)
    beside = across.proofs(found.definition, {n: (o.parts[-1].value, o.parts[-1].read) for n, o in read.chosen.items()}, page.signed)
    fields: dict[str, Decided] = {}
    for definition in found.definition.fields:
        name = definition.name
        hand, said = (hands or {}).get(name), beside.get(name, ())
        case = FieldCase(definition, found.places.get(name), page, knowledge, sender, error_allowed, hand, said)
        fields |= _field(found.definition, definition, case, read)
    ordered = {name: fields[name] for name in found.definition.value_names()}
    return DecidedForm(found.definition, ordered, _agency_id(found.definition, read))


def _read(found: FoundForm, strips: Mapping[str, Sequence[StripReading]], knowledge: Knowledge, page: PageFacts, sender: Sender) -> _Read:
    kinds = kinds_of(found.definition)
    decoded = _decoded(found, kinds, knowledge, sender)
    said = {n: votes(kinds[n], place, strips.get(n, ()), page.reader, decoded.get(n)) for n, place in found.places.items() if n in kinds}
    possible = {n: options(kinds[n], v, knowledge) for n, v in said.items()}
    elsewhere = across.may_repeat(found.definition, possible)
    return _Read(said, possible, {n: best(o, elsewhere[n]) for n, o in possible.items() if o})


def _decoded(found: FoundForm, kinds: Mapping[str, str], knowledge: Knowledge, sender: Sender) -> Mapping[str, Decoding]:
    """The fields decoded with what is known; none for the free reading."""
    if knowledge.known is None:
        return {}
    places = {n: place for n, place in found.places.items() if n in kinds and place.lattices}
    free = {n: text_of(place.chars) for n, place in places.items()}
    wanted = {n: kinds[n] for n in places if not is_blank(free[n])}
    lattices = {n: place.lattices for n, place in places.items()}
    return decode_fields(wanted, free, lattices, knowledge.known, favoured(sender, knowledge))


def _field(form: FormDefinition, definition: FieldDefinition, case: FieldCase, read: _Read) -> dict[str, Decided]:
    names = (*form.title_name(definition), definition.name)
    if case.place is None:
        return dict.fromkeys(names, missing_field())
    if definition.name not in read.chosen:
        return dict.fromkeys(names, blank_field(case, case.place, read.votes[definition.name]))
    chosen = read.chosen[definition.name]
    return dict(zip(names, decided_values(case, case.place, chosen, read.options[definition.name]), strict=True))


def _agency_id(form: FormDefinition, read: _Read) -> str | None:
    chosen = [read.chosen[d.name] for d in form.fields if d.kind == "agency" and d.name in read.chosen]
    return chosen[0].parts[-1].agency if chosen else None
