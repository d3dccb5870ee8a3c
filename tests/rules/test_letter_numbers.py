"""Numbers of letters are found in running text and compared in one spelling."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.letter_numbers import canonical, numbers_in
from storage.thai_text import thai_digits


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("ตามหนังสือ ที่ ลพ ๐๐๑๗.๒/ว ๑๒๓๔ ลงวันที่ ๑๒ มีนาคม ๒๕๖๑", ("ลพ 0017.2/ว1234",)),
        ("อ้างถึง ลพ0017.2/ว1234 และ ลพ. 0033/56", ("ลพ 0017.2/ว1234", "ลพ 0033/56")),
        ("ที่ มท 0209.3 / ว 77", ("มท 0209.3/ว77",)),
        ("โทร ๐-๕๓๐๐-๑๒๓๔ ต่อ ๓๖๒ วันที่ 12/3/2561", ()),
        ("ที่ ลพ ๐๐๑๗.๒/ว", ()),
    ],
)
def test_numbers_in_running_text(text: str, found: tuple[str, ...]) -> None:
    assert numbers_in(text) == found


@settings(max_examples=30)
@given(st.from_regex(r"[ก-ฮ]{2} 00[0-9]{2}(\.[1-9])?/ว[1-9][0-9]{0,3}", fullmatch=True))
def test_one_spelling_whatever_digits_and_spaces(number: str) -> None:
    loose = thai_digits(number).replace("/ว", " / ว ")
    assert canonical(loose) == canonical(number) == number
