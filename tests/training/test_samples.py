"""The bundled samples: what their truth says is what is in them, and nobody real is named."""

from __future__ import annotations

import json
from email import message_from_bytes, policy
from email.message import EmailMessage
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from tests.support.faxes import agencies, need_faces
from training.make_samples import made_sample, make
from training.people import FIELDS
from training.sample_list import SAMPLES

FOLDER = Path(__file__).parents[2] / "samples"
TRUTH: list[dict[str, Any]] = [json.loads(line) for line in (FOLDER / "truth.jsonl").read_text(encoding="utf-8").splitlines()]


def mail(record: dict[str, Any]) -> EmailMessage:
    found = message_from_bytes((FOLDER / record["file"]).read_bytes(), policy=policy.default)
    assert isinstance(found, EmailMessage)
    return found


def document(record: dict[str, Any]) -> bytes:
    (attachment,) = mail(record).iter_attachments()
    content = attachment.get_content()
    assert isinstance(content, bytes)
    return content


def by_name(start: str) -> dict[str, Any]:
    return next(record for record in TRUTH if record["file"].startswith(start))


def test_there_are_a_dozen_and_they_are_small() -> None:
    assert sorted(path.name for path in FOLDER.glob("*.eml")) == [record["file"] for record in TRUTH]
    assert len(TRUTH) == 12
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) < 1_000_000


@pytest.mark.parametrize("record", TRUTH, ids=lambda r: r["file"])
def test_a_sample_is_a_gateways_mail_with_its_time(record: dict[str, Any]) -> None:
    head = mail(record)
    assert head["Message-ID"] and head["Received"] and head["To"] == "fax@province.example"
    assert head["Date"].datetime.isoformat() == record["received"]
    assert b"\r\n" in (FOLDER / record["file"]).read_bytes()


@pytest.mark.parametrize("record", [r for r in TRUTH if not r["broken"]], ids=lambda r: r["file"])
def test_every_page_is_told_of(record: dict[str, Any]) -> None:
    told = sorted(item["page"] for item in [*record["forms"], *record["other_pages"]])
    content = document(record)
    if content.startswith(b"%PDF"):
        assert told == [1]
        return
    with Image.open(BytesIO(content)) as image:
        assert told == list(range(1, getattr(image, "n_frames", 1) + 1))
        for form in record["forms"]:
            image.seek(form["page"] - 1)
            _assert_ink(np.asarray(image.convert("L")), form)


def _assert_ink(grey: np.ndarray, form: dict[str, Any]) -> None:
    assert tuple(form["fields"]) == FIELDS
    for name, (left, top, right, bottom) in form["boxes"].items():
        if form["fields"][name] not in ("", "-"):
            assert (grey[top:bottom, left:right] < 128).mean() > 0.03, name


def test_agencies_are_the_rosters() -> None:
    names = {agency.code: (agency.name, *agency.aliases) for agency in agencies()}
    for record in TRUTH:
        for form in record["forms"]:
            assert form["fields"]["agency"] in names[form["agency_id"]]


def test_one_paper_came_twice_in_two_mails() -> None:
    first, again = by_name("01"), by_name("09")
    assert document(first) == document(again)
    assert mail(first)["Message-ID"] != mail(again)["Message-ID"]


def test_one_agency_answered_twice_with_another_person() -> None:
    first, second = by_name("02")["forms"][0], by_name("11")["forms"][0]
    assert first["agency_id"] == second["agency_id"]
    assert first["fields"]["last_name"] != second["fields"]["last_name"]


@pytest.mark.filterwarnings("ignore:Corrupt EXIF")
def test_the_broken_one_cannot_be_opened() -> None:
    with pytest.raises(OSError), Image.open(BytesIO(document(by_name("08")))) as image:
        image.load()


def test_samples_can_be_made_again(tmp_path: Path) -> None:
    """Texts and places are the same everywhere; the pictures only with the same version of the typefaces."""
    need_faces()
    made = make(tmp_path)
    assert [_texts(record) for record in made] == [_texts(record) for record in TRUTH]


def _texts(record: dict[str, Any]) -> Any:
    return record["file"], record["received"], [(form["page"], form["agency_id"], form["fields"]) for form in record["forms"]]


def test_a_sample_is_the_same_each_time() -> None:
    need_faces()
    roster = {agency.code: agency for agency in agencies()}
    assert made_sample(SAMPLES[2], 3, roster, {}) == made_sample(SAMPLES[2], 3, roster, {})
