"""Wraps a document as fax gateways, scanners and people mail it. The wording is modelled on what those machines write."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from email import policy
from email.message import EmailMessage
from email.utils import format_datetime

FAX_BOX = "fax@province.example"
GATEWAY = "gateway.province.example"


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file to be sent. media_type: `image/tiff`."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Call:
    """A fax call, or whatever brought the document. at: aware; station: the far machine's own name; serial: counted by the gateway."""

    at: datetime
    number: str
    station: str
    pages: int
    serial: int
    fine: bool = True
    address: str = "office@example.com"
    agency: str = ""


def hylafax(call: Call, file: Attachment) -> EmailMessage:
    """HylaFAX's faxrcvd, with the TIFF or PDF attached."""
    mail = _mail(call, "HylaFAX Agent <faxmaster@province.example>", f'Fax received from "{call.station}"')
    facts = {
        "Sender": call.station,
        "Pages": str(call.pages),
        "Quality": "Fine" if call.fine else "Normal",
        "Size": "ISO A4",
        "Received": f"{call.at:%Y/%m/%d %H:%M:%S}",
        "Time To Receive": f"{call.pages}:{call.serial % 60:02}",
        "Signal Rate": "14400 bit/s",
        "Data Format": "2-D MMR",
        "Error Correct": "Yes",
        "CallID1": call.number,
        "CommID": f"{call.serial:09}",
    }
    mail.set_content(f"recvq/{file.name}:\n" + "".join(f"{name:>16}: {value}\n" for name, value in facts.items()))
    return _attached(mail, call, file)


def freepbx(call: Call, file: Attachment) -> EmailMessage:
    """FreePBX's fax module: a PDF."""
    mail = _mail(call, '"Fax Service" <fax@freepbx.example>', f'New fax from: "" <{call.number}>')
    mail["X-Mailer"] = "CodeIgniter"
    mail.set_content(
        f'Enclosed, please find a new fax from: "" <{call.number}>\n'
        f"Received & processed: {format_datetime(call.at)}\nOn: {GATEWAY}\nVia: 053999999\nFor: Fax\n"
    )
    return _attached(mail, call, file)


def grandstream(call: Call, file: Attachment) -> EmailMessage:
    """A Grandstream exchange: a TIFF or PDF."""
    mail = _mail(call, '"Grandstream UCM6202" <ucm@province.example>', f"You have received a new fax from {call.number}")
    mail.set_content(
        f"Hello,\n\nYou have received a new fax from {call.number} at {call.at:%Y-%m-%d %H:%M:%S}.\n"
        f"Number of pages: {call.pages}\n\nThis is an automatic message, please do not reply.\n"
    )
    return _attached(mail, call, file)


def scanner(call: Call, file: Attachment) -> EmailMessage:
    """An office machine that scans to mail."""
    machine = f'"RNP{call.serial:012X}"'
    mail = _mail(call, f"<{call.address}>", f"Message from {machine}")
    mail.set_content(
        f"This E-mail was sent from {machine} (MP 2555).\n\nScan Date: {call.at:%d.%m.%Y %H:%M:%S} (+0700)\nQueries to: {call.address}\n"
    )
    return _attached(mail, call, file)


def person(call: Call, file: Attachment) -> EmailMessage:
    """Somebody at an agency who mails the form."""
    mail = _mail(call, f"{call.agency} <{call.address}>", "ส่งแบบรายงานรายชื่อผู้ประสานงาน")
    mail.set_content(f"เรียน ผู้เกี่ยวข้อง\n\nขอส่งแบบรายงานรายชื่อผู้ประสานงานตามไฟล์แนบค่ะ\n\n{call.agency}\n")
    return _attached(mail, call, file)


SHAPES: dict[str, Callable[[Call, Attachment], EmailMessage]] = {
    "hylafax": hylafax,
    "freepbx": freepbx,
    "grandstream": grandstream,
    "scanner": scanner,
    "person": person,
}


def to_bytes(mail: EmailMessage) -> bytes:
    """The mail as it stands on a server, lines ended by CR LF."""
    return mail.as_bytes()


def _mail(call: Call, sender: str, subject: str) -> EmailMessage:
    """The head: taken by our own server half a minute after the call."""
    mail, taken = EmailMessage(policy=policy.SMTP), call.at + timedelta(seconds=35)
    mail["Return-Path"] = f"<{call.address}>"
    mail["Received"] = (
        f"from {GATEWAY} ({GATEWAY} [192.0.2.25]) by mail.province.example with ESMTP id {call.serial:X}; {format_datetime(taken)}"
    )
    mail["Date"] = format_datetime(call.at)
    mail["From"] = sender
    mail["To"] = FAX_BOX
    mail["Subject"] = subject
    mail["Message-ID"] = f"<{call.at:%Y%m%d%H%M%S}.{call.serial}@{GATEWAY}>"
    return mail


def _attached(mail: EmailMessage, call: Call, file: Attachment) -> EmailMessage:
    main, _, sub = file.media_type.partition("/")
    mail.add_attachment(file.content, maintype=main, subtype=sub, filename=file.name)
    mail.set_boundary(f"----=_Part_{call.serial}_{call.at:%H%M%S}")  # of our own choosing: the same every time
    return mail
