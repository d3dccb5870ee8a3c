"""The people of generated forms: most surnames and a fifth of the agencies are in no list that a decision has."""

from __future__ import annotations

from dataclasses import replace
from zlib import crc32

from numpy.random import Generator

from training.lines import values
from training.people import TO_THAI, Agency, Person, invent, pick, read_roster

UNKNOWN = 0.2  # share of agencies that are in no roster
PROVINCES = ("ลำปาง", "เชียงใหม่", "เชียงราย", "แพร่", "พะเยา", "น่าน", "ตาก", "สุโขทัย", "สุรินทร์", "เลย", "ตรัง", "นครพนม")
DOMAINS = ("gmail.com", "gmail.com", "hotmail.com", "yahoo.com", "outlook.com", "hotmail.co.th")
PARTS = ("fit", "test")


def person(rng: Generator, part: str) -> tuple[Person, str | None]:
    """Somebody of one part, and the roster's code of the agency, None for one that is in no roster. The parts share no name."""
    while True:
        made, code = _anybody(rng)
        if crc32(made.last_name.encode()) % len(PARTS) == PARTS.index(part):
            return made, code


def _anybody(rng: Generator) -> tuple[Person, str | None]:
    known = read_roster(values.ROSTER)
    agency = known[int(rng.integers(len(known)))]
    code: str | None = agency.code
    if rng.random() < UNKNOWN:
        agency, code = Agency("", _unknown(rng, agency.name)), None
    who = invent(rng, (agency,))
    if rng.random() < 0.25:
        who = replace(who, position=_thai(rng, values.post(rng)))
    if rng.random() < 0.15:
        who = replace(who, first_name=who.first_name[:4] + values.word(rng).lstrip(values.NEVER_FIRST))
    if rng.random() < 0.2:
        who = replace(who, last_name=values.surname(rng))
    if rng.random() < 0.55 and "@" in who.email:
        who = replace(who, email=who.email.partition("@")[0] + "@" + pick(rng, DOMAINS))
    return who, code


def _unknown(rng: Generator, like: str) -> str:
    """An agency of another province, or one that was never heard of."""
    other = like.replace("ลำพูน", pick(rng, PROVINCES))
    return other if other != like and rng.random() < 0.5 else pick(rng, values.AGENCY_HEADS) + values.word(rng, 3)


def _thai(rng: Generator, text: str) -> str:
    return text.translate(TO_THAI) if rng.random() < 0.5 else text
