"""Locks keep the second one out and end with their holder."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from service.locks import Taken, held

HOLD = """
import sys, time
from pathlib import Path
from service.locks import held
with held(Path(sys.argv[1]), "slot"):
    print("held", flush=True)
    time.sleep(100)
"""


def test_a_lock_is_free_again_after_its_block(tmp_path: Path) -> None:
    with held(tmp_path, "slot"), pytest.raises(Taken), held(tmp_path, "slot"):
        pass
    with held(tmp_path, "slot"):
        pass


def test_names_of_mailboxes_may_hold_anything(tmp_path: Path) -> None:
    with held(tmp_path, "imaps://someone@mail.example/กล่องเข้า/../.."):
        assert [path.parent for path in tmp_path.rglob("*")] == [tmp_path]


def test_different_names_never_share_a_lock(tmp_path: Path) -> None:
    with held(tmp_path, "ก"), held(tmp_path, "ข"):
        pass


def test_a_killed_holder_leaves_the_lock_free(tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", HOLD, str(tmp_path)], stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None and holder.stdout.readline() == "held\n"
        with pytest.raises(Taken), held(tmp_path, "slot"):
            pass
        holder.kill()
        holder.wait()
        with held(tmp_path, "slot"):
            pass
