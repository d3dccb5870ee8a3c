"""What the rules know of names: given names and surnames (from pythainlp's corpora), positions (`positions.toml`)."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from rules.text import fold


@dataclass(frozen=True, slots=True)
class Lists:
    """A list is a prior, never a cage: what is in none may still be right."""

    given_names: frozenset[str]
    surnames: frozenset[str]
    positions: tuple[str, ...]


@cache
def load_lists() -> Lists:
    """The built-in lists. Loaded once a process (some 22,000 names, 1,400 positions)."""
    from pythainlp.corpus import common  # slow to import, so only where lists are wanted

    given = common.thai_female_names() | common.thai_male_names()
    return Lists(_folded(given), _folded(common.thai_family_names()), _positions())


def _folded(names: frozenset[str]) -> frozenset[str]:
    return frozenset(fold(name) for name in names)


def _positions() -> tuple[str, ...]:
    families = tomllib.loads(Path(__file__).with_name("positions.toml").read_text(encoding="utf-8"))["family"]
    listed = (title + level for f in families for title in f["titles"] for level in ("", *f.get("levels", ())))
    return tuple(dict.fromkeys(fold(position) for position in listed))
