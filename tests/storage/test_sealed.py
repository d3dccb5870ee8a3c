"""The store encrypted at rest: what lies on the disk says nothing, what was put comes back, and only with its key."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest

from storage.sealed import KeyUnusable, read_key
from storage.store import Store

PAPER, KEY = b"a paper with a name on it" * 9, bytes(range(32))


def test_what_lies_on_the_disk_is_encrypted_and_comes_back(tmp_path: Path) -> None:
    store = Store(tmp_path, KEY)
    sha = store.put(PAPER)
    assert store.put(PAPER) == sha
    assert store.get(sha) == PAPER
    assert store.size(sha) == len(PAPER)
    assert b"name" not in store.path(sha).read_bytes()


def test_another_key_or_none_opens_nothing_and_no_file_stands_in_for_another(tmp_path: Path) -> None:
    sha, other = Store(tmp_path, KEY).put(PAPER), Store(tmp_path, KEY).put(b"another")
    for key in (None, bytes(32)):
        with pytest.raises(KeyUnusable):
            Store(tmp_path, key).get(sha)
    store = Store(tmp_path, KEY)
    store.path(sha).write_bytes(store.path(other).read_bytes())
    with pytest.raises(KeyUnusable):
        store.get(sha)


def test_what_was_kept_open_is_read_and_encrypted_later(tmp_path: Path) -> None:
    sha = Store(tmp_path).put(PAPER)
    store = Store(tmp_path, KEY)
    assert store.get(sha) == PAPER
    assert (store.seal_all(), store.seal_all()) == (1, 0)
    assert store.get(sha) == PAPER and b"name" not in store.path(sha).read_bytes()


@pytest.mark.parametrize("content", [None, "", "no base64!", base64.b64encode(b"short").decode()])
def test_a_key_file_that_holds_no_key_is_refused(tmp_path: Path, content: str | None) -> None:
    if content is not None:
        (tmp_path / "key").write_text(content)
    with pytest.raises(KeyUnusable, match="SARABAN_STORE_KEY_FILE"):
        read_key(tmp_path / "key")


def test_a_key_of_openssl_is_taken(tmp_path: Path) -> None:
    (tmp_path / "key").write_bytes(base64.b64encode(KEY) + b"\n")
    assert read_key(tmp_path / "key") == KEY
