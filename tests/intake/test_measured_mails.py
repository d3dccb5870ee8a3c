"""The messages kept beside the repository for measuring: what is demanded of them (`python -m tests.bench.mails` says it as figures).

Skipped where they are not.
"""

from __future__ import annotations

import json
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from intake.limits import Limits
from intake.numbers import e164
from intake.opening import Opened, open_file

MAIL = Path(__file__).parents[3] / "shared" / "measure" / "mail"
# What a scanner's mail says of no caller.
NO_CALLER_IN_IT = frozenset({"ricoh-scan", "xerox-scan", "canon-scan", "kyocera-scan"})


@pytest.fixture(scope="module")
def measured() -> list[tuple[dict[str, Any], Opened]]:
    if not MAIL.is_dir():
        pytest.skip(f"no measured mails at {MAIL}: this measure is not taken")
    truths = [json.loads(line) for line in (MAIL / "truth.jsonl").read_text(encoding="utf-8").splitlines()]
    return [(truth, open_file((MAIL / truth["file"]).read_bytes(), truth["file"], Limits())) for truth in truths]


def test_the_intended_documents_byte_for_byte(measured: list[tuple[dict[str, Any], Opened]]) -> None:
    wrong = [
        truth["file"]
        for truth, found in measured
        if truth["readable"] and [each["sha256"] for each in truth["documents"]] != [each.sha256 for each in found.documents]
    ]
    assert wrong == []
    assert sum(not truth["readable"] for truth, _ in measured) == 3


def test_no_document_has_its_reason(measured: list[tuple[dict[str, Any], Opened]]) -> None:
    assert all(found.documents or found.problems for _, found in measured)


def test_callers(measured: list[tuple[dict[str, Any], Opened]]) -> None:
    wrong = [truth["file"] for truth, found in measured if e164(found.sender.number) != e164(truth["caller"])]
    assert {name.removesuffix(".eml") for name in wrong} <= NO_CALLER_IN_IT


def test_stations_and_pages_are_right_where_there_are_any(measured: list[tuple[dict[str, Any], Opened]]) -> None:
    told = Counter[str]()
    for truth, found in measured:
        assert found.sender.station in (None, truth["tsid"]), truth["file"]
        assert found.envelope.pages_claimed in (None, truth["pages"]), truth["file"]
        told.update(station=found.sender.station is not None, pages=found.envelope.pages_claimed is not None)
    assert told["station"] >= 50 and told["pages"] >= 50


def test_times(measured: list[tuple[dict[str, Any], Opened]]) -> None:
    for truth, found in measured:
        taken = found.envelope.taken_at
        assert taken is not None and abs(taken - datetime.fromisoformat(truth["received"])) <= timedelta(minutes=2), truth["file"]
