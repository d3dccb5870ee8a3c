"""The title before a name: recognised, written out, and told apart from the name (`titles.toml`)."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from rules.text import fold, starts_inside_a_syllable

_DATA = Path(__file__).with_name("titles.toml")
_ACTING = "ว่าที่"
_WOMAN = "หญิง"


@dataclass(frozen=True, slots=True)
class Title:
    """One title. full: canonical; pattern: it and its short forms as people write them, at the start of a text."""

    full: str
    pattern: re.Pattern[str]
    after: bool
    nearest: bool


@dataclass(frozen=True, slots=True)
class Titled:
    """A text parted into title and rest. title: canonical, `""` if there is none; read: the title as written."""

    title: str
    read: str
    rest: str


@cache
def titles() -> tuple[Title, ...]:
    """All titles, the longest first."""
    groups = tomllib.loads(_DATA.read_text(encoding="utf-8")).values()
    return tuple(sorted((t for group in groups for t in _of_group(group)), key=lambda t: -len(t.full)))


@cache
def written_titles() -> tuple[tuple[str, str], ...]:
    """Each way to write a title, with the title written out; acting ranks too."""
    groups = tomllib.loads(_DATA.read_text(encoding="utf-8")).values()
    plain = [(w, full, bool(g.get("acting"))) for g in groups for full, shorts in g["titles"].items() for w in (full, *shorts)]
    return (*((w, full) for w, full, _ in plain), *((_ACTING + w, _ACTING + full) for w, full, acting in plain if acting))


def part(text: str) -> Titled:
    """The titles at the start of a text (`ผศ.ดร.สุดา`: ผู้ช่วยศาสตราจารย์ ดร.), and what follows them."""
    whole = rest = fold(text)
    found: list[str] = []
    while hit := _first(rest, not found):
        canonical, length = hit
        found.append(canonical)
        rest = rest[length:].lstrip()
    return Titled(" ".join(found), whole[: len(whole) - len(rest)].strip(), rest)


def _of_group(group: dict[str, object]) -> Iterator[Title]:
    listed = group["titles"]
    assert isinstance(listed, dict)
    before = f"(?P<acting>{_loose(_ACTING)})?" if group.get("acting") else ""
    behind = rf"(?P<woman>\s*\(?{_loose(_WOMAN)}\)?)?" if group.get("woman") else ""
    for full, shorts in listed.items():
        forms = "|".join([_loose(full), *(_short(short) for short in shorts)])
        pattern = re.compile(rf"{before}\s*(?:{forms}){behind}", re.IGNORECASE)
        yield Title(full, pattern, bool(group.get("after")), bool(group.get("nearest")))


def _loose(word: str) -> str:
    """The word with white space allowed anywhere, and a dot at its end optional only before white space."""
    body = r"\s*".join(re.escape(c) for c in word.removesuffix("."))
    return body + r"(?:\s*\.|(?=\s))" if word.endswith(".") else body


def _short(word: str) -> str:
    """A short form: white space and missing dots allowed inside, but a dot or white space at its end."""
    parts = [re.escape(p) for p in word.split(".") if p]
    return r"\s?[.,]?\s?".join(parts) + (r"(?:\s?[.,]|(?=\s))" if word.endswith(".") else "")


def _first(text: str, may_be_any: bool) -> tuple[str, int] | None:
    hits = [(m.end(), title, m) for title in titles() if (may_be_any or title.after) and (m := title.pattern.match(text))]
    for end, title, match in sorted(hits, key=lambda hit: -hit[0]):
        if not starts_inside_a_syllable(text[end:]):
            return _canonical(title, match), end
    return None


def _canonical(title: Title, match: re.Match[str]) -> str:
    marks = match.groupdict()
    acting = _ACTING if marks.get("acting") else ""
    return acting + title.full + (_WOMAN if marks.get("woman") else "")
