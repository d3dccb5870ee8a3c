"""deploy/setup.sh: says what is missing, asks for nothing that is there, and makes nothing without root."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
RUN = [line.split()[0] for line in (ROOT / "deploy" / "packages-run.txt").read_text().splitlines() if line and not line.startswith("#")]


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A clone's set-up files, and programs that stand for the system's: no package installed, no root, apt-get that tells of itself."""
    for name in ("requirements.lock", "requirements-dev.lock", "pyproject.toml"):
        shutil.copy(ROOT / name, tmp_path)
    shutil.copytree(ROOT / "deploy", tmp_path / "deploy")
    program(tmp_path, "dpkg-query", 'case " $INSTALLED " in *" ${!#} "*) echo installed;; *) exit 1;; esac')
    program(tmp_path, "id", "echo 1000")
    program(tmp_path, "sudo", "exit 1")
    program(tmp_path, "apt-get", f'echo "$*" >> {tmp_path}/apt-get.log')
    return tmp_path


def program(folder: Path, name: str, body: str) -> None:
    (folder / "bin").mkdir(exist_ok=True)
    path = folder / "bin" / name
    path.write_text(f"#!/usr/bin/env bash\n{body}\n")
    path.chmod(0o755)


def setup(clone: Path, *arguments: str, installed: str = "") -> subprocess.CompletedProcess[str]:
    env = {"PATH": f"{clone / 'bin'}:{os.environ['PATH']}", "INSTALLED": installed, "HOME": str(clone)}
    command = [clone / "deploy" / "setup.sh", *arguments]
    return subprocess.run(command, cwd=clone, env=env, capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False)


def test_without_root_it_names_every_missing_package_in_one_line_and_does_nothing(clone: Path) -> None:
    ended = setup(clone)
    assert ended.returncode == 3
    lines = [line for line in ended.stderr.splitlines() if "apt-get install" in line]
    assert [line.split("--no-install-recommends ")[1].split() for line in lines] == [RUN]
    assert not (clone / ".venv").exists()
    assert not (clone / "apt-get.log").exists()


def test_what_is_installed_is_not_asked_for_again(clone: Path) -> None:
    ended = setup(clone, installed=" ".join(RUN[1:]))
    assert ended.stderr.rstrip().endswith(f"--no-install-recommends {RUN[0]}")


def test_the_packages_of_the_tests_are_asked_for_by_the_tests_only(clone: Path) -> None:
    assert "dovecot" not in setup(clone).stderr
    assert "dovecot-imapd" in setup(clone, "--test").stderr


def test_as_root_it_installs_what_is_missing_and_says_why(clone: Path) -> None:
    program(clone, "id", "echo 0")
    program(clone, "python3", f'[ "$2" != venv ] || exit 1\nexec {shutil.which("python3")} "$@"')  # so that it ends before pip
    ended = setup(clone, installed=" ".join(RUN[1:]))
    assert ended.returncode == 3
    assert f"{RUN[0]}: " in ended.stdout
    told = (clone / "apt-get.log").read_text().splitlines()
    assert told[0].endswith("update")
    assert told[1].endswith(f"install --no-install-recommends {RUN[0]}")


def test_a_python_that_is_too_old_is_replaced_by_a_package(clone: Path) -> None:
    for name in ("python3", "python3.11", "python3.12", "python3.13"):
        program(clone, name, "exit 1")
    assert setup(clone).stderr.rstrip().endswith("python3.11 python3.11-venv")
