"""What a mail holds: its documents byte for byte, its envelope, and nothing that is no paper."""

from __future__ import annotations

import base64
from datetime import UTC, datetime
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from intake.limits import Limits
from intake.opening import Opened, open_file
from intake.problems import UnpackError
from tests.intake.material import encoded, huge_png, mail, raw_mail, sheet, tiff, typed_pdf

PDF = typed_pdf()
FAX = tiff(sheet(1728, 600))


def opened(content: bytes) -> Opened:
    return open_file(content, "1.eml", Limits())


def documents(content: bytes) -> list[tuple[str, bytes]]:
    return [(found.name, found.content) for found in opened(content).documents]


def test_attachments_in_order_byte_for_byte() -> None:
    content = mail((PDF, "application/pdf", "หนังสือ.pdf"), (FAX, "application/octet-stream", "fax.bin"))
    assert documents(content) == [("หนังสือ.pdf", PDF), ("fax.bin", FAX)]
    assert [found.media_type for found in opened(content).documents] == ["application/pdf", "image/tiff"]


def test_the_same_file_twice_is_one_paper() -> None:
    assert documents(mail((PDF, "application/pdf", "a.pdf"), (PDF, "application/pdf", "b.pdf"))) == [("a.pdf", PDF)]


def test_a_forwarded_mail_gives_its_attachment() -> None:
    outer = EmailMessage()
    outer["From"], outer["Subject"] = "clerk@province.example", "Fwd: fax"
    outer.set_content("FYI")
    inner = EmailMessage()
    inner["From"], inner["Subject"] = "Fax <fax@gw.example>", "Fax from 053000001"
    inner.set_content("Pages: 1")
    inner.add_attachment(FAX, maintype="image", subtype="tiff", filename="fax.tif")
    outer.add_attachment(inner)
    found = opened(outer.as_bytes())
    assert [each.content for each in found.documents] == [FAX]
    assert found.sender.number == "053000001" and found.sender.address == "clerk@province.example"


def lines_of(content: bytes, width: int = 76) -> list[str]:
    text = base64.b64encode(content).decode()
    return [text[i : i + width] for i in range(0, len(text), width)]


def single(*body: str, encoding: str = "base64", kind: str = 'application/pdf; name="a.pdf"') -> bytes:
    heads = ("From: a@b.example", "MIME-Version: 1.0", f"Content-Type: {kind}", f"Content-Transfer-Encoding: {encoding}", "")
    return raw_mail(*heads, *body)


@pytest.mark.parametrize(
    "content",
    [
        single(*lines_of(PDF, 4000)),
        single(*[line.rstrip("=") for line in lines_of(PDF)]),
        single(*lines_of(PDF), "_______________________________________________", "list mailing list (footer!)"),
        single(*lines_of(PDF[:300]), *lines_of(PDF[300:])),
        single(*lines_of(PDF), encoding="7bit"),
        single(*lines_of(PDF), kind="text/plain"),
    ],
    ids=["long lines", "no padding", "a footer behind", "two padded pieces", "not labelled", "labelled as text"],
)
def test_broken_base64_is_mended(content: bytes) -> None:
    assert [found for _, found in documents(content)] == [PDF]


def test_a_mail_cut_short_keeps_what_came() -> None:
    whole = mail((FAX, "image/tiff", "fax.tif"))
    cut = whole[: whole.index(b"fax.tif") + 200]
    [(name, content)] = documents(cut)
    assert name == "fax.tif" and FAX.startswith(content) and content


def test_a_boundary_that_nobody_declared() -> None:
    part = ('Content-Type: application/pdf; name="a.pdf"', "Content-Transfer-Encoding: base64", "", *lines_of(PDF))
    content = raw_mail("From: a@b.example", "Content-Type: multipart/mixed", "", "--xyz", "", "text", "--xyz", *part, "--xyz--")
    assert [found for _, found in documents(content)] == [PDF]


def test_names_are_made_where_there_are_none() -> None:
    content = single(*lines_of(PDF), kind="application/octet-stream")
    assert documents(content)[0][0].endswith(".pdf")


def signed(logo: bytes, disposition: str) -> bytes:
    message = EmailMessage()
    message["From"] = "a@b.example"
    message.set_content("text")
    message.add_alternative('<html><img src="cid:logo@x"></html>', subtype="html")
    message.get_payload()[1].add_related(
        logo, maintype="image", subtype="png", cid="<logo@x>", disposition=disposition, filename="image001.png"
    )  # type: ignore[index,union-attr]
    message.make_mixed()
    message.add_attachment(FAX, maintype="image", subtype="tiff", filename="fax.tif")
    return message.as_bytes()


@pytest.mark.parametrize("disposition", ["inline", "attachment"])
def test_a_logo_is_no_paper(disposition: str) -> None:
    logo = encoded(Image.new("RGB", (300, 80), "red"), "PNG")
    assert [name for name, _ in documents(signed(logo, disposition))] == ["fax.tif"]


def test_a_photograph_shown_in_the_text_is_a_paper() -> None:
    photograph = encoded(Image.new("L", (1200, 1600), "white"), "PNG")
    assert photograph in [content for _, content in documents(signed(photograph, "inline"))]


def test_no_document_is_said() -> None:
    found = opened(mail(text="สวัสดี"))
    assert found.documents == () and [problem.code for problem in found.problems] == ["no-document"]


def test_a_mail_of_nothing_but_a_head() -> None:
    assert [problem.code for problem in opened(raw_mail("From: a@b.example", "Subject: x", "")).problems] == ["no-document"]


def test_envelope() -> None:
    found = opened(mail((PDF, "application/pdf", "a.pdf"), subject="ส่งแบบ จำนวน 3 หน้า")).envelope
    assert found.message_id == "one@agency.example" and found.from_address == "office@agency.example"
    assert found.pages_claimed == 3 and found.automatic is None


RECEIVED = "from a by b with ESMTP id 1; Mon, 05 Mar 2018 10:00:05 +0700"
LATER = "from b by c with ESMTP id 2; Mon, 05 Mar 2018 10:20:00 +0700"


@pytest.mark.parametrize(
    ("heads", "hour"),
    [
        ({"Date": "Mon, 05 Mar 2018 09:00:00 +0700"}, 9),
        ({"Date": "Mon, 05 Mar 2018 09:00:00"}, 9),
        ({"Date": "Mon, 05 Mar 2018 02:00:00 GMT"}, 9),
        ({"Date": "Mon, 05 Mar 2018 09:00:00 +0700", "Received": RECEIVED}, 10),
        ({"Date": "Thu, 01 Jan 1970 00:00:00 +0000", "Received": RECEIVED}, 10),
        ({"Date": "", "Received": RECEIVED}, 10),
        ({"Date": "Wed, 01 Nov 2999 08:15:32 +0700"}, None),
        ({"Date": "no date at all"}, None),
    ],
)
def test_taken_at(heads: dict[str, str], hour: int | None) -> None:
    taken = opened(mail(**heads)).envelope.taken_at
    assert (
        taken == (datetime(2018, 3, 5, hour - 7, tzinfo=UTC) if hour != 10 else datetime(2018, 3, 5, 3, 0, 5, tzinfo=UTC))
        if hour
        else taken is None
    )


def test_the_first_server_counts_not_the_last() -> None:
    content = b"Received: " + LATER.encode() + b"\nReceived: " + RECEIVED.encode() + b"\n" + mail()
    assert opened(content).envelope.taken_at == datetime(2018, 3, 5, 3, 0, 5, tzinfo=UTC)


def test_a_gateways_own_time_counts_where_it_fits() -> None:
    text = "recvq/fax000000001.tif:\n   Sender: 0-5300-0000\n   Received: 2018/03/05 09:58:00\n"
    assert opened(mail(text=text, Received=RECEIVED)).envelope.taken_at == datetime(2018, 3, 5, 2, 58, tzinfo=UTC)
    old = text.replace("2018/03/05", "2017/01/01")
    assert opened(mail(text=old, Received=RECEIVED)).envelope.taken_at == datetime(2018, 3, 5, 3, 0, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("heads", "kind"),
    [
        ({"Auto_Submitted": "auto-replied"}, "auto-reply"),
        ({"subject": "Automatic reply: fax"}, "auto-reply"),
        ({"subject": "ตอบกลับอัตโนมัติ: แบบตอบ"}, "auto-reply"),
        ({"List_Unsubscribe": "<mailto:out@shop.example>"}, "newsletter"),
        ({"Precedence": "bulk"}, "newsletter"),
        ({"From": "MAILER-DAEMON@mail.example", "subject": "Undelivered Mail Returned to Sender"}, "bounce"),
        ({"From": "Mail Delivery Subsystem <mailer-daemon@mail.example>", "subject": "ไม่สามารถส่งข้อความได้"}, "bounce"),
        ({"X_Failed_Recipients": "a@b.example", "subject": "Mail"}, "bounce"),
        ({"subject": "Undeliverable: แบบตอบ"}, None),
        ({"subject": "Read: ขอให้ส่งแบบ"}, "delivery-report"),
        ({"subject": "อ่านแล้ว: ขอให้ส่งแบบ"}, "delivery-report"),
        ({"subject": "Outgoing fax results"}, "delivery-report"),
        ({"subject": "ระบบตอบกลับอัตโนมัติ"}, "auto-reply"),
        ({"subject": "Re: Out of office"}, "auto-reply"),
        ({"subject": "ไม่อยู่สำนักงานวันที่ 5"}, "auto-reply"),
        ({"Precedence": "junk"}, "newsletter"),
        ({"From": "HylaFAX <fax@gw.example>", "Precedence": "bulk"}, None),
        ({"Auto_Submitted": "auto-generated"}, None),
    ],
)
def test_automatic_mail_is_told_apart(heads: dict[str, str], kind: str | None) -> None:
    assert opened(mail(**heads)).envelope.automatic == kind


def test_a_list_that_carries_a_paper_is_no_newsletter() -> None:
    assert opened(mail((PDF, "application/pdf", "a.pdf"), List_Id="<district.example>")).envelope.automatic is None


@pytest.mark.parametrize(("action", "kind"), [("failed", "bounce"), ("delivered", "delivery-report")])
def test_what_a_report_brings_back_is_no_paper(action: str, kind: str) -> None:
    status = ("Content-Type: message/delivery-status", "", "Reporting-MTA: dns; x", "", f"Action: {action}", "Status: 5.0.0", "")
    returned = ("Content-Type: application/pdf", "Content-Transfer-Encoding: base64", "", *lines_of(PDF))
    top = ("From: x@y.example", "Content-Type: multipart/report; report-type=delivery-status; boundary=b", "")
    found = opened(raw_mail(*top, "--b", *status, "--b", *returned, "--b--"))
    assert found.envelope.automatic == kind and found.documents == () and found.problems == ()


def test_nesting_has_an_end() -> None:
    content = mail((PDF, "application/pdf", "a.pdf"))
    for _ in range(40):
        content = raw_mail("From: a@b.example", "Content-Type: message/rfc822", "") + content
    with pytest.raises(UnpackError) as error:
        opened(content)
    assert error.value.code == "too-deep"


def test_a_thousand_nested_multiparts_are_refused_in_words() -> None:
    heads = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(1500))
    with pytest.raises(UnpackError) as error:
        opened(b"From: a@b.example\r\n" + heads)
    assert error.value.code == "too-deep"


HEADS = st.sampled_from(
    [b"From: ", b"Subject: ", b"Date: ", b"Received: x; ", b"Content-Type: ", b"Content-Disposition: ", b"Message-ID: ", b"List-Id: "]
)
VALUES = st.one_of(
    st.binary(max_size=40),
    st.sampled_from(
        [
            b"multipart/mixed; boundary=b",
            b"multipart/report",
            b"message/rfc822",
            b"=?utf-8?B?4?=",
            b"=?tis-620?Q?=ff=?=",
            b"text/html; charset=none",
        ]
    ),
)


@given(st.lists(st.tuples(HEADS, VALUES), max_size=6), st.lists(st.one_of(st.binary(max_size=60), st.just(b"--b")), max_size=6))
def test_any_mail_is_read_or_refused_in_words(heads: list[tuple[bytes, bytes]], body: list[bytes]) -> None:
    content = b"\r\n".join([name + value for name, value in heads]) + b"\r\n\r\n" + b"\r\n".join(body)
    try:
        found = opened(b"From: a@b.example\r\n" + content)
    except UnpackError:
        return
    assert found.documents or found.problems or found.envelope.automatic


def test_a_huge_picture_is_only_looked_at() -> None:
    assert documents(mail((huge_png(), "image/png", "big.png")))[0][0] == "big.png"
