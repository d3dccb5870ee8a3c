"""One field decided: its chosen reading, what speaks for and against it, and how sure that makes us."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from ocr.types import Box, Char
from rules.blank import blank_proofs
from rules.choose import Option, agreement, candidates
from rules.confidence import BLANK, accepted, blank_confidence, confidence, is_fitted
from rules.evidence import evidence
from rules.grammar import Parsed
from rules.knowledge import Knowledge, PageFacts, Sender
from rules.senders import proves
from rules.telephone import national
from rules.types import Decided, FieldDefinition, Place
from rules.votes import Vote

_DAMAGED = 0.05
_UNREADABLE = 0.2
NEVER_NONE = ("agency", "given_name", "surname")  # elsewhere a dash is an answer: there is none


@dataclass(frozen=True, slots=True)
class FieldCase:
    """What is known of a field besides its readings. hand: judged by who saw the ink, else None;

    beside: proofs from other fields of the form and from its signature.
    """

    definition: FieldDefinition
    place: Place | None
    page: PageFacts
    knowledge: Knowledge
    sender: Sender
    error_allowed: float
    hand: bool | None
    beside: tuple[str, ...]

    @property
    def may_be_hand(self) -> bool:
        """What no one has judged is taken for handwriting: that asks more proofs of a value, never fewer."""
        return self.page.source == "ink" and self.hand is not False


def missing_field() -> Decided:
    """A field whose place was not found."""
    codes = ("no-place",)
    return Decided("", "", blank_confidence(codes), False, proofs=codes)


def blank_field(case: FieldCase, place: Place, votes: Sequence[Vote]) -> Decided:
    """A field in which no reading found anything."""
    codes = (*blank_proofs(place, votes), *_page_proofs(case, ""))
    if case.definition.required and ("dash" not in codes or case.definition.kind in NEVER_NONE):
        codes += ("required-blank",)
    figures = dict.fromkeys(codes, 1.0) if case.page.source == "ink" and case.knowledge.known else {}
    sure = blank_confidence(codes, figures)
    taken = accepted(sure, codes, False, case.error_allowed, fitted=is_fitted(BLANK, figures))
    return Decided("", "", sure, taken, blank=True, box=place.box, proofs=codes, evidence=figures)


def decided_values(case: FieldCase, place: Place, chosen: Option, found: Sequence[Option]) -> tuple[Decided, ...]:
    """The field's values, title first where it has one. chosen: one of `found`, the readings that say something."""
    boxes = _boxes(place, chosen)
    return tuple(_value(case, boxes[i], chosen, found, i) for i in range(len(chosen.parts)))


def _value(case: FieldCase, box: Box, chosen: Option, found: Sequence[Option], i: int) -> Decided:
    part = chosen.parts[i]
    is_title = i < len(chosen.parts) - 1
    source = part if part.value or not is_title else chosen.parts[-1]  # no title: as sure as the name that stands there alone
    codes = _codes(case, source, chosen, is_title) + agreement(chosen, found, i)
    if not part.value and not is_title:
        codes += ("required-blank",)
    figures = evidence(chosen.vote, chosen.vote.text, codes) if chosen.vote.decoded else {}
    sure = confidence(case.definition.kind, chosen.vote.probability, codes, figures)
    return Decided(
        part.value,
        part.read,
        sure,
        accepted(sure, codes, case.may_be_hand, case.error_allowed, fitted=is_fitted(case.definition.kind, figures)),
        hand=bool(case.hand),
        blank=not part.value,
        box=box,
        others=part.others,
        candidates=candidates(chosen, found, i),
        proofs=codes,
        evidence=figures,
    )


def _codes(case: FieldCase, part: Parsed, chosen: Option, is_title: bool) -> tuple[str, ...]:
    codes = [*part.proofs, *_page_proofs(case, part.read), *_sender_proofs(case, part)]
    codes += () if is_title else case.beside
    if chosen.vote.thai_digits_unsure:
        codes.append("thai-digits-unsure")
    if case.may_be_hand:
        codes.append("handwritten" if case.hand else "hand-unknown")
    if chosen.vote.probability < _UNREADABLE:
        codes.append("unreadable")
    return tuple(codes)


def _page_proofs(case: FieldCase, read: str) -> tuple[str, ...]:
    if case.page.source == "text":
        broken = any(unicodedata.category(c) in ("Co", "Cn") or c == "\ufffd" for c in read)
        return ("text-layer", "broken-text") if broken else ("text-layer",)
    return ("damaged",) if case.page.damage > _DAMAGED else ()


def _sender_proofs(case: FieldCase, part: Parsed) -> tuple[str, ...]:
    """The sender's number supports a value that says the same. It never decides an agency against the name."""
    if part.agency is not None:
        return ("sender-agency",) if proves(case.sender, case.knowledge, part.agency) else ()
    number = national(part.value) if "in-plan" in part.proofs else ""
    return ("sender-number",) if number and number in case.sender.national_numbers() else ()


def _boxes(place: Place, chosen: Option) -> tuple[Box, ...]:
    """The box of each value: the title's letters apart from the name's, by their number; else the whole place."""
    title = len("".join(chosen.parts[0].read.split()))
    shown = [c for c in place.chars if not c.leader and c.text.strip()]
    letters = 0
    for n, char in enumerate(shown[:-1], 1):
        letters += len(char.text)
        if len(chosen.parts) > 1 and title and letters >= title:
            return _round(shown[:n]), _round(shown[n:])
    return (place.box,) * len(chosen.parts)


def _round(chars: Sequence[Char]) -> Box:
    box = chars[0].box
    for char in chars[1:]:
        box = box.joined(char.box)
    return box
