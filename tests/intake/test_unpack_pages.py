"""A file becomes pages with square pixels, nothing resampled that was sharp, each with its way back to the page as received."""

from __future__ import annotations

import io
import struct
import subprocess
import zlib
from pathlib import Path

import pillow_heif
import pytest
from PIL import Image, ImageChops, ImageOps, ImageStat

from intake.tiff import resolution_of
from intake.types import Page, Unpacked
from intake.unpack import unpack
from tests.intake.material import encoded, mail, pdf, scanned_pdf, sheet, tiff, typed_pdf


def only_page(found: Unpacked) -> Page:
    assert found.error is None and found.problems == ()
    [page] = found.pages
    return page


def picture(page: Page) -> Image.Image:
    with Image.open(page.image) as image:
        image.load()
        assert image.size == (page.width, page.height)
        return image


def grey_scan_with_text(part: float) -> bytes:
    """A PDF whose page is text, and over it a grey picture of this share of the page's width and height."""
    data = zlib.compress(sheet(413, 585).convert("L").tobytes())
    place = b"q %.1f 0 0 %.1f 0 0 cm /I Do Q " % (595 * part, 842 * part)
    content = place + b"BT /F 20 Tf 3 Tr 72 100 Td (Somebody read this) Tj ET"
    picture = b"<</Type/XObject/Subtype/Image/ColorSpace/DeviceGray/BitsPerComponent 8/Width 413/Height 585/Filter/FlateDecode"
    font = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
    resources = b"/Resources<</Font<</F 5 0 R>>/XObject<</I 6 0 R>>>>"
    return pdf(
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]%s/Contents 4 0 R>>" % resources,
        b"<</Length %d>>stream\n%s\nendstream" % (len(content), content),
        font,
        picture + b"/Length %d>>stream\n%s\nendstream" % (len(data), data),
    )


@pytest.mark.parametrize(("part", "has_words"), [(1.0, False), (0.4, True)])
def test_the_text_beneath_a_scan_is_left_aside(part: float, has_words: bool, tmp_path: Path) -> None:
    assert bool(only_page(unpack(grey_scan_with_text(part), "a.pdf", tmp_path)).words) == has_words


def test_a_heic_photograph_is_a_page(tmp_path: Path) -> None:
    paper = sheet(1200, 1600).convert("L")
    file = io.BytesIO()
    pillow_heif.from_pillow(paper.convert("RGB")).save(file, quality=90)
    page = only_page(unpack(mail((file.getvalue(), "image/heic", "IMG_1.HEIC")), "m.eml", tmp_path))
    assert page.scale == (1.0, 1.0)
    assert ImageStat.Stat(ImageChops.difference(picture(page).convert("L"), paper)).mean[0] < 5


def same(one: Image.Image, other: Image.Image) -> bool:
    return one.size == other.size and ImageChops.difference(one.convert("L"), other.convert("L")).getbbox() is None


CODINGS: list[tuple[str | None, dict[str, object]]] = [
    ("group4", {}),
    ("group3", {}),
    ("group3", {"tiffinfo": {292: 1}}),
    (None, {}),
    ("tiff_lzw", {}),
    ("group3", {"tiffinfo": {266: 2}}),
]


@pytest.mark.parametrize(("coding", "options"), CODINGS)
def test_every_coding_of_a_fax_gives_its_very_pixels(coding: str | None, options: dict[str, object], tmp_path: Path) -> None:
    paper = sheet(1728, 2292)
    page = only_page(unpack(tiff(paper, compression=coding, dpi=(204, 196), **options), "fax.tif", tmp_path))
    assert same(picture(page), paper) and picture(page).mode == "1"
    assert (page.number, page.dpi, page.scale) == (1, 204, (1, 1))


def test_min_is_white_and_min_is_black(tmp_path: Path) -> None:
    paper = sheet(1728, 600)
    fax = tiff(paper, compression=None, dpi=(204, 196))
    black = struct.pack("<HHII", 262, 3, 1, 1)
    assert fax.count(black) == 1
    page = only_page(unpack(fax.replace(black, struct.pack("<HHII", 262, 3, 1, 0)), "fax.tif", tmp_path))
    assert same(picture(page), ImageOps.invert(paper))


@pytest.mark.parametrize(
    ("size", "dpi", "made", "scale", "png_dpi"),
    [
        ((1728, 1146), (204, 98), (1728, 2292), (1, 0.5), 204),
        ((1728, 2292), (204, 196), (1728, 2292), (1, 1), 204),
        ((1728, 4572), (204, 391), (3456, 4572), (0.5, 1), 408),
        ((1728, 1146), None, (1728, 2292), (1, 0.5), 204),
        ((1728, 2292), None, (1728, 2292), (1, 1), 204),
        ((1728, 4572), None, (3456, 4572), (0.5, 1), 408),
        ((2048, 1404), None, (2048, 2808), (1, 0.5), 204),
        ((2432, 3240), None, (2432, 3240), (1, 1), 204),
    ],
)
def test_square_pixels_by_whole_repeats(
    size: tuple[int, int], dpi: tuple[int, int] | None, made: tuple[int, int], scale: tuple[float, float], png_dpi: float, tmp_path: Path
) -> None:
    paper = sheet(*size)
    page = only_page(unpack(tiff(paper, dpi=dpi), "fax.tif", tmp_path))
    assert ((page.width, page.height), page.scale, page.dpi) == (made, scale, png_dpi)
    assert same(picture(page), paper.resize(made, Image.Resampling.NEAREST))


def test_resolution_in_centimetres_and_nonsense() -> None:
    assert resolution_of(1728, 1146, 80.31, 38.58, 3) == pytest.approx((204, 98), abs=0.1)
    assert resolution_of(1728, 1146, 1, 1, 2) == (204, 98)
    assert resolution_of(1654, 2339, 0, 0, 1) == pytest.approx((200, 200))


def test_pages_are_numbered_over_all_documents(tmp_path: Path) -> None:
    fax = tiff(sheet(1728, 1100), sheet(1728, 1000), dpi=(204, 98))
    found = unpack(mail((fax, "image/tiff", "1.tif"), (typed_pdf(), "application/pdf", "2.pdf")), "m.eml", tmp_path)
    assert [page.number for page in found.pages] == [1, 2, 3]
    assert [len(document.pages) for document in found.documents] == [2, 1]
    assert found.documents[0].path.read_bytes() == fax and found.documents[0].size == len(fax)


def test_the_station_that_the_fax_server_wrote_down(tmp_path: Path) -> None:
    fax = tiff(sheet(1728, 1100), dpi=(204, 98), tiffinfo={270: "0-5300-0000"})
    found = unpack(fax, "fax.tif", tmp_path)
    assert (found.sender.station, found.sender.number) == ("0-5300-0000", "+6653000000")


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_a_scanned_pdf_gives_its_own_pixels(rotate: int, tmp_path: Path) -> None:
    paper = sheet(1728, 2292)
    page = only_page(unpack(scanned_pdf(paper, rotate=rotate), "scan.pdf", tmp_path))
    assert same(picture(page), paper.rotate(-rotate, expand=True))
    rendered = (1728 / 204 * 200, 2292 / 196 * 200)
    shown = rendered if rotate in (0, 180) else rendered[::-1]
    assert (page.width * page.scale[0], page.height * page.scale[1]) == pytest.approx(shown, abs=1)


def test_a_coarse_scanned_pdf_has_its_rows_repeated(tmp_path: Path) -> None:
    paper = sheet(1728, 1146)
    page = only_page(unpack(scanned_pdf(paper, (204, 98)), "scan.pdf", tmp_path))
    assert same(picture(page), paper.resize((1728, 2292), Image.Resampling.NEAREST))


def test_a_picture_with_something_over_it_is_rendered_whole(tmp_path: Path) -> None:
    stamp = b"0 g 300 300 120 40 re f"
    page = only_page(unpack(scanned_pdf(sheet(1728, 2292), over=stamp), "scan.pdf", tmp_path))
    assert page.dpi == 200 and page.scale == (1, 1)
    at = (int(360 * 200 / 72), int(page.height - 320 * 200 / 72))
    assert picture(page).getpixel(at) == 0


def test_words_stand_where_they_are_seen(tmp_path: Path) -> None:
    page = only_page(unpack(typed_pdf("Coordinator"), "a.pdf", tmp_path))
    [word] = page.words
    left, top, right, bottom = word.box
    assert word.text == "Coordinator"
    seen = ImageChops.invert(picture(page).convert("L")).getbbox()
    assert seen is not None
    assert left == pytest.approx(72 * 200 / 72, abs=2) and left - 5 <= seen[0] and seen[2] <= right + 5
    assert top - 4 <= seen[1] and seen[3] <= bottom + 2


def test_a_photograph_is_turned_and_made_smaller(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[274] = 6  # the camera was held upright
    photograph = encoded(sheet(4000, 3000).convert("RGB"), "JPEG", exif=exif)
    page = only_page(unpack(photograph, "IMG_1.jpg", tmp_path))
    assert page.height > page.width and page.height <= 3508
    assert (page.width * page.scale[0], page.height * page.scale[1]) == pytest.approx((3000, 4000))
    upright = sheet(4000, 3000).rotate(-90, expand=True).convert("L").resize((48, 64), Image.Resampling.BOX)
    assert max(ImageChops.difference(picture(page).resize((48, 64), Image.Resampling.BOX), upright).getextrema()) < 40


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16", "CMYK"])
def test_pictures_of_every_mode(mode: str, tmp_path: Path) -> None:
    paper = sheet(800, 1000).convert("L").convert(mode if mode != "I;16" else "I").convert(mode)
    content = encoded(paper, "TIFF" if mode == "CMYK" else "PNG")
    page = only_page(unpack(content, "scan.png", tmp_path))
    assert same(picture(page).convert("1"), sheet(800, 1000)) or mode == "I;16"


def test_a_bilevel_picture_stays_bilevel(tmp_path: Path) -> None:
    page = only_page(unpack(encoded(sheet(5000, 7000), "PNG", dpi=(600, 600)), "scan.png", tmp_path))
    assert (page.width, page.height, page.scale) == (5000, 7000, (1, 1)) and picture(page).mode == "1" and round(page.dpi) == 600


def test_bytes_count_for_more_than_names(tmp_path: Path) -> None:
    found = unpack(mail((tiff(sheet(1728, 1100)), "application/pdf", "fax.pdf")), "m.eml", tmp_path)
    assert found.documents[0].media_type == "image/tiff" and len(found.pages) == 1


def test_the_child_is_told_no_secret(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SARABAN_SECRET", "throw-away")
    seen: list[dict[str, str]] = []
    popen = subprocess.Popen

    def watched(*arguments: object, **options: object) -> object:
        seen.append(dict(options["env"]))  # type: ignore[call-overload]
        return popen(*arguments, **options)  # type: ignore[call-overload]

    monkeypatch.setattr(subprocess, "Popen", watched)
    unpack(b"x", "x.bin", tmp_path)
    assert seen and all("SARABAN_SECRET" not in environment for environment in seen)
