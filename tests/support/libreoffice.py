"""LibreOffice, where it is installed: what an office opens our files with. It is no package of `make test` (300 MB)."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

needs_libreoffice = pytest.mark.skipif(
    not shutil.which("soffice"), reason="LibreOffice is not installed: apt-get install libreoffice-calc-nogui libreoffice-writer-nogui"
)


def converted(content: bytes, name: str, to: str, folder: Path) -> bytes:
    """A file as LibreOffice saves it in another format (`csv:…`, `pdf`)."""
    source = folder / name
    source.write_bytes(content)
    profile = f"-env:UserInstallation=file://{folder / 'profile'}"
    command = ["soffice", profile, "--headless", "--convert-to", to, "--outdir", str(folder), str(source)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return source.with_suffix(f".{to.split(':')[0]}").read_bytes()
