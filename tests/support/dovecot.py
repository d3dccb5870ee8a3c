"""A private Dovecot for tests: own configuration and ports, TLS with a throw-away certificate, as root or any other user."""

from __future__ import annotations

import getpass
import grp
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from datetime import datetime
from pathlib import Path
from types import TracebackType

from imapclient import IMAPClient

BINARY = shutil.which("dovecot") or "/usr/sbin/dovecot"

_COMMON = """
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/log
listen = 127.0.0.1
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
first_valid_uid = 1
mail_uid = {uid}
mail_gid = {gid}
mail_home = {folder}/home
ssl = yes
auth_failure_delay = 0
imap_capability = {capability}
service anvil {{
  chroot =
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = {tls_port}
    ssl = yes
  }}
}}
"""
_UNTIL_2_3 = """
protocols = imap
mail_location = maildir:{folder}/mail
disable_plaintext_auth = no
ssl_cert = <{certificate}
ssl_key = <{key}
passdb {{
  driver = passwd-file
  args = scheme=plain {folder}/passwd
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={folder}/home
}}
"""
_OAUTH_UNTIL_2_3 = """
auth_mechanisms = plain login xoauth2 oauthbearer
passdb {{
  driver = oauth2
  mechanisms = xoauth2 oauthbearer
  args = {folder}/oauth2.conf.ext
}}
"""
_OAUTH_FROM_2_4 = """
auth_mechanisms = plain login xoauth2 oauthbearer
oauth2 {{
  introspection_url = {introspection}
  introspection_mode = post
  username_attribute = username
  active_attribute = active
  active_value = true
}}
passdb oauth2 {{
  mechanisms_filter = xoauth2 oauthbearer
}}
"""
_FROM_2_4 = """
protocols {{
  imap = yes
}}
mail_driver = maildir
mail_path = {folder}/mail
auth_allow_cleartext = yes
ssl_server_cert_file = {certificate}
ssl_server_key_file = {key}
passdb passwd-file {{
  passwd_file_path = {folder}/passwd
  default_password_scheme = plain
}}
userdb static {{
  fields {{
    uid = {uid}
    gid = {gid}
    home = {folder}/home
  }}
}}
"""


class Dovecot:
    """A running server (as a context manager). `host`, `port` (STARTTLS), `tls_port`, `user`, `password`, `certificate`, `url`.

    idle: whether the server offers IDLE. capability: what it offers altogether, if not everything that it knows.
    introspection: where it asks whose an OAuth token is; with it XOAUTH2 is a way to log in.
    """

    host = "localhost"
    user = "office"
    password = "throw-away"

    def __init__(self, *, idle: bool = True, capability: str = "", introspection: str = "") -> None:
        # Not pytest's own folder: that is root's alone where root runs the tests, and no mail is served as root.
        self.folder = Path(tempfile.mkdtemp(prefix="saraban-dovecot-"))
        self.port, self.tls_port = _free_ports(2)
        self.certificate, self._key = self.folder / "certificate.pem", self.folder / "key.pem"
        self._process: subprocess.Popen[bytes] | None = None
        self._introspection = introspection
        self._set_up(capability or ("" if idle else "IMAP4rev1 SASL-IR LITERAL+ UIDPLUS"))

    @property
    def url(self) -> str:
        """For the setting of a mailbox: over TLS, with this server's own certificate as the authority."""
        return f"imaps://{self.host}:{self.tls_port}?cafile={self.certificate}"

    @property
    def plain_url(self) -> str:
        """The same over STARTTLS."""
        return f"imap://{self.host}:{self.port}?cafile={self.certificate}"

    def __enter__(self) -> Dovecot:
        self.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def start(self) -> None:
        """Start, and wait until it answers; the mail of a run before is still there."""
        command = [BINARY, "-F", "-c", str(self.folder / "dovecot.conf")]
        self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True)
        end = time.monotonic() + 20
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > end:
                raise RuntimeError(f"Dovecot did not start: {self._said()}")
            time.sleep(0.05)

    def stop(self, how: signal.Signals = signal.SIGTERM) -> None:
        """End it with all its connections, as a crash would (with SIGKILL, as one does); start() brings it back."""
        if self._process is None:
            return
        if self._process.poll() is None:
            os.killpg(self._process.pid, how)
        self._process.communicate()
        self._process = None
        _wait_until(lambda: not _is_open(self.port), "Dovecot did not stop")

    def deliver(self, content: bytes, folder: str = "INBOX", arrived_at: datetime | None = None) -> None:
        """Put a message into a folder, as a delivery agent would."""
        with self.client() as client:
            client.append(folder, content, msg_time=arrived_at)

    def client(self) -> IMAPClient:
        """A connection of the user's own, logged in."""
        client = IMAPClient(self.host, self.port, ssl=False, timeout=20)
        client.login(self.user, self.password)
        return client

    def create_folder(self, name: str) -> None:
        """A new, empty folder; one that was deleted and created again deals its UIDs anew."""
        with self.client() as client:
            client.create_folder(name)

    def delete_folder(self, name: str) -> None:
        """Delete a folder and its messages."""
        with self.client() as client:
            client.delete_folder(name)

    def set_password(self, password: str) -> None:
        """From the next log-in on the user has this password."""
        self.password = password
        (self.folder / "passwd").write_text(f"{self.user}:{{PLAIN}}{password}::::::\n")

    def _set_up(self, capability: str) -> None:
        _make_certificate(self.certificate, self._key, self.host)
        self.set_password(self.password)
        user, group = _run_as()
        uid, gid = pwd.getpwnam(user).pw_uid, grp.getgrnam(group).gr_gid
        (self.folder / "dovecot.conf").write_text(self._configuration(user, group, uid, gid, capability))
        for name in ("home", "mail", "state"):
            (self.folder / name).mkdir()
        if os.geteuid() == 0:
            self.folder.chmod(0o755)
            for path in [self.folder, *self.folder.iterdir()]:
                os.chown(path, uid, gid)

    def _configuration(self, user: str, group: str, uid: int, gid: int, capability: str) -> str:
        version = _version()
        head = "" if version < (2, 4) else f"dovecot_config_version = {_text(version)}\ndovecot_storage_version = {_text(version)}\n"
        template = _COMMON + (_UNTIL_2_3 if version < (2, 4) else _FROM_2_4)
        if self._introspection:
            template += _OAUTH_UNTIL_2_3 if version < (2, 4) else _OAUTH_FROM_2_4
            asks = f"introspection_mode = post\nintrospection_url = {self._introspection}\nusername_attribute = username\n"
            (self.folder / "oauth2.conf.ext").write_text(asks + "active_attribute = active\nactive_value = true\n")
        return head + template.format(
            folder=self.folder, user=user, group=group, uid=uid, gid=gid, port=self.port, tls_port=self.tls_port,
            certificate=self.certificate, key=self._key, capability=capability, introspection=self._introspection,
        )  # fmt: skip

    def _answers(self) -> bool:
        try:
            with self.client():
                return True
        except Exception:  # of whatever kind: it is not up yet, or the caller says what it said
            return False

    def _said(self) -> str:
        log = self.folder / "log"
        said = self._process.stderr.read() if self._process and self._process.stderr and self._process.poll() is not None else b""
        return said.decode(errors="replace") + (log.read_text(errors="replace") if log.exists() else "")


def _run_as() -> tuple[str, str]:
    """Dovecot serves no mail as root; then as nobody, who is everywhere."""
    if os.geteuid() == 0:
        return "nobody", grp.getgrgid(pwd.getpwnam("nobody").pw_gid).gr_name
    return getpass.getuser(), grp.getgrgid(os.getgid()).gr_name


def _version() -> tuple[int, ...]:
    said = subprocess.run([BINARY, "--version"], capture_output=True, text=True, check=True).stdout.split()[0]
    return tuple(int(part) for part in said.split("-")[0].split(".")[:3])


def _text(version: tuple[int, ...]) -> str:
    return ".".join(str(part) for part in version)


def _make_certificate(certificate: Path, key: Path, host: str) -> None:
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", f"/CN={host}"]
    names = f"subjectAltName=DNS:{host},IP:127.0.0.1"
    subprocess.run([*command, "-addext", names, "-keyout", str(key), "-out", str(certificate)], capture_output=True, check=True)
    key.chmod(0o600)


def _free_ports(count: int) -> list[int]:
    sockets = [socket.socket() for _ in range(count)]
    for each in sockets:
        each.bind(("127.0.0.1", 0))
    ports = [int(each.getsockname()[1]) for each in sockets]
    for each in sockets:
        each.close()
    return ports


def _is_open(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _wait_until(condition: object, complaint: str, seconds: float = 20) -> None:
    assert callable(condition)
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            raise RuntimeError(complaint)
        time.sleep(0.02)
