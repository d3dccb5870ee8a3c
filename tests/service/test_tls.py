"""Served over TLS: secure cookies and heads; passwords never go over the network in the open; a proxy is believed by its address alone."""

from __future__ import annotations

import logging
import os
import socket
import ssl
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPSConnection
from pathlib import Path

import pytest
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from service.failure import Failure
from service.parts import open_parts
from service.settings import SettingsError, load
from service.systemd import Watchdog, tell_systemd, to_journal
from service.web import bind, refuse_open_line, review_app, serve


@contextmanager
def served(app: ASGIApp, proxy: str | None = None, tls: tuple[Path, Path] | None = None) -> Iterator[int]:
    stop, bound = threading.Event(), bind("127.0.0.1:0")
    bound.listen()
    thread = threading.Thread(target=serve, args=(app, bound, proxy, stop, tls), daemon=True)
    thread.start()
    yield bound.getsockname()[1]
    stop.set()
    thread.join(10)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("tls")
    made, key = folder / "certificate.pem", folder / "key.pem"
    what = ["-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"]
    subprocess.run(["openssl", "req", "-x509", *what, "-keyout", key, "-out", made], check=True, capture_output=True)
    return made, key


def test_over_tls_cookies_are_secure_and_heads_shut_the_rest_out(
    tmp_path: Path, sqlite_template: Path, certificate: tuple[Path, Path]
) -> None:
    (tmp_path / "saraban.sqlite").write_bytes(sqlite_template.read_bytes())
    own = {"DATA_DIR": str(tmp_path), "TLS_CERTIFICATE": str(certificate[0]), "TLS_KEY": str(certificate[1])}
    parts = open_parts(load({f"SARABAN_{name}": value for name, value in own.items()}, None))
    with served(review_app(parts), tls=certificate) as port:
        line = HTTPSConnection("localhost", port, context=ssl.create_default_context(cafile=str(certificate[0])), timeout=20)
        line.request("GET", "/login")
        answer = line.getresponse()
        heads = {name.lower(): value for name, value in answer.getheaders()}
    parts.engine.dispose()
    assert answer.status == 200
    cookie = [part.strip().lower() for part in heads["set-cookie"].split(";")]
    assert {"secure", "httponly", "samesite=lax"} <= set(cookie)
    assert heads["strict-transport-security"].startswith("max-age=")
    assert (heads["x-frame-options"], heads["x-content-type-options"], heads["cache-control"]) == ("DENY", "nosniff", "no-store")
    assert "default-src 'none'" in heads["content-security-policy"]
    assert "server" not in heads


@pytest.mark.parametrize("bind_to", ["0.0.0.0:8000", "192.0.2.1:80", "[::]:8000"])
def test_beyond_this_machine_nothing_is_served_in_the_open_unless_one_says_so(bind_to: str, certificate: tuple[Path, Path]) -> None:
    with pytest.raises(Failure, match="SARABAN_TLS_CERTIFICATE"):
        refuse_open_line(load({"SARABAN_BIND": bind_to}, None))
    refuse_open_line(load({"SARABAN_BIND": bind_to, "SARABAN_PLAIN_HTTP": "yes"}, None))
    tls = {"SARABAN_TLS_CERTIFICATE": str(certificate[0]), "SARABAN_TLS_KEY": str(certificate[1])}
    refuse_open_line(load({"SARABAN_BIND": bind_to, **tls}, None))
    for here in ("127.0.0.1:1", "[::1]:1", "localhost:1"):
        refuse_open_line(load({"SARABAN_BIND": here}, None))
    with pytest.raises(SettingsError):
        load({"SARABAN_TLS_KEY": "x"}, None)


@pytest.mark.parametrize(("proxy", "seen"), [("127.0.0.1", "203.0.113.9 https"), ("192.0.2.7", "127.0.0.1 http"), (None, "127.0.0.1 http")])
def test_only_the_named_proxy_is_believed(proxy: str | None, seen: str) -> None:
    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope)
        answer: Response = PlainTextResponse(f"{request.client.host if request.client else ''} {request.url.scheme}")
        await answer(scope, receive, send)

    async def with_lifespan(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            await app(scope, receive, send)

    with served(with_lifespan, proxy) as port:
        line = HTTPConnection("127.0.0.1", port, timeout=20)
        line.request("GET", "/", headers={"X-Forwarded-For": "203.0.113.9", "X-Forwarded-Proto": "https"})
        assert line.getresponse().read().decode() == seen


def test_systemd_hears_that_the_program_is_ready_and_well(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tell_systemd("READY=1")  # nobody asked
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as ear:
        ear.bind(str(tmp_path / "notify"))
        ear.settimeout(5)
        monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "notify"))
        monkeypatch.setenv("WATCHDOG_USEC", "2")
        tell_systemd("READY=1")
        dog = Watchdog()
        dog.pat(False)
        dog.pat(True)
        assert [ear.recv(100), ear.recv(100)] == [b"READY=1", b"WATCHDOG=1"]


def test_the_journal_gets_fields_with_the_receipts_number(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("JOURNAL_STREAM", raising=False)
    assert to_journal() is None
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as ear:
        ear.bind(str(tmp_path / "journal"))
        ear.settimeout(5)
        monkeypatch.setenv("JOURNAL_STREAM", "8:1")
        handler = to_journal(tmp_path / "journal")
        assert handler
        record = logging.LogRecord("service.taking", logging.WARNING, "", 1, "first\nsecond %s", ("line",), None)
        record.receipt = "12/2569"
        handler.emit(record)
        said = ear.recv(10_000)
    assert b"MESSAGE\n" + (17).to_bytes(8, "little") + b"first\nsecond line\n" in said
    assert b"SARABAN_RECEIPT\n" + (7).to_bytes(8, "little") + b"12/2569\n" in said
    assert b"PRIORITY\n" + (1).to_bytes(8, "little") + b"4\n" in said
    assert os.environ["JOURNAL_STREAM"] == "8:1"
