"""Which mail of a mailbox is taken: the box may be the whole office's."""

from __future__ import annotations

from dataclasses import dataclass

from intake import mime
from intake.heads import heads
from intake.limits import Limits
from intake.opening import open_file

_TO = ("to", "cc", "delivered-to", "x-original-to", "envelope-to")


@dataclass(frozen=True, slots=True)
class Rule:
    """Everything that is set must hold. to, sender, subject: one of the texts stands in such a line, capitals or not.

    with_page: something is attached that may be a paper (no logo or signature picture).
    """

    to: tuple[str, ...] = ()
    sender: tuple[str, ...] = ()
    subject: tuple[str, ...] = ()
    with_page: bool = False

    @property
    def asks_head(self) -> bool:
        """Whether the head alone can rule a mail out."""
        return bool(self.to or self.sender or self.subject)

    def takes_head(self, head: bytes) -> bool:
        """Whether a mail with these head lines may be taken."""
        message = mime.parse(head)
        asked = ((self.to, _TO), (self.sender, ("from", "sender")), (self.subject, ("subject",)))
        return all(not texts or _stand(texts, [line for name in names for line in heads(message, name)]) for texts, names in asked)

    def takes(self, content: bytes) -> bool:
        """Whether the whole mail may be taken; in doubt it is."""
        if self.asks_head and not self.takes_head(content):
            return False
        return not self.with_page or _has_page(content)


EVERYTHING = Rule()


def _stand(texts: tuple[str, ...], lines: list[str]) -> bool:
    folded = [line.casefold() for line in lines]
    return any(text.casefold() in line for text in texts for line in folded)


def _has_page(content: bytes) -> bool:
    try:
        return bool(open_file(content, "mail.eml", Limits(), inside=False).documents)  # archives are opened in the bounded child alone
    except Exception:  # what cannot be taken apart here is for a person to see, not to be passed over
        return True
