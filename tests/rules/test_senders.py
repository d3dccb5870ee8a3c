"""Who sent a message has a say in which agency a form is of: beside its name, never against it."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from rules.decide import Knowledge, Sender
from rules.decoding.decode import decode
from rules.lists import Lists
from rules.roster import parse_roster
from rules.senders import FEW, favoured, learned, named, proves
from tests.support.lattices import lattice_of

ROSTER = parse_roster(
    "code,name,aliases,kind,district\n"
    "T-1,ที่ว่าการอำเภอเมือง,,district,เมือง\n"
    "T-2,เทศบาลตำบลดอยแป้น,,local,เมือง\n"
    "T-3,เทศบาลตำบลดอยแม้น,,local,เมือง\n"
    "T-4,เทศบาลตำบลดอยแย้น,,local,ป่าซาง\n" + "".join(f"T-{number},โรงเรียนที่ {number},,local,บ้านธิ\n" for number in range(10, 30))
)
KNOWS = Knowledge(
    ROSTER,
    Lists(frozenset(), frozenset(), ()),
    senders={"053000001": frozenset({"T-3"}), "053000009": frozenset({"T-1"})},
    addresses={"doi@example.go.th": frozenset({"T-4"})},
)
BLURRED = (*"เทศบาลตำบลดอยแ", "ปมย", "้", "น")
"""The ink leaves a doubt between three agencies, and leans to the first."""


def agency(sender: Sender, *steps: str) -> str:
    free = "".join(letters[:1] for letters in steps)
    assert KNOWS.known is not None
    said = favoured(sender, KNOWS)
    return decode({"agency": "agency"}, {"agency": free}, {"agency": [lattice_of(*steps)]}, KNOWS.known, said)["agency"].text


@pytest.mark.parametrize(
    ("sender", "wanted"),
    [
        (Sender(), "เทศบาลตำบลดอยแป้น"),
        (Sender(number="+6653000001"), "เทศบาลตำบลดอยแม้น"),
        (Sender(station="0-5300-0001"), "เทศบาลตำบลดอยแม้น"),
        (Sender(address="Doi@example.go.th"), "เทศบาลตำบลดอยแย้น"),
        (Sender(number="+6653999999"), "เทศบาลตำบลดอยแป้น"),
        (Sender(named=named(["สนง. ที่อื่น", "เทศบาลตำบลดอยแม้น"], KNOWS)), "เทศบาลตำบลดอยแม้น"),
    ],
)
def test_where_the_ink_leaves_a_doubt_the_sender_decides(sender: Sender, wanted: str) -> None:
    assert agency(sender, *BLURRED) == wanted


def test_the_sender_says_nothing_against_a_name_that_is_plain_to_read() -> None:
    assert agency(Sender(number="+6653000001"), *"เทศบาลตำบลดอยแป้น") == "เทศบาลตำบลดอยแป้น"


def test_a_districts_number_says_no_more_than_the_district() -> None:
    said = favoured(Sender(number="+6653000009"), KNOWS)
    assert set(said) == {"T-1", "T-2", "T-3"}
    assert len(set(said.values())) == 1


def test_several_forms_in_one_message_say_no_more_than_the_district() -> None:
    alone, several = (favoured(Sender(number="+6653000001", forms=forms), KNOWS) for forms in (1, 6))
    assert set(alone) == {"T-3"}
    assert set(several) == {"T-1", "T-2", "T-3"}
    assert alone["T-3"] > several["T-3"]


def test_nobody_knows_an_unknown_sender() -> None:
    assert favoured(Sender(number="+6653999999", address="a@example.org"), KNOWS) == {}


class Seen(NamedTuple):
    number: str
    station: str
    address: str
    agency: str


def test_confirmed_returns_teach_numbers_in_any_writing_and_addresses_in_any_case() -> None:
    numbers, addresses = learned([Seen("+6653000001", "", "Doi@Example.go.th", "T-2"), Seen("", "0-5300-0001", "", "T-3")])
    assert numbers == {"053000001": frozenset({"T-2", "T-3"})}
    assert addresses == {"doi@example.go.th": frozenset({"T-2"})}


@pytest.mark.parametrize(("agencies", "forms", "proof"), [(1, 1, True), (FEW, 1, True), (FEW + 1, 1, False), (1, 2, False)])
def test_a_number_of_few_agencies_and_one_form_is_a_proof(agencies: int, forms: int, proof: bool) -> None:
    numbers, _ = learned([Seen("+6653000001", "", "", f"T-{n}") for n in range(1, 1 + agencies)])
    assert proves(Sender(number="053000001", forms=forms), Knowledge(ROSTER, None, numbers), "T-1") is proof
