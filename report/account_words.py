"""The account of all that came in, and what went wrong, as sentences of the daily report."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from report.facts import Facts, Previous
from storage.missing import MOST_NAMED, Number
from storage.states import Account
from storage.thai_text import date_short, thai_digits
from storage.words import word

PASSED_OVER = "อีเมลในกล่องจดหมายที่ไม่เข้าเงื่อนไขการรับ"
UNKNOWN_RECIPIENT = "smtp-recipient"


def account_line(facts: Facts) -> str:
    """บัญชีรับ–จ่ายตรงกัน, or what does not agree."""
    wrong = list(_disagreements(facts))
    return thai_digits("บัญชีรับ–จ่ายไม่ตรงกัน: " + "; ".join(wrong)) if wrong else "บัญชีรับ–จ่ายตรงกัน"


def account_figures(account: Account, passed_over: int = 0) -> list[str]:
    """The two sums of the account, and what the mailboxes' rules passed over, if anything: it is no part of the account."""
    states = {"in-work": account.in_work, "waiting": account.waiting, "done": account.done, "not-ours": account.not_ours}
    parts = " + ".join(f"{word(state)} {count}" for state, count in states.items())
    seen = f"ข้อความที่เห็น {account.messages_seen} = {word('receipt')} {account.receipts} + เห็นซ้ำ {account.further_sightings}"
    figures = [seen, f"{word('receipt')} {account.receipts} = {parts}"]
    if passed_over:
        figures.append(f"{PASSED_OVER} {passed_over} ฉบับ นับแต่เริ่มรับ (ไม่ได้เก็บ)")
    return [thai_digits(figure) for figure in figures]


def report_faults(facts: Facts) -> Iterator[str]:
    """What went wrong with the reports before this one."""
    if facts.previous:
        yield _previous(facts.previous)
    if facts.skipped:
        days = " ".join(date_short(day) for day in facts.skipped[-MOST_NAMED:])
        yield f"ไม่ได้ออกรายงานในวันทำการ {thai_digits(len(facts.skipped))} วัน ({days}) โปรดแจ้งผู้ดูแลระบบ"


def numbers(found: Sequence[Number]) -> str:
    """๑๒/๒๕๖๑ ๑๓/๒๕๖๑ and how many more."""
    named = " ".join(f"{number}/{year}" for year, number in found[:MOST_NAMED])
    return thai_digits(named + (f" และอีก {len(found) - MOST_NAMED}" if len(found) > MOST_NAMED else ""))


def _disagreements(facts: Facts) -> Iterator[str]:
    account, missing = facts.account, facts.missing
    seen = account.receipts + account.further_sightings
    if account.messages_seen != seen:
        yield f"ข้อความที่เห็น {account.messages_seen} แต่มีบันทึก {seen}"
    states = account.in_work + account.waiting + account.done + account.not_ours
    if account.receipts != states:
        yield f"{word('receipt')} {account.receipts} แต่รวมทุกสถานะได้ {states}"
    if missing.numbers:
        yield f"ลำดับรับเข้าที่ออกแล้วไม่พบ{word('receipt')} {len(missing.numbers)} ลำดับ ({numbers(missing.numbers)})"
    if missing.unnumbered:
        yield f"มี{word('receipt')}เกินลำดับที่ออก {len(missing.unnumbered)} รายการ ({numbers(missing.unnumbered)})"
    if missing.pages:
        yield f"หน้าเอกสารหายไปจาก{word('receipt')}ที่ {numbers(missing.pages)}"
    if missing.files:
        yield f"ไฟล์หายไปจากคลังเอกสาร {word('receipt')}ที่ {numbers(missing.files)}"


def _previous(previous: Previous) -> str:
    faults = {
        "not-sent": "ยังส่งไม่สำเร็จ โปรดแจ้งผู้ดูแลระบบ",
        "in-doubt": "อาจถึงผู้รับสองครั้งหรือไม่ถึง เพราะการส่งขาดตอน",
        UNKNOWN_RECIPIENT: "มีที่อยู่ผู้รับบางรายที่เครื่องแม่ข่ายไม่รู้จัก โปรดแจ้งผู้ดูแลระบบ",
    }
    when = date_short(date.fromisoformat(previous.key))
    return f"รายงานฉบับก่อน (ลำดับที่ {thai_digits(previous.number or 0)} วันที่ {when}) {faults.get(previous.fault, faults['not-sent'])}"
