"""The benchmarks count right: a reader without fault has every point, and each fault is laid at the right door."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from ocr.alphabet import CLASS_OF, LETTERS
from ocr.ink import Picture
from ocr.lattice import NEVER, Lattice, Logs
from ocr.line_reader import ReadLine
from ocr.lines import TextLine, find_lines
from ocr.thai import Glyph
from ocr.types import Box
from tests.support.faxes import need_faces
from training.benchmarks import alphabet, places
from training.benchmarks.figures import Figure, Share, share_figure, table
from training.benchmarks.line_finding import broken_rows, legible_rows
from training.benchmarks.owned import OwnedGround, OwnedPage, received
from training.faces import PRINT
from training.fax import Scan
from training.lines.harvest import Sample, Span
from training.sheet import Spot, blank
from training.strokes import typed

STEP = 2  # columns of ink for a time step of the drawn lattices


class Knowing:
    """A reader that is told what the strips say, in their order, and leaves out some letters."""

    name, clear, space = "knowing/1", 0.9, 1.6

    def __init__(self, texts: Sequence[str], without: str = "") -> None:
        self._texts = iter(texts)
        self._without = without

    def read(self, strips: Sequence[Picture]) -> list[ReadLine]:
        """As told."""
        said = [next(self._texts) for _ in strips]
        return [ReadLine(tuple(Glyph(c, 0.0, 1.0, 1.0) for c in text if c not in self._without)) for text in said]


class Laid:
    """A reader whose lattice has each letter at the column asked for."""

    name, clear, space = "laid/1", 0.9, 1.6

    def __init__(self, letters: Sequence[tuple[str, int]]) -> None:
        self._letters = letters

    def read(self, strips: Sequence[Picture]) -> list[ReadLine]:
        """The same for each strip."""
        return [ReadLine((), Lattice(self._logs(ink.shape[1] // STEP), 0.0, STEP)) for ink in strips]

    def _logs(self, steps: int) -> Logs:
        logs = np.full((steps, len(LETTERS) + 1), NEVER, np.float32)
        logs[:, 0] = 0.0
        for letter, column in self._letters:
            logs[column // STEP] = NEVER
            logs[column // STEP, CLASS_OF[letter]] = 0.0
        return logs


def test_figures_are_met_on_their_own_side_of_the_target() -> None:
    assert share_figure("x", Share(99, 100), 0.99).met and not share_figure("x", Share(98, 100), 0.99).met
    assert Figure("x", 4.9, 5, at_most=True).met and not Figure("x", 5.1, 5, at_most=True).met
    assert not share_figure("nothing was tried", Share(0, 0), 0.5).met
    assert [row.split()[-1] for row in table([share_figure("a", Share(1, 1), 1), share_figure("b", Share(0, 1), 1)]).splitlines()] == [
        "met?",
        "yes",
        "NO",
    ]


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The texts of the lines as the benchmark of letters draws them."""
    need_faces()
    texts: list[str] = []
    draw = alphabet.drawn_line

    def kept(text: str, rng: np.random.Generator) -> Picture:
        texts.append(text)
        return draw(text, rng)

    monkeypatch.setattr(alphabet, "drawn_line", kept)
    return texts


@pytest.mark.parametrize("without", ["", "ๅ&"])
def test_a_letter_that_is_not_read_is_named(drawn: list[str], without: str) -> None:
    found = alphabet.measure(2, letters="กๅ๙A&ฺ", reader=Knowing(drawn, without))
    assert set(found.below) == set(without) and all(share.of >= 2 for share in found.read.values())
    assert found.figures()[0].met == (not without)
    assert all(found.instead[letter] == "nothing" for letter in without)


def two_pieces() -> Sample:
    """Three strokes and two: the label `abc`, the value `12`."""
    ink = np.zeros((20, 120), np.uint8)
    for column in (4, 14, 24, 70, 80):
        ink[4:16, column : column + 6] = 255
    return Sample(ink, (Span(4, 30, "abc", False), Span(70, 86, "12", False)), "fine")


def test_a_cut_between_the_right_letters_counts() -> None:
    right = Laid([("a", 6), ("b", 16), ("c", 26), (" ", 50), ("1", 72), ("2", 82)])
    assert places.judged([two_pieces()], right).cuts == {"typed": Share(1, 1), "hand": Share(0, 0)}


def test_a_cut_one_letter_off_does_not() -> None:
    wrong = Laid([("a", 6), ("b", 12), ("c", 16), (" ", 20), ("1", 26), ("2", 82)])
    assert places.judged([two_pieces()], wrong).cuts["typed"] == Share(0, 1)


def test_a_line_without_room_for_its_text_loses_its_cuts() -> None:
    sample = two_pieces()
    narrow = Sample(sample.ink[:, :8], sample.spans, "fine")
    assert places.judged([narrow], Laid([])).cuts["typed"] == Share(0, 1)


ROWS = ("หน่วยงาน สำนักงานตัวอย่าง", "ชื่อ นางสาวกัญญา  นามสกุล ใจทดสอบ", "โทรศัพท์ ๐๕๓-๕๑๑๑")


@pytest.fixture(scope="module")
def page() -> OwnedPage:
    """Three rows of print, faxed a little crooked."""
    need_faces()
    rng = np.random.default_rng(1)
    ground = OwnedGround(blank(), rng, [], [])
    for number, text in enumerate(ROWS):
        ground.put(text, typed(text, PRINT[0], 30), Spot(300, 400 + 110 * number), False)
    return received(ground, Scan(skew=1.5), rng)


def half(line: TextLine) -> TextLine:
    """Its left half."""
    middle = line.ink.shape[1] // 2
    return TextLine(line.box._replace(right=line.box.left + middle), np.ascontiguousarray(line.ink[:, :middle]), line.guides, line.cell)


def test_rows_found_one_by_one_are_whole(page: OwnedPage) -> None:
    assert legible_rows(page) == {0, 1, 2}
    assert broken_rows(page, find_lines(page.page.ink, page.page.letter)) == set()


def test_rows_cut_short_run_together_or_not_found_are_not_whole(page: OwnedPage) -> None:
    ink = page.page.ink
    everything = TextLine(Box(0.0, 0.0, float(ink.shape[1]), float(ink.shape[0])), ink)
    halves = [half(line) for line in find_lines(ink, page.page.letter)]
    for found in ([], halves, [everything]):
        assert broken_rows(page, found) == {0, 1, 2}
