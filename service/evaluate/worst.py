"""`worst.png`: the fields that were read worst, each strip of paper beside what was written and what was read."""

from __future__ import annotations

from collections.abc import Sequence

from PIL import Image, ImageDraw

from ocr.ink import Picture
from service.evaluate.judge import Judged
from service.evaluate.lettering import INK, Colour, write

HEAD, ROW, STRIP_WIDTH, STRIP_HEIGHT, MARGIN, TEXT_WIDTH = 34, 110, 760, 90, 12, 700
RED: Colour = (190, 0, 0)
GREY: Colour = (110, 110, 110)
HANDS = {True: "ลายมือ", False: "พิมพ์"}


def worst_picture(worst: Sequence[tuple[Judged, Picture | None]]) -> Image.Image:
    """The picture, a row a field."""
    image = Image.new("RGB", (STRIP_WIDTH + TEXT_WIDTH + 3 * MARGIN, HEAD + ROW * max(1, len(worst))), "white")
    draw = ImageDraw.Draw(image)
    write(draw, (MARGIN, 6), "ช่องที่อ่านผิดมากที่สุด  ดำ: ที่เขียน  แดง: ที่อ่านได้" if worst else "ไม่มีช่องที่อ่านผิดในแบบที่พบ", 20)
    for number, (judged, strip) in enumerate(worst):
        _row(image, draw, HEAD + number * ROW, judged, strip)
    return image


def _row(image: Image.Image, draw: ImageDraw.ImageDraw, top: int, judged: Judged, strip: Picture | None) -> None:
    if strip is not None:
        shown = Image.fromarray(strip)
        shown.thumbnail((STRIP_WIDTH, STRIP_HEIGHT))
        image.paste(shown, (MARGIN, top + (ROW - shown.height) // 2))
    x = STRIP_WIDTH + 2 * MARGIN
    write(draw, (x, top + 4), _about(judged), 16, GREY)
    write(draw, (x, top + 24), judged.truth or "–", 28, INK)
    write(draw, (x, top + 62), judged.read or "–", 28, RED)
    draw.line((0, top + ROW - 1, image.width, top + ROW - 1), fill=(215, 215, 215))


def _about(judged: Judged) -> str:
    where = f"{judged.file} หน้า {judged.page}  {judged.name}  {HANDS[judged.hand]} {judged.paper}"
    return f"{where}  ผิด {judged.edits} จาก {judged.letters} ตัว"
