"""Papers packed in zips, winmail.dat, uuencode and mails within mails come out byte for byte, under their own names."""

from __future__ import annotations

import base64
import tempfile
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intake import uuencode
from intake.limits import Limits
from intake.opening import open_file
from intake.problems import UnpackError
from intake.unpack import unpack
from tests.intake.material import mail, raw_mail, sheet, tiff, typed_pdf
from tests.intake.packed import tnef, uuencoded, zipped

PDF = typed_pdf()
FAX = tiff(sheet(1728, 600))
THAI = "แบบรายงาน.pdf"


def papers(content: bytes, limits: Limits | None = None) -> list[tuple[str, bytes, str | None]]:
    return [(each.name, each.content, each.fault) for each in open_file(content, "1.eml", limits or Limits()).documents]


def attached(content: bytes, name: str = "scan.zip", kind: str = "application/octet-stream") -> bytes:
    return mail((content, kind, name))


@pytest.mark.parametrize("name", [THAI, THAI.encode("cp874"), THAI.encode("utf-8")], ids=["marked utf-8", "cp874", "utf-8 unmarked"])
def test_a_zip_gives_its_papers_under_their_thai_names(name: str | bytes) -> None:
    assert papers(attached(zipped((name, PDF)))) == [(THAI, PDF, None)]


def test_a_zip_by_itself_is_opened(tmp_path: Path) -> None:
    found = unpack(zipped(("a.pdf", PDF), ("b.tif", FAX)), "scan.zip", tmp_path)
    assert [(each.name, len(each.pages)) for each in found.documents] == [("a.pdf", 1), ("b.tif", 1)] and found.error is None


@pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/cron.d/x", "..\\..\\x.pdf", "C:\\x.pdf", "a/\u202efdp.exe", "con\x01.pdf"])
def test_a_name_climbs_nowhere(name: str, tmp_path: Path) -> None:
    found = unpack(attached(zipped((name, PDF))), "m.eml", tmp_path / "work")
    [document] = found.documents
    assert "/" not in document.name and "\\" not in document.name and document.name.isprintable()
    assert document.path.parent == tmp_path / "work" and [each.name for each in tmp_path.iterdir()] == ["work"]


def test_what_systems_put_into_zips_is_no_paper() -> None:
    content = zipped(("folder/", b""), ("folder/a.pdf", PDF), ("__MACOSX/folder/._a.pdf", b"x"), ("folder/Thumbs.db", b"x"))
    assert papers(attached(content)) == [("a.pdf", PDF, None)]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (zipped(("a.pdf", PDF), locked=True), "zip-locked"),
        (zipped(("a.pdf", PDF))[:-30], "zip-broken"),
        (zipped(), "zip-empty"),
        (zipped(("a.pdf", PDF)).replace(PDF[:20], b"\0" * 20), None),
        (zipped(("a.pdf", PDF), method=zipfile.ZIP_STORED).replace(b"%PDF", b"%XXX"), "zip-broken"),
        (b"Rar!\x1a\x07\x01\0", None),
        (b"\x78\x9f\x3e\x22\x00\x00\x01\x02\x90\x06\x00\xff\xff\xff\xff" + b"\0" * 9, None),
    ],
)
def test_one_that_cannot_be_opened_is_kept_with_its_reason(content: bytes, code: str | None) -> None:
    if code:
        assert papers(attached(content)) == [("scan.zip", content, code)]
    else:
        assert all(fault is None for _, _, fault in papers(attached(content)))


def test_a_member_without_a_name_has_one_made() -> None:
    archive = bytearray(zipped(("abc", PDF)))
    place = archive.find(b"PK\x01\x02")
    archive[place + 28], archive[place + 30] = 0, 3  # in the directory, the name's letters are an extra field's
    [(name, content, fault)] = papers(attached(bytes(archive)))
    assert name and (content == PDF or fault == "zip-broken")


def test_a_bomb_is_given_up() -> None:
    bomb = zipped(("a.bin", b"\0" * 3_000_000))
    assert papers(attached(bomb), Limits(total_bytes=2_000_000)) == [("scan.zip", bomb, "too-large")]


def test_bombs_side_by_side_count_together() -> None:
    content = zipped(*((f"{n}.zip", zipped((f"{n}.pdf", PDF + b"\0" * 400_000 + bytes([n])))) for n in range(4)))
    found = papers(attached(content), Limits(total_bytes=1_000_000))
    assert [fault for _, _, fault in found] == [None, None, "too-large", "too-large"]


def test_zips_in_zips_have_an_end() -> None:
    content = PDF
    for n in range(12):
        content = zipped((f"{n}.zip", content))
    assert [fault for _, _, fault in papers(attached(content))] == ["too-deep"]


def test_a_locked_zip_is_seen_by_a_person(tmp_path: Path) -> None:
    found = unpack(attached(zipped(("a.pdf", PDF), locked=True)), "m.eml", tmp_path)
    assert [(each.code, each.document) for each in found.problems] == [("zip-locked", "scan.zip")]


@pytest.mark.parametrize("long", [b"", THAI.encode("cp874"), THAI], ids=["short name only", "cp874", "unicode"])
def test_winmail_gives_its_papers(long: bytes | str) -> None:
    content = tnef((b"FORM~1.PDF", long, PDF), (b"fax.tif", b"", FAX), subject="เรื่อง".encode("cp874"))
    found = papers(attached(content, "winmail.dat", "application/ms-tnef"))
    assert found == [(THAI if long else "FORM~1.PDF", PDF, None), ("fax.tif", FAX, None)]


def test_a_winmail_of_text_alone_is_no_paper() -> None:
    found = open_file(attached(tnef(body="เรียน ผู้เกี่ยวข้อง".encode("cp874")), "winmail.dat"), "1.eml", Limits())
    assert found.documents == () and [each.code for each in found.problems] == ["no-document"]


@pytest.mark.parametrize("cut", ["`\nend\n", "end\n", ""], ids=["whole", "no last line", "cut off"])
def test_uuencode_in_the_text_is_a_paper(cut: str) -> None:
    content = raw_mail("From: a@b.example", "Content-Type: text/plain; charset=us-ascii", "", "Dear all", "", uuencoded(FAX, end=cut))
    assert papers(content) == [("fax.tif", FAX, None)]
    [body] = open_file(content, "1.eml", Limits()).bodies
    assert [line for line in body if str(line).strip()] == ["Dear all"]


def test_uuencode_base64_and_as_a_file() -> None:
    text = f"begin-base64 644 fax.tif\n{base64.encodebytes(FAX).decode()}====\n"
    assert papers(mail(text=text)) == [("fax.tif", FAX, None)]
    assert papers(attached(uuencoded(PDF, "a.pdf").encode(), "a.uue")) == [("a.pdf", PDF, None)]


@given(st.binary(max_size=300))
def test_any_bytes_survive_uuencode(content: bytes) -> None:
    assert uuencode.members(uuencoded(content).encode()) == ([("fax.tif", content)] if content else [])


@given(st.lists(st.one_of(st.just(b"begin 644 a"), st.just(b"end"), st.binary(max_size=70)), max_size=8))
def test_any_text_is_looked_through_for_uuencode(lines: list[bytes]) -> None:
    text = b"\n".join(lines)
    assert len(uuencode.without(text)) <= len(text) and all(name and data for name, data in uuencode.members(text))


INNER = mail((PDF, "application/pdf", "a.pdf"), From="Fax <fax@gw.example>", subject="Fax from 053000001")


@pytest.mark.parametrize(
    "outer",
    [
        attached(INNER, "fwd.eml"),
        attached(zipped(("fwd.eml", INNER)), "fwd.zip"),
        raw_mail(
            "From: a@b.example",
            "Content-Type: multipart/mixed; boundary=b",
            "",
            "--b",
            "Content-Type: message/rfc822",
            "Content-Transfer-Encoding: base64",
            "",
            base64.encodebytes(INNER),
            "--b--",
        ),
    ],
    ids=["as a file", "zipped", "as base64, which is not allowed"],
)
def test_a_mail_attached_in_any_way_gives_its_paper_and_its_caller(outer: bytes) -> None:
    found = open_file(outer, "1.eml", Limits())
    assert [each.content for each in found.documents] == [PDF] and found.sender.number == "053000001"


def test_containers_are_left_alone_outside_the_child() -> None:
    content = zipped(("a.pdf", PDF))
    assert [each.content for each in open_file(attached(content), "1.eml", Limits(), inside=False).documents] == [content]


SEEDS = [zipped(("a.pdf", PDF)), zipped((THAI.encode("cp874"), b"x")), tnef((b"a", THAI, PDF), body=b"x"), uuencoded(FAX).encode()]


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(SEEDS), st.lists(st.tuples(st.integers(0, 10_000), st.integers(0, 255)), max_size=8), st.integers(0, 400))
def test_any_damage_leaves_papers_or_a_reason(seed: bytes, changes: list[tuple[int, int]], cut: int) -> None:
    content = bytearray(seed)
    for place, value in changes:
        content[place % len(content)] = value
    try:
        found = open_file(bytes(content[: len(content) - cut]) or b"x", "a.bin", Limits())
    except UnpackError:
        return
    assert found.documents or found.problems or found.bodies


def test_postscript_is_a_fax_pixel_for_pixel(tmp_path: Path) -> None:
    paper = sheet(400, 500)
    bits = paper.tobytes().hex()
    picture = f"400 500 1 [400 0 0 -500 0 500] {{currentfile 50 string readhexstring pop}} image\n{bits}\n"
    program = f"%!PS-Adobe-3.0\n<</PageSize [144 180]>> setpagedevice\n144 180 scale\n{picture}showpage\n"
    talk = b"\x1b%-12345X@PJL ENTER LANGUAGE=POSTSCRIPT\n" + program.encode() + b"\x1b%-12345X"
    for content in (program.encode(), talk):
        with tempfile.TemporaryDirectory() as work:
            found = unpack(content, "fax.ps", Path(work))
            [page] = found.pages
            assert (page.width, page.height) == (400, 500) and found.problems == ()
