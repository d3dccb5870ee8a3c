"""What `saraban read` promises to other programs: its JSON, its boxes, its exit codes."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from rules.forms import load_form
from tests.support.faxes import form_fax, need_faces
from training.fax import Scan, send
from training.layouts import LAYOUTS
from training.pages import definition_page
from training.tiff import write_fax

ROOT = Path(__file__).parents[2]
ROSTER = ROOT / "service/data/lamphun/roster.csv"
FIELDS = ["agency", "title", "first_name", "last_name", "position", "affiliation", "phone", "mobile", "email", "line_id"]
KEYS = {"value", "read", "confidence", "accepted", "hand", "box", "others"}


def saraban(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [str(Path(sys.executable).with_name("saraban")), "read", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def read(*arguments: str | Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in saraban("--json", *arguments).stdout.splitlines()]


def test_mails_in_order_with_all_that_the_contract_names() -> None:
    names = ["04-letter-before.eml", "08-broken.eml", "07-advertisement.eml"]
    done = saraban("--json", "--roster", ROSTER, *(ROOT / "samples" / name for name in names))
    first, broken, advertisement = map(json.loads, done.stdout.splitlines())
    assert [Path(answer["file"]).name for answer in (first, broken, advertisement)] == names
    assert done.returncode == 0 and first["error"] is None and first["seconds"] > 0
    assert first["sender"]["number"].startswith("+66") and first["sender"]["gateway"] == "grandstream"
    assert [document["pages"] for document in first["documents"]] == [2] and len(first["documents"][0]["sha256"]) == 64
    (form,) = first["forms"]
    assert (form["page"], form["form"]) == (2, "coordinator") and list(form["fields"]) == FIELDS
    assert all(set(field) >= KEYS for field in form["fields"].values())
    assert [(other["page"], other["kind"], other["code"]) for other in first["other_pages"]] == [(1, "letter", "no-form")]
    (bad,) = broken["other_pages"]
    assert bad["page"] is None and bad["document"] and bad["reason"] and broken["error"] is None
    assert not advertisement["forms"] and [other["page"] for other in advertisement["other_pages"]] == [1]


def test_a_file_that_cannot_be_opened_is_an_error_and_the_next_is_read(tmp_path: Path) -> None:
    empty = tmp_path / "empty.pdf"
    empty.touch()
    Image.new("1", (1728, 2200), 1).save(tmp_path / "blank.png")
    done = saraban("--json", empty, tmp_path / "missing.tif", tmp_path / "blank.png")
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 1
    assert [answer["code"] for answer in answers] == ["empty-file", "file-not-readable", None]
    assert [other["kind"] for other in answers[2]["other_pages"]] == ["blank"]


@pytest.mark.parametrize(
    "arguments", [(), ("--form", "no-such.toml", "x.eml"), ("--roster", "no-such.csv", "x.eml"), ("--second-reader", "x", "x")]
)
def test_a_call_that_cannot_be_meant_says_so(arguments: tuple[str, ...]) -> None:
    done = saraban(*arguments)
    assert done.returncode == 2 and done.stderr.strip() and not done.stdout


def test_boxes_are_pixels_of_the_page_as_received(tmp_path: Path) -> None:
    need_faces()
    path, (truth,) = form_fax(tmp_path, resolution="standard", upside_down=True, skew=1.0, seed=5)
    (answer,) = read("--second-reader", "never", "--no-lists", path)
    fields = answer["forms"][0]["fields"]
    shared = [name for name, box in truth.boxes.items() if truth.fields[name] not in ("", "-") and _share(fields[name]["box"], box) > 0.5]
    assert len(shared) >= 7, {name: (fields[name]["box"], box) for name, box in truth.boxes.items()}
    assert answer["forms"][0]["agency_id"] is None  # no roster, no lists


def test_a_form_file_is_all_that_it_takes_to_read_another_form(tmp_path: Path) -> None:
    need_faces()
    definition = load_form(ROOT / "docs/forms/room_request.toml")
    rng = np.random.default_rng(7)
    values = {field.name: "๑๒๓" if field.kind == "number" else "ทดสอบ" for field in definition.fields}
    page = send(definition_page(definition, values, LAYOUTS["dotted"], rng), Scan(), rng)
    write_fax([page], tmp_path / "other.tif")
    (answer,) = read("--form", ROOT / "docs/forms/room_request.toml", tmp_path / "other.tif")
    (form,) = answer["forms"]
    assert form["form"] == definition.id and list(form["fields"]) == list(definition.value_names())
    (built_in,) = read(tmp_path / "other.tif")
    assert not built_in["forms"] and built_in["other_pages"]


def _share(found: list[int] | None, true: tuple[int, int, int, int]) -> float:
    """The share of the true box's width that the found one covers, 0 where they are not at one height."""
    if found is None or min(found[3], true[3]) <= max(found[1], true[1]):
        return 0.0
    return max(0.0, min(found[2], true[2]) - max(found[0], true[0])) / max(1, true[2] - true[0])


def test_a_second_reader_that_dies_costs_its_vote_not_the_fax(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tesseract may be killed for memory, or starved on a busy machine."""
    program = tmp_path / "tesseract"
    program.write_text(f'#!/bin/sh\ncase "$1" in --*) exec {shutil.which("tesseract")} "$@";; esac\nkill -9 $$\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    done = saraban("--json", "--second-reader", "always", ROOT / "samples" / "01-typed.eml")
    (form,) = json.loads(done.stdout)["forms"]
    assert done.returncode == 0
    assert form["fields"]["agency"]["value"]
