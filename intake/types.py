"""What comes in, and what unpacking makes of it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Sender:
    """Who sent a message, as far as message and gateway tell. Unknown parts are None.

    number: the caller in E.164 (`+6653569692`); station: the far machine's own identification as printed
    (`0-5356-9692`); address: the mail address in From; gateway: the recogniser's name (`hylafax`).
    """

    number: str | None = None
    station: str | None = None
    address: str | None = None
    gateway: str | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that could not be used, for a person to see. `code` is stable, `reason` is Thai, `document` a name."""

    code: str
    reason: str
    document: str | None = None


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a PDF's text layer. `box`: left, top, right, bottom in pixels of the page's picture."""

    text: str
    box: tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class TypedLine:
    """A line of what was typed (Word, Excel, a mail's body). box, cell: left, top, right, bottom on a made-up plane.

    cell: the table's cell that it stands in, None outside tables; an empty cell has a line without text.
    """

    text: str
    box: tuple[float, float, float, float]
    cell: tuple[float, float, float, float] | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """One sheet. `image`: a PNG with square pixels, turned and cut as received.

    number: counts from 1 over all pages of the message. dpi: of the PNG. scale: (x, y) factors from the PNG's pixels to
    the pixels of the page as received (TIFF: its own; PDF: at 200 dpi; a picture: its own). A 204x98 fax has its rows
    repeated twice, so its scale is (1, 0.5). words: a PDF's text layer, empty where it has none. typed: it was never paper:
    `lines` are all that stands on it, and `image` only shows them.
    """

    number: int
    image: Path
    width: int
    height: int
    dpi: float
    scale: tuple[float, float] = (1.0, 1.0)
    words: tuple[Word, ...] = ()
    typed: bool = False
    lines: tuple[TypedLine, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A file that came in, byte for byte. `path` holds its bytes; without pages `problem` says why.

    is_body: it is no file, but a mail's own text, in which a form is typed.
    """

    name: str
    media_type: str
    sha256: str
    size: int
    path: Path
    pages: tuple[Page, ...] = ()
    problem: Problem | None = None
    is_body: bool = False


@dataclass(frozen=True, slots=True)
class Envelope:
    """What the head of a message says. taken_at: when the gateway or first mail server took it (aware), if known.

    pages_claimed: how many pages the gateway says it sent. automatic: `bounce`, `auto-reply`, `delivery-report`,
    `newsletter`, or None for a message that a person or gateway meant for us.
    """

    message_id: str | None = None
    subject: str = ""
    from_address: str | None = None
    taken_at: datetime | None = None
    pages_claimed: int | None = None
    automatic: str | None = None


@dataclass(frozen=True, slots=True)
class Unpacked:
    """A message or file taken apart. `error` only if nothing of it could be opened.

    bodies: the mail's own text as a page, in each form that it came in (plain, HTML). It is one of the documents only once a
    form was found in it (`with_body`).
    """

    sender: Sender = field(default_factory=Sender)
    envelope: Envelope = field(default_factory=Envelope)
    documents: tuple[Document, ...] = ()
    problems: tuple[Problem, ...] = ()
    error: Problem | None = None
    bodies: tuple[Document, ...] = ()

    def with_body(self, body: Document) -> Unpacked:
        """The same with the mail's text as its last document: that it carries no document is no problem then."""
        number = len(self.pages) + 1
        counted = replace(body, pages=tuple(replace(page, number=number) for page in body.pages))
        problems = tuple(problem for problem in self.problems if problem.code != "no-document")
        return replace(self, documents=(*self.documents, counted), problems=problems, bodies=())

    @property
    def pages(self) -> tuple[Page, ...]:
        """All pages of all documents, in MIME order."""
        return tuple(page for document in self.documents for page in document.pages)
