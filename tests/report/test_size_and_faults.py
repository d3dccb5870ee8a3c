"""The mail stays small however many agencies there are; what is gone is named; what was promised is remembered."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from openpyxl import load_workbook
from sqlalchemy import Engine

from report.daily import Office as Report
from report.mail_out import Letter, compose
from report.queue import preview
from storage.contact_lines import Call, add_call
from storage.engine import writing
from storage.marks import mark
from storage.missing import Missing, missing
from storage.store import Store
from storage.tables import Counter, SecondPaper
from tests.support.office import MORNING, Office
from tests.support.spreadsheet import cells

DAY = date(2018, 3, 21)
NOW = datetime(2018, 3, 21, 8, 30, tzinfo=UTC)
LONG = "องค์การบริหารส่วนตำบลสมมุตินาม"


def written(engine: Engine, store: Store | None = None) -> Letter:
    return preview(engine, Report("สำนักงานตัวอย่าง", "https://saraban.example/"), DAY, NOW, store=store)


def without_files(letter: Letter) -> bytes:
    return compose(Letter(letter.subject, letter.text, letter.html), "<x@y>", "a@office.example", ("b@office.example",), NOW)


@pytest.mark.parametrize("answering", [0, 200])
def test_below_100_kilobytes_at_400_agencies_and_the_text_names_every_one(one_database: Engine, answering: int) -> None:
    with writing(one_database) as session:
        office = Office(session)
        agencies = [office.agency(f"{LONG}{n}", "local", f"ที่{n % 8}") for n in range(400)]
        circular = office.circular(*agencies)
        for agency in agencies[:answering]:
            mark(session, circular.id, agency.id, "answered", "แจ้งทางโทรศัพท์", None, MORNING)
    letter = written(one_database)
    assert len(without_files(letter)) < 100_000
    assert sum(f"- {LONG}{n}" in letter.text for n in range(400)) == 400
    assert "รายชื่อในไฟล์แนบ" in letter.html and "รายชื่อในไฟล์แนบ" not in letter.text


def test_three_circulars_of_400_long_names_stay_small_too(one_database: Engine) -> None:
    with writing(one_database) as session:
        office = Office(session)
        agencies = [office.agency(LONG * 3 + str(n), "local", f"ที่{n % 8}") for n in range(400)]
        for code in "กขค":
            office.circular(*agencies, code=code)
    letter = written(one_database)
    assert len(without_files(letter)) < 100_000 and "รายชื่อในไฟล์แนบ" in letter.text


def test_the_table_has_every_agency_with_its_state_and_no_personal_data(database: Engine) -> None:
    with writing(database) as session:
        office = Office(session)
        first, second, other = office.agency("=หน่วยงาน ก"), office.agency("หน่วยงาน ข"), office.agency("หน่วยงานอื่น", "local", "เหนือ")
        first.code = "007"
        circular = office.circular(first, second, code="ลพ/ว:1")
        form = office.form(circular, first)
        office.field(form, "first_name", "ทดสอบนามบุคคล")
        office.field(form, "phone", "+66530000000")
        office.form(circular, other, "waiting", office.receipt(MORNING + timedelta(days=9)))
    (file,) = written(database).attached
    rows = cells(file.content)
    assert [row[:2] for row in rows] == [["รหัส", "หน่วยงาน"], ["007", "=หน่วยงาน ก"], [rows[2][0], "หน่วยงาน ข"], [rows[3][0], "หน่วยงานอื่น"]]
    assert rows[1][4:8] == ["ตรวจแล้ว", datetime(2018, 3, 21, 9), "ภายในกำหนด", "โทรสาร"]
    assert rows[3][4:] == ["ได้รับแล้ว–รอตรวจ", datetime(2018, 3, 30, 9), "หลังกำหนด", "โทรสาร", "ไม่ได้ถามโดยตรง ไม่นับในร้อยละ"]
    everything = "".join(str(cell) for row in rows for cell in row)
    assert "นามบุคคล" not in everything and "5300" not in everything
    sheet = load_workbook(io.BytesIO(file.content)).active
    assert sheet is not None and sheet["B2"].data_type == "s" and sheet["A2"].number_format == "@"


def test_the_memorandum_comes_with_the_report_of_the_due_day(database: Engine) -> None:
    with writing(database) as session:
        office = Office(session)
        office.circular(office.agency("ก"), due_on=DAY)
        office.circular(office.agency("ข"), code="c2")
    assert [file.name for file in written(database).attached] == ["ledger-2018-03-21.xlsx", "memo-เวียน-1-2018-03-21.docx"]


def test_a_promise_for_today_that_was_not_kept_is_said_until_the_answer_comes(database: Engine) -> None:
    with writing(database) as session:
        office = Office(session)
        late, kept, later = (office.agency(name) for name in ("ผิดนัด", "มาแล้ว", "พรุ่งนี้"))
        circular, user = office.circular(late, kept, later), office.user()
        for agency, day in ((late, DAY), (kept, DAY), (later, DAY + timedelta(days=1))):
            add_call(session, circular.id, Call(agency.id, MORNING, "", "ธุรการ", day, "", None), user.id)
        office.form(circular, kept)
    text = written(database).text
    assert text[text.index("ที่รับว่าจะส่ง") :].splitlines()[1:3] == ["- ผิดนัด (รับว่าจะส่งวันนี้)", ""]


def test_what_several_circulars_could_claim_and_second_papers_wait_for_a_decision(database: Engine) -> None:
    with writing(database) as session:
        office = Office(session)
        agency = office.agency("ก")
        circular = office.circular(agency)
        first, second = office.form(circular, agency), office.form(circular, agency)
        session.add(SecondPaper(form_id=second.id, earlier_id=first.id, proposed="replaces"))
        office.form(circular, agency).circular_id = None
    text = written(database).text
    assert "- แบบตอบที่ยังไม่ทราบว่าตอบหนังสือเวียนฉบับใด ๑ แบบ" in text
    assert "- ส่งซ้ำ/แก้ไข ที่ชื่อผู้ประสานงานต่างจากฉบับก่อน ๑ แบบ" in text


def test_what_is_gone_is_named(database: Engine, tmp_path: Path) -> None:
    """A receipt deleted by hand, a page that is gone, a file that is gone: each shows in the next report with its number."""
    store = Store(tmp_path)
    with writing(database) as session:
        office = Office(session)
        whole, gap, gone = (office.receipt(raw_sha256=store.put(bytes([n]))) for n in range(3))
        run = office.run(gap)
        pages = [office.page(gap, run, state="aside") for _ in range(2)]
        for n, page in enumerate(pages, 1):
            page.number, page.image_sha256 = n, store.put(b"page")
        session.add(Counter(series="intake", year=2561, n=gone.number))
        session.flush()
        assert set(missing(session, store).numbers) == {(2561, n) for n in range(1, gone.number + 1)} - {
            (2561, receipt.number) for receipt in (whole, gap, gone)
        }
        whole.number, gap.number, gone.number = 1, 2, 3
        session.get_one(Counter, ("intake", 2561)).n = 3
        session.flush()
        assert missing(session, store) == Missing()
    assert "บัญชีรับ–จ่าย" in written(database, store).text
    with writing(database) as session:
        session.delete(session.merge(gone))
        session.delete(session.merge(pages[0]))
        session.flush()
        store.path(whole.raw_sha256).unlink()
        assert missing(session, store) == Missing(((2561, 3),), (), ((2561, 2),), ((2561, 1),))
    line = next(line for line in written(database, store).text.splitlines() if line.startswith("บัญชีรับ–จ่ายไม่ตรงกัน"))
    for part in ("(๓/๒๕๖๑)", "หน้าเอกสารหายไปจากรายการรับเข้าที่ ๒/๒๕๖๑", "ไฟล์หายไปจากคลังเอกสาร รายการรับเข้าที่ ๑/๒๕๖๑"):
        assert part in line


def test_an_answer_by_hand_stands_in_the_table_as_such(database: Engine) -> None:
    with writing(database) as session:
        office = Office(session)
        told = office.agency("ก")
        circular = office.circular(told, office.agency("ข"))
        mark(session, circular.id, told.id, "answered", "แจ้งทางโทรศัพท์", None, MORNING)
    assert cells(written(database).attached[0].content)[1][7] == "เจ้าหน้าที่บันทึก"
