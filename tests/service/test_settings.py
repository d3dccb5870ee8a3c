"""Settings: right ones are taken, wrong ones are refused in a sentence that says what to do, and .env.example is true."""

from __future__ import annotations

import re
from datetime import time
from pathlib import Path

import pytest
from dotenv import dotenv_values

from service.settings import MailboxSettings, Settings, SettingsError, known_names, load

EXAMPLE = Path(__file__).parents[2] / ".env.example"
IMAP = {"SARABAN_IMAP_1_URL": "imaps://mail.example", "SARABAN_IMAP_1_USER": "fax", "SARABAN_IMAP_1_PASSWORD_FILE": "/nowhere"}


def settings(**given: str) -> Settings:
    return load({f"SARABAN_{name}": value for name, value in given.items()}, None)


def test_without_any_setting_everything_lies_in_var() -> None:
    plain = settings()
    assert plain.database == f"sqlite:///{Path.cwd() / 'var' / 'saraban.sqlite'}"
    assert plain.jobs != plain.database
    assert plain.bind == "127.0.0.1:8000"
    assert (plain.imap, plain.drop) == ({}, {})


def test_mailboxes_and_folders_are_numbered() -> None:
    given = load({**IMAP, "SARABAN_IMAP_1_FOLDERS": "INBOX, แฟกซ์", "SARABAN_DROP_2": "/srv/fax", "SARABAN_DROP_10": "/srv/scan"}, None)
    assert given.imap[1].folders == ("INBOX", "แฟกซ์")
    assert given.drop == {2: Path("/srv/fax"), 10: Path("/srv/scan")}


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("SARABAN_REPORT_AT=08:00\nSARABAN_REPORT_TO=a@x.example, b@x.example\nOTHER=1\n")
    given = load({"SARABAN_REPORT_AT": "16:45", "PATH": "/bin"}, tmp_path / ".env")
    assert given.report_at == time(16, 45)
    assert given.report_to == ("a@x.example", "b@x.example")


@pytest.mark.parametrize(
    ("name", "nearest"),
    [
        ("SARABAN_REPROT_TO", "SARABAN_REPORT_TO"),
        ("SARABAN_IMAP_1_PASWORD_FILE", "SARABAN_IMAP_1_PASSWORD_FILE"),
        ("SARABAN_IMAP_URL", "SARABAN_IMAP_1_URL"),
        ("SARABAN_DROP", "SARABAN_DROP_1"),
        ("SARABAN_IMAP", "SARABAN_IMAP_1_URL"),
    ],
)
def test_an_unknown_name_is_refused_with_the_nearest(name: str, nearest: str) -> None:
    with pytest.raises(SettingsError) as error:
        load({name: "x"}, None)
    assert name in str(error.value)
    assert nearest in str(error.value)
    assert error.value.code == "setting-unknown"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("REPORT_AT", "25:00"),
        ("ERROR_ALLOWED", "0"),
        ("ERROR_ALLOWED", "little"),
        ("WORKERS", "0"),
        ("BIND", "8000"),
        ("DATABASE_URL", "mysql://x"),
        ("SMTP_URL", "mail.example"),
        ("SLOT", "a/b"),
        ("PUBLIC_URL", "saraban.example"),
    ],
)
def test_a_wrong_value_is_refused_by_name(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=f"SARABAN_{name} ") as error:
        settings(**{name: value})
    assert error.value.code == "setting-wrong"


def test_a_mailbox_without_user_is_refused_by_name() -> None:
    with pytest.raises(SettingsError, match="SARABAN_IMAP_1_USER"):
        load({name: value for name, value in IMAP.items() if not name.endswith("USER")}, None)


def test_a_password_is_the_first_line_of_its_file(tmp_path: Path) -> None:
    (tmp_path / "password").write_text("geheim ๑\n")
    box = MailboxSettings(url="imaps://mail.example", user="fax", password_file=tmp_path / "password")
    assert box.password() == "geheim ๑"


@pytest.mark.parametrize("content", [None, "", "\n"])
def test_a_password_that_is_not_there_is_said(tmp_path: Path, content: str | None) -> None:
    if content is not None:
        (tmp_path / "password").write_text(content)
    box = MailboxSettings(url="imaps://mail.example", user="fax", password_file=tmp_path / "password")
    with pytest.raises(SettingsError, match=str(tmp_path / "password")):
        box.password()


def example_lines() -> dict[str, str]:
    return dict(re.findall(r"^# (SARABAN_[A-Z0-9_]+)=(.*)$", EXAMPLE.read_text(encoding="utf-8"), re.M))


def test_the_example_holds_every_setting_and_no_other() -> None:
    assert sorted(example_lines()) == sorted(known_names())


def test_the_example_explains_each_setting_before_it() -> None:
    lines = EXAMPLE.read_text(encoding="utf-8").splitlines()
    first = next(index for index, line in enumerate(lines) if line.startswith("# SARABAN_"))
    assert lines[first - 1].startswith("# ")
    assert not lines[first - 1].startswith("# SARABAN_")


def test_the_example_changes_nothing_as_it_stands(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(EXAMPLE.read_bytes())
    assert dotenv_values(tmp_path / ".env") == {}


def test_every_line_of_the_example_is_valid_once_uncommented(tmp_path: Path) -> None:
    uncommented = re.sub(r"^# (SARABAN_)", r"\1", EXAMPLE.read_text(encoding="utf-8"), flags=re.M)
    (tmp_path / ".env").write_text(uncommented, encoding="utf-8")
    assert load({}, tmp_path / ".env").imap[1].folders == ("INBOX",)


def test_the_example_shows_the_defaults() -> None:
    shown = {name: value for name, value in example_lines().items() if not re.match(r"SARABAN_(IMAP|DROP)_\d", name)}
    assert load(shown, None) == load({}, None)
    box = {**IMAP, **{name: value for name, value in example_lines().items() if name.endswith(("_FOLDERS", "_AFTER"))}}
    assert load(box, None) == load(IMAP, None)
