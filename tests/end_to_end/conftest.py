"""Fixtures of the end-to-end tests: an office whose daemon runs as a program of its own, and a browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.end_to_end.daemon import Office
from tests.review.conftest import browser, playwright

__all__ = ["browser", "office", "playwright"]


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """An office with its database, the Lamphun circular, and nothing running yet."""
    office = Office(tmp_path)
    office.saraban("migrate")
    office.saraban("circular", "load", str(Office.CIRCULAR))
    yield office
    office.kill()
