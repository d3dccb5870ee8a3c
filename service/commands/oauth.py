"""`saraban oauth`: gets a user's leave for a mailbox (Microsoft 365, Gmail) and writes its refresh token into the OAuth file."""

from __future__ import annotations

import argparse
import json
import re
from pathlib import Path

from service.leave import ask_for_leave
from service.oauth import read_oauth_file
from service.private_file import write_private
from service.settings import SettingsError

_LINE = re.compile(r"(?m)^[ \t]*refresh_token[ \t]*=.*\n?")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The file, and whose mailbox it is."""
    parser.add_argument("file", type=Path, metavar="FILE.toml", help="the OAuth file of docs/oauth.md, still without refresh_token")
    parser.add_argument("user", nargs="?", default="", help="the mailbox's address, so that the log-in page proposes it")


def run(args: argparse.Namespace) -> int:
    """Says what to open, waits for the leave, and keeps it."""
    file = read_oauth_file(args.file, refresh_token="")
    token = ask_for_leave(file, args.user, lambda line: print(line, flush=True), input)
    write_token(args.file, token)
    print(f"ได้รับอนุญาตแล้ว และเขียน refresh_token ลงใน {args.file} แล้ว ตรวจด้วยคำสั่ง saraban check")
    return 0


def write_token(path: Path, token: str) -> None:
    """Puts the token into the file, readable for its owner only, before it was anything else. Raises SettingsError."""
    others = _LINE.sub("", path.read_text(encoding="utf-8"))
    try:
        # Before any table, and a string of JSON is one of TOML.
        write_private(path, f"refresh_token = {json.dumps(token)}\n{others}".encode())
    except OSError as error:
        raise SettingsError("oauth-file", f"เขียนแฟ้ม OAuth {path} ไม่ได้ ({error.strerror}) โปรดตรวจสิทธิ์เขียน") from error
