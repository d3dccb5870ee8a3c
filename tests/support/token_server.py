"""A token server in a thread of this process: OAuth 2's token endpoint, and the introspection that Dovecot asks."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from urllib.parse import parse_qs, urlsplit


class TokenServer:
    """Gives and rotates tokens; a context manager. asked: the forms of all requests for a token. valid: tokens and whose they are."""

    def __init__(self, user: str) -> None:
        self.user = user
        self.refresh_tokens = {"first-leave"}
        self.asked: list[dict[str, str]] = []
        self.valid: dict[str, str] = {}
        self.expires_in = 3600
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
            self.refresh_tokens = {f"leave-{self._count}"}
            token["refresh_token"] = f"leave-{self._count}"
        elif form["grant_type"] == "client_credentials" and form.get("client_secret") != "secret":
            return 401, {"error": "invalid_client"}
        self.valid[access] = self.user
        return 200, token

    def introspect(self, token: str) -> tuple[int, dict[str, object]]:
        return 200, {"active": True, "username": self.valid[token]} if token in self.valid else {"active": False}

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
                form = {name: values[0] for name, values in parse_qs(body).items()}
                self._say(*(server.introspect(form.get("token", "")) if self.path.startswith("/introspect") else server.answer(form)))

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
