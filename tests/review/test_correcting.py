"""A clerk corrects forms in a real browser, with keys and without scripts."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.review.desk import Desk, doubt
from tests.review.keys import ready

SitDown = Callable[..., Page]
WRONG_PHONE = doubt("0 5300 000", "+6653000002", proofs=("not-in-plan",))


def test_what_is_saved_stands_in_the_directory_and_leaves_the_queue(desk: Desk, sit_down: SitDown) -> None:
    form = desk.form_fax({"first_name": doubt("สมมุติ")})
    page = sit_down("clerk")
    page.goto(f"/forms/{form}")
    ready(page)
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("heading", name="รอเจ้าหน้าที่")).to_contain_text("๐ รายการรับเข้า")
    page.goto("/directory?q=0 5300 0002")
    expect(page.get_by_role("row").nth(1)).to_contain_text("นายสมมุติ ทดลอง")
    expect(page.get_by_role("row").nth(1)).to_contain_text("0 5300 0002 ต่อ 362")


def test_a_field_without_value_or_mark_is_not_passed_over(desk: Desk, sit_down: SitDown) -> None:
    form = desk.form_fax({"first_name": doubt(""), "last_name": doubt("ทดลอง")})
    page = sit_down("clerk")
    page.goto(f"/forms/{form}")
    page.get_by_role("textbox", name="นามสกุล").fill("ทดสอบ")
    ready(page)
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("alert")).to_contain_text("ยังไม่ได้บันทึก")
    expect(page.get_by_role("textbox", name="ชื่อ", exact=True)).to_be_focused()
    expect(page.get_by_role("textbox", name="นามสกุล")).to_have_value("ทดสอบ")
    assert desk.values(form)["last_name"] == ("waiting", "ทดลอง")


def test_an_agency_that_no_roster_knows_is_saved_only_when_said_so(desk: Desk, sit_down: SitDown) -> None:
    form = desk.form_fax({"agency": doubt("สำนักงานไร้ชื่อ")}, agency=None)
    page = sit_down("clerk")
    page.goto(f"/forms/{form}")
    ready(page)
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("ไม่พบหน่วยงานนี้ในบัญชีหน่วยงาน")).to_be_visible()
    page.get_by_label("บันทึกโดยไม่ผูกกับหน่วยงาน").check()
    page.get_by_role("button", name="บันทึก").first.click()
    page.wait_for_url("**/")
    assert desk.values(form)["agency"] == ("confirmed", "สำนักงานไร้ชื่อ")


def test_an_agency_typed_in_a_short_form_gets_its_official_name(desk: Desk, sit_down: SitDown) -> None:
    form = desk.form_fax({"agency": doubt("สนง.สม")}, agency=None)
    page = sit_down("clerk")
    page.goto(f"/forms/{form}")
    ready(page)
    page.keyboard.type("สนง.สมมุติ จ.ลำพูน")
    ready(page)
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/")
    assert desk.values(form)["agency"] == ("corrected", "สำนักงานสมมุติจังหวัดลำพูน")


def test_without_scripts_a_form_is_opened_corrected_and_saved(desk: Desk, sit_down: SitDown) -> None:
    form = desk.form_fax({"first_name": doubt("สมมติ", "สมมุติ"), "email": doubt("x"), "phone": WRONG_PHONE}, turn=180, repeated_rows=True)
    page = sit_down("clerk", javascript=False)
    page.goto(f"/forms/{form}")
    page.locator("[data-field=first_name]").get_by_text("สมมุติ").click()
    page.locator("[data-field=email]").get_by_text("อ่านไม่ออก").click()
    page.get_by_role("textbox", name="โทรศัพท์", exact=True).fill("053-000002")
    page.get_by_role("button", name="บันทึก").first.click()
    page.wait_for_url("**/")
    stored = desk.values(form)
    assert stored["first_name"] == ("corrected", "สมมุติ")
    assert stored["email"] == ("unreadable", "")
    assert stored["phone"] == ("corrected", "+6653000002")


def test_a_supervisor_says_that_a_receipt_is_not_ours_and_settles_another(desk: Desk, sit_down: SitDown) -> None:
    letter, locked = desk.letter_fax(), desk.locked_mail()
    page = sit_down("head")
    page.goto(f"/receipts/{letter}")
    page.get_by_role("button", name="ไม่ใช่เรื่องของกลุ่มงาน").click()
    expect(page.get_by_role("heading", name="รอเจ้าหน้าที่")).to_contain_text("๑ รายการรับเข้า")
    page.goto(f"/receipts/{locked}")
    expect(page.get_by_text("ไฟล์ PDF ตั้งรหัสผ่านไว้ เปิดไม่ได้").first).to_be_visible()
    page.get_by_role("button", name="ตรวจแล้ว ไม่มีแบบตอบ").click()
    expect(page.get_by_text("ไม่มีงานค้าง")).to_be_visible()
