"""`saraban run`: the daemon."""

from __future__ import annotations

import argparse
import logging

from service import demo
from service.daemon import ROLES, Daemon
from service.parts import open_parts
from service.scheduler import report_text
from service.settings import Settings, load
from service.systemd import to_journal
from storage.users import first_administrator


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """--role, --until-idle, --demo."""
    parser.add_argument("--role", action="append", choices=ROLES, help="only this role; may be repeated (all of them without it)")
    parser.add_argument("--until-idle", action="store_true", help="end when nothing came in and nothing was left to read for some seconds")
    parser.add_argument("--demo", action="store_true", help="try it: the Lamphun circular and sample faxes, in a data folder of their own")


def run(args: argparse.Namespace) -> int:
    """Runs until SIGINT or SIGTERM. Exit code 0."""
    settings = load()
    return _demo(demo.demo_settings(settings), args) if args.demo else _daemon(settings, args)


def _daemon(settings: Settings, args: argparse.Namespace) -> int:
    _log(settings.log_level)
    parts = open_parts(settings, create=True)
    roles = args.role or ROLES
    password = first_administrator(parts.engine) if "web" in roles else None
    with Daemon(parts, roles) as daemon:
        _welcome(daemon.address, {"admin": password} if password else {})
        daemon.wait(daemon.idle() if args.until_idle else lambda: False)
    return 0


def _demo(settings: Settings, args: argparse.Namespace) -> int:
    _log("WARNING")
    parts = open_parts(settings, create=True)
    passwords = demo.prepare(parts)
    with Daemon(parts, next_free_port=True) as daemon:
        _welcome(daemon.address, passwords)  # before the reading: a password is shown once only
        if daemon.wait(demo.progress(parts)):
            print(report_text(parts))
            _welcome(daemon.address, {})
            if not args.until_idle:
                daemon.wait()
    print("หยุดแล้ว")
    return 0


def _welcome(address: str, passwords: dict[str, str]) -> None:
    if address:
        print(f"เปิดหน้าตรวจแบบตอบที่ {address} (กด Ctrl-C เพื่อหยุด)", flush=True)
    for login, password in passwords.items():
        print(f"ผู้ใช้ {login} รหัสผ่าน {password} (แสดงครั้งเดียว โปรดจดไว้)", flush=True)


def _log(level: str) -> None:
    journal = to_journal()
    logging.basicConfig(level=level, format="%(asctime)s %(levelname)s %(name)s: %(message)s", handlers=[journal] if journal else None)
    for chatty in ("dbos", "alembic"):
        logging.getLogger(chatty).setLevel(max(logging.WARNING, logging.getLogger().level))
