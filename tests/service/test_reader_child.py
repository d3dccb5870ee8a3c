"""A document that hangs or kills the reader costs itself, not the next one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from service.reader_child import ReaderChild, ReadingFailed, Request
from tests.support.readers import read


@pytest.fixture
def child() -> Iterator[ReaderChild]:
    child = ReaderChild(limit=8, read=read)
    yield child
    child.close()


def request(name: str, folder: Path) -> Request:
    return Request(b"", name, folder)


def process_of(child: ReaderChild, folder: Path) -> str:
    return child.read(request("good.eml", folder)).unpacked.envelope.subject


def test_one_process_reads_many_files(child: ReaderChild, tmp_path: Path) -> None:
    assert process_of(child, tmp_path) == process_of(child, tmp_path)


@pytest.mark.parametrize(("name", "code"), [("die.eml", "reader-died"), ("fail.eml", "reader-failed")])
def test_a_file_that_ends_the_reader_says_so_and_the_next_is_read(child: ReaderChild, tmp_path: Path, name: str, code: str) -> None:
    with pytest.raises(ReadingFailed) as failed:
        child.read(request(name, tmp_path))
    assert failed.value.code == code
    assert process_of(child, tmp_path)


def test_a_file_that_hangs_is_given_up_with_all_that_it_started(tmp_path: Path) -> None:
    child = ReaderChild(limit=2, read=read)
    first = process_of(child, tmp_path)
    with pytest.raises(ReadingFailed) as failed:
        child.read(request("hang.eml", tmp_path))
    assert failed.value.code == "reader-hung"
    assert not processes_of_group(int(first))
    assert process_of(child, tmp_path) != first
    child.close()


def processes_of_group(group: int) -> list[str]:
    """Processes of the group by /proc, zombies aside."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            after_name = stat.read_text().rpartition(")")[2].split()
        except OSError:  # it ended meanwhile
            continue
        if int(after_name[2]) == group and after_name[0] != "Z":
            found.append(stat.parent.name)
    return found
