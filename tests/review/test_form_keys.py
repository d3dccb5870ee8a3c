"""The form view by keyboard alone, in both layouts: what each key does, and how few of them a form takes."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from review.keyboard import in_thai
from storage.directory_list import directory
from storage.engine import reading
from storage.tables import Correction, Field, Form, ToldValue
from tests.review.desk import Desk, doubt
from tests.review.keys import LAYOUTS, THAI, Keys, ready

SitDown = Callable[..., Page]
WRONG_PHONE = doubt("0 5300 000", "+6653000002", proofs=("not-in-plan",))


@pytest.fixture(params=LAYOUTS)
def layout(request: pytest.FixtureRequest) -> str:
    """Both: for commands by keys that bear a letter or digit, and for how many keys a form takes."""
    return str(request.param)


def at(sit_down: SitDown, form: int, layout: str, login: str = "clerk") -> tuple[Page, Keys]:
    """Somebody sits before the form, the cursor where the page has put it."""
    page = sit_down(login)
    page.goto(f"/forms/{form}")
    ready(page)
    return page, Keys(page, layout)


def done(desk: Desk, form: int) -> bool:
    with reading(desk.engine) as session:
        return session.scalar(select(Form.state).where(Form.id == form)) == "done"


def test_a_form_with_two_doubtful_fields_is_corrected_and_the_next_is_on_the_screen(desk: Desk, sit_down: SitDown, layout: str) -> None:
    first = desk.form_fax({"first_name": doubt("สมมติ", "สมมุติ"), "phone": WRONG_PHONE})
    second = desk.form_fax({"email": doubt("sommut@example.gp.th")})
    page, keys = at(sit_down, first, layout)
    expect(page.get_by_role("textbox", name="ชื่อ", exact=True)).to_be_focused()
    keys.press("Alt+Digit1")
    expect(page.get_by_role("textbox", name="โทรศัพท์", exact=True)).to_be_focused()
    keys.type("๐-๕๓๐๐-๐๐๐๒ ต่อ ๓๖๒")
    keys.press("Enter")
    page.wait_for_url(f"**/forms/{second}")
    expect(page.get_by_role("textbox", name="อีเมล")).to_be_focused()
    stored = desk.values(first)
    assert stored["first_name"] == ("corrected", "สมมุติ")
    assert stored["phone"] == ("corrected", "+6653000002;ext=362")
    assert stored["last_name"] == ("confirmed", "ทดลอง")
    assert stored["line_id"] == ("blank", "")


def test_a_form_with_nothing_wrong_takes_one_key(desk: Desk, sit_down: SitDown, layout: str) -> None:
    page, keys = at(sit_down, desk.form_fax({}), layout)
    keys.press("Enter")
    page.wait_for_url("**/")
    assert done(desk, 1) and keys.count == 1


def test_a_right_candidate_takes_two_keys(desk: Desk, sit_down: SitDown, layout: str) -> None:
    page, keys = at(sit_down, desk.form_fax({"first_name": doubt("สมมติ", "สมมุติ")}), layout)
    keys.press("Alt+Digit1")
    keys.press("Enter")
    page.wait_for_url("**/")
    assert desk.values(1)["first_name"] == ("corrected", "สมมุติ") and keys.count == 2


@pytest.mark.parametrize(
    ("read", "right"),
    [
        ({"last_name": "ทดลบง"}, {"last_name": "ทดลอง"}),
        ({"last_name": "ทคลบง"}, {"last_name": "ทดลอง"}),
        ({"last_name": "ทคลบง", "first_name": "สนมุติ"}, {"last_name": "ทดลอง", "first_name": "สมมุติ"}),
    ],
)
def test_wrong_letters_that_are_marked_take_two_keys_each_and_three_more(
    desk: Desk, sit_down: SitDown, layout: str, read: dict[str, str], right: dict[str, str]
) -> None:
    wrong = {name: [n for n, pair in enumerate(zip(read[name], right[name], strict=True)) if pair[0] != pair[1]] for name in right}
    form = desk.form_fax({name: doubt(text) for name, text in read.items()}, unsure=wrong)
    page, keys = at(sit_down, form, layout)
    for name in [name for name in ("first_name", "last_name") if name in right]:
        expect(page.locator(f"#{name}")).to_be_focused()
        for turn, n in enumerate(wrong[name]):
            if turn:
                keys.press("F2")
            keys.type(right[name][n])
        keys.press("Enter")
    page.wait_for_url("**/")
    assert {name: desk.values(form)[name] for name in right} == {name: ("corrected", value) for name, value in right.items()}
    assert keys.count <= 2 * sum(map(len, wrong.values())) + 3


def test_the_doubtful_letters_stand_under_a_line_on_the_strip(desk: Desk, sit_down: SitDown) -> None:
    form = desk.form_fax({"last_name": doubt("ทคลบง")}, unsure={"last_name": [1, 3]}, turn=180, repeated_rows=True)
    page, _ = at(sit_down, form, "english")
    strip = page.locator("[data-field=last_name] svg.strip")
    box, lines = strip.bounding_box(), [line.bounding_box() for line in strip.locator(".under").all()]
    assert box and len(lines) == 2 and all(line and box["x"] < line["x"] < box["x"] + box["width"] for line in lines)
    assert lines[0] and lines[1] and lines[0]["x"] + lines[0]["width"] <= lines[1]["x"]


@pytest.mark.parametrize(("key", "state"), [("F8", "blank"), ("F9", "unreadable")])
def test_a_field_is_empty_on_paper_or_unreadable(desk: Desk, sit_down: SitDown, key: str, state: str) -> None:
    form = desk.form_fax({"email": doubt("..x")})
    page, keys = at(sit_down, form, THAI)
    keys.press(key)
    keys.press("Enter")
    page.wait_for_url("**/")
    assert desk.values(form)["email"] == (state, "")


def test_the_sender_wrote_it_incompletely(desk: Desk, sit_down: SitDown) -> None:
    form = desk.form_fax({"phone": doubt("0 5300 00", proofs=("not-in-plan",))})
    page, keys = at(sit_down, form, THAI)
    keys.press("F6")
    keys.press("Enter")
    page.wait_for_url("**/")
    with reading(desk.engine) as session:
        assert session.scalars(select(Field.name).where(Field.incomplete)).all() == ["phone"]


def test_what_is_said_by_telephone_goes_to_the_directory_and_the_paper_stays_what_it_is(desk: Desk, sit_down: SitDown) -> None:
    form = desk.form_fax({"mobile": doubt("08900000", proofs=("not-in-plan",))})
    page, keys = at(sit_down, form, THAI)
    keys.press("F7")
    keys.type("089 000 0001")
    keys.press("Enter")
    keys.type("คุณสมมุติ")
    keys.press("Enter")
    keys.press("Enter")
    page.wait_for_url("**/")
    assert desk.values(form)["mobile"] == ("confirmed", "08900000")
    assert directory(desk.engine)[0].values["mobile"] == "+66890000001"
    with reading(desk.engine) as session:
        told = session.scalars(select(ToldValue)).one()
        assert (told.said_by, "told" in session.scalars(select(Correction.action)).all()) == ("คุณสมมุติ", True)


def test_a_call_without_a_name_is_not_kept(desk: Desk, sit_down: SitDown) -> None:
    page, keys = at(sit_down, desk.form_fax({"mobile": doubt("08900000")}), "english")
    keys.press("F7")
    keys.type("0890000001")
    keys.press("Control+Enter")
    expect(page.get_by_text("ชื่อผู้ให้ข้อมูล", exact=False).first).to_be_visible()
    expect(page.locator("#told-mobile")).to_have_value("0890000001")
    assert not done(desk, 1)


def test_a_paper_that_cannot_serve_is_asked_for_again(desk: Desk, sit_down: SitDown) -> None:
    form = desk.form_fax({"email": doubt("..x")})
    following = desk.form_fax({"email": doubt("x@y")})
    page, keys = at(sit_down, form, THAI)
    keys.press("F10")
    keys.press("ArrowDown")
    keys.press("Enter")
    page.wait_for_url(f"**/forms/{following}")
    page.goto("/asked")
    expect(page.get_by_role("row").nth(1)).to_contain_text("ภาพขาดหายบางส่วน")
    expect(page.get_by_role("row").nth(1)).to_contain_text("0 5300 0001")
    with reading(desk.engine) as session:
        assert session.scalar(select(Form.state).where(Form.id == form)) == "withdrawn"


def test_a_save_is_taken_back_by_one_key(desk: Desk, sit_down: SitDown, layout: str) -> None:
    form = desk.form_fax({"first_name": doubt("สมมติ")})
    page, keys = at(sit_down, form, layout)
    keys.type("สมหมาย")
    keys.press("Enter")
    page.wait_for_url("**/")
    assert directory(desk.engine)[0].values["first_name"] == "สมหมาย"
    keys.press("Alt+KeyZ")
    page.wait_for_url(f"**/forms/{form}")
    expect(page.get_by_role("textbox", name="ชื่อ", exact=True)).to_have_value("สมมติ")
    assert desk.values(form)["first_name"] == ("waiting", "สมมติ") and directory(desk.engine) == []


def test_another_keyboard_layout_is_offered_and_never_put_in(desk: Desk, sit_down: SitDown, layout: str) -> None:
    form = desk.form_fax({"email": doubt("x")})
    page, keys = at(sit_down, form, layout)
    wrong = in_thai("sommut@example.go.th")
    keys.type(wrong)
    field = page.locator("#email")
    expect(page.locator("[data-field=email] .offers")).to_contain_text("sommut@example.go.th")
    expect(field).to_have_value(wrong)
    keys.press("Alt+Digit1")
    expect(field).to_have_value("sommut@example.go.th")


def test_an_agency_is_completed_without_its_tone_marks(desk: Desk, sit_down: SitDown, layout: str) -> None:
    form = desk.form_fax({"agency": doubt("?")}, agency=None)
    page, keys = at(sit_down, form, layout)
    keys.type("ทีวาการ")
    expect(page.locator("[data-field=agency] .offers button")).to_have_count(1)
    keys.press("Alt+Digit1")
    keys.press("Enter")
    page.wait_for_url("**/")
    assert desk.values(form)["agency"] == ("corrected", "ที่ว่าการอำเภอทดสอบ")


def test_a_position_is_completed_from_the_list(desk: Desk, sit_down: SitDown) -> None:
    page, keys = at(sit_down, desk.form_fax({"position": doubt("?")}), "english")
    keys.type("นิติกรชำนาญการ")
    expect(page.locator("[data-field=position] .offers button").first).to_contain_text("นิติกรชำนาญการพิเศษ")


def test_the_page_lights_the_field_zooms_and_turns(desk: Desk, sit_down: SitDown) -> None:
    page, keys = at(sit_down, desk.form_fax({"first_name": doubt("สมมติ"), "email": doubt("x")}), THAI)
    expect(page.locator("rect.lit")).to_have_attribute("data-field", "first_name")
    keys.press("Enter")
    expect(page.locator("rect.lit")).to_have_attribute("data-field", "email")
    keys.press("F4")
    expect(page.locator("#zoom-big")).to_be_checked()
    keys.press("Shift+F4")
    expect(page.locator("#turn-90")).to_be_checked()


def test_forms_of_one_fax_stay_together_in_page_order(desk: Desk, sit_down: SitDown, layout: str) -> None:
    one, two = desk.forms_fax(({"email": doubt("x")}, "T-1"), ({"email": doubt("y")}, "T-2"))
    other = desk.form_fax({"email": doubt("z")})
    page, keys = at(sit_down, one, layout)
    expect(page.get_by_role("navigation", name="แบบตอบในเอกสารฉบับเดียวกัน")).to_contain_text("ฉบับนี้มี ๒ แบบ")
    keys.press("Enter")
    page.wait_for_url(f"**/forms/{two}")
    ready(page)
    keys.press("Alt+KeyN")
    page.wait_for_url(f"**/forms/{other}")
    assert done(desk, one) and not done(desk, two)


def test_the_next_forms_pictures_are_there_before_they_are_asked_for(desk: Desk, sit_down: SitDown) -> None:
    form, following = desk.form_fax({"email": doubt("x")}), desk.form_fax({"email": doubt("y")})
    page = sit_down("clerk")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"/forms/{form}")
    page.wait_for_load_state("networkidle")
    with reading(desk.engine) as session:
        strip = session.scalar(select(Field.id).where(Field.form_id == following, Field.name == "email"))
    assert {f"/fields/{strip}/strip", "/pages/2/picture"} <= {"/" + url.split("/", 3)[3] for url in asked}
