"""What a file is, told by its first bytes; declared types and suffixes are only believed where the bytes say nothing."""

from __future__ import annotations

import io
import re
import zipfile

MEDIA_TYPES = {
    "tiff": "image/tiff",
    "pdf": "application/pdf",
    "png": "image/png",
    "jpeg": "image/jpeg",
    "gif": "image/gif",
    "bmp": "image/bmp",
    "webp": "image/webp",
    "heic": "image/heic",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "zip": "application/zip",
    "archive": "application/x-compressed",
    "office": "application/x-ole-storage",
    "rtf": "application/rtf",
    "postscript": "application/postscript",
    "tnef": "application/ms-tnef",
    "uuencode": "text/x-uuencode",
    "mail": "message/rfc822",
}
SUFFIXES = {
    "tiff": ".tif",
    "pdf": ".pdf",
    "png": ".png",
    "jpeg": ".jpg",
    "heic": ".heic",
    "docx": ".docx",
    "xlsx": ".xlsx",
    "zip": ".zip",
    "postscript": ".ps",
    "mail": ".eml",
}
PICTURES = frozenset({"png", "jpeg", "gif", "bmp", "webp", "heic"})
CONTAINERS = frozenset({"zip", "tnef", "uuencode", "mail"})
_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"II*\0", "tiff"),
    (b"MM\0*", "tiff"),
    (b"II+\0", "tiff"),
    (b"MM\0+", "tiff"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"GIF8", "gif"),
    (b"%!PS", "postscript"),
    (b"\x04%!PS", "postscript"),
    (b"\x1b%-12345X", "postscript"),
    (b"\xc5\xd0\xd3\xc6", "postscript"),
    (b"\x78\x9f\x3e\x22", "tnef"),
    (b"Rar!\x1a\x07", "archive"),
    (b"7z\xbc\xaf\x27\x1c", "archive"),
    (b"\x1f\x8b\x08", "archive"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "office"),
    (b"{\\rtf", "rtf"),
    (b"PK\x05\x06", "zip"),
)
_HEIC_BRANDS = frozenset({b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1"})
_UUENCODE = re.compile(rb"\Abegin(?:-base64)? [0-7]{3,4} \S")
_HEAD_LINE = re.compile(
    rb"(?im)\A(?:From .*\r?\n)?(?:[\x21-\x39\x3b-\x7e]+:.*\r?\n(?:[ \t].*\r?\n)*){0,80}?"
    rb"(?:received|from|to|date|subject|message-id|mime-version|content-type|return-path|delivered-to):"
)


def kind_of(content: bytes, name: str = "") -> str:
    """`tiff`, `pdf`, `png`, `mail`, … or `unknown`. `name` only decides where the bytes do not."""
    for signature, kind in _SIGNATURES:
        if content.startswith(signature):
            return kind
    if b"%PDF-" in content[:1024]:
        return "pdf"
    if content[:2] == b"BM" and len(content) > 26 and content[6:10] == b"\0\0\0\0":
        return "bmp"
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "webp"
    if content[4:8] == b"ftyp" and content[8:12] in _HEIC_BRANDS:
        return "heic"
    if content[:4] == b"PK\x03\x04":
        return _zip_kind(content)
    if _UUENCODE.match(content[:200].lstrip()):
        return "uuencode"
    return "mail" if _is_mail(content, name) else "unknown"


def media_type_of(kind: str, declared: str = "") -> str:
    """The media type by kind; what the sender declared where the kind is unknown."""
    return MEDIA_TYPES.get(kind) or declared or "application/octet-stream"


def _zip_kind(content: bytes) -> str:
    try:
        names = zipfile.ZipFile(io.BytesIO(content)).namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, UnicodeError):
        return "zip"
    if "word/document.xml" in names:
        return "docx"
    if "xl/workbook.xml" in names:
        return "xlsx"
    # Other papers of office programs (OpenDocument, slides, xlsb) are archives too, of parts that are no papers.
    return "office" if {"[Content_Types].xml", "META-INF/manifest.xml"} & set(names) else "zip"


def _is_mail(content: bytes, name: str) -> bool:
    return name.lower().endswith(".eml") or _HEAD_LINE.match(content[:20_000]) is not None
