"""The shared types to JSON and back, for what the unpacking child hands over."""

from __future__ import annotations

import dataclasses
import json
from datetime import datetime
from pathlib import Path
from typing import Any

from intake.types import Envelope, Page, Problem, Sender, TypedLine, Word


def write(path: Path, value: dict[str, Any]) -> None:
    """Write a JSON object so that the file is whole or not there at all."""
    part = path.with_suffix(".part")
    part.write_text(json.dumps(value, default=_plain, ensure_ascii=True), encoding="utf-8")
    part.replace(path)


def read(path: Path) -> dict[str, Any] | None:
    """The JSON object of a file, None if there is no such file."""
    return dict(json.loads(path.read_text(encoding="utf-8"))) if path.is_file() else None


def problem(value: dict[str, Any] | None) -> Problem | None:
    """A Problem from its JSON."""
    return Problem(**value) if value else None


def sender(value: dict[str, Any]) -> Sender:
    """A Sender from its JSON."""
    return Sender(**value)


def envelope(value: dict[str, Any]) -> Envelope:
    """An Envelope from its JSON."""
    taken = value.get("taken_at")
    return Envelope(**value | {"taken_at": datetime.fromisoformat(taken) if taken else None})


def page(value: dict[str, Any]) -> Page:
    """A Page from its JSON."""
    words = tuple(Word(word["text"], tuple(word["box"])) for word in value["words"])
    lines = tuple(TypedLine(line["text"], tuple(line["box"]), tuple(line["cell"]) if line["cell"] else None) for line in value["lines"])
    return Page(**value | {"image": Path(value["image"]), "scale": tuple(value["scale"]), "words": words, "lines": lines})


def _plain(value: object) -> object:
    if isinstance(value, Path):
        return str(value)
    if isinstance(value, datetime):
        return value.isoformat()
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {each.name: getattr(value, each.name) for each in dataclasses.fields(value)}
    raise TypeError(type(value).__name__)
