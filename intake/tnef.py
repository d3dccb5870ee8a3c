"""winmail.dat (TNEF, from Outlook): the files in it. The parsing is tnefparse's."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from tnefparse.tnef import TNEF, TNEFAttachment, TNEFObject

from intake.charsets import decode
from intake.heads import file_name
from intake.problems import UnpackError

# A charset in which every byte is a letter: names come back as the bytes that they were.
_AS_BYTES = "latin-1"
_HEAD, _LEAST = 6, 12
Member = tuple[str, bytes]


def members(content: bytes, most: int, most_bytes: int) -> tuple[list[Member], str]:
    """Names and bytes of the files, and the text of the message. UnpackError: `tnef-broken`, `too-many-documents`, `too-large`."""
    try:
        files, text = _walked(content)
    except (ValueError, TypeError, IndexError, AssertionError, LookupError, AttributeError) as error:
        raise UnpackError("tnef-broken") from error
    if len(files) > most:
        raise UnpackError("too-many-documents")
    if sum(len(data) for _, data in files) > most_bytes:
        raise UnpackError("too-large")
    return files, text


def _walked(content: bytes) -> tuple[list[Member], str]:
    """Object by object, so that one that is broken, or a subject in another charset, costs only itself."""
    text = ""
    found: list[tuple[TNEFAttachment, list[bytes]]] = []
    for part in _objects(content):
        if part.name == TNEF.ATTATTACHRENDDATA:
            found.append((TNEFAttachment(_AS_BYTES), []))
        elif part.name == TNEF.ATTBODY:
            text = decode(bytes(part.data).rstrip(b"\0"))
        elif part.level == TNEF.LVL_ATTACHMENT and found:
            attachment, titles = found[-1]
            if part.name == TNEF.ATTATTACHTITLE:
                titles.append(bytes(part.data))
                continue
            with contextlib.suppress(Exception):  # whatever a broken property does in the library, the file's bytes are apart
                attachment.add_attr(part)
    return [_member(attachment, titles, place) for place, (attachment, titles) in enumerate(found, 1)], text


def _objects(content: bytes) -> Iterator[TNEFObject]:
    place = _HEAD
    while place + _LEAST < len(content):
        part = TNEFObject(content[place:])
        place += part.length
        yield part


def _member(attachment: TNEFAttachment, titles: list[bytes], place: int) -> Member:
    given = attachment.long_filename() if attachment.mapi_attrs else None
    long_name = given if isinstance(given, str) else ""
    with contextlib.suppress(UnicodeEncodeError):  # a Unicode name is no bytes in disguise
        long_name = decode(long_name.encode(_AS_BYTES))
    short = decode(titles[0]) if titles else ""
    name = file_name(long_name.strip("\0")) or file_name(short.strip("\0")) or f"winmail-{place}"
    return name, bytes(attachment.data or b"")
