"""The project is what its documents say: who may import whom, and which commands, folders and packages there are."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from service.cli import COMMANDS, OUR_PACKAGES

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def tool(name: str, *arguments: str) -> str:
    """Output of a development tool where it found something, empty where all is well."""
    ended = subprocess.run([Path(sys.executable).with_name(name), *arguments], cwd=ROOT, capture_output=True, text=True, check=False)
    return "" if ended.returncode == 0 else ended.stdout + ended.stderr


def test_the_folders_import_only_whom_they_may() -> None:
    assert tool("lint-imports", "--no-cache") == ""


def test_the_style_is_kept() -> None:
    assert tool("ruff", "check", ".") == ""


def test_only_one_file_imports_the_job_engine() -> None:
    importing = [
        path
        for folder in OUR_PACKAGES
        for path in (ROOT / folder).rglob("*.py")
        if re.search(r"^\s*(from|import) dbos", path.read_text(), re.M)
    ]
    assert importing == [ROOT / "service" / "jobs.py"]


def test_nothing_needs_pytorch() -> None:
    locked = (ROOT / "requirements.lock").read_text() + (ROOT / "requirements-dev.lock").read_text()
    assert not re.search(r"^(torch|tensorflow)\b", locked, re.M)


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock"])
def test_a_lock_names_versions_and_hashes_and_no_host(name: str) -> None:
    text = (ROOT / name).read_text()
    pinned = re.findall(r"^[A-Za-z0-9][\w.\[\]-]*==\S+.*\\\n    --hash=sha256:[0-9a-f]{64}", text, re.M)
    assert len(pinned) == len(re.findall(r"^[A-Za-z0-9]", text, re.M))
    assert not re.search(r"://|--(extra-)?index-url|--find-links", text)


@pytest.mark.parametrize(("name", "groups"), [("requirements.lock", []), ("requirements-dev.lock", ["dev"])])
def test_a_lock_holds_what_the_project_asks_for(name: str, groups: list[str]) -> None:
    asked = [*PROJECT["project"]["dependencies"], *(each for group in groups for each in PROJECT["dependency-groups"][group])]
    locked = set(re.findall(r"^([A-Za-z0-9][\w.-]*)", (ROOT / name).read_text(), re.M))
    names = {re.split(r"[\[<>=]", requirement)[0].lower() for requirement in asked}
    assert names <= locked


def test_the_locks_agree() -> None:
    versions = {line.split(" ;")[0].rstrip(" \\") for line in (ROOT / "requirements.lock").read_text().splitlines() if "==" in line}
    assert versions <= {
        line.split(" ;")[0].rstrip(" \\") for line in (ROOT / "requirements-dev.lock").read_text().splitlines() if "==" in line
    }


def test_every_system_package_says_what_it_is_for() -> None:
    for path in (ROOT / "deploy").glob("packages-*.txt"):
        lines = [line for line in path.read_text().splitlines() if line and not line.startswith("#")]
        assert lines
        assert [line for line in lines if not re.fullmatch(r"[a-z0-9.+-]+ +(\[(debian|ubuntu)\] +)?# \S.*", line)] == []


def test_the_readme_names_every_command_and_no_other() -> None:
    table = (ROOT / "README.md").read_text(encoding="utf-8").split("## Commands")[1].split("Exit codes")[0]
    assert set(re.findall(r"^\| `saraban (\w+)", table, re.M)) == set(COMMANDS)


def test_the_documents_link_to_what_is_there() -> None:
    for document in [ROOT / "README.md", *(ROOT / "docs").glob("*.md")]:
        text = document.read_text(encoding="utf-8")
        links = [link for link in re.findall(r"\]\(([^)#]+)\)", text) if "://" not in link]
        files = re.findall(r"`((?:deploy|docs|intake|ocr|report|review|rules|service|storage)/[\w/.-]+)`", text)
        missing = [name for name in links if not (document.parent / name).exists()] + [name for name in files if not (ROOT / name).exists()]
        assert missing == [], document.name


def test_the_architecture_names_every_folder() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    assert [folder for folder in (*OUR_PACKAGES, "training") if f"| `{folder}/` |" not in text] == []
