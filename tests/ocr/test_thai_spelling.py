"""Thai as readers give it comes to one spelling."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocr.thai import Glyph, mended_thai, normal_thai, thai_glyphs

thai = st.text(alphabet="กนสำํา่้๊๋เแอี ")


@pytest.mark.parametrize(
    ("read", "meant"),
    [("ต\u0e4d\u0e32แหน่ง", "ตำแหน่ง"), ("น\u0e4d\u0e49\u0e32", "น้ำ"), ("น\u0e49\u0e4d\u0e32", "น้ำ"), ("เเบบ", "แบบ"), ("Aa 1", "Aa 1")],
)
def test_one_spelling(read: str, meant: str) -> None:
    assert normal_thai(read) == meant


@pytest.mark.parametrize(
    ("in_the_file", "meant"),
    [
        ("\uf700าน", "ฐาน"),
        ("ป\uf701\uf70aน", "ปิ่น"),
        ("ป\uf710น", "ปัน"),
        ("ญา\uf70fาต", "ญาญาต"),
        ("พ\u0e49\u0e37นที่", "พื้นที่"),
        ("ส ำนักงาน", "สำนักงาน"),
        ("สิทธ\u0e4c\u0e34", "สิทธิ์"),
        ("เ ชียงใหม่", "เชียงใหม่"),
        ("นาย สมชาย 1", "นาย สมชาย 1"),
    ],
)
def test_broken_text_of_files_is_mended(in_the_file: str, meant: str) -> None:
    assert mended_thai(in_the_file) == meant


@given(thai)
def test_mending_twice_changes_nothing(text: str) -> None:
    assert mended_thai(mended_thai(text)) == mended_thai(text)


@given(thai)
def test_spelling_twice_changes_nothing(text: str) -> None:
    once = normal_thai(text)
    assert normal_thai(once) == once and "\u0e4d\u0e32" not in once


@given(st.lists(st.sampled_from("กนํา่้เอ"), max_size=12))
def test_glyphs_are_spelt_as_text_is(letters: list[str]) -> None:
    glyphs = thai_glyphs([Glyph(letter, 10 * n, 10 * n + 9, 0.9) for n, letter in enumerate(letters)])
    assert "".join(glyph.text for glyph in glyphs) == normal_thai("".join(letters))
    assert all(glyph.left <= glyph.right for glyph in glyphs)
