"""`saraban eval`: what it counts, prints and writes. How well the reader reads is no matter here."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from service import cli
from service.evaluate.truth import load_truth
from service.failure import UsageFailure
from tests.support.faxes import ROSTER, form_fax, need_faces, other_fax
from training.sheet import PageTruth

FIELDS = 9
PAPERS = ("fine", "standard", "other")  # in the order of the table
KEYS = {"file", "page", "name", "kind", "paper", "hand", "truth", "read", "value", "confidence", "accepted", "right", "cer", "found", "box"}
Row = dict[str, Any]


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A typed form, one by hand behind a letter (of no stated paper), a page without a form; a file of the truth is missing."""
    need_faces()
    folder = tmp_path_factory.mktemp("papers")
    typed, typed_truth = form_fax(folder, seed=3)
    by_hand, hand_truth = form_fax(folder, resolution="standard", hand=True, cover=True, upside_down=True, seed=4)
    other = other_fax(folder, "advertisement")
    rows: list[Row] = [
        {"file": typed.name, "res": "fine", "forms": forms(typed_truth)},
        {"file": by_hand.name, "forms": forms(hand_truth)},
        {"file": other.name, "forms": []},
        {"file": "missing.tif", "res": "photo", "forms": forms(typed_truth)},
    ]
    write_truth(folder, *rows)
    return folder


def forms(truth: list[PageTruth]) -> list[Row]:
    pages = enumerate(truth, start=1)
    return [{"page": number, "hand": page.hand, "fields": page.fields, "boxes": page.boxes} for number, page in pages if page.form]


def write_truth(folder: Path, *rows: Row) -> None:
    (folder / "truth.jsonl").write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")


def evaluate(folder: Path, out: Path, *arguments: str | Path) -> tuple[int, list[Row]]:
    code = cli.main(["eval", str(folder), "--second-reader", "never", "--out", str(out), *map(str, arguments)])
    return code, [json.loads(line) for line in (out / "fields.jsonl").read_text(encoding="utf-8").splitlines()]


def test_every_field_is_judged_once_and_counted_by_paper_and_hand(papers: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, rows = evaluate(papers, tmp_path / "new" / "out", "--roster", ROSTER)
    printed = capsys.readouterr()
    assert code == 1 and "missing.tif" in printed.err  # one file could not be opened
    assert len(rows) == 3 * FIELDS and all(row.keys() == KEYS for row in rows)
    assert {(row["file"], row["paper"], row["hand"]) for row in rows} == {
        ("fax000000000.tif", "fine", False),
        ("fax000000001.tif", "standard", True),
        ("missing.tif", "other", False),
    }
    lost = [row for row in rows if row["file"] == "missing.tif"]
    assert not any(row["right"] or row["accepted"] or row["found"] or row["read"] for row in lost)
    assert all(row["found"] or not row["right"] for row in rows)
    told = [line.split() for line in printed.out.splitlines()]
    assert [line[1:3] for line in told if line[:1] == ["รวม"]] == [[str(FIELDS), str(sum(right(rows, paper)))] for paper in PAPERS]
    (whole,) = [line for line in told if line[:1] == ["ทั้งหมด"]]
    assert whole[1:3] == [str(3 * FIELDS), str(sum(row["right"] for row in rows))]


def right(rows: list[Row], paper: str) -> list[bool]:
    return [row["right"] for row in rows if row["paper"] == paper]


def test_the_pictures_and_the_cost(papers: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, rows = evaluate(papers, tmp_path, "--limit", "2", "--no-lists", "--roster", ROSTER)
    printed = capsys.readouterr().out
    assert code == 0 and len(rows) == 2 * FIELDS
    assert "หน้า 3" in printed and "วินาทีต่อหน้า" in printed
    for name in "worst.png", "confusion.png", "trust.png":
        with Image.open(tmp_path / name) as picture:
            assert (np.asarray(picture.convert("L")) < 128).any(), name
    misread = sum(row["found"] and row["cer"] > 0 for row in rows)
    with Image.open(tmp_path / "worst.png") as picture:
        assert picture.height > 100 * min(misread, 40)


def test_a_folder_of_pages_without_forms(papers: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copy(papers / "fax000000002.tif", tmp_path / "a.tif")
    write_truth(tmp_path, {"file": "a.tif", "forms": [], "unknown": 1})
    assert evaluate(tmp_path, tmp_path / "out") == (0, [])
    assert "ทั้งหมด 0 แห่ง" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("text", "code", "says"),
    [
        (None, "no-truth", "truth.jsonl"),
        ("\n\n", "no-truth", "truth.jsonl"),
        ('{"file": "a", "forms": []}\n\n{"file": "b"\n', "truth-broken", "บรรทัดที่ 3"),
        ('{"file": "a", "forms": [{"page": 0, "fields": {}}]}', "truth-broken", "forms.0.page"),
        ('{"file": "a", "forms": [{"page": 1, "fields": {"phone": 53}}]}', "truth-broken", "forms.0.fields.phone"),
    ],
)
def test_a_truth_that_is_unusable_is_said_with_its_line(tmp_path: Path, text: str | None, code: str, says: str) -> None:
    if text is not None:
        (tmp_path / "truth.jsonl").write_text(text, encoding="utf-8")
    with pytest.raises(UsageFailure, match=says) as failure:
        load_truth(tmp_path)
    assert failure.value.code == code


def test_what_cannot_be_meant_is_a_matter_of_usage(papers: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["eval", str(tmp_path / "nowhere")]) == 2
    assert capsys.readouterr().err.endswith("[no-such-folder]\n")
    (tmp_path / "file").touch()
    assert cli.main(["eval", str(papers), "--limit", "1", "--out", str(tmp_path / "file")]) == 2
    assert capsys.readouterr().err.endswith("[output-not-writable]\n")
    assert cli.main(["eval", str(papers), "--roster", str(tmp_path / "none.csv"), "--no-lists"]) == 2
    with pytest.raises(SystemExit) as ended:
        cli.main(["eval", str(papers), "--limit", "0"])
    assert ended.value.code == 2
