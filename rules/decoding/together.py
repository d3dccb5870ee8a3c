"""Fields that often say the same: the agency in the affiliation, the mobile or the mail's name as LINE ID."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np

from ocr.beam import BONUS, WEIGHT
from rules.decoding.hypotheses import Field, Hypothesis, more
from rules.decoding.priors import NUMBERS
from rules.telephone import is_mobile, parse_numbers

LIKELIEST = 8  # of a field's texts that it tells


@dataclass(frozen=True, slots=True)
class Bond:
    """Two kinds of which the second often repeats the first. share: how often, before the ink is seen.

    said: what a text of the first kind would be in the second, and the other way round; None where it would be nothing.
    """

    first: str
    second: str
    share: float
    said: Callable[[Hypothesis, Field], str | None]
    said_back: Callable[[Hypothesis, Field], str | None]


def heard(fields: Mapping[str, Field]) -> dict[str, Field]:
    """The fields with what the others say of them; each hears what the other held before it was told anything."""
    out = dict(fields)
    for bond, one, other in _bound(fields):
        out[other] = _told(out[other], fields[one], bond.said, bond.share)
        out[one] = _told(out[one], fields[other], bond.said_back, bond.share)
    return out


def _bound(fields: Mapping[str, Field]) -> Iterator[tuple[Bond, str, str]]:
    for bond in BONDS:
        first, second = ([n for n, f in fields.items() if f.kind == kind] for kind in (bond.first, bond.second))
        yield from ((bond, one, other) for one in first[:1] for other in second)


def _told(field: Field, by: Field, said: Callable[[Hypothesis, Field], str | None], share: float) -> Field:
    """A text that the other field may say too is as likely as there, as often as the one repeats the other."""
    posterior = by.posterior()
    order = np.argsort(-posterior)[:LIKELIEST]
    told = [(by.found[int(n)], float(posterior[int(n)])) for n in order]
    texts = [(text, h.means, log) for h, log in told if (text := said(h, field)) is not None]
    whole = more(field, [(text, means) for text, means, _ in texts])
    by_means: dict[str, float] = {}
    for text, means, log in texts:
        for h in whole.found:
            if h.means == means or h.text == text:
                by_means[h.means] = max(by_means.get(h.means, log), log)
    return replace(whole, found=tuple(_with(h, field.kind, by_means.get(h.means), share) for h in whole.found))


def _with(h: Hypothesis, kind: str, log: float | None, share: float) -> Hypothesis:
    if log is None:
        return h
    bonus = 0.0 if kind in NUMBERS else BONUS * len(h.key)
    return replace(h, total=float(np.logaddexp(h.total, h.seen + bonus + WEIGHT * math.log(share) + log)))


def _as_text(h: Hypothesis, _: Field) -> str | None:
    return h.text


def _digits(h: Hypothesis, _: Field) -> str | None:
    """A mobile number is repeated in digits only, and a LINE ID is a mobile if it has none but such."""
    return h.key if h.key.isdigit() and _is_mobile(h.key) else None


def _name_of_mail(h: Hypothesis, _: Field) -> str | None:
    local, at, _domain = h.key.rpartition("@")
    return local if at and local else None


def _mail_of_name(h: Hypothesis, field: Field) -> str | None:
    best = max(field.found, key=lambda hypothesis: hypothesis.total)
    domain = best.key.rpartition("@")[2] if "@" in best.key else ""
    return f"{h.key.lstrip('@')}@{domain}" if domain and h.key.lstrip("@") else None


def _is_mobile(text: str) -> bool:
    found = parse_numbers(text)
    return found.clean and is_mobile(found.known[0])


BONDS = (
    Bond("agency", "text", 0.25, _as_text, _as_text),
    Bond("mobile", "line_id", 0.25, _digits, _digits),
    Bond("email", "line_id", 0.15, _name_of_mail, _mail_of_name),
)
