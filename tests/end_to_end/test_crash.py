"""The crash test, small: `make crash-test` is the whole one (docs/crash-test.md)."""

from __future__ import annotations

import pytest

from tests.crash.trial import trial


@pytest.mark.timeout(600)
@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_nothing_is_lost_doubled_or_numbered_twice(database: str) -> None:
    result = trial(database, mails=18, kills=6, patience=60, limit=60)
    assert (result.lost, result.doubled, result.used_twice) == (0, 0, 0)
    assert result.even
    assert result.receipts == result.messages > 8
    assert sum(result.mishaps.values()) >= 4
