"""Which agencies a message may come from, by who sent it: a say beside the name that stands on the form, never against it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Protocol

from rules.agency_match import match_agency
from rules.knowledge import Knowledge, Sender
from rules.text import without_leaders

OWN = 0.6  # how often a form comes from an agency that is known to send from there, before its name is read
NEIGHBOUR = 0.4  # how often it comes from the district of one, where a district sends for its agencies
MOST = math.log(20)  # no more than this is a sender's word worth
FEW = 3  # agencies that share a number or address; of more it proves nothing
FEWEST_LETTERS = 6  # a shorter text names no agency
AS_READ = 0.9  # how sure the reader is held to be of a covering letter's letters
DISTRICT = "district"  # the roster's kind of an agency that collects the forms of others


class SeenSender(Protocol):
    """A confirmed return: who sent it, as its message says, and the code of the agency that it was of."""

    @property
    def number(self) -> str: ...
    @property
    def station(self) -> str: ...
    @property
    def address(self) -> str: ...
    @property
    def agency(self) -> str: ...


def known_agencies(sender: Sender, knowledge: Knowledge) -> frozenset[str]:
    """Codes of the agencies that have been seen to send from this number, station or address, or that the papers around the form name."""
    numbers = [knowledge.senders.get(number, frozenset()) for number in sender.national_numbers()]
    return frozenset().union(*numbers, knowledge.addresses.get(sender.address.lower(), frozenset()), sender.named)


def named(texts: Iterable[str], knowledge: Knowledge) -> frozenset[str]:
    """Codes of the agencies that these texts (the sender on a letter, a fax machine's line) are the names of."""
    if knowledge.roster is None:
        return frozenset()
    found = [match_agency(without_leaders(text), knowledge.roster) for text in texts if len(text) >= FEWEST_LETTERS]
    return frozenset(match.code for match in found if match and (match.exact or match.likely(AS_READ)))


def proves(sender: Sender, knowledge: Knowledge, code: str) -> bool:
    """Whether the sender is a proof that a form is of this agency."""
    codes = known_agencies(sender, knowledge)
    return sender.forms == 1 and code in codes and len(codes) <= FEW


def learned(seen: Iterable[SeenSender]) -> tuple[dict[str, frozenset[str]], dict[str, frozenset[str]]]:
    """Confirmed returns as `Knowledge` has them: codes by national number, and by mail address in small letters."""
    numbers: dict[str, set[str]] = {}
    addresses: dict[str, set[str]] = {}
    for one in seen:
        for number in Sender(one.number, one.station).national_numbers():
            numbers.setdefault(number, set()).add(one.agency)
        if one.address:
            addresses.setdefault(one.address.lower(), set()).add(one.agency)
    return {n: frozenset(codes) for n, codes in numbers.items()}, {a: frozenset(codes) for a, codes in addresses.items()}


def favoured(sender: Sender, knowledge: Knowledge) -> Mapping[str, float]:
    """By code: the logarithm by which an agency is likelier than it would be if nobody knew the sender.

    Of a message with several forms, and of a district's number, no more is known than the district.
    """
    codes = known_agencies(sender, knowledge)
    if not codes or knowledge.roster is None:
        return {}
    own = [agency for agency in knowledge.roster.agencies if agency.code in codes]
    collected = sender.forms > 1 or any(agency.kind == DISTRICT for agency in own)
    places = {agency.district for agency in own if agency.district} if collected else set()
    near = [a.code for a in knowledge.roster.agencies if a.district in places] if places else [agency.code for agency in own]
    share = NEIGHBOUR if collected else OWN
    all_agencies = len(knowledge.roster.agencies)
    return dict.fromkeys(near, min(MOST, math.log(1 - share + share * all_agencies / max(1, len(near)))))
