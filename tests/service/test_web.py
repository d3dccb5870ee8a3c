"""The web role's address and key."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from service.failure import Failure
from service.web import bind, secret_key


def test_a_taken_port_is_said_or_passed_over() -> None:
    with bind("127.0.0.1:0") as first:
        first.listen()
        port = first.getsockname()[1]
        with pytest.raises(Failure, match="SARABAN_BIND"):
            bind(f"127.0.0.1:{port}")
        with bind(f"127.0.0.1:{port}", next_free=True) as second:
            assert port < second.getsockname()[1] < port + 20


def test_the_key_of_the_cookies_stays_and_is_private(tmp_path: Path) -> None:
    key = secret_key(tmp_path / "data" / "cookies.key")
    assert len(key) >= 32
    assert secret_key(tmp_path / "data" / "cookies.key") == key
    assert stat.S_IMODE((tmp_path / "data" / "cookies.key").stat().st_mode) == 0o600
