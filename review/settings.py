"""What the review pages need to know from outside."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta

from rules.forms import builtin_forms
from rules.types import FormDefinition


@dataclass(frozen=True, slots=True)
class ReviewSettings:
    """secret_key signs the session cookies (keep it between starts; 32 random bytes or more, as text).

    secure_cookies: the pages are reached by https only. session: how long one log-in lasts. office: the name in the head.
    forms: their definitions, for titles and labels.
    """

    secret_key: str
    secure_cookies: bool = False
    session: timedelta = timedelta(hours=12)
    office: str = ""
    forms: tuple[FormDefinition, ...] = field(default_factory=builtin_forms)

    def __post_init__(self) -> None:
        if len(self.secret_key) < 16:
            raise ValueError("the secret key of the sessions needs at least 16 characters")
