"""DOCX to what is typed in it. The package is python-docx's; its own text leaves out what is in content controls, boxes and changes."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path

from docx import Document
from docx.exceptions import InvalidXmlError
from docx.opc.exceptions import OpcError
from docx.oxml.ns import qn
from lxml.etree import LxmlError, _Element

from intake.problems import UnpackError
from intake.typed import Block, Cell, Table

_BROKEN = (OpcError, InvalidXmlError, LxmlError, zipfile.BadZipFile, KeyError, ValueError, OSError, AttributeError, TypeError, IndexError)
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_LINE_ENDS = frozenset({f"{_W}br", f"{_W}cr"})
# Deleted text, and what a text box holds: that is read where the box stands, after its paragraph.
_ELSEWHERE = frozenset({f"{_W}del", f"{_W}moveFrom", f"{_W}txbxContent", _FALLBACK, f"{_W}pPr", f"{_W}rPr"})
_DEEPEST = 60


def blocks(path: Path) -> list[Block]:
    """Paragraphs and tables in their order. UnpackError `docx-broken`."""
    try:
        document = Document(str(path))
        heads = [section.header._element for section in document.sections[:1] if not section.header.is_linked_to_previous]
        return [block for part in (*heads, document.element.body) for block in _blocks(part, 0)]
    except _BROKEN as error:
        raise UnpackError("docx-broken") from error


def pictures(path: Path) -> list[bytes]:
    """The pictures in the document, for one that holds a scan and no text. UnpackError `docx-broken`."""
    try:
        parts = Document(str(path)).part.related_parts.values()
        return [part.blob for part in parts if part.content_type.startswith("image/")]
    except _BROKEN as error:
        raise UnpackError("docx-broken") from error


def _blocks(parent: _Element, depth: int) -> Iterator[Block]:
    if depth > _DEEPEST:
        raise UnpackError("too-deep")
    for child in parent:
        if child.tag == f"{_W}p":
            yield from _lines(child)
            for box in child.iter(f"{_W}txbxContent"):
                if not any(above.tag == _FALLBACK for above in box.iterancestors()):
                    yield from _blocks(box, depth + 1)
        elif child.tag == f"{_W}tbl":
            yield _table(child, depth)
        elif child.tag not in _ELSEWHERE:  # content controls, changes that were kept, custom XML
            yield from _blocks(child, depth + 1)


def _lines(paragraph: _Element) -> list[str]:
    return "".join(_letters(paragraph)).split("\n")


def _letters(parent: _Element) -> Iterator[str]:
    for child in parent:
        if child.tag == f"{_W}t":
            yield child.text or ""
        elif child.tag in (f"{_W}tab", f"{_W}ptab"):
            yield "\t"
        elif child.tag in _LINE_ENDS:
            yield "\n"
        elif child.tag == f"{_W}noBreakHyphen":
            yield "-"
        elif child.tag not in _ELSEWHERE:
            yield from _letters(child)


def _table(table: _Element, depth: int) -> Table:
    """The table's rows; a cell that goes on from the one above is empty there, a table within a cell is lines in it."""
    rows = [row for row in table.iter(f"{_W}tr") if _owner(row, f"{_W}tbl") is table]
    return Table(tuple(tuple(_cell(cell, depth) for cell in row.iter(f"{_W}tc") if _owner(cell, f"{_W}tr") is row) for row in rows))


def _owner(element: _Element, tag: str) -> _Element | None:
    return next(element.iterancestors(tag), None)


def _cell(cell: _Element, depth: int) -> Cell:
    span = cell.find(f"{_W}tcPr/{_W}gridSpan")
    value = span.get(qn("w:val"), "1") if span is not None else "1"
    lines = [line for block in _blocks(cell, depth + 1) for line in _flat(block)]
    while lines and not lines[-1].strip():
        lines.pop()
    return Cell(tuple(lines), min(60, max(1, int(value))) if value.isdecimal() else 1)


def _flat(block: Block) -> list[str]:
    if isinstance(block, str):
        return [block]
    return ["\t".join(" ".join(cell.lines) for cell in row) for row in block.rows]
