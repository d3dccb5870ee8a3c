"""A value read off its lattice in the letters that its kind can hold."""

from __future__ import annotations

import pytest

from rules.reread import read_as
from tests.support.lattices import lattice_of


@pytest.mark.parametrize(
    ("kind", "free", "steps", "wanted"),
    [
        ("mobile", "๐๘ดอ", ("๐0", "8๘", "ด๑", "อ๐"), "๐๘๑๐"),
        ("email", " nok@a.th ", (" 2", "n", "o0", "k", "@", "a", ".", "t", "h", " _"), "nok@a.th"),
        ("line_id", "_nok9.", ("_", "n", "o", "k", "9", "."), "nok9"),
        ("surname", "ใจดีI", ("ใ", "จ", "ด", "ี", "Iา"), "ใจดีา"),
        ("agency", "Office", ("O", "f", "f", "i", "c", "e"), "Office"),
    ],
)
def test_only_what_the_kind_can_hold(kind: str, free: str, steps: tuple[str, ...], wanted: str) -> None:
    assert read_as(kind, free, [lattice_of(*steps)]) == wanted


def test_an_extension_keeps_its_word() -> None:
    assert read_as("phone", "053 ต่อ 12", [lattice_of(*"053 ต่อ 12")]) == "053 ต่อ 12"


def test_of_what_the_ink_may_mean_a_number_that_there_is() -> None:
    assert read_as("mobile", "98123456", [lattice_of("90", "8", *"12345678")]) == "0812345678"
    assert read_as("number", "98", [lattice_of("90", "8")]) == "98", "only telephones have a plan"


def test_letters_in_doubt_make_thai() -> None:
    assert read_as("position", "นักวิชากจร", [lattice_of(*"นักวิชาก", "จา", "ร")]) == "นักวิชาการ"


def test_without_a_lattice_the_free_reading_stands() -> None:
    assert read_as("email", "a @b", []) == "a @b"
