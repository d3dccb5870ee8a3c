"""The roster: read with errors in words, matched by any name, and never against what is written."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.agency_match import match_agency
from rules.roster import RosterError, load_roster, parse_roster

TEXT = (
    "code,name,aliases,kind,district\n"
    "T-1,สำนักงานเกษตรจังหวัดลำปาง,สนง.เกษตร จ.ลำปาง|เกษตรลำปาง,provincial,\n"
    "T-2,เทศบาลตำบลดอยแป้น,,local,เมือง\n"
    "T-3,เทศบาลตำบลดอยกลาง,กองช่าง,local,เมือง\n"
    "T-4,ที่ว่าการอำเภอดอยฟ้า,กองช่าง,district,ดอยฟ้า\n"
)
ROSTER = parse_roster(TEXT)


def test_a_file_with_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    path = tmp_path / "roster.csv"
    path.write_text(TEXT, encoding="utf-8-sig")
    roster = load_roster(path)
    assert roster.by_code["T-1"].aliases == ("สนง.เกษตร จ.ลำปาง", "เกษตรลำปาง")
    assert roster.districts() == ("เมือง", "ดอยฟ้า")
    assert [a.code for a in roster.in_district("เมือง")] == ["T-2", "T-3"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "บรรทัดที่ 1"),
        ("code,title\nA,b\n", "name"),
        ("code,name\nA,\n", "บรรทัดที่ 2"),
        ("code,name\nA,b\n\nA,c\n", "บรรทัดที่ 4: code A ซ้ำกับบรรทัดที่ 2"),
        ("code,name\nA,b,c\n", "3 ช่อง"),
        ('code,name\nA,"b\n', "บรรทัดที่"),
        ("code,name\n", "ไม่มีหน่วยงาน"),
    ],
)
def test_what_is_wrong_with_a_roster_is_said_with_its_line(text: str, words: str) -> None:
    with pytest.raises(RosterError, match=words):
        parse_roster(text)


def test_a_file_that_is_no_utf8_or_not_there_is_said_so(tmp_path: Path) -> None:
    path = tmp_path / "roster.csv"
    with pytest.raises(RosterError, match=r"roster\.csv"):
        load_roster(path)
    path.write_bytes("code,name\nA,สำนักงาน\n".encode("cp874"))
    with pytest.raises(RosterError, match="UTF-8"):
        load_roster(path)


@pytest.mark.parametrize("name", ["สำนักงานเกษตรจังหวัดลำปาง", "สนง.เกษตร จ.ลำปาง", "สํานักงาน เกษตร จังหวัดลำปาง", "เกษตรลำปาง"])
def test_any_way_that_the_roster_knows_is_exact(name: str) -> None:
    match = match_agency(name, ROSTER)
    assert match is not None and match.exact
    assert (match.code, match.name) == ("T-1", "สำนักงานเกษตรจังหวัดลำปาง")


def test_single_misread_letters_leave_it_likely_another_place_does_not() -> None:
    misread, other = match_agency("สํานกงานเกษครจังหวัดลาปาง", ROSTER), match_agency("สำนักงานเกษตรจังหวัดลำดวน", ROSTER)
    assert misread is not None and misread.likely(0.9) and not misread.exact
    assert other is not None and not other.likely(0.9) and not other.exact


def test_a_name_that_stands_for_two_is_none_of_them() -> None:
    match = match_agency("กองช่าง", ROSTER)
    assert match is not None and match.margin == 0
    assert not match.exact and not match.likely(0.1)


@given(st.text(max_size=40))
def test_no_text_breaks_it(text: str) -> None:
    match = match_agency(text, ROSTER)
    assert match is None or (0 < match.score <= 1 and match.code in ROSTER.by_code)
