"""The pages of circulars, chasing, roster, register and coordinators, over real HTTP."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import APIRequestContext, APIResponse, Playwright
from sqlalchemy import select

from service.papers import Drafts, OfficePapers, join_text, line_text
from service.parts import Parts
from service.settings import load
from storage.engine import reading, writing
from storage.ledger import Line, ledger
from storage.tables import Agency, Circular, Coordinator, Form, OfficeDay, RegisterEntry
from tests.review.desk import Desk, doubt, log_in, served, token
from tests.support.office import MORNING

LIST = "รหัส,หน่วยงาน,กลุ่ม\nT-1,สำนักงานชื่อใหม่จังหวัดลำพูน,ส่วนราชการ\nT-9,รัฐวิสาหกิจสมมุติ,รัฐวิสาหกิจ\n".encode("cp874")


class Head:
    """A supervisor at the pages."""

    def __init__(self, client: APIRequestContext, desk: Desk) -> None:
        self.client, self.desk = client, desk

    def see(self, path: str) -> str:
        answer = self.client.get(path)
        assert answer.status == 200, answer.text()
        return answer.text()

    def post(self, path: str, _from: str = "/circulars", **form: str) -> APIResponse:
        return self.client.post(path, form={"token": token(self.client.get(_from)), **form})

    def circular(self, code: str = "c1") -> int:
        self.post(
            "/circulars", code=code, subject=f"เรื่อง {code}", form="coordinator", due_on="2018-03-23", **{"asked-provincial": "direct"}
        )
        with reading(self.desk.engine) as session:
            return session.scalars(select(Circular.id).where(Circular.code == code)).one()

    def lines(self, circular: int) -> tuple[Line, ...]:
        with reading(self.desk.engine) as session:
            return ledger(session, circular).lines


@pytest.fixture
def head(playwright: Playwright, desk: Desk, tmp_path: Path) -> Iterator[Head]:
    parts = Parts(load({"SARABAN_DATA_DIR": str(tmp_path), "SARABAN_OFFICE": "สำนักงานตัวอย่าง"}, None), desk.engine, desk.store)
    with served(
        desk, own_register=True, papers=OfficePapers(parts), line_text=line_text, join_text=join_text, draft_text=Drafts(parts)
    ) as address:
        client = playwright.request.new_context(base_url=address)
        log_in(client, "head")
        yield Head(client, desk)
        client.dispose()


def test_a_circular_is_made_filled_in_extended_and_its_ledger_shown(head: Head) -> None:
    circular = head.circular()
    page = head.see(f"/circulars/{circular}")
    assert "ยังไม่ตอบ" in page and "สำนักงานสมมุติจังหวัดลำพูน" in page and "ที่ว่าการอำเภอทดสอบ" not in page.split("<section")[0]
    head.post(f"/circulars/{circular}", action="fill-in", subject="เรื่องใหม่", number="ทส ๐๐๑๗/ว ๙", dated="2018-03-01")
    head.post(f"/circulars/{circular}", action="due", due_on="2018-03-30", reason="หน่วยงานขอขยาย")
    head.post(f"/circulars/{circular}", action="ask", group="district", asked="direct")
    page = head.see(f"/circulars/{circular}")
    assert "ทส ๐๐๑๗/ว ๙" in page and "๒๓ มี.ค. ๖๑ เป็น ๓๐ มี.ค. ๖๑" in page and len(head.lines(circular)) == 2
    copied = head.post("/circulars", code="c2", copy=str(circular), due_on="2019-03-22")
    assert "เรื่องใหม่" in copied.text()


def test_a_mark_needs_its_reason_and_stands_in_the_ledger_with_name(head: Head) -> None:
    circular = head.circular()
    agency = str(head.lines(circular)[0].agency_id)
    assert "กรุณาระบุเหตุผล" in head.post(f"/circulars/{circular}", action="mark", agency=agency, mark="excused").text()
    head.post(f"/circulars/{circular}", action="mark", agency=agency, mark="answered", reason="แจ้งทางโทรศัพท์", answered_on="2018-03-20")
    (line,) = head.lines(circular)
    assert (line.state, line.late, line.by, line.channel) == ("checked", False, "ผู้ใช้ head", "by-hand")


def test_a_roster_is_shown_before_anything_changes(head: Head) -> None:
    def upload(content: bytes) -> str:
        file = {"name": "บัญชี.csv", "mimeType": "text/csv", "buffer": content}
        return head.client.post("/roster/compare", multipart={"token": token(head.client.get("/roster")), "list": file}).text()  # type: ignore[dict-item]

    assert "ไม่พบหัวตาราง" in upload(b"a,b\n")
    page = upload(LIST)
    assert "เปลี่ยนชื่อ (๑)" in page and "หน่วยงานใหม่ (๑)" in page and "เลิกใช้ ที่ว่าการอำเภอทดสอบ" in page
    assert "ชื่อใหม่" not in head.see("/roster")
    sha = page.split('name="sha" value="')[1][:64]
    head.post("/roster/take", "/roster", sha=sha, name="บัญชี.csv")
    page = head.see("/roster")
    assert "สำนักงานชื่อใหม่จังหวัดลำพูน" in page and "รัฐวิสาหกิจสมมุติ" in page and "สำนักงานสมมุติจังหวัดลำพูน" in page
    assert head.post("/roster/take", "/roster", sha="0" * 64, name="x").status == 404


def test_a_call_with_a_promise_and_the_text_for_line(head: Head) -> None:
    circular = head.circular()
    agency = str(head.lines(circular)[0].agency_id)
    path = f"/circulars/{circular}/chasing"
    head.post(path, path, action="contacts", agency=agency, phone="053-001234 ต่อ 12, 0 5300 1235", fax="", email="a@office.example")
    head.post(path, path, action="call", agency=agency, spoke_with="ธุรการ", promised_for="2018-03-22", next_call="2018-03-23", note="ไม่ว่าง")
    page = head.see(path)
    for part in (
        "0 5300 1234 ต่อ 12",
        "0 5300 1235",
        "a@office.example",
        "พูดกับ ธุรการ",
        "รับว่าจะส่ง ๒๒ มี.ค. ๖๑",
        "ครบกำหนดวันศุกร์ที่ ๒๓ มีนาคม ๒๕๖๑",
    ):
        assert part in page, part


def test_a_form_that_fits_two_circulars_is_assigned_by_a_person(head: Head) -> None:
    head.circular("c1")
    second = head.circular("c2")
    with writing(head.desk.engine) as session:
        for circular in session.scalars(select(Circular)):
            circular.made_at = MORNING
    form = head.desk.form_fax({"phone": doubt("1")})
    assert "แบบตอบที่ยังไม่ทราบว่าตอบหนังสือเวียนฉบับใด" in head.see("/circulars")
    head.post(f"/forms/{form}/circular", circular=str(second))
    with reading(head.desk.engine) as session:
        assert session.get_one(Form, form).circular_id == second
    assert head.lines(second)[0].state == "received"


def test_a_group_is_asked_through_a_district_of_ones_choice_and_a_copy_keeps_it(head: Head) -> None:
    circular = head.circular()
    with reading(head.desk.engine) as session:
        office = session.scalars(select(Agency.id).where(Agency.kind == "district")).one()
        agency = session.scalars(select(Agency.id).where(Agency.code == "T-1")).one()
    refused = head.post(f"/circulars/{circular}", action="ask", group="provincial", asked="district", through=str(agency))
    assert "กรุณาเลือกที่ว่าการอำเภอ" in refused.text()
    page = head.post(f"/circulars/{circular}", action="ask", group="provincial", asked="district", through=str(office)).text()
    assert "ผ่านที่ว่าการอำเภอทดสอบ (๑)" in page and head.lines(circular) == ()
    assert "ผ่านที่ว่าการอำเภอทดสอบ (๑)" in head.post("/circulars", code="c2", copy=str(circular)).text()


def test_one_agency_is_added_once(head: Head) -> None:
    for said in ("เพิ่มหน่วยงานแล้ว", "ยังไม่ได้เพิ่ม"):
        assert said in head.post("/roster", "/roster", name="หน่วยงานตั้งใหม่", kind="local", district="อำเภอทดสอบ").text()
    with reading(head.desk.engine) as session:
        (made,) = session.scalars(select(Agency).where(Agency.name == "หน่วยงานตั้งใหม่")).all()
        assert (made.kind, made.district, made.active) == ("local", "ทดสอบ", True)
    assert head.post("/roster", "/roster", name="ก", kind="x").status == 404


def test_the_working_days_left_stand_beside_the_due_day(head: Head) -> None:
    circular = head.circular()
    for page in ("/circulars", f"/circulars/{circular}"):
        assert re.search("เกินกำหนด [๐-๙]+ วันทำการ", head.see(page))


def test_the_directory_in_the_circulars_order_is_offered_on_its_page(head: Head) -> None:
    circular = head.circular()
    page = head.see(f"/circulars/{circular}")
    for form in ("docx", "pdf"):
        assert f'href="/papers/directory.{form}/{circular}"' in page


def test_the_central_registers_number_is_typed_in_beside_the_receipt(playwright: Playwright, desk: Desk) -> None:
    desk.letter_fax()
    with served(desk) as address:
        client = playwright.request.new_context(base_url=address)
        log_in(client, "clerk")
        own = Head(client, desk)
        for number in ("๔๕๖", "457"):
            page = own.post("/register", "/receipts/1", intake="1/2561", central=number, back="receipt")
            assert page.url.endswith("/receipts/1") and f'value="{number}"' in page.text() and "สำเนาประทับตรารับ" in page.text()
        with reading(desk.engine) as session:
            assert session.scalars(select(RegisterEntry.central_number)).all() == ["457"]
        client.dispose()


def test_a_paper_that_cannot_serve_is_asked_for_with_a_draft(head: Head) -> None:
    head.circular()
    head.desk.letter_fax()
    head.post("/receipts/1/ask", "/receipts/1", why="cut-off")
    page = head.see("/asked")
    assert "ภาพเอกสารขาดหายบางส่วน" in page and "ลำดับรับเข้าที่ ๑/๒๕๖๑" in page and "สำนักงานตัวอย่าง" in page


def test_days_of_the_office(head: Head) -> None:
    head.post("/days", "/days", day="2018-03-22", working="off", note="วันหยุดพิเศษ")
    with reading(head.desk.engine) as session:
        assert session.get_one(OfficeDay, date(2018, 3, 22)).working is False
    assert "วันหยุดพิเศษ" in head.see("/days")


def test_a_line_of_the_register_and_the_stamped_copy(head: Head) -> None:
    head.desk.letter_fax()
    assert "ไม่พบรายการรับเข้าลำดับนี้" in head.post("/register", "/register", intake="99/2561").text()
    head.post("/register", "/register", intake="๑/๒๕๖๑")
    with reading(head.desk.engine) as session:
        entry = session.scalars(select(RegisterEntry)).one()
    assert head.client.get("/papers/stamped.pdf/1").body().startswith(b"%PDF")
    assert "กรุณาระบุเหตุผล" in head.post(f"/register/{entry.id}", "/register", action="cancel").text()
    head.post(f"/register/{entry.id}", "/register", action="cancel", why="ลงผิด")
    assert "ยกเลิก: ลงผิด" in head.see(f"/register?year={entry.year}")


def test_the_line_group_is_ticked_and_counted_and_an_agencys_history_shown(head: Head) -> None:
    with writing(head.desk.engine) as session:
        agency = session.scalars(select(Agency.id).where(Agency.code == "T-1")).one()
        session.add(Coordinator(agency_id=agency, since=MORNING))
    assert "ขอเชิญผู้ประสานงาน" in head.see("/line-group")
    head.post("/line-group/1", "/line-group", joined="1")
    assert "๑ จาก ๑ คน" in head.see("/line-group")
    assert "ปัจจุบัน" in head.see(f"/agencies/{agency}/coordinators")


KINDS = {
    "xlsx": ("ledger", "directory"),
    "docx": ("memo", "reminder-stamped", "reminder-external", "directory"),
    "pdf": ("received", "directory"),
    "png": ("received",),
    "csv": ("directory",),
}
BEGINS = {"xlsx": b"PK", "docx": b"PK", "pdf": b"%PDF", "png": b"\x89PNG", "csv": b"\xef\xbb\xbf"}


def test_papers_to_take_away(head: Head) -> None:
    circular = head.circular()
    for form, names in KINDS.items():
        for name in names:
            answer = head.client.get(f"/papers/{name}.{form}/{circular}")
            assert answer.body().startswith(BEGINS[form]) and "attachment" in answer.headers["content-disposition"], (name, form)


def test_a_clerk_marks_and_calls_but_makes_no_circulars(head: Head) -> None:
    circular = head.circular()
    log_in(head.client, "clerk")
    agency = str(head.lines(circular)[0].agency_id)
    assert head.post("/circulars", code="x", subject="x", form="coordinator").status == 403
    assert head.post(f"/circulars/{circular}", action="due", due_on="2018-03-30", reason="x").status == 403
    assert head.post(f"/circulars/{circular}", action="mark", agency=agency, mark="excused", reason="ยุบ").status == 200
    assert head.lines(circular)[0].state == "excused"
    assert head.client.get("/papers/nothing.pdf/1").status == 404
