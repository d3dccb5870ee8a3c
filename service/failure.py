"""An error in one sentence that says what to do, with a stable code."""

from __future__ import annotations


class Failure(Exception):
    """What went wrong and what to do about it, in Thai. code: stable, English. exit_code: 2 usage, 3 set-up."""

    exit_code = 3

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code


class UsageFailure(Failure):
    """The command line asks for something that cannot be."""

    exit_code = 2
