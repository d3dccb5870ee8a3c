"""What the fields of a form say about each other: the LINE ID repeats the mobile, the affiliation the agency."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from rules.agency_names import agency_key
from rules.choose import Option
from rules.public_bodies import belongs
from rules.signature import repeats
from rules.telephone import national, parse_numbers
from rules.types import FormDefinition

_NUMBERS = ("phone", "mobile", "line_id")
_NAMES = ("agency", "text")


def same_value(kind: str, value: str) -> str:
    """What a value of one field and its repetition in another share; `""` for kinds that repeat nothing."""
    if kind in _NUMBERS:
        known = parse_numbers(value).known
        return national(known[0]) if known else ""
    return agency_key(value) if kind in _NAMES else ""


def may_repeat(form: FormDefinition, found: Mapping[str, Sequence[Option]]) -> dict[str, frozenset[str]]:
    """By field: values of its own readings that a reading of another field of the form repeats."""
    said = {d.name: _said(d.kind, found.get(d.name, ())) for d in form.fields}
    out = {}
    for d in form.fields:
        others = set().union(*(said[o.name].keys() for o in form.fields if o.name != d.name and _related(d.kind, o.kind)))
        out[d.name] = frozenset(v for common, values in said[d.name].items() if common in others for v in values)
    return out


def proofs(form: FormDefinition, chosen: Mapping[str, Sequence[str]], signature: str) -> dict[str, tuple[str, ...]]:
    """By field: what other fields and the name beneath the signature say for its value. chosen: by field, value and reading of it."""
    values = {name: texts[0] for name, texts in chosen.items()}
    twice = _repeated(form, chosen) | _signed(form, values, signature)
    of_body = _addresses_of_agency(form, values)
    return {name: ("same-elsewhere",) * (name in twice) + ("agency-domain",) * (name in of_body) for name in chosen}


def _repeated(form: FormDefinition, chosen: Mapping[str, Iterable[str]]) -> frozenset[str]:
    """Names of the fields whose value stands in another field too."""
    common = {d.name: {same_value(d.kind, text) for text in chosen[d.name]} - {""} for d in form.fields if d.name in chosen}
    kinds = {d.name: d.kind for d in form.fields}
    return frozenset(
        name
        for name, mine in common.items()
        if any(mine & theirs for o, theirs in common.items() if o != name and _related(kinds[name], kinds[o]))
    )


def _signed(form: FormDefinition, values: Mapping[str, str], signature: str) -> frozenset[str]:
    """Names of the fields with given name and surname, if the name beneath the signature is theirs."""
    names = {d.kind: d.name for d in form.fields if d.kind in ("given_name", "surname") and d.name in values}
    both = len(names) == 2 and repeats(signature, values[names["given_name"]], values[names["surname"]])
    return frozenset(names.values()) if both else frozenset()


def _addresses_of_agency(form: FormDefinition, values: Mapping[str, str]) -> frozenset[str]:
    """Names of the fields with a mail address of the body that the form's agency, or what it belongs to, is an office of."""
    kinds = {d.name: d.kind for d in form.fields}
    agencies = [value for name, value in values.items() if kinds.get(name) in _NAMES]
    return frozenset(name for name, value in values.items() if kinds.get(name) == "email" and belongs(value, agencies))


def _related(one: str, other: str) -> bool:
    """A telephone may be repeated as mobile or LINE ID; an agency in a text, or a text in an agency."""
    if one in _NUMBERS and other in _NUMBERS:
        return True
    return one in _NAMES and other in _NAMES and "agency" in (one, other)


def _said(kind: str, found: Sequence[Option]) -> dict[str, set[str]]:
    said: dict[str, set[str]] = {}
    for option in found:
        for text in (option.parts[-1].value, option.parts[-1].read):
            if common := same_value(kind, text):
                said.setdefault(common, set()).add(option.parts[-1].value)
    return said
