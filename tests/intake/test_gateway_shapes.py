"""Who called, from which machine, how many pages: from every gateway's kind of mail, and from one that nobody knows."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.gateways import Call, recognise, recognisers
from intake.mime import parse
from intake.numbers import e164
from tests.intake.material import mail

NOW = datetime(2018, 3, 5, 12, tzinfo=UTC)
HYLAFAX = """recvq/fax000000007.tif:
          Sender: 0-5300-0001
           Pages: 2
        Received: 2018/03/05 08:15:32
         CallID1: 053000001
"""
SHAPES: list[tuple[str | None, str, str, str, str, str | None, str | None, int | None]] = [
    # gateway, From, Subject, X-Mailer, text → number, station, pages
    ("hylafax", "HylaFAX Agent <fax@x.example>", 'Fax received from "0-5300-0001"', "", HYLAFAX, "053000001", "0-5300-0001", 2),
    (
        "freepbx",
        "Fax Service <fax@freepbx.pbx>",
        'New fax from: "" <053000001>',
        "",
        'Enclosed, please find a new fax from: "" <053000001>',
        "053000001",
        None,
        None,
    ),
    (
        "fusionpbx",
        "FusionPBX FAX <f@x.example>",
        "FAX Received: 053000001-2018-03-05-08-15-32",
        "",
        "Sender: 0-5300-0001, Pages:2 Fax Attached",
        "053000001",
        "0-5300-0001",
        2,
    ),
    (
        "avantfax",
        "root@localhost",
        "fax: 0-5300-0001 05.03.2018 08:15",
        "AvantFAX 3",
        "From: 0-5300-0001\nfax id: 12\nPages: 2",
        None,
        "0-5300-0001",
        2,
    ),
    (
        "3cx",
        "3CX Phone System <n@x.example>",
        "New Fax from 053000001",
        "",
        "You have received a new fax from 053000001 (053000001).\nPages: 2",
        "053000001",
        None,
        2,
    ),
    (
        "yeastar",
        "Yeastar PBX <p@x.example>",
        "New Fax from 053000001",
        "",
        "You received a new fax.\nCaller ID: 053000001\n",
        "053000001",
        None,
        None,
    ),
    (
        "grandstream",
        "PBX <p@x.example>",
        "You have received a new fax from 053000001",
        "",
        "received a new fax from 053000001 at x.\nNumber of pages: 1",
        "053000001",
        None,
        1,
    ),
    ("asterisk", "Asterisk PBX <asterisk@localhost>", "FAX from 053000001", "", "", "053000001", None, None),
    (
        "cisco-t37",
        "0-5300-0001 <FAX=053000001@gw.example>",
        "VoIP Fax Message",
        "IOS (tm) 2600 Software",
        "",
        "053000001",
        "0-5300-0001",
        None,
    ),
    (
        "efax",
        "eFax <message@inbound.efax.com>",
        'eFax from "0-5300-0001" - 2 page(s), Caller-ID: 053000001',
        "",
        "",
        "053000001",
        "0-5300-0001",
        2,
    ),
    (
        "ringcentral",
        "RingCentral <notify@ringcentral.com>",
        "New Fax Message from +6653000001 on 03/05/2018 08:15 AM",
        "",
        "Pages:2",
        "+6653000001",
        None,
        2,
    ),
    (
        "srfax",
        "SRFax <noreply@srfax.com>",
        "Fax Received from 0-5300-0001 - 2 page(s)",
        "",
        "From: 0-5300-0001 (053000001)\nPages: 2",
        "053000001",
        "0-5300-0001",
        2,
    ),
    (
        "gfi",
        '"0-5300-0001" <053000001@faxmaker.com>',
        "Fax from 0-5300-0001",
        "GFI FaxMaker",
        "Number of pages: 2",
        "053000001",
        "0-5300-0001",
        2,
    ),
    (
        "windows-fax",
        "fax@x.example",
        "ได้รับโทรสารใหม่จาก 0-5300-0001",
        "Microsoft CDO for Windows 2000",
        "Sender: 0-5300-0001\nCaller ID: 053000001\nReceived on server: S\nPages: 1",
        "053000001",
        "0-5300-0001",
        1,
    ),
    (
        "faxvoip",
        "Fax Voip <f@x.example>",
        "New Fax from 053000001",
        "",
        "Calling Party: sip:053000001@10.0.0.1\nRemote Station ID: 0-5300-0001\nPages: 2",
        "053000001",
        "0-5300-0001",
        2,
    ),
    ("ricoh", "mfp@x.example", "From 0-5300-0001 (Fax Message No.65)", "", "", None, "0-5300-0001", None),
    ("copia", "copiafacts@x.example", "Fax received from 0-5300-0001", "", "", None, "0-5300-0001", None),
    ("xerox", "mfp@x.example", "Scanned from a Xerox Multifunction Printer", "", "", None, None, None),
    ("kyocera", "mfp@x.example", "scan", "TASKalfa 3253ci", "", None, None, None),
    (
        None,
        "gw@x.example",
        "Incoming fax",
        "",
        "Caller-ID: 053000001\nTSID: 0-5300-0001\nNumber of pages: 3",
        "053000001",
        "0-5300-0001",
        3,
    ),
    (
        "metrofax",
        "MetroFax <noreply@metrofax.com>",
        'MetroFax message from "0-5300-0001" - 2 page(s)',
        "",
        "You have received a 2 page fax. Caller-ID: 66-53-000001",
        "66-53-000001",
        "0-5300-0001",
        2,
    ),
    (
        "interfax",
        "InterFAX <inbound@interfax.net>",
        "Incoming fax from +6653000001",
        "",
        "Caller ID: +6653000001\nRemote CSID: 0-5300-0001\nPages received: 2",
        "+6653000001",
        "0-5300-0001",
        2,
    ),
    (
        "efax",
        "eFax <message@mail.efax.com>",
        'Corporate eFax message from "PROVINCE" - 3 page(s), Caller-ID: 1-202-555-0100',
        "",
        "",
        "1-202-555-0100",
        None,
        3,
    ),
    (
        "hylafax",
        "HylaFAX Agent <fax@x.example>",
        'Fax received from ""',
        "",
        "Fax not received.\nSESSION BEGIN 000000123 6653000001",
        "6653000001",
        None,
        None,
    ),
    (
        "freepbx",
        "Fax <fax@pbx.example>",
        "New fax received",
        "",
        "Enclosed, please find a new fax from: 053000001\nReceived & processed: today",
        "053000001",
        None,
        None,
    ),
    ("konica-minolta", "mfp@x.example", "Message from KMBT_C364e", "", "", None, None, None),
    ("canon", "iR-ADV C5235 <mfp@x.example>", "Attached Image", "", "", None, None, None),
    ("brother", "BRW00AA11BB22CC <mfp@x.example>", "Message from BRW00AA11BB22CC", "", "", None, None, None),
    ("scanner", "mfp@x.example", "Scanned image from MX-2640N", "", "", None, None, None),
    (None, "gw@x.example", "New fax received from 053000001", "", "", "053000001", None, None),
    (None, "gw@x.example", "Fax", "", "Received from : (053) 000-001\nTotal pages   : 4", "(053) 000-001", None, 4),
    (None, "gw@x.example", "You got new fax", "", "From:\t08 0000 0001\nNumber of received pages: 1", "08 0000 0001", None, 1),
    (None, "gw@x.example", "New Fax from 053000001 2 pages", "", "", "053000001", None, 2),
    (None, "053000001@fax.example", "Fax", "", "", "053000001", None, None),
    (None, "gw@x.example", "ได้รับโทรสารจาก 0 5300 0001", "", "จำนวนหน้าทั้งหมด : ๓", "0 5300 0001", None, 3),
    (None, "gw@x.example", "โทรสาร", "", "หมายเลขผู้ส่ง: +66 53 000 001\nจำนวน 2 แผ่น", "+66 53 000 001", None, 2),
    (None, "office@agency.example", "ส่งแบบรายงาน", "", "สำนักงานตัวอย่าง\nโทร/โทรสาร 0-5300-0001", "0-5300-0001", None, None),
    (None, "office@agency.example", "ส่งแบบรายงาน", "", "เรียน ผู้เกี่ยวข้อง พ.ศ. 2561", None, None, None),
]


def call(sender: str, subject: str, mailer: str = "", text: str = "", names: list[str] | None = None) -> Call:
    message = parse(mail(subject=subject, From=sender, X_Mailer=mailer))
    return recognise((message,), text, names or [], NOW)


@pytest.mark.parametrize(("gateway", "sender", "subject", "mailer", "text", "number", "station", "pages"), SHAPES)
def test_shapes(
    gateway: str | None, sender: str, subject: str, mailer: str, text: str, number: str | None, station: str | None, pages: int | None
) -> None:
    found = call(sender, subject, mailer, text)
    assert (found.gateway, found.number, found.station, found.pages) == (gateway, number, station, pages)


def test_a_gateways_own_time() -> None:
    assert call("HylaFAX <f@x.example>", "Fax", "", HYLAFAX).time == datetime(2018, 3, 5, 1, 15, 32, tzinfo=UTC)


def test_a_persons_date_is_no_gateways_time() -> None:
    assert call("office@agency.example", "แบบตอบ").time is None


def test_the_name_of_the_file_tells_where_nothing_else_does() -> None:
    assert call("gw@x.example", "Fax", names=["053000001-20180305.tif"]).number == "053000001"


def test_every_gateway_has_one_entry() -> None:
    names = [known.name for known in recognisers()]
    assert len(set(names)) == len(names) and all(known.when for known in recognisers())


@given(st.text(max_size=300), st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), max_size=60))
def test_any_text_gives_an_answer(text: str, subject: str) -> None:
    found = call("a@b.example", subject, "", text)
    assert found.pages is None or 0 < found.pages < 1000


@pytest.mark.parametrize(
    ("printed", "number"),
    [
        ("053000001", "+6653000001"),
        ("0-5300-0001", "+6653000001"),
        ("0 5300 0001", "+6653000001"),
        ("+6653000001", "+6653000001"),
        ("6653000001", "+6653000001"),
        ("+66 (0) 53-000001", "+6653000001"),
        ("0800000001", "+66800000001"),
        ("+12025550100", "+12025550100"),
        ("1021", None),
        ("anonymous", None),
        ("", None),
        (None, None),
    ],
)
def test_numbers_to_e164(printed: str | None, number: str | None) -> None:
    assert e164(printed) == number


@given(st.text(max_size=30))
def test_any_text_is_a_number_or_none(printed: str) -> None:
    found = e164(printed)
    assert found is None or (found.startswith("+") and found[1:].isdecimal())
