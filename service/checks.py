"""What `saraban check` looks at: each check gives findings, and a finding that is bad says what to do."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import Engine, func, select
from sqlalchemy.exc import SQLAlchemyError

from intake import imap
from intake.imap import FAULTS, ImapError
from intake.isolation import FILTER, NAMESPACE
from ocr import tesseract
from report.smtp import NotSent, connected
from service.accounts import account_of, smtp_server
from service.settings import MailboxSettings, Settings, SettingsError
from storage import migrate
from storage.engine import open_engine, reading
from storage.tables import Receipt

LEAST_FREE = 1 << 30
_PROGRAMS = {"pdftoppm": "poppler-utils", "pdftotext": "poppler-utils", "gs": "ghostscript", "tiffcp": "libtiff-tools"}
_IMAP_ADVICE = {
    "bad-url": "โปรดแก้ SARABAN_IMAP_<n>_URL ให้เป็น imaps://ชื่อเครื่อง",
    "unreachable": "โปรดตรวจชื่อเครื่องและพอร์ตใน SARABAN_IMAP_<n>_URL ไฟร์วอลล์ และใบรับรองของเครื่อง (?cafile=)",
    "not-encrypted": "เครื่องนี้ไม่มีการเข้ารหัส โปรดใช้ imaps:// หรือให้ผู้ดูแลเครื่องเปิด STARTTLS",
    "log-in-refused": "โปรดตรวจ SARABAN_IMAP_<n>_USER และรหัสผ่านในแฟ้ม SARABAN_IMAP_<n>_PASSWORD_FILE",
    "token-refused": "โปรดขออนุญาต OAuth ใหม่ตาม docs/oauth.md แล้วแก้แฟ้ม SARABAN_IMAP_<n>_OAUTH_FILE",
    "no-folder": "โปรดตรวจชื่อโฟลเดอร์ใน SARABAN_IMAP_<n>_FOLDERS",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found of one thing. bad: it has to be mended; text: what is there, or what is wrong and what to do, in Thai."""

    subject: str
    text: str
    bad: bool = False


def all_findings(settings: Settings) -> Iterator[Finding]:
    """Everything, in the order in which to mend it."""
    yield from programs()
    yield from isolation()
    yield from data_folder(settings.data_dir)
    yield from database(settings)
    for mailbox in settings.imap.values():
        yield from imap_folders(settings, mailbox)
    for folder in settings.drop.values():
        yield from drop_folder(folder)
    yield from mail_out(settings)
    yield from clock()


def programs() -> Iterator[Finding]:
    """Tesseract, its languages, poppler."""
    try:
        version, languages = tesseract.version(), tesseract.languages()
        missing = sorted({"tha", "eng"} - languages)
        advice = f"ไม่มีภาษา {', '.join(missing)} โปรดติดตั้ง tesseract-ocr-tha และ tesseract-ocr-eng"
        yield Finding("Tesseract", advice if missing else f"รุ่น {version} มีภาษา tha และ eng", bool(missing))
    except tesseract.TesseractError:
        yield Finding("Tesseract", "ไม่พบโปรแกรม โปรดติดตั้ง tesseract-ocr tesseract-ocr-tha tesseract-ocr-eng", bad=True)
    for program, package in _PROGRAMS.items():
        if shutil.which(program) is None:
            yield Finding(program, f"ไม่พบโปรแกรม โปรดติดตั้ง {package}", bad=True)


def isolation() -> Iterator[Finding]:
    """Whether files from outside can be taken apart without a network."""
    command = [sys.executable, "-m", "intake.isolation"]
    means = subprocess.run(command, cwd=Path(__file__).parents[1], capture_output=True, text=True, check=False).stdout.strip()
    if means in (NAMESPACE, FILTER):
        yield Finding("UNPACKING", "โปรแกรมเปิดเอกสารแนบทำงานโดยไม่มีเครือข่าย")
    else:
        yield Finding("UNPACKING", "ปิดเครือข่ายของโปรแกรมเปิดเอกสารแนบไม่ได้ โปรดติดตั้ง libseccomp2 หรืออนุญาต user namespace", bad=True)


def data_folder(folder: Path) -> Iterator[Finding]:
    """Whether the folder can be written and has room."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=folder):
            free = shutil.disk_usage(folder).free
    except OSError as error:
        yield Finding("DATA_DIR", f"เขียนโฟลเดอร์ {folder} ไม่ได้ ({error.strerror}) โปรดให้สิทธิ์เขียน หรือตั้ง SARABAN_DATA_DIR ใหม่", bad=True)
        return
    low = free < LEAST_FREE
    yield Finding("DATA_DIR", f"{folder} เหลือที่ว่าง {free / (1 << 30):.1f} GiB" + (" โปรดเพิ่มที่ว่างให้เกิน 1 GiB" if low else ""), low)


def database(settings: Settings) -> Iterator[Finding]:
    """Whether it answers and is of this program's version; whether its clock and ours go together."""
    engine = open_engine(settings.database)
    try:
        version = migrate.version(engine)
        if version != migrate.newest():
            yield Finding("DATABASE", "ยังไม่ได้สร้างหรือเป็นรุ่นเก่า โปรดสั่ง saraban migrate", bad=True)
            return
        yield Finding("DATABASE", f"{engine.url.render_as_string()} รุ่น {version}")
        yield from _newest_receipt(engine)
    except SQLAlchemyError as error:
        yield Finding("DATABASE", f"ติดต่อไม่ได้ ({type(error).__name__}) โปรดตรวจ SARABAN_DATABASE_URL และว่าฐานข้อมูลเปิดอยู่", bad=True)
    finally:
        engine.dispose()


def imap_folders(settings: Settings, mailbox: MailboxSettings) -> Iterator[Finding]:
    """Log-in, and each folder."""
    try:
        account = replace(account_of(settings, mailbox), timeout=20)
        with imap.connect(account) as client:
            for folder in account.folders:
                imap.open_folder(client, folder)
                yield Finding(f"IMAP {account.name}/{folder}", "เข้าใช้ได้")
    except SettingsError as error:
        yield Finding(f"IMAP {mailbox.user}", str(error), bad=True)
    except (ImapError, *FAULTS) as error:
        yield Finding(f"IMAP {mailbox.user}", imap_advice(error), bad=True)


def imap_advice(error: Exception) -> str:
    """What to do about a mailbox that cannot be used."""
    return f"{_IMAP_ADVICE.get(getattr(error, 'code', ''), _IMAP_ADVICE['unreachable'])} ({error})"


def drop_folder(folder: Path) -> Iterator[Finding]:
    """Whether files can be taken from there and moved aside."""
    try:
        with tempfile.NamedTemporaryFile(dir=folder, prefix=".saraban-"):
            yield Finding(f"DROP {folder}", "อ่านและเขียนได้")
    except OSError as error:
        yield Finding(f"DROP {folder}", f"ใช้ไม่ได้ ({error.strerror}) โปรดสร้างโฟลเดอร์และให้สิทธิ์อ่านและเขียน", bad=True)


def mail_out(settings: Settings) -> Iterator[Finding]:
    """Whether the report can be sent."""
    if settings.smtp_url is None:
        yield Finding("SMTP", "ไม่ได้ตั้งค่า จึงไม่ส่งรายงานทางอีเมล")
        return
    missing = [name for name, value in (("MAIL_FROM", settings.mail_from), ("REPORT_TO", settings.report_to)) if not value]
    if missing:
        yield Finding("SMTP", f"ยังไม่ได้ตั้ง {' และ '.join('SARABAN_' + name for name in missing)} จึงส่งรายงานไม่ได้", bad=True)
    try:
        with connected(smtp_server(settings)):
            yield Finding("SMTP", "ต่อและเข้าใช้ได้")
    except (NotSent, SettingsError) as error:
        yield Finding("SMTP", f"ใช้ไม่ได้ ({error}) โปรดตรวจ SARABAN_SMTP_URL และ SARABAN_SMTP_PASSWORD_FILE", bad=True)


def clock() -> Iterator[Finding]:
    """Whether something keeps this machine's clock right: times of arrival decide who was late."""
    if shutil.which("timedatectl") is None:
        yield Finding("CLOCK", f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC (ตรวจการตั้งเวลาอัตโนมัติไม่ได้ในเครื่องนี้)")
        return
    shown = subprocess.run(["timedatectl", "show", "-p", "NTPSynchronized", "--value"], capture_output=True, text=True, check=False)
    bad = shown.stdout.strip() == "no"
    yield Finding("CLOCK", "นาฬิกาไม่ได้ตั้งตามเวลามาตรฐาน โปรดสั่ง timedatectl set-ntp true" if bad else "นาฬิกาตั้งตามเวลามาตรฐาน", bad)


def _newest_receipt(engine: Engine) -> Iterator[Finding]:
    with reading(engine) as session:
        newest = session.scalar(select(func.max(Receipt.kept_at)))
    if newest and newest > datetime.now(UTC) + timedelta(minutes=5):
        yield Finding("CLOCK", f"รายการรับเข้าล่าสุดลงเวลา {newest:%Y-%m-%d %H:%M} UTC ซึ่งยังมาไม่ถึง โปรดตั้งนาฬิกาของเครื่องให้ถูก", bad=True)
