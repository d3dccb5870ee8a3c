"""A mail's own text as what was typed: people fill in the form right there, and quote it when they answer."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from intake.typed import Block, Cell, Table

_QUOTED = re.compile(r"^(?:[ \t]*[>|])+[ \t]?")
_ENDS_LINE = frozenset({"br", "p", "div", "li", "h1", "h2", "h3", "h4", "h5", "h6", "tr", "table", "blockquote", "ul", "ol", "hr"})
_NOT_SHOWN = frozenset({"style", "script", "head", "title"})
_MOST = 400_000  # letters


def of_text(text: str, *, flowed: bool = False) -> list[Block]:
    """Lines of a text/plain part. flowed: as its head says (RFC 3676), lines that end with a space go on."""
    lines: list[str] = []
    going_on = False
    for raw in text[:_MOST].replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        line = _QUOTED.sub("", raw)
        if going_on:
            lines[-1] += line
        else:
            lines.append(line)
        going_on = flowed and line.endswith(" ") and line != "-- " and bool(line.strip())
    return list(lines)


def of_html(html: str) -> list[Block]:
    """Lines and innermost tables of a text/html part; tables of one cell only serve to lay things out."""
    parser = _Blocks()
    parser.feed(html[:_MOST])
    parser.close()
    return parser.finished()


class _Blocks(HTMLParser):
    """Collects the text; what stands in cells of an innermost table with two columns or more becomes a table."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._out: list[Block] = []
        self._line = ""
        self._hidden = 0
        self._tables: list[list[list[Cell]]] = []
        self._cell: list[str] | None = None
        self._span = 1

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _NOT_SHOWN:
            self._hidden += 1
        elif tag == "table":
            self._end_table()
            self._tables.append([])
        elif tag == "tr" and self._tables:
            self._end_cell()
            self._tables[-1].append([])
        elif tag in ("td", "th") and self._tables:
            self._end_cell()
            span = dict(attrs).get("colspan") or "1"
            self._span = min(60, max(1, int(span))) if span.isascii() and span.isdecimal() else 1
            self._cell = []
        elif tag in _ENDS_LINE:
            self._end_line()

    def handle_endtag(self, tag: str) -> None:
        if tag in _NOT_SHOWN:
            self._hidden = max(0, self._hidden - 1)
        elif tag in ("td", "th"):
            self._end_cell()
        elif tag == "table":
            self._end_table()
            self._tables = self._tables[:-1]
        elif tag in _ENDS_LINE:
            self._end_line()

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self._line += re.sub(r"[ \t\r\n]+", " ", data)

    def finished(self) -> list[Block]:
        """All of it, also where tags were left open."""
        self._end_table()
        self._end_line()
        return self._out

    def _end_line(self) -> None:
        line, self._line = self._line.strip(" "), ""
        if self._cell is not None:
            self._cell += [line] if line else []
        elif line or (self._out and self._out[-1] != ""):
            self._out.append(line)

    def _end_cell(self) -> None:
        self._end_line()
        if self._cell is None:
            return
        if self._tables:
            rows = self._tables[-1]
            rows[-1:] = [[*(rows[-1] if rows else []), Cell(tuple(self._cell), self._span)]]
        self._cell = None

    def _end_table(self) -> None:
        """What the table that is open has so far; a table within begins, or it ends."""
        self._end_cell()
        self._end_line()
        if not self._tables:
            return
        rows, self._tables[-1] = [row for row in self._tables[-1] if row], []
        if any(len(row) > 1 for row in rows):
            self._out.append(Table(tuple(tuple(row) for row in rows)))
        else:
            self._out += [line for row in rows for cell in row for line in cell.lines]
