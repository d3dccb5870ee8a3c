"""What is known of each kind of field, as entries that can be scored: agencies, titles and names, positions, units, mail domains."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from rapidfuzz.distance import Levenshtein

from rules.agency_names import SHORT_FORMS
from rules.decoding.index import Entry, Index
from rules.decoding.ink import compact
from rules.lists import Lists
from rules.mail_address import DOMAINS
from rules.roster import Roster
from rules.titles import written_titles

UNITS = Path(__file__).parents[1] / "units.toml"
MOST = 64  # entries that are scored
MOST_TITLES, MOST_NAMES = 4, 24  # and of a name with its title
TITLE_MISREAD = 0.5  # share of a title's letters that may be


@dataclass(frozen=True)
class Known:
    """The entries of a roster and of the lists, each kind built when it is first asked for."""

    roster: Roster | None
    lists: Lists | None

    def near(self, kind: str, read: str) -> list[Entry]:
        """The entries that a field of this kind may hold, the nearest to a compact reading; none for kinds of which nothing is known."""
        match kind:
            case "agency":
                return self._agencies.nearest(read, MOST)
            case "text":
                return self._bodies.nearest(read, MOST)
            case "position":
                return self._positions.nearest(read, MOST)
            case "surname":
                return self._surnames.nearest(read, MOST)
            case "given_name":
                return list(self._titled(read))
            case _:
                return []

    def size(self, kind: str) -> int:
        """How many entries there are of a kind."""
        return {"agency": len(self._agencies), "text": len(self._bodies), "position": len(self._positions)}.get(kind, 0) or {
            "surname": len(self._surnames),
            "given_name": len(self._given),
        }.get(kind, 1)

    @cached_property
    def _agencies(self) -> Index:
        agencies = self.roster.agencies if self.roster else ()
        return Index([Entry(text, compact(text), a.code) for a in agencies for name in a.names() for text in _ways_to_write(name)])

    @cached_property
    def _bodies(self) -> Index:
        bodies = [text for group in tomllib.loads(UNITS.read_text("utf-8")).values() for text in group]
        return Index([*(Entry(text, compact(text), compact(text)) for text in bodies), *self._agencies.entries])

    @cached_property
    def _positions(self) -> Index:
        return _index(self.lists.positions if self.lists else ())

    @cached_property
    def _surnames(self) -> Index:
        return _index(sorted(self.lists.surnames) if self.lists else ())

    @cached_property
    def _given(self) -> Index:
        return _index(sorted(self.lists.given_names) if self.lists else ())

    def _titled(self, read: str) -> Iterator[Entry]:
        """Each title that may stand there with each name that may follow it, and no title with such names."""
        for written, full, cut in _titles_of(read):
            for entry in self._given.nearest(read[cut:], MOST_NAMES):
                yield Entry(_with_title(written, entry.text), compact(written) + entry.key, full + entry.key)


def retitled(read: str) -> list[str]:
    """A reading of a name with each title that its beginning may have been meant as; the name as read."""
    return [_with_title(written, read[cut:]) for written, _, cut in _titles_of(read) if written and read[cut:]]


def _with_title(written: str, name: str) -> str:
    return f"{written} {name}" if written.endswith(".") else written + name


def _index(texts: Iterable[str]) -> Index:
    return Index([Entry(text, compact(text), compact(text)) for text in texts])


def _ways_to_write(name: str) -> Iterator[str]:
    """The name, with its first word in short, with จ. and อ., and with both."""
    yield name
    places = name.replace("จังหวัด", "จ.").replace("อำเภอ", "อ.") if not name.startswith(("จังหวัด", "อำเภอ")) else name
    for text in {name, places}:
        yield text
        short = next((s for s, full in SHORT_FORMS.items() if text.startswith(full) and len(s) > 2), None)
        if short:
            yield short + text.removeprefix(SHORT_FORMS[short])


@cache
def _title_keys() -> tuple[tuple[str, str, str], ...]:
    """Written, written out, compact."""
    return tuple((written, full, compact(written)) for written, full in written_titles())


def _titles_of(read: str) -> list[tuple[str, str, int]]:
    """(as written, written out, letters of the reading that it takes): those most like how the reading begins, and none at all."""
    found: list[tuple[float, str, str, int]] = []
    for written, full, key in _title_keys():
        size = len(key)
        cuts = range(max(1, size - 1), min(size + 1, len(read)) + 1)
        wrong, cut = min(((Levenshtein.distance(read[:c], key) / size, c) for c in cuts), default=(1.0, 0))
        if wrong <= TITLE_MISREAD:
            found.append((wrong, written, full, cut))
    best = sorted(found, key=lambda row: (row[0], -row[3]))[:MOST_TITLES]
    return [(written, full, cut) for _, written, full, cut in best] + [("", "", 0)]


def addresses(readings: Iterable[str]) -> Iterator[Entry]:
    """The local parts as read, at those of the known public services that the domain may be."""
    for local, at, domain in (read.rpartition("@") for read in readings):
        for known in _services(domain) if at and local else ():
            yield Entry(f"{local}@{known}", f"{local}@{known}", f"{local}@{known}".lower(), free=f"{local}@{known}")


def _services(domain: str) -> Sequence[str]:
    return sorted(DOMAINS, key=lambda known: Levenshtein.normalized_distance(domain, known))[:MOST_TITLES]
