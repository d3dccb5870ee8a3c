"""The web role: the review queue, served by uvicorn on the address of SARABAN_BIND."""

from __future__ import annotations

import secrets
import socket
import threading
from datetime import UTC, datetime
from pathlib import Path

import uvicorn
from starlette.types import ASGIApp

from intake import mime
from intake.limits import Limits
from intake.problems import UnpackError
from review.app import create_app
from review.settings import HandedIn, NotNow, ReviewSettings
from service.age import check_age
from service.failure import Failure
from service.identify import identify
from service.papers import Drafts, OfficePapers, join_text, line_text
from service.parts import Parts
from service.patience import DatabaseOlder
from service.private_file import write_private
from service.settings import Settings
from storage import events, receipts
from storage.engine import writing

NEXT_PORTS = 20
HERE = ("127.0.0.1", "::1", "localhost")


def bind(address: str, *, next_free: bool = False) -> socket.socket:
    """A socket bound to `host:port`; next_free: or to one of the next ports. Raises Failure where none is free."""
    host, _, port = address.rpartition(":")
    for candidate in range(int(port), int(port) + (NEXT_PORTS if next_free else 1)):
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        bound = socket.socket(family, socket.SOCK_STREAM)
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            bound.bind((host.strip("[]"), candidate))
            return bound
        except OSError as error:
            bound.close()
            reason = error.strerror
    raise Failure("address-in-use", f"เปิดบริการที่ {address} ไม่ได้ ({reason}) โปรดหยุดโปรแกรมที่ใช้ที่อยู่นี้ หรือตั้ง SARABAN_BIND เป็นที่อยู่อื่น")


def refuse_open_line(settings: Settings) -> None:
    """Raises Failure where passwords would go over the network in the open."""
    host = settings.bind.rpartition(":")[0].strip("[]")
    if settings.tls_certificate is None and not settings.plain_http and host not in HERE:
        sentence = (
            f"จะไม่เปิดบริการที่ {settings.bind} โดยไม่เข้ารหัส โปรดตั้ง SARABAN_TLS_CERTIFICATE และ SARABAN_TLS_KEY "
            "หรือใช้ 127.0.0.1 หลังพร็อกซี หรือตั้ง SARABAN_PLAIN_HTTP=yes หากยอมรับความเสี่ยง"
        )
        raise Failure("plain-http", sentence)


def serve(
    app: ASGIApp, bound: socket.socket, trusted_proxy: str | None, stop: threading.Event, tls: tuple[Path, Path] | None = None
) -> None:
    """Serves until `stop`; open requests have three seconds to end. trusted_proxy: whose X-Forwarded-… are believed, nobody else's.

    tls: certificate and key.
    """
    config = uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        proxy_headers=trusted_proxy is not None,
        forwarded_allow_ips=trusted_proxy,
        server_header=False,
        timeout_graceful_shutdown=3,
        ssl_certfile=tls and str(tls[0]),
        ssl_keyfile=tls and str(tls[1]),
    )
    server = uvicorn.Server(config)
    watcher = threading.Thread(target=_end_with, args=(server, stop), daemon=True)
    watcher.start()
    server.run(sockets=[bound])


def review_app(parts: Parts) -> ASGIApp:
    """The review queue on this office's database and store."""
    settings = parts.settings
    key = secret_key(settings.data_dir / "cookies.key")
    own = {
        "own_register": settings.receive_register == "own",
        "papers": OfficePapers(parts),
        "line_text": line_text,
        "join_text": join_text,
        "draft_text": Drafts(parts),
        "take": lambda file: take(parts, file),
        "mail_text": mail_text,
    }
    review = ReviewSettings(secret_key=key, secure_cookies=settings.secure, office=settings.office, **own)  # type: ignore[arg-type]
    return create_app(parts.engine, parts.store, review, parts.board.notices)


def mail_text(content: bytes) -> str:
    """All text of a mail without tags; empty for what is none or cannot be taken apart."""
    try:
        return mime.read(mime.parse(content), Limits().nesting).text
    except UnpackError:
        return ""


def take(parts: Parts, file: HandedIn) -> int:
    """Keeps a file that somebody handed in, with the channel and time that the person says, and who it was; gives the receipt's id.

    The sweep queues its run within a minute.
    """
    try:
        check_age(parts)
    except DatabaseOlder as error:
        raise NotNow(str(error)) from error
    identity, now = identify(file.content, file.name), datetime.now(UTC)
    kept = receipts.keep(
        parts.engine,
        parts.store,
        receipts.Arrival(
            raw=file.content,
            file_name=Path(file.name).name,
            source="hand",
            channel=file.channel,
            seen_at=now,
            reader=parts.reader,
            taken_at=file.came_at,
            message_id=identity.message_id,
            attachments=identity.attachments,
            body_sha256=identity.body_sha256,
        ),
    )
    with writing(parts.engine) as session:
        fresh = int(kept.fresh)
        events.write(session, "taken-by-hand", now, user_id=file.user_id, receipt_id=kept.receipt_id, channel=file.channel, fresh=fresh)
    return kept.receipt_id


def secret_key(path: Path) -> str:
    """The key that signs the cookies, made at the first start and readable for this user only."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        write_private(path, secrets.token_urlsafe(32).encode())
    return path.read_text(encoding="ascii")


def _end_with(server: uvicorn.Server, stop: threading.Event) -> None:
    stop.wait()
    server.should_exit = True
