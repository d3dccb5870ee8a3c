"""Thai in mails is read as it was written, however it was labelled."""

from __future__ import annotations

import base64
from email.message import Message

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.charsets import decode
from intake.heads import file_name, head, parameters, readable
from intake.mime import parse
from tests.intake.material import raw_mail

TEXT = "ส่งแบบรายงานผู้ประสานงาน (0-5300-0000)"
thai = st.text(st.characters(min_codepoint=0x0E01, max_codepoint=0x0E3A), min_size=4, max_size=40)


@pytest.mark.parametrize(
    "label", ["windows-874", "TIS-620", "tis620", "ISO-8859-11", "cp874", "x-windows-874", "us-ascii", "iso-8859-1", "", "no-such"]
)
@pytest.mark.parametrize("codec", ["cp874", "utf-8"])
def test_label_and_bytes_in_every_combination(label: str, codec: str) -> None:
    assert decode(TEXT.encode(codec), label) == TEXT


def test_cp874_labelled_as_utf8() -> None:
    assert decode(TEXT.encode("cp874"), "utf-8") == TEXT


def test_utf8_that_was_taken_for_latin_1_on_the_way() -> None:
    assert decode(TEXT.encode().decode("latin-1").encode(), "utf-8") == TEXT


@pytest.mark.parametrize("text", ["café", "naïve façade", "Übergröße", "£5 and 20°"])
def test_european_text_is_left_alone(text: str) -> None:
    assert decode(text.encode("latin-1"), "iso-8859-1") == text
    assert decode(text.encode(), "utf-8") == text


@given(thai)
def test_labelled_thai_comes_back(text: str) -> None:
    assert decode(text.encode("cp874"), "windows-874") == text
    assert decode(text.encode(), "utf-8") == text


@given(st.binary(max_size=80), st.text(max_size=12))
def test_any_bytes_under_any_label_are_text(content: bytes, label: str) -> None:
    assert isinstance(decode(content, label), str)


def word(text: str, label: str, codec: str) -> str:
    return f"=?{label}?B?{base64.b64encode(text.encode(codec)).decode()}?="


def test_encoded_words_cut_in_mid_letter() -> None:
    content = TEXT.encode()
    words = " ".join(f"=?UTF-8?B?{base64.b64encode(content[i : i + 10]).decode()}?=" for i in range(0, len(content), 10))
    assert readable(words) == TEXT


def test_encoded_words_beside_plain_text() -> None:
    assert readable(f"FW: RE: {word('แบบตอบ', 'TIS-620', 'cp874')} fax") == "FW: RE: แบบตอบ fax"


@pytest.mark.parametrize(
    "line",
    [
        f"Subject: {word(TEXT, 'TIS-620', 'cp874')}",
        f"Subject: {word(TEXT, 'windows-874', 'cp874')}",
        b"Subject: " + TEXT.encode("cp874"),
        b"Subject: " + TEXT.encode(),
    ],
)
def test_subjects(line: str | bytes) -> None:
    assert head(parse(raw_mail(line, "From: a@b.example", "", "x")), "subject") == TEXT


def disposition(value: str | bytes) -> Message:
    value = value if isinstance(value, bytes) else value.encode()
    return parse(raw_mail(b"Content-Disposition: attachment; " + value, "", "x"))


@pytest.mark.parametrize(
    "value",
    [
        "filename*=UTF-8''%E0%B9%81%E0%B8%9A%E0%B8%9A.pdf",
        "filename*=windows-874''%E1%BA%BA.pdf",
        "filename*0*=UTF-8''%E0%B9%81%E0%B8; filename*1*=%9A%E0%B8%9A; filename*2=.pdf",
        f'filename="{word("แบบ.pdf", "utf-8", "utf-8")}"',
        'filename="แบบ.pdf"',
        b'filename="' + "แบบ.pdf".encode("cp874") + b'"',
        "filename=แบบ.pdf",
    ],
)
def test_file_names(value: str | bytes) -> None:
    assert parameters(disposition(value), "content-disposition")["filename"] == "แบบ.pdf"


def test_a_name_with_spaces_and_without_quotes() -> None:
    assert parameters(disposition("filename=scan from mfp 01.pdf; size=12"), "content-disposition")["filename"] == "scan from mfp 01.pdf"


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("C:\\Scan\\doc01.pdf", "doc01.pdf"),
        ("../../etc/passwd", "passwd"),
        ("a\0b\n.tif", "ab.tif"),
        ("\u202egpj.exe", "gpj.exe"),
        ("..", ""),
    ],
)
def test_hostile_names_lead_nowhere(name: str, kept: str) -> None:
    assert file_name(name) == kept


@given(st.text(max_size=400))
def test_any_name_is_one_short_component(name: str) -> None:
    kept = file_name(name)
    assert "/" not in kept and "\\" not in kept and "\0" not in kept and len(kept) <= 150 and kept not in (".", "..")


@given(st.binary(max_size=200))
def test_any_head_line_is_read(content: bytes) -> None:
    message = parse(b"Subject: " + content.replace(b"\n", b" ").replace(b"\r", b" ") + b"\r\n\r\n")
    assert isinstance(head(message, "subject"), str)
    assert isinstance(parameters(message, "subject"), dict)
