"""Columns of strips, two papers of one agency, paper without a form, taking in by hand, blind keying and trust."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import APIRequestContext, Page, expect
from sqlalchemy import select, update

from review.alike import GROUPS, shape, suspects, together
from storage.engine import reading, writing
from storage.tables import AgencyContact, AskedAgain, BlindKey, Event, Field, Form, Receipt, Switch
from tests.review.desk import Desk, doubt, log_in, token
from tests.review.keys import THAI, Keys

SitDown = Callable[..., Page]


@given(st.lists(st.text("กถภคดต๓๗0๐", max_size=4), max_size=8))
def test_look_alikes_stand_together(texts: list[str]) -> None:
    order = together(texts)
    shapes = [shape(texts[n]) for n in order]
    assert sorted(order) == list(range(len(texts))) and shapes == sorted(shapes)
    odd = suspects(texts)
    assert all((n in odd) == any(shape(other) == shape(text) != "" and other != text for other in texts) for n, text in enumerate(texts))


def test_no_letter_is_in_two_groups() -> None:
    assert len("".join(GROUPS)) == len(set("".join(GROUPS)))


def test_a_column_shows_all_of_a_field_and_saves_what_is_changed(desk: Desk, sit_down: SitDown) -> None:
    one = desk.form_fax({"last_name": doubt("ทคลอง")})
    two = desk.form_fax({"last_name": doubt("ทดลอง")}, agency="T-2")
    page = sit_down("clerk")
    page.goto("/columns/last_name")
    expect(page.locator(".suspect")).to_have_count(2)
    page.get_by_role("textbox", name="นามสกุล สำนักงานสมมุติจังหวัดลำพูน").fill("ทดลอง")
    page.get_by_role("button", name="บันทึก และยืนยันทุกช่องที่รอ").click()
    expect(page.get_by_role("status")).to_contain_text("บันทึกแล้ว ๒ ช่อง")
    assert (desk.values(one)["last_name"], desk.values(two)["last_name"]) == (("corrected", "ทดลอง"), ("confirmed", "ทดลอง"))
    expect(page.locator(".suspect")).to_have_count(0)


def test_letters_that_look_alike_are_cut_out_and_lead_to_their_form(desk: Desk, sit_down: SitDown) -> None:
    form = desk.form_fax({"last_name": doubt("ทคลอง")})
    page = sit_down("clerk")
    page.goto("/columns/last_name?alike=2")
    expect(page.get_by_role("heading", name="อ่านว่า ค")).to_be_visible()
    page.get_by_role("link", name="ค ตัวที่ ๑").click()
    page.wait_for_url(f"**/forms/{form}")


def test_a_long_column_has_pages_and_its_saves_are_taken_back(desk: Desk, sit_down: SitDown, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("review.column.A_PAGE", 1)
    forms = [desk.form_fax({"last_name": doubt(name)}) for name in ("ทคลอง", "ทดลอง")]
    page = sit_down("clerk")
    page.goto("/columns/last_name")
    expect(page.locator(".suspect")).to_have_count(1)
    page.get_by_role("link", name="ถัดไป").click()
    page.get_by_role("button", name="ยืนยันทุกช่องที่รอในหน้านี้").click()
    expect(page.get_by_role("status")).to_contain_text("บันทึกแล้ว ๑ ช่อง")
    states = [desk.values(form)["last_name"][0] for form in forms]
    assert sorted(states) == ["confirmed", "waiting"]
    page.wait_for_load_state()  # the keys are listened to once the script has run
    page.keyboard.press("Alt+z")
    expect(page.get_by_role("status")).to_contain_text("ยกเลิกการบันทึกแล้ว ๑ ช่อง")
    assert [desk.values(form)["last_name"][0] for form in forms] == ["waiting", "waiting"]


def test_a_column_saves_nothing_over_a_newer_save(desk: Desk, client: APIRequestContext) -> None:
    form = desk.form_fax({"last_name": doubt("ทคลอง")})
    log_in(client, "clerk")
    with reading(desk.engine) as session:
        field = session.scalar(select(Field.id).where(Field.name == "last_name"))
    text = client.get("/columns/last_name").text()
    day = text.split('name="day" value="')[1].split('"')[0]
    with writing(desk.engine) as session:
        session.execute(update(Form).values(version=2))
    sent = {"token": token(client.get("/")), "day": day, f"version-{field}": "1", f"value-{field}": "ทดลอง"}
    answer = client.post("/columns/last_name", form=sent)
    assert answer.status == 409 and "แบบตอบนี้เปลี่ยนไปแล้ว" in answer.text() and 'value="ทดลอง"' in answer.text()
    assert desk.values(form)["last_name"] == ("waiting", "ทคลอง")


def test_two_papers_of_one_agency_stand_beside_each_other(desk: Desk, sit_down: SitDown) -> None:
    old = desk.form_fax({}, first_name="สมมุติ")
    new = desk.form_fax({}, first_name="สมหมาย")
    page = sit_down("clerk")
    page.goto(f"/forms/{new}")
    page.get_by_role("link", name="หน่วยงานนี้มีเอกสารอีก ๑ ฉบับ").click()
    row = page.get_by_role("row", name="ชื่อ ต่างกัน")
    expect(row).to_contain_text("สมมุติ")
    expect(row).to_contain_text("สมหมาย")
    expect(page.locator("tr.differs")).to_have_count(1)
    expect(page.get_by_role("columnheader", name="ฉบับเดิม")).to_contain_text("๑/๒๕๖๑")
    assert page.get_by_role("link", name="ฉบับเดิม").get_attribute("href") == f"/forms/{old}"


def test_a_page_without_a_form_is_typed_in_as_one(desk: Desk, sit_down: SitDown) -> None:
    letter = desk.letter_fax()
    page = sit_down("clerk", javascript=False)
    page.goto(f"/receipts/{letter}")
    page.get_by_role("button", name="กรอกข้อมูล").click()
    page.wait_for_url("**/forms/*")
    page.get_by_role("textbox", name="หน่วยงาน", exact=True).fill("ที่ว่าการอำเภอทดสอบ")
    for label in ("ชื่อ", "นามสกุล"):
        page.get_by_role("textbox", name=label, exact=True).fill("ทดลอง")
    for name in ("title", "position", "affiliation", "phone", "mobile", "email", "line_id"):
        page.locator(f"label[for=mark-{name}-blank]").click()
    page.get_by_role("button", name="บันทึก").first.click()
    page.wait_for_url("**/")
    with reading(desk.engine) as session:
        assert session.execute(select(Form.state, Form.agency_id)).one() == ("done", 2)


def test_a_table_of_several_agencies_is_split_by_hand(desk: Desk, sit_down: SitDown) -> None:
    letter = desk.letter_fax()
    page = sit_down("clerk")
    page.goto(f"/receipts/{letter}")
    page.get_by_label("จำนวนหน่วยงาน").fill("3")
    page.get_by_role("button", name="กรอกข้อมูล").click()
    expect(page.get_by_role("navigation", name="แบบตอบในเอกสารฉบับเดียวกัน")).to_contain_text("ฉบับนี้มี ๓ แบบ")


def test_a_sender_is_bound_to_its_agency_and_another_paper_asked_for(desk: Desk, sit_down: SitDown) -> None:
    letter, locked = desk.letter_fax(), desk.locked_mail()
    page = sit_down("clerk")
    page.goto(f"/receipts/{letter}")
    page.get_by_label("ผู้ส่งนี้คือหน่วยงาน").fill("ที่ว่าการอำเภอทดสอบ")
    page.get_by_role("button", name="ผูกกับหน่วยงาน").click()
    expect(page.get_by_role("status")).to_contain_text("ผูกผู้ส่งกับหน่วยงานแล้ว")
    page.goto(f"/receipts/{locked}")
    page.get_by_role("button", name="ขอให้ส่งใหม่").click()
    page.wait_for_url("**/")
    with reading(desk.engine) as session:
        assert ("fax", "+6653000001", 2) in [
            tuple(r) for r in session.execute(select(AgencyContact.kind, AgencyContact.value, AgencyContact.agency_id))
        ]
        assert session.execute(select(AskedAgain.receipt_id, AskedAgain.agency_id)).one() == (locked, 2)


def test_a_form_of_an_unknown_agency_is_bound_by_keys_and_that_is_taken_back(desk: Desk, sit_down: SitDown) -> None:
    form = desk.form_fax({"agency": doubt("ที่ว่าการอำเภอไร้ชื่อ"), "email": doubt("x")}, agency=None)
    page = sit_down("clerk")
    page.goto("/unknown")
    page.get_by_label("คือหน่วยงาน").focus()
    page.keyboard.type("ทีวาการ")
    expect(page.locator("[data-for] button")).to_have_text("1 ที่ว่าการอำเภอทดสอบ")
    Keys(page, THAI).press("Alt+Digit1")
    Keys(page, THAI).press("Enter")
    expect(page.get_by_role("status")).to_contain_text("ผูกกับหน่วยงานแล้ว")
    expect(page.get_by_text("ทราบหน่วยงานของทุกแบบตอบแล้ว")).to_be_visible()
    assert desk.values(form)["agency"] == ("corrected", "ที่ว่าการอำเภอทดสอบ") and desk.values(form)["email"][0] == "waiting"
    Keys(page, THAI).press("Alt+KeyZ")
    page.wait_for_url(f"**/forms/{form}")
    assert desk.values(form)["agency"] == ("waiting", "ที่ว่าการอำเภอไร้ชื่อ")


def test_a_table_of_which_one_form_was_read_gets_further_ones(desk: Desk, sit_down: SitDown) -> None:
    desk.form_fax({"email": doubt("x")})
    page = sit_down("clerk")
    page.goto("/receipts/1")
    page.get_by_text("หน้านี้มีหลายหน่วยงาน").click()
    page.get_by_label("เพิ่มอีกหน่วยงาน").fill("2")
    page.get_by_role("button", name="กรอกข้อมูล").click()
    expect(page.get_by_role("navigation", name="แบบตอบในเอกสารฉบับเดียวกัน")).to_contain_text("ฉบับนี้มี ๓ แบบ")
    page.wait_for_load_state()  # the keys are listened to once the script has run
    page.keyboard.press("Alt+z")
    page.wait_for_url("**/receipts/1")
    expect(page.locator(".sheets a.button")).to_have_count(1)


def test_what_was_settled_waits_again_after_one_key(desk: Desk, sit_down: SitDown) -> None:
    letter = desk.letter_fax()
    page = sit_down("head")
    for name in ("ไม่ใช่เรื่องของกลุ่มงาน", "ตรวจแล้ว ไม่มีแบบตอบ", "ขอให้ส่งใหม่"):
        page.goto(f"/receipts/{letter}")
        page.get_by_role("button", name=name).click()
        expect(page.get_by_role("heading", name="รอเจ้าหน้าที่")).to_contain_text("๐ รายการรับเข้า")
        page.wait_for_load_state()  # the keys are listened to once the script has run
        page.keyboard.press("Alt+z")
        page.wait_for_url(f"**/receipts/{letter}")
        expect(page.get_by_role("heading", level=1)).to_contain_text("รอเจ้าหน้าที่")


def test_files_are_taken_in_by_hand_with_channel_and_time(desk: Desk, sit_down: SitDown, tmp_path: Path) -> None:
    paper = tmp_path / "ใบตอบ.pdf"
    paper.write_bytes(b"%PDF-1.4 invented")
    for scripts in (True, False):
        page = sit_down("clerk", javascript=scripts)
        page.goto("/take")
        paper.write_bytes(paper.read_bytes() + b"\n")
        page.locator("#files").set_input_files(paper)
        page.get_by_label("LINE").check()
        page.get_by_label("ได้รับเมื่อ").fill("2018-03-20T09:30")
        page.get_by_role("button", name="รับเข้า", exact=True).click()
        page.wait_for_url("**/receipts/*")
    with reading(desk.engine) as session:
        rows = session.execute(select(Receipt.number, Receipt.channel, Receipt.file_name, Receipt.taken_at).order_by(Receipt.id)).all()
    assert [(row[0], row[1], row[2]) for row in rows] == [(1, "line", "ใบตอบ.pdf"), (2, "line", "ใบตอบ.pdf")]
    assert rows[0][3] is not None and rows[0][3].isoformat() == "2018-03-20T02:30:00+00:00"


def test_a_file_dropped_or_pasted_is_among_those_handed_in(desk: Desk, sit_down: SitDown) -> None:
    page = sit_down("clerk")
    page.goto("/take")
    for event in ("drop", "paste"):
        page.evaluate(
            """(name) => { const data = new DataTransfer(); data.items.add(new File(["x"], `${name}.png`, { type: "image/png" }));
            document.dispatchEvent(name === "drop" ? new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true })
            : new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true })); }""",
            event,
        )
    photograph = page.locator("#photo")
    assert photograph.get_attribute("capture") == "environment", "a telephone opens its camera"
    photograph.set_input_files({"name": "ภาพถ่าย.jpg", "mimeType": "image/jpeg", "buffer": b"x"})
    expect(page.locator("#chosen li")).to_have_count(3)


def test_nothing_is_handed_in_from_the_future_or_without_a_file(desk: Desk, client: APIRequestContext) -> None:
    log_in(client, "clerk")
    sent = {"token": token(client.get("/take")), "channel": "hand", "came": "2999-01-01T00:00"}
    assert client.post("/take", multipart=sent).status == 400
    answer = client.post("/take", multipart={**sent, "files": {"name": "a.pdf", "mimeType": "application/pdf", "buffer": b"x"}})
    assert answer.status == 400 and "อนาคต" in answer.text()
    with reading(desk.engine) as session:
        assert session.scalars(select(Receipt)).all() == []


def test_a_strip_is_keyed_blind_and_a_difference_goes_to_the_supervisor(desk: Desk, sit_down: SitDown) -> None:
    for _ in range(3):
        desk.form_fax({}, seen=False)
    page = sit_down("clerk")
    page.goto("/keying")
    expect(page.locator("#value")).to_have_value("")
    with reading(desk.engine) as session:
        shown = int((page.locator("img.strip").get_attribute("src") or "").split("/")[2])
        field = session.get_one(Field, shown)
    assert field.sure and field.value not in page.content()
    page.keyboard.type("ไม่เหมือน")
    page.keyboard.press("Enter")
    page.wait_for_url("**/keying")
    head = sit_down("head")
    head.goto("/trust")
    assert "%" not in head.locator("#sample + p").inner_text() and "ร้อยละ" not in head.locator("#sample + p").inner_text()
    head.get_by_role("button", name="คนถูก: ไม่เหมือน").click()
    expect(head.get_by_text("พบที่เครื่องอ่านผิด ๑ ช่อง")).to_be_visible()
    with reading(desk.engine) as session:
        assert session.scalars(select(BlindKey.truth)).one() == "keyed"
        assert session.get_one(Field, shown).value == "ไม่เหมือน"


def test_only_a_supervisor_turns_off_that_every_form_is_seen(desk: Desk, client: APIRequestContext) -> None:
    log_in(client, "clerk")
    assert client.post("/trust/seen", form={"token": token(client.get("/")), "seen": ""}).status == 403
    client.post("/logout", form={"token": token(client.get("/"))})
    log_in(client, "head")
    client.post("/trust/seen", form={"token": token(client.get("/")), "seen": ""})
    with reading(desk.engine) as session:
        assert session.scalars(select(Switch.value)).one() == "off"
        assert "every-form-seen" in session.scalars(select(Event.kind)).all()
