"""What guides the pen or parts a table: ruled lines, leaders and cells, taken out of the ink."""

from __future__ import annotations

from ocr.cells import cells_of
from ocr.components import Components, components
from ocr.ink import Picture
from ocr.leaders import find_leaders
from ocr.strokes import level_rules, rubbed_out, upright_rules
from ocr.types import Box
from ocr.worn import worn_rules


def without_guides(ink: Picture, pieces: Components, letter: float) -> tuple[Components, list[Box], list[Box]]:
    """The pieces without ruled lines and leaders; the boxes of the level ones; the ruled cells. ink: of these pieces."""
    level_mask, level = level_rules(pieces)
    upright_mask, upright = upright_rules(pieces, letter, level)
    bare = rubbed_out(ink, level_mask, 1, 7) if level else ink
    bare = rubbed_out(bare, upright_mask, 7, 1) if upright else bare
    if bare is not ink:
        pieces = components(bare)
    bits, worn = worn_rules(pieces, level, upright, letter)
    pieces = pieces.only(~bits) if worn else pieces
    leaders = find_leaders(pieces, letter)
    cells = cells_of(in_rows([*level, *worn, *leaders.rows], letter), upright, letter)
    thin = [rule for rule in level if rule.bottom - rule.top < 0.6 * letter]
    return pieces.only(~leaders.pieces), [guide for guide in (*leaders.rows, *thin) if not _on_edge(guide, cells)], cells


def in_rows(rules: list[Box], letter: float) -> list[Box]:
    """The rules, those that follow each other at the same height made one: a poor scan breaks a table's rule into pieces and dots."""
    rows: list[Box] = []
    for rule in sorted(rules, key=lambda r: r.left):
        at = next((n for n, row in enumerate(rows) if _goes_on(row, rule, letter)), None)
        if at is None:
            rows.append(rule)
        else:
            rows[at] = rows[at].joined(rule)
    return rows


def _goes_on(row: Box, rule: Box, letter: float) -> bool:
    return abs((row.top + row.bottom - rule.top - rule.bottom) / 2) < 0.35 * letter and rule.left - row.right < 4 * letter


def _on_edge(rule: Box, cells: list[Box]) -> bool:
    return any(
        min(abs(rule.top - cell.top), abs(rule.bottom - cell.top), abs(rule.bottom - cell.bottom), abs(rule.top - cell.bottom)) < 12
        and rule.left < cell.right - 8
        and rule.right > cell.left + 8
        for cell in cells
    )


def home_of(guide: Box, cells: list[Box]) -> Box | None:
    """The cell that the middle of a leader lies in."""
    x, y = (guide.left + guide.right) / 2, (guide.top + guide.bottom) / 2
    return next((cell for cell in cells if cell.left < x < cell.right and cell.top < y < cell.bottom), None)
