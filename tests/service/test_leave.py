"""A user's leave asked for the first time, against a token server here; what comes of it opens a real mailbox."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from service import cli
from service.commands.oauth import write_token
from service.leave import REDIRECT, ask_for_leave
from service.oauth import NoToken, Tokens, read_oauth_file
from service.settings import Settings
from tests.support.token_server import TokenServer


@pytest.fixture
def server() -> Iterator[TokenServer]:
    with TokenServer("office") as server:
        yield server


def oauth_file(folder: Path, **lines: str) -> Path:
    path = folder / "oauth.toml"
    path.write_text('# ours\nclient_id = "saraban"\n' + "".join(f"{name} = {json.dumps(value)}\n" for name, value in lines.items()))
    return path


class Browser:
    """What a person does with the address that they are told to open."""

    def __init__(self, server: TokenServer, wrong_state: bool = False) -> None:
        self._server, self._wrong_state, self._state = server, wrong_state, ""

    def say(self, line: str) -> None:
        address = next(part for part in line.split() if part.startswith("http"))
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        assert (asked["access_type"], asked["login_hint"], asked["redirect_uri"]) == ("offline", "fax@office.example", REDIRECT)
        self._server.challenge, self._state = asked["code_challenge"], asked["state"]

    def ask(self, _: str) -> str:
        return f"{REDIRECT}?code=from-the-browser&state={'x' if self._wrong_state else self._state}"


def test_a_code_typed_elsewhere_is_waited_for_and_the_leave_is_written_into_the_file(
    tmp_path: Path, server: TokenServer, capsys: pytest.CaptureFixture[str]
) -> None:
    server.pending = ["authorization_pending"]
    path = oauth_file(tmp_path, token_url=f"{server.url}/token", device_url=f"{server.url}/device", refresh_token="an older one")
    path.chmod(0o644)
    assert cli.main(["oauth", str(path), "fax@office.example"]) == 0
    said = capsys.readouterr().out
    assert f"{server.url}/type-it-here" in said and "FAX-2561" in said
    (leave,) = server.refresh_tokens
    assert leave not in said
    assert read_oauth_file(path).refresh_token == leave
    assert "# ours" in path.read_text() and path.stat().st_mode & 0o077 == 0
    assert Tokens(Settings(data_dir=tmp_path), path, "office").get() in server.valid


def test_a_server_that_asks_for_patience_gets_it(tmp_path: Path, server: TokenServer) -> None:
    server.pending = ["slow_down", "authorization_pending"]
    file = read_oauth_file(oauth_file(tmp_path, token_url=f"{server.url}/token", device_url=f"{server.url}/device"), refresh_token="")
    waited: list[float] = []
    assert ask_for_leave(file, "", lambda line: None, input, waited.append) in server.refresh_tokens
    assert waited == [1, 6, 6]


@pytest.mark.parametrize(("said", "code"), [(["access_denied"], "token-refused"), (["authorization_pending"] * 100, "token-refused")])
def test_leave_that_is_not_given_is_said(tmp_path: Path, server: TokenServer, said: list[str], code: str) -> None:
    server.pending = said
    file = read_oauth_file(oauth_file(tmp_path, token_url=f"{server.url}/token", device_url=f"{server.url}/device"), refresh_token="")
    with pytest.raises(NoToken, match=r"docs/oauth\.md") as error:
        ask_for_leave(file, "", lambda line: None, input, lambda seconds: None)
    assert error.value.code == code


def test_an_address_opened_in_a_browser_brings_the_leave(tmp_path: Path, server: TokenServer) -> None:
    path = oauth_file(tmp_path, token_url=f"{server.url}/token", authorize_url=f"{server.url}/authorize", scope="https://mail.google.com/")
    browser = Browser(server)
    write_token(path, ask_for_leave(read_oauth_file(path, refresh_token=""), "fax@office.example", browser.say, browser.ask))
    assert server.refresh_tokens == {read_oauth_file(path).refresh_token}
    assert server.asked[-1]["redirect_uri"] == REDIRECT


def test_an_address_of_another_log_in_is_refused(tmp_path: Path, server: TokenServer) -> None:
    path = oauth_file(tmp_path, token_url=f"{server.url}/token", authorize_url=f"{server.url}/authorize")
    browser = Browser(server, wrong_state=True)
    with pytest.raises(NoToken):
        ask_for_leave(read_oauth_file(path, refresh_token=""), "fax@office.example", browser.say, browser.ask)
    assert server.asked == []


def test_the_providers_ways(tmp_path: Path) -> None:
    """Google's device log-in gives no leave for mail, so its way is the browser."""
    google = read_oauth_file(oauth_file(tmp_path, provider="google"), refresh_token="")
    microsoft = read_oauth_file(oauth_file(tmp_path, provider="microsoft", tenant="office.example"), refresh_token="")
    assert google.address_of("device") is None and (google.address_of("authorize") or "").startswith("https://accounts.google.com/")
    assert microsoft.address_of("device") == "https://login.microsoftonline.com/office.example/oauth2/v2.0/devicecode"
    assert google.scopes == "https://mail.google.com/" and "offline_access" in (microsoft.scopes or "")
