"""How likely a text is before its ink is seen."""

from __future__ import annotations

import math

from rapidfuzz.distance import Levenshtein

from ocr.alphabet import CLASS_OF
from ocr.beam import BONUS, WEIGHT
from ocr.ngrams import EDGE, NGrams, after, start
from rules.decoding.ink import compact
from rules.mail_address import is_mail_address
from rules.telephone import is_mobile, parse_numbers

IN_LIST = {"agency": 0.85, "text": 0.7, "given_name": 0.85, "surname": 0.35, "position": 0.7, "email": 0.5}
"""How many values of a kind stand in its list, before the ink is seen."""
NUMBERS = ("phone", "mobile")
SILENT = " -.,()/"  # what parts the digits of a number
LISTED = 3.0  # logarithm by which what a list knows is likelier than the letter model, at its weight, makes it
ALIKE, LEFT_OUT = 0.05, -1.0  # agencies called like a known one for one that is called so; logarithm for a letter that is not there
NEIGHBOURS = 4  # of the known ones that a free reading may be like
UNFIT = -6.0  # logarithm of how much less likely a text is that its kind cannot hold
OTHER_KIND = -2.0  # a number of the plan, but not a mobile one


def total_prior(kind: str, text: str, key: str, prior: float) -> float:
    """A prior as it stands beside the ink's logarithms: what the letter model says is worth less than what the ink says."""
    return fits(kind, text) + (0.0 if kind in NUMBERS else WEIGHT * prior + BONUS * len(key))


def key_of(kind: str, text: str) -> str:
    """A text as it is scored."""
    key = compact(text)
    return "".join(c for c in key if c not in SILENT) if kind in NUMBERS else key


def letters_prior(kind: str, text: str) -> float:
    """The letter model's natural logarithm for a text; 0 for none, and for numbers, all of which are alike."""
    return 0.0 if kind in NUMBERS or not text else sum(by_letter(text))


def by_letter(text: str) -> list[float]:
    """The letter model's logarithm of each letter, and of the end."""
    model, context, logs = NGrams.shipped(), start(), []
    for number in (*(CLASS_OF.get(letter, EDGE) for letter in text), EDGE):
        logs.append(model.log_probability(context, number))
        context = after(context, number)
    return logs


def like(text: str, known: str) -> float:
    """The logarithm of how much less likely an agency is called so than by the known name, from which these letters differ."""
    logs = by_letter(text)
    edits = [edit for edit in Levenshtein.opcodes(known, text) if edit.tag != "equal"]
    written = sum(sum(logs[edit.dest_start : edit.dest_end]) for edit in edits)
    return math.log(ALIKE) + written + LEFT_OUT * sum(edit.src_end - edit.src_start for edit in edits)


def fits(kind: str, text: str) -> float:
    if kind in NUMBERS:
        found = parse_numbers(text)
        fits = found.clean
        return UNFIT if not fits else OTHER_KIND if kind == "mobile" and not is_mobile(found.known[0]) else 0.0
    return UNFIT if kind == "email" and not is_mail_address(compact(text)) else 0.0
