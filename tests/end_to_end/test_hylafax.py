"""A fax that HylaFAX took: its own faxrcvd mails it, Dovecot delivers it, the daemon takes it in and reads the form."""

from __future__ import annotations

import email
from email import policy
from pathlib import Path

import pytest
from sqlalchemy import select

from storage.engine import reading
from storage.positions import positions
from storage.tables import Field, Form, Message
from tests.end_to_end.daemon import ROOT, Office
from tests.support import hylafax
from tests.support.dovecot import Dovecot


@pytest.mark.skipif(bool(hylafax.missing()), reason=f"not installed: apt-get install {hylafax.missing()}")
def test_a_fax_of_hylafax_becomes_a_row_of_the_form(office: Office, tmp_path: Path) -> None:
    with Dovecot() as mailbox:
        (tmp_path / "password").write_text(mailbox.password)
        office.settings |= {"IMAP_1_URL": mailbox.url, "IMAP_1_USER": mailbox.user, "IMAP_1_PASSWORD_FILE": str(tmp_path / "password")}
        office.start("--role", "intake", "--role", "worker")
        office.until(lambda: positions(office.engine))
        waiting = office.begin("check", "--wait-for-fax", "--minutes", "3")
        office.until(lambda: "ส่งโทรสารทดสอบได้เลย" in office.said_by(waiting))
        hylafax.received(tmp_path, tiff_of("01-typed.eml"), mailbox, "053511234")
        office.until(office.all_read(1))
        assert waiting.wait(30) == 0
        assert "เกตเวย์ hylafax" in office.said_by(waiting) and "หมายเลขผู้ส่ง +6653511234" in office.said_by(waiting)
        assert office.stop() == 0
    with reading(office.engine) as session:
        message = session.scalars(select(Message)).one()
        values = dict(session.execute(select(Field.name, Field.value).join(Form)).all())
    assert message.gateway == "hylafax"
    assert values["agency"] and values["last_name"]


def tiff_of(sample: str) -> bytes:
    mail = email.message_from_bytes((ROOT / "samples" / sample).read_bytes(), policy=policy.default)
    return next(part.get_content() for part in mail.walk() if part.get_content_type() == "image/tiff")
