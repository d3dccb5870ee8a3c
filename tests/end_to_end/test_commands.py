"""The IT officer's commands on a real mailbox and real files."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest
from docx import Document
from sqlalchemy import select

from storage.engine import reading
from storage.tables import MailboxPosition, Receipt
from tests.end_to_end.daemon import ROOT, Office
from tests.support.dovecot import BINARY, Dovecot

FAX = ROOT / "samples" / "01-typed.eml"
OLD, NEW = datetime(2018, 2, 1, tzinfo=UTC), datetime(2018, 3, 19, tzinfo=UTC)


def test_older_mail_is_counted_first_and_taken_once(office: Office, tmp_path: Path) -> None:
    if not Path(BINARY).exists() and not shutil.which(BINARY):
        pytest.skip("no Dovecot: apt-get install dovecot-imapd")
    (tmp_path / "password").write_text(Dovecot.password)
    with Dovecot() as mailbox:
        office.settings |= {"IMAP_1_URL": mailbox.url, "IMAP_1_USER": mailbox.user, "IMAP_1_PASSWORD_FILE": str(tmp_path / "password")}
        mailbox.deliver(b"Subject: too old\r\n\r\n", arrived_at=OLD)
        mailbox.deliver(FAX.read_bytes(), arrived_at=NEW)
        assert office.saraban("intake", "--since", "2018-03-01", "--dry-run").split() == ["office@localhost/INBOX", "1"]
        assert office.count(Receipt.id) == 0
        assert "ลำดับรับเข้า 1/" in office.saraban("intake", "--since", "2018-03-01")
        assert "เคยรับแล้ว" in office.saraban("intake", "--since", "2018-03-01")
    assert office.count(Receipt.id) == 1
    assert office.count(MailboxPosition.last_uid) == 0


def test_files_by_hand_have_receipts_and_what_cannot_be_opened_is_said(office: Office) -> None:
    said = office.saraban("intake", str(FAX), str(office.folder / "missing.tif"), code=1)
    assert "ลำดับรับเข้า 1/" in said
    assert "missing.tif\tเปิดไม่ได้" in said
    with reading(office.engine) as session:
        assert session.scalars(select(Receipt.channel)).all() == ["fax"]


@pytest.mark.parametrize("arguments", [(), ("--dry-run", "x.eml"), ("--since", "2018-03-01", "x.eml")])
def test_taking_nothing_or_everything_at_once_is_a_usage_error(office: Office, arguments: tuple[str, ...]) -> None:
    office.saraban("intake", *arguments, code=2)


def test_a_circular_asks_58_of_114_and_is_loaded_once(office: Office) -> None:
    assert "\t58/114\t" in office.saraban("circular", "list")
    office.saraban("circular", "load", str(Office.CIRCULAR), code=3)
    office.saraban("circular", "load", "nowhere.toml", code=2)


def test_people_are_added_closed_and_found_by_name(office: Office) -> None:
    office.saraban("user", "add", "somsri", "สมศรี", "--duty", "supervisor")
    office.saraban("user", "close", "somsri")
    assert "somsri\tsupervisor\tสมศรี\tปิดบัญชีแล้ว" in office.saraban("user", "list")
    office.saraban("user", "password", "nobody", code=2)


def test_check_says_what_is_wrong_and_what_to_do(office: Office, tmp_path: Path) -> None:
    assert "✗" not in office.saraban("check")
    (tmp_path / "password").write_text("x")
    office.settings |= {"IMAP_1_URL": "imaps://127.0.0.1:1", "IMAP_1_USER": "fax", "IMAP_1_PASSWORD_FILE": str(tmp_path / "password")}
    office.settings |= {"SMTP_URL": "smtp://127.0.0.1:1", "DROP_1": str(tmp_path / "nowhere")}
    wrong = [line for line in office.saraban("check", code=3).splitlines() if line.startswith("✗")]
    assert [line.split()[1].rstrip(":") for line in wrong] == ["IMAP", "DROP", "SMTP", "SMTP"]
    assert [name for name in ("IMAP_<n>_URL", "MAIL_FROM", "REPORT_TO", "SMTP_URL") if name not in "".join(wrong)] == []


def test_a_report_is_shown_without_being_sent_and_not_sent_without_settings(office: Office) -> None:
    assert "จาก ๕๘" in office.saraban("report", "--preview")
    office.saraban("report", code=3)


def test_the_memorandum_to_the_governor_is_written_on_request(office: Office, tmp_path: Path) -> None:
    office.saraban("report", "--memo", str(tmp_path / "memo.docx"), "--date", "2018-03-23")
    text = "\n".join(paragraph.text for paragraph in Document(str(tmp_path / "memo.docx")).paragraphs)
    assert "จาก ๕๘ หน่วย" in text and "๒๓ มีนาคม ๒๕๖๑" in text
    office.saraban("report", "--memo", str(tmp_path / "memo.docx"), "--circular", "no-such", code=2)
