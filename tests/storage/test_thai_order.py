import random

from hypothesis import given
from hypothesis import strategies as st

from storage.thai_order import key

# As a dictionary has them
ORDERED = [
    "กา",
    "กำ",
    "เก",
    "เกา",
    "เก่า",
    "เก้า",
    "ไก่",
    "ขา",
    "ข่า",
    "ข้า",
    "เขา",
    "คน",
    "โคม",
    "ฆ้อง",
    "นา",
    "แพร่",
    "รัก",
    "ฤดู",
    "ลำพูน",
    "เวียง",
    "ไหม",
    "อำเภอ",
]


def test_words_stand_as_in_a_dictionary() -> None:
    shuffled = random.Random(7).sample(ORDERED, len(ORDERED))
    assert sorted(shuffled, key=key) == ORDERED


def test_a_leading_vowel_does_not_put_a_name_last() -> None:
    assert sorted(["อำเภอลี้", "เทศบาลเมือง", "ที่ทำการ", "แขวงทางหลวง"], key=key) == ["แขวงทางหลวง", "ที่ทำการ", "เทศบาลเมือง", "อำเภอลี้"]


def test_digits_count_alike_whichever_script() -> None:
    assert sorted(["ที่ ๒", "ที่ 1", "ที่ ๓"], key=key) == ["ที่ 1", "ที่ ๒", "ที่ ๓"]


@given(st.lists(st.text(alphabet="กขคเแโใไาิ่้๊็ a๑1", max_size=6)))
def test_the_order_is_total(words: list[str]) -> None:
    backwards = words[::-1]
    assert sorted(words, key=key) == sorted(backwards, key=key)
