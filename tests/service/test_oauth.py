"""OAuth for IMAP and SMTP against a real Dovecot and a token server here: rotated tokens are kept, a refused one is said at once."""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from sqlalchemy import Engine

from intake import imap
from intake.imap import ImapError
from report.smtp import NotSent, Server, connected
from service.accounts import account_of
from service.oauth import NoToken, Tokens, read_oauth_file
from service.parts import Parts
from service.settings import MailboxSettings, Settings, SettingsError
from service.taking import open_mailbox
from storage.store import Store
from tests.support.dovecot import Dovecot
from tests.support.mail_server import running_mail_server
from tests.support.token_server import TokenServer


@pytest.fixture(scope="module")
def server() -> Iterator[TokenServer]:
    with TokenServer(Dovecot.user) as server:
        yield server


@pytest.fixture(autouse=True)
def leave(server: TokenServer) -> None:
    server.refresh_tokens, server.valid, server.expires_in = {"first-leave"}, {}, 3600
    server.asked.clear()


@pytest.fixture(scope="module")
def dovecot(server: TokenServer) -> Iterator[Dovecot]:
    with Dovecot(introspection=f"{server.url}/introspect") as dovecot:
        yield dovecot


def settings(folder: Path) -> Settings:
    return Settings(data_dir=folder)


def oauth_file(folder: Path, server: TokenServer, **lines: str) -> Path:
    path = folder / "oauth.toml"
    given = {"token_url": f"{server.url}/token", "client_id": "saraban", **(lines or {"refresh_token": "first-leave"})}
    path.write_text("".join(f"{name} = {json.dumps(value)}\n" for name, value in given.items()))
    return path


def mailbox(dovecot: Dovecot, path: Path) -> MailboxSettings:
    return MailboxSettings(url=dovecot.url, user=dovecot.user, oauth_file=path)


def log_in(folder: Path, dovecot: Dovecot, path: Path) -> None:
    with imap.connect(account_of(settings(folder), mailbox(dovecot, path))) as client:
        assert imap.open_folder(client, "INBOX").uidvalidity


def test_a_users_leave_opens_the_mailbox_and_the_rotated_token_is_kept(tmp_path: Path, dovecot: Dovecot, server: TokenServer) -> None:
    path = oauth_file(tmp_path, server)
    log_in(tmp_path, dovecot, path)
    log_in(tmp_path, dovecot, path)
    assert len(server.asked) == 1, "an access token is used until it runs out"
    (kept,) = settings(tmp_path).tokens.glob("*.json")
    rotated = json.loads(kept.read_text())["refresh_token"]
    assert server.refresh_tokens == {rotated}
    assert kept.stat().st_mode & 0o077 == 0
    server.valid.clear()  # taken back before its time
    log_in(tmp_path, dovecot, path)
    assert [form["refresh_token"] for form in server.asked] == ["first-leave", rotated]
    assert "first-leave" in path.read_text(), "the file of the settings is not written"


def test_a_token_that_runs_out_is_renewed_with_the_newest_leave(tmp_path: Path, server: TokenServer) -> None:
    server.expires_in = 60
    tokens = Tokens(settings(tmp_path), oauth_file(tmp_path, server), "office")
    assert tokens.get() != tokens.get()
    again = Tokens(settings(tmp_path), tmp_path / "oauth.toml", "office")
    again.get()
    leaves = [form["refresh_token"] for form in server.asked]
    assert leaves[0] == "first-leave" and len(set(leaves)) == 3


def test_the_program_itself_may_be_let_in(tmp_path: Path, dovecot: Dovecot, server: TokenServer) -> None:
    log_in(tmp_path, dovecot, oauth_file(tmp_path, server, client_secret="secret", scope="https://outlook.office365.com/.default"))
    assert server.asked == [
        {
            "grant_type": "client_credentials",
            "scope": "https://outlook.office365.com/.default",
            "client_id": "saraban",
            "client_secret": "secret",
        }
    ]


def test_a_service_account_signs_for_the_user(tmp_path: Path, dovecot: Dovecot, server: TokenServer) -> None:
    key = rsa.generate_private_key(65537, 2048).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    account = {
        "client_email": "saraban@project.example",
        "private_key": key.decode(),
        "private_key_id": "1",
        "token_uri": "https://unused.example",
    }
    (tmp_path / "account.json").write_text(json.dumps(account))
    log_in(tmp_path, dovecot, oauth_file(tmp_path, server, provider="google", service_account_file=str(tmp_path / "account.json")))
    assert server.asked[0]["grant_type"] == "urn:ietf:params:oauth:grant-type:jwt-bearer"


def test_a_refused_leave_is_said_with_what_to_do(tmp_path: Path, dovecot: Dovecot, server: TokenServer) -> None:
    path = oauth_file(tmp_path, server, refresh_token="taken back")
    with pytest.raises(NoToken, match=r"docs/oauth\.md") as refused:
        Tokens(settings(tmp_path), path, "office").get()
    assert refused.value.code == "token-refused"
    with pytest.raises(ImapError) as error:
        log_in(tmp_path, dovecot, path)
    assert error.value.code == "token-refused"


def test_a_token_server_that_is_away_is_no_refusal(tmp_path: Path, server: TokenServer) -> None:
    path = oauth_file(tmp_path, server, token_url="http://127.0.0.1:1/token", refresh_token="first-leave")
    with pytest.raises(NoToken) as error:
        Tokens(settings(tmp_path), path, "office").get()
    assert error.value.code == "unreachable"


def test_a_refused_token_alarms_at_once_on_the_board(
    tmp_path: Path, dovecot: Dovecot, server: TokenServer, database: Engine, caplog: pytest.LogCaptureFixture
) -> None:
    parts = Parts(settings(tmp_path), database, Store(tmp_path / "store"))
    box = mailbox(dovecot, oauth_file(tmp_path, server, refresh_token="taken back"))
    stop = threading.Event()
    source = open_mailbox(parts, box, account_of(parts.settings, box), stop)
    thread = threading.Thread(target=lambda: list(source.arrivals(stop)))
    thread.start()
    for _ in range(400):
        if parts.board.notices():
            break
        stop.wait(0.05)
    stop.set()
    thread.join(20)
    (notice,) = parts.board.notices()
    assert notice.code == "token-refused" and "OAuth" in notice.sentence
    assert next(record.levelno for record in caplog.records if "token-refused" in record.getMessage()) == logging.ERROR


def test_mail_is_sent_with_a_token_and_a_refused_one_is_renewed_once() -> None:
    with running_mail_server(tokens={"new"}) as taken:
        url = taken.server.url.replace("smtp://", "smtp://saraban@")
        asked: list[bool] = []

        def token(renew: bool) -> str:
            asked.append(renew)
            return "new" if renew else "old"

        with connected(Server(url, token=token)):
            assert asked == [False, True]
        with pytest.raises(NotSent) as error, connected(Server(url, token=lambda renew: "old")):
            pass
        assert error.value.code == "smtp-login"
        assert taken.logged_in == ["saraban", "saraban", "saraban", "saraban"]


@pytest.mark.parametrize(
    "content",
    ["", "client_id = 'x'", "provider = 'yahoo'", "token_url = 'http://elsewhere.example'\nclient_id = 'x'\nrefresh_token = 'y'", "= ="],
)
def test_a_wrong_file_is_refused_by_name(tmp_path: Path, content: str) -> None:
    (tmp_path / "oauth.toml").write_text(content)
    with pytest.raises(SettingsError, match=r"oauth\.toml") as error:
        read_oauth_file(tmp_path / "oauth.toml")
    assert error.value.code == "oauth-file"
