"""`saraban check`: tells what is wrong with the set-up and what to do."""

from __future__ import annotations

import argparse

from service.checks import all_findings
from service.settings import load

SETUP_ERROR = 3


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """It has none."""


def run(args: argparse.Namespace) -> int:
    """Prints a line a finding. Exit code 3 where something has to be mended."""
    bad = False
    for finding in all_findings(load()):
        print(f"{'✗' if finding.bad else '✓'} {finding.subject}: {finding.text}", flush=True)
        bad |= finding.bad
    return SETUP_ERROR if bad else 0
