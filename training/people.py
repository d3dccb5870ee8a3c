"""Invented people: what they would write on a form, in the many ways in which people write it."""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from numpy.random import Generator
from pythainlp.corpus.common import thai_female_names, thai_male_names

from training import words

TO_THAI = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
FIELDS = ("agency", "first_name", "last_name", "position", "affiliation", "phone", "mobile", "email", "line_id")

MOBILE_HEADS = tuple(f"06{d}" for d in range(1, 7)) + tuple(f"0{c}{d}" for c in (8, 9) for d in range(10))  # as the numbering plan has them


@dataclass(frozen=True, slots=True)
class Agency:
    """A row of a roster."""

    code: str
    name: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Person:
    """A coordinator as written on paper; `first_name` with the title before it; "-" or "" where left blank."""

    agency: str
    first_name: str
    last_name: str
    position: str
    affiliation: str
    phone: str
    mobile: str
    email: str
    line_id: str

    def fields(self) -> dict[str, str]:
        """The coordinator form's values, in the form's order."""
        return {name: getattr(self, name) for name in FIELDS}


def read_roster(path: Path) -> tuple[Agency, ...]:
    """The agencies of a roster file (CSV: code, name, aliases parted by `|`, …)."""
    with path.open(encoding="utf-8-sig", newline="") as rows:
        return tuple(Agency(r["code"], r["name"], tuple(filter(None, r["aliases"].split("|")))) for r in csv.DictReader(rows))


def pick(rng: Generator, items: Sequence[str]) -> str:
    """One of `items`."""
    return items[int(rng.integers(len(items)))]


@lru_cache(maxsize=1)
def _given_names() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Women's and men's given names, sorted: sets have no order of their own."""
    return tuple(sorted(thai_female_names())), tuple(sorted(thai_male_names()))


def given_name(rng: Generator) -> str:
    """A title and a given name, with or without a space between."""
    woman = bool(rng.random() < 0.6)
    women, men = _given_names()
    title = pick(rng, words.TITLES_WOMEN if woman else words.TITLES_MEN)
    if rng.random() < 0.12:
        title = pick(rng, words.TITLES_RARE)
    gap = " " if title.endswith(".") or rng.random() < 0.3 else ""
    return f"{title}{gap}{pick(rng, women if woman else men)}"


def surname(rng: Generator) -> str:
    """A surname composed of usual parts: most real ones are in no list."""
    return pick(rng, words.SURNAME_HEADS) + pick(rng, words.SURNAME_MIDDLES) + pick(rng, words.SURNAME_TAILS)


def position(rng: Generator) -> str:
    """A post in the civil service, mostly with its level."""
    return pick(rng, words.PLAIN_POSITIONS) if rng.random() < 0.2 else pick(rng, words.POSITIONS) + pick(rng, words.LEVELS)


def _suits(text: str, agency: Agency) -> bool:
    """Whether such a post or unit is to be had at the agency."""
    local = agency.name.startswith(("เทศบาล", "องค์การบริหาร"))
    district = agency.name.startswith("ที่ว่าการอำเภอ")
    return (local or not any(word in text for word in words.ONLY_LOCAL)) and (district or not text.startswith("ปลัดอำเภอ"))


def _suiting(rng: Generator, agency: Agency, invented: Callable[[Generator], str]) -> str:
    """The first invented text that suits the agency."""
    return next(text for text in (invented(rng) for _ in range(1000)) if _suits(text, agency))


def _digits(rng: Generator, count: int) -> str:
    return "".join(str(d) for d in rng.integers(0, 10, count))


def landline(rng: Generator) -> str:
    """A number of the 053 area as people write it, some with an extension or as a range."""
    a, b = f"5{rng.integers(0, 10)}{rng.integers(0, 10)}", _digits(rng, 3)
    forms = (f"053-{a}{b}", f"0-53{a[:2]}-{a[2]}{b}", f"053 {a}{b}", f"0 53{a[:2]} {a[2]}{b}", f"053{a}{b}", f"(053) {a}-{b}")
    tail = f" ต่อ {rng.integers(11, 999)}" if rng.random() < 0.25 else ""
    return pick(rng, forms) + tail


def mobile(rng: Generator) -> str:
    """A mobile number as people write it."""
    head, a, b = pick(rng, MOBILE_HEADS), _digits(rng, 3), _digits(rng, 4)
    forms = (f"{head}-{a}{b}", f"{head}-{a}-{b}", f"{head[:2]}-{head[2]}{a}-{b}", f"{head} {a} {b}", f"{head}{a}{b}")
    return pick(rng, forms)


def email(rng: Generator) -> str:
    """An address at a domain made for examples, or at one made up after an agency's."""
    name = pick(rng, words.ROMAN)
    name += pick(rng, ("", "_", ".", "-")) + pick(rng, words.ROMAN_TAILS) if rng.random() < 0.6 else ""
    number = _digits(rng, int(rng.integers(1, 4))) if rng.random() < 0.4 else ""
    return f"{name}{number}@{pick(rng, words.MAIL_DOMAINS)}"


def line_id(rng: Generator, number: str, address: str) -> str:
    """A LINE ID: the mobile number, the name of the e-mail, or one of its own."""
    own = pick(rng, words.ROMAN) + pick(rng, ("", "_", ".", "-")) + _digits(rng, int(rng.integers(1, 5)))
    plain = "".join(c for c in number if c.isdigit())
    return pick(rng, (own, own, plain, address.partition("@")[0], "@" + own))


def invent(rng: Generator, agencies: Sequence[Agency]) -> Person:
    """A person of one of the agencies, with all nine values of the coordinator form; few left blank."""
    agency = agencies[int(rng.integers(len(agencies)))]
    number, address = mobile(rng), email(rng)
    line = line_id(rng, number, address)
    phone = landline(rng) if rng.random() < 0.93 else "-"
    unit = _suiting(rng, agency, lambda r: pick(r, words.AFFILIATIONS)) if rng.random() < 0.7 else agency.name
    shown = pick(rng, (agency.name, *agency.aliases)) if rng.random() < 0.3 else agency.name
    thai = bool(rng.random() < 0.45)
    return Person(
        agency=shown,
        first_name=given_name(rng),
        last_name=surname(rng),
        position=_suiting(rng, agency, position),
        affiliation=unit,
        phone=phone.translate(TO_THAI) if thai else phone,
        mobile=number.translate(TO_THAI) if thai else number,
        email=address if rng.random() < 0.93 else "-",
        line_id=line if rng.random() < 0.9 else pick(rng, ("-", "")),
    )
