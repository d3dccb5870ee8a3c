"""How the mail server is spoken to."""

from __future__ import annotations

import ssl
import subprocess
from pathlib import Path
from urllib.parse import quote

import pytest

from report.smtp import NotSent, Server, connected, envelope, hand_over
from tests.support.mail_server import PASSWORD, running_mail_server

MAIL = b"Subject: x\r\n\r\nx\r\n"


# The server of these tests asks for a password on an open line; that is their point.
pytestmark = pytest.mark.filterwarnings("ignore:Requiring AUTH")


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> ssl.SSLContext:
    folder: Path = tmp_path_factory.mktemp("certificate")
    key, made = folder / "key.pem", folder / "certificate.pem"
    what = ["-newkey", "rsa:2048", "-nodes", "-keyout", str(key), "-out", str(made), "-days", "2", "-subj", "/CN=localhost"]
    subprocess.run(["openssl", "req", "-x509", *what], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(made, key)
    return context


def send(server: Server) -> None:
    with connected(server) as smtp:
        envelope(smtp, "saraban@office.example", ["head@office.example"])
        hand_over(smtp, MAIL)


def test_starttls_is_used_where_the_server_offers_it(certificate: ssl.SSLContext) -> None:
    with running_mail_server(certificate) as taken:
        send(taken.server)
        assert taken.encrypted == [True]


def test_logs_in_with_the_password_of_the_url_or_of_a_file() -> None:
    with running_mail_server(log_in=True) as taken:
        host = taken.server.url.removeprefix("smtp://")
        send(Server(f"smtp://saraban:{quote(PASSWORD, safe='')}@{host}"))
        send(Server(f"smtp://saraban@{host}", PASSWORD))
        assert len(taken.mails) == 2 and set(taken.logged_in) == {"saraban"}


def test_a_wrong_password_is_said_and_may_be_mended() -> None:
    with running_mail_server(log_in=True) as taken:
        host = taken.server.url.removeprefix("smtp://")
        with pytest.raises(NotSent) as refusal:
            send(Server(f"smtp://saraban:wrong@{host}"))
    assert refusal.value.code == "smtp-login" and not refusal.value.for_good


def test_a_server_with_a_certificate_that_nobody_vouches_for_is_refused_with_smtps(certificate: ssl.SSLContext) -> None:
    with running_mail_server(certificate) as taken, pytest.raises(NotSent):
        send(Server(taken.server.url.replace("smtp://", "smtps://")))


def test_an_address_that_cannot_be_told_is_refused_for_good() -> None:
    with running_mail_server() as taken, connected(taken.server) as smtp, pytest.raises(NotSent) as refusal:
        envelope(smtp, "saraban@office.example", ["ผู้รับ@office.example"])
    assert refusal.value.for_good
