"""Labels are found in the text, in the variants that people type, misread, in tables; and no form is invented."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ocr.types import Reading, Upright
from rules.forms import builtin_forms, load_form
from rules.labels import find_form
from rules.types import FoundForm, Place
from tests.support.typeset import HEIGHT, WIDTH, line, page, table

FORMS = builtin_forms()
(COORDINATOR,) = FORMS
EXAMPLES = Path(__file__).parents[2] / "docs" / "forms"
TITLE = COORDINATOR.title
FOOT = "ทั้งนี้ขอให้ผู้ประสานงานแต่ละหน่วยงาน @Line ของกลุ่มงานยุทธศาสตร์ฯ"
VALUES = {
    "agency": "สำนักงานเกษตรอำเภอตัวอย่าง",
    "first_name": "นางสาวสมหญิง",
    "last_name": "ใจทดสอบ",
    "position": "นักวิชาการเกษตรปฏิบัติการ",
    "affiliation": "กรมส่งเสริมการเกษตร",
    "phone": "0-5355-1234 ต่อ 12",
    "mobile": "081-2345678",
    "email": "somying@example.go.th",
    "line_id": "somying99",
}


def written(place: Place) -> str:
    return "".join(char.text for char in place.chars if not char.leader).strip()


def values(found: FoundForm | None) -> dict[str, str]:
    assert found is not None
    return {name: written(place) for name, place in found.places.items()}


def rows(labels: dict[str, str], v: dict[str, str], numbers: list[str]) -> list[str]:
    def part(name: str) -> str:
        return f"{labels[name]} …{v[name]}……"

    return [
        part("agency"),
        f"{numbers[0]} {part('first_name')}  {part('last_name')}",
        f"{numbers[1]} {part('position')}  {part('affiliation')}",
        f"{numbers[2]} {part('phone')}  {part('mobile')}",
        f"{numbers[3]} {part('email')}  {part('line_id')}",
    ]


variants = st.fixed_dictionaries({field.name: st.sampled_from(field.labels) for field in COORDINATOR.fields})
numberings = st.sampled_from(
    [["๑.", "๒.", "๓.", "๔."], ["1.", "2.", "3.", "4."], ["(1)", "(2)", "(3)", "(4)"], ["-"] * 4, [""] * 4, ["ก.", "ข.", "ค.", "ง."]]
)
blanks = st.sets(st.sampled_from(sorted(VALUES)))


@settings(deadline=None, max_examples=40)
@given(labels=variants, numbers=numberings, blank=blanks, letter_above=st.booleans(), colon=st.sampled_from(["", ":", " :"]))
def test_values_are_parted_whatever_people_type(
    labels: dict[str, str], numbers: list[str], blank: set[str], letter_above: bool, colon: str
) -> None:
    expected = {name: "" if name in blank else value for name, value in VALUES.items()}
    head = ["เรื่อง ส่งแบบรายงานรายชื่อผู้ประสานงาน", "เรียน ผู้ว่าราชการจังหวัด"] if letter_above else []
    reading = page([*head, TITLE, *rows({n: label + colon for n, label in labels.items()}, expected, numbers), FOOT])
    found = find_form(reading, FORMS)
    assert values(found) == expected
    assert found is not None and found.title_found and found.labels_found == 9


NOISE = "กงนมรสอ"


@settings(deadline=None, max_examples=40)
@given(data=st.data(), labels=variants)
def test_a_misread_letter_in_long_labels_does_no_harm(data: st.DataObject, labels: dict[str, str]) -> None:
    damaged = {}
    for name, label in labels.items():
        at = data.draw(st.integers(0, len(label) - 1))
        damaged[name] = label[:at] + data.draw(st.sampled_from(NOISE)) + label[at + 1 :] if len(label) >= 7 else label
    found = find_form(page([TITLE, *rows(damaged, VALUES, ["๑.", "๒.", "๓.", "๔."])]), FORMS)
    got = values(found)
    assert len(got) >= 8
    assert all(VALUES[name] in got[name] or got[name] in VALUES[name] for name in got)


def test_what_tesseract_makes_of_a_fax() -> None:
    reading = page(
        [
            "แบบ วายงานรายขือผู้ประ สานงาน",
            "หน่วยงน …เทศบาลตำบลทดลอง……",
            "๑. ซีอ …นายทดสอบ……   นามส กล …ลองดู……",
            "๒. ต้าแหนง …นักทรัพยากรบุคคล……  สงกัด …งานธุรการ……",
            "๓ เบอร์ไทรศัพท …0-5351-0000……   มือถิอ …089-0000000……",
            "๔. E-mait …test@example.com……   1D Line …test1……",
        ]
    )
    got = values(find_form(reading, FORMS))
    assert got == {
        "agency": "เทศบาลตำบลทดลอง",
        "first_name": "นายทดสอบ",
        "last_name": "ลองดู",
        "position": "นักทรัพยากรบุคคล",
        "affiliation": "งานธุรการ",
        "phone": "0-5351-0000",
        "mobile": "089-0000000",
        "email": "test@example.com",
        "line_id": "test1",
    }


def test_the_longest_label_wins() -> None:
    got = values(find_form(page([TITLE, "หน่วยงาน …ก……", "ชื่อ …สมชาย……   ชื่อสกุล …ทดสอบ……", "ตำแหน่ง …ครู……"]), FORMS))
    assert got["first_name"] == "สมชาย" and got["last_name"] == "ทดสอบ"


def test_a_blank_field_has_the_place_where_it_would_stand() -> None:
    found = find_form(page([TITLE, *rows({f.name: f.labels[0] for f in COORDINATOR.fields}, dict.fromkeys(VALUES, ""), [""] * 4)]), FORMS)
    assert found is not None
    for place in found.places.values():
        assert place.box.right - place.box.left >= 3 * 16 and not written(place)
    assert found.places["first_name"].box.right <= found.places["last_name"].box.left


def test_a_table_with_values_beside() -> None:
    cells = [[field.labels[0], VALUES[field.name] if field.name != "mobile" else ""] for field in COORDINATOR.fields]
    reading = Reading((line(TITLE, 200), *table(cells, wide=600)), Upright(WIDTH, HEIGHT), "typeset/1")
    got = values(find_form(reading, FORMS))
    assert got == {**VALUES, "mobile": ""}


def test_a_table_with_values_beneath() -> None:
    form = load_form(EXAMPLES / "room_request.toml")
    lines = table(
        [
            ["ชื่อผู้ขอ", "นามสกุล", "ห้องประชุม"],
            ["นายลองดู", "ทดสอบ", "จามเทวี ๒"],
            ["จำนวนที่นั่ง", "ตั้งแต่วันที่", "ถึงวันที่"],
            ["๔๐ คน", "๕ มี.ค. ๒๕๖๑", ""],
        ]
    )
    reading = Reading((line("ใบขอใช้ห้องประชุม", 200), *lines), Upright(WIDTH, HEIGHT), "typeset/1")
    found = find_form(reading, [*FORMS, form])
    assert found is not None and found.definition is form
    assert values(found) == {
        "first_name": "นายลองดู",
        "last_name": "ทดสอบ",
        "room": "จามเทวี ๒",
        "seats": "๔๐ คน",
        "from_date": "๕ มี.ค. ๒๕๖๑",
        "to_date": "",
    }
    assert found.places["to_date"].box.left > 900 and found.places["to_date"].box.top > 500


def test_the_same_labels_for_two_people_go_by_the_files_order() -> None:
    form = load_form(EXAMPLES / "training.toml")
    reading = page(
        [
            "แบบตอบรับเข้าร่วมการอบรม",
            "หน่วยงาน …สำนักงานทดสอบ……",
            "๑. ชื่อ …นายหนึ่ง……   นามสกุล …ที่หนึ่ง……",
            "ตำแหน่ง …ครู……",
            "๒. ชื่อ …นางสอง……   นามสกุล …ที่สอง……",
            "จำนวนผู้เข้าอบรม …2……   วันที่เข้าพัก …๑๒ มีนาคม ๒๕๖๑……",
            "โทรศัพท์ …053-111111…… (ตัวบรรจง)",
        ]
    )
    got = values(find_form(reading, [*FORMS, form]))
    assert got["first_name"] == "นายหนึ่ง" and got["second_first_name"] == "นางสอง"
    assert got["last_name"] == "ที่หนึ่ง" and got["second_last_name"] == "ที่สอง"
    assert got["participants"] == "2" and got["arrival"] == "๑๒ มีนาคม ๒๕๖๑" and got["phone"] == "053-111111"


def test_a_value_goes_on_where_the_next_line_is_a_leader() -> None:
    got = values(find_form(page([TITLE, "หน่วยงาน …ศูนย์พัฒนา", "……แห่งที่สอง……", "ชื่อ …ก……  นามสกุล …ข……", "ตำแหน่ง …ครู……"]), FORMS))
    assert got["agency"].replace(" ", "") == "ศูนย์พัฒนาแห่งที่สอง"


def test_the_longest_label_wins_also_right_behind_a_value() -> None:
    texts = [TITLE, "หน่วยงาน …ก……", "ชื่อ …ก……  นามสกุล …ข……", "โทรศัพท์ …053……", "E-mail …somying@example.go.thID Line …somying99……"]
    got = values(find_form(page(texts), FORMS))
    assert (got["email"], got["line_id"]) == ("somying@example.go.th", "somying99")


def test_a_label_goes_on_behind_a_stray_dot() -> None:
    texts = [TITLE, "หน่วยงาน …ก……", "ชื่อ …ก……  นามสกุล …ข……", "โทรศัพท์ …053……", "E-mail …a@example.go.th…… ID …Line …somying99……"]
    got = values(find_form(page(texts), FORMS))
    assert (got["email"], got["line_id"]) == ("a@example.go.th", "somying99")


def test_a_blank_field_does_not_lend_its_label_to_the_next() -> None:
    texts = [TITLE, "หน่วยงาน …ก……", "ชื่อ …ก……  นามสกุล …ข……", "เบอร์โทรศัพท์ ……  มือถือ ……", "E-mail …a@example.go.th……"]
    got = values(find_form(page(texts), FORMS))
    assert (got["phone"], got["mobile"]) == ("", ""), "there is a label เบอร์โทรศัพท์มือถือ too"


def test_a_value_may_stand_wholly_on_the_next_line() -> None:
    texts = [TITLE, "หน่วยงาน ……", "ศูนย์พัฒนาแห่งที่สอง", "ชื่อ …ก……  นามสกุล …ข……", "ตำแหน่ง …ครู……  สังกัด ……", "(ลงชื่อ) นายสมมติ"]
    got = values(find_form(page(texts), FORMS))
    assert got["agency"] == "ศูนย์พัฒนาแห่งที่สอง"
    assert got["affiliation"] == "", "below the last label stands a signature, not a value"


NO_FORM = {
    "letter": [
        "ที่ ลพ 0015/127",
        "เรื่อง ส่งแบบรายงานรายชื่อผู้ประสานงาน",
        "เรียน ผู้ว่าราชการจังหวัด",
        "ตามหนังสือที่อ้างถึง ขอส่งรายชื่อ ว่าที่ ร.ต. สมมติ ลองดู",
        "ตำแหน่ง นักวิชาการ เป็นผู้ประสานงานของหน่วยงาน รายละเอียดตามแบบรายงานที่แนบ",
        "จึงเรียนมาเพื่อโปรดทราบ",
    ],
    "memo": ["บันทึกข้อความ", "ส่วนราชการ สำนักงานทดสอบ โทร. 0-5300-0000", "เรื่อง ส่งรายชื่อผู้ประสานงาน", "เรียน ผู้ว่าราชการจังหวัด", "ตำแหน่ง ครู"],
    "cover": ["FAX", "จาก สำนักงานทดสอบ", "ถึง สำนักงานจังหวัด", "โทรสาร 0-5300-0000", "จำนวน 2 แผ่น", "เรื่อง แบบรายงานรายชื่อผู้ประสานงาน"],
    "leave": [
        "แบบใบลาป่วย ลาคลอดบุตร ลากิจส่วนตัว",
        "เขียนที่………",
        "เรื่อง ขอลากิจ",
        "ข้าพเจ้า นายสมมติ ลองดู ตำแหน่ง ครู",
        "สังกัด กรมทดสอบ โทร. 0-5300-0000",
    ],
    "advertisement": ["SPECIAL OFFER !!!", "Toner & Fax Paper -50%", "Call 02-000-0000", "www.example.com E-mail: sale@example.com"],
}


@pytest.mark.parametrize("kind", sorted(NO_FORM))
def test_no_form_is_invented(kind: str) -> None:
    assert find_form(page(NO_FORM[kind]), [*FORMS, *map(load_form, sorted(EXAMPLES.glob("*.toml")))]) is None


@settings(deadline=None, max_examples=40)
@given(st.lists(st.text(alphabet="กขคงชตทนมรลสอะาิีุูเแไ .-0123456789abcLine…", max_size=60), max_size=25))
def test_any_text_is_borne(texts: list[str]) -> None:
    found = find_form(page([text or " " for text in texts]), FORMS)
    assert found is None or found.labels_found >= 2
