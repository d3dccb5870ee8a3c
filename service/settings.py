"""Settings: environment variables or lines of `.env`, all named SARABAN_... (`.env.example` explains each one)."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from datetime import datetime, time
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from dotenv import dotenv_values
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from rules.confidence import ERROR_ALLOWED
from service.failure import Failure

PREFIX = "SARABAN_"
INSTALLED = Path("/etc/saraban/saraban.env")
_NUMBERED = re.compile(r"^(IMAP_(?P<imap>\d+)_(?P<part>[A-Z_]+)|DROP_(?P<drop>\d+))$")


class SettingsError(Failure):
    """A setting is wrong. The sentence names it and says what to do."""


def _split(value: object) -> object:
    return tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value


def _hour(value: object) -> object:
    return datetime.strptime(value.strip(), "%H:%M").time() if isinstance(value, str) else value


def _url(*schemes: str) -> AfterValidator:
    def check(value: str) -> str:
        if not any(value.startswith(f"{scheme}://") for scheme in schemes):
            raise ValueError("must begin with " + " or ".join(f"{scheme}://" for scheme in schemes))
        return value

    return AfterValidator(check)


def _address(value: str) -> str:
    if not re.fullmatch(r".+:\d{1,5}", value):
        raise ValueError("must be an address and a port, such as 127.0.0.1:8000")
    return value


Names = Annotated[tuple[str, ...], BeforeValidator(_split)]
_DATABASE = _url("sqlite", "postgresql")
_FROZEN = ConfigDict(frozen=True, extra="forbid")


class MailboxSettings(BaseModel):
    """One mailbox (SARABAN_IMAP_<n>_...): by password or by OAuth. after: what is done to mail that was taken.

    only_…: what is taken; one of the texts must stand in a To, From or Subject line. only_with_page: something is attached.
    """

    model_config = _FROZEN

    url: Annotated[str, _url("imaps", "imap")]
    user: str
    password_file: Path | None = None
    oauth_file: Path | None = None
    folders: Names = ("INBOX",)
    after: Literal["leave", "flag", "move"] = "leave"
    move_to: str = "Saraban"
    only_to: Names = ()
    only_from: Names = ()
    only_subject: Names = ()
    only_with_page: bool = False

    @model_validator(mode="after")
    def _one_way_in(self) -> Self:
        if (self.password_file is None) == (self.oauth_file is None):
            raise ValueError("needs a PASSWORD_FILE or an OAUTH_FILE")
        if self.after == "move" and self.move_to in self.folders:
            raise ValueError("MOVE_TO must not be one of FOLDERS")
        return self

    def password(self) -> str:
        """The password: the file's content without the line end. Raises SettingsError."""
        assert self.password_file is not None
        return read_secret(self.password_file)


class Settings(BaseModel):
    """All settings, checked. Where a folder or database is not named, it lies in data_dir."""

    model_config = _FROZEN

    data_dir: Path = Path("var")
    database_url: Annotated[str, _DATABASE] | None = None
    jobs_url: Annotated[str, _DATABASE] | None = None
    store_key_file: Path | None = None
    keep_paper: int | None = Field(default=None, ge=1, le=100)
    keep_directory: int | None = Field(default=None, ge=1, le=100)
    keep_contact: int | None = Field(default=None, ge=1, le=100)
    keep_mail_out: int | None = Field(default=None, ge=1, le=100)
    keep_access: int | None = Field(default=None, ge=1, le=100)
    imap: dict[int, MailboxSettings] = {}
    drop: dict[int, Path] = {}
    smtp_url: Annotated[str, _url("smtp", "smtps")] | None = None
    smtp_password_file: Path | None = None
    smtp_oauth_file: Path | None = None
    mail_from: str | None = None
    report_at: Annotated[time, BeforeValidator(_hour)] = time(15, 30)
    report_to: Names = ()
    alarm_to: Names = ()
    alarm_smtp_url: Annotated[str, _url("smtp", "smtps")] | None = None
    alarm_smtp_password_file: Path | None = None
    alarm_command: str = ""
    disk_least: float = Field(default=2.0, ge=0)
    metrics_bind: Annotated[str, AfterValidator(_address)] | None = None
    letters: Path | None = None
    acknowledge: Literal["off", "sender", "form"] = "off"
    acknowledge_fax: str = ""
    receive_register: Literal["none", "own"] = "none"
    receive_register_start: Annotated[str, Field(pattern=r"^\d{1,6}/\d{4}$")] | None = None
    bind: Annotated[str, AfterValidator(_address)] = "127.0.0.1:8000"
    office: str = ""
    tls_certificate: Path | None = None
    tls_key: Path | None = None
    plain_http: bool = False
    public_url: Annotated[str, _url("http", "https")] | None = None
    trusted_proxy: str | None = None
    error_allowed: float = Field(default=ERROR_ALLOWED, gt=0, lt=1)
    sample_share: float = Field(default=1.0, ge=0, le=1)
    slot: str = Field(default="1", pattern=r"^[A-Za-z0-9-]{1,32}$")
    workers: int = Field(default=1, ge=1, le=64)
    read_limit: int = Field(default=1800, ge=10)
    read_tries: int = Field(default=3, ge=1, le=20)
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"

    @property
    def database(self) -> str:
        """The URL of the database."""
        return self.database_url or f"sqlite:///{self.data_dir.absolute() / 'saraban.sqlite'}"

    @property
    def jobs(self) -> str:
        """The URL of the job engine's own database."""
        return self.jobs_url or f"sqlite:///{self.data_dir.absolute() / 'jobs.sqlite'}"

    @property
    def secure(self) -> bool:
        """People reach the pages by https only."""
        return self.tls_certificate is not None or (self.public_url or "").startswith("https://")

    @model_validator(mode="after")
    def _both_of_tls(self) -> Self:
        if (self.tls_certificate is None) != (self.tls_key is None):
            raise ValueError("TLS_CERTIFICATE and TLS_KEY go together")
        return self

    @property
    def keep_years(self) -> dict[str, int]:
        """How many years the office keeps what, by class; the classes that it did not set are left out."""
        classes = ("paper", "directory", "contact", "mail-out", "access")
        set_by_office = {name: getattr(self, f"keep_{name.replace('-', '_')}") for name in classes}
        return {name: years for name, years in set_by_office.items() if years is not None}

    @property
    def erasures(self) -> Path:
        """The folder of the records of what was erased."""
        return self.data_dir.absolute() / "erasures"

    @property
    def locks(self) -> Path:
        """The folder of the locks."""
        return self.data_dir.absolute() / "locks"

    @property
    def tokens(self) -> Path:
        """The folder of the tokens that a server gave in exchange for older ones."""
        return self.data_dir.absolute() / "tokens"

    @property
    def store(self) -> Path:
        """The folder of originals, page images and readings."""
        return self.data_dir.absolute() / "store"


def read_secret(path: Path) -> str:
    """The content of a password file. Raises SettingsError where it cannot be read or is empty."""
    try:
        secret = path.read_text(encoding="utf-8").rstrip("\r\n")
    except OSError as error:
        sentence = f"เปิดแฟ้มรหัสผ่าน {path} ไม่ได้ ({error.strerror}) โปรดตรวจชื่อแฟ้มและให้สิทธิ์อ่านแก่ผู้ใช้ที่เปิดโปรแกรม"
        raise SettingsError("password-file", sentence) from error
    if not secret:
        raise SettingsError("password-file", f"แฟ้มรหัสผ่าน {path} ว่างเปล่า โปรดเขียนรหัสผ่านไว้ในบรรทัดแรก")
    return secret


def env_file() -> Path:
    """`.env` where the program was started, else that of the installed service."""
    return Path(".env") if Path(".env").is_file() or not INSTALLED.is_file() else INSTALLED


def load(environ: Mapping[str, str] | None = None, file: Path | Literal["usual"] | None = "usual") -> Settings:
    """The settings from the environment, which wins, and the lines of the file, if it is there. Raises SettingsError."""
    values: dict[str, Any] = {"imap": {}, "drop": {}}
    for name, value in given(environ, file).items():
        if name.startswith(PREFIX) and value:  # an empty value is as good as none
            _place(values, name.removeprefix(PREFIX), value)
    try:
        return Settings.model_validate(values)
    except ValidationError as error:
        raise _named(error) from error


def given(environ: Mapping[str, str] | None = None, file: Path | Literal["usual"] | None = "usual") -> dict[str, str]:
    """All variables as they stand, those of the environment over those of the file."""
    path = env_file() if file == "usual" else file
    lines = dotenv_values(path) if path and path.is_file() else {}
    return {name: value for name, value in {**lines, **(os.environ if environ is None else environ)}.items() if value}


def known_names() -> list[str]:
    """The names of all settings, numbered ones with `1`."""
    plain = [name for name in Settings.model_fields if name not in ("imap", "drop")]
    return [PREFIX + name.upper() for name in [*plain, *(f"imap_1_{part}" for part in MailboxSettings.model_fields), "drop_1"]]


def _place(values: dict[str, Any], name: str, value: str) -> None:
    numbered = _NUMBERED.match(name)
    if numbered and numbered["drop"]:
        values["drop"][int(numbered["drop"])] = value
    elif numbered and numbered["part"].lower() in MailboxSettings.model_fields:
        values["imap"].setdefault(int(numbered["imap"]), {})[numbered["part"].lower()] = value
    elif PREFIX + name in known_names() and not numbered:
        values[name.lower()] = value
    else:
        nearest = get_close_matches(PREFIX + name, known_names(), n=1, cutoff=0)
        sentence = f"ไม่มีการตั้งค่าชื่อ {PREFIX}{name} ชื่อที่ใกล้ที่สุดคือ {nearest[0]} โปรดแก้ชื่อหรือลบบรรทัดนั้น"
        raise SettingsError("setting-unknown", sentence)


def _named(error: ValidationError) -> SettingsError:
    first = error.errors()[0]
    name = PREFIX + "_".join(str(part) for part in first["loc"]).upper()
    if first["type"] == "missing":
        return SettingsError("setting-missing", f"ยังไม่ได้ตั้งค่า {name} โปรดเพิ่มไว้คู่กับการตั้งค่าอื่นของกล่องจดหมายเดียวกัน")
    reason = first["msg"].removeprefix("Value error, ")
    return SettingsError("setting-wrong", f"ค่าของ {name} ใช้ไม่ได้ ({reason}) โปรดดูค่าที่ใช้ได้ใน .env.example")
