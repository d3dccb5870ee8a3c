"""The terms that the program uses are those of docs/words.md."""

from __future__ import annotations

import re
from pathlib import Path

from storage.words import WORDS, word

ROOT = Path(__file__).parents[2]
ROW = re.compile(r"^\| `([a-z_-]+)` \| ([^|]+) \| ([^|]+) \|$", re.MULTILINE)


def test_program_and_document_hold_the_same_terms_in_the_same_order() -> None:
    rows = [(code, term.strip()) for code, term, _ in ROW.findall((ROOT / "docs/words.md").read_text("utf-8"))]
    assert rows == list(WORDS.items())


def test_no_two_codes_share_a_term() -> None:
    assert len(set(WORDS.values())) == len(WORDS)


def test_a_name_that_is_no_code_stands_for_itself() -> None:
    assert word("หน่วยงานสมทบ") == "หน่วยงานสมทบ"
