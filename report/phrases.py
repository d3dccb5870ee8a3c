"""The sentences of the daily report, each made from its figures. Thai digits throughout."""

from __future__ import annotations

from collections.abc import Iterator

from report.account_words import numbers, report_faults
from report.facts import Facts
from storage.ledger import Ledger
from storage.thai_text import date_short, date_time, thai_digits
from storage.words import word

_CLASSES = {"paper": "เอกสาร", "directory": "ทำเนียบ", "contact": "การติดต่อ", "mail-out": "อีเมลที่ส่ง", "access": "ประวัติการดู"}


def answered(ledger: Ledger) -> str:
    """ตอบแล้ว ๔๑ จาก ๕๘ หน่วย (ร้อยละ ๗๐.๗)"""
    done, all_ = len(ledger.answered()), ledger.expected()
    share = f" (ร้อยละ {100 * done / all_:.1f})" if all_ else ""
    return thai_digits(f"{word('answered')} {done} จาก {all_} หน่วย{share}")


def unanswered(ledger: Ledger, unit: str = "") -> str:
    """ยังไม่ตอบ ๑๗, and how many of them sent something else. unit: for running text, such as หน่วย."""
    counts = ledger.counts()
    among = [f"{word(state)} {counts[state]}" for state in ("wrong-form", "incomplete") if counts[state]]
    inside = f" (ในจำนวนนี้ {' '.join(among)})" if among else ""
    count = f"{len(ledger.unanswered())} {unit}".strip()
    return thai_digits(f"{word('unanswered')} {count}{inside}")


def promises(facts: Facts) -> Iterator[str]:
    """What was promised for today or before and did not come, a line an agency."""
    for promise in facts.promises:
        when = "วันนี้" if promise.promised_for == facts.day else f"วันที่ {date_short(promise.promised_for)}"
        yield f"{promise.agency} (รับว่าจะส่ง{when})"


def decisions(facts: Facts) -> Iterator[str]:
    """What somebody has to decide, one line each; none where nothing waits."""
    unknown = sum(ledger.unknown for ledger in facts.ledgers)
    counts = [ledger.counts() for ledger in facts.ledgers]
    wrong, incomplete = (sum(count[state] for count in counts) for state in ("wrong-form", "incomplete"))
    waiting, short = facts.open, facts.open.short
    lines = {
        f"{word('form')}ที่รอตรวจ {facts.standing.forms} แบบ": facts.standing.forms,
        f"{word('receipt')}ที่ยังไม่พบ{word('form')}หรือเปิดอ่านไม่ได้ {facts.standing.without_form} รายการ": facts.standing.without_form,
        f"{word('form')}ที่ยังไม่ทราบว่าเป็นของหน่วยงานใด {unknown} แบบ": unknown,
        f"{word('form')}ที่ยังไม่ทราบว่าตอบ{word('circular')}ฉบับใด {waiting.unassigned} แบบ": waiting.unassigned,
        f"{word('resent')} ที่ชื่อผู้ประสานงานต่างจากฉบับก่อน {waiting.undecided} แบบ": waiting.undecided,
        f"{word('wrong-form')} {wrong} หน่วย ควร{word('ask-again')}": wrong,
        f"{word('incomplete')} {incomplete} หน่วย ควร{word('ask-again')}": incomplete,
        f"{word('receipt')}ที่มีหน้าน้อยกว่าที่เครื่องส่งแจ้ง {numbers(short)}": len(short),
    }
    yield from (thai_digits(line) for line, count in lines.items() if count)
    yield from (notice.sentence for notice in facts.troubles)
    yield from report_faults(facts)


def day_rows(facts: Facts) -> list[tuple[str, str, str]]:
    """The day's figures as (term, figure, remark)."""
    figures, standing = facts.figures, facts.standing
    oldest = f"เก่าที่สุดเข้ามา {date_time(standing.oldest)}" if standing.oldest else ""
    rows = [
        (word("receipt"), f"{figures.taken_in} รายการ", f"{word('not-ours')} {figures.not_ours} เห็นซ้ำ {figures.seen_again}"),
        (word("form"), f"{figures.forms} แบบ", f"เสร็จโดยไม่ต้องตรวจ {figures.forms_accepted}"),
        (word("accepted"), f"{figures.fields_accepted} ช่อง", f"จาก {figures.fields} ช่อง"),
        (word("corrected"), f"{figures.corrected} ช่อง", f"{word('confirmed')} {figures.confirmed} ช่อง"),
        (word("waiting"), f"{standing.receipts} รายการ", oldest),
        (word("unreadable"), f"{figures.unreadable_receipts} รายการ", f"และ {figures.unreadable_fields} ช่อง"),
    ]
    if facts.erased:
        among = " ".join(f"{_CLASSES[name]} {count}" for name, count in facts.erased.items())
        rows.append(("ลบเมื่อครบกำหนดเก็บ", f"{sum(facts.erased.values())} รายการ", among))
    return [(term, thai_digits(figure), thai_digits(remark)) for term, figure, remark in rows]
