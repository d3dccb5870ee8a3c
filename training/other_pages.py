"""Pages that hold no wanted form: covering letters, fax cover sheets, an advertisement, a leave form."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from numpy.random import Generator

from training.faces import PRINT, bold
from training.layouts import Layout
from training.pages import centred, paragraph
from training.people import TO_THAI, landline, pick, surname
from training.rows import LEFT, LETTER, RIGHT, Pen
from training.sheet import PageTruth, Sheet, Spot, blank, frame, millimetres, rule, stamp
from training.strokes import typed
from training.words import FILLER


def letter(rng: Generator, agency: str = "") -> Sheet:
    """An official letter that sends the form along: พร้อมนี้ได้ส่งแบบ…มาด้วยแล้ว."""
    pen = _pen(rng, 60)
    _at(pen, "ที่ ลพ ๐๐๘๘/" + str(rng.integers(100, 999)).translate(TO_THAI), LEFT)
    _at(pen, agency or "ที่ทำการผู้ส่ง", WIDTH_HALF, advance=True)
    _at(pen, "มีนาคม ๒๕๖๑", WIDTH_HALF, advance=True)
    for text in ("เรื่อง  ส่งรายชื่อเจ้าหน้าที่", "เรียน  ผู้ว่าราชการจังหวัดลำพูน", "อ้างถึง  หนังสือจังหวัดลำพูน ด่วนที่สุด"):
        _at(pen, text, LEFT, advance=True)
    pen.y += pen.step
    for lines in (FILLER[:3], FILLER[3:]):
        paragraph(pen, lines)
        pen.y += pen.step // 2
    _at(pen, "จึงเรียนมาเพื่อโปรดทราบ", LEFT + millimetres(20), advance=True)
    pen.y += 3 * pen.step
    _at(pen, f"(นาย{surname(rng)} {surname(rng)})", WIDTH_HALF, advance=True)
    _at(pen, "หัวหน้าส่วนราชการ", WIDTH_HALF + millimetres(10))
    return _sheet(pen, "letter")


def cover(rng: Generator, agency: str = "") -> Sheet:
    """A fax cover sheet."""
    pen = _pen(rng, 40)
    centred(pen, "ใบนำส่งโทรสาร (FAX)")
    pen.y += pen.step
    lines = ("ถึง (TO) : สำนักงานจังหวัดลำพูน", f"จาก (FROM) : {agency}", f"โทรสาร : {landline(rng)}", "จำนวน (PAGES) : ๒ แผ่น รวมใบนำส่ง")
    for text in (*lines, "เรื่อง (SUBJECT) : ส่งรายชื่อ", "☐ ด่วน  ☐ เพื่อทราบ  ☐ โปรดตอบกลับ".replace("☐", "[ ]")):
        _at(pen, text, LEFT, advance=True)
        rule(pen.paper, (LEFT, pen.y - pen.step // 2, RIGHT, pen.y - pen.step // 2 + 3))
        pen.y += pen.step // 2
    return _sheet(pen, "cover")


def advertisement(rng: Generator, agency: str = "") -> Sheet:
    """An advertisement, as fax machines get them at night; of no agency."""
    pen = _pen(rng, 45)
    frame(pen.paper, (LEFT, millimetres(25), RIGHT, millimetres(200)), 12)
    pen.letter *= 2
    for text in ("โปรโมชั่นพิเศษ!!!", "หมึกพิมพ์ราคาโรงงาน", "ลดสูงสุด ๕๐%", "รับซ่อมเครื่องถ่ายเอกสาร"):
        centred(pen, text)
    pen.letter //= 2
    for text in ("สั่งซื้อวันนี้ จัดส่งฟรีทั่วประเทศ", f"สนใจติดต่อ โทร. {landline(rng)}", "E-mail: sale@ink.example  LINE: @ink-example"):
        centred(pen, text, plain=True)
    return _sheet(pen, "other")


def leave(rng: Generator, agency: str = "") -> Sheet:
    """A leave form: another form, which has a name and a position on it too."""
    pen = _pen(rng, 35)
    centred(pen, "แบบใบลาป่วย ลาคลอดบุตร ลากิจส่วนตัว")
    dots = "." * 30
    for text in (
        "เรื่อง  ขอลา" + dots,
        "เรียน  " + dots,
        f"ข้าพเจ้า  นาย{surname(rng)} {surname(rng)}  ตำแหน่ง {dots} ระดับ ......",
        "สังกัด " + (agency or dots * 2),
        "ขอลา  [ ] ป่วย  [ ] กิจส่วนตัว  [ ] คลอดบุตร  เนื่องจาก" + dots,
        f"ตั้งแต่วันที่ {dots} ถึงวันที่ {dots} มีกำหนด ....... วัน",
        "ข้าพเจ้าได้ลาครั้งสุดท้ายตั้งแต่วันที่" + dots + dots,
        "(ลงชื่อ)" + dots + " ผู้ลา",
        "ความเห็นผู้บังคับบัญชา" + dots * 2,
        "คำสั่ง  [ ] อนุญาต  [ ] ไม่อนุญาต",
    ):
        _at(pen, text, LEFT, advance=True)
    return _sheet(pen, "form")


KINDS: dict[str, Callable[[Generator, str], Sheet]] = {"letter": letter, "cover": cover, "advertisement": advertisement, "leave": leave}
WIDTH_HALF = (LEFT + RIGHT) // 2


def _pen(rng: Generator, top: float) -> Pen:
    face = Path(pick(rng, [str(f) for f in PRINT]))
    return Pen(blank(), face, LETTER, Layout(), rng, face, None, millimetres(top))


def _at(pen: Pen, text: str, x: int, *, advance: bool = False) -> None:
    stamp(pen.paper, typed(text, bold(pen.face) if "FAX" in text else pen.face, pen.letter), Spot(x, pen.y))
    pen.y += pen.step if advance else 0


def _sheet(pen: Pen, kind: str) -> Sheet:
    return Sheet(pen.paper, PageTruth(None), kind)
