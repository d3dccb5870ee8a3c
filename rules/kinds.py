"""Which grammar reads which kind of field."""

from __future__ import annotations

from rules.agencies import parse_agency, parse_text
from rules.dates import parse_date
from rules.grammar import Parsed
from rules.knowledge import Knowledge
from rules.line_id import parse_line_id
from rules.mail_address import parse_mail_address
from rules.names import parse_given_name, parse_surname
from rules.numbers import parse_number
from rules.positions import parse_position
from rules.telephone import parse_phone
from rules.text import fold, is_blank
from rules.titles import part
from rules.types import FormDefinition
from rules.votes import Vote


def parse(kind: str, vote: Vote, knowledge: Knowledge) -> tuple[Parsed, ...]:
    """A reading as a field's values, one for each name of `names_of`: title and name for a `given_name`, else one.

    A text that was decoded with the lists is looked up in them, and not taken for what is merely like it.
    """
    near = vote.decoded is None
    match kind:
        case "given_name":
            person = parse_given_name(vote.text, knowledge.lists, near)
            return (person.title, person.given)
        case "surname":
            return (parse_surname(vote.text, knowledge.lists),)
        case "position":
            return (parse_position(vote.text, knowledge.lists, near),)
        case "agency":
            return (parse_agency(vote.text, vote.probability, knowledge.roster, near),)
        case "phone" | "mobile":
            return (parse_phone(vote.text, mobile=kind == "mobile"),)
        case "email":
            return (parse_mail_address(vote.text, knowledge.lists if near else None),)
        case "line_id":
            return (parse_line_id(vote.text),)
        case "number":
            return (parse_number(vote.text),)
        case "date":
            return (parse_date(vote.text),)
        case _:
            return (parse_text(vote.text, knowledge.roster, near),)


def kinds_of(form: FormDefinition) -> dict[str, str]:
    """The kind by which each field is read. Only the first agency is the one that answers; a further one is text as written."""
    first = next((d.name for d in form.fields if d.kind == "agency"), None)
    return {d.name: "text" if d.kind == "agency" and d.name != first else d.kind for d in form.fields}


def canonical_values(kind: str, text: str) -> tuple[str, ...]:
    """What a person typed in a field, in canonical form: its value (`""` for a blank), then the others (a second telephone).

    Uses no lists and changes no name: what fits no grammar stays as typed. A title of its own is of kind `title`.
    """
    if is_blank(text):
        return ("",)
    if kind == "title":
        return (part(text).title or fold(text),)
    if kind == "given_name":  # a person has parted title and name already
        return (fold(text),)
    parsed = parse(kind, Vote(text, 1.0, "person"), Knowledge())[-1]
    return (parsed.value, *parsed.others)
