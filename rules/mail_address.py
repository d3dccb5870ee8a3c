"""E-mail addresses as written on paper: spaces in them, Thai digits, `(at)`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from email_validator import EmailNotValidError, validate_email
from rapidfuzz.distance import Levenshtein

from rules.grammar import MOST_CANDIDATES, Parsed
from rules.lists import Lists
from rules.text import arabic_digits, without_leaders

DOMAINS = (
    "gmail.com",
    "hotmail.com",
    "outlook.com",
    "outlook.co.th",
    "yahoo.com",
    "yahoo.co.th",
    "icloud.com",
    "live.com",
    "windowslive.com",
)
"""Public mail services; a public body's own address ends in one of `_PUBLIC`."""
_PUBLIC = (".go.th", ".mail.go.th", ".or.th", ".ac.th", ".co.th", ".mi.th")
_AT = re.compile(r"\s*[(\[{<]\s*(?:at|@)\s*[)\]}>]\s*", re.IGNORECASE)
_LOOKS_LIKE_AT = "©®Q"


def parse_mail_address(text: str, lists: Lists | None = None) -> Parsed:
    """The address with a small-letter domain; what is none stays as read, with what it may mean as candidates.

    With lists, a domain that is a known one but for a letter or two is taken for that and doubted.
    """
    read = without_leaders(text)
    value = _canonical(read)
    meant = tuple(dict.fromkeys(c for c in _meant(value) if c != value))[:MOST_CANDIDATES]
    if not is_mail_address(value):
        return Parsed(value, read, 0.1, ("not-an-address",), candidates=meant)
    if _domain(value) in DOMAINS or _domain(value).endswith(_PUBLIC):
        return Parsed(value, read, 1.0, ("valid-address", "known-domain"), candidates=meant)
    if lists is not None and len(meant) == 1:
        return Parsed(meant[0], read, 0.7, ("valid-address", "domain-near"), candidates=(value,))
    return Parsed(value, read, 0.4 if meant else 0.7, ("valid-address",), candidates=meant)


def is_mail_address(text: str) -> bool:
    """The text is an address by form; whether its domain exists is not asked."""
    try:
        validate_email(text, check_deliverability=False)
    except EmailNotValidError:
        return False
    return text.isascii()


def _canonical(read: str) -> str:
    body = "".join(arabic_digits(_AT.sub("@", read)).split())
    local, at, domain = body.rpartition("@")
    return local + at + domain.lower() if at else body


def _domain(address: str) -> str:
    return address.rpartition("@")[2]


def _meant(value: str) -> Iterator[str]:
    """Addresses that this is but for a sign that looks alike: the @, a comma for a dot, one or two letters of a known domain."""
    for text in (value, *(value.replace(sign, "@", 1) for sign in _LOOKS_LIKE_AT if sign in value)):
        local, at, domain = text.rpartition("@")
        dotted = domain.replace(",", ".").lower()
        if at and is_mail_address(f"{local}@{dotted}"):
            yield f"{local}@{dotted}"
        near = [known for known in DOMAINS if 0 < Levenshtein.distance(dotted, known) <= 2]
        yield from (f"{local}@{known}" for known in near if is_mail_address(f"{local}@{known}"))
