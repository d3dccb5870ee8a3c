"""The drop folder: only what has stopped growing, moved aside and never deleted, what cannot be read is said."""

from __future__ import annotations

import itertools
import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from intake.drop_folder import TAKEN, DropFolder
from intake.sources import Arrival, Fault

SETTLE = 0.2


class Watch:
    """A drop folder that is looked at until nothing came for a while."""

    def __init__(self, folder: Path) -> None:
        self.faults: list[Fault] = []
        self.source = DropFolder(folder, settle=SETTLE, poll=0.05, report=self.faults.append)

    def arrivals(self, seconds: float = 1.0) -> Iterator[Arrival]:
        stop = threading.Event()
        timer = threading.Timer(seconds, stop.set)
        timer.start()
        yield from itertools.chain.from_iterable(self.source.arrivals(stop))


def test_files_are_taken_and_moved_aside(tmp_path: Path) -> None:
    (tmp_path / "1.tif").write_bytes(b"one")
    (tmp_path / "2.eml").write_bytes(b"two")
    watch = Watch(tmp_path)
    found = []
    for arrival in watch.arrivals():
        found.append((arrival.name, arrival.content))
        watch.source.done(arrival)
    assert found == [("1.tif", b"one"), ("2.eml", b"two")]
    assert {path.name: path.read_bytes() for path in (tmp_path / TAKEN).iterdir()} == {"1.tif": b"one", "2.eml": b"two"}
    assert [path.name for path in tmp_path.iterdir()] == [TAKEN]


def test_a_file_that_grows_is_left_until_it_stops(tmp_path: Path) -> None:
    path = tmp_path / "fax.tif"
    ended = threading.Event()

    def grow() -> None:
        for _ in range(20):
            with path.open("ab") as file:
                file.write(b"x" * 100)
            ended.wait(SETTLE / 4)
        ended.set()

    path.write_bytes(b"")
    writer = threading.Thread(target=grow)
    writer.start()
    first = next(Watch(tmp_path).arrivals(10))
    writer.join()
    assert ended.is_set() and first.content == b"x" * 2000


def test_what_was_not_kept_comes_again(tmp_path: Path) -> None:
    (tmp_path / "1.tif").write_bytes(b"one")
    watch = Watch(tmp_path)
    again = list(itertools.islice(watch.arrivals(5), 3))
    assert [arrival.content for arrival in again] == [b"one"] * 3 and (tmp_path / "1.tif").exists()


def test_an_older_file_of_the_same_name_is_never_overwritten(tmp_path: Path) -> None:
    watch = Watch(tmp_path)
    for content in (b"one", b"two", b"three"):
        (tmp_path / "fax.tif").write_bytes(content)
        watch.source.done(next(watch.arrivals(5)))
    assert {path.name: path.read_bytes() for path in (tmp_path / TAKEN).iterdir()} == {
        "fax.tif": b"one",
        "fax-2.tif": b"two",
        "fax-3.tif": b"three",
    }


def test_a_file_overwritten_before_it_was_kept_is_another_paper(tmp_path: Path) -> None:
    (tmp_path / "fax.tif").write_bytes(b"one")
    watch = Watch(tmp_path)
    arrival = next(watch.arrivals(5))
    (tmp_path / "fax.tif").write_bytes(b"another")
    watch.source.done(arrival)
    assert next(watch.arrivals(5)).content == b"another"


@pytest.mark.parametrize("name", [".hidden", "fax.tif.part", "fax.tmp"])
def test_files_in_the_making_are_left(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(b"x")
    assert list(Watch(tmp_path).arrivals(0.6)) == []


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    folder = tmp_path / "drop"
    folder.mkdir()
    (tmp_path / "secret").write_bytes(b"x")
    (folder / "fax.tif").symlink_to(tmp_path / "secret")
    assert list(Watch(folder).arrivals(0.6)) == []


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads every file")
def test_what_cannot_be_read_is_said_once_and_left(tmp_path: Path) -> None:
    (tmp_path / "fax.tif").write_bytes(b"x")
    (tmp_path / "fax.tif").chmod(0)
    watch = Watch(tmp_path)
    assert list(watch.arrivals(0.8)) == []
    assert [fault.source for fault in watch.faults] == [str(tmp_path / "fax.tif")] and (tmp_path / "fax.tif").exists()


def test_a_folder_that_goes_away_and_comes_back(tmp_path: Path) -> None:
    folder = tmp_path / "drop"
    watch = Watch(folder)
    assert list(watch.arrivals(0.3)) == []
    assert len(watch.faults) == 1 and watch.faults[0].until is None
    folder.mkdir()
    (folder / "1.tif").write_bytes(b"one")
    assert next(watch.arrivals(5)).content == b"one"
    assert len(watch.faults) == 2 and watch.faults[1].until is not None
