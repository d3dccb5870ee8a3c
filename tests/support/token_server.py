"""A token server in a thread of this process: OAuth 2's token endpoint, and the introspection that Dovecot asks."""

from __future__ import annotations

import base64
import hashlib
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from urllib.parse import parse_qs, urlsplit

from service.leave import DEVICE_GRANT


class TokenServer:
    """Gives and rotates tokens; a context manager. asked: the forms of all requests for a token. valid: tokens and whose they are.

    pending: what is said first to who asks whether leave was given by code; challenge: of the address that a browser opened (PKCE).
    """

    def __init__(self, user: str) -> None:
        self.user = user
        self.refresh_tokens = {"first-leave"}
        self.asked: list[dict[str, str]] = []
        self.valid: dict[str, str] = {}
        self.expires_in = 3600
        self.pending: list[str] = []
        self.challenge = ""
        self._count = 0
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> TokenServer:
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._server.shutdown()
        self._server.server_close()

    def answer(self, form: dict[str, str]) -> tuple[int, dict[str, object]]:
        """A new access token and, to a user's leave, a new refresh token: the old one is worth nothing from then on."""
        self.asked.append(form)
        self._count += 1
        access = f"access-{self._count}"
        token: dict[str, object] = {"access_token": access, "token_type": "Bearer", "expires_in": self.expires_in}
        if form["grant_type"] == "refresh_token":
            if form["refresh_token"] not in self.refresh_tokens:
                return 400, {"error": "invalid_grant", "error_description": "the leave was taken back"}
            token["refresh_token"] = self._leave()
        elif form["grant_type"] == DEVICE_GRANT:
            if self.pending:
                return 400, {"error": self.pending.pop(0)}
            token["refresh_token"] = self._leave()
        elif form["grant_type"] == "authorization_code":
            challenge = base64.urlsafe_b64encode(hashlib.sha256(form["code_verifier"].encode()).digest()).decode().rstrip("=")
            if (form["code"], challenge) != ("from-the-browser", self.challenge):
                return 400, {"error": "invalid_grant"}
            token["refresh_token"] = self._leave()
        elif form["grant_type"] == "client_credentials" and form.get("client_secret") != "secret":
            return 401, {"error": "invalid_client"}
        self.valid[access] = self.user
        return 200, token

    def _leave(self) -> str:
        self.refresh_tokens = {f"leave-{self._count}"}
        return f"leave-{self._count}"

    def device(self, form: dict[str, str]) -> tuple[int, dict[str, object]]:
        """A code for a person to type; whether that was done, `pending` says."""
        where = {"verification_uri": f"{self.url}/type-it-here", "user_code": "FAX-2561", "device_code": "device", "interval": 1}
        return 200, {**where, "expires_in": 60}

    def introspect(self, token: str) -> tuple[int, dict[str, object]]:
        return 200, {"active": True, "username": self.valid[token]} if token in self.valid else {"active": False}

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
                form = {name: values[0] for name, values in parse_qs(body).items()}
                if self.path.startswith("/introspect"):
                    self._say(*server.introspect(form.get("token", "")))
                else:
                    self._say(*(server.device(form) if self.path.startswith("/device") else server.answer(form)))

            def do_GET(self) -> None:
                self._say(*server.introspect(parse_qs(urlsplit(self.path).query).get("token", [""])[0]))

            def _say(self, status: int, said: dict[str, object]) -> None:
                content = json.dumps(said).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, format: str, *arguments: object) -> None:
                return

        return Handler
