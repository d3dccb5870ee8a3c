"""The command line: starts fast, and every error is one sentence with a code."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from service import cli

HEAVY = ("cv2", "dbos", "sqlalchemy", "uvicorn", "pythainlp", "numpy")


def saraban(*arguments: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    program = Path(sys.executable).with_name("saraban")
    env = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", **environment}
    return subprocess.run([program, *arguments], cwd=cwd, env=env, capture_output=True, text=True, timeout=120, check=False)


def test_help_names_every_command_and_loads_nothing_heavy() -> None:
    code = (
        f"import sys, service.cli as c\ntry: c.main(['--help'])\nexcept SystemExit: pass\nprint([m for m in {HEAVY} if m in sys.modules])"
    )
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert shown.endswith("[]\n")
    assert all(re.search(rf"^    {name}\s", shown, re.M) for name in cli.COMMANDS)


def test_reading_loads_no_job_engine_and_no_web_server() -> None:
    code = "import sys, service.read_command\nprint([m for m in ('dbos', 'uvicorn', 'starlette', 'imapclient') if m in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"


@pytest.mark.parametrize("name", sorted(cli.COMMANDS))
def test_every_command_has_help(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main([name, "--help"])
    assert ended.value.code == 0
    assert capsys.readouterr().out.startswith(f"usage: saraban {name}")


def test_usage_errors_exit_with_2(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(["no-such-command"])
    assert ended.value.code == 2


def test_a_wrong_setting_is_one_sentence_with_its_code_and_exits_with_3(tmp_path: Path) -> None:
    ended = saraban("migrate", cwd=tmp_path, SARABAN_DATABSE_URL="x")
    assert ended.returncode == 3
    assert ended.stdout == ""
    assert ended.stderr.count("\n") == 1
    assert "SARABAN_DATABASE_URL" in ended.stderr
    assert ended.stderr.endswith("[setting-unknown]\n")


def test_a_database_that_is_not_there_is_named_with_the_remedy(tmp_path: Path) -> None:
    ended = saraban("export", cwd=tmp_path)
    assert (ended.returncode, ended.stderr.count("\n")) == (3, 1)
    assert "saraban migrate" in ended.stderr
    assert saraban("migrate", cwd=tmp_path).returncode == 0
    assert saraban("export", cwd=tmp_path).stdout.startswith("\ufeffหน่วยงาน,")


def test_an_unreachable_database_is_said_without_a_traceback(tmp_path: Path) -> None:
    ended = saraban("export", cwd=tmp_path, SARABAN_DATABASE_URL="postgresql://nobody@127.0.0.1:1/none")
    assert ended.returncode == 3
    assert "Traceback" not in ended.stderr
    assert ended.stderr.endswith("[database-unreachable]\n")
