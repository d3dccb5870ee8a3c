"""Papers and mails for the tests of intake: drawn or written here, of no real person or office."""

from __future__ import annotations

import io
import struct
import zlib
from email.message import EmailMessage

from PIL import Image, ImageDraw

THAI_NAME = "แบบรายงานผู้ประสานงาน.pdf"


def sheet(width: int = 1728, height: int = 2200) -> Image.Image:
    """A bilevel page that looks different from every side."""
    page = Image.new("1", (width, height), 255)
    draw = ImageDraw.Draw(page)
    draw.rectangle((width // 10, height // 10, width // 2, height // 9), fill=0)
    draw.rectangle((width // 10, height // 3, width // 6, height // 2), fill=0)
    for line in range(10):
        draw.line((width // 8, height * (60 + line) // 100, width * (40 + 3 * line) // 100, height * (60 + line) // 100), fill=0, width=3)
    return page


def tiff(*pages: Image.Image, compression: str | None = "group4", dpi: tuple[float, float] | None = None, **options: object) -> bytes:
    """A TIFF of several pages."""
    file = io.BytesIO()
    extra: dict[str, object] = dict(options)
    if dpi:
        extra["dpi"] = dpi
    pages[0].save(file, "TIFF", compression=compression, save_all=True, append_images=list(pages[1:]), **extra)  # type: ignore[arg-type]
    return file.getvalue()


def encoded(picture: Image.Image, kind: str, **options: object) -> bytes:
    """A picture in a file format of Pillow's."""
    file = io.BytesIO()
    picture.save(file, kind, **options)  # type: ignore[arg-type]
    return file.getvalue()


def scanned_pdf(page: Image.Image, dpi: tuple[float, float] = (204.0, 196.0), rotate: int = 0, over: bytes = b"") -> bytes:
    """A PDF whose page is one bilevel picture, `over` drawn over it in the page's own language."""
    width, height = page.width * 72 / dpi[0], page.height * 72 / dpi[1]
    data = zlib.compress(page.tobytes())
    facts = b"/Width %d/Height %d/Length %d" % (page.width, page.height, len(data))
    kind = b"<</Type/XObject/Subtype/Image/ColorSpace/DeviceGray/BitsPerComponent 1/Filter/FlateDecode%s>>" % facts
    content = zlib.compress(b"q %.3f 0 0 %.3f 0 0 cm /I Do Q " % (width, height) + over)
    box = b"/Rotate %d/MediaBox[0 0 %.3f %.3f]" % (rotate, width, height)
    return pdf(
        b"<</Type/Page/Parent 2 0 R%s/Resources<</XObject<</I 5 0 R>>>>/Contents 4 0 R>>" % box,
        b"<</Filter/FlateDecode/Length %d>>stream\n%s\nendstream" % (len(content), content),
        kind + b"stream\n" + data + b"\nendstream",
    )


def typed_pdf(text: str = "Coordinator", box: tuple[float, float] = (595.0, 842.0)) -> bytes:
    """A PDF with a text layer: `text` at 72 points from the left and 100 from the foot, 20 points high."""
    content = b"BT /F 20 Tf 72 100 Td (%s) Tj ET" % text.encode("ascii")
    font = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
    return pdf(
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 %g %g]/Resources<</Font<</F 5 0 R>>>>/Contents 4 0 R>>" % box,
        b"<</Length %d>>stream\n%s\nendstream" % (len(content), content),
        font,
    )


def pdf(page: bytes, *others: bytes, trailer: bytes = b"", count: int = 1) -> bytes:
    """A PDF of one page object (number 3) and further objects from number 4 on; the first `count` of all are its pages."""
    kids = b"".join(b"%d 0 R " % (3 + n) for n in range(count))
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, count), page, *others]
    out = b"%PDF-1.4\n"
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, table)
    return out + head + b"trailer<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, trailer, len(out))


def locked_pdf() -> bytes:
    """A PDF that no password opens."""
    nothing = b"(" + b"x" * 32 + b")"
    encrypt = b"/Encrypt<</Filter/Standard/V 1/R 2/O%s/U%s/P -4>>/ID[<00><00>]" % (nothing, nothing)
    return pdf(b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>", trailer=encrypt)


def huge_png(width: int = 20_000, height: int = 20_000) -> bytes:
    """A PNG of so many pixels in few bytes."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0))
    row = b"\0" * (1 + (width + 7) // 8)
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(row * height, 9)) + chunk(b"IEND", b"")


def mail(*files: tuple[bytes, str, str], subject: str = "แบบตอบ", text: str = "เรียน ผู้เกี่ยวข้อง", **heads: str) -> bytes:
    """A mail with files (bytes, media type, name) attached. Underscores in names of heads stand for hyphens."""
    message = EmailMessage()
    defaults = {
        "From": "Office <office@agency.example>",
        "To": "fax@province.example",
        "Subject": subject,
        "Date": "Mon, 05 Mar 2018 09:00:00 +0700",
        "Message_ID": "<one@agency.example>",
    }
    for name, value in (defaults | heads).items():
        if value:
            message[name.replace("_", "-")] = value
    message.set_content(text)
    for content, media_type, name in files:
        kind, _, sub = media_type.partition("/")
        message.add_attachment(content, maintype=kind, subtype=sub, filename=name)
    return message.as_bytes()


def raw_mail(*lines: str | bytes) -> bytes:
    """A mail from its lines as they are."""
    return b"\r\n".join(line if isinstance(line, bytes) else line.encode() for line in lines) + b"\r\n"
