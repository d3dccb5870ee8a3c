"""What takes hostile files apart reaches no network, by either of the two means."""

from __future__ import annotations

import socket
import subprocess
import sys
from pathlib import Path

import pytest

from intake.isolation import NONE

ROOT = Path(__file__).parents[2]
PROGRAM = """
import socket, sys
from intake import isolation
socket.create_connection(("127.0.0.1", int(sys.argv[1])), 5).close()
print(getattr(isolation, sys.argv[2])(), flush=True)
try:
    socket.create_connection(("127.0.0.1", int(sys.argv[1])), 5)
except OSError:
    print("no way out")
"""


@pytest.mark.parametrize("means", ["leave_network", "own_namespace", "filtered"])
def test_a_server_that_was_reached_before_is_out_of_reach(means: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        command = [sys.executable, "-c", PROGRAM, str(server.getsockname()[1]), means]
        said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\n")
    if said[0] in ("False", NONE):
        pytest.skip(f"this system does not allow {means}")
    assert said[1] == "no way out"
