"""Whatever comes in, the caller gets pages, documents, or a reason in Thai; never an exception, never a hang."""

from __future__ import annotations

import os
import struct
import tempfile
import time
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops

from intake.documents import pages_of
from intake.limits import Limits
from intake.magic import kind_of
from intake.opening import open_file
from intake.problems import REASONS, UnpackError, problem
from intake.types import Unpacked
from intake.unpack import unpack
from tests.intake.material import encoded, huge_png, locked_pdf, mail, pdf, scanned_pdf, sheet, tiff, typed_pdf
from tests.intake.packed import zipped

FAX = tiff(sheet(1728, 1100), dpi=(204, 98))


def codes(found: Unpacked) -> list[str]:
    return [each.code for each in found.problems]


def cyclic_tiff() -> bytes:
    """Two directories, the second of which names the first as the next."""
    fax = tiff(sheet(1728, 300), sheet(1728, 300), compression=None)
    first = struct.unpack_from("<I", fax, 4)[0]
    count = struct.unpack_from("<H", fax, first)[0]
    second = struct.unpack_from("<I", fax, first + 2 + 12 * count)[0]
    count = struct.unpack_from("<H", fax, second)[0]
    place = second + 2 + 12 * count
    return fax[:place] + struct.pack("<I", first) + fax[place + 4 :]


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (b"", "fax.tif", "empty-file"),
        (b"", "mail.eml", "empty-file"),
        (b"II*\0", "fax.tif", "tiff-broken"),
        (FAX[:40], "fax.tif", "tiff-broken"),
        (b"%PDF-1.4\n", "a.pdf", "pdf-broken"),
        (pdf(b"<<>>", count=0), "a.pdf", "pdf-broken"),
        (locked_pdf(), "a.pdf", "pdf-locked"),
        (huge_png(), "a.png", "too-many-pixels"),
        (typed_pdf(box=(14_400, 14_400)), "a.pdf", "too-many-pixels"),
        (encoded(sheet(), "PNG")[:60], "a.png", "image-broken"),
        (b"\xff\xd8\xff\xe0 no picture", "a.jpg", "image-broken"),
        (b"no paper at all", "a.bin", "unsupported-type"),
        (zipped(("word/document.xml", b"x")), "a.docx", "docx-broken"),
        (zipped(("xl/workbook.xml", b"x")), "a.xlsx", "xlsx-broken"),
        (zipped(("META-INF/manifest.xml", b"x")), "a.odt", "unsupported-office"),
        (zipped(("a.txt", b"x"), locked=True), "a.zip", "zip-locked"),
        (b"\0\0\0\x18ftypheic" + b"\0" * 20, "a.heic", "image-broken"),
        (b"%!PS-Adobe-3.0\n) nonsense", "a.ps", "postscript-broken"),
        (b"Rar!\x1a\x07\x01\0", "a.rar", "unsupported-archive"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 20, "a.doc", "unsupported-office"),
        (rb"{\rtf1 x}", "a.rtf", "unsupported-rtf"),
    ],
)
def test_what_cannot_be_read_has_its_reason(content: bytes, name: str, code: str, tmp_path: Path) -> None:
    found = unpack(content, name, tmp_path)
    assert found.error is not None and found.error.code == code and codes(found) == [code]
    assert found.error.reason == REASONS[code] and found.pages == ()
    if content:
        assert found.documents[0].path.read_bytes() == content


def test_a_broken_attachment_leaves_its_neighbours(tmp_path: Path) -> None:
    parts = [(b"II*\0 broken", "image/tiff", "1.tif"), (FAX, "image/tiff", "2.tif"), (locked_pdf(), "application/pdf", "3.pdf")]
    found = unpack(mail(*parts), "m.eml", tmp_path)
    assert found.error is None and [len(document.pages) for document in found.documents] == [0, 1, 0]
    assert [(each.code, each.document) for each in found.problems] == [("tiff-broken", "1.tif"), ("pdf-locked", "3.pdf")]


def test_a_fax_cut_off_keeps_the_lines_that_came(tmp_path: Path) -> None:
    paper = sheet(1728, 2200)
    whole = tiff(paper, dpi=(204, 196), compression=None)
    found = unpack(whole[: len(whole) // 2], "fax.tif", tmp_path)
    assert found.error is None and codes(found) == ["tiff-damaged"]
    with Image.open(found.pages[0].image) as page:
        upper = (0, 0, 1728, 1000)
        assert ImageChops.difference(page.crop(upper).convert("L"), paper.crop(upper).convert("L")).getbbox() is None


def test_a_fax_damaged_on_the_line_is_still_a_page(tmp_path: Path) -> None:
    fax = tiff(sheet(1728, 2200), dpi=(204, 196), compression="group3", strip_size=1_000_000)
    cut = bytearray(fax)
    middle = 8 + (len(fax) - 8) // 2
    cut[middle : middle + 200] = os.urandom(200)
    found = unpack(bytes(cut), "fax.tif", tmp_path)
    assert len(found.pages) == 1 and found.error is None and set(codes(found)) <= {"tiff-damaged"}


def test_a_photograph_cut_off_keeps_what_came(tmp_path: Path) -> None:
    whole = encoded(sheet(1200, 1600).convert("L"), "JPEG")
    found = unpack(whole[: len(whole) // 2], "IMG_1.jpg", tmp_path)
    assert len(found.pages) == 1 and codes(found) == ["image-damaged"] and found.error is None


def test_a_tiff_that_bites_its_tail(tmp_path: Path) -> None:
    assert len(unpack(cyclic_tiff(), "fax.tif", tmp_path).pages) == 2


def test_a_bomb_of_pages(tmp_path: Path) -> None:
    book = encoded(sheet(100, 100), "PDF", save_all=True, append_images=[sheet(100, 100 + n) for n in range(5)])
    found = unpack(book, "a.pdf", tmp_path, Limits(pages=3))
    assert len(found.pages) == 3 and codes(found) == ["too-many-pages"] and found.error is None


def test_pages_count_over_the_whole_message(tmp_path: Path) -> None:
    two = tiff(sheet(1728, 300), sheet(1728, 301))
    more = tiff(sheet(1728, 302), sheet(1728, 303))
    found = unpack(mail((two, "image/tiff", "1.tif"), (more, "image/tiff", "2.tif")), "m.eml", tmp_path, Limits(pages=3))
    assert len(found.pages) == 3 and codes(found) == ["too-many-pages"]


def test_too_much_for_the_memory_is_that_documents_problem(tmp_path: Path) -> None:
    bomb = huge_png()
    limits = Limits(memory=200 << 20, pixels=1_000_000_000)
    found = unpack(mail((bomb, "image/png", "bomb.png"), (FAX, "image/tiff", "fax.tif")), "m.eml", tmp_path, limits)
    assert [len(document.pages) for document in found.documents] == [0, 1]
    assert [(each.code, each.document) for each in found.problems] == [("out-of-memory", "bomb.png")]


def test_too_slow_is_that_documents_problem_and_its_neighbours_are_read(tmp_path: Path) -> None:
    slow = scanned_pdf(sheet(1728, 2292), over=b"0 0 1 1 re f " * 5_000_000)
    parts = [(FAX, "image/tiff", "1.tif"), (slow, "application/pdf", "slow.pdf"), (encoded(sheet(800, 1000), "PNG"), "image/png", "3.png")]
    found = unpack(mail(*parts), "m.eml", tmp_path, replace(Limits(), seconds=1.5))
    assert [len(document.pages) for document in found.documents] == [1, 0, 1]
    assert [(each.code, each.document) for each in found.problems] == [("out-of-time", "slow.pdf")]
    assert [page.number for page in found.pages] == [1, 2]


def test_ten_thousand_pages(tmp_path: Path) -> None:
    book = pdf(*[b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 50 50]>>"] * 10_000, count=10_000)
    found = unpack(book, "a.pdf", tmp_path, Limits(pages=3))
    assert len(found.pages) == 3 and codes(found) == ["too-many-pages"]


PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</XObject<</X 5 0 R>>>>/Contents 4 0 R>>"
DRAWS = b"<</Length 5>>stream\n/X Do\nendstream"
ITSELF = b"<</Type/XObject/Subtype/Form/BBox[0 0 595 842]/Resources<</XObject<</X 5 0 R>>>>/Length 11>>stream\n/X Do /X Do\nendstream"


CIRCLES = {
    "a tree of pages that is its own branch": pdf(b"<</Type/Pages/Parent 2 0 R/Kids[2 0 R]/Count 9>>"),
    "a drawing that draws itself": pdf(PAGE, DRAWS, ITSELF),
    "an object that is itself": pdf(b"3 0 R"),
    "contents that are themselves": pdf(PAGE, b"4 0 R", ITSELF),
}


@pytest.mark.parametrize("content", CIRCLES.values(), ids=CIRCLES)
def test_a_pdf_that_goes_round_in_circles_comes_to_an_end(content: bytes, tmp_path: Path) -> None:
    began = time.monotonic()
    found = unpack(content, "a.pdf", tmp_path, replace(Limits(), seconds=10, total_seconds=25))
    assert found.pages or set(codes(found)) <= {"pdf-broken", "pdf-damaged", "out-of-time", "out-of-memory"}
    assert time.monotonic() - began < 60


def test_a_hundred_megapixels_are_a_page_or_a_reason(tmp_path: Path) -> None:
    found = unpack(mail((huge_png(10_000, 10_000), "image/png", "a.png"), (FAX, "image/tiff", "b.tif")), "m.eml", tmp_path)
    assert [len(document.pages) for document in found.documents][1] == 1
    assert len(found.pages) == 2 or {"out-of-memory", "too-many-pixels", "out-of-time"} & set(codes(found))
    assert codes(unpack(huge_png(12_000, 12_000), "a.png", tmp_path / "more")) == ["too-many-pixels"]


def test_pictures_of_pages_fill_no_disk(tmp_path: Path) -> None:
    parts = [(encoded(sheet(900, 1200 + n), "PNG"), "image/png", f"{n}.png") for n in range(3)]
    found = unpack(mail(*parts), "m.eml", tmp_path, Limits(picture_bytes=1))
    assert [len(document.pages) for document in found.documents] == [1, 0, 0] and codes(found) == ["too-large"] * 2


def test_out_of_time_at_once(tmp_path: Path) -> None:
    found = unpack(FAX, "fax.tif", tmp_path, Limits(total_seconds=0.0))
    assert found.error is not None and found.error.code == "out-of-time"


def test_too_large_and_too_many(tmp_path: Path) -> None:
    assert codes(unpack(FAX, "fax.tif", tmp_path / "1", Limits(total_bytes=100))) == ["too-large"]
    many = mail(*((FAX + bytes([n]), "image/tiff", f"{n}.tif") for n in range(4)))
    assert "too-many-documents" in codes(unpack(many, "m.eml", tmp_path / "2", Limits(documents=2)))


def test_every_reason_is_thai() -> None:
    for code, reason in REASONS.items():
        assert problem(code, "a").reason == reason
        assert any("\u0e01" <= letter <= "\u0e5b" for letter in reason), code


SEEDS = [
    FAX,
    cyclic_tiff(),
    typed_pdf(),
    encoded(sheet(100, 120), "PNG"),
    encoded(sheet(100, 120).convert("L"), "JPEG"),
    mail((FAX, "image/tiff", "f.tif")),
]


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    content = bytearray(draw(st.sampled_from(SEEDS)))
    for place, value in draw(st.lists(st.tuples(st.integers(0, len(content) - 1), st.integers(0, 255)), max_size=12)):
        content[place] = value
    return bytes(content[: draw(st.integers(0, len(content)))] if draw(st.booleans()) else content)


SUFFIXES = st.sampled_from(["x.eml", "x.tif", "x.pdf", "x.png", "x.jpg", "x", ""])
# PDFs go to poppler, a process each; the child's own tests cover them.
CHEAP = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@CHEAP
@given(st.one_of(st.binary(max_size=400), damaged()), SUFFIXES)
def test_any_bytes_under_any_name(content: bytes, name: str) -> None:
    try:
        opened = open_file(content, name, Limits())
    except UnpackError as error:
        assert error.code in REASONS
        return
    assert opened.documents or opened.problems or opened.envelope.automatic
    with tempfile.TemporaryDirectory() as folder:
        for found in opened.documents:
            if found.kind != "pdf":
                assert_pages_or_reason(found.kind, found.content, Path(folder))


def assert_pages_or_reason(kind: str, content: bytes, folder: Path) -> None:
    path = folder / "document"
    path.write_bytes(content)
    try:
        pages, code = pages_of(kind, path, folder, "page", 10, Limits(pixels=10_000_000))
    except UnpackError as error:
        assert error.code in REASONS
        return
    assert pages and (code is None or code in REASONS)


@given(st.binary(max_size=64), st.text(max_size=10))
def test_any_bytes_have_a_kind(content: bytes, name: str) -> None:
    assert kind_of(content, name)


@settings(max_examples=4, deadline=None)
@given(st.one_of(st.binary(max_size=400), damaged()), SUFFIXES)
def test_the_child_always_answers(content: bytes, name: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        found = unpack(content, name, Path(folder))
    assert found.pages or found.documents or found.problems
