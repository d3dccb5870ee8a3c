"""Form files: those that ship load, and a wrong one is refused in words."""

from __future__ import annotations

from pathlib import Path

import pytest

from rules.forms import FormError, builtin_forms, load_form

EXAMPLES = sorted((Path(__file__).parents[2] / "docs" / "forms").glob("*.toml"))
GOOD = '[form]\nid = "f"\ntitle = "แบบ"\n[[field]]\nname = "a"\nkind = "text"\nlabels = ["ก"]\n'


def test_the_coordinator_form_is_built_in() -> None:
    (form,) = builtin_forms()
    names = ("agency", "title", "first_name", "last_name", "position", "affiliation", "phone", "mobile", "email", "line_id")
    assert form.id == "coordinator" and form.value_names() == names


def test_examples_load() -> None:
    assert {load_form(path).id for path in EXAMPLES} == {"training", "room_request"}


def test_a_second_person_has_a_title_of_his_own() -> None:
    names = load_form(EXAMPLES[1]).value_names()
    assert "title" in names and "second_first_name_title" in names


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "no [form]"),
        ("[form]\nid = 'f'\ntitle = 'x'\n", "no [[field]]"),
        (GOOD.replace('"text"', '"colour"'), "kind 'colour' is unknown"),
        (GOOD.replace('["ก"]', "[]"), "no labels"),
        (GOOD.replace('["ก"]', '["..."]'), "no labels"),
        (GOOD.replace('["ก"]', '"ก"'), "must be a list"),
        (GOOD.replace('"a"', '"A b"'), "small Latin letters"),
        (GOOD.replace('title = "แบบ"\n', ""), "no title"),
        (GOOD + "required = 1\n", "true or false"),
        (GOOD + "lables = []\n", "unknown key 'lables'"),
        (GOOD + GOOD.partition("\n[[")[2].join(["[[", ""]), "given twice"),
        (
            GOOD + '[[field]]\nname = "title"\nkind = "text"\nlabels = ["ข"]\n[[field]]\nname = "n"\nkind = "given_name"\nlabels = ["ค"]\n',
            "twice",
        ),
        ("[form\n", "not TOML"),
    ],
)
def test_a_wrong_file_is_refused_in_words(tmp_path: Path, text: str, words: str) -> None:
    path = tmp_path / "wrong.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(FormError) as refused:
        load_form(path)
    assert words in str(refused.value) and str(path) in str(refused.value)


def test_a_file_that_is_not_there_or_not_utf8(tmp_path: Path) -> None:
    with pytest.raises(FormError, match="cannot be opened"):
        load_form(tmp_path / "none.toml")
    (tmp_path / "old.toml").write_bytes("[form]\nid='แบบรายงาน'".encode("cp874"))
    with pytest.raises(FormError, match="UTF-8"):
        load_form(tmp_path / "old.toml")
