"""The installed service: its files, its units as systemd sees them, and an upgrade that goes back."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
UNITS = ROOT / "deploy" / "systemd"
SERVICES = sorted(UNITS.glob("*.service"))
EXPOSED = 2.0  # of 10; systemd calls below 2 "OK"
needs_systemd = pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd-analyze: apt-get install systemd")


def analyze(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["systemd-analyze", *arguments], capture_output=True, text=True, timeout=60, check=False)


@needs_systemd
def test_systemd_understands_every_line_of_the_units(tmp_path: Path) -> None:
    for unit in UNITS.iterdir():
        text = re.sub(r"ExecStart=\S+", f"ExecStart={shutil.which('true')}", unit.read_text()).replace("User=saraban\nGroup=saraban\n", "")
        (tmp_path / unit.name).write_text(re.sub(r"Documentation=.*\n", "", text))
    said = analyze("verify", "--man=no", *(str(tmp_path / (unit.name.replace("@.", "@2."))) for unit in UNITS.iterdir()))
    ours = [line for line in said.stderr.splitlines() if "saraban" in line and "postgresql" not in line]
    assert ours == []


@needs_systemd
@pytest.mark.parametrize("unit", SERVICES, ids=lambda unit: unit.name)
def test_the_services_are_shut_in(unit: Path) -> None:
    said = analyze("security", "--offline=true", "--no-pager", str(unit)).stdout
    score = re.search(r"Overall exposure level for \S+: ([\d.]+)", said)
    assert score and float(score[1]) < EXPOSED, said


def test_what_is_installed_is_the_program_and_no_tests_and_settings_are_not_overwritten(tmp_path: Path) -> None:
    environment = {**os.environ, "DESTDIR": str(tmp_path)}
    for _ in range(2):
        subprocess.run([ROOT / "deploy" / "install.sh"], env=environment, check=True, capture_output=True)
        (tmp_path / "etc" / "saraban" / "saraban.env").write_text("SARABAN_OFFICE=ของเรา\n")
    assert (tmp_path / "opt" / "saraban" / "service" / "cli.py").exists()
    assert not (tmp_path / "opt" / "saraban" / "tests").exists()
    assert {path.name for path in (tmp_path / "etc" / "systemd" / "system").iterdir()} == {path.name for path in UNITS.iterdir()}
    subprocess.run([ROOT / "deploy" / "install.sh"], env=environment, check=True, capture_output=True)
    assert (tmp_path / "etc" / "saraban" / "saraban.env").read_text() == "SARABAN_OFFICE=ของเรา\n"


@pytest.mark.parametrize(
    ("check", "code", "kept", "said"), [("true", 0, "new", "backup migrate check"), ("false", 1, "old", "restore recover")]
)
def test_an_upgrade_backs_up_first_and_goes_back_where_the_check_fails(tmp_path: Path, check: str, code: int, kept: str, said: str) -> None:
    """With commands that only write down that they were called: what they do has its own tests."""
    calls, prefix = tmp_path / "calls", tmp_path / "opt"
    script(prefix / ".venv" / "bin" / "saraban", f"echo old $1 >>{calls}")
    script(tmp_path / "systemctl", f"echo systemctl $1 >>{calls}")
    script(tmp_path / "install", f"printf '#!/bin/sh\\necho new $1 >>{calls}\\n[ $1 != check ] || {check}\\n' >{prefix}/.venv/bin/saraban")
    own = {
        "SARABAN_PREFIX": prefix,
        "SARABAN_BACKUP": tmp_path / "backup",
        "SYSTEMCTL": tmp_path / "systemctl",
        "INSTALL": tmp_path / "install",
    }
    environment = {**os.environ, **{name: str(value) for name, value in own.items()}, "SARABAN_ETC": str(tmp_path)}
    ended = subprocess.run([ROOT / "deploy" / "upgrade.sh"], env=environment, capture_output=True, text=True, check=False)
    assert ended.returncode == code, ended.stderr
    done = calls.read_text().splitlines()
    assert done[:3] == ["old backup", "systemctl stop", "old backup"] and done[-1] == "systemctl start"
    assert all(word in " ".join(done) for word in said.split())
    assert f"echo {kept}" in (prefix / ".venv" / "bin" / "saraban").read_text()


def script(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)
