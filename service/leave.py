"""A user's leave for a mailbox, asked for the first time: by a code typed on any device, or by an address opened in a browser.

What comes of it is a refresh token; from then on `service.oauth` gets access tokens by itself.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

from authlib.common.security import generate_token
from authlib.integrations.base_client import OAuthError
from authlib.integrations.requests_client import OAuth2Session
from requests import RequestException

from service.oauth import TIMEOUT, NoToken, OAuthFile

DEVICE_GRANT = "urn:ietf:params:oauth:grant-type:device_code"
# Nothing has to listen there: the address that the browser then shows is typed in by hand.
REDIRECT = "http://localhost/"
_SLOWER = 5.0  # RFC 8628, 3.5
Say = Callable[[str], None]
Ask = Callable[[str], str]


def ask_for_leave(file: OAuthFile, user: str, say: Say, ask: Ask, wait: Callable[[float], None] = time.sleep) -> str:
    """The refresh token of a user who gives leave. say, ask: to the person at the screen. Raises NoToken."""
    method = "client_secret_post" if file.client_secret else "none"
    pkce = {"code_challenge_method": "S256", "redirect_uri": REDIRECT}
    try:
        with OAuth2Session(file.client_id, file.client_secret, token_endpoint_auth_method=method, scope=file.scopes, **pkce) as session:
            if device := file.address_of("device"):
                token = _by_code(session, file, device, say, wait)
            elif authorize := file.address_of("authorize"):
                token = _by_address(session, file, authorize, user, say, ask)
            else:
                raise NoToken("oauth-no-way", "แฟ้ม OAuth ไม่บอกที่อยู่สำหรับขออนุญาต โปรดเพิ่ม device_url หรือ authorize_url ตาม docs/oauth.md")
    except OAuthError as error:
        raise NoToken("token-refused", f"ไม่ได้รับอนุญาต ({error.error}) โปรดตรวจแฟ้ม OAuth แล้วลองใหม่ตาม docs/oauth.md") from error
    except (RequestException, ValueError) as error:
        raise NoToken("unreachable", f"ติดต่อเครื่องแม่ข่าย OAuth ไม่ได้ ({type(error).__name__}) โปรดตรวจที่อยู่ในแฟ้มและไฟร์วอลล์") from error
    if not token.get("refresh_token"):
        raise NoToken("no-refresh-token", "เครื่องแม่ข่ายไม่ให้ refresh token โปรดตรวจ scope ว่ามี offline_access ตาม docs/oauth.md")
    return str(token["refresh_token"])


def _by_code(session: OAuth2Session, file: OAuthFile, url: str, say: Say, wait: Callable[[float], None]) -> dict[str, Any]:
    """RFC 8628: the person types a code somewhere, and meanwhile it is asked again and again whether that was done."""
    answer = session.post(url, data={"client_id": file.client_id, "scope": file.scopes or ""}, timeout=TIMEOUT, withhold_token=True)
    told = answer.json()
    if "device_code" not in told:
        raise OAuthError(str(told.get("error", answer.status_code)))
    say(f"เปิด {told.get('verification_uri') or told.get('verification_url')} ด้วยบัญชีของกล่องจดหมาย แล้วกรอกรหัส {told['user_code']}")
    pause, left = float(told.get("interval", 5)), float(told.get("expires_in", 900))
    while left > 0:
        wait(pause)
        left -= pause
        try:
            return dict(session.fetch_token(file.url, grant_type=DEVICE_GRANT, device_code=told["device_code"], timeout=TIMEOUT))
        except OAuthError as error:
            if error.error not in ("authorization_pending", "slow_down"):
                raise
            pause += _SLOWER if error.error == "slow_down" else 0
    raise OAuthError("expired_token")


def _by_address(session: OAuth2Session, file: OAuthFile, url: str, user: str, say: Say, ask: Ask) -> dict[str, Any]:
    """RFC 8252 with PKCE: the browser is sent to an address where nothing is; the person copies it from there."""
    verifier = generate_token(48)
    more = {"access_type": "offline", "prompt": "consent", "login_hint": user}
    address, state = session.create_authorization_url(url, code_verifier=verifier, **more)
    say(f"เปิดที่อยู่นี้ด้วยบัญชีของกล่องจดหมาย แล้วกดอนุญาต\n{address}\nจากนั้นเบราว์เซอร์จะแจ้งว่าเปิดหน้า {REDIRECT} ไม่ได้ ซึ่งถูกต้องแล้ว")
    shown = ask("คัดลอกที่อยู่จากแถบที่อยู่ของเบราว์เซอร์มาวางที่นี่: ").strip()
    given = {name: values[0] for name, values in parse_qs(urlsplit(shown).query).items()}
    if given.get("state") != state or "code" not in given:
        raise OAuthError(given.get("error", "not-the-address"))
    return dict(session.fetch_token(file.url, code=given["code"], code_verifier=verifier, timeout=TIMEOUT))
