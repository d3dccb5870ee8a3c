import hashlib
import os
import resource
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storage import store as store_module
from storage.store import Damaged, NotInStore, Store, StoreNotWritable
from tests.support.killed import runs_through
from tests.support.together import in_processes

PAPER = b"II*\x00" + bytes(range(256)) * 400


@given(content=st.binary(max_size=300))
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_was_put_comes_back_under_its_hash_however_often_it_is_put(tmp_path: Path, content: bytes) -> None:
    store = Store(tmp_path)
    sha = store.put(content)
    assert sha == hashlib.sha256(content).hexdigest() == store.put(content)
    assert store.get(sha) == content
    assert store.path(sha) == tmp_path / sha[:2] / sha[2:]


def test_a_file_elsewhere_is_copied(tmp_path: Path) -> None:
    (tmp_path / "a.tif").write_bytes(PAPER)
    store = Store(tmp_path / "store")
    assert store.get(store.put_file(tmp_path / "a.tif")) == PAPER
    assert (tmp_path / "a.tif").exists()


def test_what_is_missing_or_damaged_is_said_to_be(tmp_path: Path) -> None:
    store = Store(tmp_path)
    with pytest.raises(NotInStore):
        store.get("0" * 64)
    sha = store.put(PAPER)
    store.path(sha).write_bytes(PAPER[:-1])
    with pytest.raises(Damaged):
        store.get(sha)
    assert store.get(store.put(PAPER)) == PAPER, "putting it again mends it"


def test_killed_at_any_line_nothing_half_stands_under_its_name(tmp_path: Path) -> None:
    finished, line = False, 0
    while not finished:
        line += 1
        store = Store(tmp_path / str(line))
        finished = runs_through(lambda store=store: write_both(store), [store_module], line)
        sha = hashlib.sha256(PAPER).hexdigest()
        assert not store.has(sha) or store.get(sha) == PAPER
        assert store.receipt(sha) in (None, {"number": 1})
        write_both(store)
        assert (store.get(sha), store.receipt(sha)) == (PAPER, {"number": 1})
    assert line > 20


def write_both(store: Store) -> None:
    store.put_receipt(store.put(PAPER), {"number": 1})


def test_leftovers_of_killed_writes_are_tidied_away_but_not_the_young(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.put(PAPER)
    old, young = tmp_path / "incoming" / "old", tmp_path / "incoming" / "young"
    old.write_bytes(b"x")
    young.write_bytes(b"x")
    day_ago = datetime.now(UTC) - timedelta(days=1)
    os.utime(old, (day_ago.timestamp() - 60,) * 2)
    assert store.tidy(day_ago) == 1
    assert young.exists() and not old.exists()


def test_a_full_disk_and_a_folder_that_cannot_be_made_are_one_clear_error(tmp_path: Path) -> None:
    def no_room(_: int) -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
        with pytest.raises(StoreNotWritable):
            Store(tmp_path / "full").put(PAPER)

    in_processes(no_room, 1)
    assert not [path for path in (tmp_path / "full").rglob("*") if path.is_file()]
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(StoreNotWritable, match="cannot be written"):
        Store(tmp_path / "file").put(PAPER)


def test_many_put_the_same_at_once(tmp_path: Path) -> None:
    store = Store(tmp_path)
    threads = [threading.Thread(target=store.put, args=(PAPER,)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert store.get(hashlib.sha256(PAPER).hexdigest()) == PAPER
    assert list((tmp_path / "incoming").iterdir()) == []
