"""The agency that a form comes from, and other fields in which an agency may be named."""

from __future__ import annotations

from rules.agency_match import POSSIBLE, AgencyMatch, match_agency
from rules.grammar import MOST_CANDIDATES, Parsed
from rules.roster import Roster
from rules.text import without_leaders


def parse_agency(text: str, letter_probability: float, roster: Roster | None, take_near: bool = True) -> Parsed:
    """The agency by its official name where the roster knows it, else as read. letter_probability: the reader's."""
    read = without_leaders(text)
    match = match_agency(read, roster) if roster else None
    if roster is None:
        return Parsed(read, read, 0.6)
    if match is None:
        return Parsed(read, read, 0.3, ("not-in-roster",))
    if match.exact:
        return Parsed(match.name, read, 1.0, ("roster",), candidates=_near(match)[1:], agency=match.code)
    if take_near and match.likely(letter_probability):
        return Parsed(match.name, read, 0.9 * match.score, ("roster-near",), candidates=(read, *_near(match)[1:]), agency=match.code)
    return Parsed(read, read, 0.4, ("roster-ambiguous" if match.score == 1 else "not-in-roster",), candidates=_near(match))


def parse_text(text: str, roster: Roster | None, take_near: bool = True) -> Parsed:
    """Free text as read. Where it is a name of the roster but for single letters, that name as it is written there."""
    read = without_leaders(text)
    match = match_agency(read, roster) if roster else None
    if match is not None and match.score == 1:
        return Parsed(read, read, 1.0, ("roster",))
    if take_near and match is not None and match.likely(1.0):
        return Parsed(match.written, read, 0.9 * match.score, ("roster-near",), candidates=(read,))
    return Parsed(read, read, 0.6)


def _near(match: AgencyMatch) -> tuple[str, ...]:
    return (match.name, *match.next_names)[:MOST_CANDIDATES] if match.score >= POSSIBLE else ()
