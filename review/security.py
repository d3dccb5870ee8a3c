"""Heads that every answer carries: nothing from elsewhere, nothing inline, no framing, no copies of pages left behind."""

from __future__ import annotations

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "img-src 'self'",
        "style-src 'self'",
        "script-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
HEADS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


class SecurityHeads:
    """ASGI middleware that adds `HEADS`, and `Cache-Control: no-store` where the answer says nothing about caching."""

    def __init__(self, app: ASGIApp, only_https: bool = False) -> None:
        self.app, self.only_https = app, only_https

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_heads(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                if scope["path"].startswith("/static/"):
                    headers.setdefault("Cache-Control", "public, max-age=600")
                add_heads(headers)
                if self.only_https:
                    headers["Strict-Transport-Security"] = ONLY_HTTPS
            await send(message)

        await self.app(scope, receive, send_with_heads)


ONLY_HTTPS = "max-age=31536000"


def add_heads(headers: MutableHeaders) -> None:
    """Add what every answer carries; what an answer has set itself stays."""
    for name, value in HEADS.items():
        headers.setdefault(name, value)
    headers.setdefault("Cache-Control", "no-store")
