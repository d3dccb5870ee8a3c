"""Fixtures of the tests of intake."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import pytest

from tests.support.dovecot import Dovecot


@pytest.fixture(scope="session")
def dovecot() -> Iterator[Dovecot]:
    """One private IMAP server for the session; tests use folders of their own."""
    with Dovecot() as server:
        yield server


@pytest.fixture
def folder(dovecot: Dovecot) -> str:
    """A new, empty folder of that server."""
    name = f"Fax{next(_names)}"
    dovecot.create_folder(name)
    return name


_names = itertools.count(1)
