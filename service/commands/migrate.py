"""`saraban migrate`: creates the database or brings it up to date."""

from __future__ import annotations

import argparse

from service.parts import open_parts
from storage.migrate import newest


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """It has none."""


def run(args: argparse.Namespace) -> int:
    """Migrates; nothing happens where all is up to date."""
    open_parts(create=True)
    print(f"ฐานข้อมูลเป็นรุ่นล่าสุดแล้ว ({newest()})")
    return 0
