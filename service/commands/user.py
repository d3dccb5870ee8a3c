"""`saraban user`: adds people, gives them new passwords, closes and opens accounts, lists them."""

from __future__ import annotations

import argparse

from sqlalchemy import Engine

from service.failure import UsageFailure
from service.parts import open_parts
from storage import users
from storage.users import DUTIES, SignedIn


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """add, password, close, open, list."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    add = actions.add_parser("add", help="adds a person and prints a random password")
    add.add_argument("login")
    add.add_argument("name", help="the person's name as it is shown")
    add.add_argument("--duty", choices=DUTIES, default="clerk")
    for action, summary in (("password", "prints a new random password"), ("close", "closes an account"), ("open", "opens it again")):
        actions.add_parser(action, help=summary).add_argument("login")
    actions.add_parser("list", help="lists the people")


def run(args: argparse.Namespace) -> int:
    """Does one of these. Raises UsageFailure, UserRefused."""
    engine = open_parts().engine
    if args.action == "list":
        for user in users.users(engine):
            print(f"{user.login}\t{user.duty}\t{user.name}\t{'' if user.active else 'ปิดบัญชีแล้ว'}")
    elif args.action == "add":
        password = users.new_password()
        users.create_user(engine, args.login, args.name, args.duty, password)
        print(f"{args.login} {password}")
    elif args.action == "password":
        user, password = users.reset_password(engine, _find(engine, args.login).id)
        print(f"{user.login} {password}")
    else:
        users.set_active(engine, _find(engine, args.login).id, args.action == "open")
    return 0


def _find(engine: Engine, login: str) -> SignedIn:
    for user in users.users(engine):
        if user.login == login:
            return user
    raise UsageFailure("no-such-user", f"ไม่มีผู้ใช้ชื่อ {login} สั่ง saraban user list เพื่อดูรายชื่อ")
