"""What the documents say of settings, commands, exit codes and form files is so."""

from __future__ import annotations

import argparse
import importlib
import re
import textwrap
from pathlib import Path

import pytest

from rules.forms import load_form
from service.alarms import AT_ONCE
from service.cli import COMMANDS
from service.failure import Failure, UsageFailure
from service.settings import known_names

ROOT = Path(__file__).parent.parent
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
NO_SETTINGS = {"SARABAN_RECEIPT", "SARABAN_PICTURES"}  # a field of the journal; a wish of a test


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_setting_that_is_named_is_one(document: Path) -> None:
    named = set(re.findall(r"SARABAN_[A-Z0-9_]*[A-Z0-9](?![A-Z0-9_…])", document.read_text(encoding="utf-8"))) - NO_SETTINGS
    numbered = {re.sub(r"^SARABAN_(IMAP|DROP)_\d+", r"SARABAN_\1_1", name) for name in named}
    assert sorted(numbered - set(known_names())) == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_command_that_is_shown_is_there_with_its_options(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    shown = [*re.findall(r"`(?:\.venv/bin/)?saraban ([^`]+)`", text), *re.findall(r"^ {4,}(?:\.venv/bin/)?saraban (.+)$", text, re.M)]
    wrong = []
    for line in shown:
        name, *words = re.split(r"\s+#|[…(]", line)[0].split()
        if name in COMMANDS:
            known = options(name)
            wrong += [f"{name} {word}" for word in words if word.startswith("--") and word.split("=")[0] not in known]
        elif re.fullmatch(r"[a-z-]+", name) or name.startswith("--"):
            wrong.append(line)
    assert wrong == []


def options(name: str) -> set[str]:
    """All options of a command and of what follows it."""
    parser = argparse.ArgumentParser()
    importlib.import_module(COMMANDS[name][0]).add_arguments(parser)
    found, parsers = {"--help"}, [parser]
    while parsers:
        for action in parsers.pop()._actions:
            found |= set(action.option_strings)
            parsers += list(action.choices.values()) if isinstance(action, argparse._SubParsersAction) else []
    return found


def test_the_exit_codes_are_those_of_the_program() -> None:
    assert "Exit codes: 0 all well, 1 some in error, 2 usage, 3 set-up." in (ROOT / "README.md").read_text(encoding="utf-8")
    assert "0 เรียบร้อย, 1 มีบางรายการผิดพลาด, 2 สั่งผิดรูปแบบ, 3 ต้องแก้การตั้งค่า" in (ROOT / "docs" / "it-officer.md").read_text(encoding="utf-8")
    assert (UsageFailure.exit_code, Failure.exit_code) == (2, 3)


def test_the_it_officer_finds_every_alarm_in_the_table() -> None:
    told = (ROOT / "docs" / "it-officer.md").read_text(encoding="utf-8")
    assert [code for code in (*AT_ONCE, "unreachable", "no-folder", "database-away") if f"`{code}`" not in told] == []


def test_the_worked_form_is_one(tmp_path: Path) -> None:
    text = (ROOT / "docs" / "form-files.md").read_text(encoding="utf-8")
    blocks = re.findall(r"(?:^ {7}.*\n|^\n)+", text, re.M)
    toml = "\n".join(textwrap.dedent(block) for block in blocks if "[form]" in block or "[[field]]" in block)
    (tmp_path / "course_reply.toml").write_text(toml, encoding="utf-8")
    form = load_form(tmp_path / "course_reply.toml")
    assert (form.id, len(form.fields)) == ("course_reply", 6)


def test_each_gateway_ends_with_the_test_fax() -> None:
    _, *parts = re.split(r"^## ", (ROOT / "docs" / "gateways.md").read_text(encoding="utf-8"), flags=re.M)
    assert len(parts) >= 7
    assert [part.splitlines()[0] for part in parts if "saraban check --wait-for-fax" not in part] == []
