"""From what a person typed and marked to what is saved: a choice for each field, or why it cannot be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from review.form_model import EMPTY, FieldView, FormView, Said, Typed
from review.keyboard import meant
from review.values import agency_of, canonical, whole
from storage.agency_names import AgencyName
from storage.corrections import Choice, Told
from storage.thai_text import BANGKOK

NOTHING = "ช่องนี้ยังไม่มีค่า กรุณากรอก หรือเลือก “ว่างในเอกสาร” หรือ “อ่านไม่ออก”"
UNKNOWN = "ไม่พบหน่วยงานนี้ในบัญชีหน่วยงาน กรุณาเลือกชื่อจากรายการ หรือทำเครื่องหมายในช่องด้านล่าง"
OTHER_LAYOUT = "มีอักษรที่ไม่ใช้ในช่องนี้ อาจพิมพ์ด้วยแป้นพิมพ์อีกภาษา กรุณาเลือกค่าที่เสนอ หรือแก้ข้อความ"
WHO_SAID = "กรุณากรอกทั้งค่าที่ได้รับแจ้งทางโทรศัพท์ และชื่อผู้ให้ข้อมูล"
WHEN_SAID = "กรุณากรอกวันเวลาที่ได้รับแจ้งทางโทรศัพท์"
NO_AGENCY = "ยังไม่ทราบว่าเป็นหน่วยงานใด หากทราบจากส่วนอื่นของเอกสารให้กรอกชื่อหน่วยงาน หรือทำเครื่องหมายในช่องด้านล่าง"


@dataclass(slots=True)
class Decisions:
    """Choices by field, problems (Thai) by field, and the agency that the form is from."""

    choices: dict[str, Choice] = field(default_factory=dict)
    problems: dict[str, str] = field(default_factory=dict)
    agency_id: int | None = None


def decisions(view: FormView, typed: Mapping[str, Typed], names: Sequence[AgencyName], agency_id: int | None, outside: bool) -> Decisions:
    """All choices of a posted form. agency_id: the form's agency till now; outside: a person says that no roster knows it."""
    made = Decisions(agency_id=agency_id)
    for one in view.fields:
        if one.name in typed:
            _decide(made, one, typed[one.name])
    answering = next((one for one in view.fields if one.kind == "agency"), None)
    if answering and answering.name in made.choices and not _still_known(answering, made):
        _bind(made, answering.name, names, outside)
    return made


def _decide(made: Decisions, shown: FieldView, typed: Typed) -> None:
    choice, told, problem = _choice(shown, typed), *_told(shown.kind, typed.told)
    if choice and choice.value != shown.value[0] and foreign(shown.kind, choice.value):
        problem = problem or OTHER_LAYOUT
    if choice is None or problem:
        made.problems[shown.name] = problem or NOTHING
    else:
        made.choices[shown.name] = replace(choice, incomplete=typed.incomplete, told=told)


def foreign(kind: str, value: str) -> bool:
    """A mail address that is one in the other keyboard layout only."""
    return kind == "email" and "@" in (meant(kind, value) or "")


def _told(kind: str, said: Said) -> tuple[Told | None, str | None]:
    """What was said by telephone, or why it cannot be kept."""
    if not (said.value or said.by):
        return None, None
    value, others = canonical(kind, said.value)
    if not (value and said.by):
        return None, WHO_SAID
    moment = as_moment(said.at)
    return (Told(value, others, said.by, moment), None) if moment else (None, WHEN_SAID)


def as_moment(typed: str) -> datetime | None:
    """A moment typed in a `datetime-local` input, on a clock in Thailand; None where it is none."""
    try:
        return datetime.fromisoformat(typed).replace(tzinfo=BANGKOK)
    except ValueError:
        return None


def _still_known(answering: FieldView, made: Decisions) -> bool:
    """The agency was known, also where its name alone would not tell it from another, and the person left it."""
    choice = made.choices[answering.name]
    return made.agency_id is not None and bool(choice.value) and choice.value == answering.value[0]


def _choice(shown: FieldView, typed: Typed) -> Choice | None:
    """What was typed wins where it says something new; then the mark; then what stands there is right."""
    if typed.text and typed.text != shown.shown:
        return _value(shown.kind, typed.text)
    if typed.mark in EMPTY:
        return Choice(empty=typed.mark)
    if typed.mark.startswith("candidate-"):
        return _candidate(shown, typed.mark.removeprefix("candidate-"))
    return Choice(shown.value[0], shown.value[1:]) if typed.text else None


def _candidate(shown: FieldView, number: str) -> Choice | None:
    known = whole(number, 3)
    return _value(shown.kind, shown.candidates[known]) if known is not None and known < len(shown.candidates) else None


def _value(kind: str, text: str) -> Choice:
    value, others = canonical(kind, text)
    return Choice(value, others) if value else Choice(empty="blank")


def _bind(made: Decisions, name: str, names: Sequence[AgencyName], outside: bool) -> None:
    """The agency by its official name, or a problem unless a person says that it is in no roster."""
    choice = made.choices[name]
    found = agency_of(names, choice.value) if choice.value else None
    made.agency_id = found.id if found else None
    if found:
        made.choices[name] = replace(choice, value=found.name)
    elif not outside:
        made.problems[name] = UNKNOWN if choice.value else NO_AGENCY
