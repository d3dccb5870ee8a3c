"""Invented people look like those who answer circulars."""

from __future__ import annotations

import re

import numpy as np
import phonenumbers
from hypothesis import given
from hypothesis import strategies as st

from tests.support.faxes import agencies
from training.people import email, invent, landline, mobile

TO_ARABIC = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
seeds = st.integers(0, 2**32)


@given(seeds)
def test_mobile_numbers_are_in_the_plan(seed: int) -> None:
    number = phonenumbers.parse(mobile(np.random.default_rng(seed)), "TH")
    assert phonenumbers.number_type(number) == phonenumbers.PhoneNumberType.MOBILE


@given(seeds)
def test_landlines_are_of_the_area(seed: int) -> None:
    text = landline(np.random.default_rng(seed)).replace("ต่อ", "ext")
    number = phonenumbers.parse(text, "TH")
    assert str(number.national_number).startswith("535") and len(str(number.national_number)) == 8


@given(seeds)
def test_addresses_are_written_as_addresses(seed: int) -> None:
    assert re.fullmatch(r"[a-z0-9._-]+@[a-z.-]+\.[a-z]+", email(np.random.default_rng(seed)))


@given(seeds)
def test_a_person_is_the_seeds(seed: int) -> None:
    one, two = (invent(np.random.default_rng(seed), agencies()) for _ in range(2))
    assert one == two
    digits = one.mobile.translate(TO_ARABIC)
    assert sum(c.isdigit() for c in digits) == 10
