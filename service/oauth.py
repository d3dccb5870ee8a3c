"""Access tokens for IMAP and SMTP (Microsoft 365, Gmail, any OAuth 2 server), as docs/oauth.md explains.

The file of the settings says how to get them; it is never written. A refresh token that the server gives in exchange for an
older one is kept in DATA_DIR/tokens before the access token is used, for the older one may be worth nothing from then on.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import time
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from authlib.integrations.base_client import OAuthError
from authlib.integrations.requests_client import AssertionSession, OAuth2Session
from pydantic import AfterValidator, BaseModel, ConfigDict, ValidationError, model_validator
from requests import RequestException

from service.failure import Failure
from service.private_file import write_private
from service.settings import Settings, SettingsError

TIMEOUT = 30.0  # seconds for the token server to answer
EARLY = 120.0  # seconds before its end at which a token is taken to have run out
_HERE = ("localhost", "127.0.0.1", "::1")
_TOKEN_URLS = {
    "microsoft": "https://login.microsoftonline.com/{tenant}/oauth2/v2.0/token",
    "google": "https://oauth2.googleapis.com/token",
}
_AUTHORIZE_URLS = {
    "microsoft": "https://login.microsoftonline.com/{tenant}/oauth2/v2.0/authorize",
    "google": "https://accounts.google.com/o/oauth2/v2/auth",
}
# Google's device log-in gives no leave for mail.
_DEVICE_URLS = {"microsoft": "https://login.microsoftonline.com/{tenant}/oauth2/v2.0/devicecode"}
_SCOPES = {
    ("microsoft", True): "https://outlook.office.com/IMAP.AccessAsUser.All https://outlook.office.com/SMTP.Send offline_access",
    ("microsoft", False): "https://outlook.office365.com/.default",
    ("google", True): "https://mail.google.com/",
    ("google", False): "https://mail.google.com/",
}


class NoToken(Failure):
    """No access token was to be had. code: `token-refused` (somebody must give leave anew), `unreachable` (it may pass)."""


def _safe(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme != "https" and parts.hostname not in _HERE:
        raise ValueError("must begin with https://")
    return url


class OAuthFile(BaseModel):
    """The file's content. With refresh_token it is a user's leave, without it the program's own (app-only)."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    provider: Literal["microsoft", "google", "other"] = "other"
    tenant: str = "organizations"
    token_url: Annotated[str, AfterValidator(_safe)] | None = None
    authorize_url: Annotated[str, AfterValidator(_safe)] | None = None
    device_url: Annotated[str, AfterValidator(_safe)] | None = None
    client_id: str = ""
    client_secret: str | None = None
    refresh_token: str | None = None
    service_account_file: Path | None = None
    scope: str | None = None

    @model_validator(mode="after")
    def _complete(self) -> OAuthFile:
        if self.provider == "other" and not self.token_url:
            raise ValueError("needs provider or token_url")
        if not self.service_account_file and not (self.client_id and (self.refresh_token is not None or self.client_secret)):
            raise ValueError("needs client_id with refresh_token or client_secret, or service_account_file")
        return self

    @property
    def url(self) -> str:
        return self.token_url or _TOKEN_URLS[self.provider].format(tenant=self.tenant)

    def address_of(self, what: Literal["authorize", "device"]) -> str | None:
        """Where a user gives leave: by the browser alone, or by a code typed on any other device. None where the provider has none."""
        own, known = (self.authorize_url, _AUTHORIZE_URLS) if what == "authorize" else (self.device_url, _DEVICE_URLS)
        return own or (known[self.provider].format(tenant=self.tenant) if self.provider in known else None)

    @property
    def scopes(self) -> str | None:
        return self.scope or _SCOPES.get((self.provider, self.refresh_token is not None))


class Tokens:
    """The access tokens that one file leads to; several processes may share it. user: the mailbox that a service account acts for."""

    def __init__(self, settings: Settings, path: Path, user: str) -> None:
        self._file = read_oauth_file(path)
        self._user = user
        # Leave that was given anew stands in another file content, and begins with an empty memory.
        name = hashlib.sha256(f"{path.absolute()} {user} {self._file.refresh_token}".encode()).hexdigest()[:16]
        self._kept = settings.tokens / f"{path.stem}-{name}.json"

    def get(self, renew: bool = False) -> str:
        """An access token that holds for two minutes at least; renew: the last one was refused. Raises NoToken."""
        with self._alone():
            kept = self._read()
            if not renew and kept.get("access_token") and float(kept.get("expires_at") or 0) - time.time() > EARLY:
                return str(kept["access_token"])
            token = self._ask(kept.get("refresh_token") or self._file.refresh_token)
            write_private(self._kept, json.dumps({**kept, **token}).encode())
            return str(token["access_token"])

    def _ask(self, refresh_token: str | None) -> dict[str, Any]:
        try:
            if self._file.service_account_file:
                return dict(_as_service_account(self._file, self._file.service_account_file, self._user))
            method = "client_secret_post" if self._file.client_secret else "none"
            file = self._file
            with OAuth2Session(file.client_id, file.client_secret, token_endpoint_auth_method=method, scope=file.scopes) as session:
                if refresh_token:
                    return dict(session.refresh_token(file.url, refresh_token, timeout=TIMEOUT))
                return dict(session.fetch_token(file.url, grant_type="client_credentials", timeout=TIMEOUT))
        except OAuthError as error:
            raise NoToken("token-refused", f"เครื่องแม่ข่าย OAuth ไม่ให้สิทธิ์ ({error.error}) โปรดขออนุญาตใหม่ตาม docs/oauth.md") from error
        except (RequestException, ValueError) as error:
            raise NoToken("unreachable", f"ติดต่อเครื่องแม่ข่าย OAuth ไม่ได้ ({type(error).__name__}) โปรดตรวจ token_url และไฟร์วอลล์") from error

    def _read(self) -> dict[str, Any]:
        try:
            kept: dict[str, Any] = json.loads(self._kept.read_bytes())
        except (FileNotFoundError, ValueError):
            return {}
        return kept

    @contextmanager
    def _alone(self) -> Iterator[None]:
        self._kept.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with self._kept.with_suffix(".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


def read_oauth_file(path: Path, **more: str) -> OAuthFile:
    """The file, checked. more: lines that it is to be taken to have. Raises SettingsError."""
    try:
        return OAuthFile.model_validate(tomllib.loads(path.read_text(encoding="utf-8")) | more)
    except OSError as error:
        raise SettingsError("oauth-file", f"เปิดแฟ้ม OAuth {path} ไม่ได้ ({error.strerror}) โปรดตรวจชื่อแฟ้มและสิทธิ์อ่าน") from error
    except ValidationError as error:
        first = error.errors()[0]
        what = ".".join(map(str, first["loc"])) or first["msg"]
        raise SettingsError("oauth-file", f"แฟ้ม OAuth {path} ไม่ถูกต้อง ({what}) โปรดดู docs/oauth.md") from error
    except tomllib.TOMLDecodeError as error:
        raise SettingsError("oauth-file", f"แฟ้ม OAuth {path} ไม่ใช่ TOML ({error}) โปรดดู docs/oauth.md") from error


def _as_service_account(file: OAuthFile, path: Path, user: str) -> dict[str, Any]:
    """Google's app-only way (RFC 7523): a key that signs, and the domain's leave to act for the user."""
    account = json.loads(path.read_bytes())
    url = file.token_url or account["token_uri"]
    session = AssertionSession(
        token_endpoint=url,
        issuer=account["client_email"],
        subject=user,
        audience=url,
        grant_type=AssertionSession.JWT_BEARER_GRANT_TYPE,
        scope=file.scopes,
        claims={},
        header={"alg": "RS256", "kid": account.get("private_key_id", "")},
        key=account["private_key"],
        default_timeout=TIMEOUT,
    )
    return dict(session.refresh_token())
