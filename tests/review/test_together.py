"""Several people at one desk: nobody overwrites anybody, and what was typed is never lost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from playwright.sync_api import Page, expect
from sqlalchemy import select, update

from storage.engine import reading, writing
from storage.tables import Lease, User
from tests.review.desk import PASSWORD, Desk, doubt
from tests.review.keys import ready

SitDown = Callable[..., Page]


def first_name(page: Page, text: str) -> None:
    page.get_by_role("textbox", name="ชื่อ", exact=True).fill(text)


def save(page: Page) -> None:
    ready(page)
    page.keyboard.press("Control+Enter")


def has_in_hand(desk: Desk, receipts: int = 1) -> None:
    """Waits until so many receipts are in hand."""
    for _ in range(100):
        with reading(desk.engine) as session:
            if len(session.scalars(select(Lease)).all()) == receipts:
                return
        desk.pause()
    raise AssertionError("nobody took the receipt in hand")


def test_who_edits_first_has_the_fax_in_hand_and_others_go_on_with_another(desk: Desk, sit_down: SitDown) -> None:
    form, other = desk.form_fax({"first_name": doubt("สมมติ")}), desk.form_fax({"first_name": doubt("สมมติ")})
    mine, theirs = sit_down("clerk"), sit_down("other")
    mine.goto(f"/forms/{form}")
    first_name(mine, "สมหมาย")
    has_in_hand(desk)
    theirs.goto("/next")
    assert theirs.url.endswith(f"/forms/{other}")
    theirs.goto(f"/forms/{form}")
    expect(theirs.get_by_role("alert")).to_contain_text("ผู้ใช้ clerk")
    theirs.goto("/")
    expect(theirs.get_by_role("row", name="๑/๒๕๖๑")).to_contain_text("ผู้ใช้ clerk")


def test_who_has_not_the_fax_in_hand_saves_only_when_taking_over(desk: Desk, sit_down: SitDown) -> None:
    form = desk.form_fax({"first_name": doubt("สมมติ"), "last_name": doubt("ทดลง")})
    late, early = sit_down("clerk"), sit_down("other")
    early.goto(f"/forms/{form}")
    late.goto(f"/forms/{form}")
    first_name(late, "สมหมาย")
    has_in_hand(desk)
    early.get_by_role("textbox", name="นามสกุล").fill("ทดลอง")
    expect(early.get_by_role("alert")).to_contain_text("ผู้ใช้ clerk")
    save(early)
    expect(early.get_by_role("alert")).to_contain_text("ยังไม่ได้บันทึก")
    expect(early.get_by_role("textbox", name="นามสกุล")).to_have_value("ทดลอง")
    early.get_by_label("รับช่วงต่อ").check()
    early.get_by_role("button", name="บันทึก").first.click()
    early.wait_for_url("**/")
    save(late)
    expect(late.get_by_role("alert")).to_contain_text("ผู้ใช้ other")
    expect(late.get_by_role("textbox", name="ชื่อ", exact=True)).to_have_value("สมหมาย")
    expect(late.get_by_text("ค่าที่บันทึกไว้ก่อนแล้ว: สมมติ")).to_be_visible()
    assert desk.values(form)["first_name"] == ("confirmed", "สมมติ")
    save(late)
    late.wait_for_url("**/")
    stored = desk.values(form)
    assert (stored["first_name"], stored["last_name"]) == (("corrected", "สมหมาย"), ("confirmed", "ทดลอง"))


def test_a_lease_ends_by_itself(desk: Desk, sit_down: SitDown) -> None:
    form = desk.form_fax({"first_name": doubt("สมมติ")})
    mine, theirs = sit_down("clerk"), sit_down("other")
    mine.goto(f"/forms/{form}")
    first_name(mine, "สมหมาย")
    has_in_hand(desk)
    with writing(desk.engine) as session:
        lease = session.scalars(select(Lease)).one()
        lease.until -= timedelta(minutes=6)
    theirs.goto(f"/forms/{form}")
    save(theirs)
    theirs.wait_for_url("**/")
    assert desk.values(form)["first_name"] == ("confirmed", "สมมติ")


def test_saving_lets_go_of_the_fax(desk: Desk, sit_down: SitDown) -> None:
    form = desk.form_fax({"first_name": doubt("สมมติ")})
    page = sit_down("clerk")
    page.goto(f"/forms/{form}")
    first_name(page, "สมหมาย")
    has_in_hand(desk)
    save(page)
    page.wait_for_url("**/")
    has_in_hand(desk, 0)


def end_sessions(desk: Desk) -> None:
    with writing(desk.engine) as session:
        session.execute(update(User).values(session_epoch=User.session_epoch + 1))


def log_in_again(page: Page) -> None:
    page.get_by_label("ชื่อผู้ใช้").fill("clerk")
    page.get_by_label("รหัสผ่าน").fill(PASSWORD)
    page.get_by_role("button", name="เข้าสู่ระบบ").click()


def test_a_lost_session_loses_nothing(desk: Desk, sit_down: SitDown) -> None:
    form = desk.form_fax({"first_name": doubt("สมมติ")})
    for scripts in (False, True):
        page = sit_down("clerk", javascript=scripts)
        page.goto(f"/forms/{form}")
        first_name(page, "สมหมาย")
        end_sessions(desk)
        page.get_by_role("button", name="บันทึก").first.click()
        expect(page.get_by_role("status")).to_contain_text("ข้อความที่พิมพ์ไว้ยังอยู่ครบ")
        log_in_again(page)
        page.get_by_role("button", name="กลับไปที่แบบตอบ").click()
        expect(page.get_by_role("textbox", name="ชื่อ", exact=True)).to_have_value("สมหมาย")
        assert desk.values(form)["first_name"] == ("waiting", "สมมติ"), "nothing is saved before the person has seen it"
    page.get_by_role("button", name="บันทึก").first.click()
    page.wait_for_url("**/")
    assert desk.values(form)["first_name"] == ("corrected", "สมหมาย")


def test_what_was_typed_is_back_after_the_page_was_left(desk: Desk, sit_down: SitDown) -> None:
    form = desk.form_fax({"first_name": doubt("สมมติ")})
    page = sit_down("clerk")
    page.goto(f"/forms/{form}")
    first_name(page, "สมหมาย")
    page.goto("/")
    page.goto(f"/forms/{form}")
    expect(page.get_by_role("textbox", name="ชื่อ", exact=True)).to_have_value("สมหมาย")
    page.get_by_role("button", name="ออกจากระบบ").click()
    page.wait_for_function("sessionStorage.length === 0")  # the page that follows clears it once its script has run
