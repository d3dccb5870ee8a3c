"""What the review pages need to know from outside."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from rules.forms import builtin_forms
from rules.types import FormDefinition
from storage.ask_again import Asking
from storage.ledger import Ledger
from storage.tables import Circular


@dataclass(frozen=True, slots=True)
class Paper:
    """A file to take away."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class HandedIn:
    """A file that somebody handed in. channel: fax, mail, line, hand, post, system; came_at: when it came, the person says."""

    content: bytes
    name: str
    channel: str
    came_at: datetime
    user_id: int


class NotNow(Exception):
    """Nothing can be taken at this moment; the message says why and who can help, in Thai."""


@dataclass(frozen=True, slots=True)
class ReviewSettings:
    """secret_key signs the session cookies (keep it between starts; 32 random bytes or more, as text).

    secure_cookies: the pages are reached by https only. session: how long one log-in lasts. office: the name in the head.
    forms: their definitions, for titles and labels. own_register: this program numbers the receive register. papers, line_text,
    join_text, draft_text: make files to take away, the text for the LINE group, that for who is not in it, and the draft of
    asking for another paper; none: not offered.
    take: keeps a file that was handed in and gives its receipt's id, or raises NotNow; without it
    nothing can be handed in. mail_text: the text of a mail's bytes, without tags; without it no mail is shown.
    """

    secret_key: str
    secure_cookies: bool = False
    session: timedelta = timedelta(hours=12)
    office: str = ""
    forms: tuple[FormDefinition, ...] = field(default_factory=builtin_forms)
    own_register: bool = False
    papers: Callable[[str, int], Paper | None] | None = None
    line_text: Callable[[Ledger, Circular], str] | None = None
    join_text: Callable[[list[str]], str] | None = None
    draft_text: Callable[[Asking], str] | None = None
    take: Callable[[HandedIn], int] | None = None
    mail_text: Callable[[bytes], str] | None = None

    def __post_init__(self) -> None:
        if len(self.secret_key) < 16:
            raise ValueError("the secret key of the sessions needs at least 16 characters")
