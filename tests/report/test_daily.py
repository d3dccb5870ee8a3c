"""What the daily report says."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from html.parser import HTMLParser

import pytest
from sqlalchemy import Engine

from report.daily import Office as Report
from report.mail_out import Letter
from report.queue import preview
from storage import troubles
from storage.engine import writing
from storage.positions import save_position
from storage.tables import Agency, Circular, Counter, Receipt, Sighting
from storage.words import WORDS
from tests.support.office import MORNING, Office

DAY = date(2018, 3, 21)
NOW = datetime(2018, 3, 21, 8, 30, tzinfo=UTC)


def written(engine: Engine, day: date = DAY, office: Report | None = None) -> Letter:
    return preview(engine, office or Report(), day, NOW)


def asked(office: Office, count: int, answering: int) -> tuple[Circular, list[Agency]]:
    agencies = [office.agency(f"หน่วยงานที่หนึ่งร้อย{n}", "provincial", "", ("phone", f"+66530000{n:02d}")) for n in range(count)]
    circular = office.circular(*agencies)
    for agency in agencies[:answering]:
        form = office.form(circular, agency)
        office.field(form, "first_name", "ทดสอบนามบุคคล")
        office.field(form, "phone", "+66530000000")
    return circular, agencies


class Words(HTMLParser):
    """The words of a page, without those of its style sheet."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self._style = False
        self.feed(html)

    def handle_starttag(self, tag: str, _attrs: object) -> None:
        self._style = tag in ("style", "title")

    def handle_endtag(self, _tag: str) -> None:
        self._style = False

    def handle_data(self, data: str) -> None:
        if not self._style:
            self.words += data.split()


def test_its_first_three_lines_suffice(database: Engine) -> None:
    with writing(database) as session:
        asked(Office(session), 58, 41)
    letter = written(database)
    head = ["ตอบแล้ว ๔๑ จาก ๕๘ หน่วย (ร้อยละ ๗๐.๗)", "ยังไม่ตอบ ๑๗", "เหลือ ๒ วันทำการ (ครบกำหนดวันศุกร์ที่ ๒๓ มีนาคม ๒๕๖๑)"]
    assert letter.text.splitlines()[:3] == head
    assert " ".join(Words(letter.html).words).startswith(" ".join(head))
    assert head[0] in letter.subject


@pytest.mark.parametrize(
    ("day", "line"),
    [
        (date(2018, 3, 23), "ครบกำหนดวันนี้ (วันศุกร์ที่ ๒๓ มีนาคม ๒๕๖๑)"),
        (date(2018, 3, 27), "เกินกำหนด ๒ วันทำการ (ครบกำหนดวันศุกร์ที่ ๒๓ มีนาคม ๒๕๖๑)"),
    ],
)
def test_on_the_due_day_and_after_it(one_database: Engine, day: date, line: str) -> None:
    with writing(one_database) as session:
        asked(Office(session), 1, 0)
    assert written(one_database, day).text.splitlines()[2] == line


def test_it_is_written_also_when_nothing_came_and_no_circular_is_open(database: Engine) -> None:
    letter = written(database)
    assert letter.text.startswith("ไม่มีหนังสือเวียนที่เปิดอยู่")
    assert "รายการรับเข้า ๐ รายการ" in letter.text and "บัญชีรับ–จ่ายตรงกัน" in letter.text


def test_text_and_html_say_the_same_of_every_agency(one_database: Engine) -> None:
    with writing(one_database) as session:
        office = Office(session)
        circular, agencies = asked(office, 6, 2)
        office.form(circular, agencies[2], "waiting", office.receipt(MORNING + timedelta(days=9)))
        office.ask(circular, office.agency("หน่วยงานที่ยกเว้น"), excused="ยุบรวม")
        office.form(circular, office.agency("หน่วยงานอื่น", "local", "ทดสอบ"))
    letter = written(one_database)
    html = " ".join(Words(letter.html).words)
    for line in re.findall(r"^- (.+)$", letter.text, re.MULTILINE):
        assert line in html
    for name in (*(agency.name for agency in agencies), "หน่วยงานที่ยกเว้น", "หน่วยงานอื่น"):
        assert letter.text.count(f"- {name}") == 1
    assert f"- {agencies[2].name} (ได้รับแล้ว–รอตรวจ · หลังกำหนด)" in letter.text


def test_the_unanswered_stand_by_group_and_district(one_database: Engine) -> None:
    with writing(one_database) as session:
        office = Office(session)
        enterprise, west = office.agency("ประปา", "enterprise"), office.agency("ที่ว่าการอำเภอตะวันตก", "district", "ตะวันตก")
        one, two, three = (office.agency(f"เทศบาล{n}", "local", place) for n, place in enumerate(("ตะวันตก", "เหนือ", "ตะวันตก")))
        office.circular(one, two, enterprise, west, three)
    lines = written(one_database).text.splitlines()
    start = lines.index("== ยังไม่ตอบ ==")
    assert [line.strip() for line in lines[start + 1 : start + 12]] == [
        "รัฐวิสาหกิจ (๑)",
        "- ประปา",
        "อำเภอ (๑)",
        "- ที่ว่าการอำเภอตะวันตก",
        "องค์กรปกครองส่วนท้องถิ่น (๓)",
        "อำเภอตะวันตก",
        "- เทศบาล0",
        "- เทศบาล2",
        "อำเภอเหนือ",
        "- เทศบาล1",
        "",
    ]


def test_no_person_and_no_telephone_number_is_in_it(one_database: Engine) -> None:
    with writing(one_database) as session:
        asked(Office(session), 3, 2)
    letter = written(one_database)
    for part in (letter.text, letter.html, letter.subject):
        assert "นามบุคคล" not in part and "5300" not in part


def test_what_the_mailboxes_rules_passed_over_is_said_beside_the_account(one_database: Engine) -> None:
    assert "เงื่อนไข" not in written(one_database).text
    for mailbox, count in (("office/INBOX", 12), ("office/Fax", 3)):
        save_position(one_database, mailbox, 7, 41, NOW, passed_over=count)
    letter = written(one_database)
    line = "อีเมลในกล่องจดหมายที่ไม่เข้าเงื่อนไขการรับ ๑๕ ฉบับ นับแต่เริ่มรับ (ไม่ได้เก็บ)"
    assert letter.text.splitlines()[-1] == line and line in letter.html


def test_names_are_shown_as_text_never_as_html(one_database: Engine) -> None:
    with writing(one_database) as session:
        office = Office(session)
        office.circular(office.agency("<script>alert(1)</script>"))
    letter = written(one_database)
    assert "<script>" in letter.text and "<script>" not in letter.html and "&lt;script&gt;" in letter.html


def test_what_needs_a_decision_is_listed(database: Engine) -> None:
    with writing(database) as session:
        office = Office(session)
        circular, _ = asked(office, 1, 0)
        office.form(circular, None, "waiting")
        office.document(office.receipt(), "unreadable")
    text = written(database).text
    assert "- แบบตอบที่รอตรวจ ๑ แบบ" in text
    assert "- แบบตอบที่ยังไม่ทราบว่าเป็นของหน่วยงานใด ๑ แบบ" in text
    assert "- รายการรับเข้าที่ยังไม่พบแบบตอบหรือเปิดอ่านไม่ได้ ๑ รายการ" in text


def test_an_account_that_does_not_agree_is_said(database: Engine) -> None:
    with writing(database) as session:
        office = Office(session)
        for receipt in [office.receipt(), office.receipt()]:
            session.add(Sighting(receipt_id=receipt.id, first=True, source="test", seen_at=MORNING))
        session.add(Counter(series="intake", year=2561, n=2))
    assert "บัญชีรับ–จ่ายตรงกัน" in written(database).text
    with writing(database) as session:
        office = Office(session)
        session.add(Counter(series="intake", year=2562, n=1))
        session.add(Sighting(receipt_id=session.query(Receipt).first().id, first=True, source="test", seen_at=MORNING))  # type: ignore[union-attr]
    text = written(database).text
    assert "บัญชีรับ–จ่ายไม่ตรงกัน: ข้อความที่เห็น ๓ แต่มีบันทึก ๒; ลำดับรับเข้าที่ออกแล้วไม่พบรายการรับเข้า ๑ ลำดับ (๑/๒๕๖๒)" in text


def test_it_takes_nothing_from_outside(one_database: Engine) -> None:
    with writing(one_database) as session:
        asked(Office(session), 3, 1)
    html = written(one_database, office=Report(public_url="https://saraban.example/")).html
    assert not re.search(r"<img|src=|url\(|@import|<link", html)


def test_every_code_in_it_has_its_thai_term(one_database: Engine) -> None:
    with writing(one_database) as session:
        office = Office(session)
        circular, agencies = asked(office, 3, 1)
        office.form(circular, agencies[1], "waiting")
    text = written(one_database).text
    codes = [code for code in WORDS if "-" in code]
    assert not any(code in text for code in codes)


def test_what_stopped_work_that_day_is_a_matter_to_decide(database: Engine) -> None:
    troubles.begin(database, "fax@mail.example/INBOX", "unreachable", NOW - timedelta(hours=3))
    troubles.end(database, "fax@mail.example/INBOX", "unreachable", NOW - timedelta(hours=1))
    troubles.begin(database, troubles.STORE, "store-not-writable", NOW - timedelta(minutes=5))
    text = written(database).text
    assert "ติดต่อ fax@mail.example/INBOX ไม่ได้" in text and "๑๒.๓๐ น. ถึง ๒๑ มี.ค. ๖๑ ๑๔.๓๐ น. (กลับเป็นปกติแล้ว)" in text
    assert "ดิสก์เต็ม" in text
    assert "INBOX" not in written(database, DAY - timedelta(days=1)).text
