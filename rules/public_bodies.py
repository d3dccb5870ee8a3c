"""Which public body a mail domain is of, and whether an agency is an office of that body."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path

from rules.agency_names import agency_key

FILE = Path(__file__).with_suffix(".toml")


@lru_cache(maxsize=1)
def _domains() -> Mapping[str, tuple[str, ...]]:
    """By domain: keys of words, one of which the names of the body's offices have."""
    table = tomllib.loads(FILE.read_text("utf-8"))["domains"]
    return {domain: tuple(agency_key(word) for word in words) for domain, words in table.items()}


def belongs(address: str, agencies: Iterable[str]) -> bool:
    """Whether one of the agencies, by its name, is an office of the body whose domain the mail address has."""
    domain = address.rpartition("@")[2].lower()
    names = [agency_key(name) for name in agencies]
    words = [word for known, some in _domains().items() if domain == known or domain.endswith("." + known) for word in some]
    return any(word in name for word in words for name in names)
