"""Form files: what a form is called, its fields and the labels that they bear."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from rules.dense import dense_text
from rules.types import KINDS, FieldDefinition, FormDefinition

_FOLDER = Path(__file__).parent / "forms"
_NAME = re.compile(r"[a-z][a-z0-9_]*\Z")
_FORM_KEYS, _FIELD_KEYS = {"id", "title", "other_labels"}, {"name", "kind", "labels", "required"}


class FormError(ValueError):
    """A form file that cannot be used. The message is one sentence that says where and what to do."""


@lru_cache(maxsize=1)
def builtin_forms() -> tuple[FormDefinition, ...]:
    """The forms that are read when none is named: those in `rules/forms/`, by file name."""
    return tuple(load_form(path) for path in sorted(_FOLDER.glob("*.toml")))


def load_form(path: Path) -> FormDefinition:
    """The form of a TOML file. Raises FormError where it cannot be read or is no form."""
    try:
        return form_of(tomllib.loads(path.read_text(encoding="utf-8-sig")))
    except OSError as error:
        raise FormError(f"{path}: cannot be opened ({error.strerror}); check the path.") from error
    except UnicodeDecodeError as error:
        raise FormError(f"{path}: is not UTF-8; save it as UTF-8.") from error
    except tomllib.TOMLDecodeError as error:
        raise FormError(f"{path}: is not TOML ({error}); see docs for a form file's shape.") from error
    except FormError as error:
        raise FormError(f"{path}: {error}") from error


def form_of(data: Mapping[str, Any]) -> FormDefinition:
    """The form of a parsed form file. Raises FormError."""
    _only_known(data, {"form", "field"}, "the file")
    head, rows = data.get("form"), data.get("field")
    if not isinstance(head, Mapping):
        raise FormError("has no [form] table; begin with [form], id and title.")
    if not isinstance(rows, list) or not rows:
        raise FormError("has no [[field]]; add one for each value to be read.")
    _only_known(head, _FORM_KEYS, "[form]")
    fields = tuple(_field(row, number) for number, row in enumerate(rows, start=1))
    form = FormDefinition(_text(head, "id", "[form]"), _text(head, "title", "[form]"), fields, _texts(head, "other_labels", "[form]"))
    _no_doubles(form)
    return form


def _field(row: Any, number: int) -> FieldDefinition:
    where = f"[[field]] {number}"
    if not isinstance(row, Mapping):
        raise FormError(f"{where} is no table; write [[field]] above its lines.")
    _only_known(row, _FIELD_KEYS, where)
    name, kind = _text(row, "name", where), _text(row, "kind", where)
    if not _NAME.match(name):
        raise FormError(f"{where}: the name {name!r} must be small Latin letters, digits and _, beginning with a letter.")
    if kind not in KINDS:
        raise FormError(f"{where} ({name}): the kind {kind!r} is unknown; use one of {', '.join(KINDS)}.")
    labels = _texts(row, "labels", where)
    if not labels or not all(dense_text(label) for label in labels):
        raise FormError(f"{where} ({name}): has no labels; name at least one as printed, with letters in it.")
    required = row.get("required", False)
    if not isinstance(required, bool):
        raise FormError(f"{where} ({name}): required must be true or false.")
    return FieldDefinition(name, kind, labels, required)


def _no_doubles(form: FormDefinition) -> None:
    names = form.value_names()
    for name in names:
        if names.count(name) > 1:
            raise FormError(f"the name {name!r} is given twice (a given_name brings a title with it); rename one.")


def _only_known(table: Mapping[str, Any], known: set[str], where: str) -> None:
    for key in table:
        if key not in known:
            raise FormError(f"{where} has an unknown key {key!r}; known are {', '.join(sorted(known))}.")


def _text(table: Mapping[str, Any], key: str, where: str) -> str:
    value = table.get(key)
    if not isinstance(value, str) or not value.strip():
        raise FormError(f"{where} has no {key}; give it as text in quotes.")
    return value.strip()


def _texts(table: Mapping[str, Any], key: str, where: str) -> tuple[str, ...]:
    value = table.get(key, [])
    if not isinstance(value, list) or not all(isinstance(item, str) and item.strip() for item in value):
        raise FormError(f"{where}: {key} must be a list of texts in quotes.")
    return tuple(item.strip() for item in value)
