"""Lines of a ledger as an office lists them: by group in the office's usual order, within it by district."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol, TypeVar

GROUPS = ("provincial", "enterprise", "district", "district-branch", "local")


class Placed(Protocol):
    """What has a group and a place; `storage.ledger.Line` does."""

    @property
    def group(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def district(self) -> str: ...


Of = TypeVar("Of", bound=Placed)


def by_group(lines: Iterable[Of]) -> dict[str, dict[str, list[Of]]]:
    """By group, then by district, else in the order given; groups that an office named itself come last.

    A district office is no office in a district: its own district is left empty.
    """
    groups: dict[str, dict[str, list[Of]]] = {}
    for line in lines:
        district = "" if line.kind == "district" else line.district
        groups.setdefault(line.group, {}).setdefault(district, []).append(line)
    return dict(sorted(groups.items(), key=lambda group: GROUPS.index(group[0]) if group[0] in GROUPS else len(GROUPS)))
