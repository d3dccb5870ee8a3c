"""`confusion.png`: a row a written letter, a column a read one, the darker the more often."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from PIL import Image, ImageDraw

from service.evaluate.confusion import NOTHING, Pair, most_confused
from service.evaluate.lettering import Colour, write, write_letter

MOST_LETTERS = 45
CELL, HEAD, MARGIN = 30, 34, 12
GRID: Colour = (225, 225, 225)


def confusion_picture(pairs: Counter[Pair]) -> Image.Image:
    """The letters that are confused most, and `∅`: its row holds what was put in, its column what was left out."""
    letters = [*most_confused(pairs, MOST_LETTERS), NOTHING]
    side = HEAD + CELL * len(letters) + 2 * MARGIN
    image = Image.new("RGB", (max(side, 640), side + HEAD), "white")
    draw = ImageDraw.Draw(image)
    write(draw, (MARGIN, MARGIN), "แถว: ตัวที่เขียน  สดมภ์: ตัวที่อ่านได้  แถวล่างสุด: เกินมา  สดมภ์ขวาสุด: ขาดไป", 20)
    for number, letter in enumerate(letters):
        _name(draw, letter, (MARGIN + HEAD + number * CELL + 8, MARGIN + HEAD))
        _name(draw, letter, (MARGIN + 6, MARGIN + 2 * HEAD + number * CELL))
        _row(draw, pairs, letters, number)
    return image


def _row(draw: ImageDraw.ImageDraw, pairs: Counter[Pair], letters: Sequence[str], number: int) -> None:
    written = letters[number]
    whole = max(1, sum(count for (letter, _), count in pairs.items() if letter == written))
    for column, read in enumerate(letters):
        count = pairs[written, read]
        left, top = MARGIN + HEAD + column * CELL, MARGIN + 2 * HEAD + number * CELL
        draw.rectangle((left, top, left + CELL, top + CELL), fill=_colour(count / whole, written == read), outline=GRID)
        if count and written != read:
            write(draw, (left + 4, top + 7), str(count), 12)


def _colour(share: float, right: bool) -> Colour:
    """White for none; of the letters read rightly blue, of the others red; faint shares are lifted to be seen."""
    faded = round(255 * (1 - share**0.5))
    return (faded, (255 + faded) // 2, 255) if right else (255, faded, faded)


def _name(draw: ImageDraw.ImageDraw, letter: str, at: tuple[int, int]) -> None:
    x, y = at
    if letter:
        write_letter(draw, (x, y), letter, 20)
    else:  # no face that we ship has the sign of the empty set
        draw.ellipse((x, y + 9, x + 12, y + 21), outline=(0, 0, 0))
        draw.line((x, y + 23, x + 12, y + 7), fill=(0, 0, 0))
