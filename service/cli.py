"""The command line: `saraban COMMAND`. A command's module is imported only when it is called, so that each starts fast."""

from __future__ import annotations

import argparse
import importlib
import os
import sys
from collections.abc import Sequence
from types import ModuleType

COMMANDS = {
    "run": ("service.commands.run", "the daemon: takes mail in, reads it, serves the review queue, sends the report"),
    "read": ("service.read_command", "reads files without touching any database"),
    "report": ("service.commands.report", "shows or sends a day's report"),
    "export": ("service.commands.export", "writes the directory of coordinators as CSV"),
    "circular": ("service.commands.circular", "loads a circular with its addressees, lists them"),
    "user": ("service.commands.user", "adds people, sets passwords, lists them"),
    "intake": ("service.commands.intake", "takes older mail, or files by hand"),
    "reprocess": ("service.commands.reprocess", "reads old receipts again with a newer reader; shows first what would change"),
    "backup": ("service.commands.backup", "backs everything up while the daemon runs; copies only what is new"),
    "restore": ("service.commands.restore", "puts a backup back"),
    "recover": ("service.commands.recover", "makes receipts again that a database set back does not know; lets taking in go on"),
    "person": ("service.commands.person", "finds, gives out, restricts or erases what is held of a person"),
    "oauth": ("service.commands.oauth", "gets a user's leave for a mailbox at Microsoft 365 or Gmail"),
    "migrate": ("service.commands.migrate", "creates the database or brings it up to date"),
    "eval": ("service.commands.eval", "reads files whose truth is known and says how well"),
    "check": ("service.commands.check", "tells what is wrong with the set-up and what to do"),
}
OUR_PACKAGES = ("intake", "ocr", "rules", "storage", "review", "report", "service")
SETUP_ERROR = 3


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command. Exit codes: 0 all well, 1 some in error, 2 usage, 3 set-up."""
    given = list(sys.argv[1:] if argv is None else argv)
    parser, modules = _parser(given)
    args = parser.parse_args(given)
    try:
        return int(modules[args.command].run(args))
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:  # the reader of our output has gone (`saraban export | head`)
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except Exception as error:
        if not _is_ours(error):
            raise
        print(f"saraban: {error} [{getattr(error, 'code', type(error).__name__)}]", file=sys.stderr)
        return int(getattr(error, "exit_code", SETUP_ERROR))


def _parser(given: Sequence[str]) -> tuple[argparse.ArgumentParser, dict[str, ModuleType]]:
    """A parser that knows every command by name, but arguments only of the one that is called."""
    parser = argparse.ArgumentParser(prog="saraban", description="Reads the paper forms that agencies return by fax and e-mail.")
    subparsers = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    modules: dict[str, ModuleType] = {}
    for name, (module, summary) in COMMANDS.items():
        subparser = subparsers.add_parser(name, help=summary, description=f"{summary[0].upper()}{summary[1:]}.")
        if name in given[:1]:
            modules[name] = importlib.import_module(module)
            modules[name].add_arguments(subparser)
    return parser, modules


def _is_ours(error: Exception) -> bool:
    """Errors that we define say in one sentence what to do; all others are defects, and their traceback is wanted."""
    return type(error).__module__.split(".")[0] in OUR_PACKAGES


if __name__ == "__main__":
    sys.exit(main())
